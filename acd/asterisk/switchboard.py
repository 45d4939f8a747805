"""Who is where on the PBX: a box of orders for each call, and the legs of agents.

The engine's orders about a call go into the call's box; the FastAGI session that leads the call takes them out.
A box outlives a session, because the dialplan brings a caller back after a lost one.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from acd.engine.calls import Call
from acd.engine.facts import Miss
from acd.engine.orders import Note, Noted, Offer, PutThrough, SendAway, Wait

CallOrder: TypeAlias = Wait | Offer | SendAway | PutThrough

MOST_ORDERS = 64
"""Orders that may wait in one box. A session takes one in milliseconds; more means that nobody leads the call."""

GONE_REMEMBERED = 10_000
"""Calls remembered after their end, so that a session that comes late (hung up while connecting) opens nothing."""


class Box:
    """Orders for one call, oldest first; ``leader`` is the session that takes them, if there is one.

    ``announcing`` says that the caller hears an announcement, which an offer cuts short. ``at_once`` is given each
    offer as it is put in: a session with nothing else to do sends it on before anything else happens here. ``rung``
    are the agents whose phones were dialled for the offer put in last, with what came of it where the phone did not
    take the call. ``asked_back`` says that the caller was asked, or cannot be asked, whether to be called back.
    ``is_stale`` says that the engine knows something of the waiting call that is not written on its channel yet.
    """

    def __init__(self) -> None:
        self.leader: object | None = None
        self.announcing = False
        self.at_once: Callable[[Offer], None] | None = None
        self.rung: dict[str, Miss | None] = {}
        self.asked_back = False
        self.is_stale = False
        self.orders: deque[CallOrder] = deque(maxlen=MOST_ORDERS)
        self._filled = asyncio.Event()

    def put(self, order: CallOrder) -> None:
        """Add an order; at the bound the oldest makes room, and the engine's leases end what it was about."""
        self.orders.append(order)
        self._filled.set()
        if isinstance(order, Offer):
            self.rung = {}
            if self.at_once is not None:
                self.at_once(order)

    def offers_next(self) -> bool:
        """Whether the next order is an offer."""
        return bool(self.orders) and isinstance(self.orders[0], Offer)

    def forget(self, offer: int) -> None:
        """Take out an offer that was withdrawn before anybody acted on it."""
        kept = [order for order in self.orders if not (isinstance(order, Offer) and order.offer == offer)]
        self.orders.clear()
        self.orders.extend(kept)

    def wake(self) -> None:
        """Let whoever waits look again, with or without an order."""
        self._filled.set()

    async def filled(self) -> None:
        """Wait until there is an order, or until woken."""
        self._filled.clear()
        await self._filled.wait()


class Leg(msgspec.Struct):
    """An agent's channel that the PBX dialled for a call, in an ``offer``, None if it was in a conversation before.

    ``cancelled`` says that the PBX gave it up itself: the caller left, or another phone answered first. ``starred_at``
    is when ``*`` was pressed on it last.
    """

    call: str
    agent: str
    answered: bool = False
    offer: int | None = None
    cancelled: bool = False
    starred_at: float | None = None


class Switchboard:
    """Boxes by call, legs by the Uniqueid of the agent's channel, and the calls that have ended lately."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.legs: dict[str, Leg] = {}
        self._gone: OrderedDict[str, None] = OrderedDict()

    def box(self, call: str) -> Box:
        """Return the call's box, new if it had none."""
        if (box := self.boxes.get(call)) is None:
            box = self.boxes[call] = Box()
        return box

    def is_led(self, call: str) -> bool:
        """Whether a session leads the call."""
        return call in self.boxes and self.boxes[call].leader is not None

    def forget(self, call: str) -> None:
        """Throw the call's box away: the engine no longer knows the call."""
        self.boxes.pop(call, None)

    def leg_of(self, call: str, agent: str) -> str | None:
        """Return the Uniqueid of the leg on which ``agent`` was called for ``call``."""
        return next((uid for uid, leg in self.legs.items() if (leg.call, leg.agent) == (call, agent)), None)

    def rings(self, call: Call) -> bool:
        """Whether a phone rings for ``call``, or an agent talks in it, as far as the PBX has told."""
        agents = {call.agent, *call.also}
        return any(leg.call == call.call_id and leg.agent in agents for leg in self.legs.values())

    def note_rung(self, call: str, agent: str, miss: Miss | None = None) -> None:
        """Remember that the agent's phone was dialled in the call's offer of now, and that it did not take the call."""
        if call in self.boxes:
            self.boxes[call].rung[agent] = miss

    def noted(self, order: Noted) -> None:
        """Have a need that has relaxed, or another priority, written down for whoever takes the call over."""
        if order.what in (Note.RELAXED, Note.PRIORITISED) and order.about in self.boxes:
            self.boxes[order.about].is_stale = True
            self.boxes[order.about].wake()

    def note_gone(self, call: str) -> None:
        """Remember that the caller's channel has ended."""
        self.forget(call)
        self._gone[call] = None
        if len(self._gone) > GONE_REMEMBERED:
            self._gone.popitem(last=False)

    def is_gone(self, call: str) -> bool:
        """Whether the caller's channel has ended already."""
        return call in self._gone
