"""What a person sees: a table of figures with their targets, and bars from p50 to p99 on a logarithmic scale."""

import math
from typing import NamedTuple

from rich.bar import Bar
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from acd.words import Language
from benchmarks.asterisk.figures import LOST, Comparison, Ratio, Target
from benchmarks.asterisk.plan import SideName
from benchmarks.asterisk.words import say

COLOURS = {SideName.ACD: "green", SideName.QUEUE: "yellow"}
LOWEST_MS, HIGHEST_MS = 0.5, 2000.0
DECADES = math.log10(HIGHEST_MS / LOWEST_MS)
NARROWEST = 0.02
"""Of the whole scale: a bar that begins where it ends is still seen."""


class Versions(NamedTuple):
    """What it was measured on."""

    asterisk: str
    python: str
    cores: int


def show(comparison: Comparison, versions: Versions, language: Language, console: Console) -> None:
    """Print the table, the bars, and whether every target was reached."""
    console.print(table(comparison, language))
    console.print(bars(comparison, language))
    console.print(Text(say("beat", language), style="dim"))
    console.print(Text(say("versions", language, **versions._asdict())))
    missed = comparison.missed()
    verdict = say("missed", language, names=", ".join(missed)) if missed else say("reached", language)
    console.print(Text(verdict, style="red" if missed else "green"))


def table(comparison: Comparison, language: Language) -> Table:
    """Return the table of all figures."""
    rounds = max(result.run.round for result in comparison.results)
    form = Table(title=say("title", language, rounds=rounds), title_justify="left")
    form.add_column(say("figure", language))
    for column in ("acd", "app_queue", "ratio", "target"):
        form.add_column(say(column, language), justify="right")
    for ratio in comparison.ratios:
        form.add_row(*row(comparison, ratio, language))
    form.add_section()
    form.add_row(say("acd_cpu_ms_per_call", language), f"{comparison.acd_cpu_ms_per_call:.2f}")
    lost = judged(comparison.lost, LOST, digits=0)
    form.add_row(say("lost", language), lost, "", "", str(LOST))
    return form


def row(comparison: Comparison, ratio: Ratio, language: Language) -> tuple[RenderableType, ...]:
    """Return one row: both sides' values, the ratio, and its target."""
    ours, theirs = (getattr(comparison.median(ratio.scenario, side), ratio.value) for side in SideName)
    digits = 0 if ratio.value == "served" else 2
    return (
        say(ratio.name, language, seconds=comparison.measured_s(ratio.scenario)),
        f"{ours:.{digits}f}",
        f"{theirs:.{digits}f}",
        judged(comparison.ratio(ratio), ratio.target),
        "" if ratio.target is None else str(ratio.target),
    )


def judged(value: float, target: Target | None, digits: int = 3) -> Text:
    """Return a value in the colour of its target."""
    style = "" if target is None else "green" if target.reached_by(value) else "red"
    return Text(f"{value:.{digits}f}", style=style)


def bars(comparison: Comparison, language: Language) -> Group:
    """Return a bar for each scenario and side, from its p50 to its p99."""
    form = Table.grid(padding=(0, 1), expand=True)
    form.add_column(no_wrap=True)
    form.add_column(no_wrap=True)
    form.add_column(ratio=1)
    for scenario in comparison.scenarios:
        for side in SideName:
            values = comparison.median(scenario, side)
            bar = Bar(1.0, *ends(values.p50_ms, values.p99_ms), color=COLOURS[side])
            form.add_row(say(scenario, language) if side is SideName.ACD else "", Text(side, COLOURS[side]), bar)
    return Group(Text(say("scale", language, low=LOWEST_MS, high=HIGHEST_MS / 1000)), form)


def ends(p50_ms: float, p99_ms: float) -> tuple[float, float]:
    """Return where a bar begins and ends on the scale, both from 0 to 1."""
    begin, end = (math.log10(max(ms, LOWEST_MS) / LOWEST_MS) / DECADES for ms in (p50_ms, p99_ms))
    begin = min(begin, 1.0 - NARROWEST)
    return begin, min(1.0, max(end, begin + NARROWEST))
