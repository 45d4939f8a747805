/** What of the day is worth drawing: from the first thing that happened, in stretches as long as fit the time since. */

import type { CurvePoint } from "../types.ts";

/** Fewer points than this are no curve. */
const FEWEST = 3;

/** The points from just before the first in which something happened; few as they may be, some. */
export function worthDrawing(points: CurvePoint[]): CurvePoint[] {
  const first = points.findIndex((each) => each.offered > 0 || each.answered > 0 || each.abandoned > 0);
  if (first < 0) return [];
  return points.slice(Math.max(0, Math.min(first - 1, points.length - FEWEST)));
}

/** Minutes of a stretch for a day that lasts so many minutes by now: never more than a hundred points. */
export function stretchFor(minutes: number): number {
  if (minutes <= 60) return 1;
  return minutes <= 240 ? 5 : 15;
}
