"""Variants side by side in a terminal: each measure, its difference to the first variant, and how sure that is."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from acd.printable import printable
from acd.words import Language
from simulator.commands_words import say
from simulator.report.numbers import show
from simulator.statistics.paired import Comparison, Differences
from simulator.statistics.results import Figure, Figures, Results
from simulator.tables import figure_text, formula_text, without_ends, without_intervals

OF_TOTAL: Final = (
    "offered", "service_level", "p_day_meets_target", "wait_mean_s", "wait_p95_s", "p_wait", "abandoned", "blocked",
    "balked", "occupancy",
)  # fmt: skip
OF_TYPES: Final = ("service_level", "wait_mean_s", "abandoned")
OF_GROUPS: Final = ("occupancy",)
RARE: Final = frozenset({"blocked", "balked"})

MOST_NAMES: Final = 30
"""Types or groups that are compared in a terminal; of more, --json and --report tell."""

LONGEST_NAME: Final = 40
LONGEST_VARIANT: Final = 18
"""Longer names are said once, and numbers stand for them in the tables."""
LONGEST_LEGEND: Final = 200
BETWEEN: Final = 2


Kind: TypeAlias = Literal["total", "types", "groups"]


class Line(NamedTuple):
    """A row: the measure (in its first row), the variant, its figure, the difference, and whether it is significant.

    Or only the name of the type or group, over its measures.
    """

    measure: str
    variant: str
    figure: str
    difference: str
    certain: str


class Side(NamedTuple):
    """A variant: its figures of something, and how they differ from the first's; None if it is the first."""

    name: str
    figures: Figures
    apart: Differences | None


def comparison_text(
    variants: Sequence[Results], differences: Sequence[Comparison], language: Language, width: int | None = None
) -> str:
    """Lay out ``variants`` and the ``differences`` of all but the first to the first."""
    console = Console(width=width, highlight=False)
    if variants[0].days == 1:
        variants = [without_intervals(each) for each in variants]
    with console.capture() as captured:
        first = variants[0]
        key = "compared_batches" if first.steady else "compared"
        head = say(key, language, count=len(variants), days=first.days, seed=first.seed)
        console.print(Text(head, style="bold"))
        console.print(Text(f"{say('col_service_level', language)}: {formula_text(first, language)}", style="dim"))
        console.print()
        if max(cell_len(each.scenario) for each in variants) > LONGEST_VARIANT:
            for number, each in enumerate(variants, 1):
                console.print(Text(f"{number}  {printable(each.scenario, LONGEST_LEGEND)}"), soft_wrap=True)
            console.print()
            variants = [msgspec.structs.replace(each, scenario=str(number)) for number, each in enumerate(variants, 1)]
        for title, lines in sections(variants, differences, language):
            of_run = title == "total" and first.steady
            console.print(Text(say("total_of_run" if of_run else title, language), style="bold"))
            console.print(table_of(lines, language))
        console.print(Text(say("is_certain", language), style="dim"))
    return without_ends(captured.get())


def sections(
    variants: Sequence[Results], differences: Sequence[Comparison], language: Language
) -> Iterator[tuple[Kind, list[Line]]]:
    """Give the tables by what they are of: the total, then the types, if there are several, and the groups."""
    of_types, of_groups = list(variants[0].types)[:MOST_NAMES], list(variants[0].groups)[:MOST_NAMES]
    tables: list[tuple[Kind, list[str], tuple[str, ...]]] = [
        ("total", [""], OF_TOTAL),
        ("types", of_types if len(of_types) > 1 else [], OF_TYPES),
        ("groups", of_groups, OF_GROUPS),
    ]
    for kind, names, measures in tables:
        lines: list[Line] = []
        for name in names:
            both = sides(variants, differences, kind, name)
            indent = "  " if name else ""
            lines += [Line(name, "", "", "", "")] if name else []
            shown = [each for each in measures if not (each == "p_day_meets_target" and variants[0].steady)]
            lines += [line for measure in shown for line in lines_of(measure, indent, both, language)]
        if lines:
            yield kind, lines


def sides(variants: Sequence[Results], differences: Sequence[Comparison], kind: Kind, name: str) -> list[Side]:
    """Put each variant's figures of the total, of a type or of a group beside how they differ from the first's."""
    apart = [None, *(differences_of(each, kind, name) for each in differences)]
    return [
        Side(each.scenario, figures_of(each, kind, name), difference)
        for each, difference in zip(variants, apart, strict=True)
    ]


def figures_of(results: Results, kind: Kind, name: str) -> Figures:
    """Give the figures of the total, of a type or of a group; none if this variant has no such."""
    if kind == "total":
        return results.total
    found = results.types.get(name) if kind == "types" else results.groups.get(name)
    return {} if found is None else found.all


def differences_of(comparison: Comparison, kind: Kind, name: str) -> Differences | None:
    """Give the differences of the total, of a type or of a group; None if not both variants have it."""
    if kind == "total":
        return comparison.total
    return (comparison.types if kind == "types" else comparison.groups).get(name)


def lines_of(measure: str, indent: str, variants: Sequence[Side], language: Language) -> Iterator[Line]:
    """Give a row for each variant; none of what happened in no variant and rarely happens at all."""
    found = [each.figures.get(measure) for each in variants]
    if measure in RARE and not any(figure is not None and figure.mean > 0 for figure in found):
        return
    label = f"{indent}{say(f'col_{measure}', language)}"
    for number, each in enumerate(variants):
        difference, certain = told(measure, each.apart, language) if number else ("", say("first", language))
        figure = figure_text(each.figures, measure, language)
        yield Line("" if number else label, each.name, figure, difference, certain)


def told(measure: str, differences: Differences | None, language: Language) -> tuple[str, str]:
    """Write a difference with its interval, and say in a word whether it is more than chance."""
    found = None if differences is None else differences.get(measure)
    if found is None:
        return "", ""
    # Of one pair of days nothing is known but their difference, and the half width is as large.
    certain = 0.0 if found.half_width == abs(found.difference) else found.half_width
    shown = show(Figure(found.difference, certain), measure, language)
    sign = "+" if found.difference > 0 else ""
    return f"{sign}{shown}", say("yes" if found.significant else "no", language)


def table_of(lines: Sequence[Line], language: Language) -> Padding:
    """Make one table; if it is too wide, names are cut and never figures."""
    heads = [say(key, language) for key in ("measure", "variant", "figure", "difference", "certain")]
    table = Table(box=None, padding=(0, BETWEEN, 0, 0), pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        least = max(len(each) for each in (head, *(line[place] for line in lines))) if place >= 2 else None
        table.add_column(Text(head), justify="right" if place in (2, 3) else "left", no_wrap=True, min_width=least)
    for line in lines:
        names = (printable(line.measure, LONGEST_NAME), printable(line.variant, LONGEST_NAME))
        table.add_row(*map(Text, (*names, line.figure, line.difference, line.certain)))
    return Padding(table, (0, 0, 1, 0))
