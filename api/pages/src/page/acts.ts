/** The acts there are: whom they need, when they make sense, what they ask, and what is sent. One table. */

import { ask } from "../api.ts";
import type { paths } from "../generated/api.ts";
import { a } from "../i18n/acts.ts";
import { may, me } from "../me.ts";
import type { IconName } from "../ui/icons.tsx";
import type { ActView, AgentLive, CallLive, Door, QueueLive } from "../types.ts";
import type { Subject } from "./shown.ts";

/** What a form asks for; each is a kind of field. */
export type FieldName = "queue" | "agent" | "priority" | "to" | "phone" | "state" | "skills" | "door" | "say" | "note";
export type Filled = Partial<Record<FieldName | "to_kind" | "reason" | "why", string>>;
export type Why = "must" | "may" | "none";

export interface Act {
  id: string;
  name: Parameters<typeof a>[0];
  icon: IconName;
  right: string;
  about: Subject["kind"];
  fields: FieldName[];
  why: Why;
  /** what a person is warned of first */
  warns?: Parameters<typeof a>[0];
  hurts?: boolean;
  fits: (subject: Subject) => boolean;
  send: (subject: Subject, said: Filled, key: string) => Promise<ActView>;
}

type Body<P extends keyof paths, V extends "post" | "put"> = paths[P][V] extends { requestBody: { content: { "application/json": infer B } } } ? B : never;

const call = (subject: Subject): CallLive => subject.item as CallLive;
const agent = (subject: Subject): AgentLive => subject.item as AgentLive;
const queue = (subject: Subject): QueueLive => subject.item as QueueLive;
const waits = (subject: Subject): boolean => ["waiting", "offered"].includes(call(subject).state);
const talks = (subject: Subject): boolean => call(subject).state === "talking";
const listens = (subject: Subject): boolean => call(subject).listeners.some((each) => each.who === me.value?.name);

function recording(id: "record_start" | "record_pause" | "record_resume" | "record_stop", when: CallLive["recording"][]): Act {
  const wish = id.replace("record_", "") as Body<"/api/calls/{call}/recording", "post">["do"];
  return {
    id, name: id, icon: "record", right: "record", about: "call", fields: [], why: "none",
    fits: (subject) => talks(subject) && when.includes(call(subject).recording),
    send: (subject, _, key) => ask("/api/calls/{call}/recording", "post", { at: { call: call(subject).call }, body: { do: wish }, key }),
  }; // prettier-ignore
}

function hearing(mode: "listen" | "whisper" | "barge"): Act {
  return {
    id: mode, name: mode, icon: "listen", right: "listen", about: "call", fields: ["phone"], why: "must",
    ...(mode === "barge" ? { warns: "warn_barge" as const } : {}),
    fits: (subject) => talks(subject) && !call(subject).listeners.some((each) => each.who === me.value?.name && each.mode === mode),
    send: (subject, said, key) =>
      ask("/api/calls/{call}/listen", "post", {
        at: { call: call(subject).call },
        body: { mode, why: said.why ?? "", ...(said.phone ? { phone: said.phone } : {}) },
        key,
      }),
  };
}

