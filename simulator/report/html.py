"""The page of a simulation and the page of a comparison: each one file that needs nothing else, PNG plots beside it."""

from collections.abc import Sequence
from pathlib import Path

from acd.words import Language
from simulator.statistics.results import Results


def write_report(results: Results, folder: Path, language: Language) -> Path:
    """Write ``report.html`` and the PNG plots of a simulation into ``folder``, and return the page's path.

    Raises:
        OSError: the folder cannot be written.
    """
    raise NotImplementedError


def write_comparison(
    variants: Sequence[Results], differences: Sequence[object], folder: Path, language: Language
) -> Path:
    """Write ``report.html`` and the plots ``compare-*.png`` into ``folder``, and return the page's path.

    Raises:
        OSError: the folder cannot be written.
    """
    raise NotImplementedError
