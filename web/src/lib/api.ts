// Asking the server. Every failure is a Problem (RFC 9457), as the server gives it.

// What is not there is left out: a range has `min` and `max` in place of `value`, a bare figure no `unit`.
export interface Amount { value?: number | null; min?: number | null; max?: number | null; unit?: string | null; currency?: string | null; approx?: string | null; role?: string | null; start: number; end: number }
export interface When { start: string | null; end: string | null; role: string; text_start: number; text_end: number }
export interface Standing { accepted: boolean; rejected: boolean; edited: string[]; fared: string | null }

export interface Act {
  id: string;
  permalink: string;
  article: string;
  title: string | null;
  said: string | null;
  kind: string;
  start: number;
  end: number;
  quote: string;
  stance: string | null;
  polarity: string | null;
  intensity: number | null;
  holders: string[];
  addressees: string[];
  targets: string[];
  via: string[];
  amounts: Amount[];
  dates: When[];
  instruments: string[];
  mechanisms: string[];
  status: string | null;
  rule: string;
  confidence: number;
  standing?: Standing;
  found?: string[];
  // Of boards and lists.
  holder?: string;
  voice?: 'own' | 'reported';
  moved?: 'up' | 'down' | 'turned' | null;
  word?: string;
  by_context?: boolean;
  vehicles?: (string | null)[];
  deadline?: string | null;
  due?: string | null;
  specificity?: number;
  how?: string;
  judged?: string;
  alike?: number;
}

export interface Passage { article: string; title: string | null; said: string | null; start: number; end: number; text: string; found: string[] }
export interface Judgement { number: number; verb: string; field: string | null; value: string | null; author: string; reason: string | null; at: string; undone_by: number | null }
export interface Article {
  id: string; permalink: string; title: string | null; kind: string; language: string; script: string | null; said: string | null;
  issuers: string[]; outlet: string | null; url: string | null; source: string; blake3: string; characters: number; acts: number; learnt: string;
  // Of lists: how many further texts tell the same, how much went wrong in reading it.
  copies: number; faults: number;
}
export interface WholeAct extends Act {
  paragraph: { start: number; end: number; text: string } | null;
  only_if: string | null;
  source: { name: string; blake3: string; bytes: [number, number] | null };
  verified: { wrong: string[]; by_bytes: boolean };
  judgements: Judgement[];
}
export interface Found {
  acts: Act[]; all_acts: number; passages: Passage[]; all_passages: number;
  facets: { kind: [string, number][]; stance: [string, number][]; holder: [string, number][] };
  suggestions: { text: string; finds: number }[];
  also: string[];
}
export interface Fault { article: number | null; kind: string; severity: string; message: string; span?: [number, number] | null }
export interface Repair { start: number; end: number; kind: string; found: string; confidence: number; source?: [number, number] }
export interface Record_ {
  language: string; script: string | null;
  id: string; title: string | null; kind: string; published: string | null; published_ground: string | null;
  date_clues: { ground: string; date: string; quote: string }[];
  text: string; map: [number, number, number, number][]; repairs: Repair[]; acts: Act[]; source: { charset: string | null; media_type: string };
}
export interface Reading { name: string; records: Record_[]; faults: Fault[]; failed: boolean }
export interface Kept { name: string; became: string; articles: number; acts: number; faults: Fault[] }
export interface Pair {
  fate: string; moved: boolean; was: string | null; is: string | null;
  stretches: { was: string; is: string; same: boolean }[];
  shifts: { how: string; by: string; was: string; is: string; rungs: [number, number]; measures: [string, string] }[];
  renamed: { was: string; is: string }[];
  was_permalink: string | null;
  is_permalink: string | null;
}
export interface Session { name: string | null; role: string | null; csrf: string | null; users: boolean }

export class Problem extends Error {
  // `kind` is the last part of its type, `code` what happened in a word, `about` what it is said of: for other languages.
  constructor(
    readonly status: number, message: string, readonly place: [number, number] | null = null,
    readonly kind = '', readonly code = '', readonly about = '',
  ) {
    super(message);
  }
}

