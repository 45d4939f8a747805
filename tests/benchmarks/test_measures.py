"""What the events of a run mean."""

import math

import pytest

from benchmarks.asterisk.measures import Window, idle_gaps, lost, percentile, ring_gaps, served
from tests.benchmarks.kit import agent_hangs_up, answers, caller_is_gone, dials, enters

WHOLE = Window(0.0, 100.0)


def test_a_ring_gap_is_from_entering_to_the_first_phone_dialled() -> None:
    events = [enters(1.0, "a"), dials(1.25, "a", "1001"), dials(3.0, "a", "1002")]
    assert ring_gaps(events, "Newexten", WHOLE) == [0.25]


def test_a_caller_who_enters_again_has_waited_since_the_first_time() -> None:
    events = [enters(1.0, "a", "Newexten"), enters(2.0, "a", "Newexten"), dials(2.5, "a", "1001")]
    assert ring_gaps(events, "Newexten", WHOLE) == [1.5]


def test_only_the_asked_kind_of_entering_counts() -> None:
    events = [enters(1.0, "a", "Newexten"), enters(2.0, "a", "AGIExecEnd"), dials(2.5, "a", "1001")]
    assert ring_gaps(events, "AGIExecEnd", WHOLE) == [0.5]


def test_callers_outside_the_window_and_callers_never_dialled_have_no_ring_gap() -> None:
    early, late, waiting = enters(0.5, "a"), enters(3.0, "b"), enters(2.0, "c")
    events = [early, dials(1.5, "a", "1001"), waiting, late, dials(3.5, "b", "1002")]
    assert ring_gaps(events, "Newexten", Window(1.0, 3.0)) == []


def test_a_wait_that_began_in_the_window_may_end_after_it() -> None:
    events = [enters(2.0, "a"), dials(9.0, "a", "1001")]
    assert ring_gaps(events, "Newexten", Window(1.0, 3.0)) == [7.0]


def test_an_idle_gap_is_from_the_end_of_an_answered_leg_to_the_next_call_on_that_phone() -> None:
    events = [
        dials(1.0, "a", "1001"),
        answers(1.5, "a", "1001"),
        agent_hangs_up(3.0, "a", "1001"),
        dials(3.1, "b", "1002"),
        dials(4.0, "c", "1001"),
        dials(5.0, "d", "1001"),
    ]
    assert idle_gaps(events, WHOLE) == [1.0]


def test_a_phone_that_was_not_answered_leaves_its_agent_as_free_as_before() -> None:
    events = [dials(1.0, "a", "1001"), agent_hangs_up(2.0, "a", "1001"), dials(4.0, "b", "1001")]
    assert idle_gaps(events, WHOLE) == []


def test_an_agent_who_became_free_outside_the_window_has_no_idle_gap() -> None:
    events = [answers(0.5, "a", "1001"), agent_hangs_up(1.0, "a", "1001"), dials(4.0, "b", "1001")]
    assert idle_gaps(events, Window(2.0, 9.0)) == []
    assert idle_gaps(events, Window(1.0, 2.0)) == [3.0]


def test_calls_are_served_when_an_agent_answers_within_the_window() -> None:
    events = [
        answers(0.9, "a", "1001"),
        answers(1.0, "b", "1002"),
        answers(1.9, "c", "1003"),
        answers(2.0, "d", "1004"),
    ]
    assert served(events, Window(1.0, 2.0)) == 2


def test_a_caller_who_is_hung_up_without_an_agent_is_lost() -> None:
    assert lost([enters(1.0, "a", "Newexten"), caller_is_gone(2.0, "a")], until=9.0) == 1


def test_callers_of_the_run_before_whose_end_is_told_late_are_nobodys() -> None:
    assert lost([caller_is_gone(2.0, "before"), enters(3.0, "a", "Newexten")], until=9.0) == 0


def test_callers_who_had_an_agent_or_still_wait_at_the_end_are_not_lost() -> None:
    events = [
        answers(1.0, "a", "1001"),
        agent_hangs_up(3.0, "a", "1001"),
        caller_is_gone(3.0, "a"),
        enters(2.0, "b", "Newexten"),
        caller_is_gone(9.0, "b"),
    ]
    assert lost(events, until=9.0) == 0


@pytest.mark.parametrize(("percent", "value"), [(0, 1.0), (50, 3.0), (99, 4.96), (100, 5.0)])
def test_percentiles_lie_between_the_values(percent: float, value: float) -> None:
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], percent) == pytest.approx(value)


def test_nothing_has_no_percentile() -> None:
    assert math.isnan(percentile([], 50))
