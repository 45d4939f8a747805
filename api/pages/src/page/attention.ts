/** What needs attention comes first; and what is looked for is found. Pure, so that tests hold it. */

import { byName } from "../format.ts";
import type { AgentLive, AlertLive, CallLive, QueueLive, Severity } from "../types.ts";

const WEIGHT: Record<Severity, number> = { critical: 3, warning: 2, information: 1, none: 0 };
const CALL_ORDER: Record<string, number> = { waiting: 0, offered: 1, talking: 2, leaving: 3, menu: 4, done: 5 };
const AGENT_ORDER: Record<string, number> = {
  unreachable: 0,
  after_miss: 1,
  offered: 2,
  talking: 3,
  wrap_up: 4,
  ready: 5,
  busy_elsewhere: 6,
  paused: 7,
  signed_out: 9,
};

export function weight(severity: Severity): number {
  return WEIGHT[severity];
}

/** Queues: the most severe first, then whose caller waits longest, then by title. */
export function queuesByAttention(queues: Iterable<QueueLive>): QueueLive[] {
  return [...queues].sort(
    (x, y) =>
      weight(y.attention) - weight(x.attention) ||
      (x.oldest_since ?? Infinity) - (y.oldest_since ?? Infinity) || // both without: NaN, and the title decides
      byName(x.title, y.title),
  );
}

/** Calls: who waits before who talks, the most severe and the longest first. */
export function callsByAttention(calls: Iterable<CallLive>): CallLive[] {
  return [...calls].sort(
    (x, y) =>
      (CALL_ORDER[x.state] ?? 9) - (CALL_ORDER[y.state] ?? 9) ||
      weight(y.attention) - weight(x.attention) ||
      waitsSince(x) - waitsSince(y) ||
      (x.call < y.call ? -1 : 1),
  );
}

/** Agents: the most severe first, then by what they do, the longest in it first; who is away comes last. */
export function agentsByAttention(agents: Iterable<AgentLive>): AgentLive[] {
  return [...agents].sort(
    (x, y) =>
      weight(y.attention) - weight(x.attention) ||
      (AGENT_ORDER[x.state] ?? 8) - (AGENT_ORDER[y.state] ?? 8) ||
      (x.state === "signed_out" ? 0 : x.since - y.since) ||
      byName(x.title, y.title),
  );
}

/** Alerts: the most severe first, who has not been seen before who has, then the newest. */
export function alertsBySeverity(alerts: Iterable<AlertLive>): AlertLive[] {
  return [...alerts].sort(
    (x, y) =>
      weight(y.severity) - weight(x.severity) ||
      Number(x.acknowledged_by !== "") - Number(y.acknowledged_by !== "") ||
      y.since - x.since ||
      (x.id < y.id ? -1 : 1),
  );
}

/** Since when a call waits, or does what it does. */
export function waitsSince(call: CallLive): number {
  return call.state === "waiting" || call.state === "offered" ? (call.place ?? call.since) : call.since;
}

/** Whether every word of `asked` (in small letters) is somewhere in `texts`. */
export function matches(asked: string, texts: readonly string[]): boolean {
  const all = texts.join("\n").toLowerCase();
  return asked
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => all.includes(word));
}

/** What of a call can be looked for. */
export function callTexts(call: CallLive): string[] {
  return [call.number, call.name, call.dialled, call.queue, call.agent, call.topic, call.need, call.call, call.note, ...Object.values(call.data)];
}

/** What of an agent can be looked for. */
export function agentTexts(agent: AgentLive): string[] {
  return [agent.name, agent.title, agent.team, agent.phone, agent.reason, ...Object.keys(agent.skills)];
}

/** What of a queue can be looked for. */
export function queueTexts(queue: QueueLive): string[] {
  return [queue.name, queue.title];
}

/** The most severe of what is there. */
export function mostSevere(severities: Iterable<Severity>): Severity {
  let most: Severity = "none";
  for (const each of severities) if (weight(each) > weight(most)) most = each;
  return most;
}
