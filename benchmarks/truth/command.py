"""``python -m benchmarks truth``: simulates, prints rows as they come, one verdict, and a JSON object if asked to."""

import json
import os
import platform
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from acd.cli_parts import Lang, tongue
from acd.words import Language, language_of_environment
from benchmarks.truth.figures import Figures, as_object, name_of
from benchmarks.truth.judging import JOINT, Judged
from benchmarks.truth.runs import CASES, Plan, case_of, results
from benchmarks.truth.words import say

HELP = say("help", language_of_environment())

CALLS = {True: 5.5e6, False: 180.0e6}
"""About how many calls a quick run simulates, and a whole one."""

CALLS_PER_MINUTE = 3.0e6
"""About how many one process simulates, where the engine has been compiled; a third of that where it has not."""

WIDTHS = {"case": -33, "row": -33, "exact": 11, "found": 11, "half_width": 10, "z": 6, "calls": 10, "verdict": 11}
"""Columns: a long run prints them line by line, so they are as wide as the widest that will come."""


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def truth(
    quick: Annotated[bool, typer.Option("--quick", help=help_of("quick"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help=help_of("jobs"))] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help=help_of("seed"))] = 1,
    lang: Lang = None,
) -> None:
    """Simulate every case, print its rows when they are known, then the verdict; 1 is returned if figures differ."""
    language, console = tongue(lang), Console(width=sum(map(abs, WIDTHS.values())) + 2 * len(WIDTHS))
    figures = simulated(Plan(quick, seed), jobs or os.cpu_count() or 1, language, console)
    verdict(figures, language, console)
    if as_json:
        print(json.dumps({**figures.as_object(), "python": platform.python_version()}, allow_nan=False))
    if figures.differing or len(figures.rows) < figures.total:
        raise typer.Exit(1)


def simulated(plan: Plan, jobs: int, language: Language, console: Console) -> Figures:
    """Simulate all cases, printing each as it comes; Ctrl+C ends the run, and what was done counts."""
    progress, began = Console(stderr=True), time.monotonic()
    minutes = max(1, round(CALLS[plan.quick] / CALLS_PER_MINUTE / jobs))
    progress.print(say("begins", language, cases=len(CASES), jobs=jobs, minutes=minutes), style="dim")
    total = sum(len(case_of(number).rows) for number in range(len(CASES)))
    known: dict[int, list[Judged]] = {}
    console.print(line({key: say(key, language) for key in WIDTHS}), style="bold")
    try:
        for number, rows in results(plan, jobs):
            known[number] = rows
            for row in rows:
                console.print(line_of(row, total, language))
            calls = sum(each[0].calls for each in known.values())
            progress.print(say("done", language, done=len(known), cases=len(CASES), calls=calls), style="dim")
    except KeyboardInterrupt:
        progress.print(say("stopped", language))
    rows = [row for number in sorted(known) for row in known[number]]
    return Figures(rows, total, plan.quick, plan.seed, time.monotonic() - began)


def line_of(row: Judged, total: int, language: Language) -> Text:
    """Return one row as people read it."""
    shown = as_object(row, total)
    cells = {key: str(shown[name]) for key, name in (("exact", "exact"), ("found", "simulated"), ("calls", "calls"))}
    cells |= {"case": row.case, "row": row.row, "half_width": f"{100 * row.relative_half_width:.2f}"}
    cells |= {"z": "" if shown["z"] is None else f"{shown['z']:.2f}"}
    cells |= {"verdict": say("agrees" if shown["agrees"] else "differs", language)}
    return Text(line(cells), style="" if shown["agrees"] else "bold red")


def line(cells: dict[str, str]) -> str:
    """Return cells in their columns, numbers to the right."""
    return "  ".join(
        cells[key].ljust(-width)[:-width] if width < 0 else cells[key].rjust(width) for key, width in WIDTHS.items()
    )


def verdict(figures: Figures, language: Language, console: Console) -> None:
    """Print whether all agree, and whose half-width is wider than was wanted."""
    known = {"rows": len(figures.rows), "joint": round(100 * JOINT)}
    if figures.differing:
        names = ", ".join(map(name_of, figures.differing))
        text = say("some_differ", language, count=len(figures.differing), names=names, **known)
        console.print(Text(text, style="bold red"))
    elif figures.rows:
        text = say("all_agree", language, calls=figures.calls, seconds=round(figures.seconds), **known)
        console.print(Text(text, style="green"))
    if wide := figures.wide:
        widest = max(row.relative_half_width for row in wide)
        blanks = {"count": len(wide), "limit": f"{100 * figures.near:g}", "widest": f"{100 * widest:.1f}"}
        console.print(Text(say("wide", language, names=", ".join(map(name_of, wide)), **blanks)))
