"""A day is counted as one would by hand: a call where it arrived, time where it passed."""

import pickle

import numpy as np
import pytest

from simulator.days.records import Records
from simulator.statistics.tally import OF_CALLS, OF_GROUPS, Tally
from simulator.statistics.waits import BINS, UPTO_S, WaitCounts, bin_of
from tests.simulator.statistics.kit import Call, a_day, records, tally_of, world

CENTRE = world()


def calls(tally: Tally, name: str) -> list[list[float]]:
    """By type, by period."""
    return [[round(cell, 9) for cell in row] for row in tally.calls[OF_CALLS.index(name)].tolist()]


def groups(tally: Tally, name: str) -> list[list[float]]:
    return [[round(cell, 9) for cell in row] for row in tally.groups[OF_GROUPS.index(name)].tolist()]


@pytest.fixture
def day() -> Tally:
    return tally_of(CENTRE, records(*a_day()))


@pytest.mark.parametrize(
    ("name", "sales", "help_"),
    [
        ("served", [3, 0], [0, 2]),
        ("abandoned", [1, 0], [1, 0]),
        ("blocked", [0, 0], [0, 1]),
        ("balked", [0, 0], [0, 1]),
        ("sent_away", [0, 0], [0, 1]),
        ("retried", [0, 0], [0, 1]),
        ("answered_in_threshold", [3, 0], [0, 2]),
        ("abandoned_quick", [0, 0], [1, 0]),
        ("delayed", [2, 0], [1, 2]),
        ("wait", [45, 0], [3, 55]),
        ("wait_served", [20, 0], [0, 5]),
        ("handling", [80, 0], [0, 50]),
    ],
)
def test_a_call_belongs_to_the_period_in_which_it_arrived(
    day: Tally, name: str, sales: list[float], help_: list[float]
) -> None:
    assert calls(day, name) == [sales, help_]


def test_waiting_and_handling_belong_to_the_periods_in_which_they_passed_and_to_none_after_the_last(day: Tally) -> None:
    assert calls(day, "waiting") == [[20 + 10, 15], [3, 30 + 5]]
    assert calls(day, "handled") == [[30 + 20 + 20, 10], [0, 15]]


def test_groups_are_counted_by_arrival_and_their_work_by_when_it_was_done(day: Tally) -> None:
    assert groups(day, "served") == [[3, 0], [0, 2]]
    assert groups(day, "answered_in_threshold") == [[3, 0], [0, 2]]
    assert groups(day, "wait_served") == [[20, 0], [0, 5]]
    assert groups(day, "handling") == [[80, 0], [0, 50]]
    assert groups(day, "handled") == [[70, 10], [0, 15]]
    assert groups(day, "handled_on_duty") == [[55, 10], [0, 15]]


def test_waits_are_kept_in_bins_and_none_of_0_s(day: Tally) -> None:
    cells = np.repeat(day.waits.codes // BINS, day.waits.counts)
    assert cells.tolist() == [0, 0, 2, 3, 3]  # sales in the first minute, help in the first, help in the second


def test_each_type_has_its_own_thresholds() -> None:
    fifteen = tally_of(CENTRE, records(Call(0, waits=15.0), Call(1, waits=15.0)))
    assert calls(fifteen, "answered_in_threshold") == [[1, 0], [0, 0]]


@pytest.mark.parametrize("arrives", [0.0, 19.548, 53.793, 8184.128, 32_759.918])
def test_who_has_patience_for_just_the_threshold_leaves_within_it_whatever_the_rounding(arrives: float) -> None:
    day = tally_of(CENTRE, records(Call(0, 1, arrives=arrives, waits=20.0), Call(0, 0, arrives=arrives, waits=20.001)))
    assert np.sum(calls(day, "abandoned_quick")) == 1
    assert np.sum(calls(day, "answered_in_threshold")) == 0


def test_who_comes_just_on_a_border_belongs_to_the_later_period() -> None:
    day = tally_of(CENTRE, records(Call(arrives=59.999), Call(arrives=60.0), Call(arrives=120.0), Call(arrives=500.0)))
    assert calls(day, "served")[0] == [1, 3]


def test_one_long_call_is_shared_out_among_all_periods_that_it_lasts() -> None:
    hours = world(edges=[0, 10, 20, 30, 40], duties=(world().duties[0],))
    day = tally_of(hours, records(Call(agent=0, arrives=5, waits=10, handled=1000)))
    assert calls(day, "waiting")[0] == [5, 5, 0, 0]
    assert calls(day, "handled")[0] == [0, 5, 10, 10]


def test_a_wait_is_in_the_bin_that_ends_at_it_or_within_1_per_cent_after_it_and_none_is_too_long() -> None:
    waits = np.geomspace(0.02, 9e5, 1000)
    ends = UPTO_S[bin_of(waits)]
    assert np.all((ends >= waits * (1 - 1e-12)) & (ends <= waits * 1.0101))
    assert bin_of(np.array([1e-8, 0.01, 1e6, 1e12])).tolist() == [0, 0, BINS - 1, BINS - 1]


def test_a_block_of_nothing_changes_nothing() -> None:
    day = tally_of(CENTRE, records())
    assert not day.calls.any()
    assert not day.groups.any()


def test_blocks_add_up_to_the_day_whether_counted_by_one_or_by_two() -> None:
    first, second = records(*a_day()[:4]), records(*a_day()[4:])
    whole = tally_of(CENTRE, records(*a_day()))
    for other in (tally_of(CENTRE, first, second), tally_of(CENTRE, second) + tally_of(CENTRE, first)):
        np.testing.assert_allclose(other.calls, whole.calls, atol=1e-9)
        np.testing.assert_allclose(other.groups, whole.groups, atol=1e-9)
        assert other.waits.codes.tolist() == whole.waits.codes.tolist()
        assert other.waits.counts.tolist() == whole.waits.counts.tolist()


def test_a_tally_travels_to_another_process_and_back(day: Tally) -> None:
    back = pickle.loads(pickle.dumps(day))
    assert back.calls.tolist() == day.calls.tolist()
    assert back.waits.codes.tolist() == day.waits.codes.tolist()


def test_a_tally_of_a_million_calls_is_no_larger_than_of_ten_thousand() -> None:
    chance = np.random.default_rng(5)

    def block(size: int) -> Records:
        arrived = chance.uniform(0.0, 120.0, size)
        ended = arrived + chance.exponential(30.0, size)
        none = np.zeros(size, np.int64)
        return Records(
            type=none, outcome=none, agent=none - 1, attempt=none,
            arrived_at=arrived, wait_ended_at=ended, free_at=ended,
        )  # fmt: skip

    small = tally_of(CENTRE, block(10_000))
    large = tally_of(CENTRE, *(block(65_536) for _ in range(16)))
    assert len(pickle.dumps(large)) < 2 * len(pickle.dumps(small)) < 60_000


def test_wait_counts_of_parts_are_added_and_cells_are_cut_out() -> None:
    cells, waits = np.array([0, 2, 2, 5]), np.array([1.0, 1.0, 1.0, 30.0])
    counts = WaitCounts.sum([WaitCounts.of(cells, waits), WaitCounts.of(cells[:2], waits[:2])])
    assert counts.counts.tolist() == [2, 3, 1]
    cut = counts.between(2, 5, moved=-2)
    assert (cut.codes // BINS).tolist() == [0]
    assert cut.table(3).sum(axis=1).tolist() == [3, 0, 0]
    assert counts.by_bin().sum() == 6
    assert not len(WaitCounts.sum([]).codes)
