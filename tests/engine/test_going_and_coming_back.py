"""Callers who hang up, come back into the menu, or are taken elsewhere: everything they held is free at once."""

import pytest

from acd.engine.facts import CallArrived, CallQueued, CallReleased
from acd.engine.orders import Withdraw
from tests.engine.centre_kit import CentreKit, queue


def test_a_caller_who_hangs_up_in_the_menu_is_forgotten() -> None:
    kit = CentreKit()
    kit.tell(CallArrived("c1"))
    kit.hang_up("c1")
    assert kit.engine.centre.calls == {}
    assert kit.counts().offered == 0


def test_a_caller_who_hangs_up_while_waiting_frees_the_place() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c0", "c1", "c2")
    kit.hang_up("c1")
    kit.answer("c0")
    kit.end_talk("c0")
    assert kit.offered_to("c2") == "anna"
    assert (kit.counts().abandoned, kit.counts().waiting) == (1, 1)


def test_a_caller_who_hangs_up_while_ringing_frees_the_agent_at_once_with_the_turn_kept() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.pass_time(5)
    kit.hang_up("c1")
    assert kit.ordered(Withdraw) == [Withdraw(1, "c1", "anna")]
    assert kit.state("anna") == "ready"
    kit.call("c2")
    assert kit.offered_to("c2") == "anna"


def test_the_agent_freed_by_a_hang_up_gets_the_next_caller_at_once() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c1", "c2")
    kit.hang_up("c1")
    assert kit.offered_to("c2") == "anna"


def test_a_caller_who_was_sent_away_can_still_hang_up_or_come_back() -> None:
    kit = CentreKit()
    kit.call("c1")
    kit.tell(CallArrived("c1", dialled="again"))
    assert (kit.state("c1"), kit.the_call("c1").round, kit.the_call("c1").moves) == ("menu", 2, 0)
    kit.hang_up("c1")
    assert "c1" not in kit.engine.centre.calls


@pytest.mark.parametrize("rings", [False, True])
def test_a_call_that_comes_back_into_the_menu_gives_up_its_place_and_its_offer(rings: bool) -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    if not rings:
        kit.pause("anna")
    kit.call("c1")
    kit.tell(CallArrived("c1"))
    assert kit.state("c1") == "menu"
    assert len(kit.ordered(Withdraw)) == rings
    counts = kit.counts()
    assert (counts.offered, counts.sent_away, counts.waiting) == (1, 1, 0)


def test_a_call_that_comes_back_may_be_offered_to_who_missed_it_before() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1")
    kit.tell(CallArrived("c1"))
    kit.tell(CallQueued(call="c1", queue="billing"))
    assert kit.offered_to("c1") == "anna"


def test_the_longest_wait_of_an_earlier_round_does_not_end_the_new_one() -> None:
    kit = CentreKit(queue("billing", longest_wait_s=60.0))
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    kit.pass_time(50)
    kit.tell(CallArrived("c1"))
    kit.tell(CallQueued(call="c1", queue="billing"))
    kit.pass_time(59)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert kit.state("c1") == "leaving"


def test_a_call_taken_elsewhere_on_the_pbx_frees_everything_and_has_not_abandoned() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c1", "c2")
    kit.tell(CallReleased("c1"))
    assert (kit.state("c1"), kit.offered_to("c2")) == ("leaving", "anna")
    assert (kit.counts().abandoned, kit.counts().sent_away, kit.counts().waiting) == (0, 1, 1)
