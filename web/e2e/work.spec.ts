// The five workflows of a user, step by step: how many steps each takes is asserted, and what is seen is held to its words.
import { expect, lit, seen, test } from './base';

test.use({ locale: 'en-GB' });

test('a page full of noise, and records to trust: three steps', async ({ page }) => {
  await page.goto('/read');
  // 1: drop or choose
  await page.setInputFiles('input[type=file]', '../samples/forum.html');
  // 2: read the report
  await expect(page.locator('details.report')).toContainText('restored');
  const rows = page.locator('.acts .pick');
  await expect(rows.first()).toBeVisible();
  await rows.first().getByRole('button', { name: /–/ }).click();
  const quote = await rows.first().locator('blockquote').textContent();
  expect((await lit(page)).join('')).toBe(quote);
  await page.getByRole('button', { name: 'As found' }).click();
  await expect(page.locator('.page pre')).toBeVisible();
  expect((await lit(page)).join('').length).toBeGreaterThan(0);
  await seen(page, 'read');
  // 3: keep
  await page.getByRole('button', { name: 'Keep in the ledger' }).click();
  await expect(page.getByRole('status')).toContainText(/Kept: (new|there already)/);
});

test('who stands where, and how hard: one step, a second for the passage', async ({ page }) => {
  await page.goto('/board');
  // 1
  await page.getByLabel('On', { exact: true }).fill('sanctions OR 制裁 OR fish* OR 海洋');
  await page.keyboard.press('Enter');
  await expect(page.locator('.holder').first()).toBeVisible();
  // 2
  await page.locator('.cells button').first().click();
  await expect(page.locator('.holder .row blockquote').first()).toBeVisible();
  await seen(page, 'board');
});

test('did they keep it: four steps', async ({ page }) => {
  // 1: search
  await page.goto('/search');
  await page.getByRole('searchbox').fill('1200万');
  const first = page.locator('.row', { hasText: 'commitment' }).first();
  await expect(first).toBeVisible();
  // 2: open the promise
  await first.locator('blockquote a').click();
  await expect(page.getByRole('heading', { name: 'Follow-ups' })).toBeVisible();
  // 3: a follow-up
  await page.getByRole('button', { name: 'It is one' }).first().click();
  await expect(page.locator('progress').first()).toBeVisible();
  // 4: its status
  await page.locator('dd select').selectOption('in-the-works');
  await expect(page.locator('dl')).toContainText('in the works · ann');
  await seen(page, 'promise');
  // Taking back leaves a record.
  await page.keyboard.press('u');
  await expect(page.locator('dl p.faint').first()).toBeVisible();
});

test('what changed in the wording: two steps', async ({ page }) => {
  await page.goto('/library');
  // 1: choose two
  const boxes = page.locator('.articles li', { hasText: /Joint|聯合聲明|联合声明/ }).getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  // 2: read
  await page.getByRole('link', { name: 'Compare the two' }).click();
  await expect(page.locator('.pair').first()).toBeVisible();
  await expect(page.locator('.pair ins').first()).toBeVisible();
  await seen(page, 'compare');
});

test('the answer with its sources, in another tool: one step', async ({ request }) => {
  const answer = await request.get('/api/v1/positions?on=海洋&by=Chile');
  const { positions } = await answer.json();
  expect(positions.length).toBeGreaterThan(0);
  for (const row of positions) expect(row.permalink).toMatch(/^chancery:[0-9a-f]{24}#char=|^chancery:[0-9a-f]{24}\./);
  const none = await (await request.get('/api/v1/positions?on=海洋&by=Tonga')).json();
  expect(none.positions).toEqual([]);
});

test('text of documents is never HTML', async ({ page }) => {
  let ran = false;
  await page.exposeFunction('ran', () => (ran = true));
  const hostile = '<img src=x onerror="ran()"><script>ran()</script>中方反对制裁。';
  await page.goto('/read');
  await page.setInputFiles('input[type=file]', { name: '<img onerror=ran()>.txt', mimeType: 'text/plain', buffer: Buffer.from(hostile) });
  await expect(page.locator('.record')).toBeVisible();
  await page.getByRole('button', { name: 'As found' }).click();
  await page.getByRole('button', { name: 'Keep in the ledger' }).click();
  await expect(page.getByRole('status')).toContainText('Kept');
  await page.goto('/search?q=' + encodeURIComponent('"<script>ran()</script>" OR 反对制裁'));
  await expect(page.locator('.row').first()).toBeVisible();
  expect(ran).toBe(false);
});
