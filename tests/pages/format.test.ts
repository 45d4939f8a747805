import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, length, roughly, share, timeOfDay } from "../../api/pages/src/format.ts";
import { fill, language, ofBrowser } from "../../api/pages/src/i18n/language.ts";

const plain = (text: string): string => text.replace(/\s/g, " ");

test("a wait is shown as a clock shows it, whole seconds, and never below zero", () => {
  assert.deepEqual([0, 7.9, 75, 3723, -4].map(clock), ["0:00", "0:07", "1:15", "1:02:03", "0:00"]);
});

test("what is not known is a dash", () => {
  assert.deepEqual([share(null), roughly(null), roughly(undefined)], ["–", "–", "–"]);
});

test("a length has its largest unit that fits, in the language of the page", () => {
  language.value = "en";
  assert.deepEqual([25, 89, 90, 7200, 200_000].map(length).map(plain), ["25s", "89s", "2m", "2h", "2d"]);
  language.value = "ru";
  assert.deepEqual([25, 240, 7200].map(length).map(plain), ["25 с", "4 мин", "2 ч"]);
});

test("shares are written as each language writes them", () => {
  language.value = "en";
  assert.equal(share(0.834), "83%");
  language.value = "ru";
  assert.equal(plain(share(0.834)), "83 %");
});

test("a day has hours from 0 to 23 in both languages", () => {
  const midnight = new Date(2026, 10, 22, 0, 5).getTime() / 1000;
  for (const each of ["en", "ru"] as const) {
    language.value = each;
    assert.equal(timeOfDay(midnight), "00:05");
  }
});

test("the first language of the browser that we speak is taken, English if there is none", () => {
  assert.equal(ofBrowser(["de-DE", "ru-RU", "en"]), "ru");
  assert.equal(ofBrowser(["fr"]), "en");
  assert.equal(ofBrowser([]), "en");
});

test("the plural follows n, as the language counts", () => {
  const calls = { one: "{n} звонок", few: "{n} звонка", other: "{n} звонков" };
  assert.deepEqual([1, 3, 5, 21].map((n) => fill(calls, { n }, "ru")), ["1 звонок", "3 звонка", "5 звонков", "21 звонок"]);
});

test("what stands in a blank is not filled again", () => {
  assert.equal(fill("{a} {b}", { a: "{b}", b: "x" }, "en"), "{b} x");
});
