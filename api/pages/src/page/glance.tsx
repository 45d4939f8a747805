/** The centre in one line: who waits, who talks, who is ready; and all agents by what they do, as one bar. */

import { t } from "../i18n/page.ts";
import { stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import { clock } from "../format.ts";
import { now } from "../live/state.ts";

/** Left to right: who works, who could, who cannot. */
const ORDER = ["talking", "offered", "wrap_up", "ready", "after_miss", "busy_elsewhere", "paused", "unreachable"] as const;

export function Glance() {
  versions.queues.value;
  versions.agents.value;
  const queues = [...picture.queues.values()];
  const waiting = queues.reduce((sum, each) => sum + each.waiting, 0);
  const oldest = Math.min(Infinity, ...queues.map((each) => each.oldest_since ?? Infinity));
  const by = counted([...picture.agents.values()].map((each) => each.state));
  const work = ORDER.reduce((sum, state) => sum + (by.get(state) ?? 0), 0);
  return (
    <section class="glance" aria-label={picture.centre}>
      <Tile value={String(waiting)} label={t("n_waiting")} loud={waiting > 0} />
      <Tile value={oldest === Infinity ? "–" : clock(now.value - oldest)} label={t("n_longest")} loud={oldest !== Infinity} />
      <Tile value={String(by.get("talking") ?? 0)} label={t("n_talking")} />
      <Tile value={String(by.get("ready") ?? 0)} label={t("n_ready")} />
      <Tile value={String(by.get("paused") ?? 0)} label={t("n_paused")} />
      <Tile value={String(work)} label={t("n_work")} />
      <Crew by={by} work={work} />
    </section>
  );
}

function Tile({ value, label, loud = false }: { value: string; label: string; loud?: boolean }) {
  return (
    <div class={`tile ${loud ? "loud" : ""}`}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}

function Crew({ by, work }: { by: Map<string, number>; work: number }) {
  const there = ORDER.filter((state) => (by.get(state) ?? 0) > 0);
  if (work === 0) return null;
  return (
    <div class="crew">
      <div class="bar" aria-hidden="true">
        {there.map((state) => (
          <i key={state} data-state={state} ref={(part) => void part?.style.setProperty("flex-grow", String(by.get(state) ?? 0))} />
        ))}
      </div>
      <ul>
        {there.map((state) => (
          <li key={state} class="state" data-state={state}>
            <i aria-hidden="true" />
            <span>
              {stateOf("agent", state)} <b>{by.get(state)}</b>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function counted(states: string[]): Map<string, number> {
  const by = new Map<string, number>();
  for (const state of states) by.set(state, (by.get(state) ?? 0) + 1);
  return by;
}
