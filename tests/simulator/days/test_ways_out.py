"""Ways out of a queue, as the rules have them: full, too long, deflected, closed, nobody there, called back."""

from typing import Any

import pytest

from acd.engine import call_facts
from acd.engine.routing_rules import Bounds, Deflection, Exit, Overflow, Schedule
from simulator.days.draws import Chance
from simulator.days.driver import Day
from simulator.days.world import World
from tests.simulator.days.by_hand import became, calls, duty, queue, story, takes, world

OUT = Exit(go="hangup")
HOUR = 3600.0


def one_agent(*moments: float, **rules: Any) -> World:
    return world(calls(moments, takes(100)), queues=[queue(**rules)])


def test_a_full_queue_blocks() -> None:
    assert [row[:3] for row in became(one_agent(0, 1, 2, 3, most_waiting=1, full_exit=OUT))] == [
        ("served", 0, 0),
        ("served", 1, 100),
        ("blocked", 2, 2),
        ("blocked", 3, 3),
    ]


def test_who_has_waited_for_too_long_is_sent_away() -> None:
    assert became(one_agent(0, 1, longest_wait_s=30.0)) == [("served", 0, 0, 100), ("sent_away", 1, 31, 31)]


@pytest.mark.parametrize("way", [OUT, Exit(go="number", target="100"), Exit(go="callback")], ids=lambda way: way.go)
def test_who_is_deflected_is_sent_away_wherever_it_leads(way: Exit) -> None:
    some = one_agent(0, 1, 150, deflect=(Deflection(when=Bounds(expected_wait_s=60.0), to=way),))
    assert became(some) == [("served", 0, 0, 100), ("sent_away", 1, 1, 1), ("served", 150, 150, 250)]
    assert story(some)[-1][1].endswith("left")


def test_an_overflow_leads_to_another_queue_at_the_place_a_call_has() -> None:
    over = queue(overflow=(Overflow(when=Bounds(after_s=10.0), to=Exit(go="queue", target="other")),))
    both = (calls([0, 1], takes(100)), calls([15], takes(5), "o", queue="other"))
    assert became(world(*both, queues=[over, queue("other")])) == [
        ("served", 0, 0, 100),
        ("served", 1, 100, 200),
        ("served", 15, 200, 205),
    ]


def test_with_nobody_signed_in_callers_are_sent_away_at_once_or_after_the_rules_patience() -> None:
    for patience_s in (0.0, 40.0):
        some = world(calls([5], takes(1)), duties=[], queues=[queue(nobody_s=patience_s, nobody_exit=OUT)])
        assert became(some) == [("sent_away", 5, 5 + patience_s, 5 + patience_s)]


def test_when_the_last_agent_goes_home_who_waits_is_shown_out() -> None:
    some = world(
        calls([0, 5], takes(30)), duties=[duty("anna", (0, 20))], queues=[queue(nobody_s=0.0, nobody_exit=OUT)]
    )
    assert became(some) == [("served", 0, 0, 30), ("sent_away", 5, 30, 30)]


def test_a_queue_that_closes_shows_out_who_waits_and_takes_nobody_more() -> None:
    """Of second 0 the rules believe that it is midnight of 1970-01-01, a Thursday."""
    week = tuple(((0, 1),) if day == 3 else () for day in range(7))
    hours = queue(hours="early", at_closing="exit", closed_exit=OUT)
    rules = {"hours": {"early": Schedule(zone="UTC", week=week)}}
    some = world(calls([0, 30, 70], takes(100)), queues=[hours], rules=rules)
    assert became(some) == [("served", 0, 0, 100), ("sent_away", 30, 60, 60), ("sent_away", 70, 70, 70)]


def test_more_callbacks_than_the_engine_holds_end_no_day() -> None:
    """The engine keeps so many promises; whoever would be one more is sent away all the same."""
    number = call_facts.MOST_CALLBACKS + 20
    way = Exit(go="callback")
    all_day = calls([each / 100 for each in range(number)], takes(1))
    seen = became(world(all_day, duties=[], queues=[queue(nobody_s=0.0, nobody_exit=way)]))
    assert {row[0] for row in seen} == {"sent_away"}
    assert len(seen) == number


@pytest.mark.parametrize("lines", [None, 10**9])
def test_there_are_never_more_lines_than_the_engine_holds_calls(lines: int | None) -> None:
    assert Day(world(lines=lines), Chance(1, 0))._lines == call_facts.LIVE_CALLS_LIMIT
    assert Day(world(lines=7), Chance(1, 0))._lines == 7


def test_a_type_that_asks_for_a_queue_that_is_none_ends_the_day_with_the_engines_sentence() -> None:
    with pytest.raises(AssertionError, match="queue nowhere is not configured"):
        became(world(calls([1], takes(1), queue="nowhere")))
