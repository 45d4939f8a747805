"""Which member is called: penalties, and among equals the strategy."""

from collections.abc import Callable, Sequence
from math import inf

import numpy as np

from simulator.app_queue.settings import Line
from simulator.days.draws import Draws, Uniform


class Agent:
    """What is known of an agent in all queues. ``number`` is the place in the world's duties, ``group`` in its groups.

    ``calls`` have been completed; the last of them ended in second ``last_call`` of the day, -1 for none.
    """

    __slots__ = ("calls", "group", "is_free", "last_call", "name", "number", "wrap_up_s")

    def __init__(self, name: str, number: int, group: int, wrap_up_s: float) -> None:
        self.name = name
        self.number = number
        self.group = group
        self.wrap_up_s = wrap_up_s
        self.is_free = True
        self.calls = 0
        self.last_call = -1


class Chooser:
    """The members of one queue, in order, and the strategy's memory."""

    def __init__(self, line: Line, agents: Sequence[Agent], generator: np.random.Generator) -> None:
        self._strategy = line.strategy
        self._limits = line.limits
        self._members = list(zip(agents, (member.penalty for member in line.members), strict=True))
        self._draws = Draws(Uniform(), generator)
        self._first = 0

    def choose(self, waited_s: float, may_be_called: Callable[[Agent], bool]) -> Agent | None:
        """Return who is called first and answers, None if nobody can be called for who has ``waited_s``."""
        limit = self._limit(waited_s)
        tried = [
            ((penalty, self._metric(place, agent)), place, agent)
            for place, (agent, penalty) in enumerate(self._members)
            if penalty <= limit
        ]
        able = [each for each in tried if each[2].is_free and may_be_called(each[2])]
        first = min(able, key=_by_metric, default=None)
        if self._strategy == "rrmemory":
            self._remember([each for each in tried if first is not None and each[0] > first[0]])
        return None if first is None else first[2]

    def _limit(self, waited_s: float) -> float:
        limit: float = inf
        for after_s, penalty in self._limits:
            if waited_s >= after_s:
                limit = penalty
        return limit

    def _metric(self, place: int, agent: Agent) -> float:
        """Return the order among members of the same penalty; of equals the first member is called."""
        if self._strategy == "leastrecent":
            return agent.last_call
        if self._strategy == "fewestcalls":
            return agent.calls
        if self._strategy == "rrmemory":
            return 1000 + place if place < self._first else place
        # All phones of a penalty ring at once, and whoever picks up first answers: that is anybody.
        return place if self._strategy == "linear" else self._draws.next()

    def _remember(self, later: list[tuple[tuple[float, float], int, Agent]]) -> None:
        """Begin the next time with the member who would have been called next, or after the last one anew."""
        if later:
            self._first = min(later, key=_by_metric)[1]
        else:
            self._first = 0 if self._first < len(self._members) - 1 else self._first + 1


def _by_metric(each: tuple[tuple[float, float], int, Agent]) -> tuple[float, float]:
    return each[0]
