"""The configured ways out of a line: the longest wait, a full queue, and nobody signed in."""

import pytest

from acd.engine.orders import SendAway, Wait
from acd.engine.routing_rules import Exit
from agents.needs import parse_need
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

WAYS = [exit_to("hangup", say="sorry"), exit_to("extension", "voicemail", "sorry")]


@pytest.mark.parametrize("way", WAYS)
def test_the_longest_wait_has_its_way_out(way: Exit) -> None:
    kit = CentreKit(queue("billing", longest_wait_s=60.0, longest_wait_exit=way))
    kit.sign_in("anna")
    kit.calls("c0", "c1")
    kit.answer("c0")
    kit.pass_time(60)
    assert kit.ordered(SendAway) == [SendAway("c1", way, "longest_wait")]
    assert (kit.state("c1"), kit.counts().sent_away) == ("leaving", 1)


def test_a_ringing_phone_goes_before_the_longest_wait_but_a_miss_does_not() -> None:
    kit = CentreKit(queue("billing", ring_s=20.0, longest_wait_s=10.0))
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.pass_time(15)
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1")
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("hangup"), "longest_wait")]


@pytest.mark.parametrize("arrives", [4.2, 5.0, 5.7])
def test_a_call_missed_at_the_very_end_of_its_longest_wait_is_not_lost(arrives: float) -> None:
    longest = 60.1
    assert (arrives + longest) - arrives < longest  # by a hair: the rounding this test is about
    kit = CentreKit(queue("billing", ring_s=100.0, longest_wait_s=longest))
    kit.sign_in("anna")
    kit.now = arrives
    kit.call("c1")
    kit.now = arrives + longest
    kit.pass_time(0)
    kit.miss("c1")
    assert kit.state("c1") == "leaving"


@pytest.mark.parametrize("way", WAYS)
def test_a_full_queue_has_its_way_out(way: Exit) -> None:
    kit = CentreKit(queue("billing", most_waiting=2, full_exit=way))
    kit.sign_in("anna")
    kit.calls("c0", "c1", "c2")
    assert kit.ordered(SendAway) == [SendAway("c2", way, "full")]
    assert [wait.call for wait in kit.ordered(Wait)] == ["c0", "c1"]


def test_a_full_queue_takes_the_call_that_an_idle_agent_takes_at_once() -> None:
    kit = CentreKit(queue("billing", most_waiting=0))
    kit.sign_in("anna", "boris")
    kit.calls("c1", "c2", "c3")
    assert (kit.offered_to("c1"), kit.offered_to("c2"), kit.state("c3")) == ("anna", "boris", "leaving")


@pytest.mark.parametrize("way", WAYS)
def test_nobody_signed_in_has_its_way_out(way: Exit) -> None:
    kit = CentreKit(queue("billing", nobody_exit=way))
    kit.call("c1")
    assert kit.ordered(SendAway) == [SendAway("c1", way, "nobody")]


def test_signed_in_without_the_skills_is_nobody() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1", needs={"russian": 1})
    assert [away.why for away in kit.ordered(SendAway)] == ["nobody"]


def test_a_pause_is_not_nobody() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    assert kit.state("c1") == "waiting"


def test_patience_with_nobody_ends_with_the_way_out() -> None:
    kit = CentreKit(queue("billing", nobody_s=30.0))
    kit.call("c1")
    kit.pass_time(29)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert [away.why for away in kit.ordered(SendAway)] == ["nobody"]


def test_patience_with_nobody_starts_anew_when_somebody_was_here_in_between() -> None:
    kit = CentreKit(queue("billing", nobody_s=30.0))
    kit.call("c1")
    kit.pass_time(20)
    kit.sign_in("anna")
    kit.miss("c1")
    kit.sign_out("anna")  # at 21
    kit.pass_time(29)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert kit.state("c1") == "leaving"


def test_when_the_last_agent_goes_home_the_waiting_ones_get_their_way_out() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.pause("anna")
    kit.pause("boris")
    kit.calls("c1", "c2")
    kit.sign_out("anna")
    assert kit.ordered(SendAway) == []
    kit.sign_out("boris")
    assert [away.call for away in kit.ordered(SendAway)] == ["c1", "c2"]


def test_so_they_do_when_the_last_agent_goes_home_after_a_conversation() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c1", "c2")
    kit.answer("c1")
    kit.sign_out("anna")
    assert kit.state("c2") == "waiting"
    kit.end_talk("c1")
    assert kit.ordered(SendAway) == [SendAway("c2", exit_to("hangup"), "nobody")]


def test_so_they_do_when_the_last_agent_leaves_after_a_ringing_that_the_caller_ended() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c1", "c2")
    kit.sign_out("anna")
    kit.hang_up("c1")
    assert (kit.state("anna"), kit.state("c2")) == ("signed_out", "leaving")


def test_a_way_out_to_a_queue_keeps_the_place_and_says_its_prompt() -> None:
    overflow = exit_to("queue", "support", "moving")
    kit = CentreKit(
        queue("billing", {"billing": 3}, longest_wait_s=60.0, longest_wait_exit=overflow),
        queue("support", {"english": 1}),
        agents=(agent("anna", billing=3), agent("eve", english=5)),
    )
    kit.sign_in("anna", "eve")
    kit.call("b0")
    kit.call("s0", queue="support")
    kit.calls("old", queue="billing")
    kit.calls("young", queue="support")
    kit.answer("b0")
    kit.answer("s0")
    kit.pass_time(60)
    assert kit.ordered(Wait)[-1] == Wait("old", "support", 2.0, "moving")
    assert kit.notes() == ["old: moved before=billing queue=support why=longest_wait"]
    kit.end_talk("s0")
    assert kit.offered_to("old") == "eve"
    assert (kit.counts("billing").sent_away, kit.counts("support").offered) == (1, 3)


def test_in_the_new_queue_its_priority_and_its_needs_hold() -> None:
    kit = CentreKit(
        queue("billing", {"billing": 9}, priority=7, nobody_exit=exit_to("queue", "support")),
        queue("support", {"english": 2}, priority=1),
    )
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1", priority=2, needs={"english": 1})
    assert (kit.the_call("c1").priority, kit.the_call("c1").need) == (3, parse_need("english >= 2"))


def test_two_full_queues_do_not_pass_a_call_on_for_ever() -> None:
    kit = CentreKit(
        queue("billing", most_waiting=0, full_exit=exit_to("queue", "support")),
        queue("support", most_waiting=0, full_exit=exit_to("queue", "billing", "sorry")),
    )
    kit.call("c1")
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("hangup", say="sorry"), "full")]
    both = [kit.counts("billing"), kit.counts("support")]
    assert [(each.offered, each.sent_away, each.waiting) for each in both] == [(3, 3, 0), (3, 3, 0)]


def test_two_queues_without_anybody_do_not_either() -> None:
    kit = CentreKit(
        queue("billing", nobody_exit=exit_to("queue", "support")),
        queue("support", nobody_exit=exit_to("queue", "support")),
    )
    kit.call("c1")
    assert [away.exit.go for away in kit.ordered(SendAway)] == ["hangup"]