export const ACTS: Act[] = [
  {
    id: "move", name: "move", icon: "out", right: "steer_calls", about: "call", fields: ["queue"], why: "must", fits: waits,
    send: (subject, said, key) =>
      ask("/api/calls/{call}/move", "post", {
        at: { call: call(subject).call },
        body: { queue: said.queue ?? "", why: said.why ?? "", was: call(subject).queue || null },
        key,
      }),
  },
  {
    id: "priority", name: "priority", icon: "warning", right: "steer_calls", about: "call", fields: ["priority"], why: "may", fits: waits,
    send: (subject, said, key) =>
      ask("/api/calls/{call}/priority", "post", {
        at: { call: call(subject).call },
        body: { priority: Number(said.priority), why: said.why ?? "", was: call(subject).priority },
        key,
      }),
  },
  {
    id: "assign", name: "assign", icon: "person", right: "steer_calls", about: "call", fields: ["agent"], why: "may", fits: waits,
    send: (subject, said, key) =>
      ask("/api/calls/{call}/assign", "post", {
        at: { call: call(subject).call },
        body: { agent: said.agent ?? "", why: said.why ?? "", was: call(subject).wanted },
        key,
      }),
  },
  {
    id: "pull", name: "pull", icon: "call", right: "steer_calls", about: "call", fields: [], why: "may",
    fits: (subject) => waits(subject) && Boolean(me.value?.agent),
    send: (subject, said, key) => ask("/api/calls/{call}/pull", "post", { at: { call: call(subject).call }, body: { why: said.why ?? "" }, key }),
  },
  {
    id: "transfer", name: "transfer", icon: "out", right: "steer_calls", about: "call", fields: ["to", "note"], why: "none", fits: talks,
    send: (subject, said, key) =>
      ask("/api/calls/{call}/transfer", "post", {
        at: { call: call(subject).call },
        body: { to: { [said.to_kind ?? "agent"]: said.to ?? "" }, note: said.note ?? "" },
        key,
      }),
  },
  hearing("listen"),
  hearing("whisper"),
  hearing("barge"),
  {
    id: "stop_listening", name: "stop_listening", icon: "listen", right: "listen", about: "call", fields: [], why: "none", fits: listens,
    send: (subject, _, key) => ask("/api/calls/{call}/listen", "delete", { at: { call: call(subject).call }, key }),
  },
  recording("record_start", ["off"]),
  recording("record_pause", ["on"]),
  recording("record_resume", ["paused"]),
  recording("record_stop", ["on", "paused"]),
  {
    id: "hang_up", name: "hang_up", icon: "close", right: "steer_calls", about: "call", fields: [], why: "must", hurts: true, warns: "warn_hang_up",
    fits: (subject) => call(subject).state !== "done",
    send: (subject, said, key) => ask("/api/calls/{call}/hang-up", "post", { at: { call: call(subject).call }, body: { why: said.why ?? "" }, key }),
  },
  {
    id: "agent_state", name: "agent_state", icon: "person", right: "steer_agents", about: "agent", fields: ["state"], why: "must", warns: "warn_agent_state",
    fits: () => true,
    send: (subject, said, key) =>
      ask("/api/agents/{agent}/state", "post", {
        at: { agent: agent(subject).name },
        body: {
          state: (said.state ?? "ready") as Body<"/api/agents/{agent}/state", "post">["state"],
          why: said.why ?? "",
          was: agent(subject).state,
          ...(said.state === "paused" && said.reason ? { reason: said.reason } : {}),
        },
        key,
      }),
  },
  {
    id: "agent_skills", name: "agent_skills", icon: "good", right: "steer_agents", about: "agent", fields: ["skills"], why: "must", fits: () => true,
    send: (subject, said, key) =>
      ask("/api/agents/{agent}/skills", "put", {
        at: { agent: agent(subject).name },
        body: { skills: skillsOf(said.skills ?? "") ?? {}, why: said.why ?? "", was: agent(subject).skills },
        key,
      }),
  },
  {
    id: "door", name: "door", icon: "out", right: "steer_queues", about: "queue", fields: ["door"], why: "must", hurts: true, warns: "warn_door",
    fits: () => true,
    send: (subject, said, key) =>
      ask("/api/queues/{queue}/door", "put", {
        at: { queue: queue(subject).name },
        body: { door: (said.door ?? "hours") as Door, why: said.why ?? "", was: queue(subject).door },
        key,
      }),
  },
  {
    id: "message", name: "message", icon: "sound", right: "steer_queues", about: "queue", fields: ["say"], why: "may", fits: () => true,
    send: (subject, said, key) =>
      ask("/api/queues/{queue}/message", "put", {
        at: { queue: queue(subject).name },
        body: { say: said.say ?? "", why: said.why ?? "", was: queue(subject).message },
        key,
      }),
  },
];

/** The acts that this person may do to `subject` as it is now. */
export function actsFor(subject: Subject): Act[] {
  return ACTS.filter((act) => act.about === subject.kind && may(act.right) && act.fits(subject));
}

/** The skills that lines such as "en 8" say; null if one of them says nothing of the kind. */
export function skillsOf(text: string): Record<string, number> | null {
  const skills: Record<string, number> = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const found = /^(\S+)[\s:]+(10|[1-9])$/.exec(line);
    if (!found?.[1]) return null;
    skills[found[1].replace(/:$/, "")] = Number(found[2]);
  }
  return skills;
}
