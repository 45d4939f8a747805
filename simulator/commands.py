"""``acd simulate`` and ``acd compare``: a planner's questions to the production engine under a virtual clock.

What they need is imported when they run: ``acd run`` has no use for numpy's statistics or plots.
"""

from pathlib import Path
from typing import Annotated

import typer

from acd.cli_parts import Lang, fail, tongue
from acd.words import Language, language_of_environment
from simulator.commands_words import say

MOST_DAYS = 1_000_000
"""So many days need days of work; one more digit is a slip."""

MOST_SEED = 2**53
MOST_JOBS = 256


def help_of(key: str) -> str:
    """Return a help text; it is needed when this module loads, so only the environment can choose its language."""
    return say(f"help_{key}", language_of_environment())


Days = Annotated[int | None, typer.Option("--days", help=help_of("days"), min=1, max=MOST_DAYS)]
Seed = Annotated[int | None, typer.Option("--seed", help=help_of("seed"), min=0, max=MOST_SEED)]
Jobs = Annotated[int | None, typer.Option("--jobs", help=help_of("jobs"), min=1, max=MOST_JOBS)]
AsJson = Annotated[bool, typer.Option("--json", help=help_of("json"))]
Set = Annotated[list[str] | None, typer.Option("--set", help=help_of("set"), metavar="PLACE=VALUE")]
Vary = Annotated[list[str] | None, typer.Option("--vary", help=help_of("vary"), metavar="PLACE=VALUE,VALUE")]
Report = Annotated[Path | None, typer.Option("--report", help=help_of("report"), metavar="FOLDER")]
Csv = Annotated[Path | None, typer.Option("--csv", help=help_of("csv"), metavar="FILE")]
JournalOfDay = Annotated[Path | None, typer.Option("--journal", help=help_of("journal"), metavar="FOLDER")]
DayNumber = Annotated[int, typer.Option("--day", help=help_of("day"), min=0, max=MOST_DAYS)]


def simulate(
    scenario: Annotated[Path, typer.Argument(help=help_of("scenario"), metavar="SCENARIO")],
    days: Days = None,
    seed: Seed = None,
    as_object: AsJson = False,
    jobs: Jobs = None,
    settings: Set = None,
    report: Report = None,
    csv: Csv = None,
    journal: JournalOfDay = None,
    day: DayNumber = 0,
    lang: Lang = None,
) -> None:
    """Simulate days of a centre and say its figures with their intervals."""
    from simulator.commands_work import Wish, check_journal_folder, chosen_variants, seen, sentences, write_journal
    from simulator.statistics.as_json import json_text
    from simulator.statistics.estimates import results_of
    from simulator.tables import results_text

    language = tongue(lang)
    with sentences(language):
        if journal is not None:
            check_journal_folder(journal, language)
        chosen = chosen_variants([scenario], settings or [], [], language)
        found = seen(chosen, Wish(days, seed, jobs), language)
        results = results_of(found.observed[0], seed=found.seed)
        typer.echo(json_text(results) if as_object else results_text(results, language))
        if csv is not None:
            from simulator.figures_csv import write_csv

            write_csv(results, csv)
            told_written(csv, language)
        if report is not None:
            from simulator.report.html import write_report

            told_written(write_report(results, report, language), language)
        if journal is not None:
            told_written(write_journal(chosen[0], journal, found.seed, day, language), language)


def compare(
    scenarios: Annotated[list[Path], typer.Argument(help=help_of("scenarios"), metavar="SCENARIO")],
    vary: Vary = None,
    days: Days = None,
    seed: Seed = None,
    as_object: AsJson = False,
    jobs: Jobs = None,
    settings: Set = None,
    report: Report = None,
    lang: Lang = None,
) -> None:
    """Simulate variants on the same callers and say what differs for certain."""
    from simulator.commands_work import REFUSED, Wish, chosen_variants, seen, sentences
    from simulator.comparing import comparison_json, differences_to_first
    from simulator.statistics.estimates import results_of
    from simulator.statistics.paired import NotTheSameDays
    from simulator.tables_compared import comparison_text

    language = tongue(lang)
    with sentences(language):
        chosen = chosen_variants(scenarios, settings or [], vary or [], language)
        if len(chosen) < 2:
            fail(say("one_variant", language), REFUSED)
        found = seen(chosen, Wish(days, seed, jobs), language)
        try:
            differences = differences_to_first(found.observed)
        except NotTheSameDays:
            fail(say("other_days", language), REFUSED)
        results = [results_of(each, seed=found.seed) for each in found.observed]
        text = comparison_json(results, differences) if as_object else comparison_text(results, differences, language)
        typer.echo(text)
        if report is not None:
            from simulator.report.html import write_comparison

            told_written(write_comparison(results, differences, report, language), language)


def told_written(file: Path, language: Language) -> None:
    """Say on the error stream where something was written."""
    typer.echo(say("written", language, file=file), err=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("simulate", help=help_of("simulate"))(simulate)
    app.command("compare", help=help_of("compare"))(compare)
