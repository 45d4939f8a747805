"""From observations to a figure with its error, and from all rows to one verdict."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy import stats

from benchmarks.truth.chains import Matrix, Vector

CONFIDENCE: Final = 0.95
"""Of the half-widths that are shown."""

ROUNDING: Final = 1e-9
"""A smaller difference, as a share of the truth, is that of how numbers are kept."""

JOINT: Final = 0.99
"""With this chance all rows pass if all are right (Sidak 1967): no more than one run in a hundred cries wolf."""


@dataclass(frozen=True)
class Estimate:
    """A figure, its standard error, and how many degrees of freedom that error has."""

    value: float
    error: float
    freedom: int

    @property
    def half_width(self) -> float:
        """Half of the 95 % interval."""
        return float(stats.t.ppf((1 + CONFIDENCE) / 2, self.freedom)) * self.error


def estimate(over: Vector, under: Vector, controls: Matrix | None = None) -> Estimate:
    """Return the ratio of the totals over all observations (by the delta method), corrected by ``controls``.

    Controls have a row for each observation, and each column is 0 on the mean.

    Raises:
        ValueError: fewer than ten observations more than controls; no error could be told from them.
    """
    observations = len(over)
    known = np.zeros((observations, 0)) if controls is None else varying(controls)
    design = np.column_stack((np.ones(observations), known))
    freedom = observations - int(np.linalg.matrix_rank(design))
    if freedom < 10:
        raise ValueError(f"{observations} observations are too few for {known.shape[1]} controls; simulate more days")
    ratio = float(over.sum() / under.sum())
    off = over - ratio * under
    inverse = np.linalg.pinv(design.T @ design, hermitian=True)  # one control may say what others say together
    fitted = inverse @ design.T @ off
    left = off - design @ fitted
    error = sqrt(float(left @ left) / freedom * float(inverse[0, 0]))
    scale = float(under.mean())
    return Estimate(ratio + float(fitted[0]) / scale, error / scale, freedom)


def varying(controls: Matrix) -> Matrix:
    """Return the controls that vary, each with a spread of 1; what is always the same explains nothing."""
    spread = controls.std(axis=0)
    scaled: Matrix = controls[:, spread > 0] / spread[spread > 0]
    return scaled


@dataclass(frozen=True)
class Judged:
    """One row: what is true (with its own standard error where that was simulated too) and what was found."""

    case: str
    row: str
    exact: float
    exact_error: float
    found: Estimate
    calls: int
    source: str

    @property
    def z(self) -> float:
        """By how many standard errors, of both together, the two differ."""
        error, off = float(np.hypot(self.found.error, self.exact_error)), self.found.value - self.exact
        if abs(off) <= ROUNDING * abs(self.exact):
            return 0.0
        return off / error if error > 0.0 else inf

    @property
    def chance(self) -> float:
        """The chance of a difference as large as this, or larger, if both are right."""
        return float(2 * stats.t.sf(abs(self.z), self.found.freedom))

    @property
    def relative_half_width(self) -> float:
        """Half of the 95 % interval, as a share of the truth."""
        return self.found.half_width / abs(self.exact)

    def agrees(self, rows: int) -> bool:
        """Whether it passes as one of so many rows that are judged together."""
        return self.chance >= least_chance(rows)


def least_chance(rows: int) -> float:
    """Return the chance below which a row fails, so that all rows together pass with :data:`JOINT` if all are right."""
    return float(1 - JOINT ** (1 / rows))
