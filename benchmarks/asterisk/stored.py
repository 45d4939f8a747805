"""``python -m benchmarks plot``: the picture of a run that is over, from what ``asterisk --json`` printed."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from acd.cli_parts import Lang, fail, tongue
from acd.words import language_of_environment
from benchmarks.asterisk.figures import Values
from benchmarks.asterisk.plan import SideName
from benchmarks.asterisk.plot import Medians, save_plot
from benchmarks.asterisk.words import say

HELP = say("help_draw", language_of_environment())
STORED = say("help_stored", language_of_environment())
FILE = say("help_plot", language_of_environment())


def plot(
    stored: Annotated[Path, typer.Argument(help=STORED)],
    file: Annotated[Path, typer.Argument(help=FILE)],
    lang: Lang = None,
) -> None:
    """Draw the plot of a stored run."""
    language = tongue(lang)
    if find_spec("matplotlib") is None:
        fail(say("no_plotting", language))
    try:
        seen = medians(stored.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        fail(say("not_stored", language, path=stored, why=fault))
    try:
        save_plot(seen, file, language)
    except (OSError, ValueError) as fault:
        fail(say("not_saved", language, path=file, why=fault))
    print(say("plot_at", language, path=file))


def medians(text: str) -> Medians:
    """Return both sides' medians, scenario by scenario, from the JSON object on the last line of ``text``.

    Raises:
        ValueError: it is another object, or none.
    """
    last = text.rstrip().rpartition("\n")[2]
    try:
        absolute = json.loads(last)["absolute"]
        return {
            str(name): {side: Values(*(float(sides[side][value]) for value in Values._fields)) for side in SideName}
            for name, sides in absolute.items()
        }
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"it lacks {fault}" if isinstance(fault, KeyError) else str(fault)) from fault
