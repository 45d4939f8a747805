import assert from "node:assert/strict";
import { test } from "node:test";
import { Picture } from "../../api/pages/src/live/picture.ts";
import { call, queue, snapshot } from "./views.ts";

function begun(): Picture {
  const picture = new Picture();
  picture.take(snapshot(5, { queues: [queue("sales"), queue("support")], calls: [call("1")] }));
  picture.touched.clear();
  return picture;
}

test("a change replaces what has its name, and takes away what is gone", () => {
  const picture = begun();
  const change = { type: "change", seq: 6, at: 0, since: 0, queues: [queue("sales", { waiting: 3 })], gone: { calls: ["1"] } } as const;
  assert.equal(picture.take({ ...change, queues: [...change.queues], gone: { calls: ["1"] } }), "new");
  assert.equal(picture.queues.get("sales")?.waiting, 3);
  assert.deepEqual([picture.queues.size, picture.calls.size], [2, 0]);
  assert.deepEqual([...picture.touched].sort(), ["calls", "queues"]);
});

test("a change before the first snapshot, and one after a missing one, are a hole", () => {
  assert.equal(new Picture().take({ type: "change", seq: 1, at: 0, since: 0 }), "hole");
  const picture = begun();
  assert.equal(picture.take({ type: "change", seq: 7, at: 0, since: 0, gone: { queues: ["sales"] } }), "hole");
  assert.equal(picture.queues.size, 2);
});

test("a change that was already taken is not taken twice", () => {
  const picture = begun();
  assert.equal(picture.take({ type: "change", seq: 5, at: 0, since: 0, gone: { calls: ["1"] } }), "nothing");
  assert.equal(picture.calls.size, 1);
});

test("a beat tells whether something was missed", () => {
  const picture = begun();
  assert.equal(picture.take({ type: "beat", seq: 5, at: 0 }), "nothing");
  assert.equal(picture.take({ type: "beat", seq: 6, at: 0 }), "hole");
});

test("a snapshot of another run replaces everything", () => {
  const picture = begun();
  picture.take(snapshot(1, { run: "two", queues: [queue("night")] }));
  assert.deepEqual([[...picture.queues.keys()], picture.calls.size, picture.run, picture.seq], [["night"], 0, "two", 1]);
  assert.equal(picture.touched.size, 4);
});
