// When colours change: another theme, another wish of the system, paper. Paper is always light.

const told = new Set<(paper: boolean) => void>();
const root = document.documentElement;
let before: string | undefined;

new MutationObserver(() => told.forEach((one) => one(false))).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => told.forEach((one) => one(false)));
addEventListener('beforeprint', () => {
  before = root.dataset.theme;
  root.dataset.theme = 'light';
  told.forEach((one) => one(true));
});
addEventListener('afterprint', () => {
  root.dataset.theme = before;
});

/** Calls back when colours have changed; gives what ends that. */
export function onColours(change: (paper: boolean) => void): () => void {
  told.add(change);
  return () => told.delete(change);
}