let word: string | null = null;

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (word) headers.set('x-csrf-token', word);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch {
    throw new Problem(0, 'offline');
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  const place: [number, number] | null = told.start === undefined ? null : [told.start, told.end];
  const kind = String(told.type ?? '').split('/').at(-1);
  throw new Problem(response.status, told.detail ?? response.statusText, place, kind, told.code, told.about);
}

/** What answers between two days leave out because no day of it is known. */
const undated = new WeakMap<object, number>();
export const leftOut = (answer: unknown) => (answer && typeof answer === 'object' ? (undated.get(answer) ?? 0) : 0);

export type Query = Record<string, string | string[] | number | boolean | undefined | null>;

/** A query string; lists repeat their name, what is empty is left out. */
export function queried(query: Query): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) out.append(name, String(one));
    }
  }
  const text = out.toString();
  return text ? `?${text}` : '';
}

/** A name as a value of the query language, in marks that do not stand in it. */
export function quoted(name: string): string {
  const pair = ['""', '『』', '「」', '“”'].find((pair) => !name.includes(pair.slice(1))) ?? '""';
  return pair[0] + name + pair[1];
}

export async function get<T>(path: string, query: Query = {}): Promise<T> {
  const response = await send(`/api/v1/${path}${queried(query)}`);
  const answer = (await response.json()) as T;
  const number = Number(response.headers.get('chancery-undated') ?? 0);
  if (number && answer && typeof answer === 'object') undated.set(answer, number);
  return answer;
}

const after = (response: Response) => /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;

/** Rows that one answer has at most. */
const MOST = 1000;

/** The beginning of a list: so many rows, whether there are more, and how many there are, where the server knows. */
export interface Beginning<T, A> { answer: A; rows: T[]; more: boolean; total: number | null }

/** Asks for a list up to so many rows, page after page where one answer does not hold them. `rows` says where in an answer they are. */
export async function begin<T, A = T[]>(path: string, query: Query, limit: number, rows: (answer: A) => T[] = (answer) => answer as unknown as T[]): Promise<Beginning<T, A>> {
  let response = await send(`/api/v1/${path}${queried({ ...query, limit: Math.min(limit, MOST) })}`);
  const answer = (await response.json()) as A;
  const count = response.headers.get('chancery-total');
  let all = rows(answer);
  let next = after(response);
  while (next && all.length < limit) {
    // A page may be shorter than the ones before, and never longer.
    response = await send(next);
    all = [...all, ...rows((await response.json()) as A)];
    next = after(response);
  }
  const begun = { answer, rows: all.slice(0, limit), more: next !== null || all.length > limit, total: count === null ? null : Number(count) };
  const number = Number(response.headers.get('chancery-undated') ?? 0);
  if (number) undated.set(begun, number);
  return begun;
}

/** A page of a list, and the address of the next, where there is one. */
export interface Page<T> { rows: T[]; next: string | null }

async function paged<T>(address: string): Promise<Page<T>> {
  const response = await send(address);
  return { next: after(response), rows: (await response.json()) as T[] };
}
export const page = <T>(path: string, query: Query = {}) => paged<T>(`/api/v1/${path}${queried(query)}`);
export const further = <T>(next: string) => paged<T>(next);

export async function post<T>(path: string, body: unknown): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await send(`/api/v1/${path}`, sent)).json() as Promise<T>;
}

export async function remove(path: string): Promise<void> {
  await send(`/api/v1/${path}`, { method: 'DELETE' });
}

export async function upload<T>(path: string, files: File[]): Promise<T> {
  const body = new FormData();
  for (const file of files) body.append('file', file, file.name);
  return (await send(`/api/v1/${path}`, { method: 'POST', body })).json() as Promise<T>;
}

export async function bytesOf(article: string): Promise<ArrayBuffer> {
  return (await send(`/api/v1/articles/${article}/source`)).arrayBuffer();
}

export async function session(): Promise<Session> {
  const now = await get<Session>('session');
  word = now.csrf;
  return now;
}

export async function signIn(name: string, password: string): Promise<Session> {
  const now = await post<Session>('session', { name, password });
  word = now.csrf;
  return now;
}
