// Characters lit in both texts, deep links, and judging by keyboard.
import { expect, lit, seen, test, type Page } from './base';

test.use({ locale: 'en-GB' });

interface Told { id: string; quote: string; kind: string; article: string; start: number; end: number; holders: string[] }

async function act(page: Page, words: string): Promise<Told> {
  const { acts } = await (await page.request.get(`/api/v1/search?q=${encodeURIComponent(words)}`)).json();
  return acts[0];
}

test('an act in the address is lit in the clean text and in the text as found', async ({ page }) => {
  const one = await act(page, 'reefs');
  await page.goto(`/article?id=${one.article}&act=${one.id}`);
  await expect.poll(() => lit(page)).toEqual([one.quote]);
  expect((await lit(page, 'act')).length).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'As found' }).click();
  await expect(page).toHaveURL(/found=1/);
  await expect.poll(async () => (await lit(page)).join('').replace(/\s+/g, ' ')).toBe(one.quote.replace(/\s+/g, ' '));
  // The address holds all of it.
  await page.reload();
  await expect.poll(async () => (await lit(page)).join('').replace(/\s+/g, ' ')).toBe(one.quote.replace(/\s+/g, ' '));
  await page.goto(`/article?id=${one.article}&at=${one.start}-${one.end}`);
  await expect.poll(() => lit(page, 'here')).toEqual([one.quote]);
});

test('a click on the text chooses the act that stands there', async ({ page }) => {
  const one = await act(page, 'reefs');
  await page.goto(`/article?id=${one.article}`);
  await expect(page.locator('.page p').first()).toBeVisible();
  const place = await page.evaluate((quote) => {
    const node = [...document.querySelectorAll('.page p')].map((p) => p.firstChild).find((node) => node?.textContent?.includes(quote));
    const range = new Range();
    const at = node!.textContent!.indexOf(quote) + 3;
    range.setStart(node!, at);
    range.setEnd(node!, at + 1);
    node!.parentElement!.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 4, y: y + height / 2 };
  }, one.quote);
  await page.mouse.click(place.x, place.y);
  await expect.poll(() => lit(page)).toEqual([one.quote]);
  await expect(page).toHaveURL(/act=/);
});

test('without highlights the same characters stand in elements', async ({ page }) => {
  await page.addInitScript(() => { delete (window as { Highlight?: unknown }).Highlight; });
  const one = await act(page, 'reefs');
  await page.goto(`/article?id=${one.article}&act=${one.id}`);
  await expect(page.locator('.page .lit')).toHaveText(one.quote);
  await page.getByRole('button', { name: 'As found' }).click();
  await expect(page.locator('.page pre mark')).toHaveCount(1);
});

test('reviewed by keyboard alone: accept, next, reject, take back, edit', async ({ page }) => {
  const one = await act(page, 'kind:position 海洋');
  await page.goto(`/article?id=${one.article}`);
  await page.locator('.pick').first().waitFor();
  const chosen = page.locator('.pick.on');
  await page.keyboard.press('j');
  await expect(chosen).toHaveCount(1);
  const first = await chosen.locator('blockquote').textContent();
  await page.keyboard.press('a');
  await expect(chosen.getByRole('status')).toHaveText('Accepted');
  await expect(chosen.locator('.chip.good')).toBeVisible();
  // On to the next that nobody judged, and it is refused.
  await page.keyboard.press('n');
  await expect(chosen.locator('blockquote')).not.toHaveText(first ?? '');
  await page.keyboard.press('r');
  await expect(chosen.locator('.row.rejected')).toBeVisible();
  await page.keyboard.press('u');
  await expect(chosen.locator('.row.rejected')).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(chosen.locator('blockquote')).toHaveText(first ?? '');
  await page.keyboard.press('u');
  await expect(chosen.locator('.chip.good')).toHaveCount(0);
});

test('fields are edited on the page, each as a judgement that can be taken back', async ({ page }) => {
  const one = await act(page, 'kind:position 海洋');
  await page.goto(`/act?id=${one.id}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('e');
  const fields = page.locator('form.fields');
  await expect(fields.getByLabel('Kind')).toBeFocused();
  await fields.getByLabel('Kind').selectOption('claim');
  await fields.getByLabel('Holders').fill('Norway, CHL');
  await page.getByPlaceholder('Reason').fill('a test');
  await seen(page, 'edit');
  await fields.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.review').getByRole('status')).toHaveText('2 fields edited');
  await expect(page.locator('.row .who').first()).toHaveText('Norway, Chile');
  await expect(page.locator('.row .what').first()).toContainText('claim');
  await expect(page.locator('dl')).toContainText('edited Holders NOR,CHL · ann');
  await expect(page.locator('dl')).toContainText('a test');
  // What the server refuses is said where it was asked.
  await page.keyboard.press('u');
  await expect(page.locator('.review').getByRole('status')).toHaveText('Taken back');
  await page.keyboard.press('u');
  await expect(page.locator('.row .what').first()).toContainText('position');
});
