/** How many cells fit on a screen, in which grid; what does not fit comes on further pages, in turn. */

export interface Grid {
  columns: number;
  rows: number;
}

/** On a screen that is wider than high, and on one that stands. */
export const MOST_CELLS = { wide: 12, high: 8 };

/** A cell reads best when it is about this much wider than high. */
const BEST_SHAPE = 1.5;

/** The grid for so many cells on a screen of this shape: the one whose cells come nearest to the best shape. */
export function gridFor(cells: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, cells) };
  let least = Infinity;
  for (let columns = 1; columns <= Math.max(1, cells); columns++) {
    const rows = Math.max(1, Math.ceil(cells / columns));
    const shape = width / columns / (height / rows);
    const empty = columns * rows - cells;
    const off = Math.abs(Math.log(shape / BEST_SHAPE)) + (empty / Math.max(1, cells));
    if (off < least) [best, least] = [{ columns, rows }, off];
  }
  return best;
}

/** How many pages the cells take, each as full as the others. */
export function pagesFor(cells: number, wide: boolean): { pages: number; each: number } {
  const most = wide ? MOST_CELLS.wide : MOST_CELLS.high;
  const pages = Math.max(1, Math.ceil(cells / most));
  return { pages, each: Math.ceil(cells / pages) };
}

/** What is shown on a page; pages go round. */
export function onPage<T>(all: readonly T[], page: number, each: number): T[] {
  const pages = Math.max(1, Math.ceil(all.length / Math.max(1, each)));
  return all.slice((page % pages) * each, ((page % pages) + 1) * each);
}
