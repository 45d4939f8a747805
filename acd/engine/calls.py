"""The states of a call as one table, and the record of one call.

How it works. A call enters in the menu, waits in a line, is offered to an agent, and talks. A caller who was
sent away by a configured way out, or whose agent has hung up, is leaving: still on the PBX, no longer ours to
route. Done is the end: the caller's channel is gone. An agent may transfer a call: it waits again, keeps its
history, and the talk of each agent is their own; or hand it over to the colleague whom they have asked. A call that
comes back into the menu starts a new round. An event with no row is illegal.

The diagram in the docs is generated from this table.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec

from agents.skills import Need
from agents.states import Illegal


class CallState(StrEnum):
    """Where a call is; exactly one at any time."""

    MENU = "menu"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    LEAVING = "leaving"
    DONE = "done"


class RecordingState(StrEnum):
    """What the recording of a call does; paused, it has silence."""

    OFF = "off"
    ON = "on"
    PAUSED = "paused"


class CallEvent(StrEnum):
    """What can happen to a call."""

    QUEUE = "queue"
    OFFER = "offer"
    ANSWER = "answer"
    OFFER_OVER = "offer_over"
    TALK_OVER = "talk_over"
    SEND_AWAY = "send_away"
    TRANSFER = "transfer"
    HAND_OVER = "hand_over"
    PUT_THROUGH = "put_through"
    COME_BACK = "come_back"
    LEAVE = "leave"


S, E = CallState, CallEvent

TRANSITIONS: Final = MappingProxyType[tuple[CallState, CallEvent], CallState](
    {
        (S.MENU, E.QUEUE): S.WAITING,
        (S.MENU, E.SEND_AWAY): S.LEAVING,
        (S.MENU, E.LEAVE): S.DONE,
        (S.MENU, E.TRANSFER): S.WAITING,
        (S.MENU, E.PUT_THROUGH): S.LEAVING,
        (S.MENU, E.COME_BACK): S.MENU,
        (S.WAITING, E.OFFER): S.OFFERED,
        (S.WAITING, E.SEND_AWAY): S.LEAVING,
        (S.WAITING, E.LEAVE): S.DONE,
        (S.WAITING, E.TRANSFER): S.WAITING,
        (S.WAITING, E.COME_BACK): S.MENU,
        (S.OFFERED, E.ANSWER): S.TALKING,
        (S.OFFERED, E.OFFER_OVER): S.WAITING,
        (S.OFFERED, E.SEND_AWAY): S.LEAVING,
        (S.OFFERED, E.LEAVE): S.DONE,
        (S.OFFERED, E.COME_BACK): S.MENU,
        (S.TALKING, E.TALK_OVER): S.LEAVING,
        (S.TALKING, E.LEAVE): S.DONE,
        (S.TALKING, E.TRANSFER): S.WAITING,
        (S.TALKING, E.HAND_OVER): S.TALKING,
        (S.TALKING, E.PUT_THROUGH): S.LEAVING,
        (S.TALKING, E.COME_BACK): S.MENU,
        (S.LEAVING, E.LEAVE): S.DONE,
        (S.LEAVING, E.TRANSFER): S.WAITING,
        (S.LEAVING, E.PUT_THROUGH): S.LEAVING,
        (S.LEAVING, E.COME_BACK): S.MENU,
    }
)


MOST_TALKS = 20
"""Talks remembered of one call; a call that is passed on more often is passed round in a circle."""


class Talk(msgspec.Struct):
    """One agent's part of a call: who, in which queue, from when to when (engine seconds; None while it goes on)."""

    agent: str
    queue: str
    since: float
    until: float | None = None


class Call:
    """One call as the engine sees it; changed by the engine only.

    Times are engine seconds. ``place`` orders the call among equals: when it first asked for an agent. ``waits_since``
    is what the wait is measured from: the same, unless the call was transferred since. ``queued_at`` is when it entered
    the queue it is in; ``alone_since`` is since when nobody signed in has the skills for it, None while somebody has.
    ``asked`` is what the menu asked of an agent, ``need`` joins it with what the queue asks; so do ``asked_priority``
    and ``priority``. ``wanted`` is the agent whom it waits for, "" for anybody with the skills; ``refused`` names
    agents who missed it and are not offered it again; ``talks`` are the parts of agents so far, oldest first.
    ``by_agent`` is the agent who calls here to ask somebody, "" for a caller. ``recording`` is what its recording does.
    ``moves`` counts queues it was moved through by ways out, ``round`` its entries into the centre.
    """

    __slots__ = (
        "agent", "alone_since", "answered_at", "arrived_at", "asked", "asked_priority", "by_agent", "call_id", "data",
        "dialled", "language", "moves", "name", "need", "number", "offer", "place", "priority", "queue",
        "queued_at", "recording", "refused", "round", "since", "state", "talks", "topic", "waits_since", "wanted",
    )  # fmt: skip

    def __init__(self, call_id: str, at: float, number: str = "", name: str = "", dialled: str = "") -> None:
        self.call_id = call_id
        self.number = number
        self.name = name
        self.dialled = dialled
        self.by_agent = ""
        self.state = CallState.MENU
        self.since = at
        self.arrived_at = at
        self.queue = ""
        self.asked: dict[str, int] = {}
        self.need: Need = ()
        self.asked_priority = 0
        self.priority = 0
        self.topic = ""
        self.language = ""
        self.data: dict[str, str] = {}
        self.queued_at = 0.0
        self.place = 0.0
        self.waits_since = 0.0
        self.wanted = ""
        self.talks: list[Talk] = []
        self.recording = RecordingState.OFF
        self.alone_since: float | None = None
        self.answered_at = 0.0
        self.agent: str | None = None
        self.offer: int | None = None
        self.refused: set[str] = set()
        self.moves = 0
        self.round = 1

    def check(self, event: CallEvent) -> None:
        """Raise :class:`Illegal` unless ``event`` is legal now."""
        if (self.state, event) not in TRANSITIONS:
            raise Illegal(f"call {self.call_id} is {self.state}: {event} is not possible")

    def apply(self, event: CallEvent, at: float) -> None:
        """Move to the state the table gives for ``event``."""
        state = TRANSITIONS[self.state, event]
        if state is not self.state:
            self.state, self.since = state, at
