"""``python -m benchmarks waits``: simulates, shows a table, draws, and ends with one JSON object if asked to."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from acd.cli_parts import Lang, fail, tongue
from acd.printable import printable
from acd.words import Language, language_of_environment
from benchmarks.waits.figures import FULL, QUICK, Figures, Measured, all_figures
from benchmarks.waits.measured import MEASURES, scale
from benchmarks.waits.plot import save_plot
from benchmarks.waits.sides import Variant
from benchmarks.waits.words import say
from simulator.report.numbers import number

HELP: Final = say("help", language_of_environment())


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def waits(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    plot: Annotated[Path | None, typer.Option("--plot", help=help_of("plot"), metavar="FILE")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help=help_of("jobs"), min=1)] = None,
    lang: Lang = None,
) -> None:
    """Simulate, print the table, draw, and print the JSON object last."""
    language, progress = tongue(lang), Console(stderr=True)
    figures = all_figures(
        QUICK if quick else FULL,
        jobs=jobs,
        say=lambda load: progress.print(say("simulating", language, load=load), style="dim", highlight=False),
    )
    show(figures, language, Console(highlight=False))
    if as_json:
        print(json.dumps(figures.as_object(), allow_nan=False))
    if plot is not None:
        try:
            save_plot(figures, plot, language)
        except (OSError, ValueError) as fault:
            fail(say("not_written", language, file=printable(str(plot)), why=printable(str(fault))))


def show(figures: Figures, language: Language, console: Console) -> None:
    """Print the table, what its words mean, and where ours is better or worse for certain."""
    console.print(table(figures, language))
    for row in figures.rows:
        load, best, steps = number(row.load, 1, language), row.best(), row.best("steps")
        console.print(say("chosen", language, load=load, best=name_of(best, language), steps=steps.strategy))
    real = sum(variant.is_real for variant in figures.plan.variants)
    console.print(say("meaning", language, count=real))
    console.print(verdicts(figures, language))


def table(figures: Figures, language: Language) -> Table:
    """Return four lines for each load: ours, app_queue's best, the difference, and half its interval."""
    calls = number(figures.capacity_calls_per_h, 0, language)
    title = say("title", language, calls=calls, days=figures.plan.days)
    form = Table(title=title, title_justify="left", box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    form.add_column(say("load", language), no_wrap=True)
    for measure in MEASURES:
        form.add_column(say(measure, language), justify="right")
    for row in figures.rows:
        found = {name: row.difference(name) for name in MEASURES}
        half_widths = [shown(each.half_width, name, language) for name, each in found.items()]
        stars = [shown(each.mean, name, language) + "*" * each.significant for name, each in found.items()]
        form.add_row(f"{number(row.load, 1, language)} {say('acd', language)}", *cells(row.acd, language))
        form.add_row("    " + say("app_queue", language), *cells(row.app_queue[row.best()], language))
        form.add_row("    " + say("difference", language), *stars, style="bold")
        form.add_row("    ±", *half_widths, style="dim", end_section=True)
    return form


def verdicts(figures: Figures, language: Language) -> Table:
    """Return at how many loads ours is better, and worse, than app_queue's best, and than its best with our wishes."""
    form = Table(title=say("verdict", language, loads=len(figures.rows)), title_justify="left", box=SIMPLE_HEAD)
    form.add_column(say("measure", language))
    for column in ("than_best", "than_steps"):
        form.add_column(say(column, language), justify="right")
    for measure in MEASURES:
        both = (figures.better_and_worse(measure), figures.better_and_worse(measure, "steps"))
        form.add_row(say(measure, language), *(f"{better} / {worse}" for better, worse in both))
    return form


def name_of(variant: Variant, language: Language) -> str:
    """Return how a variant is called under the table."""
    return f"{variant.strategy}, {say(f'penalties_{variant.penalties}', language)}"


def cells(found: Measured, language: Language) -> list[str]:
    """Return every measure as people read it."""
    return [shown(float(found[name].mean), name, language) for name in MEASURES]


def shown(value: float, measure: str, language: Language) -> str:
    """Return one figure as people read it."""
    return number(value * scale(measure), 2 if measure == "billing_level" else 1, language)
