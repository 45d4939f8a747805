"""What the benchmark shows: all rows, and one verdict over them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from benchmarks.truth.judging import JOINT, Judged, least_chance
from benchmarks.truth.runs import NEAR_ENOUGH, QUICKLY_NEAR

DIGITS: Final = 6


class Figures(NamedTuple):
    """All rows of all cases; ``total`` is how many rows a whole run has, ``seconds`` what it took."""

    rows: Sequence[Judged]
    total: int
    quick: bool
    seed: int
    seconds: float

    @property
    def calls(self) -> int:
        """How many calls were simulated."""
        return sum({row.case: row.calls for row in self.rows}.values())

    @property
    def differing(self) -> list[Judged]:
        """The rows that do not agree, as rows of a whole run."""
        return [row for row in self.rows if not row.agrees(self.total)]

    @property
    def near(self) -> float:
        """The half-width that was wanted, as a share of the truth."""
        return QUICKLY_NEAR if self.quick else NEAR_ENOUGH

    @property
    def wide(self) -> list[Judged]:
        """The rows whose half-width is above what was wanted."""
        return [row for row in self.rows if row.relative_half_width > self.near]

    def as_object(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "quick": self.quick,
            "seed": self.seed,
            "agree": not self.differing and len(self.rows) == self.total,
            "joint": JOINT,
            "least_chance": least_chance(self.total),
            "calls": self.calls,
            "seconds": round(self.seconds, 1),
            "wide": [name_of(row) for row in self.wide],
            "rows": [as_object(row, self.total) for row in self.rows],
        }


def name_of(row: Judged) -> str:
    """Name a row."""
    return f"{row.case}: {row.row}"


def as_object(row: Judged, total: int) -> dict[str, Any]:
    """Return one row as plain data; a difference where nothing varies has no z, which is null."""
    infinite = row.found.error == row.exact_error == 0.0 and not row.agrees(total)
    return {
        "case": row.case,
        "row": row.row,
        "exact": rounded(row.exact),
        "exact_error": rounded(row.exact_error),
        "simulated": rounded(row.found.value),
        "half_width": rounded(row.found.half_width),
        "z": None if infinite else round(row.z, 2),
        "agrees": row.agrees(total),
        "calls": row.calls,
        "source": row.source,
    }


def rounded(value: float) -> float:
    """Return a value with as many digits as there is any sense in."""
    return float(f"{value:.{DIGITS}g}")
