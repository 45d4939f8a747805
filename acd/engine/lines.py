"""Lines of waiting calls and groups of agents.

Calls of a queue that ask the same stand in one line, ordered by their turn. Agents with equal skills form one group,
ordered by what the queues' ways to choose look at.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from acd.engine.calls import Call
from acd.engine.ladders import Indices, Ladder
from acd.engine.order import Key, Order
from agents.roster import Agent


class Line:
    """The calls of one ladder that have relaxed by equally many steps. ``number`` is its place in the arrays.

    The personal line of an agent has no ladder and no number.
    """

    __slots__ = ("ladder", "number", "opened", "waiting")

    def __init__(self, ladder: Ladder, opened: int, number: int) -> None:
        self.ladder = ladder
        self.opened = opened
        self.number = number
        self.waiting: Order[Call] = Order()

    def first_for(self, agent: Agent) -> tuple[Key, Call] | None:
        """Return the first waiting call that ``agent`` has not refused."""
        head = self.waiting.head()
        if head is None or agent.name not in head[1].refused:
            return head
        return next((entry for entry in self.waiting.entries() if agent.name not in entry[1].refused), None)


class Group:
    """The agents of one profile: who is idle, in each order that is looked at, who is signed in, how many serve."""

    __slots__ = ("_serves", "at_work", "idle", "lines", "number", "profile", "signed_in")

    def __init__(self, number: int, profile: int, orders: Iterable[str]) -> None:
        self.number = number
        self.profile = profile
        self.idle: dict[str, Order[Agent]] = {order: Order() for order in orders}
        self.lines: list[Line] = []
        self._serves: Indices | None = None
        self.at_work = 0
        self.signed_in: dict[str, None] = {}

    def free_for(self, call: Call) -> Iterator[Agent]:
        """Yield the idle agents who have not refused ``call``, longest idle first."""
        return (agent for agent in self.idle["idle_since"] if agent.name not in call.refused)

    def first_for(self, order: str, call: Call) -> tuple[Key, Agent] | None:
        """Return the first agent of an order who has not refused ``call``."""
        if not call.refused:
            return self.idle[order].head()
        entries = self.idle[order].entries()
        return next((entry for entry in entries if entry[1].name not in call.refused), None)

    def serves(self) -> Indices:
        """Return the numbers of the lines that this group serves, in the order of ``lines``."""
        if self._serves is None:
            self._serves = np.array([line.number for line in self.lines], dtype=np.intp)
        return self._serves

    def add_line(self, line: Line) -> None:
        """From now on this group serves ``line`` too."""
        self.lines.append(line)
        self._serves = None

    def forget_lines(self) -> None:
        """Serve no line, until lines are added again."""
        self.lines, self._serves = [], None
