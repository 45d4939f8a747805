"""Last come, first served, made with the rules of production: strict priority, a point more for each caller of a day.

A type of call has one priority, so each caller is a type of its own. All these types have the same name and therefore
the same chance; the n-th takes the n-th draw of every stream. So together they are one stream of Poisson callers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy.integrate import quad
from scipy.special import ive

from benchmarks.truth.case import REFERENCE, Case, Row
from benchmarks.truth.controls import Callers
from benchmarks.truth.measures import Measure
from benchmarks.truth.worlds import agents, centre
from simulator.days.world import CallType, Durations, Seconds
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential, Fixed

NAME: Final = "last come"
MOST: Final = 600
"""Callers of a day: six standard deviations more than the mean number."""


@dataclass(frozen=True)
class NthArrival:
    """The n-th of a day's arrivals, if there are so many."""

    number: int
    all: Poisson

    def rate(self, period: int) -> float:
        """The mean number of arrivals a second, shared out."""
        return self.all.rate(period) / MOST

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the one moment."""
        moments = np.concatenate(list(self.all.times(generator, busyness)))
        yield moments[self.number : self.number + 1]


@dataclass(frozen=True)
class NthDuration:
    """The n-th draw of a stream, and what follows it."""

    number: int
    all: Durations

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return self.all.mean_s

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations, the n-th of the stream first."""
        return self.all.draw(generator, self.number + size)[self.number :]


def abandoned(arrive: float, serve: float, staff: int, patience_s: float) -> float:
    """Return the share that hangs up in M/M/c with a fixed patience, last come first served.

    Who has to wait is answered when all who came later have been; until the own patience is over none of these loses
    theirs. So it takes a busy period of M/M/1 with the rates ``arrive`` and ``staff * serve``. With fewer calls than
    agents the system is Erlang's, and as many calls are answered as are ended.
    """
    together, load = staff * serve, arrive / serve
    root = 2 * sqrt(arrive * together)

    def density(time: float) -> float:
        ends = float(ive(1, root * time)) * np.exp((root - arrive - together) * time)
        return float(ends * sqrt(together / arrive) / time)

    answered, _ = quad(density, 0.0, patience_s, limit=500)
    terms = np.cumprod(np.concatenate(([1.0], load / np.arange(1, staff))))
    terms = terms / terms.sum()
    talking = float(terms @ np.arange(staff)) / load
    # Of the share q of time all agents are busy: 1 - q * (1 - answered) = (1 - q) * talking + q * staff / load.
    busy = (1 - talking) / (staff / load - talking + 1 - answered)
    return float(busy * (1 - answered))


def last_come() -> Case:
    """10.5 calls a minute, ten agents, a minute's handling and a minute's patience; the first quarter warms up."""
    arrive, edges = 10.5 / 60.0, (0.0, 900.0, 2700.0)
    poisson = Poisson(edges=(0.0, edges[-1]), rates=(arrive,))
    callers = [
        CallType(
            name=NAME,
            queue="q",
            arrivals=NthArrival(number, poisson),
            handling={"": (NthDuration(number, Exponential(60.0)),)},
            patience=Fixed(60.0),
            priority=number,
        )
        for number in range(MOST)
    ]
    known = Callers(arrive, Exponential(60.0), 2 * 60.0**2, 10)
    share = Measure("abandoned", "offered", period=1)
    rows = (
        Row("abandoned", share, abandoned(arrive, 1 / 60.0, 10, 60.0), "busy periods of M/M/1"),
        # Printed without an interval: what was rounded to four digits may be off by half of the last.
        Row("abandoned, published", share, 0.1305, REFERENCE, error=0.00005),
        Row("offered", Measure("offered", "once", period=1), arrive * 1800.0, "what was asked for", plain=True),
    )
    return Case("last come, first served", centre(edges, agents(10), *callers, steady=False), rows, (known,), 80)
