/** The band of alerts: the most severe in words; and over everything, that what is shown is not so any more. */

import { length } from "../format.ts";
import { common } from "../i18n/common.ts";
import { language } from "../i18n/language.ts";
import { w } from "../i18n/wall.ts";
import { age, lineState } from "../live/state.ts";
import { Icon } from "../ui/icons.tsx";
import { Since } from "../ui/parts.tsx";
import type { Raised } from "./choice.ts";

const MOST = 2;

/** Something comes every two seconds; after twice that, one should know. */
export const FRESH_S = 4;

export function isStale(): boolean {
  return age.value >= FRESH_S || lineState.value === "broken";
}

/** Nothing is wrong: said in small, so that it is not missed either. */
export function Calm({ alerts }: { alerts: Raised[] }) {
  if (alerts.length > 0) return null;
  return (
    <p class="calm">
      <Icon name="good" />
      {w("calm")}
    </p>
  );
}

export function Band({ alerts }: { alerts: Raised[] }) {
  if (alerts.length === 0) return null;
  return (
    <ul class="band" aria-label={w("alerts")}>
      {alerts.slice(0, MOST).map(({ alert, count }) => (
        <li key={alert.id} class={alert.severity === "none" ? "information" : alert.severity}>
          <Icon name={alert.severity === "none" ? "information" : alert.severity} />
          <b>{common(`severity_${alert.severity}`)}</b>
          <span class="text">{alert.text[language.value] ?? alert.text["en"] ?? alert.rule}</span>
          {count > 1 && <b class="count">×{count}</b>}
          <Since at={alert.since} />
        </li>
      ))}
      {alerts.length > MOST && <li class="more">{w("more", { n: alerts.length - MOST })}</li>}
    </ul>
  );
}

/** Big enough not to be missed: nobody may take these numbers for those of now. */
export function Stale() {
  if (!isStale() || age.value === Infinity) return null;
  return (
    <p class="stale" role="alert">
      <Icon name="critical" />
      {w("stale", { age: length(age.value) })}
    </p>
  );
}

/** How old what is shown is, at any time. */
export function Freshness() {
  const stale = isStale();
  const text = age.value === Infinity ? common("opening") : common("age", { age: length(age.value) });
  return (
    <p class={`freshness ${stale ? "old" : "live"}`}>
      <i aria-hidden="true" />
      {stale ? w("stale_short") : common("live")} · {text}
    </p>
  );
}
