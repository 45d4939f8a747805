"""``python -m benchmarks live``: measures, shows a table, and ends with one JSON object if asked to."""

import json
import platform
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from acd.cli_parts import Lang, fail, tongue
from acd.words import Language, language_of_environment
from benchmarks.live.figures import TARGETS, Figures, all_figures
from benchmarks.live.rounds import FULL, QUICK, ProcessEnded
from benchmarks.live.words import say

HELP = say("help", language_of_environment())


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def live(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    lang: Lang = None,
) -> None:
    """Measure, print the table, and the JSON object last."""
    language, progress = tongue(lang), Console(stderr=True)

    def tell(key: str, **blanks: object) -> None:
        progress.print(say(key, language, **blanks), style="dim", highlight=False)

    try:
        figures = all_figures(QUICK if quick else FULL, say=tell)
    except ProcessEnded as fault:
        fail(say("failed", language, why=fault))
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
    form = Table(title=say("title", language, calls=figures.calls), title_justify="left")
    form.add_column(say("figure", language))
    for column in ("value", "target"):
        form.add_column(say(column, language), justify="right")
    for name, value in figures._asdict().items():
        shown = say("not_built", language) if value is None else f"{value:.3g}"
        form.add_row(say(name, language), shown, str(TARGETS.get(name, "")))
    return form
