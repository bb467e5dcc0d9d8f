// A list longer than one answer. It fills the ledger, so it comes behind the pictures of the views.
import { expect, lit, settled, test, type Page } from './base';

test.use({ locale: 'en-GB' });

const rows = async (page: Page, address: string) => (await (await page.request.get(address)).text()).trim().split('\n').length - 1;

test('a list of more rows than an answer has is shown to its end and exported whole', async ({ page }) => {
  test.slow();
  const many = Array.from({ length: 1100 }, (_, n) => `帕劳将在第${n + 1}号港口修建灯塔。`).join('\n\n');
  await page.request.post('/api/v1/sources', { data: `帕劳外长表示：\n\n${many}\n`, headers: { 'content-type': 'application/octet-stream', 'x-source-name': 'harbours.txt' } });
  await page.goto('/search?q=灯塔&limit=810');
  await settled(page);
  const { all_acts: all } = await (await page.request.get('/api/v1/search?q=灯塔')).json();
  expect(all).toBeGreaterThan(1000);
  await page.getByRole('link', { name: 'Show more' }).click();
  await expect(page.locator('article.row:not(.passage)')).toHaveCount(all);
  await expect(page.getByRole('link', { name: 'Show more' })).toHaveCount(0);
  const csv = await page.locator('.exports a', { hasText: 'CSV' }).first().getAttribute('href');
  expect(await rows(page, csv!.replace('passages=100', 'passages=0'))).toBe(all);
  await page.goto('/promises?on=灯塔');
  await settled(page);
  await expect(page.locator('.links')).toContainText(`All ${all.toLocaleString('en')}`);
  expect(await rows(page, (await page.locator('.exports a', { hasText: 'CSV' }).first().getAttribute('href'))!)).toBe(all);
  const json = await page.locator('.exports a', { hasText: /^JSON$/ }).first().getAttribute('href');
  expect((await (await page.request.get(json!)).json()).length).toBe(all);
});

test('a long article is lit at an act far down at once, and all its acts are drawn in the end', async ({ page }) => {
  test.slow();
  // Of the text above.
  const { acts } = await (await page.request.get('/api/v1/search?q=灯塔&limit=1')).json();
  const article = await (await page.request.get(`/api/v1/articles/${acts[0].article}`)).json();
  expect(article.acts.length).toBeGreaterThan(60);
  const last = article.acts.at(-1);
  await page.goto(`/article?id=${article.id}&act=${last.id}`);
  await expect(page.locator('.pick.on')).toBeInViewport();
  expect(await lit(page)).toEqual([last.quote]);
  await expect(page.locator('.pick')).toHaveCount(article.acts.length, { timeout: 60_000 });
  // Back to the first by keyboard: its row is there too.
  await page.goto(`/article?id=${article.id}&act=${article.acts[0].id}`);
  await expect(page.locator('.pick.on')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator('.pick.on button').first()).toHaveText(`${article.acts[1].start}–${article.acts[1].end}`);
});
