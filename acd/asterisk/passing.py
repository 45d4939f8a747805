"""A call that is passed on, seen from its own session: what the number means, and numbers outside that are rung."""

from acd.asterisk import truth
from acd.asterisk.caller import DIAL_STATUS, Caller
from acd.asterisk.desk import Consultation
from acd.asterisk.offering import Offering
from acd.asterisk.targets import Targets, last_agent, number_of
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import CallArrived, CallPutThrough, CallQueued
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
        """Tell what became of a call that an agent sent to ``dialled``; False if that is the menu, and nothing told."""
        if found.state == truth.OUTSIDE:
            self._core.tell(self._targets.back(call))
            return True
        by = last_agent(call, found.agent)
        by = by if self._core.centre.roster.get(by) is not None else ""
        target = self._targets.meaning(dialled)
        if target.entry:
            return False
        if target.number:
            self._core.tell(CallPutThrough(call=call.call_id, number=target.number, by=by, fetched=True))
        else:
            target = target._replace(agent="") if target.agent == by else target
            self._core.tell(self._targets.transfer(call, target, by, fetched=True))
        return True

    def ask(self, wish: Consultation, dialled: str) -> None:
        """Tell that an agent calls; if it is not the menu they want, then for whom."""
        agent, target = self._core.centre.roster[wish.agent].rules, wish.target
        call_id, number = self._caller.call_id, number_of(agent.endpoint)
        self._core.tell(CallArrived(call_id, number, agent.title, dialled, by_agent=agent.name))
        if not target.entry:
            queue, needs = target.queue or self._targets.first_queue, dict(target.needs)
            self._core.tell(CallQueued(call=call_id, queue=queue, needs=needs, language=agent.language))

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
