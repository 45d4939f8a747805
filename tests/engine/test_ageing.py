"""Whose turn it is: priority that ages, credits, targets and weights."""

from typing import Any

from acd.engine.facts import CallRestored, Settled
from acd.engine.routing_rules import Credit, Turns
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

ANNA = agent("anna", billing=3, english=5)


def busy_kit(*queues: QueueRules, agents: tuple[AgentRules, ...] = (ANNA,), **rules: Any) -> CentreKit:
    """Everybody here talks: whoever comes waits."""
    kit = CentreKit(*(queues or (queue("billing", longest_wait_s=1e6),)), agents=agents, **rules)
    for each in agents:
        kit.sign_in(each.name)
        kit.call(f"with {each.name}", queue=next(iter(kit.engine.centre.queues)))
        kit.answer(f"with {each.name}")
    return kit


def order_of_service(kit: CentreKit) -> list[str]:
    """Anna ends her call and serves all who wait, one after the other."""
    kit.end_talk("with anna")
    return kit.serve_all()


# ---- priority ----


def test_a_point_of_priority_is_worth_its_seconds_of_waiting_and_not_more() -> None:
    kit = busy_kit(turns=Turns(priority_worth_s=60.0))
    kit.call("early")
    kit.pass_time(59)
    kit.call("important, in time", priority=1)
    kit.pass_time(2)
    kit.call("important, too late", priority=1)
    assert order_of_service(kit) == ["important, in time", "early", "important, too late"]


def test_the_priority_of_the_queue_and_of_the_menu_add_up() -> None:
    kit = busy_kit(queue("billing"), queue("vip", priority=2), turns=Turns(priority_worth_s=60.0))
    kit.call("billing", priority=2)
    kit.call("both", queue="vip", priority=1)
    kit.call("vip", queue="vip")
    kit.call("plain")
    assert order_of_service(kit) == ["both", "billing", "vip", "plain"]


def test_strict_priority_goes_before_any_wait() -> None:
    kit = busy_kit(queue("billing", longest_wait_s=1e6), queue("vip", priority=1))
    kit.call("patient")
    kit.pass_time(500_000)
    kit.call("important", queue="vip")
    assert order_of_service(kit) == ["important", "patient"]


def test_nobody_starves_however_many_important_callers_keep_coming() -> None:
    kit = busy_kit(queue("billing", longest_wait_s=1e6), turns=Turns(priority_worth_s=60.0))
    kit.call("patient")
    served = []
    for number in range(40):
        kit.call(f"important {number}", priority=3)
        kit.call(f"important too {number}", priority=3)  # twice as many as can be served
        kit.pass_time(10)
        if number == 0:
            kit.end_talk("with anna")
        (ringing,) = [call_id for call_id in kit.engine.centre.calls if kit.offered_to(call_id)]
        served.append(ringing)
        kit.serve(ringing)
    ahead = served.index("patient")
    assert 18 <= ahead <= 36  # those who came within three minutes, two every ten seconds, and nobody else
    assert all(int(call_id.split()[-1]) <= 18 for call_id in served[:ahead])


def test_without_ageing_the_patient_one_would_starve() -> None:
    kit = busy_kit()
    kit.call("patient")
    for number in range(40):
        kit.call(f"important {number}", priority=3)
        kit.pass_time(10)
    assert order_of_service(kit)[-1] == "patient"


# ---- credits ----


def test_an_important_customer_is_ahead_by_a_credit_in_seconds() -> None:
    kit = busy_kit(queue("billing", credits=(Credit(data={"tier": "gold"}, seconds=120.0),)))
    kit.call("early")
    kit.pass_time(119)
    kit.call("gold", data={"tier": "gold"})
    kit.pass_time(2)
    kit.call("gold, too late", data={"tier": "gold"})
    kit.call("silver", data={"tier": "silver"})
    assert order_of_service(kit) == ["gold", "early", "gold, too late", "silver"]


def test_a_credit_needs_all_of_its_data_and_credits_add_up() -> None:
    credits = (
        Credit(data={"tier": "gold", "language": "russian"}, seconds=100.0),
        Credit(data={"tier": "gold"}, seconds=50.0),
    )
    kit = busy_kit(queue("billing", credits=credits))
    kit.call("plain", language="russian")
    kit.pass_time(60)
    kit.call("gold", data={"tier": "gold"})
    kit.call("both", data={"tier": "gold"}, language="russian")
    assert order_of_service(kit) == ["both", "plain", "gold"]


def test_the_menu_gives_a_credit_of_its_own() -> None:
    kit = busy_kit()
    kit.call("early")
    kit.pass_time(29)
    kit.call("credited", credit_s=30.0)
    assert order_of_service(kit) == ["credited", "early"]


