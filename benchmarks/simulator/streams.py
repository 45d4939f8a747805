"""The callers of a round, drawn before anything is timed and handed out to every side in the same way: as arrays.

The system is the one whose day ContactCenters publishes: 4.2 calls a minute come for 480 minutes and are handled in
2 minutes by 12 agents, patience is 1 minute, all exponential. A call's patience and handling are its own, by the number
of its arrival, whoever handles it and when. Times are seconds.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from simulator.days.world import Seconds

AGENTS: Final = 12
BETWEEN_S: Final = 60 / 4.2
HANDLING_S: Final = 120.0
PATIENCE_S: Final = 60.0
DAY_S: Final = 480 * 60.0
PERIODS: Final = 16


class Day(NamedTuple):
    """The callers of one day in the order of their arrival: the ``gap`` before each, its patience and its handling."""

    gap: Seconds
    patience: Seconds
    handling: Seconds


def drawn(days: int, *, seed: int) -> tuple[Day, ...]:
    """Return the callers of so many days; another seed is another round."""
    seeds = np.random.SeedSequence(seed).spawn(days)
    return tuple(one_day(np.random.default_rng(each)) for each in seeds)


def one_day(generator: np.random.Generator) -> Day:
    """Draw everybody who comes before the day's end."""
    expected = DAY_S / BETWEEN_S
    gap = generator.exponential(BETWEEN_S, size=int(expected + 10 * expected**0.5))  # ten deviations: more than enough
    gap = gap[: int(np.searchsorted(np.cumsum(gap), DAY_S))]
    size = len(gap)
    return Day(gap, generator.exponential(PATIENCE_S, size), generator.exponential(HANDLING_S, size))


class Handed:
    """Durations that are handed out from an array, in its order. They take no chance; after the last comes 0."""

    def __init__(self, mean_s: float) -> None:
        self.mean_s = mean_s
        self.begin(np.zeros(0))

    def begin(self, seconds: Seconds) -> None:
        """Begin another day, with these durations."""
        self._seconds, self._next = seconds, 0

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Hand out the next ``size`` of them; who draws ahead of the last caller gets zeros for nobody."""
        del generator
        begin, self._next = self._next, self._next + size
        block = self._seconds[begin : self._next]
        return block if len(block) == size else np.concatenate((block, np.zeros(size - len(block))))


class HandedArrivals:
    """Arrivals at moments that were drawn beforehand."""

    def __init__(self) -> None:
        self._times = np.zeros(0)

    def begin(self, gap: Seconds) -> None:
        """Begin another day, with these gaps between arrivals."""
        self._times = np.cumsum(gap)

    def rate(self, period: int) -> float:
        """The mean number of arrivals a second, the same in each period."""
        del period
        return 1 / BETWEEN_S

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the moments of the day, whatever the chance and the busyness."""
        del generator, busyness
        yield self._times
