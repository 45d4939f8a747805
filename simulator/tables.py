"""The figures of a simulation as tables for a terminal of 80 columns or more."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from acd.printable import printable
from acd.words import Language
from simulator.commands_words import say
from simulator.report.numbers import NOTHING, SHARES, per_cent, seconds, seen, show, span, with_sign
from simulator.report.words import formula, measure
from simulator.statistics.results import Figure, Figures, GroupResults, Results, TypeResults

TOTAL: Final = (
    "offered", "served", "abandoned", "blocked", "balked", "sent_away", "retried", "service_level",
    "p_day_meets_target", "p_wait", "wait_mean_s", "wait_mean_served_s", "wait_mean_delayed_s", "wait_p50_s",
    "wait_p90_s", "wait_p95_s", "wait_p99_s", "queue_length_mean", "aht_s", "occupancy",
)  # fmt: skip
RARE: Final = frozenset({"blocked", "balked", "sent_away", "retried"})
"""Shown only where there are any."""

OF_TYPES: Final = ("offered", "service_level", "wait_mean_s", "abandoned", "p_wait", "wait_p95_s", "aht_s", "served")
OF_PERIODS: Final = ("offered", "service_level", "wait_mean_s", "abandoned", "occupancy", "queue_length_mean", "p_wait")
OF_GROUPS: Final = ("served", "occupancy", "aht_s", "handling_h", "ready_h", "wait_mean_served_s")
"""The most telling first: how many of them are shown depends on the terminal's width."""

MOST_ROWS: Final = 100
"""Rows of a table; a day in quarters of an hour has 96."""

LONGEST_NAME: Final = 24
BETWEEN: Final = 2


def results_text(results: Results, language: Language, width: int | None = None) -> str:
    """Lay out the total with the service level's formula, then types, periods and groups; as wide as the terminal."""
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        print_results(results if results.days > 1 else without_intervals(results), language, console)
    return without_ends(captured.get())


def without_ends(text: str) -> str:
    """Take away blanks at the ends of lines, which tables leave."""
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


def without_intervals(results: Results) -> Results:
    """Take the intervals away: a single day has none."""

    def bare(figures: Figures) -> Figures:
        return {name: Figure(each.mean, 0.0) for name, each in figures.items()}

    def bare_all(periods: Iterable[Figures]) -> tuple[Figures, ...]:
        return tuple(map(bare, periods))

    replace = msgspec.structs.replace
    return replace(
        results,
        total=bare(results.total),
        periods=bare_all(results.periods),
        types={
            name: replace(each, all=bare(each.all), periods=bare_all(each.periods))
            for name, each in results.types.items()
        },
        groups={name: GroupResults(bare(each.all), bare_all(each.periods)) for name, each in results.groups.items()},
    )


def print_results(results: Results, language: Language, console: Console) -> None:
    """Print everything; one line says so if the terminal is too narrow for all columns."""
    console.print(Text(headline(results, language), style="bold"))
    console.print(total_table(results, language))
    types = types_of(results, language)
    periods = [
        (span(begin, end), each)
        for begin, end, each in zip(results.edges_s, results.edges_s[1:], results.periods, strict=False)
    ]
    groups = [(name, each.all) for name, each in results.groups.items()]
    whole = [
        print_rows("type", OF_TYPES, types if len(types) > 1 else [], language, console),
        print_rows("period", OF_PERIODS, periods if len(periods) > 1 and not results.steady else [], language, console),
        print_rows("group", OF_GROUPS, groups, language, console),
    ]
    if not all(whole):
        console.print(Text(say("more_columns", language), style="dim"))


def headline(results: Results, language: Language) -> str:
    """Say what was simulated, and what the intervals are."""
    key = "of_batches" if results.steady else "of_days" if results.days > 1 else "of_one_day"
    return say(key, language, name=printable(results.scenario), days=results.days, seed=results.seed)


