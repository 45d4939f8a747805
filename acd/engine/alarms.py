"""What must happen by itself: deadlines, earliest first, ties in the order they were set.

Tens of thousands are set and most are void before they come. So only those of the second at hand are kept in order, in
a small heap; the others lie by their second as they came, and are ordered when it is their turn.

Nothing is taken out when it becomes void (the agent answered, the caller left); each deadline carries a token
that its owner compares when the time has come. Void entries are dropped as they surface, so there are at
most the deadlines of the longest configured wait.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from math import inf
from typing import Final, Literal, NamedTuple, TypeAlias

INF: Final = inf

Kind: TypeAlias = Literal[
    "lease",
    "longest_wait",
    "nobody",
    "person",
    "wrap_up",
    "after_miss",
    "leg",
    "step",
    "overflow",
    "again",
    "load",
    "closing",
]


class Alarm(NamedTuple):
    """A deadline: when (engine seconds), a tie-breaker, what for, whose, and the token that keeps it valid."""

    at: float
    sequence: int
    kind: Kind
    subject: str
    token: tuple[float, ...]


Entry: TypeAlias = tuple[float, int, Kind, str, tuple[float, ...]]
"""An alarm as it is kept: a plain tuple is made in a third of the time."""


class Alarms:
    """All deadlines of an engine; ``is_new`` says that some were set since whoever asks took that back."""

    def __init__(self) -> None:
        self._sequence = 0
        self.is_new = False
        self._second = -INF
        self._at_hand: list[Entry] = []
        self._seconds: list[float] = []
        self._later: dict[float, list[Entry]] = {}

    def __iter__(self) -> Iterator[Alarm]:
        """Yield all that are set, in no order."""
        for alarms in (self._at_hand, *self._later.values()):
            for entry in alarms:
                yield Alarm(*entry)

    def set(self, at: float, kind: Kind, subject: str, *token: float) -> None:
        """Ask for ``kind`` about ``subject`` at ``at``; what is infinitely far away never comes."""
        if at == INF:
            return
        self._sequence += 1
        self.is_new = True
        alarm: Entry = (at, self._sequence, kind, subject, token)
        second = float(int(at))
        if second <= self._second:
            heappush(self._at_hand, alarm)
        elif (alarms := self._later.get(second)) is not None:
            alarms.append(alarm)
        else:
            self._later[second] = [alarm]
            heappush(self._seconds, second)

    def due(self, at: float) -> Alarm | None:
        """Take out and return the earliest deadline that has come by ``at``, or None."""
        next_at = self.next_at()
        return Alarm(*heappop(self._at_hand)) if next_at is not None and next_at <= at else None

    def next_at(self) -> float | None:
        """Return the time of the earliest deadline, or None."""
        if not self._at_hand and self._seconds:
            self._second = heappop(self._seconds)
            self._at_hand = self._later.pop(self._second)
            heapify(self._at_hand)
        return self._at_hand[0][0] if self._at_hand else None

    def head(self) -> Entry | None:
        """Return the earliest deadline, or None."""
        return None if self.next_at() is None else self._at_hand[0]

    def drop_head(self) -> None:
        """Take out the earliest deadline."""
        heappop(self._at_hand)
