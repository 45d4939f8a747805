"""The words and tables of a comparison's page."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from acd.printable import printable
from acd.words import Language
from simulator.report import findings
from simulator.report.comparison_findings import MOST_DRAWN, shown_difference
from simulator.report.numbers import SHARES
from simulator.report.page import Verdict
from simulator.report.series import OF_DAYS
from simulator.report.tables import (
    MOST_ROWS,
    OF_CALLS,
    OF_GROUPS,
    RARE,
    Column,
    Row,
    Table,
    column,
    more_rows,
    table,
    titled,
)
from simulator.report.words import say
from simulator.statistics.paired import Comparison, Difference
from simulator.statistics.results import Results

MOST_NAMES: Final = 3
TYPES: Final = ("offered", "served", "abandoned", "service_level", "p_wait", "wait_mean_s", "wait_p90_s")


def title(variants: Sequence[Results], language: Language) -> str:
    """Return the names of the variants, or of the first ones."""
    names = [printable(each.scenario) for each in variants[:MOST_NAMES]]
    if more := len(variants) - MOST_NAMES:
        names += [say("more_variants", language, count=more)] if more > 0 else []
    return " · ".join(names)


def verdicts(variants: Sequence[Results], language: Language) -> list[Verdict]:
    """Return for each of the first variants whether it meets the target."""
    return [
        Verdict(
            findings.judged(each),
            say(
                "variant_verdict", language, variant=printable(each.scenario), verdict=findings.verdict(each, language)
            ),
        )
        for each in variants[:MOST_DRAWN]
    ]


def tables_of(variants: Sequence[Results], comparisons: Sequence[Comparison], language: Language) -> list[Table]:
    """Return the variants side by side, then the differences of the whole, of types and of groups."""
    totals = [(each.scenario, each.total) for each in variants]
    types = [(f"{each.other} · {name}", found) for each in comparisons for name, found in each.types.items()]
    groups = [(f"{each.other} · {name}", found) for each in comparisons for name, found in each.groups.items()]
    wholes = [(each.other, each.total) for each in comparisons]
    title = partial(titled, results=variants[0], language=language)
    of_calls = [name for name in OF_CALLS if not (variants[0].steady and name == OF_DAYS)]
    found = [
        table("variants", title("variants"), "variant", OF_CALLS, totals, language),
        table_of_differences("differences", title("differences"), of_calls, wholes, language),
        table_of_differences("types_differences", title("types_differences"), TYPES, types, language),
        table_of_differences("groups_differences", title("groups_differences"), OF_GROUPS, groups, language),
    ]
    return [each for each in found if each.rows]


def table_of_differences(
    key: str, title: str, names: Sequence[str], rows: Sequence[tuple[str, Mapping[str, Difference]]], language: Language
) -> Table:
    """Return a table of differences; those that are more than chance have a star."""
    shown = [name for name in names if any(there(found.get(name), name) for _, found in rows)]
    lines = [
        Row(Column(printable(head)), [shown_difference(found.get(name), name, language) for name in shown])
        for head, found in rows[:MOST_ROWS]
    ]
    columns = [points(column(name, language), name, language) for name in shown]
    note = " ".join(filter(None, (more_rows(len(rows), language), say("stars", language))))
    return Table(key, title, say("variant", language), columns, lines, note=note)


def there(difference: Difference | None, name: str) -> bool:
    """Whether there is anything to show of a measure; of rare ones only if there are any."""
    return difference is not None and (name not in RARE or max(difference.base, difference.other) > 0)


def points(head: Column, name: str, language: Language) -> Column:
    """Return the head of a column of differences: those of shares are in points."""
    return Column(head.label, say("unit_points", language)) if name in SHARES else head
