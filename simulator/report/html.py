"""The page of a simulation and the page of a comparison: each one file that needs nothing else, PNG plots beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from acd.printable import printable
from acd.words import Language
from simulator.report import comparison, comparison_plots, findings
from simulator.report.look import Plot, png
from simulator.report.numbers import SHARES, number, per_cent, seconds, seen, show, with_sign
from simulator.report.page import Card, Fact, Page, Verdict, html, picture
from simulator.report.plots import plots_of
from simulator.report.series import honest
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
    results = honest(results)
    plots = plots_of(results, language)
    page = Page(
        kind=say("simulation", language),
        title=printable(results.scenario),
        verdicts=[Verdict(findings.judged(results), findings.verdict(results, language))],
        cards=cards(results, language),
        facts=facts(results, language),
        notes=notes(results, language),
        pictures=[picture(plot, language) for plot in plots],
        tables=tables_of(results, language),
    )
    return write(page, plots, folder, language)


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
    page = Page(
        kind=say("comparison", language),
        title=comparison.title(shown, language),
        verdicts=comparison.verdicts(shown, language),
        cards=[],
        facts=facts(shown[0], language),
        notes=notes(shown[0], language),
        pictures=[picture(plot, language) for plot in plots],
        tables=comparison.tables_of(shown, differences, language),
    )
    return write(page, plots, folder, language)


def write(page: Page, plots: Sequence[Plot], folder: Path, language: Language) -> Path:
    """Write a page and its plots."""
    folder.mkdir(parents=True, exist_ok=True)
    for plot in plots:
        (folder / f"{plot.name}.png").write_bytes(png(plot, language))
    file = folder / FILE
    file.write_bytes(html(page, language).encode())
    return file


def cards(results: Results, language: Language) -> list[Card]:
    """Return the key figures."""
    found = []
    for name in KEY_FIGURES:
        shown = show(figure := seen(results.total, name), name, language)
        mean = shown.mean
        if figure is not None and name in SHARES:
            mean = with_sign(mean, language)
        elif figure is not None and name.endswith("_s"):
            mean = f"{mean}\u00a0{say('unit_s', language)}"
        label = measure(name, language)
        found.append(Card(say("a_day", language, what=label) if name in PER_DAY else label, mean, shown.half_width))
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
    keys += ["interval_how"] if results.days > 1 else ["no_interval"]
    return [say(key, language) for key in (*keys, "nothing_how")]
