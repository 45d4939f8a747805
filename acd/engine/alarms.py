"""What must happen by itself: a heap of deadlines, earliest first, ties in the order they were set.

Nothing is taken out when it becomes void (the agent answered, the caller left); each deadline carries a token
that its owner compares when the time has come. Void entries are dropped as they surface, so the heap holds at
most the deadlines of the longest configured wait.
"""

import heapq
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "lease", "longest_wait", "nobody", "person", "wrap_up", "after_miss", "leg", "step", "overflow", "load", "closing"
]


class Alarm(NamedTuple):
    """A deadline: when (engine seconds), a tie-breaker, what for, whose, and the token that keeps it valid."""

    at: float
    sequence: int
    kind: Kind
    subject: str
    token: tuple[float, ...]


class Alarms:
    """All deadlines of an engine."""

    def __init__(self) -> None:
        self._heap: list[Alarm] = []
        self._sequence = 0

    def set(self, at: float, kind: Kind, subject: str, *token: float) -> None:
        """Ask for ``kind`` about ``subject`` at ``at``."""
        self._sequence += 1
        heapq.heappush(self._heap, Alarm(at, self._sequence, kind, subject, token))

    def due(self, at: float) -> Alarm | None:
        """Take out and return the earliest deadline that has come by ``at``, or None."""
        if self._heap and self._heap[0].at <= at:
            return heapq.heappop(self._heap)
        return None

    def next_at(self) -> float | None:
        """Return the time of the earliest deadline, or None."""
        return self._heap[0].at if self._heap else None
