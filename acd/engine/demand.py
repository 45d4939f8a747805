"""How much each group of agents is needed elsewhere: by what waits, and by what is to be expected.

What is to be expected is what came of late: arrivals of each kind of call, the older the less. A kind presses on the
agents who can serve it, the more the fewer of them are idle; a group is needed by all kinds it can serve, also by steps
to come. Specialists are those whom others need, and "specialists first" keeps them free.
"""

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from acd.engine.ladders import Ladder

FADE_S = 1800.0
"""Arrivals fade by the factor e in this time."""

MOST_FADES = 100.0
"""Arrivals are weighed by when they came, instead of fading all the time; after so many times they are weighed anew."""

GRAIN = 2.0**20
"""Needs are summed in whole millionths: exact in any order, so equal groups are equal and replays agree everywhere."""

Measures = npt.NDArray[np.float64]


class Demand:
    """What is asked for, by kind of call (a ladder), and which of the groups could serve it.

    By how many each kind is shared (one more than the idle who could serve it) is kept up as agents come and go: a
    decision only divides and sums.
    """

    def __init__(self, groups: int) -> None:
        self.idle: Measures = np.zeros(groups)
        self._number: dict[Ladder, int] = {}
        self._serves: Measures = np.zeros((groups, 0))
        self._shared_by: Measures = np.zeros(0)
        self._waiting: Measures = np.zeros(0)
        self._arrivals: Measures = np.zeros(0)
        self._weighed_at = 0.0

    def kinds(self) -> list[Ladder]:
        """Return the kinds that are known."""
        return list(self._number)

    def add_group(self, number: int) -> None:
        """There is one group more, of whom nobody is idle yet; the kinds it serves let it in already."""
        self.idle = np.append(self.idle, 0.0)
        serves = [float(number in kind.everybody) for kind in self._number]
        self._serves = np.vstack([self._serves, np.array(serves).reshape(1, -1)])

    def idles(self, group: int, more: int) -> None:
        """So many ``more`` agents of this group are idle."""
        self.idle[group] += more
        if more > 0:
            self._shared_by += self._serves[group]
        else:
            self._shared_by -= self._serves[group]

    def arrived(self, ladder: Ladder, at: float) -> None:
        """A call of this kind came."""
        kind = self._kind(ladder)
        fades = (at - self._weighed_at) / FADE_S
        if fades > MOST_FADES:
            self._arrivals *= math.exp(-fades)
            self._weighed_at, fades = at, 0.0
        self._arrivals[kind] += math.exp(fades)

    def waits(self, ladder: Ladder, more: int) -> None:
        """So many ``more`` calls of this kind wait."""
        kind = self._kind(ladder)
        self._waiting[kind] += more

    def of_groups(self, groups: Iterable[int], own: Ladder, at: float) -> list[float]:
        """Return how much each of ``groups`` is needed by calls of other kinds."""
        pressing = self._arrivals * math.exp((self._weighed_at - at) / FADE_S)
        pressing += self._waiting
        pressing *= GRAIN
        pressing /= self._shared_by
        np.rint(pressing, out=pressing)
        if (kind := self._number.get(own)) is not None:
            pressing[kind] = 0.0
        return [float(self._serves[group].dot(pressing)) / GRAIN for group in groups]

    def forget(self) -> None:
        """Forget the kinds of which no call waits, when there are more kinds than a centre has."""
        kept = (self._waiting > 0).nonzero()[0]
        kinds = list(self._number)
        self._number = {kinds[kind]: number for number, kind in enumerate(kept.tolist())}
        self._serves = self._serves[:, kept]
        self._shared_by, self._waiting, self._arrivals = (
            each[kept] for each in (self._shared_by, self._waiting, self._arrivals)
        )

    def _kind(self, ladder: Ladder) -> int:
        if (kind := self._number.get(ladder)) is None:
            kind = self._number[ladder] = len(self._number)
            serves = np.zeros((len(self.idle), 1))
            serves[ladder.groups(len(ladder.rungs))] = 1.0
            self._serves = np.hstack([self._serves, serves])
            self._shared_by = np.append(self._shared_by, 1.0 + self.idle @ serves)
            self._waiting, self._arrivals = np.append(self._waiting, 0.0), np.append(self._arrivals, 0.0)
        return kind
