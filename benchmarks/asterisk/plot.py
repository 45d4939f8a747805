"""The saved plot: for each scenario and side a line from the median to the 99th percentile, with both in figures.

Nothing but the medians of the rounds is drawn, so the picture of a stored run can be made again, in either language.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from acd.words import Language
from benchmarks.asterisk.figures import Values
from benchmarks.asterisk.plan import CALLS_PER_S, LINE_AGENTS, SideName
from benchmarks.asterisk.report import HIGHEST_MS, LOWEST_MS
from benchmarks.asterisk.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Medians = Mapping[str, Mapping[SideName, Values]]
"""By the scenario's name; a scenario that was not run is not there, and not drawn."""

PANELS = (("plot_ring", ("ring_ivr", "ring_direct")), ("plot_line", ("line_60", "line_300", "line_300_mixed")))
COLOURS = {SideName.ACD: "#1a7f37", SideName.QUEUE: "#bf8700"}
WIDTH_INCHES, ROW_INCHES, REST_INCHES, EDGE_INCHES = 8.0, 0.52, 1.7, 0.15
APART = 0.2
"""Of a scenario's row: how far each side's line is from the middle of it."""


def save_plot(medians: Medians, path: Path, language: Language) -> None:
    """Save the plot in the form that the end of ``path`` names (.svg, .png).

    Raises:
        ModuleNotFoundError: matplotlib is not installed.
        OSError, ValueError: it cannot be saved there, or not in that form.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    parts = [(title, names) for title, all_names in PANELS if (names := [n for n in all_names if n in medians])]
    rows = [len(names) for _, names in parts]
    if not parts:
        raise ValueError("there is nothing to draw")
    # The same figures give the same file, and its letters are letters, not drawings of them.
    with mpl.rc_context({"svg.hashsalt": "acd", "svg.fonttype": "none"}):
        size = (WIDTH_INCHES, REST_INCHES + ROW_INCHES * sum(rows))
        figure = Figure(figsize=size, dpi=120, layout=ConstrainedLayoutEngine(w_pad=EDGE_INCHES))
        figure.suptitle(say("plot_title", language))
        panels = figure.subplots(len(parts), 1, sharex=True, squeeze=False, height_ratios=rows)[:, 0]
        for axes, (title, names) in zip(panels, parts, strict=True):
            draw_panel(axes, medians, names, language)
            axes.set_title(say(title, language, rate=CALLS_PER_S, agents=LINE_AGENTS), fontsize="medium", loc="left")
        panels[-1].set_xlabel(say("milliseconds", language))
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def draw_panel(axes: "Axes", medians: Medians, names: list[str], language: Language) -> None:
    """Draw a row for each scenario, ours above, on a logarithmic scale of milliseconds."""
    for side, above in ((SideName.ACD, -APART), (SideName.QUEUE, APART)):
        for row, name in enumerate(names):
            label = say(f"side_{side}", language) if row == 0 else None
            draw_line(axes, row + above, medians[name][side], COLOURS[side], label, language)
    axes.set_xscale("log")
    axes.set_xlim(LOWEST_MS, HIGHEST_MS)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), [say(name, language) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.grid(visible=True, axis="x", alpha=0.3)
    axes.spines[["top", "right", "left"]].set_visible(False)


def draw_line(axes: "Axes", y: float, seen: Values, colour: str, label: str | None, language: Language) -> None:
    """Draw one side of a scenario: a dot at the median, a line to the 99th percentile, and both figures."""
    begin, end = (min(max(ms, LOWEST_MS), HIGHEST_MS) for ms in (seen.p50_ms, seen.p99_ms))
    axes.plot([begin, end], [y, y], color=colour, linewidth=4, solid_capstyle="round", alpha=0.45)
    axes.plot([begin], [y], "o", color=colour, markersize=7, label=label)
    for x, ms, away, side in ((begin, seen.p50_ms, -7, "right"), (end, seen.p99_ms, 7, "left")):
        axes.annotate(
            figure_of(ms, language),
            (x, y),
            (away, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            color=colour,
            fontsize="small",
            fontweight="bold" if away < 0 else "normal",
        )


def figure_of(ms: float, language: Language) -> str:
    """Return milliseconds with as many digits as a glance takes in."""
    text = f"{ms:.1f}" if ms < 10 else f"{ms:.0f}"
    return text.replace(".", ",") if language == "ru" else text
