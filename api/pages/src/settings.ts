/** What a person chose on this machine; kept in the browser, and read as carefully as anything from outside. */

import { effect, type Signal, signal } from "@preact/signals";

/** A choice out of `allowed`, kept under `key`. */
export function choice<T extends string>(key: string, allowed: readonly T[], otherwise: T): Signal<T> {
  const kept = allowed.find((each) => each === read(key));
  const chosen = signal<T>(kept ?? otherwise);
  effect(() => write(key, chosen.value));
  return chosen;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(`acd.${key}`);
  } catch {
    return null; // a browser that keeps nothing, or none at all (tests)
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`acd.${key}`, value);
  } catch {
    // Then the choice holds until the page is left.
  }
}
