/** The calls: who waits first, the longest on top. */

import { t } from "../i18n/page.ts";
import { states, stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import type { CallLive } from "../types.ts";
import { Since, State } from "../ui/parts.tsx";
import { Table, type TableOf } from "../ui/table.tsx";
import { entriesFor } from "./act-dialog.tsx";
import { callsByAttention, waitsSince } from "./attention.ts";
import { agentTitle, callerOf, queueTitle } from "./named.ts";
import { panel } from "./shown.ts";

const CALLS: TableOf<CallLive> = {
  id: "calls",
  label: () => t("calls"),
  first: () => t("call"),
  key: (call) => call.call,
  name: callerOf,
  under: (call) => <Under call={call} />,
  severity: (call) => call.attention,
  open: (call) => void (panel.value = { about: "call", name: call.call }),
  acts: (item) => entriesFor({ kind: "call", item }),
  columns: [
    { id: "state", head: () => t("state"), cell: (call) => <State is={call.state} word={stateOf("call", call.state)} more={<Flags call={call} />} />, kind: "doing" },
    { id: "for", head: () => t("for"), kind: "number", cell: (call) => <Since at={waitsSince(call)} {...late(call)} /> },
    { id: "queue", head: () => t("queue_need"), kind: "wide", cell: (call) => <QueueNeed call={call} /> },
    { id: "priority", head: () => t("priority"), kind: "number", cell: (call) => (call.priority === 0 ? <span class="faint">0</span> : <b>{call.priority}</b>) },
    { id: "agent", head: () => t("agent"), cell: (call) => <Who call={call} /> },
  ],
};

export function Calls() {
  versions.calls.value;
  return <Table of={CALLS} rows={callsByAttention(picture.calls.values())} empty={t("no_calls")} />;
}

function late(call: CallLive): { late?: number } {
  const within = picture.queues.get(call.queue)?.answer_within_s;
  return call.state === "waiting" && within !== undefined ? { late: within } : {};
}

function Under({ call }: { call: CallLive }) {
  const path = call.path.map((each) => (each.pressed ? `${each.step} ${each.pressed}` : each.step)).slice(-3).join(" › ");
  const number = call.name && call.number ? call.number : "";
  const text = [number, path].filter(Boolean).join(" · ");
  return text ? <small class="under soft">{text}</small> : null;
}

function Flags({ call }: { call: CallLive }) {
  if (call.recording === "off" && call.listeners.length === 0) return null;
  return (
    <small class="under soft">
      {call.recording !== "off" && <span class={`recording ${call.recording}`}>{stateOf("recording", call.recording)}</span>}
      {call.listeners.map((each) => (
        <span key={each.who} data-listener={each.who}>
          {each.who} {states(each.mode as "listen")}
        </span>
      ))}
    </small>
  );
}

function QueueNeed({ call }: { call: CallLive }) {
  if (!call.queue) return <span class="faint">–</span>;
  return (
    <>
      {queueTitle(call.queue)}
      <small class="under need" title={call.steps > 0 ? `${call.need} – ${t("relaxed", { n: call.steps })}` : call.need}>
        {call.need}
        {call.steps > 0 && ` ↓${call.steps}`}
      </small>
    </>
  );
}

function Who({ call }: { call: CallLive }) {
  const ringing = call.state === "offered" ? call.offers.filter((each) => each.result === "").map((each) => agentTitle(each.agent)) : [];
  if (call.agent) return <>{[call.agent, ...call.also].map(agentTitle).join(", ")}</>;
  if (ringing.length > 0) return <span class="soft">{ringing.join(", ")}</span>;
  return call.wanted ? <span class="soft">{t("wants", { agent: agentTitle(call.wanted) })}</span> : <span class="faint">–</span>;
}
