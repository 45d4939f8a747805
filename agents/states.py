"""The states of an agent as one table.

How it works. An agent does one thing at a time: rests (ready, paused, away from the phone ...), is offered a
call, talks, or wraps up. Each event names what happened; the table says which state follows, and an event
with no row in the table is illegal and changes nothing.

Several rows lead to ``REST``, which is not a state but a question asked of the agent's own record: *given what
this agent wants and what the phone is doing, where do they rest now?* :func:`agents.roster.resting_state` answers it,
in this order: who asked to leave is signed out, who asked for a pause is paused, whose phone is gone is unreachable,
whose phone is in a conversation of its own is busy elsewhere, who has just missed an offer is left alone for a
while, and everybody else is ready. That is how "pause after this call" works: the wish is noted while the agent talks
and decides where they rest afterwards.

The diagram in the docs is generated from this table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar


class Name(StrEnum):
    """A name out of a fixed list; it hashes as the text it is, because the tables are asked at every step."""

    __hash__ = str.__hash__


class AgentState(Name):
    """Where an agent is; exactly one at any time."""

    SIGNED_OUT = "signed_out"
    READY = "ready"
    OFFERED = "offered"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    AFTER_MISS = "after_miss"
    BUSY_ELSEWHERE = "busy_elsewhere"
    UNREACHABLE = "unreachable"


class AgentEvent(Name):
    """What can happen to an agent."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    OFFER = "offer"
    MISS = "miss"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    LEG_END = "leg_end"
    WRAP_UP_OVER = "wrap_up_over"
    DELAY_OVER = "delay_over"
    DEVICE = "device"
    FOUND_TALKING = "found_talking"


class Device(Name):
    """What the agent's phone is doing, as the PBX reports it."""

    FREE = "free"
    BUSY = "busy"
    GONE = "gone"


class Illegal(ValueError):
    """Something that cannot be true now; nothing was changed."""


class Rest:
    """The target of rows that end work; see the module's text."""

    def __repr__(self) -> str:
        return "REST"


REST: Final = Rest()

S, E = AgentState, AgentEvent

TRANSITIONS: Final = MappingProxyType[tuple[AgentState, AgentEvent], AgentState | Rest](
    {
        (S.SIGNED_OUT, E.SIGN_IN): REST,
        (S.SIGNED_OUT, E.DEVICE): S.SIGNED_OUT,
        (S.SIGNED_OUT, E.FOUND_TALKING): S.TALKING,
        (S.READY, E.SIGN_OUT): S.SIGNED_OUT,
        (S.READY, E.PAUSE): S.PAUSED,
        (S.READY, E.OFFER): S.OFFERED,
        (S.READY, E.DEVICE): REST,
        (S.READY, E.FOUND_TALKING): S.TALKING,
        (S.OFFERED, E.SIGN_IN): S.OFFERED,
        (S.OFFERED, E.SIGN_OUT): S.OFFERED,
        (S.OFFERED, E.PAUSE): S.OFFERED,
        (S.OFFERED, E.UNPAUSE): S.OFFERED,
        (S.OFFERED, E.DEVICE): S.OFFERED,
        (S.OFFERED, E.ANSWER): S.TALKING,
        (S.OFFERED, E.MISS): REST,
        (S.OFFERED, E.WITHDRAW): REST,
        (S.TALKING, E.SIGN_IN): S.TALKING,
        (S.TALKING, E.SIGN_OUT): S.TALKING,
        (S.TALKING, E.PAUSE): S.TALKING,
        (S.TALKING, E.UNPAUSE): S.TALKING,
        (S.TALKING, E.DEVICE): S.TALKING,
        (S.TALKING, E.LEG_END): S.WRAP_UP,
        (S.WRAP_UP, E.SIGN_IN): S.WRAP_UP,
        (S.WRAP_UP, E.SIGN_OUT): S.SIGNED_OUT,
        (S.WRAP_UP, E.PAUSE): S.PAUSED,
        (S.WRAP_UP, E.UNPAUSE): REST,
        (S.WRAP_UP, E.DEVICE): S.WRAP_UP,
        (S.WRAP_UP, E.WRAP_UP_OVER): REST,
        (S.WRAP_UP, E.FOUND_TALKING): S.TALKING,
        (S.PAUSED, E.SIGN_OUT): S.SIGNED_OUT,
        (S.PAUSED, E.PAUSE): S.PAUSED,
        (S.PAUSED, E.UNPAUSE): REST,
        (S.PAUSED, E.DEVICE): S.PAUSED,
        (S.PAUSED, E.FOUND_TALKING): S.TALKING,
        (S.AFTER_MISS, E.SIGN_OUT): S.SIGNED_OUT,
        (S.AFTER_MISS, E.PAUSE): S.PAUSED,
        (S.AFTER_MISS, E.UNPAUSE): REST,
        (S.AFTER_MISS, E.DEVICE): REST,
        (S.AFTER_MISS, E.DELAY_OVER): REST,
        (S.AFTER_MISS, E.FOUND_TALKING): S.TALKING,
        (S.BUSY_ELSEWHERE, E.SIGN_OUT): S.SIGNED_OUT,
        (S.BUSY_ELSEWHERE, E.PAUSE): S.PAUSED,
        (S.BUSY_ELSEWHERE, E.UNPAUSE): REST,
        (S.BUSY_ELSEWHERE, E.DEVICE): REST,
        (S.BUSY_ELSEWHERE, E.FOUND_TALKING): S.TALKING,
        (S.UNREACHABLE, E.SIGN_OUT): S.SIGNED_OUT,
        (S.UNREACHABLE, E.PAUSE): S.PAUSED,
        (S.UNREACHABLE, E.DEVICE): REST,
        (S.UNREACHABLE, E.FOUND_TALKING): S.TALKING,
    }
)

State = TypeVar("State")
Event = TypeVar("Event")
Target = TypeVar("Target")


def by_state(table: Mapping[tuple[State, Event], Target]) -> dict[State, dict[Event, Target]]:
    """Return the rows of a table by state, so that a step looks up two names and makes no pair of them."""
    rows: dict[State, dict[Event, Target]] = {}
    for (state, event), target in table.items():
        rows.setdefault(state, {})[event] = target
    return rows


WORKING: Final = frozenset({S.OFFERED, S.TALKING})
"""States in which the agent holds a call; a wish to pause or leave waits until they end."""

AT_WORK: Final = WORKING | {S.READY, S.WRAP_UP, S.AFTER_MISS}
"""States of those who serve callers, now or soon: by them a wait is estimated."""
