// The page's own words in three languages. What documents say is never translated.
import en from './en.json';
import hans from './zh-Hans.json';
import hant from './zh-Hant.json';
import characters from './traditional.json';
import { Problem, type Amount, type Fault } from '../lib/api';

export const LANGUAGES = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;
export type Word = keyof typeof en;

const tables: Record<Language, Record<string, string>> = { en, 'zh-Hans': hans, 'zh-Hant': hant };

function first(): Language {
  const kept = localStorage.getItem('language');
  if (kept && kept in LANGUAGES) return kept as Language;
  const wanted = navigator.language.toLowerCase();
  if (!wanted.startsWith('zh')) return 'en';
  return /hant|tw|hk|mo/.test(wanted) ? 'zh-Hant' : 'zh-Hans';
}

/** Names are kept in Simplified characters; each of theirs has one Traditional character. */
const traditional = new Map([...characters.simplified].map((one, at) => [one, [...characters.traditional][at] ?? one]));
const inTraditional = (name: string) => [...name].map((one) => traditional.get(one) ?? one).join('');

/** Characters that one script alone has, to tell which a text is in. */
const [own, others] = [new Set<string>(), new Set<string>()];
for (const [one, other] of traditional) if (one !== other) own.add(one), others.add(other);

/** The language of what a document says, so that it is read aloud and set as such whatever language the page is in. */
export function tongue(text: string | null | undefined): string | undefined {
  if (!text || !/\p{Script=Han}/u.test(text)) return text && /[a-z]/i.test(text) ? 'en' : undefined;
  let lean = 0;
  for (const one of text) lean += others.has(one) ? 1 : own.has(one) ? -1 : 0;
  return lean > 0 ? 'zh-Hant' : 'zh-Hans';
}

class Words {
  language = $state<Language>(first());
  names = $state<Record<string, [string, string, string?]>>({});

  choose(language: Language) {
    this.language = language;
    localStorage.setItem('language', language);
  }

  t(word: Word, values: Record<string, string | number> = {}): string {
    // Of one thing some languages speak otherwise: `read.faults.1`.
    const one = String(values.n) === '1' ? tables[this.language][`${word}.1`] : undefined;
    const text = one ?? tables[this.language][word] ?? en[word] ?? word;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  }

  /** A name from a closed list (kinds, stances, statuses), as `stance.oppose`. */
  of(list: string, name: string | null | undefined): string {
    if (!name) return '';
    return tables[this.language][`${list}.${name}`] ?? name.replace(/[_-]/g, ' ');
  }

  /** An actor as people call it; the id where nobody has a name for it. */
  actor(id: string): string {
    const known = this.names[id];
    const own = known?.[this.language === 'en' ? 1 : 0] || known?.[0] || known?.[1];
    if (own && this.language === 'zh-Hant') return inTraditional(known?.[2] || own);
    return own ?? id.replace(/^(org|person|group):/, '').replace(/-/g, ' ');
  }

  /** What went wrong: in English as the server says it, else by its word, by its kind, and where nobody translates it as it is. */
  problem(error: unknown): string {
    if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
    if (error.status === 0) return this.t('offline');
    const told = tables[this.language];
    // The server's own words speak of the terminal too; the page has others where they would.
    if (this.language === 'en' && !told[`problem.${error.code}`]) return error.message;
    const text = told[`problem.${error.code}`];
    const about = error.code === 'other-role' ? this.of('role', error.about) : error.about;
    if (text) return text.replace('{about}', about);
    return told[`problem.${error.kind}`] ?? told['problem.other'] ?? error.message;
  }

  /** What went wrong in reading: in English as the reader says it, else by its kind. */
  fault(fault: Pick<Fault, 'kind' | 'message'>): string {
    const told = tables[this.language][`fault.${fault.kind}`];
    if (this.language !== 'en' && told) return told;
    return `${told ?? fault.kind.replaceAll('_', ' ')}: ${fault.message}`;
  }

  /** A day, or as much of one as is told (`--09-16`: no year), or a length of time (`P1Y`), as `every` so long. */
  date(text: string | null | undefined, every = false): string {
    const part = /^--(\d\d)(?:-(\d\d))?$/.exec(text ?? '');
    if (part) {
      const day = new Date(Date.UTC(2000, Number(part[1]) - 1, Number(part[2] ?? 1)));
      return day.toLocaleDateString(this.language === 'en' ? 'en-GB' : this.language, { month: 'long', day: part[2] ? 'numeric' : undefined, timeZone: 'UTC' });
    }
    const length = /^P(\d+)([YMWD])$/.exec(text ?? '');
    if (!length) return text ?? '';
    return this.t(`${every ? 'every' : 'length'}.${length[2]}` as Word, { n: length[1] ?? '' });
  }

  /** So many acts. */
  acts(number: number): string {
    return this.t(number === 1 ? 'search.act' : 'search.acts', { n: this.number(number) });
  }

  /** How much of what: `at least 1,200 doses`. */
  figure(amount: Pick<Amount, 'value' | 'min' | 'max' | 'unit' | 'approx'>): string {
    const all = [amount.value, amount.min, amount.max].filter((one) => typeof one === 'number');
    const percent = amount.unit === 'percent' ? '%' : '';
    const number = all.map((one) => this.number(one)).join('–') + (all.length ? percent : '');
    const told = amount.approx && number ? this.t(`approx.${amount.approx}` as Word, { n: number }) : number;
    return percent && number ? told : `${told} ${this.unit(amount.unit, amount.value === 1)}`.trim();
  }

  /** A unit by its name in the packs; a currency by its code. */
  unit(unit: string | null | undefined, one = false): string {
    if (one && this.language === 'en') return unit ?? '';
    return unit ? (tables[this.language][`unit.${unit.replace(/ /g, '-')}`] ?? unit) : '';
  }

  /** By what something is given, behind a figure. */
  vehicle(vehicle: string | null | undefined): string {
    return this.t('vehicle', { name: vehicle ? this.of('vehicle', vehicle.replace(' ', '-')) : this.t('vehicle.unsaid') });
  }

  number(value: number): string {
    return value.toLocaleString(this.language === 'en' ? 'en' : 'zh');
  }
}

/** Every stance, in the order of the word lists. */
export const STANCES = Object.keys(en).filter((word) => word.startsWith('stance.')).map((word) => word.slice('stance.'.length));

/** Every kind of text, likewise. */
export const KINDS = Object.keys(en).filter((word) => word.startsWith('doc.')).map((word) => word.slice('doc.'.length));

export const words = new Words();
export const t = (word: Word, values?: Record<string, string | number>) => words.t(word, values);
