/** What is open on the page: a panel about something, and the act being asked for. */

import { signal } from "@preact/signals";
import type { AgentLive, CallLive, QueueLive } from "../types.ts";
import type { Act } from "./acts.ts";

export type Subject =
  | { kind: "call"; item: CallLive }
  | { kind: "agent"; item: AgentLive }
  | { kind: "queue"; item: QueueLive };

/** What the panel at the side is about. */
export type Panel = { about: "call" | "agent" | "queue"; name: string } | { about: "alerts" | "acts" | "help" };

export const panel = signal<Panel | null>(null);
export const asked = signal<{ act: Act; subject: Subject } | null>(null);

/** The section that is shown where there is room for one only. */
export const SECTIONS = ["queues", "calls", "agents", "day"] as const;
export type Section = (typeof SECTIONS)[number];
export const section = signal<Section>("queues");

/** Show a section and move to its first row. */
export function goTo(to: Section): void {
  section.value = to;
  requestAnimationFrame(() => {
    const part = document.getElementById(`section-${to}`);
    part?.scrollIntoView({ block: "nearest" });
    (part?.querySelector<HTMLElement>("[data-row][tabindex='0']") ?? part)?.focus();
  });
}
