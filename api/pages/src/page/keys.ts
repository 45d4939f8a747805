/** Keys that work anywhere on the page, unless one writes; the same keys in the Russian layout. */

import { toggleSound, wakeSound } from "../sound.ts";
import { asked, goTo, panel } from "./shown.ts";

export const KEYS = [
  ["/", "search"],
  ["q", "queues"],
  ["c", "calls"],
  ["a", "agents"],
  ["l", "alerts"],
  ["↑ ↓", "move"],
  ["Enter", "open"],
  ["m", "acts"],
  ["Esc", "close"],
  ["s", "sound"],
  ["?", "help"],
] as const;

const DOES: Record<string, () => void> = {
  "/": () => document.getElementById("search")?.focus(),
  q: () => goTo("queues"),
  c: () => goTo("calls"),
  a: () => goTo("agents"),
  l: () => document.getElementById("section-alerts")?.focus(),
  s: toggleSound,
  "?": () => void (panel.value = { about: "help" }),
};

/** By the place of the key: what Shift+/ and the letters are in the Russian layout. */
const RUSSIAN: Record<string, string> = { ".": "/", й: "q", с: "c", ф: "a", д: "l", ы: "s", ",": "?" };

export function listenToKeys(): void {
  addEventListener("pointerdown", wakeSound);
  addEventListener("keydown", (event) => {
    wakeSound();
    if (event.ctrlKey || event.metaKey || event.altKey || asked.value || panel.value || writes(event.target)) return;
    const does = DOES[event.key] ?? DOES[RUSSIAN[event.key.toLowerCase()] ?? ""];
    if (!does) return;
    event.preventDefault();
    does();
  });
}

function writes(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea, dialog, [popover]") !== null;
}
