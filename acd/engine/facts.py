"""Facts: everything that can be told to the engine. Each is journalled with its time, in seconds.

Calls are named by the id the PBX gave the caller's channel, agents and queues by their configured names.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from acd.engine.acts import AnyAct
from acd.engine.calls import RecordingState
from acd.engine.restored import AgentRestored as AgentRestored
from acd.engine.restored import CallersRestored as CallersRestored
from acd.engine.restored import CallRestored as CallRestored
from acd.engine.restored import Fact as Fact
from acd.engine.rules import CentreRules
from agents.states import Device


class Miss(StrEnum):
    """Why an offer came to nothing on the agent's side."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    NOT_CONFIRMED = "not_confirmed"


class Started(Fact, frozen=True):
    """The engine begins with these rules; nothing is offered until :class:`Settled`."""

    rules: CentreRules


class Settled(Fact, frozen=True):
    """The world has been taken over as it was found: offering begins, in the order of the lines."""


class CallArrived(Fact, frozen=True):
    """A caller entered the centre (or came back into it) and is in the menu.

    ``by_agent`` is set when the caller is one of the agents, who wants to ask somebody.
    """

    call: str
    number: str = ""
    name: str = ""
    dialled: str = ""
    by_agent: str = ""


class CallQueued(Fact, frozen=True, kw_only=True):
    """The menu is done: the call asks for an agent.

    ``needs`` maps skill to least level, 1 to 10; ``need`` says more in the language of :mod:`agents.needs`. With
    ``credit_s`` the call is served as if it had waited so much longer.
    """

    call: str
    queue: str
    needs: dict[str, int] = msgspec.field(default_factory=dict)
    need: str = ""
    priority: int = 0
    credit_s: float = 0.0
    topic: str = ""
    language: str = ""
    data: dict[str, str] = msgspec.field(default_factory=dict)


class CallLeft(Fact, frozen=True):
    """The caller's channel is gone, whoever ended it."""

    call: str


class CallReleased(Fact, frozen=True):
    """The caller is no longer ours to route, but still on the PBX: the menu let go, or somebody redirected."""

    call: str


class OfferAnswered(Fact, frozen=True):
    """The agent's phone was picked up and the two are connected."""

    offer: int
    call: str
    agent: str


class OfferMissed(Fact, frozen=True):
    """The agent's phone rang, or should have, and nobody took the call."""

    offer: int
    call: str
    agent: str
    why: Miss


class CallTransferred(Fact, frozen=True, kw_only=True):
    """The call is to wait again: for an ``agent`` ("" for anybody), in ``queue``, with these needs.

    ``by`` is the agent who passes it on, "" when it comes back from where it could not be sent; ``fetched`` says that
    the caller is with us again already, and need not be taken out of the conversation. ``say`` is a prompt for them.
    ``tier`` names a need of the queue's (line 1, 2 or 3) instead of ``needs`` and ``need``; ``note`` is what the next
    agent is to know. ``who`` did it if it was a person, not the agent themselves, and ``why`` are their words; so it is
    with the other facts that have both.
    """

    call: str
    queue: str
    by: str = ""
    agent: str = ""
    needs: dict[str, int] = msgspec.field(default_factory=dict)
    need: str = ""
    tier: str = ""
    note: str = ""
    fetched: bool = False
    say: str = ""
    who: str = ""
    why: str = ""


class CallPutThrough(Fact, frozen=True, kw_only=True):
    """The caller is to be connected with a ``number`` outside; otherwise like :class:`CallTransferred`."""

    call: str
    number: str
    by: str = ""
    fetched: bool = False
    who: str = ""
    why: str = ""


class CallHandedOver(Fact, frozen=True, kw_only=True):
    """An agent (``by``) has connected their caller with whom they had called to ask: an attended transfer.

    That is the agent ``to``, or "" somebody who is no agent. ``consult`` is the call in which the two agents talked,
    if it went through a queue; it is over.
    """

    call: str
    by: str
    to: str = ""
    consult: str = ""


class CallbackAnswered(Fact, frozen=True):
    """A caller who was offered to be called back has said whether they want it; who does not, waits on."""

    call: str
    wanted: bool


class CallHeld(Fact, frozen=True):
    """The agent has put the caller on hold."""

    call: str
    agent: str


class CallResumed(Fact, frozen=True):
    """The agent is back with the caller who was on hold."""

    call: str
    agent: str


class RecordingChanged(Fact, frozen=True):
    """The PBX has begun, ended, silenced or resumed the recording of a call."""

    call: str
    recording: RecordingState


class TalkEnded(Fact, frozen=True):
    """The agent's own part of a conversation is over: the agent's channel is gone."""

    call: str
    agent: str


class AgentSignedIn(Fact, frozen=True):
    """An agent came to work."""

    agent: str
    who: str = ""
    why: str = ""


class AgentSignedOut(Fact, frozen=True):
    """An agent leaves; during an offer or a conversation, after it."""

    agent: str
    who: str = ""
    why: str = ""


class AgentPaused(Fact, frozen=True):
    """An agent wants a pause; during an offer or a conversation, after it."""

    agent: str
    reason: str
    who: str = ""
    why: str = ""


class AgentUnpaused(Fact, frozen=True):
    """An agent is back from a pause, takes a wish for one back, or ends wrap-up early."""

    agent: str
    who: str = ""
    why: str = ""


class DeviceChanged(Fact, frozen=True):
    """The PBX reports what the agent's phone is doing."""

    agent: str
    device: Device


class AlarmRang(Fact, frozen=True):
    """The time asked for by the last ``WakeAt`` order has come."""


class RulesChanged(Fact, frozen=True):
    """From now on other rules hold; calls that wait follow them too."""

    rules: CentreRules


AnyFact: TypeAlias = (
    Started
    | Settled
    | CallArrived
    | CallQueued
    | CallLeft
    | CallReleased
    | OfferAnswered
    | OfferMissed
    | CallTransferred
    | CallPutThrough
    | CallHandedOver
    | CallbackAnswered
    | CallHeld
    | CallResumed
    | RecordingChanged
    | TalkEnded
    | AgentSignedIn
    | AgentSignedOut
    | AgentPaused
    | AgentUnpaused
    | DeviceChanged
    | AlarmRang
    | CallRestored
    | AgentRestored
    | CallersRestored
    | RulesChanged
    | AnyAct
)
