"""The figures of a simulation by period as a table for a spreadsheet: one row of numbers, a column a measure."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from simulator.report.numbers import clock
from simulator.statistics.results import GROUP_MEASURES, MEASURES, MORE_MEASURES, Figures, Results

NAMES: Final = tuple(dict.fromkeys((*MEASURES, *MORE_MEASURES, *GROUP_MEASURES)))
HEAD: Final = ("of", "name", "from", "to", *(f"{name}{end}" for name in NAMES for end in ("", "_half_width")))
ACTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: a spreadsheet would take a name for a formula."""


def write_csv(results: Results, file: Path) -> None:
    """Write the total, the types and the groups, each as a whole (without ``from`` and ``to``) and by period.

    Numbers are written as in the JSON; what a row has not is left empty.

    Raises:
        OSError: the file cannot be written.
    """
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(rows(results))


def rows(results: Results) -> Iterator[list[object]]:
    """Give all rows in the order in which they are shown."""
    yield from rows_of("total", "", results.total, results.periods, results)
    for name, kind in results.types.items():
        yield from rows_of("type", name, kind.all, kind.periods, results)
    for name, group in results.groups.items():
        yield from rows_of("group", name, group.all, group.periods, results)


def rows_of(
    what: str, name: str, whole: Figures, periods: tuple[Figures, ...], results: Results
) -> Iterator[list[object]]:
    """Give one row of the whole and one a period."""
    plain = f"'{name}" if name.startswith(ACTS) else name
    yield [what, plain, "", "", *cells(whole)]
    for begin, end, figures in zip(results.edges_s, results.edges_s[1:], periods, strict=False):
        yield [what, plain, clock(begin), clock(end), *cells(figures)]


def cells(figures: Figures) -> Iterator[object]:
    """Give each measure and its half width."""
    for name in NAMES:
        found = figures.get(name)
        yield from ("", "") if found is None else (found.mean, found.half_width)
