"""Queues as a person steers them: doors that open, drain and close, and what those who wait hear."""

import datetime as dt
from typing import Any

import pytest

from acd.engine import ways_out
from acd.engine.acts import CallMoved, Door, QueueSteered
from acd.engine.facts import CallbackAnswered, CallRestored, CallTransferred, RulesChanged, Settled
from acd.engine.orders import SendAway, Wait
from acd.engine.routing_rules import Schedule
from acd.engine.rules import CentreRules
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

WEEK = (((9 * 60, 18 * 60),),) * 7
OFFICE = Schedule(zone="UTC", week=WEEK)
SORRY = exit_to("extension", "mailbox")


def at_hour(hour: float) -> float:
    return dt.datetime(2026, 11, 23, tzinfo=dt.UTC).timestamp() + hour * 3600


def a_kit(hour: float = 12, *, busy: bool = True, **rules: Any) -> CentreKit:
    """A queue of office hours and one for always, Anna at work in a call of no concern."""
    more: dict[str, Any] = {"hours": "office", "at_closing": "exit", "closed_exit": SORRY, "nobody_s": 9e4} | rules
    office = queue("billing", **more)
    kit = CentreKit(office, queue("always", nobody_s=9e4), agents=(agent("anna"),), hours={"office": OFFICE})
    kit.now = at_hour(hour) - 1
    kit.sign_in("anna")
    if busy:
        kit.call("with anna", queue="always")
        kit.answer("with anna")
    return kit


def steer(kit: CentreKit, door: Door = Door.HOURS, say: str = "", queue: str = "billing") -> list[object]:
    return list(kit.tell(QueueSteered(queue=queue, door=door, say=say, who="sue", why="a drill")))


def sent(kit: CentreKit) -> list[tuple[str, str]]:
    return [(order.call, order.why) for order in kit.ordered(SendAway)]


def heard(orders: list[object]) -> list[tuple[str, str]]:
    return [(order.call, order.say) for order in orders if isinstance(order, Wait)]


def test_a_queue_nobody_knows_cannot_be_steered() -> None:
    kit = a_kit()
    steer(kit, Door.OPEN, queue="none")
    assert kit.why_refused() == "queue none is not configured"


# -- doors -------------------------------------------------------------------------------------------------


def test_closing_shows_out_who_waits_and_who_comes() -> None:
    kit = a_kit()
    kit.calls("c1", "c2")
    steer(kit, Door.CLOSED)
    assert sent(kit) == [("c1", "closed"), ("c2", "closed")]
    kit.call("c3")
    assert (sent(kit)[-1], kit.ordered(SendAway)[-1].exit) == (("c3", "closed"), SORRY)
    assert (kit.counts().sent_away, kit.counts().waiting) == (3, 0)


def test_closing_leaves_a_phone_to_ring_and_looks_after_it() -> None:
    kit = a_kit(busy=False)
    kit.call("c1")
    kit.pass_time(5)
    steer(kit, Door.CLOSED)
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1")
    assert sent(kit) == [("c1", "closed")]


def test_closing_lets_who_is_answered_talk() -> None:
    kit = a_kit(busy=False)
    kit.call("c1")
    steer(kit, Door.CLOSED)
    kit.answer("c1")
    assert (kit.talks_to("c1"), sent(kit)) == ("anna", [])


def test_draining_serves_who_waits_and_turns_away_who_comes() -> None:
    kit = a_kit()
    kit.call("c1")
    steer(kit, Door.DRAINING)
    kit.call("c2")
    assert sent(kit) == [("c2", "closed")]
    kit.end_talk("with anna")
    assert kit.offered_to("c1") == "anna"


def test_draining_serves_who_waits_also_past_closing_time() -> None:
    kit = a_kit(17.9)
    kit.call("c1")
    steer(kit, Door.DRAINING)
    kit.pass_time(1800)
    assert (kit.state("c1"), sent(kit)) == ("waiting", [])


def test_open_lets_in_by_night_and_shows_nobody_out_at_closing_time() -> None:
    kit = a_kit(17.9)
    kit.call("c1")
    steer(kit, Door.OPEN)
    kit.pass_time(1800)
    kit.call("c2")
    assert (kit.state("c1"), kit.state("c2"), sent(kit)) == ("waiting", "waiting", [])
    assert not ways_out.is_closed(kit.engine.centre, kit.engine.centre.queues["billing"], kit.now)


def test_back_to_the_hours_shows_out_who_came_by_day_and_keeps_who_was_let_in_by_night() -> None:
    kit = a_kit(17.9)
    kit.call("by day")
    steer(kit, Door.OPEN)
    kit.pass_time(1800)
    kit.call("by night")
    steer(kit, Door.HOURS)
    assert sent(kit) == [("by day", "closed")]
    assert kit.state("by night") == "waiting"


