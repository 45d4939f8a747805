"""``python -m benchmarks decision``: measures, shows a table, and ends with one JSON object if asked to."""

import json
import platform
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from acd.cli_parts import Lang, tongue
from acd.words import Language, language_of_environment
from benchmarks.decision.figures import FULL, QUICK, TARGETS, Figures, Spread, all_figures
from benchmarks.decision.words import say

HELP = say("help", language_of_environment())


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def decision(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    lang: Lang = None,
) -> None:
    """Measure, print the table, and the JSON object last."""
    language, progress = tongue(lang), Console(stderr=True)
    figures = all_figures(
        QUICK if quick else FULL,
        say=lambda key, agents: progress.print(say(key, language, agents=agents), style="dim", highlight=False),
    )
    show(figures, language, Console())
    if as_json:
        print(json.dumps({**figures.as_object(), "python": platform.python_version()}, allow_nan=False))


def show(figures: Figures, language: Language, console: Console) -> None:
    """Print the table, and whether every target was reached."""
    console.print(table(figures, language))
    missed = figures.missed()
    verdict = say("missed", language, names=", ".join(missed)) if missed else say("reached", language)
    console.print(Text(verdict, style="red" if missed else "green"))


def table(figures: Figures, language: Language) -> Table:
    """Return the table of all figures."""
    usual = figures.usual
    form = Table(title=say("title", language, agents=usual.agents, waiting=usual.waiting), title_justify="left")
    form.add_column(say("figure", language))
    for column in ("p50", "p99", "target"):
        form.add_column(say(column, language), justify="right")
    form.add_row(say("whole", language), *percentiles(usual.whole), f"p99 {TARGETS['p99_us']}")
    for fact, spread in usual.by_fact.items():
        form.add_row(say(fact, language), *percentiles(spread), "")
    form.add_row(say("as_timed", language), *percentiles(usual.as_timed), "")
    form.add_section()
    for size in (figures.few, figures.many):
        form.add_row(say("size", language, agents=size.agents, waiting=size.waiting), *percentiles(size.whole), "")
    form.add_section()
    growth = say("growth", language, few=figures.few.agents, many=figures.many.agents)
    form.add_row(growth, f"{figures.growth:.2f}", "", str(TARGETS["growth"]))
    weight = say("bytes_per_waiting_call", language)
    form.add_row(weight, f"{figures.bytes_per_waiting_call:.0f}", "", str(TARGETS["bytes_per_waiting_call"]))
    return form


def percentiles(spread: Spread) -> tuple[str, str]:
    """Return the two percentiles as people read them."""
    return f"{spread.p50_us:.1f}", f"{spread.p99_us:.1f}"
