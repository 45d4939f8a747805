"""What happens to a call between the menu and its end: waiting, offers, conversations, and the way out.

The engine's orders about the call lie in its box, and are carried out one after another.
"""

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.caller import Caller
from acd.asterisk.offering import Offering
from acd.asterisk.outcomes import misses
from acd.asterisk.passing import Passing
from acd.asterisk.showing_out import ShowingOut
from acd.asterisk.switchboard import Box, CallOrder, Switchboard
from acd.core import Core
from acd.engine.calls import Call, CallState
from acd.engine.facts import CallLeft, Miss, OfferAnswered, OfferMissed, TalkEnded
from acd.engine.orders import Offer, PutThrough, SendAway, Wait
from ivr.actions import Prompt


class Serving:
    """Carries out the orders about one call on its session.

    ``expects_orders`` is set while the session has no command of its own in hand or in mind.
    """

    def __init__(
        self,
        agi: AgiSession,
        core: Core,
        switchboard: Switchboard,
        caller: Caller,
        offering: Offering,
        passing: Passing,
    ) -> None:
        self.call_id = caller.call_id
        self._agi = agi
        self._core = core
        self._switchboard = switchboard
        self._caller = caller
        self._offering = offering
        self._passing = passing
        self._showing_out = ShowingOut(caller, core, passing, lambda: self._box)
        self.expects_orders = False

    @property
    def _box(self) -> Box:
        """The call's box of now: one that was thrown away meanwhile gets no orders."""
        return self._switchboard.box(self.call_id)

    @property
    def rings_next(self) -> bool:
        """Whether a phone rings for the caller, or is about to: then there is nothing else to be heard."""
        return self._offering.is_at_it or self._box.offers_next()

    @property
    def _leaves_next(self) -> bool:
        """Whether the engine has ordered the caller out of the line."""
        return any(isinstance(order, SendAway | PutThrough) for order in self._box.orders)

    def offer_at_once(self, offer: Offer) -> None:
        """Ring for an offer as it is made, unless the caller is to hear something first, or the session is at work."""
        call = self._caller.call
        first = [order for order in self._box.orders if not isinstance(order, Offer)]
        may = self.expects_orders and all(isinstance(order, Wait) and not order.say for order in first)
        if may and call is not None and call.offer == offer.offer and not self._offering.is_at_it:
            self._offering.begin(offer, call)

    async def serve(self) -> None:
        """Carry out what the engine orders for this call until it has talked or gone."""
        while True:
            order = await self._next_order()
            if self._offering.is_withdrawn:
                await self._wait_on()
            if isinstance(order, Wait):
                await self._hold(order)
            elif isinstance(order, SendAway):
                if not await self._showing_out.show_out(order):
                    return
            elif isinstance(order, PutThrough):
                if await self._passing.put_through(order):
                    await self._caller.go_on(None)
                    return
            elif await self._offer(order):
                await self._caller.go_on(None)
                return

    async def _next_order(self) -> CallOrder:
        """Take the next order out of the box, unless the session ends first."""
        while not self._box.orders:
            if self._agi.ended.is_set():
                raise SessionEnded(self._agi.end_reason)
            if self._offering.is_withdrawn:
                await self._wait_on()
            elif self._box.is_stale:
                self.expects_orders = False
                await self._write_waiting()
            else:
                self.expects_orders = True
                await self._box.filled()
        self.expects_orders = False
        return self._box.orders.popleft()

    async def _wait_on(self) -> None:
        """The phone of an offer that was withdrawn as it was made has stopped: the caller goes on waiting."""
        self.expects_orders = False  # until the music plays
        await self._offering.let_ring_out()
        call = self._caller.call
        if call is not None and call.state is CallState.WAITING and not self._box.orders:
            await self._write_waiting()
            await self._caller.music()

    async def _write_waiting(self) -> None:
        """Write down that the call waits, with all that is known of it now."""
        call, self._box.is_stale = self._caller.call, False
        if call is not None:
            await self._caller.write_waiting(call)

    async def _hold(self, order: Wait) -> None:
        """Write down the call's place; say why it is there and play music, unless there is more to do already."""
        if self._caller.call is None:
            return
        if self.rings_next:
            return  # an offer writes everything down itself, and the agent's answer is the caller's
        await self._write_waiting()
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
        """Ring the agents; return whether a conversation took place."""
        call = self._caller.call
        if call is None or call.offer != offer.offer:
            return False  # withdrawn; a phone that rings for it already is waited for
        miss = await self._offering.ring(offer, call)
        if miss is None:
            self._note_talk(offer)
        else:
            await self._note_miss(offer, miss)
        return miss is None

    def _note_talk(self, offer: Offer) -> None:
        """The conversation is over. AMI has told each step already, unless it was away meanwhile."""
        call, agent = self._caller.call, self._core.centre.roster.get(self._offering.answered_by)
        if agent is None:
            return  # who is on the roster no more, and talks to nobody
        if call is not None and call.offer == offer.offer and agent.name in call.ringing:
            self._core.tell(OfferAnswered(offer.offer, self.call_id, agent.name))
        if agent.call == self.call_id and agent.offer is None:
            self._core.tell(TalkEnded(self.call_id, agent.name))

    async def _note_miss(self, offer: Offer, why: Miss) -> None:
        """Nobody took the call: the music starts again before the engine looks for the next agent."""
        call = self._caller.call
        self.expects_orders = True
        if call is not None and call.offer == offer.offer:
            for agent, its_why in misses(offer, call, self._box.rung, why).items():
                self._core.tell(OfferMissed(offer.offer, self.call_id, agent, its_why))
        elif call is not None and call.state not in truth.ROUTED and not self._leaves_next:
            call = self.restore(await self._caller.read_truth())
        self.expects_orders = False
        if self._offering.is_at_it:
            return  # the next phone rings already
        if self._leaves_next:
            return  # taken back from the phone to be shown out
        if call is not None:
            await self._write_waiting()
        if not self.rings_next:
            await self._caller.music()

    def restore(self, found: truth.Truth) -> Call | None:
        """Give the call to the engine as its variables tell it, because the engine lost it or is mistaken."""
        if self._caller.call is not None:
            self._core.tell(CallLeft(self.call_id))
        self._box.orders.clear()
        self._core.tell(truth.restored(self.call_id, found, self._core.clock.now()))
        return self._caller.call

    def end_lost_offer(self, call: Call) -> None:
        """An offer whose session was lost while the phone rang, and whose ringing is over, was missed."""
        still_to_come = any(isinstance(order, Offer) and order.offer == call.offer for order in self._box.orders)
        if (offer := call.offer) is not None and not still_to_come:
            for agent in call.ringing:
                why = self._box.rung.get(agent) or Miss.NO_ANSWER
                self._core.tell(OfferMissed(offer, self.call_id, agent, why))
