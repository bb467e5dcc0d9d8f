// What every test holds: the page breaks no rule of the server's policy, throws nothing and asks nobody but its server.
import { expect, test as plain, type Page } from '@playwright/test';

export { expect, type Page };

export const test = plain.extend<{ clean: void }>({
  clean: [
    async ({ page, baseURL }, use) => {
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) wrong.push(message.text());
      });
      page.on('request', (request) => {
        const address = request.url();
        if (!address.startsWith(baseURL ?? '') && !/^(data|blob):/.test(address)) wrong.push(`asked: ${address}`);
      });
      await use();
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

export async function seen(page: Page, name: string) {
  await page.screenshot({ path: `screenshots/${name}.png`, fullPage: true });
}

/** Awaits answers and drawings. */
export async function settled(page: Page) {
  await expect(page.locator('main [role=status]', { hasText: /Loading|正在读取|正在讀取/ })).toHaveCount(0);
  await expect(page.locator('.there.busy')).toHaveCount(0);
  await expect(page.locator('.chart:not([data-drawn])')).toHaveCount(0);
  // The bars have grown.
  if (await page.locator('.chart').count()) await page.waitForTimeout(400);
}

/** The characters that a light is on. */
export const lit = (page: Page, name = 'lit') =>
  page.evaluate((name) => [...(CSS.highlights.get(name) ?? [])].map(String), name);
