"""Misses told apart: each kind leaves the agent alone for a time of its own, and who missed too many pauses."""

from typing import Any

import pytest
from msgspec.structs import replace

from acd.engine.facts import AgentRestored, AgentSignedIn, Miss, OfferAnswered, OfferMissed, RulesChanged
from acd.engine.orders import Offer, Withdraw
from acd.engine.routing_rules import MissRule
from acd.engine.rules import QueueRules
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, queue

DELAYS = MissRule(rejected_s=5, busy_s=10, no_answer_s=60, unreachable_s=120, not_confirmed_s=30)


def a_centre(*queues: QueueRules, **rules: Any) -> CentreKit:
    """Anna is here, and every kind of miss has a delay."""
    kit = CentreKit(*queues, **{"misses": DELAYS, "misses_to_pause": 9, **rules})
    kit.sign_in("anna")
    return kit


def missed(kit: CentreKit, why: Miss = Miss.NO_ANSWER) -> None:
    """Anna misses a call, whose caller hangs up."""
    kit.call("missed")
    kit.miss("missed", why)
    kit.hang_up("missed")


@pytest.mark.parametrize(
    ("why", "delay_s"),
    [
        (Miss.REJECTED, 5),
        (Miss.BUSY, 10),
        (Miss.NO_ANSWER, 60),
        (Miss.UNREACHABLE, 120),
        (Miss.NOT_CONFIRMED, 30),
    ],
)
def test_each_kind_of_miss_has_its_own_delay_and_then_the_next_caller_is_offered(why: Miss, delay_s: float) -> None:
    kit = a_centre()
    missed(kit, why)
    kit.call("next")
    assert (kit.state("anna"), kit.offered_to("next")) == ("after_miss", None)
    assert kit.notes() == [f"anna: left_alone why={why} seconds={delay_s}"]
    kit.pass_time(delay_s - 0.1)
    assert kit.offered_to("next") is None
    kit.pass_time(0.1)
    assert kit.offered_to("next") == "anna"


@pytest.mark.parametrize("why", list(Miss))
def test_without_a_delay_the_next_caller_is_offered_at_once(why: Miss) -> None:
    kit = a_centre(misses=MissRule())
    missed(kit, why)
    kit.call("next")
    assert (kit.offered_to("next"), kit.notes()) == ("anna", [])


def test_another_agent_gets_the_call_while_the_first_is_left_alone() -> None:
    kit = a_centre()
    kit.sign_in("boris")
    kit.call("c1")
    kit.miss("c1")
    assert (kit.offered_to("c1"), kit.state("anna")) == ("boris", "after_miss")


@pytest.mark.parametrize("why", sorted(set(Miss) - {Miss.REJECTED}))
def test_a_call_that_everybody_here_has_missed_comes_back_to_them_after_a_while(why: Miss) -> None:
    kit = a_centre(queue("billing", nobody_s=60))
    kit.call("c1")
    kit.miss("c1", why)
    kit.device("anna", Device.FREE)
    kit.pass_time(29)
    assert (kit.state("c1"), len(kit.ordered(Offer))) == ("waiting", 1)
    kit.pass_time(600)  # and however long the agent is left alone
    assert [offer.agent for offer in kit.ordered(Offer)][:2] == ["anna", "anna"]


def test_while_anybody_else_is_here_a_call_does_not_come_back_to_who_missed_it() -> None:
    kit = a_centre(queue("billing", nobody_s=60))
    kit.sign_in("boris")
    kit.pause("boris")
    kit.call("c1")
    kit.miss("c1", Miss.NO_ANSWER)
    kit.pass_time(300)
    assert (kit.state("c1"), len(kit.ordered(Offer))) == ("waiting", 1)
    kit.sign_out("boris")
    kit.pass_time(31)
    assert kit.offered_to("c1") == "anna"


def test_a_call_never_comes_back_to_who_refused_it_however_long_it_waits() -> None:
    kit = a_centre(queue("billing", nobody_s=60))
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED)
    kit.pass_time(900)
    kit.sign_out("anna")
    kit.sign_in("anna")
    assert (kit.state("anna"), kit.state("c1")) == ("ready", "waiting")
    assert len(kit.ordered(Offer)) == 1


def test_a_delay_is_no_pause_a_waiting_caller_is_not_told_that_nobody_is_here() -> None:
    kit = a_centre()
    kit.call("c1")
    kit.miss("c1")
    kit.call("c2")
    assert (kit.state("c1"), kit.state("c2")) == ("waiting", "waiting")


def test_unpause_ends_being_left_alone() -> None:
    kit = a_centre()
    missed(kit)
    kit.call("next")
    kit.unpause("anna")
    assert kit.offered_to("next") == "anna"
    kit.answer("next")
    kit.pass_time(300)
    assert kit.talks_to("next") == "anna", "the delay that was ended comes to nothing"


def test_a_pause_meanwhile_is_a_pause_and_its_end_ends_both() -> None:
    kit = a_centre()
    missed(kit)
    kit.pause("anna")
    assert kit.state("anna") == "paused"
    kit.unpause("anna")
    assert kit.state("anna") == "ready"


def test_a_delay_that_ends_during_a_pause_leaves_the_pause_alone() -> None:
    kit = a_centre()
    missed(kit)
    kit.pause("anna")
    kit.pass_time(61)
    assert (kit.state("anna"), kit.the_agent("anna").left_alone) == ("paused", False)


def test_who_goes_home_and_comes_back_is_not_left_alone_any_more() -> None:
    kit = a_centre()
    missed(kit)
    kit.sign_out("anna")
    kit.tell(AgentSignedIn("anna"))
    assert kit.state("anna") == "ready"


