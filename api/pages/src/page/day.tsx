/** The day's curve: load, service level or mean wait, of all queues or one; asked for anew every minute. */

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ask } from "../api.ts";
import { byName, roughly, share } from "../format.ts";
import { t } from "../i18n/page.ts";
import { lineState, now, picture, versions } from "../live/state.ts";
import { Curve, type Line } from "./curve.tsx";
import { Answered, useAnswer } from "./panel-parts.tsx";
import { stretchFor, worthDrawing } from "./stretch.ts";
import type { CurvePoint } from "../types.ts";

const VIEWS = ["curve_load", "curve_sl", "curve_wait"] as const;
type View = (typeof VIEWS)[number];

export function Day() {
  const view = useSignal<View>("curve_load");
  const queue = useSignal("");
  const minutes = useSignal(15);
  const isLive = useComputed(() => lineState.value === "live"); // after a break there may be much to draw
  const changed = useRef(0);
  const minute = useComputed(() => Math.floor(now.value / 60));
  const [answer, again] = useAnswer(async () => {
    minute.value;
    isLive.value;
    const wanted = { minutes: minutes.value, ...(queue.value ? { queue: queue.value } : {}) };
    const points = worthDrawing((await ask("/api/curve", "get", { query: wanted })).points);
    if (changed.current !== minute.peek()) {
      changed.current = minute.peek(); // once a minute at most: what it is changed to asks anew
      minutes.value = stretchFor((points.length - 1) * wanted.minutes);
    }
    return points;
  }, true);
  useSignalEffect(() => {
    versions.queues.value;
    if (queue.value && !picture.queues.has(queue.value)) queue.value = "";
  });
  return (
    <>
      <div class="curve-choice">
        <div class="segments" role="group" aria-label={t("day")}>
          {VIEWS.map((each) => (
            <button key={each} type="button" aria-pressed={view.value === each} onClick={() => (view.value = each)}>
              {t(each)}
            </button>
          ))}
        </div>
        <QueueChoice chosen={queue.value} choose={(name) => (queue.value = name)} />
      </div>
      <Answered to={answer.value} again={again}>
        {(points) => (points.length === 0 ? <p class="soft nothing">{t("curve_empty")}</p> : <Curve key={view.value} at={points.map((each) => each.at)} {...drawn(view.value, points, minutes.value)} />)}
      </Answered>
    </>
  );
}

function QueueChoice({ chosen, choose }: { chosen: string; choose: (name: string) => void }) {
  versions.queues.value;
  const queues = [...picture.queues.values()].sort((x, y) => byName(x.title, y.title));
  return (
    <select class="input slim" aria-label={t("queue")} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{t("all_queues")}</option>
      {queues.map((each) => (
        <option key={each.name} value={each.name}>
          {each.title || each.name}
        </option>
      ))}
    </select>
  );
}

interface Drawn {
  label: string;
  lines: Line[];
  shown: (value: number) => string;
  most?: number;
}

/** What a view draws: its lines, how its numbers read, and what a reader of screens is told. */
function drawn(view: View, points: CurvePoint[], minutes: number): Drawn {
  const { lines, shown, most } = VIEW[view](points);
  const last = lines[0]?.values.findLast((each) => each !== null);
  const value = last === null || last === undefined ? "–" : shown(last);
  return { lines, shown, label: t("curve_label", { what: t(view), value, minutes }), ...(most ? { most } : {}) };
}

const VIEW: Record<View, (points: CurvePoint[]) => Omit<Drawn, "label">> = {
  curve_load: (points) => ({
    shown: String,
    lines: [
      { label: t("offered"), colour: "--accent", filled: true, values: points.map((each) => each.offered) },
      { label: t("answered"), colour: "--good", values: points.map((each) => each.answered) },
      { label: t("abandoned"), colour: "--critical", dashed: true, values: points.map((each) => each.abandoned) },
    ],
  }),
  curve_sl: (points) => ({
    shown: share,
    most: 1,
    lines: [{ label: t("curve_sl"), colour: "--good", filled: true, values: points.map((each) => each.service_level) }],
  }),
  curve_wait: (points) => ({
    shown: (seconds) => roughly(seconds).replace("~", ""),
    lines: [{ label: t("curve_wait"), colour: "--warning", filled: true, values: points.map((each) => each.mean_wait_s) }],
  }),
};
