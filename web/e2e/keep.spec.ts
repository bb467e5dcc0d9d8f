// Reading, keeping and judging: what fails says so, reasons stay, and who may only read is offered nothing else.
import { expect, lit, settled, test, type Page } from './base';

test.use({ locale: 'en-GB' });

const found = async (page: Page, query: string) => (await (await page.request.get(`/api/v1/search?${query}`)).json()).acts as { id: string; article: string; quote: string }[];

test('a reason stays with a status and with a follow-up', async ({ page }) => {
  const promise = (await found(page, 'q=50万剂&kind=commitment'))[0]!;
  await page.goto(`/act?id=${promise.id}`);
  const reason = page.getByPlaceholder('Reason');
  await reason.fill('seen in the port');
  await page.getByLabel('Status').selectOption('in-the-works');
  await expect(page.locator('dl')).toContainText('status in the works · ann');
  await expect(page.locator('dl')).toContainText('seen in the port');
  await expect(reason).toHaveValue('');
  const follow = page.getByRole('button', { name: 'It is not' }).first();
  if (await follow.count()) {
    await reason.fill('of another donor');
    await follow.click();
    await expect(page.locator('dl')).toContainText('of another donor');
  }
  const told = await (await page.request.get(`/api/v1/judgements?id=${promise.id}`)).json();
  expect(told.some((one: { verb: string; reason: string }) => one.verb === 'status' && one.reason === 'seen in the port')).toBe(true);
  for (const one of told) await page.request.delete(`/api/v1/judgements/${one.number}`);
});

test('a file that cannot be read is named, and not told as kept', async ({ page }) => {
  await page.goto('/read');
  const broken = { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') };
  const good = { name: 'good.txt', mimeType: 'text/plain', buffer: Buffer.from('秘鲁外长表示，秘鲁欢迎这一倡议。') };
  await page.setInputFiles('input[type=file]', [broken, good]);
  await expect(page.getByRole('alert')).toContainText('picture.png');
  await expect(page.getByRole('alert')).toContainText('could not be read');
  await page.getByRole('button', { name: 'Keep in the ledger' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'was not kept' })).toContainText('picture.png');
  const kept = page.locator('.state.good');
  await expect(kept).toHaveCount(1);
  await expect(kept).toContainText('good.txt');
  // On to what was kept, its first act lit.
  await kept.getByRole('link', { name: 'Review its acts' }).click();
  await expect(page.locator('.pick.on')).toHaveCount(1);
  await expect.poll(async () => (await lit(page)).length).toBe(1);
  await page.goto('/read');
  await page.getByRole('combobox').first().selectOption('zh-Hans');
  await page.setInputFiles('input[type=file]', [broken]);
  await expect(page.getByRole('alert')).not.toContainText(/[a-z]{3,} [a-z]{2,} /);
});

test('what a mask hid is lit as it was found, and what is no text is struck out', async ({ page }) => {
  const one = (await found(page, 'q=恐怖主义'))[0]!;
  await page.goto(`/article?id=${one.article}&act=${one.id}&found=1`);
  await expect.poll(async () => (await lit(page)).join('')).toBe('一致谴责一切形式的恐怖*义');
  expect((await lit(page, 'out')).join(' ')).toContain('本站域名随时可能更换');
  // The report stays with what was kept.
  const report = page.locator('details.report');
  await report.locator('summary').first().click();
  await expect(report).toContainText('谢谢楼主分享');
  await report.getByRole('button', { name: /restored/ }).first().click();
  await expect(page).toHaveURL(/at=49-50/);
  await page.getByRole('button', { name: 'Clean text' }).click();
  await expect.poll(async () => (await lit(page, 'here')).join('')).toBe('主');
});

test('an act in the address, and a click on the text, bring its row into view', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  const { id, acts } = await (await page.request.get('/api/v1/articles/6211b276b9')).json();
  const last = acts.at(-1);
  await page.goto(`/article?id=${id}&act=${last.id}`);
  await expect(page.locator('.pick.on')).toBeInViewport();
  await expect(page.locator('.pick.on blockquote')).toHaveText(last.quote);
  await page.goto(`/article?id=${id}`);
  await expect(page.locator('.pick').first()).toBeVisible();
  const place = await page.evaluate((quote) => {
    const node = [...document.querySelectorAll('.page p')].map((p) => p.firstChild).find((node) => node?.textContent?.includes(quote));
    const range = new Range();
    const at = node!.textContent!.indexOf(quote) + 2;
    range.setStart(node!, at);
    range.setEnd(node!, at + 1);
    // Wherever the system's fonts put it, the words are on the screen.
    node!.parentElement!.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 4, y: y + height / 2 };
  }, last.quote);
  await page.mouse.click(place.x, place.y);
  await expect(page.locator('.pick.on blockquote')).toHaveText(last.quote);
  await expect(page.locator('.pick.on')).toBeInViewport();
  await expect(page.locator('.pick').first().getByRole('link', { name: '(no title)' })).toHaveCount(0);
});

test('where acts lie over each other both are shown, and a click takes the inner one', async ({ page }) => {
  await page.route('**/api/v1/read', async (route) => {
    const answer = await route.fetch();
    const all = await answer.json();
    const [first] = all[0].records[0].acts;
    all[0].records[0].acts.push({ ...first, id: `${first.id}0`, start: first.start + 2, end: first.start + 6, quote: first.quote.slice(2, 6) });
    await route.fulfill({ response: answer, json: all });
  });
  await page.goto('/read');
  await page.getByLabel('Paste a text').fill('秘鲁外长表示，秘鲁欢迎这一倡议。');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect.poll(async () => (await lit(page, 'nested')).length).toBe(1);
  const inner = (await lit(page, 'nested'))[0]!;
  const place = await page.evaluate(() => {
    const [range] = [...(CSS.highlights.get('nested') as unknown as Set<Range>)];
    const { x, y, width, height } = range!.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await page.mouse.click(place.x, place.y);
  await expect.poll(() => lit(page)).toEqual([inner]);
});

test('who may only read is offered neither keeping nor judging', async ({ page }) => {
  await page.route('**/api/v1/session', (route) => route.fulfill({ json: { name: 'eve', role: 'reader', csrf: 'x', users: true } }));
  const promise = (await found(page, 'q=1200万&kind=commitment'))[0]!;
  await page.goto(`/act?id=${promise.id}`);
  await settled(page);
  await expect(page.getByText('Your role reads')).toBeVisible();
  for (const name of [/^Accept/, /^Reject/, /^Edit/, /^Take back/, 'It is one']) await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.getByLabel('Status')).toHaveCount(0);
  // Nor by a key.
  let sent = 0;
  await page.route('**/judgements', (route) => { sent += 1; return route.abort(); });
  await page.keyboard.press('a');
  await page.keyboard.press('e');
  await expect(page.locator('form.fields')).toHaveCount(0);
  await page.goto('/read');
  await page.getByLabel('Paste a text').fill('秘鲁外长表示，秘鲁欢迎这一倡议。');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(page.locator('.record')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep in the ledger' })).toHaveCount(0);
  expect(sent).toBe(0);
});
