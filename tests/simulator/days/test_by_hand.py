"""Small days whose every record is known beforehand."""

import numpy as np
import pytest

from acd.engine.routing_rules import Turns
from agents.roster import AgentRules
from simulator.days import book
from simulator.days.records import ABANDONED, SERVED
from simulator.days.simulation import records_of_day
from simulator.days.world import CallType, Duty, Retrials
from tests.simulator.days.by_hand import COLUMNS, became, calls, day, rows, story, takes, world


def test_one_agent_serves_callers_one_after_the_other() -> None:
    assert became(world(calls([0, 10, 20], takes(15)))) == [
        ("served", 0, 0, 15),
        ("served", 10, 15, 30),
        ("served", 20, 30, 45),
    ]


def test_the_engine_is_told_what_happens_in_its_order() -> None:
    assert story(world(calls([5, 7], takes(10)))) == [
        (0, "anna comes"),
        (5, "c-1 arrived"),
        (5, "c-1 queued"),
        (5, "anna answers c-1"),
        (7, "c-2 arrived"),
        (7, "c-2 queued"),
        (15, "anna ends c-1"),
        (15, "anna answers c-2"),
        (15, "c-1 left"),
        (25, "anna ends c-2"),
        (25, "c-2 left"),
    ]


def test_two_agents_serve_two_at_a_time_and_who_has_been_idle_longest_is_first() -> None:
    records = day(world(calls([0, 1, 30], takes(20, 5, 1)), agents=("anna", "boris")))
    assert records.agent.tolist() == [1, 0, 1]
    assert rows(records) == [("served", 0, 0, 20), ("served", 1, 1, 6), ("served", 30, 30, 31)]


def test_who_is_out_of_patience_leaves_and_the_next_is_served() -> None:
    assert became(world(calls([0, 1, 2], takes(15), patience=takes(5, 5, 60)))) == [
        ("served", 0, 0, 15),
        ("abandoned", 1, 6, 6),
        ("served", 2, 15, 30),
    ]


def test_who_has_no_patience_is_served_if_somebody_is_free() -> None:
    assert became(world(calls([0, 1, 40], takes(15), patience=takes(0)))) == [
        ("served", 0, 0, 15),
        ("abandoned", 1, 1, 1),
        ("served", 40, 40, 55),
    ]


def test_one_more_than_there_are_lines_is_blocked_and_the_engine_never_hears_of_it() -> None:
    some = world(calls([0, 1, 2, 16], takes(15)), lines=2)
    assert became(some) == [
        ("served", 0, 0, 15),
        ("served", 1, 15, 30),
        ("blocked", 2, 2, 2),
        ("served", 16, 30, 45),
    ]
    assert not any("c-3" in said for _, said in story(some))


def test_without_lines_everybody_is_blocked() -> None:
    assert became(world(calls([0, 1], takes(15)), lines=0)) == [("blocked", 0, 0, 0), ("blocked", 1, 1, 1)]


def test_callers_balk_only_where_there_is_a_wait() -> None:
    assert became(world(calls([0, 1, 20], takes(15), balking=1.0))) == [
        ("served", 0, 0, 15),
        ("balked", 1, 1, 1),
        ("served", 20, 20, 35),
    ]


def test_a_phone_that_rings_is_no_wait_that_callers_balk_at() -> None:
    assert became(world(calls([0, 1], takes(15), balking=1.0), ring=takes(4))) == [
        ("served", 0, 4, 19),
        ("balked", 1, 1, 1),
    ]


def retrying(most: int, after: float = 10.0) -> CallType:
    again = Retrials(probability=1.0, after=takes(after), most=most)
    return calls([0, 1], takes(100), patience=takes(5), retrials=again)


def test_who_abandons_calls_again_as_often_as_is_said() -> None:
    records = day(world(retrying(2)))
    tries = records.outcome == ABANDONED
    assert records.attempt[tries].tolist() == [0, 1, 2]
    assert records.arrived_at[tries].tolist() == [1, 16, 31]
    assert records.attempt[records.outcome == SERVED].tolist() == [0]


def test_nobody_calls_again_after_the_days_last_arrivals() -> None:
    assert became(world(retrying(10, after=20.0), edges=(0.0, 50.0))) == [
        ("served", 0, 0, 100),
        ("abandoned", 1, 6, 6),
        ("abandoned", 26, 31, 31),
    ]


