/** One queue on the wall: who waits and how long, who could take them, and how the day goes. */

import { clock, count, NOTHING, share } from "../format.ts";
import { common } from "../i18n/common.ts";
import { stateOf } from "../i18n/states.ts";
import { w } from "../i18n/wall.ts";
import { now } from "../live/state.ts";
import { toneOf } from "../page/tones.ts";
import type { QueueLive, Severity } from "../types.ts";
import { Icon } from "../ui/icons.tsx";

export function Cell({ queue }: { queue: QueueLive }) {
  const id = `queue-${queue.name}`;
  const waits = queue.oldest_since === null ? null : now.value - queue.oldest_since;
  const late = waits !== null && waits > queue.answer_within_s ? "warning" : "none";
  const tone = (column: string): Severity => toneOf(queue.name, column);
  return (
    <section class={`cell ${queue.attention}`} aria-labelledby={id}>
      <div class="inside">
        <header>
          <h2 id={id}>{queue.title || queue.name}</h2>
          <Notice queue={queue} />
        </header>
        <dl class="now">
          <Figure name={w("waiting")} value={count(queue.waiting)} tone={tone("waiting")} quiet={queue.waiting === 0} />
          <Figure name={w("longest")} value={waits === null ? NOTHING : clock(waits)} tone={worse(tone("oldest"), late)} quiet={waits === null} />
          <Figure name={w("ready_of", { n: queue.at_work })} value={count(queue.ready)} tone={tone("staff")} quiet={queue.at_work === 0} />
        </dl>
        <dl class="day">
          <Figure name={w("sl_now", { s: queue.answer_within_s })} value={share(queue.service_level_now)} tone={tone("sl-now")} quiet={queue.service_level_now === null} />
          <Figure name={w("sl_today")} value={share(queue.service_level_today)} quiet={queue.service_level_today === null} />
          <Figure name={w("answered")} value={count(queue.answered_today)} quiet={queue.answered_today === 0} />
          <Figure name={w("abandoned")} value={count(queue.abandoned_today)} tone={tone("lost")} quiet={queue.abandoned_today === 0} />
        </dl>
      </div>
    </section>
  );
}

/** What is out of the ordinary: how severe, and whether callers come in at all. */
function Notice({ queue }: { queue: QueueLive }) {
  const door = queue.door === "hours" ? (queue.open ? "" : stateOf("door", "hours_closed")) : queue.door === "open" ? "" : stateOf("door", queue.door);
  return (
    <p class="notice">
      {door && <span class="door">{door}</span>}
      {queue.attention !== "none" && (
        <span class={`sign ${queue.attention}`}>
          <Icon name={queue.attention} />
          {common(`severity_${queue.attention}`)}
        </span>
      )}
    </p>
  );
}

interface Shown {
  name: string;
  value: string;
  tone?: Severity;
  quiet?: boolean;
}

function Figure({ name, value, tone = "none", quiet = false }: Shown) {
  return (
    <div class={`figure ${tone} ${quiet ? "quiet" : ""}`}>
      <dt>
        {tone !== "none" && <Icon name={tone} />}
        {name}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

function worse(one: Severity, other: Severity): Severity {
  return one === "none" ? other : one;
}
