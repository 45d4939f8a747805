"""The states of a call as one table.

How it works. A call enters in the menu, waits in a line, is offered to an agent, and talks. A caller who was
sent away by a configured way out, or whose agent has hung up, is leaving: still on the PBX, no longer ours to
route. Done is the end: the caller's channel is gone. An agent may transfer a call: it waits again, keeps its
history, and the talk of each agent is their own; or hand it over to the colleague whom they have asked. A call that
comes back into the menu starts a new round. An event with no row is illegal.

The diagram in the docs is generated from this table.
"""

from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import msgspec

from acd.engine.routing_rules import Patience
from agents.states import Name


class CallState(Name):
    """Where a call is; exactly one at any time."""

    MENU = "menu"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    LEAVING = "leaving"
    DONE = "done"


class RecordingState(Name):
    """What the recording of a call does; paused, it has silence."""

    OFF = "off"
    ON = "on"
    PAUSED = "paused"


class CallEvent(Name):
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
    WAIT_ON = "wait_on"
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
        (S.LEAVING, E.WAIT_ON): S.WAITING,
        (S.LEAVING, E.COME_BACK): S.MENU,
    }
)


MOST_TALKS: Final = 20
"""Talks remembered of one call; a call that is passed on more often is passed round in a circle."""


KNOWN_OF_EVERY_CALL: Final = frozenset({"dialled", "language", "name", "number", "topic"})
"""What needs and credits can ask of a call beside its data; data of the same name comes first."""


class Hope(NamedTuple):
    """An agent whom a call would rather have than anybody else, why, and how long it waits for them."""

    agent: str
    why: Literal["personal", "last_agent", "transfer", "deputy", "assigned"]
    patience: Patience


class Talk(msgspec.Struct):
    """One agent's part of a call: who, in which queue, from when to when (engine seconds; None while it goes on)."""

    agent: str
    queue: str
    since: float
    until: float | None = None
