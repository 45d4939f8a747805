"""What queueing theory says of single queues in the long run: formulas, with where they are from.

Rates are per second, times in seconds. Nothing here knows the simulator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, factorial, floor

import numpy as np
from scipy.integrate import cumulative_trapezoid
from scipy.linalg import expm

from benchmarks.truth.chains import Vector, birth_death


@dataclass(frozen=True)
class Line:
    """What callers meet who find ``n`` calls in the system, n = 0, 1, ... (vectors over n).

    They wait, whoever is ahead of them, until ``n - agents + 1`` calls have ended or hung up; patience is exponential
    with rate ``leave`` (0: none). ``served`` is the chance to be answered, ``wait_served`` the mean wait times that
    chance, ``wait`` the mean wait however it ends.
    """

    agents: int
    serve: float
    leave: float
    most: int

    @property
    def behind(self) -> Vector:
        """How many have to leave the system or the line before one is answered."""
        behind: Vector = np.maximum(np.arange(self.most + 1.0) - self.agents + 1, 0.0)
        return behind

    @property
    def served(self) -> Vector:
        """The product over the places of who goes on before who gives up."""
        together = self.agents * self.serve
        chances: Vector = together / (together + self.behind * self.leave)
        return chances

    @property
    def wait_served(self) -> Vector:
        """The mean wait of who is answered, times the chance to be."""
        steps = 1 / (self.agents * self.serve + np.arange(1, self.most + 2) * self.leave)
        waits: Vector = np.concatenate(([0.0], np.cumsum(steps)))[self.behind.astype(int)]
        return self.served * waits

    @property
    def wait(self) -> Vector:
        """The mean wait, however it ends: with patience (1 - served) / leave, by which patience is memoryless."""
        if self.leave:
            return (1 - self.served) / self.leave
        return self.behind / (self.agents * self.serve)

    def within(self, seconds: float) -> Vector:
        """Return the chance to be answered within so many seconds."""
        places = int(self.behind[-1])
        places_ahead = np.arange(places)
        forward = self.agents * self.serve + places_ahead * self.leave
        rates = np.zeros((places + 1, places + 1))
        rates[np.arange(1, places + 1), places_ahead] = forward
        rates[np.arange(1, places + 1), np.arange(1, places + 1)] = -(forward + self.leave)
        answered: Vector = expm(rates * seconds)[:, 0][self.behind.astype(int)]
        return answered


def found(arrive: float, line: Line, balk: float = 0.0) -> Vector:
    """Return how many calls are in the system in the long run: M/M/c, with a limit, patience and balking.

    Of those who would have to wait the share ``balk`` leaves at once. ``line.most`` limits the system.
    """
    numbers = np.arange(1, line.most + 1)
    births = np.where(numbers > line.agents, arrive * (1 - balk), arrive)
    deaths = np.minimum(numbers, line.agents) * line.serve + np.maximum(numbers - line.agents, 0) * line.leave
    return birth_death(births.tolist(), deaths.tolist())


def pollaczek_khinchine(arrive: float, mean: float, mean_of_square: float) -> float:
    """Return the mean wait of M/G/1, first come first served."""
    return arrive * mean_of_square / (2 * (1 - arrive * mean))


def within_md1(arrive: float, handling: float, seconds: float) -> float:
    """Return the chance to wait at most so long in M/D/1 (Erlang 1909)."""
    terms = (
        (arrive * (k * handling - seconds)) ** k / factorial(k) * exp(-arrive * (k * handling - seconds))
        for k in range(floor(seconds / handling) + 1)
    )
    return (1 - arrive * handling) * sum(terms)


def priority_waits(residual: float, capacity: float, loads: list[float]) -> list[float]:
    """Return the mean wait of each class, most important first, non-preemptive (Cobham 1954).

    ``loads`` are in erlangs of ``capacity`` agents; ``residual`` is the mean wait until the next agent becomes free,
    counted as 0 when one is free.
    """
    upto = np.concatenate(([0.0], np.cumsum(loads))) / capacity
    return [float(residual / ((1 - upto[k]) * (1 - upto[k + 1]))) for k in range(len(loads))]


@dataclass(frozen=True)
class Impatient:
    """M/M/c+G: what comes of calls with any patience (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005)."""

    waits: float
    """the share that cannot be answered at once"""
    abandon: float
    wait: float
    """the mean of all, served or not"""
    within: float
    """the share that is answered within the threshold"""


def impatient(
    arrive: float, serve: float, agents: int, outlasts: Callable[[Vector], Vector], *, longest: float, threshold: float
) -> Impatient:
    """Solve M/M/c+G, where ``outlasts`` gives the chance that patience is longer than each of some times.

    The density of the wait that an endlessly patient caller would meet is proportional to
    exp(arrive * integral of outlasts - agents * serve * x); it is integrated up to ``longest``, where nobody waits.
    """
    load = arrive / serve
    idle = 1.0  # the sum over j < c of load^j / j!, divided by its last term
    for number in range(1, agents):
        idle = 1 + idle * number / load
    points = max(400_001, ceil(longest / threshold) * 1000)
    grid = np.linspace(0.0, longest, points)
    patient = outlasts(grid)
    endured = cumulative_trapezoid(patient, grid, initial=0.0)
    density = np.exp(arrive * endured - agents * serve * grid)
    total = np.trapezoid(density, grid)
    whole = idle + arrive * total
    late = grid >= threshold
    answered_late = arrive * np.trapezoid((patient * density)[late], grid[late]) / whole
    abandon = (1 + (arrive - agents * serve) * total) / whole
    return Impatient(
        waits=float(arrive * total / whole),
        abandon=float(abandon),
        wait=float(arrive * np.trapezoid(endured * density, grid) / whole),
        within=float(1 - abandon - answered_late),
    )
