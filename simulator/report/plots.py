"""The plots of one simulation. Each is drawn of figures alone, and shows less where less is known, but never fails."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from matplotlib.figure import Figure as Sheet
from matplotlib.ticker import MaxNLocator

from acd.words import Language
from simulator.report import findings, series
from simulator.report.axes import above, banded, clock_axis, legend, middles, number_axis, short, target_line
from simulator.report.look import BLUE, GREEN, GREY, INK, PAPER, RED, Look, Looks, Plot
from simulator.report.numbers import seconds
from simulator.report.series import by_period
from simulator.report.words import measure, say
from simulator.statistics.results import Results

Draw: TypeAlias = Callable[[Results, Sheet, Look], None]


class Kind(NamedTuple):
    """A picture: whether it can be drawn of these results, how, what there is to see, and its height."""

    possible: Callable[[Results], bool]
    draw: Draw
    finding: Callable[[Results, Language], str]
    height_inches: float = 3.6


def plots_of(results: Results, language: Language) -> list[Plot]:
    """Return the plots that can be drawn of these results, in the order in which they are shown."""
    return [
        Plot(
            name=name,
            title=say("title_batches" if name == "days" and results.steady else f"title_{name}", language),
            finding=kind.finding(results, language),
            draw=partial(kind.draw, results),
            height_inches=kind.height_inches,
        )
        for name, kind in KINDS.items()
        if kind.possible(results)
    ]


def has_periods(results: Results) -> bool:
    """Whether there are periods to draw by."""
    return len(series.borders(results)) > 0


def has(results: Results, name: str) -> bool:
    """Whether a measure is known of any period."""
    return has_periods(results) and by_period(results.periods, name).known


def load(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw calls by period as bars, and below them erlangs and agents as steps, as far as they are known."""
    edges, offered = series.borders(results) / 3600, by_period(results.periods, "offered")
    lines = [("agents", GREEN, "-"), ("erlangs", RED, "--")]
    known = {key: values for key, values in series.load(results)._asdict().items() if np.isfinite(values).any()}
    panels = list(sheet.subplots(2 if known else 1, 1, sharex=True, squeeze=False)[:, 0])
    bars = Looks(color=BLUE, edgecolor=PAPER, linewidth=min(1, 40 / len(edges)), label=say("calls", look.language))
    panels[0].bar(edges[:-1], offered.mean, np.diff(edges), align="edge", **bars)
    panels[0].errorbar(
        middles(edges), offered.mean, offered.half, fmt="none", ecolor=INK, elinewidth=min(1, 40 / len(edges))
    )
    above(panels[0], say("axis_calls", look.language))
    for key, colour, line in lines:
        if key in known:
            looks = Looks(color=colour, linestyle=line, linewidth=2, label=say(key, look.language))
            panels[1].stairs(known[key], edges, baseline=None, **looks)
            above(panels[1], say("axis_agents", look.language))
    for axes in panels:
        axes.set_ylim(bottom=0)
        number_axis(axes, look)
    clock_axis(panels[-1], edges, look)
    legend(sheet, panels)


def service_level(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw the service level by period with its band and the target; where it is missed there is a cross."""
    axes, edges = sheet.subplots(), series.borders(results) / 3600
    level = by_period(results.periods, "service_level")
    banded(axes, middles(edges), level, 0, measure("service_level", look.language), say("band", look.language), 1)
    target_line(axes, results.target, look)
    bad = findings.missed(level, results.target)
    if bad.any():
        label = say("missed", look.language)
        axes.plot(
            middles(edges)[bad], level.mean[bad], "X", color=RED, markersize=9 if len(edges) < 100 else 5, label=label
        )
    axes.set_ylim(0, 1.03)
    number_axis(axes, look, per_cent=True)
    clock_axis(axes, edges, look)
    legend(sheet, [axes])


def waits(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw the mean wait and the 90th percentile by period, with their bands."""
    axes, edges = sheet.subplots(), series.borders(results) / 3600
    for place, name in enumerate(("wait_mean_s", "wait_p90_s")):
        measured = by_period(results.periods, name)
        if measured.known:
            banded(
                axes,
                middles(edges),
                measured,
                place,
                measure(name, look.language),
                say("band", look.language) if not place else "",
            )
    axes.set_ylim(bottom=0)
    above(axes, say("axis_wait", look.language))
    number_axis(axes, look)
    clock_axis(axes, edges, look)
    legend(sheet, [axes])


def waits_distribution(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw which share of the callers waited at most so long, and T."""
    axes = sheet.subplots()
    upto, share = series.waits(results)
    axes.plot(upto, share, color=BLUE, label=say("axis_share", look.language))
    axes.fill_between(upto, share, color=BLUE, alpha=0.12, linewidth=0)
    label = say("threshold_line", look.language, threshold=seconds(results.threshold_s, look.language))
    axes.axvline(results.threshold_s, color=GREY, linestyle=(0, (6, 3)), linewidth=1.5, label=label)
    axes.set_ylim(0, 1.03)
    axes.set_xlim(0, max(upto[-1], results.threshold_s) or 1)
    axes.set_xlabel(say("axis_upto", look.language))
    number_axis(axes, look, per_cent=True)
    number_axis(axes, look, which="x")
    legend(sheet, [axes])


def days(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw how many days had which service level; those that miss the target are hatched."""
    axes, bars = sheet.subplots(), series.day_bars(results)
    for met, colour, hatch in ((False, RED, "////"), (True, BLUE, "")):
        chosen = bars.met == met
        if (bars.days[chosen] > 0).any():
            label = say("day_met" if met else "day_missed", look.language)
            looks = Looks(color=colour, edgecolor=PAPER, hatch=hatch, label=label, align="edge")
            axes.bar(bars.edges[:-1][chosen], bars.days[chosen], np.diff(bars.edges)[chosen], **looks)
    target_line(axes, results.target, look, upright=True)
    axes.set_xlabel(say("axis_level", look.language))
    above(axes, say("axis_batches" if results.steady else "axis_days", look.language))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    number_axis(axes, look)
    number_axis(axes, look, per_cent=True, which="x")
    legend(sheet, [axes])


def occupancy(results: Results, sheet: Sheet, look: Look) -> None:
    """Draw the occupancy of the largest groups by period, with their bands."""
    axes, edges = sheet.subplots(), series.borders(results) / 3600
    for place, name in enumerate(series.largest_groups(results)):
        measured = by_period(results.groups[name].periods, "occupancy")
        if measured.known and len(measured.mean) == len(edges) - 1:
            banded(axes, middles(edges), measured, place, short(name), most=1)
    axes.set_ylim(0, 1.03)
    number_axis(axes, look, per_cent=True)
    clock_axis(axes, edges, look)
    legend(sheet, [axes])


KINDS: Final = {
    "load": Kind(has_periods, load, findings.load, 5.0),
    "service-level": Kind(lambda results: has(results, "service_level"), service_level, findings.service_level),
    "waits": Kind(lambda results: has(results, "wait_mean_s"), waits, findings.waits),
    "waits-distribution": Kind(
        lambda results: len(series.waits(results)[0]) > 0, waits_distribution, findings.waits_distribution
    ),
    "days": Kind(lambda results: len(series.day_levels(results)) > 1, days, findings.days),
    "occupancy": Kind(
        lambda results: has_periods(results) and bool(series.largest_groups(results)), occupancy, findings.occupancy
    ),
}
"""By the names of their files."""
