"""What is measured of a day's records: totals per observation, and measures, each one total over another.

Of a steady state every period but the first (the warm-up) is an observation; of a finite day it is the day, or one of
its periods. Calls belong to the period in which they arrived; time in queue and at work to the period that it is in.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from benchmarks.truth.chains import Vector
from simulator.days.records import ABANDONED, BALKED, BLOCKED, SENT_AWAY, SERVED, Records
from simulator.days.world import World

NO_WAIT_S: Final = 1e-6
"""Less than this is no wait, but rounding: clocks of long runs show no finer."""

Total: TypeAlias = Literal[
    "offered", "first_attempts", "served", "abandoned", "blocked", "balked", "sent_away", "entered", "delayed",
    "answered_in_time", "wait_s", "wait_served_s", "handling_s", "queue_s", "busy_s", "seconds", "once",
]  # fmt: skip
TOTALS: Final[tuple[str, ...]] = get_args(Total)


@dataclass(frozen=True)
class Measure:
    """The total ``over`` that ``under``, of one type of call and one period if these are named.

    ``squared_from`` makes it the mean square of the total's distance from this number, which is a variance.
    """

    over: Total
    under: Total = "entered"
    type: int | None = None
    period: int | None = None
    squared_from: float | None = None

    def of(self, day: "Day") -> tuple[Vector, Vector]:
        """Return numerator and denominator for each observation of the day."""
        over = day.observations(self.over, self.type, self.period)
        if self.squared_from is not None:
            over = (over - self.squared_from) ** 2
        return over, day.observations(self.under, self.type, self.period)


class Day:
    """The records of one day, counted by period."""

    def __init__(self, world: World, records: Records) -> None:
        self.world, self.records = world, records
        self.edges: Vector = np.array(world.edges)
        self._thresholds: Vector = np.array([kind.threshold_s for kind in world.types])

    @cached_property
    def period(self) -> npt.NDArray[np.int64]:
        """The period in which each call arrived; retrials after the last one belong to it."""
        found = np.searchsorted(self.edges, self.records.arrived_at, side="right") - 1
        return np.minimum(found, len(self.edges) - 2)

    @cached_property
    def wait(self) -> Vector:
        """How long each call waited, in seconds."""
        return self.records.wait_ended_at - self.records.arrived_at

    def observations(self, total: Total, type: int | None, period: int | None) -> Vector:
        """Return a total for each observation."""
        if total == "once":
            return np.ones(len(self.edges) - 2 if self.world.steady else 1)
        by_period = self._by_period(total, type)
        if self.world.steady:
            return by_period[1 : len(self.edges) - 1]
        return by_period[period : period + 1] if period is not None else by_period.sum(keepdims=True)

    def _by_period(self, total: Total, type: int | None) -> Vector:
        if total == "seconds":
            return np.diff(self.edges)
        mine = np.full(len(self.records), True) if type is None else self.records.type == type
        if total in ("queue_s", "busy_s"):
            return self._area(total, mine)
        weights = np.where(mine, self._each(total), 0.0)
        return np.bincount(self.period, weights, len(self.edges) - 1).astype(float)

    def _each(self, total: Total) -> Vector:
        """What each call adds to a total."""
        outcome, wait = self.records.outcome, self.wait
        entered = np.isin(outcome, (SERVED, ABANDONED, SENT_AWAY))
        by_outcome = {
            "served": SERVED, "abandoned": ABANDONED, "blocked": BLOCKED, "balked": BALKED, "sent_away": SENT_AWAY,
        }  # fmt: skip
        if total in by_outcome:
            ended: Vector = (outcome == by_outcome[total]).astype(float)
            return ended
        each = {
            "offered": np.ones(len(outcome)),
            "first_attempts": self.records.attempt == 0,
            "entered": entered,
            "delayed": entered & (wait > NO_WAIT_S),
            "answered_in_time": (outcome == SERVED) & (wait <= self._thresholds[self.records.type] + NO_WAIT_S),
            "wait_s": entered * wait,
            "wait_served_s": (outcome == SERVED) * wait,
            "handling_s": (outcome == SERVED) * (self.records.free_at - self.records.wait_ended_at),
        }
        chosen: Vector = each[total].astype(float)
        return chosen

    def _area(self, total: Total, mine: npt.NDArray[np.bool_]) -> Vector:
        """Call-seconds in each period, and behind the last one those that came later, so that a day adds up."""
        records = self.records
        if total == "busy_s":
            mine = mine & (records.outcome == SERVED)
            begins, ends = records.wait_ended_at[mine], records.free_at[mine]
        else:
            begins, ends = records.arrived_at[mine], records.wait_ended_at[mine]
        edges = np.append(self.edges, np.inf)
        return np.diff(spent_until(edges, ends) - spent_until(edges, begins))


def spent_until(edges: Vector, moments: Vector) -> Vector:
    """Return for each edge the sum of all moments, each cut off at the edge: differences are areas."""
    ascending = np.sort(moments)
    sums = np.concatenate(([0.0], np.cumsum(ascending)))
    below = np.searchsorted(ascending, edges, side="right")
    above = len(moments) - below
    return sums[below] + np.where(above > 0, above * np.where(np.isinf(edges), 0.0, edges), 0.0)
