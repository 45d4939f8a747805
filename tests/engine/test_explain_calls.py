"""Whose turn: every term of the order of calls, who was passed over, and who went first."""

from typing import Any

import pytest

from acd.engine.facts import CallTransferred
from acd.engine.routing_rules import Bounds, Credit, Step, Turns
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import happenings, last_told, served_first, story, the_last, why_not_told

GOLD = Credit(data={"tier": "gold"}, seconds=120.0)


def patient(name: str, **rules: Any) -> QueueRules:
    """A queue in which calls wait also when nobody is here."""
    return queue(name, nobody_s=9999.0, **rules)


def turn_line(kit: CentreKit, call_id: str, language: str = "en") -> str:
    return last_told(kit, call_id, "ru" if language == "ru" else "en")[2].strip()


def test_a_turn_is_the_sum_of_wait_credits_and_priority() -> None:
    kit = CentreKit(patient("billing", credits=(GOLD,)), turns=Turns(priority_worth_s=60.0))
    kit.pass_time(500)
    kit.call("c1", priority=2, credit_s=10.0, data={"tier": "gold"})
    kit.pass_time(7)
    kit.sign_in("anna")
    seen = the_last(kit, "c1").standing
    assert (seen.place, seen.waited_s, seen.priority, seen.moment) == (500.0, 7.0, 2, 250.0)
    assert seen.credits == (("", 10.0), ("tier=gold", 120.0))
    assert turn_line(kit, "c1") == (
        "Turn: waited for 7 s + 10 s of credit + 120 s for tier=gold + 120 s for priority 2 = 257 s, as if since 250.0."
    )
    assert turn_line(kit, "c1", "ru") == (
        "Очерёдность: ожидание 7 с + 10 с форы + 120 с за tier=gold + 120 с за приоритет 2 = 257 с, "
        "как если бы с 250.0."
    )


def test_a_credit_for_other_data_is_no_term() -> None:
    kit = CentreKit(queue("billing", credits=(GOLD,)))
    kit.call("c1", data={"tier": "silver"})
    assert the_last(kit, "c1").standing.credits == ()
    assert turn_line(kit, "c1") == "Turn: waited for 0 s, since 0.0."


def test_weights_are_told_where_queues_have_them() -> None:
    kit = CentreKit(patient("billing", weight=3.0), patient("support"))
    kit.call("c1")
    kit.call("c2", queue="support")
    kit.pass_time(10)
    kit.sign_in("anna", "boris")
    assert turn_line(kit, "c1") == "Turn: waited for 10 s, since 0.0; × weight 3 = 30 s."
    (passed,) = [each.other_standing for each in served_first(kit, "c2")]
    assert (passed.rank, the_last(kit, "c2").standing.weight) == (-30.0, 1.0)


def test_the_order_of_targets_says_by_when_a_call_should_be_answered() -> None:
    kit = CentreKit(patient("billing", answer_within_s=30.0), turns=Turns(order="closest-to-target"))
    kit.call("c1")
    kit.pass_time(5)
    kit.sign_in("anna")
    assert the_last(kit, "c1").standing.moment == 30.0
    assert turn_line(kit, "c1") == "Turn: waited for 5 s, since 0.0; to be answered within 30 s, by 30.0."


def test_a_call_passed_on_to_the_front_says_so() -> None:
    kit = CentreKit(queue("billing"), queue("support", transfer_place="front"))
    kit.sign_in("anna")
    kit.call("c1")
    kit.answer("c1")
    kit.pass_time(4)
    kit.tell(CallTransferred(call="c1", queue="support", by="anna"))
    assert turn_line(kit, "c1") == "Turn: waited for 4 s, since 1.0; at the front."
    assert "5.0: anna passed call c1 on to support." in story(kit, "c1")


def test_a_place_that_was_regained_is_told() -> None:
    kit = CentreKit(patient("billing"), turns=Turns(redial_s=300.0))
    kit.call("c1")
    kit.pass_time(20)
    kit.hang_up("c1")
    kit.pass_time(30)
    kit.call("c2")
    assert the_last(kit, "c2").standing.waited_s == 50.0
    assert [each.what for each in happenings(kit, "c2")] == ["asked", "place_regained"]
    assert "50.0: call c2 has its old place back, 50 s earlier: it came again soon." in story(kit, "c2")


def one_agent(billing: int = 0) -> tuple[AgentRules, ...]:
    return (agent("anna", billing=billing),)


def test_who_went_first_is_told_with_the_terms_of_both() -> None:
    kit = CentreKit(queue("billing", credits=(GOLD,)), agents=one_agent(billing=3), turns=Turns(priority_worth_s=60.0))
    kit.sign_in("anna")
    kit.call("c0")
    kit.answer("c0")
    kit.call("c1")
    kit.pass_time(20)
    kit.call("c2", data={"tier": "gold"})
    kit.end_talk("c0")
    (first,) = served_first(kit, "c1")
    assert (first.agent, first.other, first.other_standing.credit_s) == ("anna", "c2", 120.0)
    assert story(kit, "c1")[-3:] == [
        "21.0: anna became free and took call c2 of queue billing, whose turn was earlier.",
        "  c2: waited for 0 s + 120 s for tier=gold = 120 s, as if since -99.0",
        "  c1: waited for 20 s, since 1.0",
    ]
    assert why_not_told(kit, "c1", "anna")[-1] == "  Call c1 would have had to wait for more than 100 s longer."


def test_a_strict_priority_cannot_be_made_up_for_by_waiting() -> None:
    kit = CentreKit(queue("billing"), agents=one_agent())
    kit.sign_in("anna")
    kit.call("c0")
    kit.answer("c0")
    kit.call("c1")
    kit.call("c2", priority=1)
    kit.end_talk("c0")
    assert "  c2: waited for 0 s, since 1.0; priority 1 goes before all lower" in story(kit, "c1")
    assert why_not_told(kit, "c1", "anna")[-1] == "  Call c1 would have had to have a higher priority."


def test_a_call_that_the_agent_could_not_take_was_not_served_second() -> None:
    kit = CentreKit(queue("billing"), agents=one_agent(billing=3))
    kit.sign_in("anna")
    kit.call("c0")
    kit.answer("c0")
    kit.call("russian", needs={"russian": 1}, priority=-1)
    kit.call("c1")
    kit.end_talk("c0")
    assert served_first(kit, "russian") == []


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"steps": (Step(need="", when=Bounds(after_s=60.0)),)}, "may serve it from step 1 on"),
        ({}, "lacks russian (has 0)"),
    ],
)
def test_a_call_passed_over_says_what_kept_it(rules: dict[str, tuple[Step, ...]], why: str) -> None:
    kit = CentreKit(patient("support", need="russian", **rules), patient("billing"), agents=one_agent())
    kit.call("c0", queue="support")
    kit.call("c1")
    kit.sign_in("anna")
    assert last_told(kit, "c1")[-1] == f"    c0 (support; waited for 0 s, since 0.0): {why}"
