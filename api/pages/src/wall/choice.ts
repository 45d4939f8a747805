/** What the wall shows of all that it hears: the queues, the agents and the alerts of its team, or as its address says. */

import { computed, signal } from "@preact/signals";
import { ask } from "../api.ts";
import { picture, versions } from "../live/state.ts";
import { alertsBySeverity } from "../page/attention.ts";
import type { AgentLive, AlertLive, QueueLive, Team } from "../types.ts";
import { wantedBy } from "./wanted.ts";

export const wanted = wantedBy(location.search);

/** The teams that there are; null until they were asked for. */
export const teams = signal<Team[] | null>(null);

const AGAIN_MS = 5000;

/** Ask which teams there are, until that is known; meanwhile a wall that knew them goes on with what it knew. */
export async function askForTeams(): Promise<void> {
  try {
    teams.value = await ask("/api/teams", "get");
  } catch {
    setTimeout(() => void askForTeams(), AGAIN_MS);
  }
}

export const team = computed(() => teams.value?.find((each) => each.name === wanted.team) ?? null);

/** Names of the queues to show, null for all. */
const names = computed((): string[] | null => wanted.queues ?? (wanted.team ? (team.value?.queues ?? []) : null));

/** In the order of the address or the configuration, never by what happens: everybody knows where to look. */
export const queues = computed((): QueueLive[] => {
  versions.queues.value;
  const chosen = names.value;
  if (chosen === null) return [...picture.queues.values()];
  return chosen.flatMap((name) => picture.queues.get(name) ?? []);
});

/** What the address names and nobody here knows. */
export const unknown = computed((): string[] => {
  versions.queues.value;
  const missing = (wanted.queues ?? []).filter((name) => !picture.queues.has(name));
  if (wanted.team && teams.value && team.value === null) missing.push(wanted.team);
  return missing;
});

export const agents = computed((): AgentLive[] => {
  versions.agents.value;
  const all = [...picture.agents.values()];
  return wanted.team ? all.filter((each) => each.team === wanted.team) : all;
});

/** Alerts of one rule about the same: six callers who wait too long in one queue are said once, of the newest. */
export interface Raised {
  alert: AlertLive;
  count: number;
}

export const alerts = computed((): Raised[] => {
  versions.alerts.value;
  const found = new Map<string, Raised>();
  for (const alert of alertsBySeverity([...picture.alerts.values()].filter((each) => each.cleared_at === null && concerns(each)))) {
    const about = alert.kind === "call" ? `queue ${picture.calls.get(alert.name)?.queue ?? ""}` : `${alert.kind} ${alert.name}`;
    const key = `${alert.rule} ${about}`;
    const known = found.get(key);
    found.set(key, { alert: known?.alert ?? alert, count: (known?.count ?? 0) + 1 });
  }
  return [...found.values()];
});

function concerns(alert: AlertLive): boolean {
  const shown = names.value;
  const has = (queue: string): boolean => shown === null || shown.includes(queue);
  switch (alert.kind) {
    case "queue":
      return has(alert.name);
    case "call":
      return has(picture.calls.get(alert.name)?.queue ?? "");
    case "team":
      return wanted.team === "" || alert.name === wanted.team;
    case "agent":
      return wanted.team === "" || picture.agents.get(alert.name)?.team === wanted.team;
    default:
      return true;
  }
}
