"""On entry: callers are told what else there is when the wait is long, and are never left without an offer."""

from typing import Any

import pytest

from acd.engine import call_facts
from acd.engine.facts import CallbackAnswered, CallRestored, CallTransferred, Settled
from acd.engine.orders import SendAway, Wait
from acd.engine.routing_rules import Bounds, Deflection, Exit, Overflow
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

CALLBACK = exit_to("callback", say="busy")


def deflection(to: Exit = CALLBACK, **when: float) -> Deflection:
    return Deflection(when=Bounds(**when), to=to)  # type: ignore[arg-type]


def kit_of(*rules: Deflection, at_work: tuple[str, ...] = ("anna",), **billing: Any) -> CentreKit:
    """Billing is served by Anna and Boris; who is at work talks, and callers can be deflected."""
    agents = (agent("anna", billing=3), agent("boris", billing=3))
    patient: dict[str, Any] = {"nobody_s": 600.0, "longest_wait_s": 3600.0}
    kit = CentreKit(queue("billing", deflect=rules, **(patient | billing)), queue("support", **patient), agents=agents)
    kit.sign_in(*at_work)
    for name in at_work:
        kit.call(f"with {name}", number="+1")
        kit.answer(f"with {name}")
    return kit


def sent(kit: CentreKit) -> list[tuple[str, str, str]]:
    return [(order.call, order.exit.go, order.why) for order in kit.ordered(SendAway)]


def test_a_line_too_long_offers_a_callback_to_who_comes_next_and_to_nobody_who_waits() -> None:
    kit = kit_of(deflection(waiting=2))
    for call_id in ("c1", "c2", "c3"):
        kit.call(call_id)
    assert sent(kit) == [("c3", "callback", "deflected")]
    assert [kit.state(call_id) for call_id in ("c1", "c2", "c3")] == ["waiting", "waiting", "leaving"]


def test_an_expected_wait_too_long_deflects_by_who_works_now() -> None:
    kit = kit_of(deflection(expected_wait_s=400.0), at_work=("anna", "boris"))
    for number in range(4):
        kit.call(f"c{number}")  # 90, 180, 270, 360 s with two at work
    assert sent(kit) == []
    kit.call("c5")
    assert sent(kit) == [("c5", "callback", "deflected")]


def test_nobody_at_work_is_a_wait_without_end() -> None:
    kit = kit_of(deflection(expected_wait_s=3600.0))
    kit.pause("anna")
    kit.end_talk("with anna")
    kit.call("c1")
    assert sent(kit) == [("c1", "callback", "deflected")]


def test_whom_an_idle_agent_takes_at_once_is_not_deflected() -> None:
    kit = kit_of(deflection(waiting=0), at_work=())
    kit.sign_in("boris")
    kit.call("c1")
    assert (kit.offered_to("c1"), sent(kit)) == ("boris", [])


@pytest.mark.parametrize("way", [exit_to("number", "+74950000000"), exit_to("extension", "mailbox", "busy"), CALLBACK])
def test_a_deflection_leads_where_it_says_with_its_message(way: Exit) -> None:
    kit = kit_of(deflection(way, waiting=0))
    kit.call("c1")
    assert kit.ordered(SendAway) == [SendAway("c1", way, "deflected")]
    assert kit.counts().sent_away == 1


def test_a_deflection_to_another_queue_says_its_message_there() -> None:
    kit = kit_of(deflection(exit_to("queue", "support", "busy"), waiting=0))
    kit.call("c1")
    assert kit.ordered(Wait)[-1] == Wait("c1", "support", 1.0, "busy")


# ---- callback ----


def offered_kit(**billing: Any) -> CentreKit:
    """c1 came before c2, was offered a callback, and thinks."""
    kit = kit_of(deflection(waiting=0), **billing)
    kit.call("c1", topic="refund", number="+74950000001")
    kit.pass_time(20)
    assert kit.state("c1") == "leaving"
    return kit


def test_who_takes_the_callback_has_a_slot_at_the_place_they_had() -> None:
    kit = offered_kit()
    kit.tell(CallbackAnswered("c1", wanted=True))
    (slot,) = kit.engine.centre.callbacks
    assert (slot.number, slot.queue, slot.topic) == ("+74950000001", "billing", "refund")
    assert (slot.place, slot.asked_at) == (1.0, 21.0)
    assert kit.notes() == ["c1: callback queue=billing"]
    assert kit.state("c1") == "leaving"


