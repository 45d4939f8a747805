"""What a restart and a faulty teller must not do: lose a place or a wish, or stop a queue with what is no number."""

import math

import pytest

from acd.engine.facts import AgentRestored, CallArrived, CallLeft, CallQueued, CallRestored, RulesChanged, Settled
from acd.engine.routing_rules import Bounds, Overflow, Patience, Personal, Turns
from acd.engine.rules import QueueRules
from tests.engine.centre_kit import CentreKit, exit_to, queue

NO_NUMBERS = [math.nan, math.inf, -math.inf, -1e308]


def found(call: str, **known: object) -> CallRestored:
    """A call found waiting in billing."""
    told: dict[str, object] = {"arrived_at": -500.0, "queue": "billing", "queued_at": -500.0, **known}
    return CallRestored(call=call, state="waiting", **told)  # type: ignore[arg-type]


def test_a_call_at_the_front_is_at_the_front_after_a_restart() -> None:
    kit = CentreKit(queue("billing", nobody_s=9.0), settled=False)
    kit.tell(found("old"))
    kit.tell(found("front", queued_at=-1.0, front=True))
    kit.tell(Settled())
    kit.sign_in("anna")
    assert kit.offered_to("front") == "anna"


def test_a_call_waits_for_its_manager_after_a_restart_too() -> None:
    personal = Personal(data="manager", patience=Patience(busy_s=600.0))
    kit = CentreKit(queue("billing", personal=personal, nobody_s=9.0), settled=False)
    kit.tell(AgentRestored(agent="anna", signed_in=True))
    kit.tell(CallRestored(call="talk", state="talking", arrived_at=-60.0, agent="anna", queue="billing"))
    kit.tell(found("hers", data={"manager": "anna"}))
    kit.tell(Settled())
    kit.sign_in("boris")
    assert (kit.the_call("hers").wanted, kit.offered_to("hers")) == ("anna", None)


def test_who_hangs_up_at_the_question_of_a_callback_has_abandoned_and_gets_the_place_back() -> None:
    to_callback = Overflow(when=Bounds(after_s=30.0), to=exit_to("callback"))
    kit = CentreKit(queue("billing", overflow=(to_callback,), nobody_s=999.0), turns=Turns(redial_s=60.0))
    kit.call("c1")
    place = kit.the_call("c1").place
    kit.pass_time(31)
    kit.tell(CallLeft("c1"))
    counts = kit.counts("billing")
    assert (counts.offered, counts.abandoned, counts.sent_away) == (1, 1, 0)
    kit.call("c2")
    assert kit.the_call("c2").place == place


@pytest.mark.parametrize("worth", NO_NUMBERS)
def test_a_credit_that_is_no_number_is_none_and_the_queue_goes_on(worth: float) -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.tell(CallArrived("odd"))
    kit.tell(CallQueued(call="odd", queue="billing", credit_s=worth, priority=10**400))
    kit.call("next")
    assert (kit.offered_to("odd"), kit.offered_to("next")) == ("anna", "boris")


@pytest.mark.parametrize("moment", NO_NUMBERS[:3])
def test_a_call_found_with_times_that_are_none_is_served(moment: float) -> None:
    kit = CentreKit(queue("billing", nobody_s=9.0))
    kit.tell(found("odd", arrived_at=moment, queued_at=moment, entered_at=moment, waits_since=moment, credit_s=moment))
    kit.sign_in("anna")
    assert kit.offered_to("odd") == "anna"


@pytest.mark.parametrize(
    "wrong", [queue("billing", longest_wait_s=math.nan), queue("billing", ring_s=-1.0), queue("billing", choice="best")]
)
def test_rules_with_what_is_no_time_or_no_way_to_choose_are_refused(wrong: QueueRules) -> None:
    kit = CentreKit()
    kit.tell(RulesChanged(CentreKit(queue("billing")).rules.__class__(name="x", skills={}, queues=(wrong,), agents=())))
    assert "billing" in kit.why_refused()
    assert kit.engine.centre.rules.name == "test"
