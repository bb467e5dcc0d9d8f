// The record counts Unicode code points, a JavaScript string UTF-16 units, a source bytes: the ways between them.

/** The UTF-16 place of each code point, with the end. */
export function units(text: string): Uint32Array {
  const out: number[] = [];
  for (let at = 0; at < text.length; ) {
    out.push(at);
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  out.push(text.length);
  return Uint32Array.from(out);
}

export interface Mark { start: number; end: number; name: string }
export interface Stretch { text: string; names: string[]; start: number }

/** Parts a text (its own code points, from `offset` on) where marks begin and end, so that they may overlap. */
export function parted(text: string, offset: number, marks: Mark[]): Stretch[] {
  const at = units(text);
  const length = at.length - 1;
  const edges = new Set([0, length]);
  const own = marks.map((mark) => ({ ...mark, start: mark.start - offset, end: mark.end - offset }));
  for (const mark of own) {
    if (mark.end <= 0 || mark.start >= length) continue;
    edges.add(Math.max(0, mark.start));
    edges.add(Math.min(length, mark.end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const out: Stretch[] = [];
  for (let n = 0; n + 1 < sorted.length; n++) {
    const [from, to] = [sorted[n] ?? 0, sorted[n + 1] ?? 0];
    const names = own.filter((mark) => mark.start <= from && mark.end >= to && mark.end > mark.start).map((mark) => mark.name);
    out.push({ text: text.slice(at[from], at[to]), names, start: from + offset });
  }
  return out;
}

/** Parts a text where any of the words found stand in it. */
export function found(text: string, words: string[]): { text: string; hit: boolean }[] {
  const out: { text: string; hit: boolean }[] = [];
  let rest = text;
  for (const word of words) {
    const at = rest.indexOf(word);
    if (at < 0 || !word) continue;
    if (at > 0) out.push({ text: rest.slice(0, at), hit: false });
    out.push({ text: word, hit: true });
    rest = rest.slice(at + word.length);
  }
  if (rest) out.push({ text: rest, hit: false });
  return out;
}

/** The source bytes that a stretch of code points leads to, by the record's map of linear runs: one stretch where runs touch. */
export function places(map: [number, number, number, number][], start: number, end: number): [number, number][] {
  const out: [number, number][] = [];
  for (const [a, b, x, y] of map) {
    if (b <= start || a >= end) continue;
    const each = (y - x) / (b - a);
    const from = Math.floor(x + Math.max(0, start - a) * each);
    const to = Math.ceil(y - Math.max(0, b - end) * each);
    const last = out.at(-1);
    if (last && last[1] === from) last[1] = to;
    else out.push([from, to]);
  }
  return out;
}

/** A source as text, with the UTF-16 place of each of some byte offsets in it; `null` where nobody can decode it. */
export function decoded(bytes: Uint8Array, charset: string, offsets: number[]): { text: string; at: Map<number, number> } | null {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    return null;
  }
  const at = new Map<number, number>();
  let text = '';
  let done = 0;
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    text += decoder.decode(bytes.subarray(done, offset), { stream: true });
    done = offset;
    at.set(offset, text.length);
  }
  text += decoder.decode(bytes.subarray(done));
  return { text, at };
}
