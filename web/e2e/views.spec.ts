// Every view, in both themes, three languages and two widths: no barrier that axe finds, nothing wider than the screen; its numbers
// open lists, its lists export, and it says when it is empty, wrong or cut off. The pictures are looked at by people.
import AxeBuilder from '@axe-core/playwright';
import { expect, seen, settled, test, type Page } from './base';

test.use({ locale: 'en-GB' });

const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const;
const VIEWS: Record<string, string | ((page: Page) => Promise<string>)> = {
  read: '/read',
  search: '/search?q=海洋 OR ocean*',
  board: '/board?on=海洋',
  compare: async (page) => {
    const all = (await (await page.request.get('/api/v1/articles')).json()) as { id: string; title: string | null; said: string }[];
    const two = all.filter((one) => /聯合聲明|联合声明/.test(one.title ?? '')).sort((a, b) => a.said.localeCompare(b.said));
    return `/compare?a=${two[0]?.id}&b=${two[1]?.id}`;
  },
  promises: '/promises',
  phrases: '/phrases?of=聯合聲明',
  phrase: '/phrases?words=海洋',
  timeline: '/timeline',
  'timeline-holder': '/timeline?by=holder',
  network: '/network',
  library: '/library?kind=news_report',
  things: '/things?kind=mechanisms',
  act: async (page) => `/act?id=${(await (await page.request.get('/api/v1/search?q=1200万')).json()).acts[0].id}`,
  article: async (page) => {
    const { acts } = await (await page.request.get('/api/v1/search?q=海洋')).json();
    return `/article?id=${acts[0].article}&act=${acts[0].id}`;
  },
};

for (const [name, view] of Object.entries(VIEWS)) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${name}, ${theme}: no barrier that axe finds, and it fits 360 pixels`, async ({ page }) => {
      test.slow();
      await page.addInitScript((theme) => localStorage.setItem('theme', theme), theme);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(typeof view === 'string' ? view : await view(page));
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' | ')}`)).toEqual([]);
      for (const language of LANGUAGES) {
        await page.getByRole('combobox').first().selectOption(language);
        await page.setViewportSize({ width: 1280, height: 800 });
        await settled(page);
        await seen(page, `${name}-${theme}-${language}`);
        await page.setViewportSize({ width: 360, height: 740 });
        await settled(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        await seen(page, `${name}-${theme}-${language}-360`);
      }
    });
  }
}

test('what a bar, a line of the legend and a number of the table count is what their lists hold', async ({ page }) => {
  await page.goto('/timeline');
  await settled(page);
  const number = page.locator('tbody tr').first().locator('td.number a').first();
  const count = await number.textContent();
  // By keyboard, as by mouse.
  await number.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?.*q=said/);
  await expect(page.getByText(`${count} acts`).first()).toBeVisible();
  await page.goto('/timeline');
  await settled(page);
  const line = page.locator('.legend a').first();
  const said = (await line.locator('.faint').textContent()) ?? '';
  await line.click();
  await expect(page.getByText(`${said} acts`).first()).toBeVisible();
  // A bar.
  await page.goto('/timeline');
  await settled(page);
  await page.locator('.chart svg path[style*=cursor], .chart svg path[fill="#2a62a8"]').last().click();
  await expect(page).toHaveURL(/\/search\?.*kind=position/);
});

test('a search narrowed by its bars counts the same', async ({ page }) => {
  await page.goto('/search?q=海洋 OR ocean*');
  await settled(page);
  const all = Number((await page.getByText(/^\d+ acts/).first().textContent())?.match(/\d+/)?.[0]);
  await page.locator('.over summary').click();
  const numbers = await page.locator('.over tbody tr td:nth-child(2)').allTextContents();
  expect(numbers.reduce((sum, one) => sum + Number(one), 0)).toBe(all);
  await page.getByRole('list', { name: 'Told apart by' }).getByRole('link', { name: 'Holder' }).click();
  await expect(page).toHaveURL(/by=holder/);
  await settled(page);
  await page.locator('.legend a').first().click();
  await expect(page).toHaveURL(/holder=/);
});

