// Lists are whole: on the page, in the address, and in files; each number opens what it counts.
import { expect, settled, test } from './base';

test.use({ locale: 'en-GB' });

test('what is for or against another opens those acts alone', async ({ page }) => {
  await page.goto('/network?of=NZL&tie=on');
  await settled(page);
  const row = page.locator('tbody tr', { hasText: /^New Zealand\s*position on\s*Chile/ });
  const [acts, side] = [row.locator('td.number a').first(), row.locator('a.for')];
  expect(await acts.getAttribute('href')).not.toBe(await side.getAttribute('href'));
  const count = await side.textContent();
  await side.click();
  await expect(page.getByText(`${count} act`, { exact: false }).first()).toBeVisible();
  await expect(page.locator('article.row')).toHaveCount(Number(count));
  await expect(page.locator('article.row.for')).toHaveCount(Number(count));
});

test('the network lies the same way each time and fills its room after a change of size', async ({ page }) => {
  const lies = () => page.evaluate(() => {
    const box = document.querySelector('.chart')!.getBoundingClientRect();
    const all = [...document.querySelectorAll('.chart svg text')].map((text) => text.getBoundingClientRect());
    return { places: all.map((one) => [Math.round(one.x), Math.round(one.y)]), wide: (Math.max(...all.map((one) => one.right)) - Math.min(...all.map((one) => one.left))) / box.width };
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/network');
  await settled(page);
  const first = await lies();
  await page.reload();
  await settled(page);
  expect((await lies()).places).toEqual(first.places);
  await page.setViewportSize({ width: 700, height: 800 });
  await page.waitForTimeout(600);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(async () => (await lies()).wide).toBeGreaterThan(0.7);
});

test('what is open or narrowed down stands in the address', async ({ page }) => {
  await page.goto('/board?on=海洋');
  await settled(page);
  await page.locator('.cells button').first().click();
  await expect(page).toHaveURL(/open=/);
  await page.reload();
  await expect(page.locator('.cells button[aria-expanded=true]')).toHaveCount(1);
  await page.goto('/phrases?words=海洋');
  await settled(page);
  await page.locator('table').first().locator('button.figure').first().click();
  await expect(page).toHaveURL(/by=/);
  const shown = await page.locator('h3 .faint').last().textContent();
  await page.reload();
  await settled(page);
  await expect(page.locator('h3 .faint').last()).toHaveText(shown ?? '');
  await page.goto('/nowhere/at/all');
  await expect(page.getByRole('heading', { name: 'No such address' })).toBeVisible();
});

test('numbers of the phrases open what they count', async ({ page }) => {
  await page.goto('/phrases?of=聯合聲明');
  await settled(page);
  const row = page.locator('table.phrases tbody tr').first();
  const [uses, texts] = await row.locator('td.number a').allTextContents();
  await row.locator('td.number a').nth(1).click();
  await settled(page);
  await expect(page.locator('h3', { hasText: 'Texts' }).locator('.faint')).toHaveText(texts!);
  await expect(page.locator('h3', { hasText: 'Each use' }).locator('.faint')).toHaveText(uses!);
});

test('a text is found in the library, and a paragraph of a comparison in its article', async ({ page }) => {
  await page.goto('/library');
  await settled(page);
  await page.getByLabel('Narrow down').fill('nordic dialogue');
  await expect(page.locator('.articles li')).toHaveCount(1);
  await expect(page).toHaveURL(/title=/);
  await page.goto('/compare?a=6211b276b9&b=575a77d28c');
  await settled(page);
  await page.locator('.pair.changed').first().getByRole('link', { name: 'in the later text' }).click();
  await expect(page).toHaveURL(/\/article\?.*find=/);
  await expect.poll(() => page.evaluate(() => [...(CSS.highlights.get('here') ?? [])].length)).toBe(1);
});

test('acts leave as calendars, feeds, annotations and briefs', async ({ page }) => {
  const { acts } = await (await page.request.get('/api/v1/search?q=1200万')).json();
  for (const [view, least] of [[`/act?id=${acts[0].id}`, 8], [`/article?id=${acts[0].article}`, 8], ['/promises', 9], ['/search?q=海洋', 9], ['/board?on=海洋', 9]] as const) {
    await page.goto(view);
    await settled(page);
    const links = await page.locator('.exports a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(links.length, view).toBeGreaterThanOrEqual(least);
    for (const link of links) expect((await page.request.get(link)).status(), link).toBe(200);
  }
  const own = await (await page.request.get(`/api/v1/exports/jsonl?of=${acts[0].id}`)).text();
  expect(own.trim().split('\n').map((line) => JSON.parse(line).id)).toEqual([acts[0].id]);
  const brief = await (await page.request.get('/api/v1/exports/md?on=海洋&limit=0')).text();
  expect(brief).toContain('[^');
});

test('no English stands in the Chinese page where something fails', async ({ page }) => {
  await page.goto('/search?q=qqqq&kind=call');
  await page.getByRole('combobox').first().selectOption('zh-Hant');
  await settled(page);
  await page.goto('/search?q=海洋&kind=claim&stance=welcome');
  await settled(page);
  await expect(page.locator('main')).not.toContainText('without filters');
  for (const view of ['/act?id=zzz', '/article?id=0000000000', '/search?q="', '/acts/1', '/compare?of=zz&a=1&b=2']) {
    await page.goto(view);
    await page.locator('main p.state').first().waitFor();
    await expect(page.locator('main p.state').first(), view).not.toContainText(/[a-z]{3,} [a-z]{2,}/);
  }
});
