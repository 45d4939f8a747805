/**
 * The centre as this page knows it: a snapshot, and the changes since.
 *
 * How it works. Every message has a number. A change is taken only if its number follows the last one; any hole means
 * that something was missed, and the picture asks for a new beginning instead of guessing.
 */

import type { AgentLive, AlertLive, CallLive, Change, Message, QueueLive, Snapshot } from "../types.ts";

/** What became of a message: it was taken, it said nothing new, or messages before it are missing. */
export type Taken = "new" | "nothing" | "hole";

export const KINDS = ["queues", "calls", "agents", "alerts"] as const;
export type Kind = (typeof KINDS)[number];

export class Picture {
  readonly queues = new Map<string, QueueLive>();
  readonly calls = new Map<string, CallLive>();
  readonly agents = new Map<string, AgentLive>();
  readonly alerts = new Map<string, AlertLive>();
  centre = "";
  /** names the service's start; "" before the first snapshot */
  run = "";
  seq = 0;
  /** kinds in which something is different since this was last emptied */
  readonly touched = new Set<Kind>();

  take(message: Message): Taken {
    if (message.type === "snapshot") return this.begin(message);
    if (this.run === "") return "hole";
    if (message.type === "beat") return message.seq === this.seq ? "nothing" : "hole";
    if (message.seq <= this.seq) return "nothing";
    return message.seq === this.seq + 1 ? this.change(message) : "hole";
  }

  private begin(all: Snapshot): Taken {
    for (const kind of KINDS) this[kind].clear();
    this.put(all);
    for (const kind of KINDS) this.touched.add(kind);
    [this.run, this.seq, this.centre] = [all.run, all.seq, all.centre];
    return "new";
  }

  private change(change: Change): Taken {
    this.put(change);
    const gone: Partial<Record<Kind, string[]>> = change.gone ?? {};
    for (const kind of KINDS) {
      for (const name of gone[kind] ?? []) if (this[kind].delete(name)) this.touched.add(kind);
    }
    this.seq = change.seq;
    return "new";
  }

  private put(some: Pick<Change, "queues" | "calls" | "agents" | "alerts">): void {
    for (const each of some.queues ?? []) this.set("queues", this.queues, each.name, each);
    for (const each of some.calls ?? []) this.set("calls", this.calls, each.call, each);
    for (const each of some.agents ?? []) this.set("agents", this.agents, each.name, each);
    for (const each of some.alerts ?? []) this.set("alerts", this.alerts, each.id, each);
  }

  private set<T>(kind: Kind, into: Map<string, T>, name: string, view: T): void {
    into.set(name, view);
    this.touched.add(kind);
  }
}
