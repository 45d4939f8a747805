"""Who came first stands first, whatever happens to the two: overflow, transfers, restarts, redials, other rules.

Calls that are equal in everything but their time of arrival never swap. What a restart knows of a call is what the
orders said of it, as an adapter keeps it with the caller's channel.
"""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acd.engine.calls import Call
from acd.engine.facts import (
    AgentRestored,
    CallArrived,
    CallbackAnswered,
    CallersRestored,
    CallQueued,
    CallRestored,
    CallTransferred,
    RulesChanged,
    Settled,
    TalkEnded,
)
from acd.engine.orders import Wait
from acd.engine.routing_rules import Bounds, Overflow, Step, Turns
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

pytestmark = pytest.mark.timeout(300)  # a failure takes minutes to be made small; without one it takes seconds

PEOPLE = (agent("anna", wrap_up_s=5.0, billing=3), agent("boris", billing=1))
FOR_EVER: dict[str, Any] = {"longest_wait_s": 1e7, "nobody_s": 1e7}
QUEUES = (
    queue(
        "billing",
        steps=(Step(need="", when=Bounds(after_s=20.0)),),
        overflow=(Overflow(when=Bounds(after_s=40.0, waiting=3), to=exit_to("queue", "support")),),
        need="billing >= 2",
        **FOR_EVER,
    ),
    queue(
        "support",
        overflow=(
            Overflow(when=Bounds(after_s=30.0), to=exit_to("callback")),
            Overflow(when=Bounds(after_s=60.0), to=exit_to("queue", "billing")),
        ),
        ring_at_once=2,
        **FOR_EVER,
    ),
)
LONG_AGO = 1_760_000_000.0
"""Moments are seconds since 1970 in production: the order must survive their rounding."""

PICK = st.integers(0, 30)


class EqualCalls(RuleBasedStateMachine):
    """Equal calls, and everything that may happen to some of them."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: dict[str, float] = {}
        self.places: dict[str, float] = {}
        self.kit = self.a_kit(LONG_AGO)
        self.kit.tell(Settled())

    def a_kit(self, now: float) -> CentreKit:
        kit = CentreKit(*QUEUES, agents=PEOPLE, settled=False, turns=Turns(redial_s=600.0))
        kit.now = now
        return kit

    def calls(self, *states: str) -> list[Call]:
        return [call for call in self.kit.engine.centre.calls.values() if call.state in states]

    def pick(self, number: int, *states: str) -> Call | None:
        calls = self.calls(*states)
        return calls[number % len(calls)] if calls else None

    def enter(self, where: str, number: str) -> str:
        call_id = f"c{len(self.arrived)}"
        self.kit.tell(CallArrived(call_id, number=number))
        self.kit.tell(CallQueued(call=call_id, queue=where))
        return call_id

    @rule(where=st.sampled_from(["billing", "support"]), after_s=st.sampled_from([0.001, 1.0, 10.0]))
    def a_caller_comes(self, where: str, after_s: float) -> None:
        self.kit.pass_time(after_s)
        if len(self.kit.engine.centre.calls) < 7:
            call_id = self.enter(where, f"+{len(self.arrived)}")
            self.arrived[call_id] = self.kit.now

    @rule(seconds=st.sampled_from([1.0, 9.0, 21.0, 41.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        self.kit.pass_time(seconds)

    @rule(number=PICK)
    def a_caller_does_not_want_to_be_called_back(self, number: int) -> None:
        if (call := self.pick(number, "leaving")) is not None:
            self.kit.tell(CallbackAnswered(call.call_id, wanted=False))

    @rule(name=st.sampled_from(["anna", "boris"]), comes=st.booleans())
    def an_agent_comes_or_goes(self, name: str, comes: bool) -> None:
        if comes:
            self.kit.sign_in(name)
        else:
            self.kit.sign_out(name)

    @rule(number=PICK, answers=st.booleans())
    def a_phone_is_answered_or_not(self, number: int, answers: bool) -> None:
        if (call := self.pick(number, "offered")) is not None:
            (self.kit.answer if answers else self.kit.miss)(call.call_id)

    @rule(number=PICK, where=st.sampled_from(["billing", "support"]))
    def an_agent_passes_a_call_on(self, number: int, where: str) -> None:
        if (call := self.pick(number, "talking")) is not None:
            by = call.agent or ""
            self.kit.tell(CallTransferred(call=call.call_id, queue=where, by=by))
            self.kit.tell(TalkEnded(call.call_id, by))

    @rule(number=PICK)
    def a_talk_ends(self, number: int) -> None:
        if (call := self.pick(number, "talking")) is not None:
            self.kit.end_talk(call.call_id)
            self.kit.hang_up(call.call_id)

    @rule(number=PICK, after_s=st.sampled_from([0.5, 100.0]))
    def a_caller_hangs_up_and_redials(self, number: int, after_s: float) -> None:
        call = self.pick(number, "waiting", "offered")
        if call is not None:
            self.kit.hang_up(call.call_id)
            self.kit.pass_time(after_s)
            again = self.enter(call.asked_queue or call.queue, call.number)
            self.arrived[again] = self.arrived[call.call_id]

    @rule()
    def the_same_rules_are_swapped_in(self) -> None:
        self.kit.tell(RulesChanged(self.kit.rules))

    @precondition(lambda self: not self.calls("leaving"))
    @rule(down_s=st.sampled_from([0.0, 3.0, 50.0]), order=st.randoms(use_true_random=False))
    def everything_restarts(self, down_s: float, order: Random) -> None:
        before = self.kit.engine.centre
        self.kit = self.a_kit(self.kit.now + down_s)
        self.kit.tell(CallersRestored(left=tuple(before.callers.all_left())))
        for each in before.roster:
            self.kit.tell(AgentRestored(agent=each.name, signed_in=each.signed_in, idle_since=each.idle_since))
        found = list(before.calls.values())
        order.shuffle(found)
        for call in found:
            self.kit.tell(self.as_found(call))
        self.kit.tell(Settled())

    def as_found(self, call: Call) -> CallRestored:
        return CallRestored(
            call=call.call_id,
            state="talking" if call.state == "talking" else "waiting",
            arrived_at=call.arrived_at,
            number=call.number,
            queue=call.queue,
            queued_at=self.places[call.call_id],
            entered_at=call.queued_at,
            talks=tuple(call.talks[:-1] if call.state == "talking" else call.talks),
            opened=call.opened,
            stays=call.stays,
            refused=tuple(sorted(call.refused)),
            agent=call.agent if call.state == "talking" and call.agent else "",
        )

    @invariant()
    def who_came_first_stands_first(self) -> None:
        self.places |= {order.call: order.place for order in self.kit.ordered(Wait)}
        for where in ("billing", "support"):
            waiting = [call for call in self.kit.engine.centre.floor.everybody_waiting() if call.queue == where]
            arrivals = [self.arrived[call.call_id] for call in waiting]
            assert arrivals == sorted(arrivals)

    @invariant()
    def nobody_is_lost(self) -> None:
        assert all(call.state != "menu" for call in self.kit.engine.centre.calls.values())
        assert all(call.way_out == "callback" for call in self.calls("leaving"))


TestEqualCalls = EqualCalls.TestCase
TestEqualCalls.settings = settings(
    derandomize=True,
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
