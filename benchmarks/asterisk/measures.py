"""What the events of a run mean: how long calls and agents waited, who was served, who was lost. Only arithmetic."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.asterisk.observer import Event

CALLER = "PJSIP/lab-caller"
"""The endpoint of every caller; all other channels are agents' phones."""


class Window(NamedTuple):
    """The stretch that counts, by Asterisk's clock: from ``begins`` up to, and without, ``ends``."""

    begins: float
    ends: float

    def __contains__(self, at: object) -> bool:
        return isinstance(at, float) and self.begins <= at < self.ends


def ring_gaps(events: Iterable[Event], entering: str, window: Window) -> list[float]:
    """Return, in seconds, how long each caller who came in within ``window`` waited for the first phone dialled.

    ``entering`` is the name of the event that begins the wait; a caller's first one counts.
    """
    entered: dict[str, float] = {}
    dialled: dict[str, float] = {}
    for event in events:
        if event.name == entering:
            entered.setdefault(event.call, event.at)
        elif event.name == "DialBegin":
            dialled.setdefault(event.call, event.at)
    return [dialled[call] - at for call, at in entered.items() if at in window and call in dialled]


def idle_gaps(events: Iterable[Event], window: Window) -> list[float]:
    """Return, in seconds, how long each agent who became free within ``window`` waited for the next call dialled.

    An agent is free when the leg of an answered call is hung up. One who was dialled no more while events were
    seen has no gap.
    """
    gaps: list[float] = []
    answered: set[str] = set()
    free_since: dict[str, float] = {}
    for event in events:
        if event.name == "DialEnd":
            answered.add(event.leg)
        elif event.name == "Hangup" and event.call in answered:
            free_since[event.endpoint] = event.at
        elif event.name == "DialBegin" and (since := free_since.pop(event.endpoint, None)) in window:
            gaps.append(event.at - (since or 0.0))
    return gaps


def served(events: Iterable[Event], window: Window) -> int:
    """Return how many calls agents answered within ``window``."""
    return sum(1 for event in events if event.name == "DialEnd" and event.at in window)


def lost(events: Sequence[Event], until: float) -> int:
    """Return how many callers who came were hung up before ``until`` without having had an agent.

    The benchmark's callers never leave by themselves, and those who still wait at ``until`` are not lost. Nor are
    those of the run before: when hundreds are hung up at once, Asterisk tells of the last ones seconds later.
    """
    came = {event.call for event in events if event.name == "Newexten"}
    had_agent = {event.call for event in events if event.name == "DialEnd"}
    gone = {e.call for e in events if e.name == "Hangup" and e.endpoint == CALLER and e.at < until}
    return len(gone & came - had_agent)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which so many percent of ``values`` lie (not a number if there are none)."""
    return float(np.percentile(values, percent)) if values else float("nan")
