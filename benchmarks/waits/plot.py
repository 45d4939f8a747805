"""The saved plot: six measures over the load, ours and app_queue's best with their intervals, the others in grey."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acd.words import Language
from benchmarks.waits.figures import Figures
from benchmarks.waits.measured import scale
from benchmarks.waits.words import say
from simulator.report.numbers import number
from simulator.statistics.intervals import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS: Final = (
    "wait_mean_s", "wait_p90_s", "wait_worst_s",
    "abandoned_share", "service_level", "fluent_share",
)  # fmt: skip
COLOURS: Final = {"acd": "#1a7f37", "app_queue": "#bf8700", "others": "#8c959f"}
SIZE_INCHES: Final = (11.0, 6.5)


def save_plot(figures: Figures, path: Path, language: Language) -> None:
    """Save the plot in the form that the end of ``path`` names (.svg, .png).

    Raises:
        OSError, ValueError: it cannot be saved there, or not in that form.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # The same figures give the same file, and its letters are letters, not drawings of them.
    with mpl.rc_context({"svg.hashsalt": "acd", "svg.fonttype": "none"}):
        figure = Figure(figsize=SIZE_INCHES, dpi=120, layout="constrained")
        figure.suptitle(say("plot_title", language))
        panels = figure.subplots(2, 3, sharex=True)
        for axes, measure in zip(panels.flat, PANELS, strict=True):
            draw_panel(axes, figures, measure, language)
        for axes in panels[-1]:
            axes.set_xlabel(say("plot_load", language))
        figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def draw_panel(axes: "Axes", figures: Figures, measure: str, language: Language) -> None:
    """Draw one measure over the load."""
    loads = [row.load for row in figures.rows]
    label = say("app_queue_others", language)
    for variant in figures.plan.variants:
        if variant.is_real:
            others = [float(row.app_queue[variant][measure].mean) * scale(measure) for row in figures.rows]
            axes.plot(loads, others, color=COLOURS["others"], linewidth=0.7, alpha=0.6, label=label)
            label = ""
    draw_line(axes, loads, [row.app_queue[row.best()][measure] for row in figures.rows], measure, "app_queue", language)
    draw_line(axes, loads, [row.acd[measure] for row in figures.rows], measure, "acd", language)
    axes.set_title(say(f"plot_{measure}", language), fontsize="medium", loc="left")
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_formatter(lambda load, _: number(load, 1, language))
    axes.grid(visible=True, alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def draw_line(
    axes: "Axes", loads: Sequence[float], seen: Sequence[Estimate], measure: str, side: str, language: Language
) -> None:
    """Draw one side with its 95 % intervals."""
    means = [float(each.mean) * scale(measure) for each in seen]
    half_widths = [float(each.half_width()) * scale(measure) for each in seen]
    name = say("acd" if side == "acd" else "app_queue_best", language)
    axes.errorbar(loads, means, half_widths, color=COLOURS[side], marker="o", markersize=4, capsize=2, label=name)
