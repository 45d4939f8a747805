"""Why not somebody: what would have had to be different, thing by thing."""

import pytest

from acd.engine.facts import CallTransferred, Miss
from acd.engine.routing_rules import Bounds, MissRule, Patience, Personal, Step
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import decisions, musts, why_not_told

PEOPLE = (agent("anna", billing=5), agent("boris", billing=3, wrap_up_s=30.0), agent("clara", billing=1, russian=2))
SKILLED = queue("billing", need="billing >= 3 and not russian >= 2")


def test_what_is_missing_is_said_with_the_level_there_is() -> None:
    kit = CentreKit(SKILLED, agents=PEOPLE)
    kit.sign_in("anna", "clara")
    kit.call("c1")
    assert why_not_told(kit, "c1", "clara") == [
        "2.0: call c1 asked for an agent of queue billing.",
        "2.0: call c1 was offered to anna. To be chosen, clara would at least have had to",
        "  - have billing >= 3 (has 1), russian < 2 (has 2)",
    ]


def test_everything_that_stood_in_the_way_is_said_and_not_only_the_first() -> None:
    kit = CentreKit(SKILLED, agents=PEOPLE)
    kit.sign_in("anna", "clara")
    kit.pause("clara", "lunch")
    kit.call("c1")
    assert musts(kit, "c1", "clara") == ["have billing >= 3 (has 1), russian < 2 (has 2)", "be ready: paused: lunch"]
    assert musts(kit, "c1", "clara", "ru") == [
        "иметь: billing >= 3 (есть 1), russian < 2 (есть 2)",
        "быть свободным: на паузе: lunch",
    ]


def test_of_an_either_or_the_shorter_way_is_said() -> None:
    kit = CentreKit(
        queue("billing", need="billing >= 4 and english >= 4 or russian >= 5", nobody_s=99.0), agents=PEOPLE
    )
    kit.sign_in("clara")
    kit.call("c1")
    assert musts(kit, "c1", "clara") == ["have russian >= 5 (has 2)"]


def test_a_step_to_come_is_said_with_when_it_opens() -> None:
    steps = (Step(need="billing >= 1", when=Bounds(after_s=30.0, waiting=4)),)
    kit = CentreKit(queue("billing", need="billing >= 3", steps=steps), agents=PEOPLE)
    kit.sign_in("anna", "clara")
    kit.call("c1")
    assert musts(kit, "c1", "clara") == [
        "have billing >= 3 (has 1); or the call, to wait until step 1 lets them in: "
        "after 30 s or when more than 4 wait, at 32.0"
    ]


@pytest.mark.parametrize(
    ("why", "said"), [(Miss.REJECTED, "rejected"), (Miss.NO_ANSWER, "no answer"), (Miss.BUSY, "busy")]
)
def test_who_refused_a_call_is_not_offered_it_again(why: Miss, said: str) -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.miss("c1", why)
    assert musts(kit, "c1", "anna")[0] == (
        f"be new to the call, which is not offered again: anna did not take this call before: {said}"
    )


def test_who_passed_a_call_on_does_not_get_it_back() -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="support", by="anna"))
    assert musts(kit, "c1", "anna")[0].endswith("anna passed this call on")


def test_for_a_call_that_waits_for_somebody_one_would_have_to_be_them() -> None:
    personal = Personal(data="manager", patience=Patience(busy_s=60.0))
    kit = CentreKit(queue("billing", personal=personal), agents=PEOPLE)
    kit.sign_in("boris", "anna")
    kit.call("c0")
    kit.call("c1", data={"manager": "boris"})
    assert kit.offered_to("c0") == "boris"
    assert musts(kit, "c1", "anna") == ["be boris, for whom the call waited (their personal agent) until 62.0"]
    assert musts(kit, "c1", "boris") == ["be ready: was being offered another call (c0)"]


def test_each_state_is_said() -> None:
    kit = CentreKit(queue("billing", nobody_s=99.0), agents=PEOPLE, misses=MissRule(busy_s=20.0))
    kit.call("c0")
    assert musts(kit, "c0", "anna") == ["be ready: signed out"]
    kit.sign_in("anna")
    kit.call("c1")
    assert musts(kit, "c1", "anna") == ["be ready: was being offered another call (c0)"]
    kit.answer("c0")
    kit.call("c2")
    assert musts(kit, "c2", "anna") == ["be ready: was talking (c0)"]
    kit.sign_in("boris")
    kit.answer("c1")
    kit.end_talk("c1")
    kit.call("c3")
    assert musts(kit, "c3", "boris") == ["be ready: was in wrap-up until 32.0"]
    kit.device("clara", Device.GONE)
    kit.sign_in("clara")
    kit.call("c4")
    assert musts(kit, "c4", "clara") == ["be ready: the phone was unreachable"]


def test_who_was_left_alone_was_so_until_a_time() -> None:
    kit = CentreKit(queue("billing", nobody_s=99.0), agents=PEOPLE, misses=MissRule(busy_s=20.0))
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1", Miss.BUSY)
    kit.device("anna", Device.FREE)
    kit.call("c2")
    assert musts(kit, "c2", "anna") == ["be ready: was left alone after a missed offer until 21.0"]


def test_who_was_chosen_is_told_so_with_what_became_of_it() -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED)
    assert why_not_told(kit, "c1", "anna")[1:3] == [
        "1.0: call c1 was offered to anna: chosen: ready, idle for 1 s, rank 1.",
        "1.0: anna did not take call c1: rejected.",
    ]


def test_who_rang_at_the_same_time_was_not_passed_by() -> None:
    kit = CentreKit(queue("billing", ring_at_once=2), agents=PEOPLE)
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.answer("c1")
    assert why_not_told(kit, "c1", "boris")[1:] == [
        "2.0: call c1 rang at boris at the same time as at anna.",
        "2.0: anna answered call c1.",
    ]


def test_somebody_who_is_not_on_the_roster_was_not_there() -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna")
    kit.call("c1")
    assert why_not_told(kit, "c1", "nobody")[-1] == "1.0: nobody was not on the roster."


def test_every_decision_is_answered() -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.miss("c1")
    kit.miss("c1")
    answers = [line for line in why_not_told(kit, "c1", "clara") if "clara" in line]
    assert len(answers) == len(decisions(kit, "c1")) == 3


def test_where_a_step_is_open_what_it_asks_is_enough() -> None:
    steps = (Step(need="billing >= 2", when=Bounds(after_s=30.0)),)
    kit = CentreKit(queue("billing", need="billing >= 4", steps=steps, nobody_s=99.0), agents=PEOPLE)
    kit.sign_in("clara")
    kit.call("c1")
    kit.pass_time(30)
    assert musts(kit, "c1", "clara") == ["have billing >= 2 (has 1)"]
