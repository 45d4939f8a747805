/** Who looks at the page, what they may do, and where they go when they are signed out. */

import { signal } from "@preact/signals";
import { ApiError, ask, away, csrf } from "./api.ts";
import { isLanguage, type Language, speak } from "./i18n/language.ts";
import type { Me } from "./types.ts";

export const me = signal<Me | null>(null);

/** Ask who looks, and what they may. */
export async function refresh(): Promise<void> {
  took(await ask("/api/me", "get"));
}

/** Find out who looks; goes to the sign-in if nobody does. Waits and tries again while the service is away. */
export async function identify(): Promise<void> {
  away.signedOut = toSignIn;
  away.pageIsOld = refresh;
  for (let wait = 500; me.value === null; wait = Math.min(wait * 2, 5000)) {
    try {
      await refresh();
    } catch (fault) {
      if (fault instanceof ApiError && fault.status === 401) return;
      await new Promise((go) => setTimeout(go, wait));
    }
  }
}

function took(found: Me): void {
  csrf.value = found.csrf;
  if (found.language && isLanguage(found.language)) speak(found.language);
  me.value = found;
}

/** Whether this person has the right called `right`. */
export function may(right: string): boolean {
  return me.value?.rights.some((each) => each === right) ?? false;
}

/** Speak `to`, here and wherever this person signs in; at a screen on the wall, which is nobody's, only here. */
export function chooseLanguage(to: Language): void {
  speak(to);
  // A page that cannot keep it still speaks it; the next one asks the browser again.
  if (me.value && !me.value.screen) void ask("/api/me/language", "put", { body: { language: to } }).catch(() => undefined);
}

/** End the session and go to the sign-in. */
export async function signOut(): Promise<void> {
  await ask("/api/sign-out", "post").catch(() => undefined);
  location.assign("/sign-in");
}

let changing = 0;

/** Do what ends all sessions and begins a new one: that the line is cut meanwhile does not mean we are signed out. */
export async function changeSession(change: () => Promise<Me>): Promise<void> {
  changing++;
  try {
    took(await change());
  } finally {
    setTimeout(() => changing--, ANSWERS_LATE_MS);
  }
}

/** Answers to what was asked with the old session may still come. */
const ANSWERS_LATE_MS = 2000;

/** Go to the sign-in, and come back here afterwards. */
export function toSignIn(): void {
  if (changing > 0) return;
  if (location.pathname !== "/sign-in") location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Where to go after the sign-in: `asked` if it is a page of ours, else the first page. */
export function nextPage(asked: string | null): string {
  return asked !== null && /^\/(wall)?(\?[\w=&%.,*~+-]*)?$/.test(asked) ? asked : "/";
}
