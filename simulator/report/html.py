"""The page of a simulation and the page of a comparison: each one file that needs nothing else, PNG plots beside it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from acd.printable import printable
from acd.words import Language
from simulator.report import comparison, comparison_plots, findings
from simulator.report.look import Plot, png
from simulator.report.numbers import SHARES, number, per_cent, seconds, seen, show, with_sign
from simulator.report.page import Card, Fact, Page, Picture, Verdict, html, picture
from simulator.report.plots import KINDS, plots_of
from simulator.report.series import OF_DAYS, honest
from simulator.report.tables import tables_of
from simulator.report.words import formula, measure, say
from simulator.statistics.paired import Comparison
from simulator.statistics.results import Results

PER_DAY: Final = frozenset({"abandoned", "offered"})
KEY_FIGURES: Final = ("service_level", "p_day_meets_target", "wait_mean_s", "abandoned", "occupancy", "offered")
FILE: Final = "report.html"


def write_report(results: Results, folder: Path, language: Language) -> Path:
    """Write ``report.html`` and the PNG plots of a simulation into ``folder``, and return the page's path.

    What was there under these names before is replaced. The same results give the same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    shown = honest(results)
    plots = plots_of(shown, language)
    page = page_of(shown, language, [picture(plot, language) for plot in plots])
    return write(page, plots, KINDS, folder, language)


def page_of(results: Results, language: Language, pictures: list[Picture]) -> Page:
    """Return the page of a simulation."""
    return Page(
        kind=say("simulation", language),
        title=printable(results.scenario),
        verdicts=[Verdict(findings.judged(results), findings.verdict(results, language))],
        cards=cards(results, language),
        facts=facts(results, language),
        notes=notes(results, language),
        pictures=pictures,
        tables=tables_of(results, language),
    )


def write_comparison(
    variants: Sequence[Results], differences: Sequence[Comparison], folder: Path, language: Language
) -> Path:
    """Write ``report.html`` and the plots ``compare-*.png`` into ``folder``, and return the page's path.

    ``differences`` are of the first variant and each of the others, in their order; each variant is called as its
    ``scenario`` says, so these names should differ.

    Raises:
        OSError: the folder cannot be written.
        ValueError: there are no variants.
    """
    if not variants:
        raise ValueError("a comparison needs variants; none were given")
    shown = [honest(each) for each in variants]
    plots = comparison_plots.plots_of(shown, differences, language)
    page = comparison_page(shown, differences, language, [picture(plot, language) for plot in plots])
    return write(page, plots, comparison_plots.NAMES, folder, language)


def comparison_page(
    variants: Sequence[Results], differences: Sequence[Comparison], language: Language, pictures: list[Picture]
) -> Page:
    """Return the page of a comparison; what all variants have in common is told of the first."""
    return Page(
        kind=say("comparison", language),
        title=comparison.title(variants, language),
        verdicts=comparison.verdicts(variants, language),
        cards=[],
        facts=facts(variants[0], language),
        notes=notes(variants[0], language),
        pictures=pictures,
        tables=comparison.tables_of(variants, differences, language),
    )


def write(page: Page, plots: Sequence[Plot], names: Collection[str], folder: Path, language: Language) -> Path:
    """Write a page and its plots; plots of these ``names`` from an earlier report that are not drawn now go away."""
    folder.mkdir(parents=True, exist_ok=True)
    for plot in plots:
        (folder / f"{plot.name}.png").write_bytes(png(plot, language))
    for name in set(names) - {plot.name for plot in plots}:
        (folder / f"{name}.png").unlink(missing_ok=True)
    file = folder / FILE
    file.write_bytes(html(page, language).encode())
    return file


def cards(results: Results, language: Language) -> list[Card]:
    """Return the key figures."""
    found = []
    for name in KEY_FIGURES:
        if results.steady and name == OF_DAYS:
            continue
        shown = show(figure := seen(results.total, name), name, language)
        mean = shown.mean
        if figure is not None and name in SHARES:
            mean = with_sign(mean, language)
        elif figure is not None and name.endswith("_s"):
            mean = f"{mean}\u00a0{say('unit_s', language)}"
        label = measure(name, language)
        if name in PER_DAY:
            label = say("a_run" if results.steady else "a_day", language, what=label)
        found.append(Card(label, mean, shown.half_width))
    return found


def facts(results: Results, language: Language) -> list[Fact]:
    """Return what was simulated, and by which formula and times it is judged."""
    texts = {
        "batches" if results.steady else "days": number(results.days, 0, language),
        "seed": str(results.seed),
        "target": per_cent(results.target, language),
        "formula": formula(printable(results.definition), language),
        "threshold": seconds(results.threshold_s, language),
        "quick": seconds(results.quick_s, language),
    }
    return [Fact(say(key, language), text) for key, text in texts.items()]


def notes(results: Results, language: Language) -> list[str]:
    """Return how to read the figures."""
    keys = ["steady_how" if results.steady else "day_how"]
    keys += ["no_interval" if results.days < 2 else "interval_steady" if results.steady else "interval_how"]
    return [say(key, language) for key in (*keys, "nothing_how")]
