"""A world beside its truth: what is simulated, and what must come of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.truth.chains import Matrix, Vector
from benchmarks.truth.controls import Callers
from benchmarks.truth.judging import Estimate, Judged, estimate
from benchmarks.truth.measures import Day, Measure
from simulator.days.records import Records
from simulator.days.simulation import records_of_day
from simulator.days.world import World

REFERENCE: Final = "reference numbers"
"""The list of exact values that the project is held to."""


@dataclass(frozen=True)
class Row:
    """One figure and its truth: ``error`` is the truth's own standard error where it was simulated by others.

    A ``plain`` row is judged as it is, without controls: all that callers bring, and what needs no help.
    """

    name: str
    measure: Measure
    exact: float
    source: str
    error: float = 0.0
    plain: bool = False


@dataclass(frozen=True)
class Case:
    """A world, its rows, what is known of its callers, and how many days of it show enough (4 %).

    ``days_to_the_end`` is how many are simulated where that is laid down, and not the half-width.
    """

    name: str
    world: World
    rows: tuple[Row, ...]
    controls: tuple[Callers, ...] = ()
    days: int = 1
    days_to_the_end: int | None = None


@dataclass(frozen=True)
class Observed:
    """What one or more days of a case have shown: a column for each row of the case, an observation in each row."""

    over: Matrix
    under: Matrix
    controls: Matrix
    calls: int


def observe(case: Case, seed: int, day: int) -> Observed:
    """Simulate one day of ``case`` by the whole engine and count it."""
    seen = Day(case.world, joined(records_of_day(case.world, seed=seed, day=day)))
    pairs: list[tuple[Vector, Vector]] = [row.measure.of(seen) for row in case.rows]
    known = [callers.of(seen) for callers in case.controls]
    return Observed(
        over=np.column_stack([over for over, _ in pairs]),
        under=np.column_stack([under for _, under in pairs]),
        controls=np.hstack(known) if known else np.zeros((len(pairs[0][0]), 0)),
        calls=len(seen.records),
    )


def together(seen: Iterable[Observed]) -> Observed:
    """Put the observations of several days below each other."""
    days = list(seen)
    return Observed(
        over=np.vstack([each.over for each in days]),
        under=np.vstack([each.under for each in days]),
        controls=np.vstack([each.controls for each in days]),
        calls=sum(each.calls for each in days),
    )


def joined(blocks: Iterable[Records]) -> Records:
    """Put blocks of records one behind the other."""
    parts = list(blocks)
    return Records(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in Records.__dataclass_fields__}
    )


def judge(case: Case, seen: Observed) -> list[Judged]:
    """Return each row of the case with what was found."""
    return [
        Judged(case.name, row.name, row.exact, row.error, found(case, seen, number), seen.calls, row.source)
        for number, row in enumerate(case.rows)
    ]


def found(case: Case, seen: Observed, number: int) -> Estimate:
    """Return the figure of the row with this number."""
    controls = None if case.rows[number].plain else seen.controls
    return estimate(seen.over[:, number], seen.under[:, number], controls)
