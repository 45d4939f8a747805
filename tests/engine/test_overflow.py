"""Where else a call can go while it waits: overflow by time and load, at its old place and never a dead end."""

from typing import Any

import pytest

from acd.engine.facts import CallRestored, Settled
from acd.engine.orders import SendAway, Wait
from acd.engine.routing_rules import Bounds, Exit, Overflow
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

PEOPLE = (
    agent("anna", billing=3),
    agent("boris", billing=3),
    agent("eve", english=3),
)
TO_SUPPORT = exit_to("queue", "support", "moving")


def overflow(to: Exit = TO_SUPPORT, **when: float) -> Overflow:
    return Overflow(when=Bounds(**when), to=to)  # type: ignore[arg-type]


def kit_of(*rules: Overflow, **billing: Any) -> CentreKit:
    """Billing is Anna's, who talks; support is Eve's, who talks too."""
    patient = {"nobody_s": 600.0, "longest_wait_s": 3600.0}
    kit = CentreKit(
        queue("billing", {"billing": 1}, overflow=rules, **(patient | billing)),
        queue("support", {"english": 1}, **patient),
        agents=PEOPLE,
    )
    kit.sign_in("anna", "eve")
    for call_id, where in (("with anna", "billing"), ("with eve", "support")):
        kit.call(call_id, queue=where)
        kit.answer(call_id)
    return kit


def where(kit: CentreKit, *call_ids: str) -> list[str]:
    return [kit.the_call(call_id).queue for call_id in call_ids]


# ---- by time ----


def test_a_call_overflows_when_its_seconds_are_over_and_hears_that() -> None:
    kit = kit_of(overflow(after_s=30.0))
    kit.call("c1")
    kit.pass_time(29.9)
    assert where(kit, "c1") == ["billing"]
    kit.pass_time(0.1)
    assert where(kit, "c1") == ["support"]
    assert kit.ordered(Wait)[-1] == Wait("c1", "support", 2.0, "moving")
    assert kit.notes() == ["c1: moved before=billing queue=support why=overflow"]


def test_in_the_other_queue_it_stands_by_its_original_time_of_arrival() -> None:
    kit = kit_of(overflow(after_s=30.0))
    kit.call("before", queue="support")
    kit.pass_time(1)
    kit.call("c1")
    kit.pass_time(1)
    kit.call("after", queue="support")
    kit.pass_time(30)
    kit.end_talk("with eve")
    assert kit.serve_all() == ["before", "c1", "after"]


def test_its_wait_is_measured_from_its_arrival_and_counted_once_as_answered() -> None:
    kit = kit_of(overflow(after_s=30.0))
    kit.call("c1")
    kit.pass_time(50)
    kit.end_talk("with eve")
    kit.answer("c1")
    billing, support = kit.counts("billing"), kit.counts("support")
    assert (billing.offered, billing.answered, billing.sent_away) == (2, 1, 1)
    assert (support.offered, support.answered, support.wait_answered_most_s) == (2, 2, 50.0)


def test_after_the_seconds_of_the_other_queue_it_goes_on_from_there() -> None:
    to_mailbox = overflow(exit_to("extension", "mailbox"), after_s=20.0)
    kit = CentreKit(queue("billing", overflow=(overflow(after_s=10.0),)), queue("support", overflow=(to_mailbox,)))
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    kit.pass_time(29)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("extension", "mailbox"), "overflow")]


def test_the_first_of_several_overflows_whose_time_has_come_is_taken() -> None:
    kit = kit_of(overflow(exit_to("extension", "1"), after_s=60.0), overflow(exit_to("extension", "2"), after_s=30.0))
    kit.call("c1")
    kit.pass_time(30)
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("extension", "2"), "overflow")]


def test_a_ringing_phone_goes_before_overflow_but_a_miss_does_not() -> None:
    kit = kit_of(overflow(after_s=30.0), ring_s=60.0)
    kit.call("c1")
    kit.pass_time(25)
    kit.end_talk("with anna")
    kit.pass_time(20)
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1")
    assert where(kit, "c1") == ["support"]


def test_but_somebody_else_who_is_free_then_goes_before_overflow() -> None:
    kit = kit_of(overflow(after_s=30.0), ring_s=60.0)
    kit.call("c1")
    kit.pass_time(25)
    kit.end_talk("with anna")
    kit.sign_in("boris")
    kit.pass_time(20)
    kit.miss("c1")
    assert (where(kit, "c1"), kit.offered_to("c1")) == (["billing"], "boris")


