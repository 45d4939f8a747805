"""Lines of waiting calls and groups of agents.

Calls of a queue that ask the same stand in one line, ordered by their turn. Agents with equal skills form one group,
ordered by what the queues' ways to choose look at.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Final

from acd.engine.calls import Call
from acd.engine.ladders import Ladder
from acd.engine.order import Key, Order
from agents.roster import Agent

INF: Final = math.inf


class Line:
    """The calls of one ladder that have relaxed by equally many steps; the personal line of an agent has no ladder.

    ``first`` is the turn of the first call, infinity without any.
    """

    __slots__ = ("first", "ladder", "opened", "waiting", "weight")

    def __init__(self, ladder: Ladder, opened: int) -> None:
        self.ladder = ladder
        self.opened = opened
        self.weight = ladder.queue.weight
        self.waiting: Order[Call] = Order()
        self.first = INF

    def note_first(self) -> None:
        """Keep ``first`` true."""
        first = self.waiting.first()
        self.first = INF if first is None else first[0]

    def first_for(self, agent: Agent) -> tuple[Key, Call] | None:
        """Return the first waiting call that ``agent`` has not refused."""
        head = self.waiting.head()
        if head is None or agent.name not in head[1].refused:
            return head
        return next((entry for entry in self.waiting.entries() if agent.name not in entry[1].refused), None)


class Group:
    """The agents of one profile: who is idle, in each order that is looked at, who is signed in, how many serve."""

    __slots__ = ("at_work", "idle", "lines", "number", "profile", "signed_in")

    def __init__(self, number: int, profile: int, orders: Iterable[str]) -> None:
        self.number = number
        self.profile = profile
        self.idle: dict[str, Order[Agent]] = {order: Order() for order in orders}
        self.lines: list[Line] = []
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
