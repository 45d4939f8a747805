/** The names of acts as the record of acts has them, in words. */

import { a } from "../i18n/acts.ts";

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
