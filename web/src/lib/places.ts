// What stands where in a source: the characters that a text came from, what was repaired, and what was left out of it.
import { places } from './points';
import type { Repair } from './api';

type Span = [number, number];
type Map_ = [number, number, number, number][];

/** Stretches in order, those that touch put together. */
export function joined(all: Span[]): Span[] {
  const out: Span[] = [];
  for (const [from, to] of [...all].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** The bytes that a stretch of the text rests on: where its characters came from, and what stood in the place of repairs. */
export function rests(map: Map_, repairs: Repair[], start: number, end: number): Span[] {
  const own = repairs.filter((one) => one.source && one.start < end && one.end > start).map((one) => [...(one.source ?? [0, 0])] as Span);
  return joined([...places(map, start, end), ...own]);
}

const MARKUP = /<(script|style|head|noscript|template|svg)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi;

/** The words of a source that are in no text of it: its stretches of UTF-16 units without markup and white space around them. */
export function leftOut(source: string, covered: Span[], markup: boolean): Span[] {
  const shut = [...covered];
  if (markup) for (const found of source.matchAll(MARKUP)) shut.push([found.index, found.index + found[0].length]);
  const out: Span[] = [];
  let at = 0;
  for (const [from, to] of [...joined(shut), [source.length, source.length] as Span]) {
    // Markup parts what it stands between, a line does too.
    let line = at;
    for (const piece of source.slice(at, from).split('\n')) {
      const own = piece.trim();
      const begins = line + piece.indexOf(own);
      if (/[\p{L}\p{N}]/u.test(own.replace(/&#?\w+;/g, ''))) out.push([begins, begins + own.length]);
      line += piece.length + 1;
    }
    at = Math.max(at, to);
  }
  return out;
}
