"""The parts of which plots are made: lines with their intervals, a clock below, numbers of the language, a legend."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.ticker import FuncFormatter, MultipleLocator

from acd.printable import printable
from simulator.report.look import GREY, LINES, MARKERS, SERIES, SOFT, Look
from simulator.report.numbers import clock, number, per_cent
from simulator.report.series import Points, Series
from simulator.report.words import say

STEPS_H: Final = (0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48, 168)
"""How many hours may be between two labels of a clock."""

MOST_MARKERS: Final = 50
"""Of more points than these not each has a marker."""

LONGEST_NAME: Final = 28
HANDLE_POINTS: Final = 45
LETTER_POINTS: Final = 5.6
"""How wide things are in a legend; in a drawing 72 points are an inch."""


def short(name: str, most: int = LONGEST_NAME) -> str:
    """Return a name from a scenario, fit to be drawn; of a long one begin and end, as variants differ at the end."""
    name = printable(name)
    return name if len(name) <= most else f"{name[: most // 2]}…{name[most // 2 + 1 - most :]}"


def clock_axis(axes: Axes, edges: Points, look: Look) -> None:
    """Label the x axis, from the first of ``edges`` to the last in hours after midnight, with the wall clock."""
    begin, end = edges[0], edges[-1]
    most = 6 if look.narrow else 13
    step = next((step for step in STEPS_H if (end - begin) / step <= most), (end - begin) / most)
    axes.xaxis.set_major_locator(MultipleLocator(step))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda hours, _: clock(hours * 3600, end=hours >= end)))
    axes.set_xlim(begin, end)


def number_axis(axes: Axes, look: Look, *, per_cent: bool = False, which: str = "y") -> None:
    """Label an axis with numbers of the language, in per cent where it holds shares."""
    times, sign = (100, "\u00a0%" if look.language == "ru" else "%") if per_cent else (1, "")

    def label(value: float, _: object) -> str:
        shown = round(value * times, 6)
        decimals = 0 if shown == round(shown) else 1 if round(shown * 10, 4) == round(shown * 10) else 2
        return number(shown, decimals, look.language) + sign

    (axes.yaxis if which == "y" else axes.xaxis).set_major_formatter(FuncFormatter(label))
    if which == "x":
        axes.locator_params(axis="x", nbins=5 if look.narrow else 9)


def middles(edges: Points) -> Points:
    """Return the middle of each period."""
    return (edges[:-1] + edges[1:]) / 2


def banded(
    axes: Axes, hours: Points, measured: Series, place: int, label: str, band: str = "", most: float = np.inf
) -> None:
    """Draw a measure with its interval as a band; ``place`` says in which colour, line and marker. Gaps stay gaps."""
    colour, line, marker = (each[place % len(each)] for each in (SERIES, LINES, MARKERS))
    every = max(1, len(hours) // MOST_MARKERS)
    axes.plot(hours, measured.mean, color=colour, linestyle=line, marker=marker, markevery=every, label=label)
    low, high = np.clip((measured.mean - measured.half, measured.mean + measured.half), 0, most)
    if (measured.half > 0).any():
        axes.fill_between(hours, low, high, color=colour, alpha=0.18, linewidth=0, label=band or None)


def above(axes: Axes, text: str) -> None:
    """Say above a panel what its y axis shows: upright letters are read more easily than turned ones."""
    axes.set_title(text, fontsize="small", fontweight="normal", color=SOFT)


def target_line(axes: Axes, target: float, look: Look, *, upright: bool = False) -> None:
    """Draw the target as a line across."""
    label = say("target_line", look.language, target=per_cent(target, look.language))
    (axes.axvline if upright else axes.axhline)(target, color=GREY, linestyle=(0, (6, 3)), linewidth=1.5, label=label)


def legend(sheet: Sheet, panels: list[Axes]) -> None:
    """Put one legend of all panels below them, where it covers nothing."""
    pairs = [pair for axes in panels for pair in zip(*axes.get_legend_handles_labels(), strict=True)]
    if pairs:
        handles, labels = zip(*pairs, strict=True)
        width_points = 72 * sheet.get_figwidth()
        columns = int(width_points // (HANDLE_POINTS + LETTER_POINTS * max(map(len, labels))))
        columns = min(max(columns, 1), len(labels))
        sheet.legend(handles, labels, loc="outside lower center", ncols=columns, fontsize="small")
