"""What the figures are estimated from: independent observations, which are days or batches of a steady state."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from simulator.days.records import OUTCOMES
from simulator.days.world import Seconds, World
from simulator.statistics.frame import frame_of
from simulator.statistics.tally import OF_CALLS, OF_GROUPS, Tally
from simulator.statistics.waits import WaitCounts

MOST_SECTIONS: Final = 20
"""percentiles' intervals come of the observations in so many sections: enough for Student's t, few enough to keep"""

SUMS: Final = {"offered": OUTCOMES, "entered": ("served", "abandoned", "sent_away")}
"""Counts that are sums of others."""


class TooLittle(ValueError):
    """There is nothing to make figures of; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Observations:
    """N observations of P periods (of a steady state each batch is one observation, and its only period).

    ``calls`` [N, OF_CALLS, T, P] and ``groups`` [N, OF_GROUPS, G, P] are counts and sums; ``available_s`` [N, G, P] is
    how long agents were there, ``lasted_s`` [N, P] how long the periods are. ``sections`` hold the waits above 0 of
    neighbouring observations, in cells of type * P + period. ``per_run``: how many observations make up one day (or
    run), to which counts are scaled.
    """

    world: World
    calls: Seconds
    groups: Seconds
    available_s: Seconds
    lasted_s: Seconds
    sections: tuple[WaitCounts, ...]
    per_run: int

    def __len__(self) -> int:
        return len(self.calls)

    def of_calls(self, name: str) -> Seconds:
        """Give a count as [N, T + 1, P + 1]: the last type is the total, the last period the whole day."""
        if name == "lasted":
            return with_sums(self.lasted_s)[:, None, :]
        if name == "staffed":
            return self.of_groups("staffed")[:, -1:, :]
        names = SUMS.get(name, (name,))
        places = [OF_CALLS.index(each) for each in names]
        return with_sums(with_sums(self.calls[:, places].sum(axis=1), 1))

    def of_groups(self, name: str) -> Seconds:
        """Give a count as [N, G + 1, P + 1]: the last group is the total, the last period the whole day."""
        if name == "ready":
            # What is below 0 is rounding: nobody is at work on two calls at a time.
            ready = np.maximum(self.available_s - self.groups[:, OF_GROUPS.index("handled_on_duty")], 0.0)
            return with_sums(with_sums(ready, 1))
        if name == "staffed":
            return self.of_groups("handled") + self.of_groups("ready")
        return with_sums(with_sums(self.groups[:, OF_GROUPS.index(name)], 1))

    def section_starts(self) -> list[int]:
        """Give the first observation of each section."""
        return [section * len(self) // len(self.sections) for section in range(len(self.sections))]


def with_sums(table: Seconds, axis: int = -1) -> Seconds:
    """Append the sum along an axis to it."""
    return np.concatenate((table, table.sum(axis=axis, keepdims=True)), axis=axis)


def observations(world: World, tallies: Sequence[Tally]) -> Observations:
    """Make observations of the tallies of days, in their order; of a steady state, of the tallies of runs.

    The first period of a steady state is the warm-up and is dropped.

    Raises:
        TooLittle: there is no day, or no period after the warm-up.
    """
    periods = len(world.edges) - 1
    if not tallies:
        raise TooLittle("statistics: no day was simulated; simulate at least one")
    if world.steady and periods < 2:
        raise TooLittle("statistics: of a steady state the first period is the warm-up; give at least one more period")
    calls, groups = np.stack([each.calls for each in tallies]), np.stack([each.groups for each in tallies])
    frame, runs = frame_of(world), len(tallies)
    available = np.repeat(frame.available_s[None], runs, axis=0)
    lasted = np.repeat(np.diff(frame.edges)[None], runs, axis=0)
    waits = [each.waits for each in tallies]
    if world.steady:
        calls, groups, available = _batches(calls), _batches(groups), _batches(available)
        lasted = lasted[:, 1:].reshape(-1, 1)
        waits = [batch for each in waits for batch in _waits_of_batches(each, len(world.types), periods)]
    return Observations(
        world=world,
        calls=calls,
        groups=groups,
        available_s=available,
        lasted_s=lasted,
        sections=_sections(waits),
        per_run=periods - 1 if world.steady else 1,
    )


def _batches(table: Seconds) -> Seconds:
    """Make each period after the first an observation: [runs, ..., P] to [runs * (P - 1), ..., 1]."""
    batches = np.moveaxis(table[..., 1:], -1, 1)
    return batches.reshape(-1, *batches.shape[2:])[..., None]


def _waits_of_batches(waits: WaitCounts, types: int, periods: int) -> list[WaitCounts]:
    """Give the waits of each batch, in cells of one period: the type alone."""
    return [
        WaitCounts.sum(
            waits.between(kind * periods + batch, kind * periods + batch + 1, kind - kind * periods - batch)
            for kind in range(types)
        )
        for batch in range(1, periods)
    ]


def _sections(waits: Sequence[WaitCounts]) -> tuple[WaitCounts, ...]:
    number = min(len(waits), MOST_SECTIONS)
    borders = [section * len(waits) // number for section in range(number + 1)]
    return tuple(WaitCounts.sum(waits[begin:end]) for begin, end in pairwise(borders))
