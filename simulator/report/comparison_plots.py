"""The plots of a comparison: variants beside each other, and by how much each differs from the first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from acd.words import Language
from simulator.report import comparison_findings as findings
from simulator.report import rows, series
from simulator.report.axes import above, banded, clock_axis, legend, middles, number_axis, short, target_line
from simulator.report.look import GREY, LINES, MARKERS, SERIES, Look, Looks, Plot
from simulator.report.numbers import SHARES, seconds, seen
from simulator.report.rows import Dot, Panel
from simulator.report.words import measure, say
from simulator.statistics.paired import Comparison, Difference
from simulator.statistics.results import Figure, Results

Variants = Sequence[Results]
NAMES: Final = (
    "compare-variants", "compare-differences", "compare-service-level", "compare-waits", "compare-waits-distribution",
    "compare-days",
)  # fmt: skip
"""Of the files, without their ending."""


def plots_of(variants: Variants, comparisons: Sequence[Comparison], language: Language) -> list[Plot]:
    """Return the plots that can be drawn, in the order in which they are shown."""
    return [*rows_of(variants, comparisons, language), *lines_of(variants[: findings.MOST_DRAWN], variants, language)]


def rows_of(variants: Variants, comparisons: Sequence[Comparison], language: Language) -> list[Plot]:
    """Return the plots of all variants, and of all differences from the first, as rows of dots."""
    measures = findings.measures_of(variants)
    if not measures:
        return []
    names = [each.scenario for each in variants]
    finding = findings.of_each(variants, language, findings.overview, "variants_more")
    plots = [of_rows("compare-variants", names, overview(variants, measures, language), finding, language)]
    if comparisons:
        names, finding = [each.other for each in comparisons], findings.differences(comparisons, measures, language)
        panels = differences(comparisons, measures, language)
        plots.append(of_rows("compare-differences", names, panels, finding, language))
    return plots


def lines_of(drawn: Variants, variants: Variants, language: Language) -> list[Plot]:
    """Return the plots with a line for each of the ``drawn`` variants."""
    told = partial(findings.of_each, variants, language)
    plots = []
    if all(len(series.borders(each)) for each in drawn):
        plots.append(of_lines("compare-service-level", drawn, service_level, told(findings.service_level), language))
        plots.append(of_lines("compare-waits", drawn, waits, told(findings.waits), language))
    if any(len(series.waits(each)[0]) for each in drawn):
        finding = told(findings.waits_distribution)
        plots.append(of_lines("compare-waits-distribution", drawn, waits_distribution, finding, language))
    if any(len(series.day_levels(each)) > 1 for each in drawn):
        plots.append(of_lines("compare-days", drawn, days, told(findings.days), language))
    return plots


def of_rows(name: str, names: Sequence[str], panels: Sequence[Panel], finding: str, language: Language) -> Plot:
    """Return a plot of rows, as high as it needs."""
    return Plot(
        name=name,
        title=say(f"title_{name}", language),
        finding=finding,
        draw=partial(rows.draw, names, panels),
        height_inches=rows.height(len(names), len(panels), narrow=False),
        narrow_inches=rows.height(len(names), len(panels), narrow=True),
    )


def of_lines(
    name: str, drawn: Variants, draw: Callable[[Variants, Sheet, Look], None], finding: str, language: Language
) -> Plot:
    """Return a plot of lines, one for each of the drawn variants."""
    key = "title_compare-batches" if name == "compare-days" and drawn[0].steady else f"title_{name}"
    return Plot(name=name, title=say(key, language), finding=finding, draw=partial(draw, drawn))


def panel_title(name: str, language: Language, *, difference: bool) -> str:
    """Return what stands above a panel: the measure and its unit."""
    unit = "unit_s" if name.endswith("_s") else "unit_points" if difference else "unit_share"
    return say("with_unit", language, what=measure(name, language), unit=say(unit, language))


def overview(variants: Variants, measures: Sequence[str], language: Language) -> list[Panel]:
    """Return a panel each measure, with a dot for every variant."""
    panels = []
    for name in measures:
        target = variants[0].target * 100 if name == "service_level" else None
        dots = [dot(seen(each.total, name), name) for each in variants]
        panels.append(Panel(panel_title(name, language, difference=False), dots, target))
    return panels


def dot(figure: Figure | None, name: str) -> Dot | None:
    """Return the dot of a figure; the interval of a share ends at 0 and at 100 %."""
    if figure is None:
        return None
    times, most = (100, 1.0) if name in SHARES else (1, np.inf)
    low, high = max(figure.mean - figure.half_width, 0.0), min(figure.mean + figure.half_width, most)
    return Dot(figure.mean * times, low * times, max(high, figure.mean) * times)


def difference_dot(difference: Difference | None, name: str) -> Dot | None:
    """Return the dot of a difference."""
    if difference is None:
        return None
    times = 100 if name in SHARES else 1
    mean, half = difference.difference * times, difference.half_width * times
    return Dot(mean, mean - half, mean + half, difference.significant)


def differences(comparisons: Sequence[Comparison], measures: Sequence[str], language: Language) -> list[Panel]:
    """Return a panel each measure, with the difference of every other variant from the first."""
    panels = []
    for name in measures:
        dots = [difference_dot(each.total.get(name), name) for each in comparisons]
        panels.append(Panel(panel_title(name, language, difference=True), dots, 0.0))
    return panels


def service_level(variants: Variants, sheet: Sheet, look: Look) -> None:
    """Draw the service level of each variant by period, and the first one's target."""
    axes = over_the_day(variants, "service_level", sheet, look, most=1)
    target_line(axes, variants[0].target, look)
    axes.set_ylim(0, 1.03)
    number_axis(axes, look, per_cent=True)
    legend(sheet, [axes])


