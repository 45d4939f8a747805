"""PINs that agents enter on their phones: how many wrong ones there may be, and how long the door is shut then."""

import hmac
from collections.abc import Mapping
from enum import Enum, auto


class Verdict(Enum):
    """What a PIN that was entered comes to."""

    RIGHT = auto()
    WRONG = auto()
    LOCKED = auto()


class Pins:
    """The PINs of the agents who have one. Wrong ones are counted in a row, over all calls of an agent.

    ``tries`` wrong ones shut the door for ``lock_s`` seconds, in which the right one does not open it either; then it
    unlocks by itself, and the count begins anew. Only agents with a PIN are remembered, so it never grows.
    """

    def __init__(self, pins: Mapping[str, str], tries: int = 3, lock_s: float = 300.0) -> None:
        self.tries = tries
        self.lock_s = lock_s
        self._pins = dict(pins)
        self._wrong: dict[str, int] = {}
        self._locked_until: dict[str, float] = {}

    def remember(self, before: "Pins") -> None:
        """Go on counting where ``before`` was: other rules open no door that wrong PINs have shut."""
        self._wrong = {agent: wrong for agent, wrong in before._wrong.items() if agent in self._pins}
        self._locked_until = {agent: until for agent, until in before._locked_until.items() if agent in self._pins}

    def has(self, agent: str) -> bool:
        """Whether the agent has a PIN at all; who has none cannot come in."""
        return agent in self._pins

    def locked(self, agent: str, at: float) -> bool:
        """Whether too many wrong PINs have shut the door for the agent, at the time ``at`` in seconds."""
        return at < self._locked_until.get(agent, at)

    def check(self, agent: str, entered: str, at: float) -> Verdict:
        """Take what the agent entered at ``at``; the last wrong one that there may be is told as LOCKED."""
        pin = self._pins.get(agent)
        if pin is None or self.locked(agent, at):
            return Verdict.LOCKED
        if hmac.compare_digest(entered.encode(), pin.encode()):
            self._wrong.pop(agent, None)
            return Verdict.RIGHT
        wrong = self._wrong.pop(agent, 0) + 1
        if wrong < self.tries:
            self._wrong[agent] = wrong
            return Verdict.WRONG
        self._locked_until[agent] = at + self.lock_s
        return Verdict.LOCKED
