/** The names of acts, and of what they change, as the record of acts has them, in words. */

import { a } from "../i18n/acts.ts";
import { words } from "../i18n/language.ts";

const NAMES: Record<string, Parameters<typeof a>[0]> = {
  move: "move",
  priority: "priority",
  assign: "assign",
  pull: "pull",
  transfer: "transfer",
  listen: "listen",
  stop_listening: "stop_listening",
  whisper: "whisper",
  barge: "barge",
  recording_start: "record_start",
  recording_pause: "record_pause",
  recording_resume: "record_resume",
  recording_stop: "record_stop",
  hang_up: "hang_up",
  state: "agent_state",
  skills: "agent_skills",
  door: "door",
  message: "message",
};

export function actTitle(act: string): string {
  const known = NAMES[act.replaceAll("-", "_")];
  return known ? a(known) : act;
}

const FIELDS = words(
  {
    state: "state", agent: "agent", wanted: "waits for", queue: "queue", priority: "priority", door: "door", open: "open", message: "message",
    skills: "skills", then: "after the call", reason: "reason", listening: "listening", recording: "recording", true: "yes", false: "no",
    waiting: "waiting",
  }, // prettier-ignore
  {
    state: "состояние", agent: "агент", wanted: "ждёт", queue: "очередь", priority: "приоритет", door: "вход", open: "открыта",
    message: "сообщение", skills: "навыки", then: "после звонка", reason: "причина", listening: "слушает", recording: "запись", true: "да",
    false: "нет", waiting: "ждут",
  }, // prettier-ignore
);

/** The word for a field; one we have no word for is shown as it is. */
export function fieldTitle(field: string): string {
  return FIELDS(field as Parameters<typeof FIELDS>[0]) || field;
}
