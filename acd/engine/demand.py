"""How much each group of agents is needed elsewhere: by what waits, and by what is to be expected.

What is to be expected is what came of late: arrivals of each kind of call, the older the less. A kind presses on the
agents who can serve it, the more the fewer of them are idle; a group is needed by all kinds it can serve, also by steps
to come. Specialists are those whom others need, and "specialists first" keeps them free.
"""

import math

import numpy as np
import numpy.typing as npt

from acd.engine.ladders import Indices, Ladder

FADE_S = 1800.0
"""Arrivals fade by the factor e in this time."""

Measures = npt.NDArray[np.float64]


class Demand:
    """What is asked for, by kind of call (a ladder), and which of the ``groups`` could serve it."""

    def __init__(self, groups: int) -> None:
        self._groups = groups
        self._number: dict[Ladder, int] = {}
        self._serves: Measures = np.zeros((groups, 0))
        self._waiting: Measures = np.zeros(0)
        self._arrivals: Measures = np.zeros(0)
        self._arrived_at: Measures = np.zeros(0)

    def arrived(self, ladder: Ladder, at: float) -> None:
        """A call of this kind came."""
        kind = self._kind(ladder)
        self._arrivals[kind] = self._arrivals[kind] * math.exp((self._arrived_at[kind] - at) / FADE_S) + 1.0
        self._arrived_at[kind] = at

    def waits(self, ladder: Ladder, more: int) -> None:
        """So many ``more`` calls of this kind wait."""
        kind = self._kind(ladder)
        self._waiting[kind] += more

    def of_groups(self, groups: Indices, idle: Measures, own: Ladder, at: float) -> Measures:
        """Return how much each of ``groups`` is needed by calls of other kinds; ``idle`` counts the idle of all."""
        expected = self._arrivals * np.exp((self._arrived_at - at) / FADE_S)
        pressing = (self._waiting + expected) / (1.0 + idle @ self._serves)
        if (kind := self._number.get(own)) is not None:
            pressing[kind] = 0.0
        needed: Measures = self._serves[groups] @ pressing
        return needed

    def _kind(self, ladder: Ladder) -> int:
        if (kind := self._number.get(ladder)) is None:
            kind = self._number[ladder] = len(self._number)
            serves = np.zeros((self._groups, 1))
            serves[ladder.groups(len(ladder.rungs))] = 1.0
            self._serves = np.hstack([self._serves, serves])
            self._waiting, self._arrivals, self._arrived_at = (
                np.append(each, 0.0) for each in (self._waiting, self._arrivals, self._arrived_at)
            )
        return kind
