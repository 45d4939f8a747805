"""Records are counted by hand and by the measures."""

import numpy as np
import pytest

from benchmarks.truth.measures import TOTALS, Day, Measure, Total, spent_until
from simulator.days.records import ABANDONED, BALKED, BLOCKED, SENT_AWAY
from tests.simulator.truth.kit import records, row, world

EDGES = (0.0, 100.0, 200.0)
CALLS = records(
    [
        row(10.0, 10.0, 30.0),
        row(20.0, 45.0, 120.0),
        row(90.0, 95.0, outcome=ABANDONED),
        row(95.0, 95.0, outcome=BLOCKED),
        row(120.0, 120.0, outcome=BALKED),
        row(130.0, 250.0, 260.0, attempt=1),
        row(150.0, 210.0, outcome=SENT_AWAY),
    ]
)
BY_HAND: dict[Total, tuple[float, float]] = {
    "offered": (4, 3),
    "first_attempts": (4, 2),
    "served": (2, 1),
    "abandoned": (1, 0),
    "blocked": (1, 0),
    "balked": (0, 1),
    "sent_away": (0, 1),
    "entered": (3, 2),
    "delayed": (2, 2),
    "answered_in_time": (1, 0),
    "wait_s": (30.0, 180.0),
    "wait_served_s": (25.0, 120.0),
    "handling_s": (95.0, 10.0),
    "queue_s": (30.0, 120.0),
    "busy_s": (75.0, 20.0),
    "seconds": (100.0, 100.0),
}
"""In each period: calls by arrival, time in queue and at work by when it is."""

BEHIND: dict[Total, float] = {"queue_s": 60.0, "busy_s": 10.0}
"""After the last arrivals."""


@pytest.mark.parametrize("total", BY_HAND)
def test_totals_are_those_counted_by_hand(total: Total) -> None:
    day = Day(world(EDGES), CALLS)
    periods = [day.observations(total, None, period).tolist() for period in (0, 1)]
    assert periods == [[value] for value in BY_HAND[total]]
    whole = sum(BY_HAND[total]) + BEHIND.get(total, 0.0)
    assert day.observations(total, None, None).tolist() == [whole]


def test_all_totals_are_counted_by_hand() -> None:
    assert {*BY_HAND, "once"} == set(TOTALS)


@pytest.mark.parametrize("total", BY_HAND)
def test_of_a_steady_state_the_warm_up_is_left_out(total: Total) -> None:
    steady = Day(world(EDGES, steady=True), CALLS)
    assert steady.observations(total, None, None).tolist() == [BY_HAND[total][1]]


def test_a_day_and_a_batch_are_one_each() -> None:
    assert Day(world(EDGES), CALLS).observations("once", None, 1).tolist() == [1.0]
    assert Day(world(EDGES, steady=True), CALLS).observations("once", None, None).tolist() == [1.0]


def test_a_measure_is_of_one_type_if_it_says_so() -> None:
    calls = records([row(1.0, 3.0, 4.0), row(2.0, 9.0, 10.0, type=1), row(5.0, 6.0, 7.0, type=1)])
    day = Day(world(EDGES, types=2), calls)
    assert [total.tolist() for total in Measure("wait_s", type=1).of(day)] == [[8.0], [2.0]]
    assert [total.tolist() for total in Measure("busy_s", "seconds", type=0).of(day)] == [[1.0], [200.0]]


def test_a_variance_is_the_mean_square_from_the_true_mean() -> None:
    over, under = Measure("offered", "once", squared_from=5.0).of(Day(world(EDGES), CALLS))
    assert (over.tolist(), under.tolist()) == ([4.0], [1.0])


def test_a_hair_of_a_wait_is_none_and_a_hair_late_is_in_time() -> None:
    calls = records([row(1.0, 1.0 + 1e-9, 5.0), row(2.0, 22.0 + 1e-9, 30.0), row(3.0, 23.001, 30.0)])
    day = Day(world(EDGES), calls)
    assert day.observations("delayed", None, None).tolist() == [2.0]
    assert day.observations("answered_in_time", None, None).tolist() == [2.0]


def test_moments_are_cut_off_at_edges() -> None:
    sums = spent_until(np.array([0.0, 2.0, np.inf]), np.array([1.0, 3.0, 5.0]))
    assert sums.tolist() == [0.0, 5.0, 9.0]