def figure_text(figures: Figures, name: str, language: Language, unit: str = "") -> str:
    """Write a measure with its interval and, of shares, the per cent sign: ``85.3% ± 0.4``, or with another unit."""
    shown = show(seen(figures, name), name, language)
    if shown.mean == NOTHING:
        return NOTHING
    mean = with_sign(shown.mean, language) if name in SHARES else shown.mean
    return f"{mean}{unit} ± {shown.half_width}" if shown.half_width else f"{mean}{unit}"


def formula_text(results: Results, language: Language) -> str:
    """Say in words what the service level is, with its two times in their places, if they are those of all types."""
    if len(set(map(times_of, results.types.values()))) > 1:
        return f"{formula(results.definition, language)}; {say('times_of_types', language)}"
    times = {"T": seconds(results.threshold_s, language), "S": seconds(results.quick_s, language)}
    return re.sub(r"\b[TS]\b", lambda found: times[found[0]], formula(results.definition, language))


def times_of(kind: TypeResults) -> tuple[float, float]:
    """Give a type's T and S."""
    return kind.threshold_s, kind.quick_s


def types_of(results: Results, language: Language) -> list[tuple[str, Figures]]:
    """Give the types' figures by their names, with T beside the name where they differ in it."""
    differ = len({each.threshold_s for each in results.types.values()}) > 1
    return [
        (f"{name}, T {seconds(each.threshold_s, language)}" if differ else name, each.all)
        for name, each in results.types.items()
    ]


def total_table(results: Results, language: Language) -> Padding:
    """One row a measure; beside the service level stands what it is."""
    table = Table.grid(padding=(0, BETWEEN))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    for name in TOTAL:
        if name in RARE and not (name in results.total and results.total[name].mean > 0):
            continue
        if name == "p_day_meets_target" and results.steady:
            continue
        table.add_row(*total_row(results, name, language))
    return Padding(table, (1, 0))


def total_row(results: Results, name: str, language: Language) -> tuple[Text, Text, str]:
    """Name a measure, write it with its unit, and say what has to be known of it."""
    unit = f"\u00a0{measure('unit_s', language)}" if name.endswith("_s") else ""
    style, remark = "", ""
    if name == "service_level":
        style, remark = "bold", formula_text(results, language)
    if name == "p_day_meets_target":
        remark = say("the_target", language, target=per_cent(results.target, language))
    figure = figure_text(results.total, name, language, unit)
    return Text(measure(name, language), style=style), Text(figure, style=style), remark


def print_rows(
    what: str, names: Sequence[str], rows: Sequence[tuple[str, Figures]], language: Language, console: Console
) -> bool:
    """Print a table with a row for each of ``rows``, in as many columns as fit; False if some did not."""
    if not rows:
        return True
    cells = [
        [
            printable(name.replace("\u00a0", " "), LONGEST_NAME),
            *(figure_text(figures, each, language) for each in names),
        ]
        for name, figures in rows[:MOST_ROWS]
    ]
    head = [say(what, language), *(say(f"col_{each}", language) for each in names)]
    count = columns_that_fit([head, *cells], console.width)
    console.print(Text(say(f"{what}s", language), style="bold"))
    console.print(Padding(plain_table(head[:count], (row[:count] for row in cells)), (0, 0, 1, 0)))
    if len(rows) > MOST_ROWS:
        console.print(Text(say("more_rows", language, count=len(rows) - MOST_ROWS), style="dim"))
    return count == len(head)


def columns_that_fit(rows: Sequence[Sequence[str]], width: int) -> int:
    """Count the leading columns that fit into ``width``; at least two, however narrow it is."""
    taken = count = 0
    for column in zip(*rows, strict=True):
        taken += max(map(cell_len, column)) + (BETWEEN if count else 0)
        if taken > width and count >= 2:
            break
        count += 1
    return count


def plain_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Make a table whose first column is text and whose others are figures."""
    table = Table(box=None, padding=(0, BETWEEN, 0, 0), pad_edge=False, header_style="dim")
    for index, label in enumerate(head):
        table.add_column(Text(label), justify="right" if index else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    return table