@pytest.mark.parametrize(("device", "rests"), [(Device.GONE, "unreachable"), (Device.BUSY, "busy_elsewhere")])
def test_a_phone_that_goes_away_meanwhile_and_comes_back_does_not_end_the_delay(device: Device, rests: str) -> None:
    kit = a_centre()
    missed(kit)
    kit.device("anna", device)
    assert kit.state("anna") == rests
    kit.device("anna", Device.FREE)
    assert kit.state("anna") == "after_miss"
    kit.pass_time(60)
    assert kit.state("anna") == "ready"


@pytest.mark.parametrize(("device", "rests"), [(Device.GONE, "unreachable"), (Device.BUSY, "busy_elsewhere")])
def test_a_delay_that_ends_while_the_phone_is_away_gives_nobody_a_call(device: Device, rests: str) -> None:
    kit = a_centre()
    missed(kit)
    kit.device("anna", device)
    kit.pass_time(61)
    kit.call("next")
    assert (kit.state("anna"), kit.offered_to("next")) == (rests, None)
    kit.device("anna", Device.FREE)
    assert kit.offered_to("next") == "anna"


def test_a_phone_that_answered_busy_is_left_alone_from_the_miss_on_whenever_it_is_free() -> None:
    kit = a_centre()
    kit.call("c1")
    kit.device("anna", Device.BUSY)
    kit.miss("c1", Miss.BUSY)
    kit.pass_time(6)
    kit.device("anna", Device.FREE)
    assert kit.state("anna") == "after_miss"
    kit.pass_time(4)
    assert kit.state("anna") == "ready"


def test_the_delay_of_an_earlier_miss_does_not_end_a_later_one() -> None:
    kit = a_centre()
    missed(kit)
    kit.pass_time(50)
    kit.unpause("anna")
    missed(kit)
    kit.pass_time(59.9)
    assert kit.state("anna") == "after_miss"
    kit.pass_time(0.1)
    assert kit.state("anna") == "ready"


def test_who_was_left_alone_is_the_last_of_the_idle() -> None:
    kit = a_centre(misses=MissRule(no_answer_s=5))
    missed(kit)
    kit.sign_in("boris")
    kit.pass_time(10)
    kit.calls("c1", "c2")
    assert (kit.offered_to("c1"), kit.offered_to("c2")) == ("boris", "anna")


def test_so_many_misses_in_a_row_pause_with_a_reason_and_then_nothing_ends_it_but_the_agent() -> None:
    kit = a_centre(misses_to_pause=2)
    missed(kit)
    kit.pass_time(60)
    missed(kit, Miss.REJECTED)
    assert (kit.state("anna"), kit.the_agent("anna").pause_reason) == ("paused", "missed:2:rejected")
    assert kit.notes()[1:] == ["anna: paused reason=missed:2:rejected"]
    kit.pass_time(3600)
    assert kit.state("anna") == "paused"
    kit.unpause("anna")
    assert kit.state("anna") == "ready"


def test_an_answer_between_two_misses_sets_the_count_back_delays_or_not() -> None:
    kit = a_centre(misses_to_pause=2)
    for number in range(3):
        missed(kit)
        kit.pass_time(60)
        kit.call(f"c{number}")
        kit.answer(f"c{number}")
        kit.end_talk(f"c{number}")
    assert (kit.state("anna"), kit.the_agent("anna").counts.missed) == ("ready", 3)


def test_a_lease_that_ended_without_a_word_counts_as_no_answer() -> None:
    kit = a_centre()
    kit.call("c1")
    kit.pass_time(26)
    assert kit.state("anna") == "after_miss"
    assert kit.notes() == ["c1: lease_over agent=anna", "anna: left_alone why=no_answer seconds=60"]


def test_when_several_phones_ring_only_who_missed_is_left_alone() -> None:
    kit = a_centre(queue("billing", ring_at_once=2))
    kit.sign_in("boris")
    kit.call("c1")
    call = kit.the_call("c1")
    assert call.ringing == ("anna", "boris")
    assert call.offer is not None
    kit.tell(OfferMissed(call.offer, "c1", "anna", Miss.REJECTED))
    assert (kit.state("anna"), kit.state("boris")) == ("after_miss", "offered")
    kit.tell(OfferAnswered(call.offer, "c1", "boris"))
    assert kit.talks_to("c1") == "boris"


def test_who_rang_beside_the_one_who_answered_has_missed_nothing() -> None:
    kit = a_centre(queue("billing", ring_at_once=2))
    kit.sign_in("boris")
    kit.call("c1")
    kit.answer("c1")
    assert kit.ordered(Withdraw) == [Withdraw(1, "c1", "boris")]
    boris = kit.the_agent("boris")
    assert (kit.state("boris"), boris.misses, boris.counts.missed) == ("ready", 0, 0)


def test_a_caller_who_hangs_up_while_it_rings_is_no_miss() -> None:
    kit = a_centre()
    kit.call("c1")
    kit.hang_up("c1")
    assert (kit.state("anna"), kit.notes()) == ("ready", [])


def test_a_restart_ends_every_delay() -> None:
    kit = CentreKit(agents=(agent("anna"),), misses=DELAYS, settled=False)
    kit.tell(AgentRestored(agent="anna", signed_in=True, misses=1))
    assert (kit.state("anna"), kit.the_agent("anna").misses) == ("ready", 1)


def test_other_rules_neither_end_a_delay_nor_lose_its_end() -> None:
    kit = a_centre()
    missed(kit)
    kit.tell(RulesChanged(replace(kit.rules, misses=MissRule())))
    kit.call("next")
    assert (kit.state("anna"), kit.offered_to("next")) == ("after_miss", None)
    kit.pass_time(60)
    assert kit.offered_to("next") == "anna"
