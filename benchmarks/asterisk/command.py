"""``python -m benchmarks asterisk``: installs what it needs, runs every round, and shows what came of it."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from acd.cli_parts import Lang, fail, tongue
from acd.words import Language, language_of_environment
from benchmarks.asterisk.figures import Comparison, values
from benchmarks.asterisk.observer import ObserverLost
from benchmarks.asterisk.plan import FULL_ROUNDS, QUICK_ROUNDS, Run, Scenario, interleaved, scenarios
from benchmarks.asterisk.plot import save_plot
from benchmarks.asterisk.report import Versions, show
from benchmarks.asterisk.runs import Result, Stage
from benchmarks.asterisk.words import say
from simulator.lab.asterisk_lab import LabError
from simulator.lab.install import NO_ROOT, InstallError, install

WARM_UP_S = 3.0

HELP = say("help", language_of_environment())


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def asterisk(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    plot: Annotated[Path | None, typer.Option(help=help_of("plot"), metavar="FILE")] = None,
    lang: Lang = None,
) -> None:
    """Measure both sides, print the table, and save or print what was asked for."""
    language = tongue(lang)
    if plot is not None and find_spec("matplotlib") is None:
        fail(say("no_plotting", language))
    plan, rounds = scenarios(quick=quick), QUICK_ROUNDS if quick else FULL_ROUNDS
    try:
        version = install()
        with Stage() as stage:
            comparison = Comparison(measured(stage, plan, rounds, language))
    except PermissionError as fault:
        fail(say("failed", language, why=fault), NO_ROOT)
    except (InstallError, LabError, ObserverLost) as fault:
        fail(say("failed", language, why=fault))
    versions = Versions(version.removeprefix("Asterisk "), platform.python_version(), os.cpu_count() or 1)
    show(comparison, versions, language, Console())
    if plot is not None:
        save_plot(comparison.medians(), plot, language)
        print(say("plot_at", language, path=plot))
    if as_json:
        print(as_object(comparison, versions, rounds))


def measured(stage: Stage, plan: Sequence[Scenario], rounds: int, language: Language) -> list[Result]:
    """Warm up, then play every run; says on the error stream how far it is."""
    runs = list(interleaved(plan, rounds))
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    results = []
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(say("warming", language), total=len(runs))
        for run in warm_up(plan):
            stage.play(run)
        for run in runs:
            progress.update(task, description=f"{run.scenario.name} {run.side}")
            results.append(stage.play(run))
            progress.console.print(line(results[-1], language), highlight=False)
            progress.advance(task)
    return results


def warm_up(plan: Sequence[Scenario]) -> Iterator[Run]:
    """Yield a short run of each side that does not count: the first calls load files and fill caches."""
    yield from interleaved((plan[0]._replace(measured_s=WARM_UP_S),), 1)


def line(result: Result, language: Language) -> str:
    """Say what one run showed."""
    run, seen = result.run, values(result)
    return say(
        "run_done",
        language,
        round=run.round,
        scenario=run.scenario.name,
        side=run.side,
        p50=seen.p50_ms,
        p99=seen.p99_ms,
        served=result.served,
    )


def as_object(comparison: Comparison, versions: Versions, rounds: int) -> str:
    """Return every figure, both sides' values and the versions as one JSON object on one line."""
    whole = {
        **comparison.figures(),
        "missed": comparison.missed(),
        "rounds": rounds,
        "absolute": comparison.absolute(),
        "versions": versions._asdict(),
    }
    return json.dumps(whole, allow_nan=False)
