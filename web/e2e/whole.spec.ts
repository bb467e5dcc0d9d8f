// A list longer than one answer. It fills the ledger, so it comes behind the pictures of the views.
import { expect, settled, test, type Page } from './base';

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
