/** Which figures of a queue are past a threshold: those that an alert is about, by the alert's severity. */

import { computed } from "@preact/signals";
import { picture, versions } from "../live/state.ts";
import type { Severity } from "../types.ts";
import { weight } from "./attention.ts";

/** Of the measures that alerts have, the column in which each is shown. */
const COLUMNS: Record<string, string> = {
  waiting: "waiting",
  unserved: "waiting",
  longest_wait: "oldest",
  expected_wait: "expected",
  service_level: "sl-now",
  abandoned_share: "lost",
  ready: "staff",
  at_work: "staff",
};

const tones = computed(() => {
  versions.alerts.value;
  const found = new Map<string, Severity>();
  for (const alert of picture.alerts.values()) {
    const key = `${alert.kind} ${alert.name} ${COLUMNS[alert.measure] ?? ""}`;
    if (alert.cleared_at === null && weight(alert.severity) > weight(found.get(key) ?? "none")) found.set(key, alert.severity);
  }
  return found;
});

/** How severe the figure in `column` of the queue called `name` is. */
export function toneOf(name: string, column: string): Severity {
  return tones.value.get(`queue ${name} ${column}`) ?? "none";
}
