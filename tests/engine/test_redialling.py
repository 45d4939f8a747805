"""Who hangs up while waiting and is back soon has the old place, once."""

import pytest

from acd.engine.routing_rules import Turns
from tests.engine.centre_kit import CentreKit, exit_to, queue
from tests.engine.test_ageing import busy_kit, order_of_service

REDIAL = Turns(redial_s=600.0)


def redialling_kit(away_s: float, turns: Turns = REDIAL, number: str = "+74950000001") -> CentreKit:
    """c1 waits, then c2 comes; the caller of c1 hangs up and redials after so many seconds."""
    kit = busy_kit(queue("billing", longest_wait_s=1e6), queue("support"), turns=turns)
    kit.call("c1", number=number)
    kit.pass_time(30)
    kit.call("c2", number="+74950000002")
    kit.pass_time(10)
    kit.hang_up("c1")
    kit.pass_time(away_s)
    return kit


def test_who_redials_in_time_has_the_old_place_and_the_wait_is_measured_anew() -> None:
    kit = redialling_kit(599.0)
    kit.call("again", number="+74950000001")
    assert kit.notes() == ["again: place_regained waited=639"]
    assert order_of_service(kit) == ["again", "c2"]
    assert kit.counts().wait_answered_most_s == 609.0  # of c2; the redialled call waited for nothing


@pytest.mark.parametrize(
    ("away_s", "turns", "number"),
    [(601.0, REDIAL, "+74950000001"), (60.0, Turns(), "+74950000001"), (60.0, REDIAL, "")],
    ids=["too late", "not configured", "number withheld"],
)
def test_who_does_not_regain_the_place_stands_at_the_end(away_s: float, turns: Turns, number: str) -> None:
    kit = redialling_kit(away_s, turns, number)
    kit.call("again", number=number)
    assert kit.notes() == []
    assert order_of_service(kit) == ["c2", "again"]


def test_the_place_is_given_back_once() -> None:
    kit = redialling_kit(60.0)
    kit.call("again", number="+74950000001")
    kit.call("a second phone", number="+74950000001")
    assert order_of_service(kit) == ["again", "c2", "a second phone"]


def test_who_was_served_has_no_place_to_come_back_to() -> None:
    kit = redialling_kit(60.0)
    kit.call("again", number="+74950000001")
    kit.end_talk("with anna")
    kit.serve("again")
    kit.call("c3", number="+74950000003")
    kit.call("once more", number="+74950000001")
    assert kit.serve_all() == ["c2", "c3", "once more"]


def test_the_place_is_one_in_its_queue() -> None:
    kit = redialling_kit(60.0)
    kit.call("elsewhere", queue="support", number="+74950000001")
    assert kit.notes() == []


def test_who_was_moved_on_by_overflow_has_the_place_back_in_the_queue_they_dial() -> None:
    moving = queue("billing", longest_wait_s=60.0, longest_wait_exit=exit_to("queue", "support"))
    kit = busy_kit(moving, queue("support"), turns=REDIAL)
    kit.call("c1", number="+74950000001")
    kit.pass_time(70)
    assert kit.the_call("c1").queue == "support"
    kit.hang_up("c1")
    kit.call("c2", number="+74950000002")
    kit.pass_time(10)
    kit.call("again", number="+74950000001")
    assert order_of_service(kit) == ["again", "c2"]
