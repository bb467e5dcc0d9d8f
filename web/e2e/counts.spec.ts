// Every number that a view shows opens a list of as many. The list is asked for as its view asks for it, so that the thousands of
// numbers of a large ledger can be tried too: CHANCERY_SERVE=ledger-folder npx playwright test counts
import { expect, settled, test, type Page } from './base';

test.use({ locale: 'en-GB' });

const VIEWS = [
  '/search?q=海洋', '/search?q=海洋&by=holder', '/search?q=海洋&from=2024&to=2025', '/search?kind=call&by=stance',
  '/board?on=海洋', '/board?on=Antarctic', '/board?on=海洋&from=2025', '/promises', '/promises?specific=1', '/promises?on=Kenya',
  '/things?kind=instruments&limit=5000', '/things?kind=mechanisms&limit=5000', '/things?kind=mechanisms&from=2024&limit=5000',
  '/timeline', '/timeline?by=holder', '/timeline?by=stance&every=year', '/timeline?on=Chile', '/timeline?on=海洋&holder=CHL',
  '/network?limit=1000', '/network?on=海洋', '/network?on=Chile', '/network?of=NZL&limit=1000', '/library', '/library?copies=1', '/compare?a=Chile&b=New Zealand&on=海洋',
];

/** What a link says it opens: the last number of its text that stands by itself. */
const count = (text: string) => Number((/(?:^|[^\d.,\p{L}-])(\d[\d,]*)\+?[^\d]*$/u.exec(text.replaceAll('\u00a0', ' ')) ?? [])[1]?.replaceAll(',', '') ?? NaN);

async function rows(page: Page, path: string, query: URLSearchParams): Promise<number> {
  query.set('whole', 'true');
  const answer = await page.request.get(`/api/v1/${path}?${query}`);
  expect(answer.ok(), `${path}?${query}`).toBe(true);
  return ((await answer.json()) as unknown[]).length;
}

/** How many the view at an address lists; null where it is no list of what is counted. */
async function listed(page: Page, address: string): Promise<number | null> {
  const { pathname, searchParams: query } = new URL(address, 'http://here');
  for (const name of ['by', 'limit', 'open', 'pairs']) if (pathname !== '/promises') query.delete(name);
  if (pathname === '/search') {
    query.set('limit', '1');
    return (await (await page.request.get(`/api/v1/search?${query}`)).json()).all_acts;
  }
  if (pathname === '/things' && query.get('name')) {
    const kind = query.get('kind') ?? 'instruments';
    if (query.has('whole')) query.set('name', `=${query.get('name')}`);
    query.delete('kind');
    query.set('limit', '1000');
    query.delete('whole');
    const all = (await (await page.request.get(`/api/v1/${kind}?${query}`)).json()) as { acts: unknown[] }[];
    return all.reduce((sum, one) => sum + one.acts.length, 0);
  }
  if (pathname === '/network' && query.has('one')) return rows(page, 'network/acts', query);
  if (pathname === '/library') {
    if (query.get('copies')) query.set('all_copies', 'true');
    query.delete('copies');
    return rows(page, 'articles', query);
  }
  if (pathname === '/article') {
    const whole = await (await page.request.get(`/api/v1/articles/${query.get('id')}`)).json();
    return whole[{ same: 'copies', faults: 'faults' }[query.get('show') ?? ''] ?? 'acts'].length;
  }
  return null;
}

test('each number opens a list of as many', async ({ page }) => {
  test.setTimeout(3_600_000);
  const wrong: string[] = [];
  let tried = 0;
  const known = new Map<string, number | null>();
  for (const view of process.env.CHANCERY_VIEWS?.split('\n') ?? VIEWS) {
    await page.goto(view);
    await settled(page);
    // What is chosen already is taken out by its link.
    const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.filter((one) => !one.closest('h1, h2, blockquote, .exports') && !one.ariaCurrent).map((one) => [one.getAttribute('href') ?? '', one.textContent ?? ''] as const));
    for (const [address, text] of links) {
      // Of “12 of 40 positions by 5 holders” the second counts what opens.
      const [, all] = /(?:^| )\d[\d,]* of (\d[\d,]*)/.exec(text) ?? [];
      const told = all ? Number(all.replaceAll(',', '')) : count(text);
      // Titles and names may end with a figure.
      if (Number.isNaN(told) || /[&?](name|whole)=/.test(address) && !/^[\d,]+ acts?$/.test(text.trim()) || !/^\/(search|things|network|library|article)\?/.test(address)) continue;
      if (address.startsWith('/article?') && !/^[\d,]+ \p{L}+$/u.test(text.trim())) continue;
      if (!known.has(address)) known.set(address, await listed(page, address));
      const number = known.get(address);
      if (number === null || number === undefined) continue;
      tried += 1;
      if (number !== told) wrong.push(`${view}: ${text.trim()} → ${number}  ${decodeURIComponent(address)}`);
    }
  }
  console.log(`${tried} numbers tried, ${wrong.length} open another number`);
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(100);
});
