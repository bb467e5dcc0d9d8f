// Counts by period, for drawings and the tables behind them.
import type { Act } from './api';
import type { Series } from './chart';
import { words } from '../words/index.svelte';

export interface Period {
  period: string | null; acts: number; for: number; against: number;
  kinds: Record<string, number>; stances: Record<string, number>; holders: Record<string, number>;
  telling: Act[];
}

export const BY = ['kind', 'stance', 'holder'] as const;
export type By = (typeof BY)[number];

const KINDS = ['position', 'commitment', 'call', 'event', 'claim'];
/** Colours of kinds: the same in every drawing. */
const COLOURS = [0, 2, 1, 6, 3];
/** More are no longer told apart. */
const MOST = 8;
/** More empty periods than that are left out. */
const FILLED = 400;

export const counts = (one: Period, by: By) => ({ kind: one.kinds, stance: one.stances, holder: one.holders })[by];
export const called = (by: By, name: string) => (by === 'holder' ? words.actor(name) : words.of(by, name));

/** The day, month or year after one. */
function next(period: string): string {
  const [year = 0, month = 1, day = 1] = period.split('-').map(Number);
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  if (period.length === 4) date.setUTCFullYear(year + 1);
  else if (period.length === 7) date.setUTCMonth(month);
  else date.setUTCDate(day + 1);
  return date.toISOString().slice(0, period.length);
}

/** Whole years or months as people write them: `2030`, `2021 – 2025`, `2024-03`; nothing where days are meant. */
export function span(start: string | null | undefined, end: string | null | undefined): string | null {
  const [first, last] = [/^(\d{4})-(\d\d)-01$/.exec(start ?? ''), /^(\d{4})-(\d\d)-(\d\d)$/.exec(end ?? '')];
  if (!first || !last || new Date(Date.UTC(Number(last[1]), Number(last[2]), 0)).getUTCDate() !== Number(last[3])) return null;
  const years = first[2] === '01' && last[2] === '12';
  const [from, to] = [first, last].map((one) => (years ? one[1] : `${one[1]}-${one[2]}`));
  return from === to ? (from ?? null) : `${from} – ${to}`;
}

/** All periods from the first to the last, those too in which nothing was said: a gap is part of the picture. */
export function filled(all: string[]): string[] {
  const out: string[] = [];
  const last = all.at(-1) ?? '';
  for (let at = all[0] ?? ''; at && at <= last; at = next(at)) {
    out.push(at);
    if (out.length > FILLED) return all;
  }
  return out;
}

/** The names that stand most often, most first (kinds in their own order), each with its sum. */
export function ranked(all: Period[], by: By): [string, number][] {
  const sums = new Map<string, number>();
  for (const one of all) for (const [name, number] of Object.entries(counts(one, by))) sums.set(name, (sums.get(name) ?? 0) + number);
  if (by === 'kind') return KINDS.filter((kind) => sums.has(kind)).map((kind) => [kind, sums.get(kind) ?? 0]);
  return [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, MOST);
}

export const colour = (by: By, name: string, at: number) => (by === 'kind' ? (COLOURS[KINDS.indexOf(name)] ?? 8) : at);

export function series(all: Period[], by: By, names: [string, number][]): { periods: string[]; series: Series[] } {
  const dated = all.filter((one) => one.period !== null);
  const periods = filled(dated.map((one) => one.period ?? ''));
  const known = new Map(dated.map((one) => [one.period, one]));
  return {
    periods,
    series: names.map(([name], at) => ({
      name, label: called(by, name), colour: colour(by, name, at),
      values: periods.map((period) => { const one = known.get(period); return one ? (counts(one, by)[name] ?? 0) : 0; }),
    })),
  };
}
