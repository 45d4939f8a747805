"""``python -m benchmarks simulator``: measures, shows a table, and ends with one JSON object if asked to."""

import json
import platform
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from acd.cli_parts import Lang, tongue
from acd.words import Language, language_of_environment
from benchmarks.simulator.figures import FULL, QUICK, TARGETS, Figures, all_figures
from benchmarks.simulator.peers import PEERS
from benchmarks.simulator.words import say

HELP = say("help", language_of_environment())


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def simulator(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    lang: Lang = None,
) -> None:
    """Measure, print the table, and the JSON object last."""
    language, progress = tongue(lang), Console(stderr=True)

    def tell(key: str, **blanks: object) -> None:
        progress.print(say(f"doing_{key}", language, **blanks), style="dim", highlight=False)

    figures = all_figures(QUICK if quick else FULL, say=tell)
    show(figures, language, Console())
    if as_json:
        print(json.dumps({**figures.as_object(), "python": platform.python_version()}, allow_nan=False))


def show(figures: Figures, language: Language, console: Console) -> None:
    """Print the table, the large centre's day, and whether every target was reached."""
    console.print(table(figures, language))
    console.print(Text(line_of_large(figures, language)))
    missed = figures.missed()
    verdict = say("missed", language, names=", ".join(missed)) if missed else say("reached", language)
    console.print(Text(verdict, style="red" if missed else "green"))


def table(figures: Figures, language: Language) -> Table:
    """Return the table of all sides."""
    plan, values = figures.plan, figures.values()
    engine = say(figures.engine, language)
    title = say("title", language, days=plan.days, rounds=plan.rounds, engine=engine)
    form = Table(title=title, title_justify="left")
    form.add_column(say("side", language))
    for column in ("calls_per_s", "ratio", "target", "mean_wait"):
        form.add_column(say(column, language), justify="right")
    for side in ("acd", *PEERS, "multiskill"):
        name = f"ratio_{side}"
        ratio = f"{values[name]:.3f}" if name in values else ""
        form.add_row(say(side, language), speed_of(figures, side), ratio, target_of(name), wait_of(figures, side))
    return form


def line_of_large(figures: Figures, language: Language) -> str:
    """Return what is said of the large centre's day, with its target."""
    seconds = f"{figures.values()['day_1000_s']:.2f}"
    told = say("large", language, calls=figures.large[-1].calls, seconds=seconds)
    return f"{told} ({say('target', language)} {target_of('day_1000_s')})"


def speed_of(figures: Figures, side: str) -> str:
    """Return a side's calls a second as people read them."""
    return f"{figures.calls_per_s(side):.0f}"


def target_of(name: str) -> str:
    """Return the target of a figure, "" if it has none."""
    return str(TARGETS[name]) if name in TARGETS else ""


def wait_of(figures: Figures, side: str) -> str:
    """Return the mean wait of a side's last round, with the digits by which sides are compared."""
    return f"{figures.sides[side][-1].mean_wait_s:.9f}"
