"""Orders: everything the engine can ask of the world. Adapters carry them out and report back in facts."""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from acd.engine.routing_rules import Exit


class Order(msgspec.Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    """The base of all orders."""


class Wait(Order, frozen=True):
    """Hold the caller with music; ``place`` is the call's place in time, to be kept with the call.

    ``say`` is a prompt that the caller hears first, when another queue's way out led here ("" for none).
    """

    call: str
    queue: str
    place: float
    say: str = ""


class Offer(Order, frozen=True):
    """Ring ``agent`` for ``call`` for ``ring_s`` seconds; a lease that ends by itself at ``until``.

    ``label`` is what the agent's phone shows: queue, topic and caller. ``listen_s`` is how long the agent may then
    listen, and press the key that is asked for, before the caller is connected; 0 connects at once. ``also`` ring at
    the same time, and the first to answer takes the call.
    """

    offer: int
    call: str
    agent: str
    ring_s: float
    until: float
    label: str
    listen_s: float = 0.0
    also: tuple[str, ...] = ()


class Withdraw(Order, frozen=True):
    """Stop ringing ``agent``: the lease is over."""

    offer: int
    call: str
    agent: str


class SendAway(Order, frozen=True):
    """The caller leaves the line by a configured way out.

    ``why`` is longest_wait, full, nobody, closed, overflow, deflected, or act: a person cut the call.
    """

    call: str
    exit: Exit
    why: str


class HangUp(Order, frozen=True):
    """End the call, wherever it is: a person wants it so, and ``why`` are their words.

    A call that waits is sent away instead, by a way out that hangs up.
    """

    call: str
    why: str


class Fetch(Order, frozen=True):
    """Take the caller out of the conversation, back to where the next orders are carried out."""

    call: str


class PutThrough(Order, frozen=True):
    """Connect the caller with a ``number`` outside; one that cannot be reached gives the call back."""

    call: str
    number: str


class WakeAt(Order, frozen=True):
    """Tell :class:`~acd.engine.facts.AlarmRang` at ``at``; replaces the alarm set before."""

    at: float


class Refused(Order, frozen=True):
    """A fact that cannot be true now; it changed nothing."""

    fact: str
    why: str


class Note(StrEnum):
    """What can be worth a line to people beside facts and orders; the values that go with each."""

    LEASE_OVER = "lease_over"
    """agent: an offer ended without a word of the PBX"""
    LEG_LOST = "leg_lost"
    """the end of an agent's leg was never reported and is taken for true"""
    NEED_DROPPED = "need_dropped"
    """need: it means nothing here"""
    PAUSED = "paused"
    """reason: an agent missed too many offers"""
    ALONE_AGAIN = "alone_again"
    """agent: the call waits for this one no longer, but for anybody with the skills"""
    MOVED = "moved"
    """before, queue, why: a way out led to another queue"""
    RELAXED = "relaxed"
    """step, need, why: from now on also agents who meet this may serve the call; why: time, wait, line or signed_in"""
    VALUE_ABSENT = "value_absent"
    """value, queue: a need asks for a value of the call that is not there, or is not what the need expects"""
    WAITS_FOR = "waits_for"
    """agent, why, seconds: the call waits for this one first; why is personal, last_agent, deputy, transfer or
    assigned"""
    PLACE_REGAINED = "place_regained"
    """waited: the caller is back soon after hanging up, and has the old place"""
    LEFT_ALONE = "left_alone"
    """why, seconds: after a missed offer an agent is offered nothing for a while"""
    PRIORITISED = "prioritised"
    """priority: a person gave a call that waits another one, to be kept with the call"""
    CALLBACK = "callback"
    """queue: the caller wants to be called back, and has a slot"""


class Noted(Order, frozen=True):
    """Something worth a line to people, about a call or an agent; readers say it in their own language."""

    about: str
    what: Note
    values: dict[str, str] = {}


AnyOrder: TypeAlias = Wait | Offer | Withdraw | SendAway | HangUp | Fetch | PutThrough | WakeAt | Refused | Noted
