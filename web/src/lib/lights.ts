// Lighting characters of a text that is plain text nodes, by the CSS Custom Highlight API: overlapping acts need no elements.
// One registry serves the whole page, so each text puts its ranges in and takes them out again.

export const canLight = typeof Highlight !== 'undefined' && 'highlights' in CSS;

const NAMES = ['out', 'act', 'nested', 'repair', 'here', 'lit'] as const;
export type Light = (typeof NAMES)[number];
const sets = new Map<Light, Highlight>();

function set(name: Light): Highlight {
  let own = sets.get(name);
  if (!own) {
    own = new Highlight();
    own.priority = NAMES.indexOf(name);
    sets.set(name, own);
    CSS.highlights.set(name, own);
  }
  return own;
}

/** Lights ranges; gives what puts them out. */
export function light(all: [Light, Range][]): () => void {
  for (const [name, range] of all) set(name).add(range);
  return () => { for (const [name, range] of all) set(name).delete(range); };
}

/** Stretches that two or more of these lie over. */
export function overlaps(all: [number, number][]): [number, number][] {
  const edges = all.flatMap(([start, end]): [number, number][] => [[start, 1], [end, -1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out: [number, number][] = [];
  let depth = 0;
  for (const [at, step] of edges) {
    if (depth === 1 && step === 1) out.push([at, at]);
    const last = out.at(-1);
    if (depth === 2 && step === -1 && last) last[1] = at;
    depth += step;
  }
  return out.filter(([start, end]) => end > start);
}

/** The place that a click on a text meant: a node and a UTF-16 offset in it. */
export function clicked(event: MouseEvent): { node: Node; offset: number } | null {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (found) return { node: found.offsetNode, offset: found.offset };
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}
