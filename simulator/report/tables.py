"""The tables of a page as plain data: what stands in each cell is text already, in the language's signs."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from acd.printable import printable
from acd.words import Language
from simulator.report.numbers import SHARES, Shown, seen, show, span
from simulator.report.series import borders
from simulator.report.words import measure, say
from simulator.statistics.results import Figures, Results

RARE: Final = frozenset({"blocked", "balked", "sent_away", "retried"})
"""Shown only where there are any."""

TOTAL: Final = (
    "offered", "served", "abandoned", "abandoned_quick", "blocked", "balked", "sent_away", "retried",
    "answered_in_threshold", "service_level", "p_day_meets_target", "p_wait", "wait_mean_s", "wait_mean_served_s",
    "wait_mean_delayed_s", "wait_p50_s", "wait_p90_s", "wait_p95_s", "wait_p99_s", "queue_length_mean", "aht_s",
    "occupancy",
)  # fmt: skip
OF_CALLS: Final = (
    "offered", "served", "abandoned", "blocked", "balked", "sent_away", "service_level", "p_day_meets_target", "p_wait",
    "wait_mean_s", "wait_p90_s", "queue_length_mean", "aht_s", "occupancy",
)  # fmt: skip
OF_GROUPS: Final = ("served", "occupancy", "handling_h", "ready_h", "aht_s", "wait_mean_served_s")
MOST_ROWS: Final = 400
"""A week in half-hours has 336; a page with many more would be no page for people."""


class Column(NamedTuple):
    """The head of a column: what is measured, and in which unit ("" for counts)."""

    label: str
    unit: str = ""


class Row(NamedTuple):
    """A row: its head, its figures, and what is to be said of it ("" for nothing)."""

    head: Column
    cells: list[Shown]
    about: str = ""


class Table(NamedTuple):
    """A table: ``key`` names it on the page, ``corner`` is the head of the column of heads, ``note`` stands below it.

    ``about`` is the head of the column of what is said of rows; without it there is no such column.
    """

    key: str
    title: str
    corner: str
    columns: list[Column]
    rows: list[Row]
    about: str = ""
    note: str = ""


Rows: TypeAlias = Sequence[tuple[str, Figures]]


def column(name: str, language: Language) -> Column:
    """Return the head of a measure."""
    unit = "unit_share" if name in SHARES else f"unit_{name[-1]}" if name.endswith(("_s", "_h")) else ""
    return Column(measure(name, language), say(unit, language) if unit else "")


def present(names: Sequence[str], rows: Rows) -> list[str]:
    """Return the measures that at least one row has; rare ones only if one has more than 0."""
    return [
        name
        for name in names
        if any(name in figures and (name not in RARE or figures[name].mean > 0) for _, figures in rows)
    ]


def titled(key: str, results: Results, language: Language) -> str:
    """Return the title of a table of counts: they are of a day, of a steady state of the whole run."""
    return say("titled_run" if results.steady else "titled_day", language, what=say(key, language))


def total(results: Results, language: Language) -> Table:
    """Return the table of all figures of the whole, with what each of them is."""
    names = present(TOTAL, [("", results.total)])
    rows = [
        Row(column(name, language), [show(seen(results.total, name), name, language)], say(f"about_{name}", language))
        for name in names
    ]
    title, columns = titled("total", results, language), [Column(say("mean", language))]
    return Table("total", title, say("measure", language), columns, rows, say("meaning", language))


def table(key: str, title: str, corner: str, names: Sequence[str], rows: Rows, language: Language) -> Table:
    """Return a table with a row for each of ``rows``."""
    shown = present(names, rows)
    return Table(
        key,
        title,
        say(corner, language),
        [column(name, language) for name in shown],
        [
            Row(Column(printable(head)), [show(seen(figures, name), name, language) for name in shown])
            for head, figures in rows[:MOST_ROWS]
        ],
        note=more_rows(len(rows), language),
    )


def more_rows(count: int, language: Language) -> str:
    """Return how many rows of so many are not shown; "" if all are."""
    return say("more_rows", language, count=count - MOST_ROWS) if count > MOST_ROWS else ""


def by_period(results: Results, figures: Sequence[Figures]) -> Rows:
    """Return rows by period."""
    edges = borders(results).tolist()
    return [(span(begin, end), each) for begin, end, each in zip(edges, edges[1:], figures, strict=False)]


def tables_of(results: Results, language: Language) -> list[Table]:
    """Return the tables of a simulation; those without rows are left out."""
    types = [(name, each.all) for name, each in results.types.items()]
    groups = [(name, each.all) for name, each in results.groups.items()]
    title = partial(titled, results=results, language=language)
    found = [
        total(results, language),
        table("types", title("types"), "type", OF_CALLS, types, language),
        table("periods", title("periods"), "period", OF_CALLS, by_period(results, results.periods), language),
        types_by_period(results, language),
        table("groups", title("groups"), "group", OF_GROUPS, groups, language),
    ]
    return [each for each in found if each.rows]


def types_by_period(results: Results, language: Language) -> Table:
    """Return the service level of each type in each period; of one type alone it would say nothing new."""
    edges = borders(results).tolist()
    types: Mapping[str, Sequence[Figures]] = {name: each.periods for name, each in results.types.items()}
    if len(types) < 2:
        edges = []
    rows = [
        Row(
            Column(span(begin, end)),
            [
                show(seen(periods[place], "service_level") if place < len(periods) else None, "service_level", language)
                for periods in types.values()
            ],
        )
        for place, (begin, end) in enumerate(pairwise(edges[: MOST_ROWS + 1]))
    ]
    heads = [Column(printable(name)) for name in types]
    note = more_rows(len(edges) - 1, language)
    return Table("types_periods", say("types_periods", language), say("period", language), heads, rows, note=note)
