"""A number outside that cannot be reached gives the call back: the same wait goes on, as if it had never been away."""

import pytest

from acd.engine.facts import CallPutThrough, CallTransferred
from acd.engine.orders import SendAway
from acd.engine.routing_rules import Bounds, Overflow, Place, Step
from tests.engine.centre_kit import CentreKit, exit_to, queue

OUTSIDE = exit_to("number", "+35315550199")


def away(place: Place = "original") -> CentreKit:
    """Anna talks; c1 has waited for 30 s, its need has relaxed once, and a number outside is rung for it."""
    overflow = (Overflow(when=Bounds(after_s=30.0), to=OUTSIDE),)
    steps = (Step(need="english >= 1", when=Bounds(after_s=10.0)),)
    rules = queue("billing", overflow=overflow, steps=steps, transfer_place=place, nobody_s=600.0)
    kit = CentreKit(rules)
    kit.sign_in("anna")
    kit.call("with anna")
    kit.answer("with anna")
    kit.call("c1")
    kit.pass_time(30)
    assert kit.ordered(SendAway) == [SendAway("c1", OUTSIDE, "overflow")]
    return kit


def back(kit: CentreKit, call: str = "c1") -> None:
    kit.tell(CallTransferred(call=call, queue="billing", fetched=True, say="not-reached"))


@pytest.mark.parametrize("place", ["original", "front", "back"])
def test_it_has_the_old_place_wherever_calls_that_agents_pass_on_stand(place: Place) -> None:
    kit = away(place)
    arrived = kit.the_call("c1").place
    kit.pass_time(40)
    kit.call("c2")
    back(kit)
    assert (kit.the_call("c1").place, kit.the_call("c1").at_front) == (arrived, False)
    kit.end_talk("with anna")
    assert kit.offered_to("c1") == "anna"


def test_its_wait_is_measured_from_its_arrival_and_counted_once() -> None:
    kit = away()
    kit.pass_time(40)
    back(kit)
    kit.end_talk("with anna")
    kit.answer("c1")
    counts = kit.counts()
    assert (counts.offered, counts.answered, counts.sent_away, counts.waiting) == (2, 2, 0, 0)
    assert counts.wait_answered_most_s == 70.0


def test_what_had_relaxed_stays_relaxed_and_the_number_is_not_rung_again() -> None:
    kit = away()
    back(kit)
    assert kit.the_call("c1").opened == 1
    kit.pass_time(300)
    assert (kit.state("c1"), len(kit.ordered(SendAway))) == ("waiting", 1)


def test_one_that_an_agent_had_sent_there_waits_anew_as_it_is_measured_from_the_transfer() -> None:
    kit = away()
    kit.pass_time(5)
    kit.tell(CallPutThrough(call="with anna", number="+35315550199", by="anna", fetched=True))
    kit.pass_time(40)
    now = kit.now
    back(kit, "with anna")
    assert kit.the_call("with anna").waits_since == now
    assert kit.counts().offered == 3
