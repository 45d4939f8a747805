"""A queue as it stands: who waits, and how many of its members are available."""

from collections.abc import Mapping

import numpy as np

from simulator.app_queue.choosing import Agent, Chooser
from simulator.app_queue.settings import Line
from simulator.days.callers import Caller


class Waiting:
    """A caller in a line.

    It looks at ``looks_at`` and every so many seconds from then on; ``will_look``: the next look is expected.
    """

    __slots__ = ("caller", "is_waiting", "line", "looks_at", "will_look")

    def __init__(self, caller: Caller, line: "Standing") -> None:
        self.caller = caller
        self.line = line
        self.looks_at = caller.arrived_at
        self.is_waiting = True
        self.will_look = False


class Standing:
    """One queue: who waits in it, the first one first, and how many of its members are available."""

    def __init__(self, line: Line, agents: Mapping[str, Agent], generator: np.random.Generator) -> None:
        members = [agents[member.agent] for member in line.members]
        self.line = line
        self.chooser = Chooser(line, members, generator)
        self.members = {agent.name for agent in members}
        self.waiting: list[Waiting] = []
        self.available = len(members)

    @property
    def turns(self) -> int:
        """How many of the first callers have their turn."""
        return min(self.available, 1) if self.line.strategy == "ringall" else self.available

    def join(self, who: Waiting) -> None:
        """Stand behind everybody of the same or a higher priority."""
        place, priority = len(self.waiting), who.caller.source.type.priority
        while place and self.waiting[place - 1].caller.source.type.priority < priority:
            place -= 1
        self.waiting.insert(place, who)

    def leave(self, who: Waiting) -> None:
        """Wait no longer."""
        self.waiting.remove(who)
        who.is_waiting = False