def test_a_credit_of_one_queue_is_worth_nothing_in_the_next() -> None:
    kit = busy_kit(
        queue("billing"),
        queue(
            "vip",
            credits=(Credit(data={"tier": "gold"}, seconds=500.0),),
            longest_wait_exit=exit_to("queue", "billing"),
            longest_wait_s=5.0,
        ),
    )
    kit.call("early")
    kit.pass_time(10)
    kit.call("gold", queue="vip", data={"tier": "gold"})
    kit.pass_time(10)
    assert kit.the_call("gold").queue == "billing"
    assert order_of_service(kit) == ["early", "gold"]


# ---- targets and weights ----


def test_who_is_closest_to_missing_the_target_goes_first() -> None:
    kit = busy_kit(
        queue("billing", answer_within_s=300.0),
        queue("quick", answer_within_s=20.0),
        turns=Turns(order="closest-to-target"),
    )
    kit.call("early")  # to be answered until 300
    kit.pass_time(279)
    kit.call("quick", queue="quick")  # until 299
    kit.pass_time(2)
    kit.call("quick, too late", queue="quick")  # until 301
    assert order_of_service(kit) == ["quick", "early", "quick, too late"]


def test_a_target_missed_already_goes_before_one_that_can_still_be_kept() -> None:
    kit = busy_kit(
        queue("billing", answer_within_s=30.0),
        queue("quick", answer_within_s=5.0),
        turns=Turns(order="closest-to-target"),
    )
    kit.call("missed")
    kit.pass_time(40)
    kit.call("still", queue="quick")
    assert order_of_service(kit) == ["missed", "still"]


def test_a_weight_makes_a_shorter_target_of_it() -> None:
    kit = busy_kit(
        queue("billing", answer_within_s=100.0),
        queue("heavy", answer_within_s=100.0, weight=4.0),
        turns=Turns(order="closest-to-target"),
    )
    kit.call("light")
    kit.pass_time(74)
    kit.call("heavy", queue="heavy")
    kit.pass_time(2)
    kit.call("heavy, too late", queue="heavy")
    assert order_of_service(kit) == ["heavy", "light", "heavy, too late"]


def test_waiting_counts_faster_in_a_queue_of_more_weight() -> None:
    kit = busy_kit(queue("billing"), queue("heavy", weight=3.0))
    kit.call("light")
    kit.pass_time(20)
    kit.call("heavy", queue="heavy")
    kit.pass_time(9)
    assert order_of_service(kit) == ["light", "heavy"]  # 29 against three times 9


def test_and_overtakes_who_came_before_when_it_has_waited_long_enough() -> None:
    kit = busy_kit(queue("billing"), queue("heavy", weight=3.0))
    kit.call("light")
    kit.pass_time(20)
    kit.call("heavy", queue="heavy")
    kit.pass_time(11)  # 31 against three times 11
    assert order_of_service(kit) == ["heavy", "light"]


def test_weights_count_also_when_offering_begins_after_a_restart() -> None:
    kit = CentreKit(queue("billing"), queue("heavy", weight=3.0), agents=(ANNA,), settled=False)
    kit.pass_time(31)
    kit.sign_in("anna")
    for call_id, where, since in (("light", "billing", 1.0), ("heavy", "heavy", 21.0)):
        kit.tell(CallRestored(call=call_id, state="waiting", arrived_at=since, queue=where, queued_at=since))
    kit.tell(Settled())
    assert kit.offered_to("heavy") == "anna"  # three times 11 against 31


def test_within_a_queue_a_weight_changes_nothing() -> None:
    kit = busy_kit(queue("billing", weight=0.1), queue("heavy", weight=9.0))
    kit.calls("c1", "c2", "c3")
    assert order_of_service(kit) == ["c1", "c2", "c3"]


def test_weights_count_also_where_the_first_of_a_line_was_refused_by_the_agent() -> None:
    kit = busy_kit(queue("billing"), queue("heavy", weight=3.0), misses_to_pause=9)
    kit.call("light")
    kit.pass_time(20)
    kit.call("heavy", queue="heavy")
    kit.call("heavy too", queue="heavy")
    kit.pass_time(11)
    kit.end_talk("with anna")
    kit.miss("heavy")
    assert (kit.offered_to("heavy"), kit.offered_to("heavy too")) == (None, "anna")


def test_one_order_for_an_agent_of_several_queues_whatever_skill_the_calls_need() -> None:
    kit = busy_kit(queue("billing", {"billing": 1}), queue("english", {"english": 1}), queue("any"))
    for call_id, where in (("c1", "english"), ("c2", "any"), ("c3", "billing"), ("c4", "english")):
        kit.call(call_id, queue=where)
        kit.pass_time(1)
    assert order_of_service(kit) == ["c1", "c2", "c3", "c4"]
