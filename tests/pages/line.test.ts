import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Line, LONGEST_WAIT_MS, SILENCE_MS, type Socket, understood, wait } from "../../api/pages/src/live/line.ts";
import { Picture } from "../../api/pages/src/live/picture.ts";
import { snapshot } from "./views.ts";

class FakeSocket implements Socket {
  onopen = null;
  onmessage: ((event: never) => unknown) | null = null;
  onclose: ((event: never) => unknown) | null = null;
  closed = false;
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  close(): void {
    this.closed = true;
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) } as never);
  }

  end(code = 1006): void {
    this.onclose?.({ code } as never);
  }
}

let sockets: FakeSocket[] = [];
let states: string[] = [];
let refused = 0;

function opened(): Line {
  const line = new Line(new Picture(), {
    open: (address) => (sockets.push(new FakeSocket(address)), latest()),
    refused: () => void refused++,
    heard: () => undefined,
    closed: () => undefined,
    stateIs: (state) => void states.push(state),
    random: () => 1,
  });
  line.open();
  return line;
}

function latest(): FakeSocket {
  const socket = sockets.at(-1);
  assert.ok(socket);
  return socket;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  [sockets, states, refused] = [[], [], 0];
});

test("after a break it comes back with the number it has", () => {
  opened();
  latest().say(snapshot(7));
  latest().end();
  assert.deepEqual(states, ["live", "broken"]);
  mock.timers.tick(250);
  assert.equal(latest().address, "/api/live?run=one&seq=7");
});

test("after a hole it asks for everything", () => {
  opened();
  latest().say(snapshot(7));
  latest().say({ type: "change", seq: 9, at: 0, since: 0 });
  assert.ok(latest().closed);
  mock.timers.tick(250);
  assert.equal(latest().address, "/api/live");
});

test("six seconds of silence are a dead line, and a beat is no silence", () => {
  opened();
  latest().say(snapshot(7));
  mock.timers.tick(SILENCE_MS - 1);
  latest().say({ type: "beat", seq: 7, at: 0 });
  mock.timers.tick(SILENCE_MS - 1);
  assert.equal(latest().closed, false);
  mock.timers.tick(1);
  assert.ok(latest().closed);
  assert.equal(states.at(-1), "broken");
});

test("it tries for ever, and never waits longer than five seconds", () => {
  opened();
  for (let times = 0; times < 50; times++) {
    latest().end();
    mock.timers.tick(LONGEST_WAIT_MS);
  }
  assert.equal(sockets.length, 51);
  assert.equal(refused, 50);
});

test("a line that never said a word makes the page ask whether it is still signed in", () => {
  opened();
  latest().end();
  assert.equal(refused, 1);
  mock.timers.tick(250);
  latest().say(snapshot(1));
  latest().end();
  assert.equal(refused, 1);
});

test("so does a line that is ended because one was signed out", () => {
  opened();
  latest().say(snapshot(1));
  latest().end(4001);
  assert.equal(refused, 1);
});

test("what an old line still says is not heard", () => {
  opened();
  const old = latest();
  old.say(snapshot(7));
  old.end();
  mock.timers.tick(250);
  old.say(snapshot(1, { run: "old" }));
  latest().end();
  mock.timers.tick(500);
  assert.equal(latest().address, "/api/live?run=one&seq=7");
});

test("closed is closed, and hurry opens what waits", () => {
  const line = opened();
  latest().end();
  line.hurry();
  assert.equal(sockets.length, 2);
  line.close();
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 2);
});

test("waits double, end at five seconds, and half of them is drawn", () => {
  assert.deepEqual([0, 1, 2, 9, 10_000].map((failures) => wait(failures, 1)), [250, 500, 1000, 5000, 5000]);
  assert.equal(wait(3, 0), 1000);
});

test("what is no message is none", () => {
  for (const data of ["", "nonsense", "null", "[]", '{"type":"snapshot"}', '{"type":"other","seq":1}']) assert.equal(understood(data), null);
  assert.equal(understood('{"type":"beat","seq":1,"at":0}')?.seq, 1);
});
