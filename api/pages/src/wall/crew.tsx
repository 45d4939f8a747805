/** The agents by what they do, each state with its sign, its number and its word. */

import { count } from "../format.ts";
import { w } from "../i18n/wall.ts";
import type { AgentLive } from "../types.ts";

/** Those that are always there, and those that are shown when somebody is in them. */
const ALWAYS = ["ready", "talking", "wrap_up", "paused"] as const;
const ORDER = ["ready", "offered", "talking", "wrap_up", "paused", "after_miss", "busy_elsewhere", "unreachable"] as const;

export function Crew({ agents, of }: { agents: AgentLive[]; of: string }) {
  const by = new Map<string, number>();
  for (const each of agents) by.set(each.state, (by.get(each.state) ?? 0) + 1);
  const shown = ORDER.filter((state) => by.has(state) || ALWAYS.some((each) => each === state));
  const work = ORDER.reduce((sum, state) => sum + (by.get(state) ?? 0), 0);
  return (
    <section class="crew" aria-label={w("crew")}>
      <div class="bar" aria-hidden="true">
        {ORDER.filter((state) => by.has(state)).map((state) => (
          <i key={state} class={state} ref={(part) => void part?.style.setProperty("flex-grow", String(by.get(state)))} />
        ))}
      </div>
      <p class="whose">
        <b>{of || w("crew")}</b>
        {work === 0 && <span>{w("nobody")}</span>}
      </p>
      <dl>
        {shown.map((state) => (
          <div key={state} class={`${state} ${by.has(state) ? "" : "quiet"}`} data-state={state}>
            <dd>
              <i aria-hidden="true" />
              {count(by.get(state) ?? 0)}
            </dd>
            <dt>{w(`n_${state}`)}</dt>
          </div>
        ))}
      </dl>
    </section>
  );
}
