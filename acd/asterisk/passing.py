"""A call that is passed on, seen from its own session: what the number means, and numbers outside that are rung."""

from acd.asterisk import truth
from acd.asterisk.caller import DIAL_STATUS, Caller
from acd.asterisk.desk import Consultation
from acd.asterisk.offering import Offering
from acd.asterisk.targets import BACK, Target, Targets, last_agent, number_of
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import CallArrived, CallPutThrough, CallQueued, CallTransferred
from acd.engine.orders import PutThrough


class Passing:
    """Tells the engine of one caller whom agents pass on, or of an agent who calls to ask somebody."""

    def __init__(self, caller: Caller, core: Core, offering: Offering, targets: Targets) -> None:
        self._caller = caller
        self._core = core
        self._offering = offering
        self._targets = targets

    def known(self, found: truth.Truth) -> Call | None:
        """Return the call as the engine knows it; it is restored if the engine lost it."""
        if self._caller.call is None:
            self._core.tell(truth.restored(self._caller.call_id, found, self._core.clock.now()))
        return self._caller.call

    def pass_on(self, call: Call, found: truth.Truth, dialled: str) -> bool:
        """Tell what becomes of a call that an agent sent to ``dialled``; False: nothing, so it begins anew in the menu.

        What cannot be, a number that is none, an order that was lost with its session: the call waits again.
        """
        target = self._targets.meaning(dialled)
        if target.entry and found.state != truth.OUTSIDE:
            return False
        back = self._targets.back(call)
        nowhere = found.state == truth.OUTSIDE or dialled == BACK or target == Target()
        wish = back if nowhere else self._wish(call, target, found.agents)
        why = self._core.ask(wish)
        if why is not None and wish is not back:
            why = self._core.ask(back)
        return why is None

    def _wish(self, call: Call, target: Target, written: tuple[str, ...]) -> CallTransferred | CallPutThrough:
        by = last_agent(call, written)
        by = by if self._core.centre.roster.get(by) is not None else ""
        if target.number:
            return CallPutThrough(call=call.call_id, number=target.number, by=by, fetched=True)
        target = target._replace(agent="") if target.agent == by else target
        return self._targets.transfer(call, target, by, fetched=True)

    def ask(self, wish: Consultation, dialled: str) -> None:
        """Tell that an agent calls; if it is not the menu they want, then for whom."""
        agent, target = self._core.centre.roster[wish.agent].rules, wish.target
        call_id, number = self._caller.call_id, number_of(agent.endpoint)
        self._core.tell(CallArrived(call_id, number, agent.title, dialled, by_agent=agent.name))
        if not target.entry:
            queue = target.queue or self._targets.first_queue
            needs, need = dict(target.needs), target.need or self._tier_need(queue, target.tier)
            self._core.tell(CallQueued(call=call_id, queue=queue, needs=needs, need=need, language=agent.language))

    def _tier_need(self, queue: str, tier: str) -> str:
        rules = self._core.centre.queues.get(queue)
        return rules.tiers.get(tier, "") if rules is not None else ""

    async def put_through(self, order: PutThrough) -> bool:
        """Ring a number outside; return whether a conversation took place. If not, the call waits again.

        Raises:
            SessionEnded: the session is over.
        """
        call = self._caller.call
        if call is None:
            return False
        await self._caller.write({truth.STATE: truth.OUTSIDE, truth.CALL: truth.write_call(call), DIAL_STATUS: ""})
        answered = await self._offering.ring_outside(order.number)
        call = self._caller.call
        if not answered and call is not None:
            self._core.tell(self._targets.back(call))
        return answered