test('what has no day is told above the list that leaves it out, and opens', async ({ page }) => {
  await page.goto('/timeline');
  await settled(page);
  const without = page.locator('tbody tr', { hasText: 'no day' });
  const count = await without.locator('td.number a').first().textContent();
  await page.goto('/search?q=&from=2000&to=2030');
  await settled(page);
  const note = page.getByText(`${count} acts without a day have been left out.`);
  await expect(note).toBeVisible();
  expect((await note.boundingBox())!.y).toBeLessThan((await page.locator('article.row').first().boundingBox())!.y);
  await note.getByRole('link').click();
  await expect(page).toHaveURL(/undated=true/);
  await expect(page.getByText(`${count} acts`, { exact: true })).toBeVisible();
  await page.goto('/timeline');
  await settled(page);
  await without.locator('td.number a').first().click();
  await expect(page.getByText(`${count} acts`, { exact: true })).toBeVisible();
});

test('figures are told with their units, in the language of the page', async ({ page }) => {
  for (const [language, doses] of [['en', '500,000 doses (in kind)'], ['zh-Hans', '500,000 剂（实物）'], ['zh-Hant', '500,000 劑（實物）']] as const) {
    await page.goto('/search?q=50万剂&kind=commitment');
    await page.getByRole('combobox').first().selectOption(language);
    await settled(page);
    await page.locator('article.row blockquote a').first().click();
    await settled(page);
    await expect(page.locator('article.row').first()).toContainText(doses);
    await expect(page.locator('p', { has: page.locator('progress') })).toContainText(doses);
  }
  await page.getByRole('combobox').first().selectOption('en');
  await page.goto('/promises');
  await settled(page);
  await expect(page.locator('main')).toContainText('at least 40,000,000 USD (vehicle not said)');
  // A range, and a bare figure.
  await page.route('**/api/v1/commitments*', async (route) => {
    const answer = await route.fetch();
    const rows = await answer.json();
    rows[0].amounts = [{ min: 2, max: 3, unit: 'ship', start: 0, end: 1 }, { value: 5000, start: 0, end: 1 }];
    await route.fulfill({ response: answer, json: rows });
  });
  await page.goto('/promises');
  await settled(page);
  await expect(page.locator('article.row').first()).toContainText('2–3 ships · 5,000');
});

test('the network opens an actor by the table, and its acts', async ({ page }) => {
  await page.goto('/network');
  await settled(page);
  const row = page.locator('tbody tr').first();
  const acts = await row.locator('td.number a').first().textContent();
  await row.locator('td.number a').first().click();
  await expect(page.getByText(`${acts} acts`).first()).toBeVisible();
  await page.goBack();
  await settled(page);
  await page.locator('tbody tr td a').first().click();
  await expect(page).toHaveURL(/of=/);
});

test('a phrase opens its uses, and each use its place', async ({ page }) => {
  await page.goto('/phrases?of=聯合聲明');
  await settled(page);
  const phrase = page.locator('tbody th a').first();
  const words = await phrase.textContent();
  await phrase.click();
  await expect(page.locator('h2.quote')).toHaveText(words ?? '');
  await page.locator('article.row blockquote a').first().click();
  await expect(page).toHaveURL(/\/article\?.*at=\d+-\d+/);
});

