/**
 * The line to the service: it opens, hears, notices when nothing comes any more, and opens again, for ever.
 *
 * How it works. The service sends something at least every two seconds (a beat if nothing else). After six seconds of
 * silence the line is taken for dead and closed. After every end there is a wait, growing from a quarter of a second to
 * five, with a draw in it so that two hundred pages do not come back in the same moment. It comes back with the number
 * it has, so that only what was missed is sent; after a hole it asks for everything.
 */

import type { Message } from "../types.ts";
import type { Picture } from "./picture.ts";

export type LineState = "opening" | "live" | "broken";

export const SILENCE_MS = 6000;
export const SHORTEST_WAIT_MS = 250;
export const LONGEST_WAIT_MS = 5000;

/** Codes with which the service ends a line: signed out, and not allowed to look (any more). */
const NOT_LET_IN = new Set([4001, 4003]);

/** This person has too many pages open. */
export const TOO_MANY = 4009;

/** What the line needs of a WebSocket. */
export interface Socket {
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  close(): void;
}

/** What the line needs of the world around it. */
export interface World {
  open(address: string): Socket;
  /** called after a line that was not let in, or no more: who are we, and may we still look? */
  refused(): void;
  /** called for every message, after it was taken into the picture */
  heard(message: Message): void;
  stateIs(state: LineState): void;
  /** called with the code with which a line was closed, 0 if it just broke */
  closed(code: number): void;
  random(): number;
}

export class Line {
  private socket: Socket | null = null;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private readonly picture: Picture;
  private readonly world: World;

  constructor(picture: Picture, world: World) {
    this.picture = picture;
    this.world = world;
  }

  open(): void {
    clearTimeout(this.again);
    const { run, seq } = this.picture;
    const socket = this.world.open(run ? `/api/live?run=${encodeURIComponent(run)}&seq=${seq}` : "/api/live");
    let said = false;
    this.socket = socket;
    this.listen();
    socket.onmessage = (event: MessageEvent) => {
      if (socket !== this.socket) return;
      said = true;
      this.hear(event.data);
    };
    socket.onclose = (event: CloseEvent) => {
      if (socket !== this.socket) return;
      this.world.closed(event.code);
      this.end(said && !NOT_LET_IN.has(event.code));
    };
  }

  /** Close it and stay closed. */
  close(): void {
    const socket = this.socket;
    this.socket = null;
    clearTimeout(this.silence);
    clearTimeout(this.again);
    socket?.close();
  }

  /** The machine is back from sleep, or has a network again: try now instead of after the wait. */
  hurry(): void {
    if (this.socket === null) this.open();
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(true), SILENCE_MS);
  }

  private hear(data: unknown): void {
    this.listen();
    const message = understood(data);
    if (message === null) return this.end(true);
    if (this.picture.take(message) === "hole") {
      this.picture.run = ""; // whatever was missed: ask for everything
      return this.end(true);
    }
    this.failures = 0;
    this.world.stateIs("live");
    this.world.heard(message);
  }

  private end(letIn: boolean): void {
    const socket = this.socket;
    this.close();
    if (socket === null) return;
    this.world.stateIs("broken");
    if (!letIn) this.world.refused();
    this.again = setTimeout(() => this.open(), wait(this.failures++, this.world.random()));
  }
}

/** How long to wait after so many failures in a row: doubled each time, half of it drawn. */
export function wait(failures: number, drawn: number): number {
  const most = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(failures, 10));
  return most * (0.5 + drawn / 2);
}

/** The message in `data`, null if it is none. */
export function understood(data: unknown): Message | null {
  try {
    const found = JSON.parse(String(data)) as Message;
    return ["snapshot", "change", "beat"].includes(found.type) && Number.isInteger(found.seq) ? found : null;
  } catch {
    return null;
  }
}
