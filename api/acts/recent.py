"""Who has just acted on what: told to whoever comes a moment too late."""

from collections import OrderedDict
from typing import NamedTuple

MOST_KEPT = 1000
"""Things whose last act is remembered; a centre's supervisors touch some dozens a minute."""

RECENT_S = 120.0
"""How long an act explains why something is not as a page has just shown it."""


class Last(NamedTuple):
    """The last act on something: when, by whom, and why."""

    at: float
    who: str
    why: str


class Recent:
    """The last act on each call, agent and queue."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], Last] = OrderedDict()

    def note(self, kind: str, name: str, at: float, who: str, why: str) -> None:
        """Remember an act."""
        self._last[kind, name] = Last(at, who, why)
        self._last.move_to_end((kind, name))
        if len(self._last) > MOST_KEPT:
            self._last.popitem(last=False)

    def about(self, kind: str, name: str, now: float) -> Last | None:
        """Return the last act on something, if it was just now."""
        last = self._last.get((kind, name))
        return last if last is not None and now - last.at <= RECENT_S else None
