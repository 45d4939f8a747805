"""When calls come: Poisson, counts as observed or exactly so many, or given moments.

All are :class:`simulator.days.world.Arrivals`. ``edges`` are the borders of the periods in seconds, ascending, one more
than there are periods. Chance comes from the passed generator alone, and no block holds more than ``BLOCK`` arrivals,
so that a run of any length fits in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil, isfinite, sqrt

import numpy as np
import numpy.typing as npt

from simulator.days.world import Seconds
from simulator.scenario.notation_words import refuse

BLOCK = 65_536
"""The most arrivals in a block: half a megabyte, and enough to draw at full speed."""

MOST_COUNTED = 10_000_000
"""The most calls in a period of an observed day; busyness comes on top."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Poisson:
    """Calls come by themselves, at so many a second in each period; of a long run, too.

    A stream of unit rate is laid over the cumulated rates, so busyness and other rates move the same arrivals.
    """

    edges: tuple[float, ...]
    rates: tuple[float, ...]

    def __post_init__(self) -> None:
        _check_edges(self.edges)
        _check_numbers("rates", self.rates, len(self.edges) - 1)

    def rate(self, period: int) -> float:
        """The mean number of arrivals a second in this period."""
        return self.rates[min(period, len(self.rates) - 1)]

    @cached_property
    def _cumulated(self) -> npt.NDArray[np.float64]:
        """The mean number of arrivals until each edge."""
        return np.concatenate(([0.0], np.cumsum(np.diff(self.edges) * self.rates)))

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the arrivals of one day, ascending, in blocks of at most ``BLOCK``; busyness multiplies the rates."""
        means = self._cumulated * _factor(busyness)
        come, end = 0.0, float(means[-1])
        while come < end:
            stream = come + generator.standard_exponential(_size_of_block(end - come)).cumsum()
            come = float(stream[-1])
            yield np.interp(stream[: np.searchsorted(stream, end)], means, self.edges)


def _size_of_block(left: float) -> int:
    """How many to draw when so many are expected: in nearly all cases the rest of the day, unless that is too many."""
    return min(BLOCK, ceil(left + 5 * sqrt(left)) + 10)


@dataclass(frozen=True, eq=False)
class Counted:
    """As many calls in each period as on a day that was observed, drawn with replacement; evenly within the period.

    ``days`` has a row a day and a column a period. A simulated day takes one row, so that busy periods stay together;
    with ``by_period`` each period takes a row of its own. Busyness multiplies the counts, which then are rounded up or
    down by chance so that their mean is right. With one row there are exactly so many each day.
    """

    edges: tuple[float, ...]
    days: Counts
    by_period: bool = False

    def __post_init__(self) -> None:
        _check_edges(self.edges)
        if self.days.ndim != 2 or not len(self.days):
            raise ValueError(f"days has the shape {self.days.shape}; one row or more, each of a day, is expected")
        for row in self.days:
            _check_numbers("days", row, len(self.edges) - 1)
        if self.days.max() > MOST_COUNTED:
            raise refuse("too_many_counted", limit=MOST_COUNTED)

    @cached_property
    def _rates(self) -> list[float]:
        return [float(rate) for rate in self.days.mean(axis=0) / np.diff(self.edges)]

    def rate(self, period: int) -> float:
        """The mean number of arrivals a second in this period."""
        return self._rates[min(period, len(self._rates) - 1)]

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the arrivals of one day, ascending, in blocks of at most ``BLOCK``."""
        counts = self._counts(generator, _factor(busyness)).tolist()
        for count, (start, end) in zip(counts, pairwise(self.edges), strict=True):
            yield from _spread(generator, start, end - start, count)

    def _counts(self, generator: np.random.Generator, busyness: float) -> Counts:
        periods = self.days.shape[1]
        rows = generator.integers(0, len(self.days), periods if self.by_period else 1)
        counts = self.days[rows, np.arange(periods)] * busyness
        whole = counts.astype(np.int64)
        up: Counts = whole + (generator.random(periods) < counts - whole)
        return up


def _spread(generator: np.random.Generator, start: float, width: float, count: int) -> Iterator[Seconds]:
    """Spread so many evenly; of very many, chance says how many come in each slice, and one slice is in memory."""
    slices = 2 * count // BLOCK + 1
    for number, here in enumerate(generator.multinomial(count, [1 / slices] * slices).tolist()):
        yield start + width / slices * (number + np.sort(generator.random(here)))


def exactly(edges: Sequence[float], counts: Sequence[int]) -> Counted:
    """Make exactly so many calls in each period, spread evenly by chance."""
    return Counted(tuple(edges), np.array([counts], dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Trace:
    """The given moments (seconds, within the edges, in any order), the same every day, whatever the busyness."""

    edges: tuple[float, ...]
    moments: Seconds

    def __post_init__(self) -> None:
        _check_edges(self.edges)
        if self.moments.ndim != 1 or not np.all(np.isfinite(self.moments)):
            raise ValueError("moments hold one that is infinite or no number")
        outside = (self.moments < self.edges[0]) | (self.moments >= self.edges[-1])
        if outside.any():
            first = self.moments[outside][0]
            raise ValueError(f"moments hold {first:g} s; {self.edges[0]:g} s to {self.edges[-1]:g} s is expected")

    @cached_property
    def _sorted(self) -> Seconds:
        return np.sort(self.moments)

    @cached_property
    def _rates(self) -> list[float]:
        found = np.searchsorted(self._sorted, self.edges)
        return [float(rate) for rate in np.diff(found) / np.diff(self.edges)]

    def rate(self, period: int) -> float:
        """The number of arrivals a second in this period."""
        return self._rates[min(period, len(self._rates) - 1)]

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the moments, ascending, in blocks of at most ``BLOCK``; neither chance nor busyness plays a part."""
        yield from blocks_of(self._sorted)


def blocks_of(come: Seconds) -> Iterator[Seconds]:
    """Yield all in order, at most ``BLOCK`` at a time."""
    for start in range(0, len(come), BLOCK):
        yield come[start : start + BLOCK]


def _factor(busyness: float) -> float:
    if not (isfinite(busyness) and busyness >= 0):
        raise ValueError(f"busyness is {busyness}; a number of 0 or more is expected")
    return busyness


def _check_edges(edges: Sequence[float]) -> None:
    if len(edges) < 2 or not all(map(isfinite, edges)) or any(late <= early for early, late in pairwise(edges)):
        raise ValueError(
            f"edges are {list(edges)[:5]}; two or more finite ones, each above the one before, are expected"
        )


def _check_numbers(name: str, numbers: Sequence[float] | Counts, periods: int) -> None:
    if len(numbers) != periods:
        raise ValueError(f"{name} has {len(numbers)} of {periods} periods; one for each is expected")
    if not all(isfinite(each) and each >= 0 for each in numbers):
        raise ValueError(f"{name} holds one that is below 0, infinite or no number")
