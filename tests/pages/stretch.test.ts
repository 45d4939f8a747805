import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchFor, worthDrawing } from "../../api/pages/src/page/stretch.ts";
import type { CurvePoint } from "../../api/pages/src/types.ts";

const points = (...offered: number[]): CurvePoint[] =>
  offered.map((each, at) => ({
    at, offered: each, answered: 0, abandoned: 0, service_level: null, mean_wait_s: null, waiting_mean: null, at_work_mean: null, talking_mean: null,
  })); // prettier-ignore

const counts = (drawn: CurvePoint[]): number[] => drawn.map((each) => each.offered);

test("the night before the first call is not drawn, but the stretch before it is", () => {
  assert.deepEqual(counts(worthDrawing(points(0, 0, 0, 0, 3, 0, 5))), [0, 3, 0, 5]);
  assert.deepEqual(counts(worthDrawing(points(2, 0, 1, 1))), [2, 0, 1, 1]);
});

test("a day that has just begun has a few points, one without calls has none", () => {
  assert.deepEqual(counts(worthDrawing(points(0, 0, 0, 0, 3))), [0, 0, 3]);
  assert.deepEqual(worthDrawing(points(0, 0, 0)), []);
});

test("the shorter the day is, the shorter are its stretches", () => {
  assert.deepEqual([10, 60, 61, 240, 600].map(stretchFor), [1, 1, 5, 5, 15]);
});
