/** What a wall is to show: read from its address, `?team=north&queues=sales,billing&lang=ru&theme=light`. */

import { isLanguage, type Language } from "../i18n/language.ts";

export interface Wanted {
  /** "" for none */
  team: string;
  /** names; null if the address says nothing of queues */
  queues: string[] | null;
  /** all queues, whatever they are called */
  all: boolean;
  language: Language | null;
  theme: "dark" | "light";
}

/** More names than a centre has queues on one screen; what follows is left out. */
const MOST_NAMES = 200;

export function wantedBy(search: string): Wanted {
  const asked = new URLSearchParams(search);
  const named = asked.getAll("queues").flatMap((each) => each.split(","));
  const names = [...new Set(named.map((each) => each.trim()).filter(Boolean))].slice(0, MOST_NAMES);
  const lang = asked.get("lang") ?? "";
  return {
    team: (asked.get("team") ?? "").trim(),
    queues: names.length > 0 && !names.includes("*") ? names : null,
    all: names.includes("*"),
    language: isLanguage(lang) ? lang : null,
    theme: asked.get("theme") === "light" ? "light" : "dark",
  };
}

/** Whether the address chooses anything; else one is asked. */
export function isChosen(wanted: Wanted): boolean {
  return wanted.all || wanted.team !== "" || wanted.queues !== null;
}

/** The address that shows this team, or these queues ("*" for all), looking as the page does now. */
export function addressOf(choice: { team?: string; queues?: string[] }, now: Wanted): string {
  const said = new URLSearchParams();
  if (choice.team) said.set("team", choice.team);
  if (choice.queues) said.set("queues", choice.queues.join(","));
  if (now.language) said.set("lang", now.language);
  if (now.theme === "light") said.set("theme", "light");
  const text = said.toString();
  return text ? `/wall?${text}` : "/wall";
}
