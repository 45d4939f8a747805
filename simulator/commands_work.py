"""What the planner's commands share: loading, simulating under a progress bar, ending in a sentence if they must."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from acd.cli_parts import MOST_OF_A_FINDING, fail
from acd.printable import printable
from acd.words import Language
from simulator.commands_words import say
from simulator.planning import observe
from simulator.running import DayFailed, WorkerDied, nobody_watches
from simulator.running import Progress as Told
from simulator.scenario.load import BadScenario, Scenario, load_scenario
from simulator.statistics.observations import Observations, TooLittle
from simulator.variants import MOST_VARIANTS, NoChange, SameForAll, TooManyVariants, Variant, names, variants

REFUSED: Final = 2
"""The exit code where what was given is wrong, so that a script can tell it from a failure."""

STOPPED: Final = 130
"""The exit code of what Ctrl+C has ended, as shells have it."""

BETWEEN_S: Final = 0.1
"""The bar is drawn no more often."""


class Wish(NamedTuple):
    """How much is simulated, and how; what is None the scenario says."""

    days: int | None
    seed: int | None
    jobs: int | None


class Seen(NamedTuple):
    """What was simulated, under the names of its variants."""

    observed: list[Observations]
    days: int
    seed: int


@contextmanager
def sentences(language: Language) -> Iterator[None]:
    """End with one sentence, and never with a traceback, on whatever people or machines cause."""
    try:
        yield
    except KeyboardInterrupt:
        fail(say("stopped", language), STOPPED)
    except WorkerDied:
        fail(say("worker_died", language))
    except BrokenPipeError:
        raise  # who reads has seen enough, as `head` does; the command line ends quietly
    except OSError as fault:
        where = printable(str(fault.filename or say("the_output", language)), MOST_OF_A_FINDING)
        fail(say("not_written", language, file=where, why=fault.strerror or fault))


def chosen_variants(
    files: Sequence[Path], settings: Sequence[str], varied: Sequence[str], language: Language
) -> list[Variant]:
    """Combine files and changes, or say what is not understood and end."""
    try:
        return variants(files, settings, varied)
    except NoChange as refused:
        key = "bad_vary" if str(refused) in varied else "bad_set"
        fail(say(key, language, got=printable(str(refused))), REFUSED)
    except SameForAll as refused:
        fail(say("vary_same", language, place=refused), REFUSED)
    except TooManyVariants as refused:
        fail(say("many_variants", language, count=refused, most=MOST_VARIANTS), REFUSED)


def read_scenario(variant: Variant, language: Language) -> Scenario:
    """Load a scenario with its changes and say what deserves a warning, or say all that is wrong with it and end."""
    overrides = [f"{place}={value}" for place, value in variant.changes]
    try:
        scenario = load_scenario(variant.file, overrides=overrides)
    except BadScenario as refused:
        for finding in refused.findings:
            typer.echo(printable(finding.text(language), MOST_OF_A_FINDING), err=True)
        fail(say("scenario_bad", language, file=variant.file, count=len(refused.findings)), REFUSED)
    return scenario


def warn(scenarios: Sequence[Scenario], language: Language) -> None:
    """Say each warning once, on the error stream."""
    texts = [printable(each.text(language), MOST_OF_A_FINDING) for one in scenarios for each in one.warnings]
    for text in dict.fromkeys(texts):
        typer.echo(text, err=True)


def seen(chosen: Sequence[Variant], wish: Wish, language: Language) -> Seen:
    """Simulate all variants on the same days with the same seed: what is not wished is as in the first scenario."""
    scenarios = [read_scenario(each, language) for each in chosen]
    warn(scenarios, language)
    days = scenarios[0].days if wish.days is None else wish.days
    seed = scenarios[0].seed if wish.seed is None else wish.seed
    named = names(chosen, [each.world.name for each in scenarios])
    observed = []
    with watched(days * len(chosen), language) as told:
        for number, (name, scenario) in enumerate(zip(named, scenarios, strict=True)):
            renamed = replace(scenario, world=replace(scenario.world, name=name))
            observed.append(simulated(renamed, days, seed, wish.jobs, later(told, number * days), language))
    return Seen(observed, days, seed)


def simulated(
    scenario: Scenario, days: int, seed: int, jobs: int | None, told: Told, language: Language
) -> Observations:
    """Simulate one scenario, or say why that cannot be and end."""
    try:
        return observe(scenario.world, days=days, seed=seed, jobs=jobs, progress=told)
    except DayFailed as failed:
        why = printable(str(failed.why) or type(failed.why).__name__, MOST_OF_A_FINDING)
        fail(say("day_failed", language, day=failed.day, file=scenario.file, why=why, seed=seed))
    except TooLittle as fault:
        fail(printable(str(fault), MOST_OF_A_FINDING), REFUSED)
    except OSError as fault:
        fail(say("no_processes", language, why=fault.strerror or fault))


def later(told: Told, before: int) -> Told:
    """Tell of days after ``before`` others."""
    return lambda days: told(before + days)


def check_journal_folder(folder: Path, language: Language) -> None:
    """End before anything is simulated if there are journals in ``folder`` already."""
    from simulator.traced import FolderTaken, check_folder

    try:
        check_folder(folder)
    except FolderTaken:
        fail(say("folder_taken", language, folder=folder), REFUSED)


def write_journal(variant: Variant, folder: Path, seed: int, day: int, language: Language) -> Path:
    """Write the journal of a day and say how to ask it why; return its file."""
    from simulator.traced import DayTooLong, write_day

    world = read_scenario(variant, language).world
    try:
        traced = write_day(world, folder, seed=seed, day=day)
    except DayTooLong:
        fail(say("day_too_long", language, day=day), REFUSED)
    except (AssertionError, ValueError) as why:
        said = printable(str(why), MOST_OF_A_FINDING)
        fail(say("day_failed", language, day=day, file=variant.file, why=said, seed=seed))
    longest, where = shlex.quote(traced.longest), shlex.quote(str(folder))
    key = "traced" if traced.calls else "traced_none"
    typer.echo(say(key, language, day=day, calls=traced.calls, longest=longest, folder=where), err=True)
    return traced.file


@contextmanager
def watched(days: int, language: Language) -> Iterator[Told]:
    """Show a bar on the error stream while days are simulated, if somebody looks.

    No thread draws it, because processes are forked meanwhile.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield nobody_watches
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(say("progress", language), total=days, count="")
        bar.refresh()
        yield drawn(lambda done: bar.update(task, completed=done, count=f"{done:.0f} / {days}", refresh=True))


def drawn(draw: Callable[[float], None]) -> Told:
    """Draw no more often than people see."""
    last = 0.0

    def told(done: float) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= BETWEEN_S:
            last = now
            draw(done)

    return told
