"""The story of one call on the PBX: menu, waiting, offers, conversation, and the way out.

One FastAGI session leads the caller through all of it. While the caller waits no command runs: music plays, and
an offer is one message on the open socket. Before each step its truth is written to the channel's variables, so
the next session, of this process or of the one after it, goes on from there.
"""

from datetime import UTC, datetime
from typing import Protocol

import msgspec
import structlog

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.caller import Caller, House, who_calls
from acd.asterisk.gate import encode_fields, plain_text
from acd.asterisk.offering import Offering
from acd.asterisk.switchboard import Box, Switchboard
from acd.core import Core
from acd.engine.calls import Call, CallState
from acd.engine.facts import (
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    Miss,
    OfferAnswered,
    OfferMissed,
    TalkEnded,
)
from acd.engine.orders import Offer, SendAway, Wait
from ivr.actions import Action, Leave, Prompt, Route
from ivr.interpreter import Interpreter
from ivr.position import Call as MenuCall


class Link(Protocol):
    """What a session tells of its call to the one who sees the whole PBX."""

    def came(self, call: str) -> None:
        """The call is in hand."""

    def overdue(self, offer: Offer) -> None:
        """The phone should have rung out by now, and the PBX has not said what came of it."""


class CallSession:
    """One session of one call, from its environment to its end."""

    def __init__(self, agi: AgiSession, core: Core, switchboard: Switchboard, house: House, link: Link) -> None:
        self.call_id = agi.env.get("agi_uniqueid", "")
        self._agi = agi
        self._core = core
        self._switchboard = switchboard
        self._house = house
        self._caller = Caller(agi, core, house)
        self._offering = Offering(agi, self._caller, core, link.overdue)
        self._link = link

    @property
    def _box(self) -> Box:
        """The call's box of now: one that was thrown away meanwhile gets no orders."""
        return self._switchboard.box(self.call_id)

    async def run(self) -> None:
        """Lead the call to its end.

        Raises:
            SessionEnded: the session is over; whether the call is, only its ``Hangup`` event says.
        """
        found = await self._caller.read_truth()
        if self._switchboard.is_gone(self.call_id):
            return  # hung up before our first word
        self._box.leader = self
        self._agi.on_ended(self._box.wake)
        try:
            if not found.state or not found.arrived_at:
                await self._welcome()
            else:
                await self._take_over(found)
        finally:
            if self._box.leader is self:  # else the caller is back with another session already
                self._box.leader = None

    # -- the beginning -----------------------------------------------------------------------------------

    async def _welcome(self) -> None:
        env = self._agi.env
        self._box.orders.clear()
        number, name = who_calls(env)
        dialled = env.get("agi_extension", "")
        self._core.tell(
            CallArrived(self.call_id, plain_text(number, 40), plain_text(name, 40), plain_text(dialled, 40))
        )
        call = MenuCall(dialled=dialled, number=number, name=name)
        await self._menu(Interpreter(self._house.tree, self._house.hours, call))

    async def _take_over(self, found: truth.Truth) -> None:
        """Go on with a call that was here before this session: told by its variables, or known already."""
        call = self._caller.call
        if call is None or call.state not in truth.ROUTED:
            call = self._restore(found)
        if call is None:
            structlog.get_logger().warning("call_not_taken_over", call=self.call_id, state=found.state)
            await self._welcome()
        elif call.state is CallState.MENU:
            self._link.came(self.call_id)
            await self._menu(Interpreter.resume(self._house.tree, self._house.hours, found.menu))
        else:
            self._end_lost_offer(call)
            self._link.came(self.call_id)
            await self._caller.music()
            await self._serve()

    def _restore(self, found: truth.Truth) -> Call | None:
        """Give the call to the engine as its variables tell it, because the engine lost it or is mistaken."""
        if self._caller.call is not None:
            self._core.tell(CallLeft(self.call_id))
        self._box.orders.clear()
        self._core.tell(truth.restored(self.call_id, found, self._core.clock.now()))
        return self._caller.call

    def _end_lost_offer(self, call: Call) -> None:
        """An offer whose session was lost while the phone rang, and whose ringing is over, was missed."""
        still_to_come = any(isinstance(order, Offer) and order.offer == call.offer for order in self._box.orders)
        if call.offer is not None and call.agent is not None and not still_to_come:
            self._core.tell(OfferMissed(call.offer, self.call_id, call.agent, Miss.NO_ANSWER))

    # -- the menu ----------------------------------------------------------------------------------------

    async def _menu(self, interpreter: Interpreter) -> None:
        action = interpreter.begin(self._now())
        while not isinstance(action, Route | Leave):
            await self._write_menu(interpreter)
            await self._caller.answer()
            result = await self._caller.telephone.perform(action)
            action = interpreter.heard(result, self._now())
        await self._leave_menu(action)

    async def _leave_menu(self, action: Action) -> None:
        if self._caller.call is None:
            return  # the caller left meanwhile, and AMI was the first to say so
        if isinstance(action, Route):
            self._queue(action)
            await self._serve()
        elif isinstance(action, Leave):
            await self._caller.go_on(action.extension)
            self._core.tell(CallReleased(self.call_id))

    def _queue(self, route: Route) -> None:
        """Ask the engine for an agent. A queue that is no more (a place in an older menu) leads to a person."""
        wanted = CallQueued(
            call=self.call_id,
            queue=route.queue,
            needs=route.needs,
            priority=route.priority,
            topic=route.topic,
            language=route.language,
            data=route.data,
        )
        if wanted.queue not in self._core.centre.queues:
            wanted = msgspec.structs.replace(wanted, queue=self._house.tree.person.route)
        self._core.tell(wanted)

    async def _write_menu(self, interpreter: Interpreter) -> None:
        call = self._caller.call
        place = encode_fields(interpreter.position())
        written = {truth.STATE: "menu", truth.MENU: place if len(place) <= truth.LONGEST else ""}
        if call is not None:
            written[truth.CALL] = truth.write_call(call)
        await self._caller.write(written)

    # -- waiting and being offered -----------------------------------------------------------------------

    async def _serve(self) -> None:
        """Carry out what the engine orders for this call until it has talked or gone."""
        while True:
            order = await self._next_order()
            if isinstance(order, Wait):
                await self._hold(order)
            elif isinstance(order, SendAway):
                await self._show_out(order)
                return
            elif await self._offer(order):
                await self._caller.go_on(None)
                return

    async def _next_order(self) -> Wait | Offer | SendAway:
        """Take the next order out of the box, unless the session ends first."""
        while not self._box.orders:
            if self._agi.ended.is_set():
                raise SessionEnded(self._agi.end_reason)
            await self._box.filled()
        return self._box.orders.popleft()

    async def _hold(self, order: Wait) -> None:
        """Write down the call's place; say why it is there and play music, unless there is more to do already."""
        call = self._caller.call
        if call is None:
            return
        if self._box.offers_next():
            return  # an offer writes everything down itself, and the agent's answer is the caller's
        await self._caller.write_waiting(call)
        await self._caller.answer()
        if order.say and not self._box.orders:
            await self._announce(self._caller.prompt(order.say))
        if not self._box.orders:
            await self._caller.music()

    async def _announce(self, prompt: Prompt) -> None:
        """Play a prompt that an offer cuts short."""
        self._box.announcing = True
        try:
            await self._caller.telephone.announce(prompt)
        finally:
            self._box.announcing = False

    async def _offer(self, offer: Offer) -> bool:
        """Ring the agent; return whether a conversation took place."""
        call = self._caller.call
        if call is None or call.offer != offer.offer:
            return False
        miss = await self._offering.ring(offer, call)
        if miss is None:
            self._note_talk(offer)
        else:
            await self._note_miss(offer, miss)
        return miss is None

    def _note_talk(self, offer: Offer) -> None:
        """The conversation is over. AMI has told each step already, unless it was away meanwhile."""
        call, agent = self._caller.call, self._core.centre.roster[offer.agent]
        if call is not None and call.offer == offer.offer:
            self._core.tell(OfferAnswered(offer.offer, self.call_id, offer.agent))
        if agent.call == self.call_id and agent.offer is None:
            self._core.tell(TalkEnded(self.call_id, offer.agent))

    async def _note_miss(self, offer: Offer, why: Miss) -> None:
        """Nobody took the call: the music starts again before the engine looks for the next agent."""
        call = self._caller.call
        if call is not None and call.offer == offer.offer:
            self._core.tell(OfferMissed(offer.offer, self.call_id, offer.agent, why))
        elif call is not None and call.state not in truth.ROUTED:
            call = self._restore(await self._caller.read_truth())
        if call is not None:
            await self._caller.write_waiting(call)
        if not self._box.offers_next():
            await self._caller.music()

    # -- the way out -------------------------------------------------------------------------------------

    async def _show_out(self, order: SendAway) -> None:
        await self._caller.answer()
        if order.exit.say:
            await self._caller.telephone.play(self._caller.prompt(order.exit.say), "")
        await self._caller.go_on(order.exit.target if order.exit.go == "extension" else None)

    # -- small things ------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._core.clock.time_of_day(), UTC)
