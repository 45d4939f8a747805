"""Opening hours in the life of a call: closed on entry, closing with callers waiting, holidays, other hours."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from acd.engine.facts import CallbackAnswered, CallRestored, CallTransferred, RulesChanged, Settled
from acd.engine.orders import SendAway
from acd.engine.routing_rules import Exit, Schedule
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

NINE_TO_SIX = ((9 * 60, 18 * 60),)
WEEK = (NINE_TO_SIX,) * 5 + ((), ())
OFFICE = Schedule(zone="Europe/Moscow", week=WEEK, dates={"2026-12-31": ((9 * 60, 12 * 60),), "01-01": ()})
SORRY = exit_to("extension", "mailbox", "closed")


def moment(text: str) -> float:
    """A wall-clock moment in Moscow, three hours ahead of UTC."""
    return dt.datetime.fromisoformat(f"{text}:00+03:00").timestamp()


def kit_at(text: str, at_closing: str = "exit", closed_exit: Exit = SORRY, **rules: Any) -> CentreKit:
    """An office queue, Anna at work there and talking, at this moment."""
    office = queue("billing", hours="office", closed_exit=closed_exit, at_closing=at_closing, nobody_s=9e4, **rules)
    kit = CentreKit(office, queue("always"), agents=(agent("anna"), agent("boris")), hours={"office": OFFICE})
    kit.now = moment(text) - 1
    kit.sign_in("anna")
    kit.call("with anna", queue="always")
    kit.answer("with anna")
    return kit


def until(kit: CentreKit, text: str) -> None:
    kit.pass_time(moment(text) - kit.now)


def sent(kit: CentreKit) -> list[tuple[str, str]]:
    return [(order.call, order.why) for order in kit.ordered(SendAway)]


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2026-11-20T08:59", "leaving"),
        ("2026-11-20T09:01", "waiting"),
        ("2026-11-20T17:59", "waiting"),
        ("2026-11-20T18:01", "leaving"),
        ("2026-11-21T12:00", "leaving"),
        ("2026-12-31T11:59", "waiting"),
        ("2026-12-31T12:01", "leaving"),
        ("2027-01-01T12:00", "leaving"),
    ],
    ids=["early", "morning", "evening", "late", "Saturday", "holiday morning", "holiday", "every first of January"],
)
def test_who_calls_outside_of_the_hours_is_shown_out_though_an_agent_is_free(when: str, state: str) -> None:
    kit = kit_at(when)
    if state == "leaving":
        kit.end_talk("with anna")
    kit.call("c1")
    assert kit.state("c1") == state
    assert kit.ordered(SendAway) == ([SendAway("c1", SORRY, "closed")] if state == "leaving" else [])


def test_at_closing_time_who_waits_is_shown_out_and_who_talks_talks_on() -> None:
    kit = kit_at("2026-11-20T17:50")
    kit.sign_in("boris")
    for call_id in ("talks", "c1", "c2"):
        kit.call(call_id)
    kit.answer("talks")
    until(kit, "2026-11-20T17:59")
    assert sent(kit) == []
    until(kit, "2026-11-20T18:00")
    assert sent(kit) == [("c1", "closed"), ("c2", "closed")]
    assert kit.talks_to("talks") == "boris"


def test_or_they_are_served_and_only_the_door_is_shut() -> None:
    kit = kit_at("2026-11-20T17:50", at_closing="serve")
    kit.call("c1")
    until(kit, "2026-11-20T18:05")
    kit.call("c2")
    assert sent(kit) == [("c2", "closed")]
    kit.end_talk("with anna")
    assert kit.offered_to("c1") == "anna"


def test_a_phone_that_rings_at_closing_time_may_still_be_answered() -> None:
    kit = kit_at("2026-11-20T17:59", ring_s=300.0)
    kit.call("c1")
    kit.end_talk("with anna")
    until(kit, "2026-11-20T18:01")
    kit.answer("c1")
    assert kit.talks_to("c1") == "anna"


def test_and_when_it_is_not_the_caller_is_shown_out_unless_somebody_else_is_free() -> None:
    kit = kit_at("2026-11-20T17:59", ring_s=300.0)
    kit.call("c1")
    kit.end_talk("with anna")
    kit.sign_in("boris")
    until(kit, "2026-11-20T18:01")
    kit.miss("c1")
    assert kit.offered_to("c1") == "boris"
    kit.miss("c1")
    assert sent(kit) == [("c1", "closed")]


def test_every_day_has_its_closing_time() -> None:
    kit = kit_at("2026-11-19T17:50", longest_wait_s=9e5)
    kit.call("c1")
    until(kit, "2026-11-20T17:50")
    kit.call("c2")
    until(kit, "2026-11-20T18:00")
    assert sent(kit) == [("c1", "closed"), ("c2", "closed")]


def test_who_waits_over_the_closing_time_of_another_queue_is_not_its_business() -> None:
    kit = kit_at("2026-11-20T17:50")
    kit.call("c1", queue="always")
    until(kit, "2026-11-20T18:30")
    assert sent(kit) == []


def test_a_closed_queue_leads_to_one_that_is_open_with_the_place_kept() -> None:
    kit = kit_at("2026-11-20T17:50", closed_exit=exit_to("queue", "always"))
    kit.call("c1")
    arrived = kit.now
    until(kit, "2026-11-20T18:00")
    assert (kit.the_call("c1").queue, kit.the_call("c1").place) == ("always", arrived)


def test_who_would_not_be_called_back_from_a_closed_queue_waits_and_is_not_asked_again() -> None:
    kit = kit_at("2026-11-20T20:00", closed_exit=exit_to("callback"))
    kit.call("c1")
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.pass_time(600)
    assert (kit.state("c1"), sent(kit)) == ("waiting", [("c1", "closed")])
    kit.end_talk("with anna")
    assert kit.offered_to("c1") == "anna"


def test_a_call_that_is_passed_on_into_a_closed_queue_waits_for_who_is_still_there() -> None:
    kit = kit_at("2026-11-20T18:05")
    kit.sign_in("boris")
    kit.call("c1", queue="always")
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="billing", by="boris"))
    kit.pass_time(60)
    assert (kit.state("c1"), sent(kit)) == ("waiting", [])
    kit.end_talk("with anna")
    assert kit.offered_to("c1") == "anna"


def test_a_closing_time_that_passed_during_a_restart_is_kept_after_it() -> None:
    office = queue("billing", hours="office", closed_exit=SORRY, at_closing="exit", nobody_s=9e4)
    kit = CentreKit(office, agents=(agent("anna"),), hours={"office": OFFICE}, settled=False)
    kit.now = moment("2026-11-20T18:01")
    since = moment("2026-11-20T17:58")
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=since, queue="billing", queued_at=since))
    kit.tell(Settled())
    assert sent(kit) == [("c1", "closed")]


@pytest.mark.parametrize(("ends", "still_open"), [(19, True), (17, False)])
def test_other_hours_hold_for_who_waits_already(ends: int, still_open: bool) -> None:
    kit = kit_at("2026-11-20T16:50", longest_wait_s=9e4)
    kit.call("c1")
    other = msgspec.structs.replace(OFFICE, week=(((9 * 60, ends * 60),),) * 7)
    kit.tell(RulesChanged(msgspec.structs.replace(kit.rules, hours={"office": other})))
    until(kit, "2026-11-20T18:30")
    assert (sent(kit) == []) is still_open
    until(kit, "2026-11-20T19:00")
    assert sent(kit) == [("c1", "closed")]


def test_the_zone_is_that_of_the_queue_and_not_of_the_centre() -> None:
    east = msgspec.structs.replace(OFFICE, zone="Asia/Vladivostok")  # seven hours ahead of Moscow
    kit = CentreKit(queue("billing", hours="east"), hours={"east": east}, agents=(agent("anna"),))
    kit.now = moment("2026-11-20T08:30")
    kit.sign_in("anna")
    kit.call("c1")
    assert kit.offered_to("c1") == "anna"
