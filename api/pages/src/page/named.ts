/** What things are called on the page. */

import { t } from "../i18n/page.ts";
import { picture } from "../live/state.ts";
import type { CallLive } from "../types.ts";

export function callerOf(call: CallLive): string {
  return call.name || call.number || t("unknown_caller");
}

export function queueTitle(name: string): string {
  return picture.queues.get(name)?.title || name;
}

export function agentTitle(name: string): string {
  return picture.agents.get(name)?.title || name;
}
