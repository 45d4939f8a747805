"""How plots look: colours that colour-blind people tell apart, markers and lines beside them, two widths, two lights.

The same figures give the same bytes. A plot is drawn once for light paper; for dark screens its colours are exchanged.
"""

import base64
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import matplotlib.style
from matplotlib.figure import Figure as Sheet

from acd.words import Language

INK, SOFT, GRID, PAPER = "#1f2328", "#57606a", "#d8dee4", "#ffffff"
BLUE, RED, GREEN, PINK, BROWN, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#9a6b00", "#6e7781"
SERIES: Final = (BLUE, RED, GREEN, PINK, BROWN, GREY)
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
LINES: Final = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1, 1, 1)))
DARK: Final = {
    INK: "#e6edf3", SOFT: "#9da7b3", GRID: "#30363d", PAPER: "#161b22", BLUE: "#58a6ff", RED: "#ff8f4d",
    GREEN: "#3fc79a", PINK: "#f0a0cf", BROWN: "#e3b341", GREY: "#a8b1bb",
}  # fmt: skip
"""What the colours are on a dark screen."""

COLOUR = re.compile("|".join(DARK))
WIDE_INCHES, NARROW_INCHES, DPI = 10.0, 3.7, 110
STYLE: Final = {
    "font.size": 10, "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "text.parse_math": False, "text.color": INK, "axes.labelcolor": SOFT, "axes.edgecolor": SOFT,
    "axes.titlesize": 10, "axes.titlelocation": "left", "axes.titleweight": "bold", "axes.titlecolor": INK,
    "xtick.color": SOFT, "ytick.color": SOFT, "axes.grid": True, "axes.axisbelow": True, "grid.color": GRID,
    "grid.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False,
    "lines.linewidth": 2, "lines.markersize": 5, "lines.markeredgewidth": 0, "hatch.linewidth": 0.8,
    "figure.facecolor": PAPER, "axes.facecolor": PAPER, "savefig.facecolor": PAPER, "svg.fonttype": "none",
    "svg.hashsalt": "acd", "axes.xmargin": 0.01,
}  # fmt: skip
"""No dollar sign in a name begins a formula."""


Looks = dict[str, Any]
"""What matplotlib is told of colours and lines."""


@dataclass(frozen=True)
class Look:
    """For whom a plot is drawn: in which language, and whether for a page as narrow as a phone."""

    language: Language
    narrow: bool = False


@dataclass(frozen=True, kw_only=True)
class Plot:
    """What is drawn: the file's ``name``, ``title``, the ``finding`` in sentences, ``draw``, and its height, which may
    be another on a narrow page."""

    name: str
    title: str
    finding: str
    draw: Callable[[Sheet, Look], None] = field(repr=False)
    height_inches: float = 3.6
    narrow_inches: float | None = None


def svg(plot: Plot, look: Look) -> str:
    """Return a plot as SVG for light paper, without its title, which stands on the page."""
    with quiet_style():
        sheet = drawn(plot, look)
        with BytesIO() as file:
            sheet.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
            return file.getvalue().decode()


def png(plot: Plot, language: Language) -> bytes:
    """Return a plot as PNG with its title."""
    with quiet_style(), BytesIO() as file:
        sheet = drawn(plot, Look(language))
        sheet.suptitle(plot.title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        sheet.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
        return file.getvalue()


def drawn(plot: Plot, look: Look) -> Sheet:
    """Return the sheet on which a plot is drawn."""
    width = NARROW_INCHES if look.narrow else WIDE_INCHES
    height = plot.narrow_inches if look.narrow and plot.narrow_inches else plot.height_inches
    sheet = Sheet(figsize=(width, height), layout="constrained")
    plot.draw(sheet, look)
    return sheet


@contextmanager
def quiet_style() -> Iterator[None]:
    """Draw in the report's style, whatever the user's own is; a sign that the font lacks is worth no warning."""
    with warnings.catch_warnings(), matplotlib.style.context(["default", Looks(STYLE)]):
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def dark(text: str) -> str:
    """Return an SVG with the colours of a dark screen."""
    return COLOUR.sub(lambda match: DARK[match[0]], text)


def data_uri(text: str) -> str:
    """Return an SVG as the address of an image that is in the page itself; no script in it would ever run."""
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()
