/** The queues, those that need attention first. */

import { roughly } from "../format.ts";
import { t } from "../i18n/page.ts";
import { stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import type { QueueLive } from "../types.ts";
import { Count, Roughly, Share, Since } from "../ui/parts.tsx";
import { Table, type TableOf } from "../ui/table.tsx";
import { entriesFor } from "./act-dialog.tsx";
import { queuesByAttention } from "./attention.ts";
import { panel } from "./shown.ts";
import { toneOf } from "./tones.ts";

const QUEUES: TableOf<QueueLive> = {
  id: "queues",
  label: () => t("queues"),
  first: () => t("queue"),
  key: (queue) => queue.name,
  name: (queue) => queue.title || queue.name,
  under: (queue) => <Under queue={queue} />,
  severity: (queue) => queue.attention,
  open: (queue) => void (panel.value = { about: "queue", name: queue.name }),
  acts: (item) => entriesFor({ kind: "queue", item }),
  columns: [
    { id: "waiting", head: () => t("waiting"), kind: "number", cell: (queue) => <b><Count of={queue.waiting} /></b> },
    { id: "oldest", head: () => t("oldest"), kind: "number", cell: (queue) => <Since at={queue.oldest_since} late={queue.answer_within_s} /> },
    { id: "expected", head: () => t("expected"), kind: "number", cell: (queue) => <Roughly s={queue.expected_wait_s} /> },
    { id: "sl-now", head: () => t("sl_now"), kind: "number", cell: (queue) => <Share of={queue.service_level_now} /> },
    { id: "sl-today", head: () => t("sl_today"), kind: "number", cell: (queue) => <SlToday queue={queue} /> },
    { id: "done", head: () => t("done"), kind: "number", cell: (queue) => <Count of={queue.answered_today} /> },
    { id: "lost", head: () => t("lost"), kind: "number", cell: (queue) => <Count of={queue.abandoned_today} /> },
    { id: "staff", head: () => t("staff"), kind: "number", cell: (queue) => <Staff queue={queue} /> },
    { id: "door", head: () => t("door"), cell: (queue) => <DoorState queue={queue} /> },
  ],
};

for (const column of QUEUES.columns) column.tone = (queue) => toneOf(queue.name, column.id);

export function Queues() {
  versions.queues.value;
  return <Table of={QUEUES} rows={queuesByAttention(picture.queues.values())} empty={t("no_queues")} />;
}

function Under({ queue }: { queue: QueueLive }) {
  if (!queue.message && !queue.callbacks) return null;
  const parts = [queue.message && t("message_on", { say: queue.message }), queue.callbacks > 0 && t("callbacks", { n: queue.callbacks })];
  return <small class="under soft">{parts.filter(Boolean).join(" · ")}</small>;
}

function SlToday({ queue }: { queue: QueueLive }) {
  return (
    <span title={t("sl_hint", { s: queue.answer_within_s })}>
      <Share of={queue.service_level_today} /> <small class="faint">{t("per_s", { s: queue.answer_within_s })}</small>
    </span>
  );
}

function Staff({ queue }: { queue: QueueLive }) {
  return (
    <span>
      <b class={queue.ready === 0 ? "faint" : undefined}>{queue.ready}</b>
      <span class="faint"> / {queue.at_work}</span>
    </span>
  );
}

export function DoorState({ queue }: { queue: QueueLive }) {
  const byHours = queue.door === "hours";
  const word = byHours ? stateOf("door", queue.open ? "hours_open" : "hours_closed") : stateOf("door", queue.door);
  return <span class={`door ${byHours ? "hours" : queue.door}`}>{word}</span>;
}

/** In one line, for the search. */
export function queueInShort(queue: QueueLive): string {
  return `${t("waiting")}: ${queue.waiting} · ${t("expected")}: ${roughly(queue.expected_wait_s)}`;
}