def test_who_declines_waits_on_at_the_old_place_and_is_not_asked_again() -> None:
    kit = offered_kit()
    kit.tell(CallRestored(call="c2", state="waiting", arrived_at=11.0, queue="billing", queued_at=11.0))
    kit.tell(CallbackAnswered("c1", wanted=False))
    assert (kit.state("c1"), sent(kit)) == ("waiting", [("c1", "callback", "deflected")])
    kit.end_talk("with anna")
    assert kit.serve_all() == ["c1", "c2"]


def test_who_declines_has_waited_once_for_the_measures() -> None:
    kit = offered_kit()
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.pass_time(9)
    kit.end_talk("with anna")
    kit.serve("c1")
    counts = kit.counts()
    assert (counts.offered, counts.answered, counts.sent_away, counts.waiting) == (2, 2, 0, 0)
    assert counts.wait_answered_most_s == 29.0


def test_who_declines_is_not_offered_it_again_by_overflow_or_a_full_queue() -> None:
    rules = (Overflow(when=Bounds(after_s=30.0), to=CALLBACK),)
    kit = offered_kit(overflow=rules, most_waiting=0, full_exit=CALLBACK)
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.pass_time(300)
    assert (kit.state("c1"), len(sent(kit))) == ("waiting", 1)


def test_nor_when_nobody_is_here_any_more_and_those_behind_are_told_when_somebody_is_back() -> None:
    kit = offered_kit(nobody_s=60.0, nobody_exit=CALLBACK)
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.tell(CallRestored(call="c2", state="waiting", arrived_at=11.0, queue="billing", queued_at=11.0))
    kit.sign_out("anna")
    kit.end_talk("with anna")
    kit.pass_time(30)
    kit.device("boris", Device.BUSY)
    kit.sign_in("boris")  # talks to somebody else, and is here
    kit.pass_time(100)
    assert ([kit.state("c1"), kit.state("c2")], len(sent(kit))) == (["waiting", "waiting"], 1)


def test_an_answer_counts_once() -> None:
    kit = offered_kit()
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.tell(CallbackAnswered("c1", wanted=True))
    assert kit.why_refused() == "call c1 was not offered to be called back"


def test_a_caller_who_was_offered_nothing_cannot_have_a_slot() -> None:
    kit = kit_of()
    kit.call("c1")
    kit.tell(CallbackAnswered("c1", wanted=True))
    assert kit.why_refused() == "call c1 was not offered to be called back"
    assert kit.engine.centre.callbacks == []


def test_when_there_are_no_slots_any_more_the_caller_hears_so_and_may_wait_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_facts, "MOST_CALLBACKS", 0)
    kit = offered_kit()
    kit.tell(CallbackAnswered("c1", wanted=True))
    assert kit.why_refused() == "0 callers wait to be called back already"
    kit.tell(CallbackAnswered("c1", wanted=False))
    assert kit.state("c1") == "waiting"


def test_who_hangs_up_instead_of_an_answer_has_no_slot() -> None:
    kit = offered_kit()
    kit.hang_up("c1")
    assert kit.engine.centre.callbacks == []
    assert "c1" not in kit.engine.centre.calls


# ---- a number that nobody answers ----


def test_a_number_that_nobody_answers_gives_the_call_back_to_wait_and_is_not_tried_again() -> None:
    kit = kit_of(deflection(exit_to("number", "+74950000000"), waiting=0))
    kit.call("c1")
    kit.pass_time(20)
    kit.tell(CallTransferred(call="c1", queue="billing", fetched=True))
    kit.pass_time(60)
    assert (kit.state("c1"), kit.the_call("c1").place) == ("waiting", 1.0)
    assert len(sent(kit)) == 1


def test_who_was_let_in_before_a_restart_is_not_deflected_after_it() -> None:
    kit = CentreKit(queue("billing", deflect=(deflection(waiting=0),), nobody_s=60.0), settled=False)
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=0.0, queue="billing"))
    kit.tell(Settled())
    assert kit.state("c1") == "waiting"


def test_queues_that_deflect_into_each_other_let_the_call_wait_at_last() -> None:
    there, back = (deflection(exit_to("queue", name), waiting=0) for name in ("support", "billing"))
    kit = CentreKit(queue("billing", deflect=(there,)), queue("support", deflect=(back,)))
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    assert (kit.state("c1"), kit.ordered(SendAway)) == ("waiting", [])
