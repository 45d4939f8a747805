"""What a call takes of an agent is learnt when it is known: at the end of wrap-up, however that ends."""

import pytest

from acd.engine.facts import AgentRestored, AgentSignedOut, Settled
from acd.engine.routing_rules import NEVER_S
from tests.engine.centre_kit import CentreKit, agent, queue

GUESS = 180.0


def in_wrap_up(wrap_up_s: float = 30.0) -> CentreKit:
    """Anna has talked for a hundred seconds, and wraps up."""
    kit = CentreKit(queue("billing"), agents=(agent("anna", wrap_up_s=wrap_up_s),))
    kit.sign_in("anna")
    kit.call("c1")
    kit.answer("c1")
    kit.pass_time(100)
    kit.end_talk("c1")
    kit.hang_up("c1")
    return kit


def learnt(handling_s: float) -> float:
    """What is believed after a first call that took so long."""
    return GUESS + (handling_s - GUESS) / 10


def test_without_wrap_up_it_is_known_at_the_end_of_the_talk() -> None:
    assert in_wrap_up(0.0).counts().handling_s == pytest.approx(learnt(100))


def test_wrap_up_is_counted_when_it_is_over() -> None:
    kit = in_wrap_up()
    assert kit.counts().handling_s == GUESS
    kit.pass_time(30)
    assert kit.counts().handling_s == pytest.approx(learnt(130))


def test_a_wrap_up_that_is_ended_early_counts_for_what_it_was() -> None:
    kit = in_wrap_up()
    kit.pass_time(12)
    kit.unpause("anna")
    assert kit.counts().handling_s == pytest.approx(learnt(112))
    kit.pass_time(100)
    assert kit.counts().handling_s == pytest.approx(learnt(112))


def test_a_pause_or_going_home_ends_it_too() -> None:
    kit = in_wrap_up()
    kit.pass_time(5)
    kit.pause("anna")
    assert kit.counts().handling_s == pytest.approx(learnt(105))
    kit = in_wrap_up()
    kit.pass_time(7)
    kit.tell(AgentSignedOut("anna"))
    assert kit.counts().handling_s == pytest.approx(learnt(107))


def test_a_wish_to_come_back_ends_no_wrap_up() -> None:
    kit = in_wrap_up()
    kit.sign_in("anna")
    assert (kit.state("anna"), kit.counts().handling_s) == ("wrap_up", GUESS)


def test_each_call_is_learnt_once() -> None:
    kit = in_wrap_up()
    kit.pass_time(30)
    kit.pause("anna")
    kit.unpause("anna")
    assert kit.counts().handling_s == pytest.approx(learnt(130))
    kit.call("c2")
    kit.answer("c2")
    kit.pass_time(20)
    kit.end_talk("c2")
    kit.pass_time(30)
    assert kit.counts().handling_s == pytest.approx(learnt(130) + (50 - learnt(130)) / 10)


def test_a_wrap_up_without_an_end_waits_for_a_word_and_sets_no_alarm() -> None:
    kit = in_wrap_up(NEVER_S)
    assert "wrap_up" not in {alarm.kind for alarm in kit.engine.centre.alarms}
    kit.pass_time(400)
    assert (kit.state("anna"), kit.counts().handling_s) == ("wrap_up", GUESS)
    kit.unpause("anna")
    assert kit.counts().handling_s == pytest.approx(learnt(500))


def test_of_a_wrap_up_that_was_taken_over_nothing_is_learnt() -> None:
    kit = CentreKit(queue("billing"), agents=(agent("anna", wrap_up_s=30.0),), settled=False)
    kit.tell(AgentRestored(agent="anna", signed_in=True, wrap_up_until=20.0))
    kit.tell(Settled())
    kit.pass_time(25)
    assert (kit.state("anna"), kit.counts().handling_s) == ("ready", GUESS)


def test_the_expected_wait_is_not_led_astray_by_wrap_ups_that_agents_end_themselves() -> None:
    """With a long wrap-up in the rules that everybody cuts short, estimates come down to what calls take."""
    kit = in_wrap_up(3600.0)
    for number in range(60):
        kit.pass_time(5)
        kit.unpause("anna")
        kit.call(f"more-{number}")
        kit.answer(f"more-{number}")
        kit.pass_time(45)
        kit.end_talk(f"more-{number}")
        kit.hang_up(f"more-{number}")
    assert kit.counts().handling_s == pytest.approx(50, abs=1)
