"""What a new configuration does not name any more serves out what was begun with it: queues, agents, ways and hours."""

import pytest

from acd.engine.facts import CallTransferred
from acd.engine.routing_rules import Patience, Personal, Schedule
from tests.engine.centre_kit import exit_to, queue
from tests.engine.test_rules_change import BILLING, PEOPLE, SUPPORT, change, kit_of, with_rules


def test_who_waits_for_an_agent_who_is_named_no_more_waits_for_anybody() -> None:
    kit = kit_of(with_rules(BILLING, personal=Personal(data="manager", patience=Patience(away_s=500.0))), SUPPORT)
    kit.call("c1", data={"manager": "boris"})
    assert kit.offered_to("c1") is None
    change(kit, agents=(PEOPLE[0], PEOPLE[2]))
    assert kit.offered_to("c1") == "anna"


@pytest.mark.parametrize("choice", ["fewest-calls", "round-robin", "least-occupied", "specialists-first", "random"])
def test_a_queue_that_is_named_no_more_serves_its_calls_in_its_old_way(choice: str) -> None:
    kit = kit_of(with_rules(BILLING, choice=choice), SUPPORT, at_work=("anna", "boris"))
    kit.pause("anna")
    kit.pause("boris")
    kit.call("c1")
    change(kit, SUPPORT)
    kit.unpause("boris")
    assert kit.offered_to("c1") == "boris"
    kit.unpause("anna")
    kit.miss("c1")
    assert kit.offered_to("c1") == "anna"


def test_its_ways_out_lead_where_they_did_also_when_that_is_named_no_more_either() -> None:
    way = exit_to("queue", "second")
    second = queue(
        "second", need="english", longest_wait_exit=exit_to("queue", "third"), longest_wait_s=50.0, nobody_s=600.0
    )
    kit = kit_of(with_rules(BILLING, longest_wait_s=60.0, longest_wait_exit=way), second, queue("third"), SUPPORT)
    kit.pause("anna")
    kit.call("c1")
    change(kit, SUPPORT)
    kit.pass_time(60)
    assert kit.the_call("c1").queue == "second"
    kit.pass_time(50)
    assert kit.the_call("c1").queue == "third"
    kit.unpause("anna")
    assert kit.offered_to("c1") == "anna"


def test_its_hours_may_be_named_no_more_and_then_it_closes_no_more() -> None:
    all_day = Schedule(zone="UTC", week=(((0, 2),),) * 7)  # the first two minutes of a day
    kit = kit_of(with_rules(BILLING, hours="short", at_closing="exit"), SUPPORT, hours={"short": all_day})
    kit.pause("anna")
    kit.call("c1")
    change(kit, SUPPORT, hours={})
    kit.pass_time(300)
    kit.unpause("anna")
    assert kit.offered_to("c1") == "anna"


def test_who_talks_can_still_be_passed_on_by_the_new_rules() -> None:
    kit = kit_of(at_work=("anna", "eve"))
    kit.call("c1")
    kit.answer("c1")
    change(kit, SUPPORT)
    kit.tell(CallTransferred(call="c1", queue="support", by="anna"))
    assert kit.offered_to("c1") == "eve"
