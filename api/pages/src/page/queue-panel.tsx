/** One queue: its door and figures, who waits in it, who could serve it. */

import { count, roughly, share } from "../format.ts";
import { t } from "../i18n/page.ts";
import { picture, versions } from "../live/state.ts";
import { Since } from "../ui/parts.tsx";
import { callsByAttention, waitsSince } from "./attention.ts";
import { Link } from "./call-panel.tsx";
import { callerOf } from "./named.ts";
import { ActButtons, Facts, Part } from "./panel-parts.tsx";
import { DoorState } from "./queues.tsx";

const MOST = 50;

export function QueuePanel({ name }: { name: string }) {
  versions.queues.value;
  versions.calls.value;
  const queue = picture.queues.get(name);
  if (!queue) return <p class="soft nothing">{t("gone")}</p>;
  const waiting = callsByAttention([...picture.calls.values()].filter((each) => each.queue === name && ["waiting", "offered"].includes(each.state)));
  return (
    <>
      <p class="headline">
        <DoorState queue={queue} />
      </p>
      <ActButtons subject={{ kind: "queue", item: queue }} />
      <Facts
        of={[
          queue.message && [t("message_on", { say: "" }).replace(/[:\s]+$/, ""), queue.message],
          [t("waiting"), count(queue.waiting)],
          [t("oldest"), <Since at={queue.oldest_since} />],
          [t("expected"), roughly(queue.expected_wait_s)],
          [t("staff"), `${queue.ready} / ${queue.at_work}`],
          [t("sl_now"), `${share(queue.service_level_now)} ${t("in_s", { s: queue.answer_within_s })}`],
          [t("sl_today"), `${share(queue.service_level_today)} ${t("in_s", { s: queue.answer_within_s })}`],
          [t("mean_wait"), roughly(queue.mean_wait_today_s).replace("~", "")],
          [t("offered"), count(queue.offered_today)],
          [t("answered"), count(queue.answered_today)],
          [t("abandoned"), count(queue.abandoned_today)],
          [t("sent_away"), count(queue.sent_away_today)],
        ]}
      />
      {waiting.length > 0 && (
        <Part title={t("waiting")}>
          <ol class="steps">
            {waiting.slice(0, MOST).map((call) => (
              <li key={call.call}>
                <Since at={waitsSince(call)} late={queue.answer_within_s} />
                <Link about="call" name={call.call} title={callerOf(call)} />
              </li>
            ))}
          </ol>
        </Part>
      )}
    </>
  );
}
