"""Deadlines come in the order of their times, whenever they were set and however far apart they are."""

import math

from hypothesis import given
from hypothesis import strategies as some

from acd.engine.alarms import Alarms

TIMES = some.floats(0.0, 20.0) | some.sampled_from((0.0, 1.0, 2.0, 2.5)) | some.floats(1.8e9, 1.9e9)


def subjects_due(alarms: Alarms, at: float) -> list[str]:
    found = []
    while (alarm := alarms.due(at)) is not None:
        found.append(alarm.subject)
    return found


def test_the_earliest_comes_first() -> None:
    alarms = Alarms()
    for at in (30.2, 0.7, 30.1, 4000.0):
        alarms.set(at, "step", str(at))
    assert alarms.next_at() == 0.7
    assert subjects_due(alarms, 30.15) == ["0.7", "30.1"]
    assert subjects_due(alarms, 1e9) == ["30.2", "4000.0"]
    assert alarms.next_at() is None


def test_what_comes_at_one_time_comes_in_the_order_it_was_set() -> None:
    alarms = Alarms()
    for subject in "cab":
        alarms.set(5.5, "nobody", subject)
    assert subjects_due(alarms, 5.5) == ["c", "a", "b"]


def test_one_that_is_set_for_before_the_next_comes_before_it() -> None:
    alarms = Alarms()
    alarms.set(100.0, "lease", "late")
    assert alarms.next_at() == 100.0
    alarms.set(7.0, "lease", "early")
    assert alarms.next_at() == 7.0
    assert subjects_due(alarms, 200.0) == ["early", "late"]


def test_what_is_infinitely_far_away_never_comes() -> None:
    alarms = Alarms()
    alarms.set(math.inf, "longest_wait", "for ever")
    assert alarms.next_at() is None
    assert alarms.due(1e300) is None


@given(some.lists(some.tuples(TIMES, some.none() | TIMES), max_size=60))
def test_taken_and_set_in_any_mixture_they_come_as_from_one_sorted_list(
    story: list[tuple[float, float | None]],
) -> None:
    alarms, expected = Alarms(), list[tuple[float, int]]()
    for number, (at, look_at) in enumerate(story):
        alarms.set(at, "step", str(number))
        expected.append((at, number))
        if look_at is not None:
            due = sorted(entry for entry in expected if entry[0] <= look_at)
            assert subjects_due(alarms, look_at) == [str(number) for _, number in due]
            expected = [entry for entry in expected if entry[0] > look_at]
        assert alarms.next_at() == (min(expected)[0] if expected else None)
        assert sorted((alarm.at, int(alarm.subject)) for alarm in alarms) == sorted(expected)
