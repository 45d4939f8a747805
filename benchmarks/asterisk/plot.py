"""The saved plot: for each scenario, which share of the calls (or of the agents' waits) was over within what time."""

from pathlib import Path
from typing import TYPE_CHECKING

from acd.words import Language
from benchmarks.asterisk.figures import Comparison
from benchmarks.asterisk.plan import CALLS_PER_S, SideName
from benchmarks.asterisk.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS = (("plot_ring", ("ring_ivr", "ring_direct")), ("plot_line", ("line_60", "line_300", "line_300_mixed")))
COLOURS = {SideName.ACD: "#1a7f37", SideName.QUEUE: "#bf8700"}
DASHES = ("solid", "dashed", "dotted")
SIZE_INCHES = (9.0, 4.2)


def save_plot(comparison: Comparison, path: Path, language: Language) -> None:
    """Save the plot in the form that the end of ``path`` names (.svg, .png).

    Raises:
        ModuleNotFoundError: matplotlib is not installed.
        OSError, ValueError: it cannot be saved there, or not in that form.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    figure.suptitle(say("plot_title", language))
    panels = figure.subplots(1, len(PANELS), sharey=True)
    for axes, (title, scenarios) in zip(panels, PANELS, strict=True):
        draw_panel(axes, comparison, [name for name in scenarios if name in comparison.scenarios], language)
        axes.set_title(say(title, language, rate=CALLS_PER_S), fontsize="medium")
        axes.set_xlabel(say("milliseconds", language))
    panels[0].set_ylabel(say("share", language))
    path.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "acd"}):  # the same figures give the same file
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def draw_panel(axes: "Axes", comparison: Comparison, scenarios: list[str], language: Language) -> None:
    """Draw the curves of some scenarios, all rounds together, on a logarithmic scale of milliseconds."""
    for dashes, scenario in zip(DASHES, scenarios, strict=False):
        for side in SideName:
            waits = comparison.waits_ms(scenario, side)
            label = f"{side}, {say(scenario, language)}"
            axes.ecdf(waits, label=label, color=COLOURS[side], linestyle=dashes)
    axes.set_xscale("log")
    axes.grid(visible=True, alpha=0.3)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.legend(fontsize="small", ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.2))
