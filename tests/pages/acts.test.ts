import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ACTS, actsFor, skillsOf } from "../../api/pages/src/page/acts.ts";
import { address, newKey, refusal } from "../../api/pages/src/api.ts";
import { me, nextPage } from "../../api/pages/src/me.ts";
import type { CallLive, Me } from "../../api/pages/src/types.ts";
import { agent, call, queue } from "./views.ts";

function signedIn(...rights: Me["rights"]): void {
  me.value = { name: "olga", title: "", role: "supervisor", rights, queues: null, teams: null, agent: "", phone: "", language: "", csrf: "", screen: false };
}

const ofCall = (more: Partial<CallLive>): string[] => actsFor({ kind: "call", item: call("1", more) }).map((act) => act.id);

beforeEach(() => signedIn("steer_calls", "listen", "record", "steer_agents", "steer_queues"));

test("a call that waits can be moved, one that talks can be listened to and passed on", () => {
  assert.deepEqual(ofCall({ state: "waiting" }), ["move", "priority", "assign", "hang_up"]);
  assert.deepEqual(ofCall({ state: "talking" }), ["transfer", "listen", "whisper", "barge", "record_start", "hang_up"]);
});

test("only who is an agent can pull a call", () => {
  assert.ok(!ofCall({ state: "waiting" }).includes("pull"));
  me.value = { ...(me.value as Me), agent: "olga" };
  assert.ok(ofCall({ state: "waiting" }).includes("pull"));
});

test("who listens can whisper, barge, or stop; not listen again", () => {
  const acts = ofCall({ state: "talking", listeners: [{ who: "olga", mode: "listen" }] });
  assert.deepEqual(acts.filter((id) => ["listen", "whisper", "barge", "stop_listening"].includes(id)), ["whisper", "barge", "stop_listening"]);
});

test("a recording that runs can be paused and stopped, a paused one goes on", () => {
  const recording = (state: CallLive["recording"]): string[] => ofCall({ state: "talking", recording: state }).filter((id) => id.startsWith("record"));
  assert.deepEqual(recording("on"), ["record_pause", "record_stop"]);
  assert.deepEqual(recording("paused"), ["record_resume", "record_stop"]);
});

test("without the right there is no act", () => {
  signedIn("look");
  assert.deepEqual(ofCall({ state: "talking" }), []);
  assert.deepEqual(actsFor({ kind: "agent", item: agent("anna") }), []);
  assert.deepEqual(actsFor({ kind: "queue", item: queue("sales") }), []);
});

test("what hurts asks why", () => {
  for (const act of ACTS.filter((each) => each.hurts)) assert.equal(act.why, "must", act.id);
});

test("skills are a word and a level on each line", () => {
  assert.deepEqual(skillsOf("en 8\n ru: 10 \n\n"), { en: 8, ru: 10 });
  for (const wrong of ["en", "en 11", "en 0", "en 8 ru 4", "8"]) assert.equal(skillsOf(wrong), null, wrong);
});

test("names from outside stay one part of an address", () => {
  assert.equal(address("/api/calls/{call}/move", { at: { call: "a/../b?c" } }), "/api/calls/a%2F..%2Fb%3Fc/move");
  assert.equal(address("/api/curve", { query: { minutes: 15, queue: undefined } }), "/api/curve?minutes=15");
});

test("a refusal becomes its sentence and its field; what is none of ours gets one of our own", () => {
  const found = refusal(422, { code: "bad_input", detail: "why is empty", fields: [{ field: "why", code: "too_short", detail: "is empty" }] });
  assert.deepEqual([found.status, found.message, found.field], [422, "why is empty", "why"]);
  assert.notEqual(refusal(502, "<html>").message, "");
});

test("keys are long and never the same", () => {
  assert.match(newKey(), /^[0-9a-f]{32}$/);
  assert.notEqual(newKey(), newKey());
});

test("after the sign-in one comes to a page of ours, wherever a link says", () => {
  assert.equal(nextPage("/wall?team=Riga"), "/wall?team=Riga");
  for (const asked of [null, "", "//evil.example", "https://evil.example", "/\\evil.example", "/api/sign-out", "javascript:alert(1)"]) assert.equal(nextPage(asked), "/");
});
