/** Numbers, shares, lengths and moments as the language writes them. Seconds in, text out; "–" for what is not known. */

import { kept, type Language, language } from "./i18n/language.ts";

export const NOTHING = "–";
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const MADE = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** 12,345 */
export function count(value: number): string {
  return numberFormat({}).format(value);
}

/** 83 % of 0.834; nothing of null. */
export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : numberFormat({ style: "percent" }).format(value);
}

/** A length as a clock shows it: 0:07, 12:30, 1:02:03; whole seconds, never below zero. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A length that is only known roughly: ~25 s, ~4 min, ~2 h; nothing of null. */
export function roughly(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return NOTHING;
  return `~${length(seconds)}`;
}

/** A length in its largest fitting unit: 25 s, 4 min, 2 h, 3 d; each from one and a half of it on. */
export function length(seconds: number): string {
  const [size, unit] =
    seconds < 1.5 * MINUTE
      ? [1, "second"]
      : seconds < 1.5 * HOUR
        ? [MINUTE, "minute"]
        : seconds < 1.5 * DAY
          ? [HOUR, "hour"]
          : [DAY, "day"];
  return numberFormat({ style: "unit", unit: String(unit), unitDisplay: "narrow", maximumFractionDigits: 0 }).format(
    seconds / Number(size),
  );
}

/** The time of day, 14:05 or 14:05:09. */
export function timeOfDay(at: number, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return dateFormat(seconds ? { ...options, second: "2-digit" } : options).format(at * 1000);
}

/** Day and time: 22 Nov, 14:05. */
export function moment(at: number): string {
  return dateFormat({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at * 1000);
}

/** Order of names as the language sorts them. */
export function byName(a: string, b: string): number {
  return collator(language.value).compare(a, b);
}

const COLLATORS = new Map<Language, Intl.Collator>();

function collator(of: Language): Intl.Collator {
  return kept(COLLATORS, of, () => new Intl.Collator(of, { numeric: true }));
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const of = language.value;
  return kept(MADE, `${of}${JSON.stringify(options)}`, () => new Intl.NumberFormat(of, options)) as Intl.NumberFormat;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const of = language.value;
  return kept(MADE, `${of}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(of, options)) as Intl.DateTimeFormat;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