def test_who_calls_again_keeps_the_number_and_with_it_the_place_in_the_line() -> None:
    again = Retrials(probability=1.0, after=takes(4))
    hasty = calls([1], takes(10), "hasty", patience=takes(2), retrials=again)
    calm = calls([0, 2], takes(8), "calm")
    regains = world(hasty, calm, rules={"turns": Turns(redial_s=60.0)})
    loses = world(hasty, calm, rules={"turns": Turns(redial_s=0.0)})
    assert became(regains)[2:] == [("served", 2, 18, 26), ("served", 7, 8, 18)]
    assert became(loses)[2:4] == [("served", 2, 8, 16), ("abandoned", 7, 9, 9)]


def test_wrap_up_of_the_rules_keeps_an_agent_from_the_next_call() -> None:
    assert became(world(calls([0, 1], takes(10)), wrap_up_s=7)) == [("served", 0, 0, 17), ("served", 1, 17, 34)]


def test_wrap_up_that_is_drawn_takes_the_place_of_that_of_the_rules() -> None:
    drawn = calls([0, 1], takes(10), wrap_up={"": (takes(3),)})
    assert became(world(drawn, wrap_up_s=7)) == [("served", 0, 0, 13), ("served", 1, 13, 26)]


def test_beside_a_type_whose_wrap_up_is_drawn_others_have_that_of_the_rules() -> None:
    drawn = calls([0], takes(10), "drawn", wrap_up={"": (takes(3),)})
    given = calls([1, 2], takes(10), "given")
    assert became(world(drawn, given, wrap_up_s=7)) == [
        ("served", 0, 0, 13),
        ("served", 1, 13, 30),
        ("served", 2, 30, 47),
    ]


def test_a_wrap_up_of_no_time_is_none() -> None:
    drawn = calls([0, 1], takes(10), wrap_up={"": (takes(0),)})
    assert became(world(drawn, wrap_up_s=7)) == [("served", 0, 0, 10), ("served", 1, 10, 20)]


def test_handling_and_wrap_up_are_those_of_the_agents_group() -> None:
    slow, quick = Duty(agent="anna", group="all"), Duty(agent="boris", group="quick")
    both = world(
        calls([0, 1], {"": (takes(10),), "quick": (takes(4),)}, wrap_up={"quick": (takes(1),)}),
        agents=("anna", "boris"),
        duties=(slow, quick),
        groups=("all", "quick"),
        wrap_up_s=2.0,
    )
    assert became(both) == [("served", 0, 0, 12), ("served", 1, 1, 6)]  # of anna the rules say the wrap-up


def test_handling_is_that_of_the_period_of_arrival_and_the_last_holds_for_later_ones() -> None:
    by_period = calls([0, 100, 199, 200, 250], {"": (takes(5), takes(7))})
    seen = became(world(by_period, edges=(0.0, 100.0, 200.0, 300.0)))
    assert [free - ended for _, _, ended, free in seen] == [5, 7, 7, 7, 7]


def test_a_type_without_any_handling_takes_no_time() -> None:
    assert became(world(calls([3], {}))) == [("served", 3, 3, 3)]


def test_records_come_in_blocks_and_nothing_is_lost_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    some = world(calls(range(20), takes(0.5)))
    whole = day(some)
    assert len(list(records_of_day(some, seed=1, day=0))) == 1
    monkeypatch.setattr(book, "ROWS", 8)
    blocks = list(records_of_day(some, seed=1, day=0))
    if len(blocks) == 1:
        pytest.skip("compiled: the number of rows is part of the code")
    assert [len(block) for block in blocks] == [8, 8, 4]
    for name in COLUMNS:
        assert np.concatenate([getattr(block, name) for block in blocks]).tolist() == getattr(whole, name).tolist()


def test_more_calls_than_a_block_holds_make_several() -> None:
    many = calls([0.0] * (book.ROWS + 5), takes(1), patience=takes(0))
    blocks = list(records_of_day(world(many, agents=()), seed=1, day=0))
    assert [len(block) for block in blocks] == [book.ROWS, 5]


def test_a_world_without_callers_or_agents_has_an_empty_day() -> None:
    assert became(world()) == became(world(agents=())) == []


def test_calls_that_nobody_has_the_skill_for_are_sent_away_a_week_after_the_last_arrival() -> None:
    lonely = calls([3], takes(5), needs={"fr": 1})
    speaks = AgentRules(name="anna", endpoint="", skills={"en": 1, "fr": 0})
    assert became(world(lonely, agents=(speaks,))) == [("sent_away", 3, 1000 + 7 * 86400, 1000 + 7 * 86400)]


def test_a_call_that_does_not_end_is_served_until_a_week_after_the_last_arrival() -> None:
    assert became(world(calls([3], takes(1e9)))) == [("served", 3, 3, 1000 + 7 * 86400)]
