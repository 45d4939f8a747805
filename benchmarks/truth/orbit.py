"""Callers who hang up and call again: a two-dimensional Markov chain, solved numerically."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.truth.chains import Matrix, Move, stationary


@dataclass(frozen=True)
class Orbit:
    """M/M/c with exponential patience of rate ``leave``; of who hangs up, ``again`` call again after 1 / ``back``.

    A state is (calls in the system, callers who will call again), cut off at ``most`` and ``most_away``. Rates are per
    second, and so are ``calls``, ``delayed`` and ``abandoned``: all attempts, those that have to wait, those hung up.
    """

    arrive: float
    serve: float
    agents: int
    leave: float
    again: float
    back: float
    most: int
    most_away: int

    @cached_property
    def shares(self) -> Matrix:
        """The share of time in each state: a row for each number of calls."""
        states = (self.most + 1) * (self.most_away + 1)
        return stationary(states, self._moves()).reshape(self.most + 1, self.most_away + 1)

    def _moves(self) -> Iterator[Move]:
        def at(calls: int, away: int) -> int:
            return calls * (self.most_away + 1) + away

        for calls in range(self.most + 1):
            for away in range(self.most_away + 1):
                here, hang_up = at(calls, away), max(calls - self.agents, 0) * self.leave
                if calls < self.most:
                    yield here, at(calls + 1, away), self.arrive
                if calls < self.most and away:
                    yield here, at(calls + 1, away - 1), away * self.back
                if calls:
                    stay = min(away + 1, self.most_away)
                    yield here, at(calls - 1, stay), hang_up * self.again
                    ending = min(calls, self.agents) * self.serve
                    yield here, at(calls - 1, away), ending + hang_up * (1 - self.again)

    @property
    def queue(self) -> float:
        """The mean number of calls that wait."""
        waiting = np.maximum(np.arange(self.most + 1) - self.agents, 0)
        return float(waiting @ self.shares.sum(axis=1))

    @property
    def abandoned(self) -> float:
        """Calls that are hung up, a second."""
        return self.leave * self.queue

    @property
    def calls(self) -> float:
        """All attempts, a second: who comes, and who comes again."""
        return self.arrive + self.again * self.abandoned

    @property
    def delayed(self) -> float:
        """Attempts that find all agents busy, a second."""
        busy = self.shares[self.agents :]
        return float(self.arrive * busy.sum() + self.back * (busy @ np.arange(self.most_away + 1)).sum())
