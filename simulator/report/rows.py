"""Figures of variants below each other, a panel each measure: a dot and its interval for every variant."""

from collections.abc import Sequence
from textwrap import fill
from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from simulator.report.axes import number_axis, short
from simulator.report.look import BLUE, GREY, PAPER, SOFT, Look, Looks

ROW_INCHES: Final = 0.3
PANEL_INCHES: Final = 1.0
NARROW_NAME: Final = 16
TITLE_LETTERS: Final = 20
NARROW_LETTERS: Final = 34


class Dot(NamedTuple):
    """A figure and its interval; ``certain`` is said of what is more than chance."""

    mean: float
    low: float
    high: float
    certain: bool = True


class Panel(NamedTuple):
    """What stands above a panel, a dot (or none) for every row, and where there is a line: at 0, or at the target."""

    title: str
    dots: Sequence[Dot | None]
    line: float | None = None


def height(rows: int, panels: int, *, narrow: bool) -> float:
    """Return the inches of a sheet with so many rows in so many panels, which on narrow sheets are below each other."""
    return (PANEL_INCHES + ROW_INCHES * rows) * (panels if narrow else 1)


def draw(names: Sequence[str], panels: Sequence[Panel], sheet: Sheet, look: Look) -> None:
    """Draw the panels beside each other, on narrow sheets below each other; the first row is on top."""
    grid = (len(panels), 1) if look.narrow else (1, len(panels))
    shown = [short(name, NARROW_NAME) if look.narrow else short(name) for name in names]
    for axes, panel in zip(sheet.subplots(*grid, sharey=True, squeeze=False).flat, panels, strict=True):
        draw_panel(axes, panel, look)
        axes.set_yticks(range(len(names)), shown, fontsize="small")
        axes.set_ylim(len(names) - 0.5, -0.5)
        title = fill(panel.title, NARROW_LETTERS if look.narrow else TITLE_LETTERS)
        axes.set_title(title, fontsize="small")


def draw_panel(axes: Axes, panel: Panel, look: Look) -> None:
    """Draw the dots of a panel: full ones, and hollow squares for what chance would explain."""
    if panel.line is not None:
        axes.axvline(panel.line, color=SOFT, linewidth=1.2, linestyle=(0, (6, 3)) if panel.line else "-")
    for row, dot in enumerate(panel.dots):
        if dot is not None:
            colour = BLUE if dot.certain else GREY
            looks = Looks(fmt="o" if dot.certain else "s", color=colour, markeredgecolor=colour, markeredgewidth=1.5)
            looks |= Looks(markerfacecolor=colour if dot.certain else PAPER, markersize=7, elinewidth=2, capsize=3)
            axes.errorbar([dot.mean], [row], xerr=[[dot.mean - dot.low], [dot.high - dot.mean]], **looks)
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.12)
    number_axis(axes, look, which="x")
    axes.locator_params(axis="x", nbins=5)
    axes.tick_params(axis="y", length=0)
