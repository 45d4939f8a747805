import assert from "node:assert/strict";
import { test } from "node:test";
import * as attention from "../../api/pages/src/page/attention.ts";
import { agent, alert, call, queue } from "./views.ts";

const names = (all: { name: string }[]): string => all.map((each) => each.name).join(" ");

test("the most severe queue comes first, then the one whose caller waits longest, then by title", () => {
  const queues = [
    queue("calm-b"),
    queue("calm-a"),
    queue("short", { oldest_since: 90 }),
    queue("long", { oldest_since: 10 }),
    queue("bad", { attention: "critical" }),
    queue("worrying", { attention: "warning", oldest_since: 99 }),
  ];
  assert.equal(names(attention.queuesByAttention(queues)), "bad worrying long short calm-a calm-b");
});

test("calls that wait come before calls in conversation, the longest wait first", () => {
  const calls = [
    call("talks", { state: "talking", since: 1 }),
    call("menu", { state: "menu", place: null }),
    call("waits-late", { place: 50 }),
    call("waits-early", { place: 20, since: 60 }),
    call("urgent", { place: 70, attention: "critical" }),
  ];
  const order = attention.callsByAttention(calls).map((each) => each.call).join(" ");
  assert.equal(order, "urgent waits-early waits-late talks menu");
});

test("who is signed out comes last, and who needs attention first", () => {
  const agents = [
    agent("out", { state: "signed_out" }),
    agent("ready-short", { since: 9 }),
    agent("ready-long", { since: 2 }),
    agent("talks", { state: "talking", since: 5 }),
    agent("paused-too-long", { state: "paused", attention: "warning" }),
  ];
  assert.equal(names(attention.agentsByAttention(agents)), "paused-too-long talks ready-long ready-short out");
});

test("alerts nobody has seen come before seen ones of the same severity", () => {
  const alerts = [
    alert("information", { severity: "information", since: 9 }),
    alert("seen", { acknowledged_by: "olga", since: 9 }),
    alert("older", { since: 1 }),
    alert("newer", { since: 5 }),
    alert("critical", { severity: "critical" }),
  ];
  const order = attention.alertsBySeverity(alerts).map((each) => each.id).join(" ");
  assert.equal(order, "critical newer older seen information");
});

test("sorting leaves what was given as it was", () => {
  const queues = [queue("b"), queue("a")];
  attention.queuesByAttention(queues);
  assert.equal(names(queues), "b a");
});

test("every word that is looked for must be somewhere", () => {
  const texts = attention.callTexts(call("17", { number: "+74951112233", name: "Иван Петров", data: { tier: "vip" } }));
  assert.ok(attention.matches("петров vip", texts));
  assert.ok(attention.matches("111", texts));
  assert.ok(!attention.matches("петров gold", texts));
});

test("the most severe of nothing is calm", () => {
  assert.equal(attention.mostSevere([]), "none");
  assert.equal(attention.mostSevere(["information", "critical", "warning"]), "critical");
});