def test_who_waits_when_the_hours_hold_again_is_shown_out_at_the_next_closing() -> None:
    kit = a_kit(16, longest_wait_s=9e4)
    steer(kit, Door.OPEN)
    kit.call("c1")
    steer(kit, Door.HOURS)
    kit.pass_time(2 * 3600 - 1)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert sent(kit) == [("c1", "closed")]


def test_open_at_night_and_hours_by_day_close_in_the_evening() -> None:
    kit = a_kit(8, longest_wait_s=9e4)
    steer(kit, Door.OPEN)
    kit.call("c1")
    kit.pass_time(2 * 3600)
    steer(kit, Door.HOURS)
    kit.pass_time(8 * 3600 - 1)
    assert kit.state("c1") == "waiting", "who was let in before the hours began is served by them"
    kit.pass_time(1)
    assert sent(kit) == [("c1", "closed")]


def test_a_closed_queue_that_another_overflows_into_turns_away_too() -> None:
    kit = a_kit(closed_exit=exit_to("queue", "always"))
    kit.call("c1")
    steer(kit, Door.CLOSED)
    assert (kit.the_call("c1").queue, kit.state("c1"), sent(kit)) == ("always", "waiting", [])


def test_whom_a_person_lets_in_stays_though_the_door_is_closed() -> None:
    kit = a_kit()
    steer(kit, Door.CLOSED)
    kit.pass_time(5)
    kit.call("c1", queue="always")
    kit.tell(CallMoved(call="c1", queue="billing"))
    kit.tell(CallTransferred(call="with anna", queue="billing", by="anna"))
    steer(kit, Door.CLOSED, say="a-fire")
    assert [(each.state, each.queue) for each in kit.engine.centre.calls.values()] == [("waiting", "billing")] * 2


def test_who_does_not_want_to_be_called_back_waits_before_a_closed_door() -> None:
    kit = a_kit(closed_exit=exit_to("callback"))
    kit.call("c1")
    steer(kit, Door.CLOSED)
    kit.tell(CallbackAnswered("c1", wanted=False))
    assert (kit.state("c1"), sent(kit)) == ("waiting", [("c1", "closed")])


# -- messages ----------------------------------------------------------------------------------------------


def test_a_message_is_heard_by_all_who_wait_at_once_and_by_all_who_come() -> None:
    kit = a_kit(busy=False)
    kit.call("ringing")
    kit.call("waiting")
    kit.call("elsewhere", queue="always")
    assert heard(steer(kit, say="a-fire")) == [("waiting", "a-fire")]
    kit.call("new")
    assert [order.say for order in kit.ordered(Wait) if order.call == "new"] == ["a-fire"]


def test_the_same_message_is_not_heard_twice_and_none_is_heard_after_it_is_taken_back() -> None:
    kit = a_kit()
    kit.call("c1")
    steer(kit, say="a-fire")
    assert heard(steer(kit, Door.OPEN, say="a-fire")) == []
    assert heard(steer(kit, Door.OPEN)) == []
    kit.call("c2")
    assert kit.ordered(Wait)[-1].say == ""


def test_what_a_way_out_says_goes_before_the_message() -> None:
    kit = a_kit(closed_exit=exit_to("queue", "always", say="we-closed"))
    steer(kit, say="a-fire", queue="always")
    kit.call("c1")
    steer(kit, Door.CLOSED)
    assert [order.say for order in kit.ordered(Wait)][-1] == "we-closed"


# -- what lasts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", Door)
def test_door_and_message_are_there_to_be_seen(door: Door) -> None:
    kit = a_kit()
    steer(kit, door, "a-fire")
    centre = kit.engine.centre
    assert (centre.door_of("billing"), centre.message_of("billing")) == (door, "a-fire")
    assert (centre.door_of("always"), centre.message_of("always")) == (Door.HOURS, "")
    steer(kit)
    assert (centre.steered, centre.shut_at) == ({}, {})


def test_other_rules_leave_doors_as_they_stand_while_the_queue_is_there() -> None:
    kit = a_kit()
    steer(kit, Door.CLOSED, "a-fire")
    kit.tell(RulesChanged(kit.rules))
    assert kit.engine.centre.door_of("billing") is Door.CLOSED
    gone = CentreRules(name="t", skills={}, queues=kit.rules.queues[1:], agents=kit.rules.agents)
    kit.tell(RulesChanged(gone))
    kit.tell(RulesChanged(kit.rules))
    assert (kit.engine.centre.door_of("billing"), kit.engine.centre.shut_at) == (Door.HOURS, {})


def test_a_door_told_before_the_world_is_taken_over_holds_for_who_is_found() -> None:
    kit = CentreKit(queue("billing", closed_exit=SORRY), agents=(agent("anna"),), settled=False)
    steer(kit, Door.CLOSED)
    kit.pass_time(1)
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=-9.0, queue="billing", queued_at=-9.0))
    assert sent(kit) == []
    kit.tell(Settled())
    assert sent(kit) == [("c1", "closed")]