def test_a_later_overflow_holds_also_when_the_phone_rang_at_an_earlier_one_that_was_declined() -> None:
    kit = kit_of(overflow(exit_to("callback"), after_s=30.0), overflow(after_s=60.0), ring_s=60.0)
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=2.0, queue="billing", queued_at=2.0, stays=True))
    kit.pass_time(25)
    kit.end_talk("with anna")
    kit.pass_time(20)
    kit.miss("c1")
    assert where(kit, "c1") == ["billing"]
    kit.pass_time(15)
    assert where(kit, "c1") == ["support"]


def test_an_overflow_whose_time_came_during_a_restart_is_taken_after_it_unless_somebody_is_free() -> None:
    rules = queue("billing", {"billing": 1}, overflow=(overflow(after_s=30.0),))
    kit = CentreKit(rules, queue("support", nobody_s=60.0), agents=PEOPLE, settled=False)
    kit.pass_time(100)
    for call_id, since in (("c1", 10.0), ("c2", 20.0), ("c3", 90.0)):
        kit.tell(CallRestored(call=call_id, state="waiting", arrived_at=since, queue="billing", queued_at=since))
    kit.sign_in("anna")
    kit.tell(Settled())
    assert kit.offered_to("c1") == "anna"
    assert where(kit, "c1", "c2", "c3") == ["billing", "support", "billing"]
    assert kit.the_call("c2").place == 20.0


# ---- by load ----


def test_a_line_too_long_overflows_at_its_end_and_only_what_is_too_much() -> None:
    kit = kit_of(overflow(waiting=2))
    for call_id in ("c1", "c2", "c3", "c4"):
        kit.call(call_id)
    kit.pass_time(1)
    assert where(kit, "c1", "c2", "c3", "c4") == ["billing", "billing", "support", "support"]


def test_a_wait_that_grows_too_long_overflows_though_nothing_has_happened_to_the_line() -> None:
    kit = kit_of(overflow(expected_wait_s=400.0))
    kit.sign_in("boris")
    kit.call("with boris")
    kit.answer("with boris")
    for call_id in ("c1", "c2", "c3", "c4"):
        kit.call(call_id)
    kit.pass_time(5)
    assert where(kit, "c1", "c2", "c3", "c4") == ["billing"] * 4  # 180 s a call, two agents: 360 s
    kit.pause("boris")
    kit.end_talk("with boris")
    kit.pass_time(1)
    assert where(kit, "c1", "c2", "c3", "c4") == ["billing", "billing", "support", "support"]


def test_too_few_signed_in_overflow_everybody() -> None:
    kit = kit_of(overflow(signed_in=1))
    kit.calls("c1", "c2")
    kit.sign_out("anna")
    kit.end_talk("with anna")
    kit.pass_time(1)
    assert where(kit, "c1", "c2") == ["support", "support"]


def test_who_lacks_only_their_own_agents_overflows_though_those_behind_do_not() -> None:
    kit = kit_of(overflow(signed_in=1))
    kit.call("russian", needs={"russian": 1})
    kit.call("behind")
    kit.pass_time(1)
    assert where(kit, "russian", "behind") == ["support", "billing"]


def test_the_load_is_looked_at_as_long_as_anybody_waits_or_rings() -> None:
    kit = kit_of(overflow(signed_in=1), ring_s=60.0)
    kit.end_talk("with anna")
    kit.call("c1")
    kit.pass_time(10)
    kit.miss("c1")
    kit.sign_out("anna")
    kit.pass_time(1)
    assert where(kit, "c1") == ["support"]


# ---- never a dead end ----


@pytest.mark.parametrize("rule", [{"waiting": 0}, {"after_s": 5.0}])
def test_two_queues_that_overflow_into_each_other_let_the_call_wait_at_last(rule: dict[str, float]) -> None:
    there, back = overflow(exit_to("queue", "support"), **rule), overflow(exit_to("queue", "billing"), **rule)
    kit = CentreKit(queue("billing", overflow=(there,)), queue("support", overflow=(back,)))
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    kit.pass_time(60)
    assert (kit.state("c1"), kit.the_call("c1").moves) == ("waiting", 5)
    kit.unpause("anna")
    assert kit.offered_to("c1") == "anna"
