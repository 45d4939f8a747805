"""Observed values: a list in the scenario, or a column of a CSV file beside it."""

import csv
import re
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simulator.scenario.notation_words import refuse, shown
from simulator.scenario.units import LONGEST_S, TIME_UNITS_S, duration_s

MOST_LISTED = 10_000
MOST_ROWS = 5_000_000
LARGEST_MB = 128
"""A file of observed values is read as a whole; a year of calls of a large centre has room in this."""

CLOCK = "clock"
"""The unit of a column of times of the day, like 09:30:15."""

_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,9})?))?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)

Values = npt.NDArray[np.float64]


def listed_s(raw: Sequence[object]) -> Values:
    """Read a list of durations, ``[10 s, 20 s]``, in seconds.

    Raises:
        ValueError: of the first that is none, or if there are none or too many.
    """
    if not raw:
        raise refuse("no_values")
    if len(raw) > MOST_LISTED:
        raise refuse("too_many_values", limit=MOST_LISTED)
    return np.array([duration_s(each) for each in raw], dtype=np.float64)


def column_s(named: object, column: object, unit: object, folder: Path, opens_at_s: float = 0.0) -> Values:
    """Read a column of a CSV file in seconds, in the order of its rows; empty cells are left out.

    The first row names the columns; ``;`` separates them if it stands in that row, else ``,``. ``unit`` is one of
    ``TIME_UNITS_S``, or ``clock`` for times of the day, which become seconds since ``opens_at_s``.

    Raises:
        ValueError: a path out of ``folder``, no such file or column, a cell that is no number of 0 or more.
    """
    if not isinstance(unit, str) or unit not in (CLOCK, *TIME_UNITS_S):
        raise refuse("no_unit_of_column", unit, known=f"ms, s, min, h, d, {CLOCK}")
    path = path_within(named, folder)
    read = _clock_reader(opens_at_s) if unit == CLOCK else _number_reader(TIME_UNITS_S[unit])
    values: list[float] = []
    for line, cell in _cells(path, str(named), column):
        value = read(cell)
        if value is None:
            key = "bad_clock" if unit == CLOCK else "bad_cell"
            raise refuse(key, cell, line=line, file=shown(named), unit=unit)
        values.append(value)
    if not values:
        raise refuse("no_values")
    return np.array(values, dtype=np.float64)


def path_within(named: object, folder: Path) -> Path:
    """Find the file: a relative path stays in ``folder``, a whole path is the owner's own word.

    Raises:
        ValueError: it leads out of the folder, is no file, or is too large.
    """
    if not isinstance(named, str) or not named.isprintable() or not named:
        raise refuse("file_unread", named)
    try:
        path = (folder / named).resolve()
        if not Path(named).is_absolute() and not path.is_relative_to(folder.resolve()):
            raise refuse("file_outside", named)
        if not path.is_file():
            raise refuse("file_unread", named)
        if path.stat().st_size > LARGEST_MB * 1_000_000:
            raise refuse("table_too_large", named, limit=LARGEST_MB)
    except (OSError, RuntimeError):
        raise refuse("file_unread", named) from None
    return path


def _cells(path: Path, named: str, column: object) -> list[tuple[int, str]]:
    """Return the cells of a column that are not empty, each with its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            rows = csv.reader(file, delimiter=delimiter)
            heads = [head.strip() for head in next(rows, [])]
            if column not in heads:
                raise refuse("no_column", column, file=shown(named), known=shown(", ".join(heads)))
            place = heads.index(str(column))
            cells = ((rows.line_num, row[place].strip()) for row in rows if len(row) > place)
            found = list(islice((each for each in cells if each[1]), MOST_ROWS + 1))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise refuse("file_unread", named) from None
    if len(found) > MOST_ROWS:
        raise refuse("too_many_values", limit=MOST_ROWS)
    return found


def _number_reader(unit_s: float) -> Callable[[str], float | None]:
    def read(cell: str) -> float | None:
        value = float(cell) * unit_s if _NUMBER.fullmatch(cell) else LONGEST_S + 1
        return value if value <= LONGEST_S else None

    return read


def _clock_reader(opens_at_s: float) -> Callable[[str], float | None]:
    def read(cell: str) -> float | None:
        found = _CLOCK.fullmatch(cell)
        if not found:
            return None
        value = int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3] or 0) - opens_at_s
        return value if value >= 0 else None

    return read
