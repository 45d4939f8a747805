/** The language of the page: the person's setting, else what they chose here, else the browser's. */

import { effect, signal } from "@preact/signals";
import { choice } from "../settings.ts";

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Words by their plural form; `other` is there in any language. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Phrase = string | Plural;
export type Table = Record<string, Phrase>;
export type Values = Record<string, string | number>;

/** Every table of words there is, so that a test can compare the languages. */
export const TABLES: Record<Language, Table>[] = [];

const chosen = choice<Language | "">("language", ["", ...LANGUAGES], "");
export const language = signal<Language>(chosen.value || ofBrowser(wanted()));

/** The first of the browser's languages that we speak. */
export function ofBrowser(languages: readonly string[]): Language {
  for (const each of languages) {
    const known = LANGUAGES.find((one) => each.toLowerCase().split("-")[0] === one);
    if (known) return known;
  }
  return "en";
}

/** Speak `to` from now on, and next time. */
export function speak(to: Language): void {
  chosen.value = to;
  language.value = to;
}

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((each) => each === text);
}

/** Say in the page's own mark what language it is in; readers of screens pronounce by it. */
export function followLanguage(title?: () => string): void {
  effect(() => {
    document.documentElement.lang = language.value;
    if (title) document.title = title();
  });
}

/** A table of words in both languages; returns what says them: `t("waiting", { n: 3 })`. */
export function words<T extends Table>(en: T, ru: { [K in keyof T]: Phrase }): (key: keyof T, values?: Values) => string {
  const tables: Record<Language, Table> = { en, ru };
  TABLES.push(tables);
  return (key, values) => fill(tables[language.value][key as string], values ?? {}, language.value);
}

/** Put `values` into the blanks of `phrase`; its plural form follows the value called n. */
export function fill(phrase: Phrase | undefined, values: Values, of: Language): string {
  if (phrase === undefined) return "";
  const text = typeof phrase === "string" ? phrase : (phrase[rules(of).select(Number(values["n"] ?? 0))] ?? phrase.other);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name], of));
}

function shown(value: string | number | undefined, of: Language): string {
  return typeof value === "number" ? numbers(of).format(value) : (value ?? "");
}

const RULES = new Map<Language, Intl.PluralRules>();
const NUMBERS = new Map<Language, Intl.NumberFormat>();

function rules(of: Language): Intl.PluralRules {
  return kept(RULES, of, () => new Intl.PluralRules(of));
}

function numbers(of: Language): Intl.NumberFormat {
  return kept(NUMBERS, of, () => new Intl.NumberFormat(of));
}

/** What `make` makes for `key`, made once. */
export function kept<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  let found = cache.get(key);
  if (found === undefined) cache.set(key, (found = make()));
  return found;
}

function wanted(): readonly string[] {
  return typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
}
