/** Views as the service sends them, calm unless a test says otherwise. */

import type { AgentLive, AlertLive, CallLive, QueueLive, Snapshot } from "../../api/pages/src/types.ts";

export function queue(name: string, more: Partial<QueueLive> = {}): QueueLive {
  return {
    name, title: name, door: "hours", open: true, message: "", waiting: 0, oldest_since: null, expected_wait_s: null, ready: 0, at_work: 0,
    answer_within_s: 20, service_level_now: null, service_level_today: null, mean_wait_today_s: null, offered_today: 0, answered_today: 0,
    abandoned_today: 0, sent_away_today: 0, callbacks: 0, attention: "none", ...more,
  }; // prettier-ignore
}

export function call(id: string, more: Partial<CallLive> = {}): CallLive {
  return {
    call: id, number: "", name: "", dialled: "", state: "waiting", since: 0, arrived_at: 0, place: 0, queue: "sales", need: "", steps: 0, priority: 0,
    topic: "", language: "", data: {}, agent: "", also: [], wanted: "", note: "", path: [], offers: [], talks: [], recording: "off", listeners: [],
    attention: "none", ...more,
  }; // prettier-ignore
}

export function agent(name: string, more: Partial<AgentLive> = {}): AgentLive {
  return {
    name, title: name, team: "", phone: "", state: "ready", since: 0, until: null, reason: "", then: "", device: "free", skills: {}, call: "",
    answered_today: 0, missed_today: 0, talk_today_s: 0, occupancy: null, attention: "none", ...more,
  }; // prettier-ignore
}

export function alert(id: string, more: Partial<AlertLive> = {}): AlertLive {
  return {
    id, rule: "", severity: "warning", kind: "queue", name: "sales", measure: "waiting", bound: 1, value: 2, text: {}, since: 0, cleared_at: null,
    acknowledged_by: "", acknowledged_at: null, ...more,
  }; // prettier-ignore
}

export function snapshot(seq: number, more: Partial<Snapshot> = {}): Snapshot {
  return { type: "snapshot", run: "one", seq, at: 0, centre: "Centre", queues: [], calls: [], agents: [], alerts: [], ...more };
}
