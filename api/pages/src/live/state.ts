/** The live picture as signals: what pages read. Changes are shown together, a few times a second at most. */

import { type Signal, signal } from "@preact/signals";
import { refresh } from "../me.ts";
import type { Message } from "../types.ts";
import { Line, type LineState, TOO_MANY } from "./line.ts";
import { type Kind, KINDS, Picture } from "./picture.ts";

/** Nobody reads faster, and two thousand rows are sorted in a fraction of it. */
const SHOW_EVERY_MS = 120;

export const picture = new Picture();

/** Grows when something of this kind is different; reading it is what makes a part of the page follow. */
export const versions: Record<Kind, Signal<number>> = {
  queues: signal(0),
  calls: signal(0),
  agents: signal(0),
  alerts: signal(0),
};

/** Whether the service has no line for this page, because others of the same person have them all. */
export const tooMany = signal(false);
export const lineState = signal<LineState>("opening");
/** seconds since 1970 by the service's clock, moving once a second; all lengths on the page are counted from it */
export const now = signal(Date.now() / 1000);
/** seconds since anything was heard; Infinity before the first */
export const age = signal(Infinity);

let offset = Number.NEGATIVE_INFINITY; // of the service's clock to ours, seconds; the fastest message tells it best
let heardAt = Number.NEGATIVE_INFINITY;
let planned = false;

/** Follow the service from now on. */
export function followCentre(): Line {
  const line = new Line(picture, {
    open: (address) => new WebSocket(address.replace(/^/, location.origin.replace(/^http/, "ws"))),
    refused: () => void refresh().catch(() => undefined), // whoever is signed out goes to the sign-in
    heard,
    stateIs: (state) => {
      lineState.value = state;
    },
    closed: (code) => {
      tooMany.value = code === TOO_MANY;
    },
    random: Math.random,
  });
  line.open();
  setInterval(tick, 1000);
  addEventListener("online", () => line.hurry());
  document.addEventListener("visibilitychange", () => document.hidden || line.hurry());
  addEventListener("pagehide", () => line.close());
  addEventListener("pageshow", (event) => event.persisted && line.open());
  return line;
}

function heard(message: Message): void {
  tooMany.value = false;
  heardAt = performance.now();
  if (message.type === "snapshot") offset = Number.NEGATIVE_INFINITY; // maybe another machine by now
  offset = Math.max(offset, message.at - Date.now() / 1000);
  if (!planned && picture.touched.size > 0) {
    planned = true;
    setTimeout(() => requestOrShow(), message.type === "snapshot" ? 0 : SHOW_EVERY_MS);
  }
  if (age.value > 1) tick();
}

/** A page that nobody sees is given no frames, and needs none. */
function requestOrShow(): void {
  if (document.hidden) show();
  else requestAnimationFrame(show);
}

function show(): void {
  planned = false;
  for (const kind of KINDS) if (picture.touched.has(kind)) versions[kind].value++;
  picture.touched.clear();
}

function tick(): void {
  now.value = Date.now() / 1000 + (Number.isFinite(offset) ? offset : 0);
  age.value = (performance.now() - heardAt) / 1000;
}
