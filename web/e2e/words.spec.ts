// What stands on the page is told in words and names: no ids where names are meant, no heads that only say "first", nothing empty
// where something is unknown; and each text in its own language.
import { expect, settled, test, type Page } from './base';

test.use({ locale: 'en-GB' });

const first = async (page: Page, query: string) => (await (await page.request.get(`/api/v1/search?${query}`)).json()).acts[0];

test('of a forum each step opens its acts, and no id stands for them', async ({ page }) => {
  const [forum] = (await (await page.request.get('/api/v1/mechanisms?limit=1')).json()) as { name: string }[];
  await page.goto(`/things?kind=mechanisms&whole=1&name=${encodeURIComponent(forum!.name)}`);
  await settled(page);
  await expect(page.locator('.life code')).toHaveCount(0);
  const step = page.locator('.life li').first();
  const count = Number(/\d+/.exec((await step.getByRole('link').textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThan(0);
  await step.getByRole('link').click();
  await expect(page).toHaveURL(/step=/);
  await expect(page.locator('article.row')).toHaveCount(count);
  await page.getByRole('link', { name: 'every step' }).click();
  await expect(page.locator('article.row .chip').first()).toBeVisible();
});

test('the list of overdue promises goes out as a calendar of as many', async ({ page }) => {
  await page.goto('/promises?list=overdue');
  await settled(page);
  const rows = await page.locator('article.row').count();
  expect(rows).toBeGreaterThan(0);
  const link = page.getByRole('link', { name: 'Calendar (ics)' });
  const calendar = await (await page.request.get((await link.getAttribute('href')) ?? '')).text();
  expect(calendar.match(/BEGIN:VEVENT/g)?.length).toBe(rows);
});

test('two actors side by side are called by their names, however they were typed', async ({ page }) => {
  await page.goto('/compare?a=CHL&b=新西兰&on=海洋');
  await settled(page);
  await expect(page.locator('main h2').first()).toBeVisible();
  const heads = (await page.locator('main h2').allTextContents()).join(' · ');
  expect(heads).not.toMatch(/first|second|CHL|新西兰/);
  expect(heads).toMatch(/Chile|New Zealand|Together|Alike/);
});

test('who is not named is told to be so, and what an act names opens it', async ({ page }) => {
  await page.route('**/api/v1/search*', async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    Object.assign(found.acts[0], { holders: [], mechanisms: ['Ocean Forum'], targets: [] });
    await route.fulfill({ response: answer, json: found });
  });
  await page.goto('/search?q=海洋');
  await settled(page);
  const row = page.locator('article.row').first();
  await expect(row).toContainText('nobody named');
  await expect(row.getByRole('link', { name: 'Ocean Forum' })).toHaveAttribute('href', /\/things\?kind=mechanisms&name=Ocean%20Forum/);
});

test('each text is marked with its own language', async ({ page }) => {
  const [traditional, simplified] = [await first(page, 'q=紐西蘭'), await first(page, 'q=东非')];
  for (const [act, tongue] of [[traditional, 'zh-Hant'], [simplified, 'zh-Hans']] as const) {
    await page.goto(`/act?id=${act.id}`);
    await settled(page);
    await expect(page.locator('h1')).toHaveAttribute('lang', tongue);
    await expect(page.locator('.paragraph')).toHaveAttribute('lang', tongue);
    await page.goto(`/article?id=${act.article}`);
    await settled(page);
    await expect(page.locator('.page')).toHaveAttribute('lang', tongue);
  }
});

test('days are told as people write them', async ({ page }) => {
  await page.route('**/api/v1/search*', async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    const day = (role: string, start: string | null, end: string | null) => ({ role, start, end, text_start: 0, text_end: 1 });
    found.acts[0].dates = [
      day('when', '2030-01-01', '2030-12-31'), day('when', '2024-02-01', '2024-02-29'), day('when', '2021-01-01', '2025-12-31'),
      day('deadline', '2026-12-31', '2026-12-31'), day('since', '2019-01-01', null), day('when', '2024-03-11', '2024-03-13'),
    ];
    await route.fulfill({ response: answer, json: found });
  });
  await page.goto('/search?q=海洋');
  await settled(page);
  await expect(page.locator('article.row').first()).toContainText('2030, 2024-02, 2021 – 2025, by 2026-12-31, since 2019-01-01, 2024-03-11 – 2024-03-13');
});

test('the network stands as it is from the first moment', async ({ page }) => {
  await page.goto('/network');
  await expect(page.locator('.chart[data-drawn] svg path').first()).toBeVisible();
  const widths = () => page.locator('.chart svg').evaluate((svg) => Math.round(Math.max(...[...svg.querySelectorAll('path')].map((one) => one.getBoundingClientRect().width))));
  const at_once = await widths();
  expect(at_once).toBeGreaterThan(5);
  await page.waitForTimeout(600);
  expect(await widths()).toBe(at_once);
});

test('the board offers what is named most to begin with', async ({ page }) => {
  await page.goto('/board');
  await page.locator('.pairs a').first().click();
  await expect(page).toHaveURL(/on=/);
  await settled(page);
});

test('what is in no ledger leads on, in the words of the page', async ({ page }) => {
  await page.goto('/act?id=ffffffffff.p1-2');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Nothing here is called ffffffffff');
  await expect(alert).not.toContainText('chancery articles');
  await expect(alert.getByRole('link', { name: 'Search' })).toBeVisible();
});

test('long names and whole days beside a phrase stay within a small screen', async ({ page }) => {
  await page.route('**/api/v1/phrases*', async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    for (const user of found.users) Object.assign(user, { actor: 'org:SCO', first: '2020-09-16', last: '2022-02-04', still: false });
    await route.fulfill({ response: answer, json: found });
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/phrases?words=海洋');
  await settled(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('by keyboard alone: past the head, who stands where, and the passage', async ({ page }) => {
  await page.goto('/board');
  await settled(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('On', { exact: true })).toBeFocused();
  await page.keyboard.type('海洋');
  await page.keyboard.press('Enter');
  await settled(page);
  for (let n = 0; n < 60 && !(await page.locator('.cells button:focus').count()); n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('.holder .row blockquote').first()).toBeVisible();
});

test('what narrows the library down takes the width there is', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/library?kind=news_report');
  await settled(page);
  expect((await page.locator('details.filters form').boundingBox())!.width).toBeGreaterThan(1000);
  const box = page.locator('details.filters label.check');
  const [input, label] = [(await box.locator('input').boundingBox())!, (await box.boundingBox())!];
  expect(label.height).toBeLessThan(2.5 * input.height + 20);
});

test('from two texts beside each other one goes on to the phrases that the later leaves out', async ({ page }) => {
  const all = (await (await page.request.get('/api/v1/articles')).json()) as { id: string; title: string | null; said: string }[];
  const two = all.filter((one) => /聯合聲明/.test(one.title ?? '')).sort((a, b) => a.said.localeCompare(b.said));
  await page.goto(`/compare?a=${two[0]?.id}&b=${two[1]?.id}`);
  await settled(page);
  await page.getByRole('link', { name: 'leaves out' }).click();
  await expect(page).toHaveURL(new RegExp(`/phrases\\?.*left_out_by=${two[1]?.id}`));
  await settled(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('sentences of later texts that may speak of a promise stand under its follow-ups', async ({ page }) => {
  const promise = await first(page, 'q=1200万&kind=commitment');
  await page.route('**/track*', async (route) => {
    const answer = await route.fetch();
    const track = await answer.json();
    track.sentences = [{ article: promise.article, title: 'A later text', said: '2026-01-02', start: 0, end: 5, text: '監測站已經動工。', alike: 0.5, permalink: '' }];
    await route.fulfill({ response: answer, json: track });
  });
  await page.goto(`/act?id=${promise.id}`);
  await settled(page);
  await expect(page.getByRole('heading', { name: 'Sentences that may speak of it' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'A later text' })).toHaveAttribute('href', /at=0-5/);
});
