import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { type Phrase, TABLES } from "../../api/pages/src/i18n/language.ts";

const FOLDER = new URL("../../api/pages/src/i18n/", import.meta.url);
for (const name of await readdir(FOLDER)) await import(new URL(name, FOLDER).href);

const texts = (phrase: Phrase): string[] => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort();

test("there are tables of words", () => assert.ok(TABLES.length >= 4));

test("each word is there in both languages, and says something", () => {
  for (const { en, ru } of TABLES) {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(ru).sort());
    for (const phrase of [...Object.values(en), ...Object.values(ru)]) for (const text of texts(phrase)) assert.notEqual(text.trim(), "");
  }
});

test("each phrase has the same blanks in both languages and in all its plurals", () => {
  for (const { en, ru } of TABLES) {
    for (const [key, phrase] of Object.entries(en)) {
      const wanted = blanks(texts(phrase)[0] ?? "");
      for (const text of [...texts(phrase), ...texts(ru[key] ?? "")]) assert.deepEqual(blanks(text), wanted, key);
    }
  }
});

test("Russian plurals have the form for two to four, unless all forms are one word", () => {
  for (const { ru } of TABLES) {
    for (const [key, phrase] of Object.entries(ru)) {
      if (typeof phrase !== "string" && new Set(texts(phrase)).size > 1) assert.ok(phrase.few, key);
    }
  }
});
