"""The record of one call; its states are in :mod:`acd.engine.call_states`."""

from typing import Final

from acd.engine.call_states import (
    KNOWN_OF_EVERY_CALL,
    MOST_TALKS,
    TRANSITIONS,
    CallEvent,
    CallState,
    Hope,
    RecordingState,
    Talk,
)
from acd.engine.ladders import NO_LADDER, Ladder
from acd.engine.order import Key
from acd.engine.routing_rules import Patience
from agents.needs import Expression
from agents.states import Illegal, by_state

__all__ = [
    "KNOWN_OF_EVERY_CALL", "MOST_TALKS", "TRANSITIONS", "Call", "CallEvent", "CallState", "Hope", "RecordingState",
    "Talk",
]  # fmt: skip


NEXT: Final = by_state(TRANSITIONS)
MENU: Final = CallState.MENU
WAITING: Final = CallState.WAITING
OFFERED: Final = CallState.OFFERED
TALKING: Final = CallState.TALKING
LEAVING: Final = CallState.LEAVING
"""Looking a state up in its class takes ten times as long."""

OFF: Final = RecordingState.OFF
NO_PATIENCE: Final = Patience()
NOBODY: Final[frozenset[str]] = frozenset()


class Call:
    """One call as the engine sees it; changed by the engine only.

    Times are engine seconds. ``place`` orders the call among equals: when it first asked for an agent. ``waits_since``
    is what the wait is measured from: the same, unless the call was transferred since. ``queued_at`` is when it entered
    the queue it is in; ``alone_since`` is since when nobody signed in has the skills for it, None while somebody has.
    ``asked`` (levels) and ``asked_need`` (an expression) are what the menu asked of an agent, ``ladder`` joins them
    with what the queue asks, and ``opened`` is how many steps have relaxed that. ``asked_priority`` and ``priority``
    go the same way. ``asked_queue`` is where the menu sent it, and where the caller comes back to when they redial.
    ``credit_s`` and ``at_front`` put it ahead of its place; ``turn`` is by what it is compared with others,
    ``sequence`` the order of first asking, ``in_line`` whether it stands in a line now. ``wanted`` is the agent whom it
    waits for since ``wanted_since``, "" for
    anybody with the skills, with the ``patience`` there is; ``hopes`` are those whom it waits for then, ``hoped_for``
    those it has waited for. ``refused`` names agents who missed it and are not offered it while anybody else is here,
    those among them who ``rejected`` it never again; ``talks`` are the parts of agents so far, oldest first. While
    it is offered, ``agent`` and ``also`` are those whose phones ring. ``note`` is what an agent wrote for the next.
    ``by_agent`` is the agent who calls here to ask somebody, "" for a caller. ``recording`` is what its recording
    does. ``moves`` counts queues it was moved through by ways out, ``round`` its entries into the centre; who
    ``stays`` is deflected no more. ``way_out`` is where it was sent from waiting (the ``go`` of an exit), "" once
    it is back.
    """

    __slots__ = (
        "agent", "alone_since", "also", "answered_at", "arrived_at", "asked", "asked_need", "asked_priority",
        "asked_queue", "at_front", "by_agent", "call_id", "credit_s", "data", "dialled", "hoped_for", "hopes",
        "in_line", "ladder", "language", "moves", "name", "note", "number", "offer", "opened", "patience", "place",
        "priority", "queue", "queued_at", "recording", "refused", "rejected", "round", "sequence", "since", "state",
        "stays", "talks", "topic", "turn", "waits_since", "wanted", "wanted_since", "way_out",
    )  # fmt: skip

    def __init__(self, call_id: str, at: float, number: str = "", name: str = "", dialled: str = "") -> None:
        self.call_id = call_id
        self.number = number
        self.name = name
        self.dialled = dialled
        self.by_agent = ""
        self.state = MENU
        self.since = at
        self.arrived_at = at
        self.queue = ""
        self.asked: dict[str, int] = {}
        self.asked_need = ""
        self.ladder: Ladder = NO_LADDER
        self.opened = 0
        self.asked_queue = ""
        self.asked_priority = 0
        self.priority = 0
        self.topic = ""
        self.language = ""
        self.data: dict[str, str] = {}
        self.queued_at = 0.0
        self.place = 0.0
        self.waits_since = 0.0
        self.credit_s = 0.0
        self.at_front = False
        self.turn: Key = (0.0, 0)
        self.in_line = False
        self.sequence = 0
        self.wanted = ""
        self.wanted_since = 0.0
        self.patience = NO_PATIENCE
        self.hopes: tuple[Hope, ...] = ()
        self.hoped_for: tuple[str, ...] = ()
        self.note = ""
        self.talks: list[Talk] = []
        self.recording = OFF
        self.alone_since: float | None = None
        self.answered_at = 0.0
        self.agent: str | None = None
        self.also: tuple[str, ...] = ()
        self.offer: int | None = None
        self.refused = NOBODY
        self.rejected = NOBODY
        self.moves = 0
        self.way_out = ""
        self.stays = False
        self.round = 1

    @property
    def need(self) -> Expression:
        """What it asks of an agent before any step relaxes that."""
        return self.ladder.rungs[0].need

    @property
    def ringing(self) -> tuple[str, ...]:
        """The agents whose phones ring for it."""
        return () if self.offer is None or self.agent is None else (self.agent, *self.also)

    def value(self, name: str) -> str:
        """Return what is known of the call under ``name``: of its data, or about itself; "" if nothing is."""
        return self.data.get(name, "") or (str(getattr(self, name)) if name in KNOWN_OF_EVERY_CALL else "")

    def check(self, event: CallEvent) -> None:
        """Raise :class:`Illegal` unless ``event`` is legal now."""
        if event not in NEXT[self.state]:
            raise Illegal(f"call {self.call_id} is {self.state}: {event} is not possible")

    def apply(self, event: CallEvent, at: float) -> None:
        """Move to the state the table gives for ``event``."""
        before = self.state
        state = NEXT[before][event]
        if state is not before:
            self.state, self.since = state, at