test('every list goes out in every form', async ({ page }) => {
  for (const view of ['/search?q=海洋', '/board?on=海洋', '/promises', '/phrases', '/phrases?words=海洋', '/timeline', '/network', '/library']) {
    await page.goto(view);
    await settled(page);
    const links = await page.locator('.exports a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(links.length, view).toBeGreaterThanOrEqual(4);
    for (const link of links) {
      const answer = await page.request.get(link);
      expect(answer.status(), link).toBe(200);
      expect((await answer.body()).length, link).toBeGreaterThan(10);
    }
  }
});

test('what is empty, wrong or cut off says so', async ({ page }) => {
  for (const view of ['/search?q=qqqq', '/board?on=qqqq', '/promises?on=qqqq', '/phrases?words=qqqq', '/phrases?of=qqqq', '/timeline?on=qqqq', '/network?on=qqqq']) {
    await page.goto(view);
    await settled(page);
    await expect(page.locator('p.state').first(), view).toBeVisible();
    await expect(page.locator('p.state.wrong'), view).toHaveCount(0);
  }
  await seen(page, 'empty');
  for (const view of ['/timeline?from=never', '/network?to=never', '/phrases?from=never', '/search?q=%22abc']) {
    await page.goto(view);
    await expect(page.getByRole('alert').first(), view).toBeVisible();
  }
  await seen(page, 'wrong');
  await page.goto('/library');
  await settled(page);
  await page.route('**/api/v1/timeline*', (route) => route.abort());
  await page.getByRole('link', { name: 'Timeline' }).click();
  await expect(page.getByRole('alert')).toContainText("can't be reached");
  await page.unroute('**/api/v1/timeline*');
  await page.route('**/chart.js', (route) => route.abort());
  await page.goto('/timeline');
  await expect(page.getByRole('alert')).toContainText('the table has the same');
  await expect(page.locator('table tbody tr').first()).toBeVisible();
});

test('on paper: light, without what only a screen needs', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('theme', 'dark'));
  for (const view of ['timeline', 'network', 'article', 'compare'] as const) {
    const address = VIEWS[view];
    await page.goto(typeof address === 'string' ? address : await address!(page));
    await settled(page);
    const paper = await page.pdf({ path: `screenshots/${view}.pdf`, format: 'A4', printBackground: false });
    expect(paper.subarray(0, 4).toString()).toBe('%PDF');
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('header.top')).toBeHidden();
    await expect(page.locator('.exports').first()).toBeHidden();
    await page.emulateMedia({ media: null });
  }
});

test('the parts that come first are small, and only the network loads its own', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', (response) => { if (/\.js$/.test(new URL(response.url()).pathname)) loaded.push(new URL(response.url()).pathname); });
  await page.goto('/library');
  await settled(page);
  expect(loaded).toEqual(['/page.js']);
  await page.getByRole('link', { name: 'Timeline' }).click();
  await settled(page);
  expect(loaded).toEqual(['/page.js', '/chart.js']);
  await page.getByRole('link', { name: 'Network' }).click();
  await settled(page);
  expect(loaded).toEqual(['/page.js', '/chart.js', '/network.js']);
  // As a browser fetches them: what the server sends, packed.
  let bytes = 0;
  for (const file of ['/page.js', '/chart.js', '/page.css', '/']) {
    const answer = await page.request.get(file, { headers: { 'accept-encoding': 'gzip' } });
    bytes += Number(answer.headers()['content-length'] ?? 0) || (await import('node:zlib')).gzipSync(await answer.body()).length;
  }
  expect(bytes).toBeLessThan(400_000);
});

test('the pictures of the README', async ({ page }) => {
  // To show the page as it is now: copy screenshots/readme-*.png over docs/images.
  await page.setViewportSize({ width: 1200, height: 760 });
  for (const [name, view] of [['search', '/search?q=海洋 OR 合作 OR 捕撈'], ['article', '/article?id=6211b276b9&act=6211b276b9.p119-133'], ['timeline', '/timeline']] as const) {
    await page.goto(view);
    await page.getByRole('combobox').nth(1).selectOption(name === 'timeline' ? 'dark' : 'light');
    await settled(page);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `screenshots/readme-${name}.png` });
    expect(await page.locator('main').textContent()).not.toContain('undefined');
  }
});
