// Judging an act: what people may say of it, in the order of the fields, and taking it back.
import { get, post, remove, type Act, type Judgement } from './api';
import { words } from '../words/index.svelte';

export const LISTS = ['holders', 'addressees', 'targets', 'via', 'instruments', 'mechanisms'] as const;
export const FIELDS = ['kind', 'stance', 'polarity', 'intensity', ...LISTS, 'status'] as const;
export type Field = (typeof FIELDS)[number];
export const KINDS = ['position', 'commitment', 'call', 'event', 'claim'] as const;

/** A field as people write it: lists with commas between. */
export function written(act: Act, field: Field): string {
  const value = act[field];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** What the server takes: ids for the names of actors that the page knows. */
export function meant(field: Field, value: string): string {
  if (!(LISTS as readonly string[]).includes(field)) return value.trim();
  const actors = field !== 'instruments' && field !== 'mechanisms';
  const ids = new Map(actors ? Object.entries(words.names).flatMap(([id, names]) => names.filter((name): name is string => Boolean(name)).map((name) => [name.toLowerCase(), id] as const)) : []);
  return value.split(/[,，、]/).map((one) => one.trim()).filter(Boolean).map((one) => ids.get(one.toLowerCase()) ?? one).join(',');
}

export const judge = (id: string, body: object) => post(`acts/${id}/judgements`, body);

/** Those that stand, first to last. */
export async function standing(id: string): Promise<Judgement[]> {
  const all = await get<Judgement[]>('judgements', { id });
  return all.filter((one) => one.undone_by === null && one.verb !== 'undo');
}

/** Takes the last judgement of an act back; whether there was one. */
export async function takeBack(id: string): Promise<boolean> {
  const last = (await standing(id)).at(-1);
  if (last) await remove(`judgements/${last.number}`);
  return last !== undefined;
}

/** Brings the row of the chosen act into view, once it is drawn. */
export const reveal = () => setTimeout(() => document.querySelector('.pick.on')?.scrollIntoView({ block: 'nearest' }));

/** Whether a key is meant for the page, and not for a field or the browser. */
export const free = (event: KeyboardEvent) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !(event.target as Element).closest?.('input, textarea, select');
