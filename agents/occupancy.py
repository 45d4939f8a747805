"""How occupied an agent has been of late: handling over handling and ready, with the past fading away.

A window with a sharp edge would have to be counted again at every decision. Here the past fades by the factor e in
each window, so what an agent did within the window counts most; and while agents are idle all of them fade alike, so
their order stays as it is until one of them works.
"""

import math
from enum import Enum
from typing import Final


class Doing(Enum):
    """What an agent's time counts as."""

    HANDLING = "handling"
    READY = "ready"
    NEITHER = "neither"
    """paused or away: nothing fades, nothing is added"""


NEITHER: Final = Doing.NEITHER
HANDLING: Final = Doing.HANDLING


class Occupancy:
    """The share of handling, from 0 to 1, kept up to each change of what the agent does."""

    __slots__ = ("_at", "_doing", "_share", "_window_s")

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._share = 0.0
        self._at = 0.0
        self._doing = NEITHER

    def turn(self, doing: Doing, at: float) -> None:
        """From ``at`` (seconds, not before the last) on the agent does something else."""
        self._share = self.share(at)
        self._at, self._doing = at, doing

    def share(self, at: float) -> float:
        """Return the occupancy at ``at``."""
        if self._doing is NEITHER:
            return self._share
        kept = math.exp((self._at - at) / self._window_s)
        return self._share * kept + ((1.0 - kept) if self._doing is HANDLING else 0.0)

    @property
    def order(self) -> float:
        """Orders ready agents by their occupancy, at whatever time it is asked: the least occupied first."""
        return math.log(self._share) + self._at / self._window_s if self._share > 0.0 else -math.inf
