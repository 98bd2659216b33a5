// Every text a person reads. Two catalogues with the same keys (checked by the build); one is loaded at a time.
import type { Age } from '../flow/time';
import { announce } from '../parts/announce.svelte';
import type { Bilingual } from '../wire/types';

type Catalogue = typeof import('./ja.json');
type Leaves<Tree, Prefix extends string = ''> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? `${Prefix}${Name}`
    : Leaves<Tree[Name], `${Prefix}${Name}.`>;
}[keyof Tree & string];

/** Path of a text in the catalogue. */
export type Key = Leaves<Catalogue>;
export type Language = 'ja' | 'en';
export type Values = Record<string, string | number>;

const STORED = 'ident.language';

const load: Record<Language, () => Promise<Catalogue>> = {
  ja: async () => (await import('./ja.json')).default,
  en: async () => (await import('./en.json')).default,
};

interface Loaded {
  language: Language;
  texts: Catalogue;
}

let loaded: Loaded | null = $state.raw(null);

function current(): Loaded {
  if (loaded === null) throw new Error('a text was read before the catalogue was loaded');
  return loaded;
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function remember(language: Language) {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // A browser that keeps nothing still shows the chosen language for as long as the page lives.
  }
}

/** The language of this person: what they chose here before, else the browser's. */
export function firstLanguage(): Language {
  const choice = stored() ?? navigator.languages?.[0] ?? 'ja';
  return choice.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export async function useLanguage(language: Language) {
  loaded = { language, texts: await load[language]() };
  document.documentElement.lang = language;
}

/** A choice made by the person: kept, and told to a screen reader in the new language. */
export async function chooseLanguage(language: Language) {
  await useLanguage(language);
  remember(language);
  announce(t('shell.language_changed'));
}

export const language = (): Language => current().language;

function textAt(key: string): string | null {
  let node: unknown = current().texts;
  for (const name of key.split('.')) {
    if (typeof node !== 'object' || node === null) return null;
    node = (node as Record<string, unknown>)[name];
  }
  return typeof node === 'string' ? node : null;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

let common: () => Values = () => ({});

/** Names from the configuration, known to every text: `{app}`, `{service}` and so on. */
export function provideWords(words: () => Values) {
  common = words;
}

/** The text of a key, with its placeholders filled. */
export function t(key: Key, values: Values = {}): string {
  return fill(textAt(key) ?? key, { ...common(), ...values });
}

/** The text of a key made at run time, or of another one where there is none. */
export function textOr(key: string, otherwise: string): string {
  return fill(textAt(key) ?? textAt(otherwise) ?? otherwise, common());
}

/** The texts of a refusal; a code that this page does not know yet is told as an unexpected fault. */
export function refusalText(code: string, part: 'title' | 'cause' | 'next', values: Values = {}): string {
  const text = textAt(`refusal.${code}.${part}`) ?? textAt(`refusal.unexpected.${part}`) ?? code;
  return fill(text, { ...common(), ...values });
}

/** The side of a text that comes from configuration. */
export const pick = (text: Bilingual): string => text[language()];

const locale = () => (language() === 'ja' ? 'ja-JP' : 'en-GB');

/** A day, in words. */
export function day(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(Date.parse(at));
}

/** A moment, to the minute. */
export function moment(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(at));
}

/** The time of day, to the second: for what happens within the hour. */
export function clock(at: string): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(Date.parse(at));
}

/** The time of day, to the minute. */
export function hour(at: string): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(Date.parse(at));
}

/** A date that the server computed for Japan (YYYY-MM-DD), in words, wherever the reader is. */
export function dateInJapan(date: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(date));
}

function unit(count: number, name: 'second' | 'minute' | 'day' | 'year'): string {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

/** A length of time, as spoken. */
export function span(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes === 0) return unit(rest, 'second');
  return rest === 0 ? unit(minutes, 'minute') : `${unit(minutes, 'minute')} ${unit(rest, 'second')}`;
}

/** A number of days, as whole years where it is some. */
export function days(count: number): string {
  const years = Math.floor(count / 365);
  return years > 0 && count <= years * 366 ? unit(years, 'year') : unit(count, 'day');
}

/** How long ago, in words. */
export function ago(age: Age): string {
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-age.count, age.unit);
}
