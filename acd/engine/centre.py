"""The whole state of a centre, in memory, with one owner: the engine."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from acd.engine.acts import Door, QueueSteered, SkillsChanged
from acd.engine.alarms import Alarms
from acd.engine.callers import Callers
from acd.engine.calls import Call
from acd.engine.floor import Floor
from acd.engine.measures import QueueCounts
from acd.engine.orders import AnyOrder, Note, Noted
from acd.engine.restored import CallbackSlot
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import Agent, Roster

Trigger: TypeAlias = Literal["call", "agent"]
"""What asked for a decision: a call that looks for an agent, or an agent who became free."""

Watcher: TypeAlias = Callable[["Centre", Trigger, Call, Agent | None], None]
"""Sees each decision just before it is carried out: the call and the agent chosen for it, or None."""


class Centre:
    """Calls, agents, lines and deadlines; ``orders`` collects what the fact in hand leads to.

    ``steered`` holds the act by which a queue's door or message is another than its rules say, ``shut_at`` since when
    a door is closed by one, ``skilled`` the act by which an agent has other skills than the centre's file gives.
    """

    def __init__(self, rules: CentreRules) -> None:
        self.rules = rules
        self.queues: dict[str, QueueRules] = {queue.name: queue for queue in rules.queues}
        self.counts: dict[str, QueueCounts] = {queue.name: QueueCounts() for queue in rules.queues}
        self.roster = Roster(rules.skills, list(rules.agents), rules.occupancy_window_s)
        self.floor = Floor(rules, self.roster)
        self.callers = Callers()
        self.callbacks: list[CallbackSlot] = []
        self.calls: dict[str, Call] = {}
        self.alarms = Alarms()
        self.offers = 0
        self.sequence = 0
        self.settled = False
        self.watched: dict[tuple[str, str], float] = {}
        self.orders: list[AnyOrder] = []
        self.watch: Watcher | None = None
        self.steered: dict[str, QueueSteered] = {}
        self.shut_at: dict[str, float] = {}
        self.skilled: dict[str, SkillsChanged] = {}

    def door_of(self, queue: str) -> Door:
        """How the door of ``queue`` stands."""
        steered = self.steered.get(queue)
        return Door.HOURS if steered is None else steered.door

    def message_of(self, queue: str) -> str:
        """Return the prompt for who waits in ``queue`` and who enters it, "" for none."""
        steered = self.steered.get(queue)
        return "" if steered is None else steered.say

    def note(self, about: str, what: Note, **values: str) -> None:
        """Add a line for people to the orders."""
        self.orders.append(Noted(about, what, values))

    def decided(self, trigger: Trigger, call: Call, agent: Agent | None) -> None:
        """Show a decision to whoever watches; costs nothing when nobody does."""
        if self.watch is not None:
            self.watch(self, trigger, call, agent)
