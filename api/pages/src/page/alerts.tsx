/** The strip of alerts: the most severe first, heard once, said to readers of screens, acknowledged in one press. */

import { signal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ApiError, ask } from "../api.ts";
import { moment } from "../format.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { picture, versions } from "../live/state.ts";
import { may } from "../me.ts";
import { play } from "../sound.ts";
import type { AlertLive } from "../types.ts";
import { Icon } from "../ui/icons.tsx";
import { Sign, Since } from "../ui/parts.tsx";
import { toast } from "../ui/toasts.tsx";
import { alertsBySeverity, mostSevere } from "./attention.ts";
import { callerOf } from "./named.ts";
import { panel } from "./shown.ts";

const MOST = 3;
/** A critical alert that nobody has seen is heard again. */
const AGAIN_MS = 20_000;

const newest = signal("");

export function Alerts() {
  versions.alerts.value;
  useHearing();
  const raised = alertsBySeverity([...picture.alerts.values()].filter((each) => each.cleared_at === null));
  return (
    <section class="alerts" id="section-alerts" aria-label={t("alerts")} tabIndex={-1}>
      <p class="unseen" role="status" aria-live="polite">
        {newest.value}
      </p>
      {raised.length === 0 ? (
        <p class="calm soft">
          <Icon name="good" />
          {t("no_alerts")}
        </p>
      ) : (
        <ul>
          {raised.slice(0, MOST).map((alert) => (
            <li key={alert.id} class={`alert ${alert.severity} ${alert.acknowledged_by ? "seen" : ""}`}>
              <Sign severity={alert.severity} />
              <button type="button" class="name" onClick={() => openAbout(alert)}>
                {textOf(alert)}
              </button>
              <CallerOf alert={alert} />
              <span class="soft">
                <Since at={alert.since} />
              </span>
              <Seen alert={alert} />
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button plain small" onClick={() => (panel.value = { about: "alerts" })}>
        <Icon name="history" />
        {raised.length > MOST ? `+${raised.length - MOST} · ` : ""}
        {t("history")}
      </button>
    </section>
  );
}

/** How many alerts nobody has seen yet; for the title, which is seen from other pages. */
export function unseen(): number {
  versions.alerts.value;
  let count = 0;
  for (const each of picture.alerts.values()) if (each.cleared_at === null && !each.acknowledged_by) count++;
  return count;
}

export function textOf(alert: { text: Record<string, string>; rule: string }): string {
  return alert.text[language.value] ?? alert.text["en"] ?? alert.rule;
}

/** Who calls, beside an alert about a call; not in its text, which also goes to walls. */
function CallerOf({ alert }: { alert: AlertLive }) {
  versions.calls.value;
  const call = alert.kind === "call" ? picture.calls.get(alert.name) : undefined;
  return call ? <span>{callerOf(call)}</span> : null;
}

export function Seen({ alert }: { alert: AlertLive }) {
  if (alert.acknowledged_by) {
    const when = alert.acknowledged_at === null ? undefined : moment(alert.acknowledged_at);
    return <small class="soft" title={when}>{t("acknowledged", { who: alert.acknowledged_by })}</small>;
  }
  if (!may("alerts")) return null;
  return (
    <button type="button" class="button small" onClick={() => void acknowledge(alert)}>
      {t("acknowledge")}
    </button>
  );
}

async function acknowledge(alert: AlertLive): Promise<void> {
  try {
    await ask("/api/alerts/{alert}/acknowledge", "post", { at: { alert: alert.id } });
  } catch (fault) {
    toast("critical", t("acknowledge"), [fault instanceof ApiError ? fault.message : t("failed")]);
  }
}

/** Open what an alert is about. */
function openAbout(alert: AlertLive): void {
  const { kind, name } = alert;
  panel.value = kind === "queue" || kind === "agent" || kind === "call" ? { about: kind, name } : { about: "alerts" };
}

/** Hear and say what is raised while one looks; what was there before the page is only shown. */
function useHearing(): void {
  const known = useRef<Set<string> | null>(null);
  useSignalEffect(() => {
    versions.alerts.value;
    const raised = [...picture.alerts.values()].filter((each) => each.cleared_at === null);
    const fresh = known.current === null ? [] : raised.filter((each) => !known.current?.has(each.id));
    if (picture.run) known.current = new Set(raised.map((each) => each.id));
    if (fresh[0]) newest.value = fresh.map(textOf).join(". ");
    play(mostSevere(fresh.map((each) => each.severity)));
    if (!raised.some((each) => each.severity === "critical" && !each.acknowledged_by)) return;
    const again = setInterval(() => play("critical"), AGAIN_MS);
    return () => clearInterval(again);
  });
}
