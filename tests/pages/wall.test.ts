import assert from "node:assert/strict";
import { test } from "node:test";
import { gridFor, MOST_CELLS, onPage, pagesFor } from "../../api/pages/src/wall/fitting.ts";
import { scriptOf } from "../../api/pages/src/wall/staying.ts";
import { addressOf, isChosen, wantedBy } from "../../api/pages/src/wall/wanted.ts";

test("an address chooses a team, or queues, or all of them; one that says nothing chooses nothing", () => {
  assert.equal(wantedBy("?team=north").team, "north");
  assert.deepEqual(wantedBy("?queues=sales, billing,,sales").queues, ["sales", "billing"]);
  assert.deepEqual(wantedBy("?queues=a&queues=b").queues, ["a", "b"]);
  assert.equal(wantedBy("?queues=*").all, true);
  assert.deepEqual([wantedBy("").queues, isChosen(wantedBy("")), isChosen(wantedBy("?queues=*"))], [null, false, true]);
});

test("a wall is dark unless its address says light, and speaks what its address says, if anybody speaks it", () => {
  assert.deepEqual(["", "?theme=light", "?theme=x"].map((each) => wantedBy(each).theme), ["dark", "light", "dark"]);
  assert.deepEqual(["", "?lang=ru", "?lang=xx"].map((each) => wantedBy(each).language), [null, "ru", null]);
});

test("what is chosen becomes an address that is read as the same choice", () => {
  const now = wantedBy("?lang=ru&theme=light");
  for (const queues of [["a b", "c&d", "é,"], ["*"]]) {
    const again = wantedBy(addressOf({ queues }, now).slice("/wall".length));
    assert.deepEqual([again.language, again.theme], ["ru", "light"]);
    assert.deepEqual(again.all ? ["*"] : again.queues, queues[0] === "*" ? ["*"] : ["a b", "c&d", "é"]);
  }
  assert.equal(addressOf({ team: "a&b" }, wantedBy("")), "/wall?team=a%26b");
  assert.equal(addressOf({}, wantedBy("")), "/wall");
});

test("every cell has its place, whatever the screen", () => {
  for (const [width, height] of [[1920, 734], [1080, 1300], [390, 574], [3840, 1468]] as const) {
    for (let cells = 1; cells <= MOST_CELLS.wide; cells++) {
      const { columns, rows } = gridFor(cells, width, height);
      assert.ok(columns * rows >= cells && columns * (rows - 1) < cells, `${cells} on ${width}x${height}: ${columns}x${rows}`);
    }
  }
});

test("twelve stand in four columns on a wide screen, in one or two on a phone", () => {
  assert.deepEqual(gridFor(12, 1920, 734), { columns: 4, rows: 3 });
  assert.deepEqual(gridFor(1, 1920, 734), { columns: 1, rows: 1 });
  assert.ok(gridFor(8, 390, 574).columns <= 2);
});

test("more than fit are shown in turn, each once, on pages equally full", () => {
  const all = Array.from({ length: 25 }, (_, at) => at);
  const { pages, each } = pagesFor(all.length, true);
  assert.deepEqual([pages, each], [3, 9]);
  assert.deepEqual([0, 1, 2].flatMap((page) => onPage(all, page, each)), all);
  assert.deepEqual(onPage(all, 3, each), onPage(all, 0, each));
  assert.deepEqual([pagesFor(12, true).pages, pagesFor(13, true).pages, pagesFor(0, true).pages], [1, 2, 1]);
  assert.deepEqual(onPage([], 5, 0), []);
});

test("a build is known by the script that its page loads", () => {
  assert.equal(scriptOf('<script type="module" crossorigin src="/assets/wall-x1.js"></script>'), "/assets/wall-x1.js");
  assert.equal(scriptOf("<p>the service is being upgraded</p>"), "");
});