def waits(variants: Variants, sheet: Sheet, look: Look) -> None:
    """Draw the mean wait of each variant by period."""
    axes = over_the_day(variants, "wait_mean_s", sheet, look)
    axes.set_ylim(bottom=0)
    above(axes, say("axis_wait", look.language))
    number_axis(axes, look)
    legend(sheet, [axes])


def over_the_day(variants: Variants, name: str, sheet: Sheet, look: Look, most: float = np.inf) -> Axes:
    """Draw a measure of each variant by period, on one clock."""
    axes = sheet.subplots()
    edges = [series.borders(each) / 3600 for each in variants]
    for place, (results, borders) in enumerate(zip(variants, edges, strict=True)):
        measured = series.by_period(results.periods, name)
        if measured.known:
            banded(axes, middles(borders), measured, place, short(results.scenario), most=most)
    clock_axis(axes, np.array([min(each[0] for each in edges), max(each[-1] for each in edges)]), look)
    return axes


def waits_distribution(variants: Variants, sheet: Sheet, look: Look) -> None:
    """Draw which share of each variant's callers waited at most so long, and the first one's T."""
    axes = sheet.subplots()
    longest = variants[0].threshold_s
    for place, results in enumerate(variants):
        upto, share = series.waits(results)
        if len(upto):
            longest = max(longest, upto[-1])
            axes.plot(upto, share, label=short(results.scenario), markevery=0.1, **strokes(place))
    label = say("threshold_line", look.language, threshold=seconds(variants[0].threshold_s, look.language))
    axes.axvline(variants[0].threshold_s, color=GREY, linestyle=(0, (6, 3)), linewidth=1.5, label=label)
    axes.set_ylim(0, 1.03)
    axes.set_xlim(0, longest or 1)
    axes.set_xlabel(say("axis_upto", look.language))
    above(axes, say("axis_share", look.language))
    number_axis(axes, look, per_cent=True)
    number_axis(axes, look, which="x")
    legend(sheet, [axes])


def days(variants: Variants, sheet: Sheet, look: Look) -> None:
    """Draw on which share of each variant's days the service level was at most so high, and the target."""
    axes = sheet.subplots()
    for place, results in enumerate(variants):
        levels = np.sort(series.day_levels(results))
        if len(levels):
            steps = np.arange(len(levels) + 1) / len(levels)
            label = short(results.scenario)
            axes.step(np.r_[levels[0], levels], steps, where="post", label=label, markevery=0.1, **strokes(place))
    target_line(axes, variants[0].target, look, upright=True)
    axes.set_ylim(0, 1.03)
    axes.set_xlabel(say("axis_level", look.language))
    above(axes, say("axis_batches_below" if variants[0].steady else "axis_days_below", look.language))
    number_axis(axes, look, per_cent=True)
    number_axis(axes, look, per_cent=True, which="x")
    legend(sheet, [axes])


def strokes(place: int) -> Looks:
    """Return colour, line and marker of a variant."""
    colour, line, marker = (each[place % len(each)] for each in (SERIES, LINES, MARKERS))
    return Looks(color=colour, linestyle=line, marker=marker)
