"""When calls come, in each way of writing it; and the same of handling by group and by period."""

from pathlib import Path

import numpy as np
import pytest

from simulator.days.records import SERVED
from simulator.days.simulation import records_of_day
from simulator.days.world import Arrivals, World
from simulator.scenario.draws import Exponential, Fixed
from tests.simulator.scenario.kit import STEADY, TYPES, small

H = 3600.0


def arrivals(folder: Path, written: str) -> Arrivals:
    return small(folder, types=TYPES.replace("30 per h", written)).world.types[0].arrivals


def rates(made: Arrivals) -> list[float]:
    return [made.rate(period) * H for period in range(4)]


def times(made: Arrivals, busyness: float = 1.0, seed: int = 1) -> list[float]:
    blocks = list(made.times(np.random.default_rng(seed), busyness))
    return [float(moment) for block in blocks for moment in block]


@pytest.mark.parametrize(
    "written",
    ["30 per h", "{rate: 0.5/min}", "[30, 30.0, 30, 30]", "{rates: [30 per h, 0.5 per min, 1 per 2 min, 30/h]}"],
)
def test_the_same_rate_can_be_written_in_many_ways(tmp_path: Path, written: str) -> None:
    assert rates(arrivals(tmp_path, written)) == pytest.approx([30.0] * 4)


def test_numbers_by_period_are_means(tmp_path: Path) -> None:
    made = arrivals(tmp_path, "[10, 20, 0, 7.5]")
    assert rates(made) == pytest.approx([10, 20, 0, 7.5])
    counts = [np.histogram(times(made, seed=seed), np.arange(5) * H)[0] for seed in range(400)]
    assert np.mean(counts, axis=0) == pytest.approx([10, 20, 0, 7.5], rel=0.05)


def test_of_observed_counts_each_day_takes_one(tmp_path: Path) -> None:
    made = arrivals(tmp_path, "{counts: [[1, 2, 3, 4], [40, 30, 20, 10]]}")
    found = {tuple(np.histogram(times(made, seed=seed), np.arange(5) * H)[0].tolist()) for seed in range(20)}
    assert found == {(1, 2, 3, 4), (40, 30, 20, 10)}


def test_moments_from_a_file_are_the_same_every_day(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("at;who\n08:30;anna\n11:59:30;boris\n08:00;clara\n")
    made = arrivals(tmp_path, "{calls: {file: calls.csv, column: at}}")
    assert times(made) == times(made, seed=2) == [0.0, 0.5 * H, 4 * H - 30]


def test_moments_may_be_counted_from_the_beginning(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("second\n30\n90\n")
    assert times(arrivals(tmp_path, "{calls: {file: calls.csv, column: second, unit: s}}")) == [30.0, 90.0]


def test_a_steady_state_has_one_rate_for_ever(tmp_path: Path) -> None:
    made = small(tmp_path, day=STEADY).world.types[0].arrivals
    assert rates(made) == [30.0] * 4
    assert sum(1 for _ in times(made)) == pytest.approx(330, rel=0.2)


def handling(folder: Path, written: str) -> World:
    groups = "groups: {fast: {agents: 2}, slow: {agents: 2}}"
    return small(folder, types=TYPES.replace("handling: 3 min", f"handling: {written}"), groups=groups).world


def test_handling_may_depend_on_the_group_that_answers(tmp_path: Path) -> None:
    world = handling(tmp_path, "{by_group: {fast: 1 min}, otherwise: {exponential: {rate: 0.5 per min}}}")
    found = {group: list(each) for group, each in world.types[0].handling.items()}
    assert found == {"fast": [Fixed(60.0)], "": [Exponential(120.0)]}


def test_handling_may_depend_on_the_period_of_arrival_too(tmp_path: Path) -> None:
    by_period = "{by_period: [1 min, 2 min, 3 min, 4 min]}"
    world = handling(tmp_path, f"{{by_group: {{fast: {by_period}, slow: 9 min}}}}")
    (records,) = records_of_day(world, seed=1, day=0)
    fast = (records.outcome == SERVED) & (records.agent < 2)
    expected = 60.0 * (np.minimum(records.arrived_at // H, 3) + 1)
    assert fast.any()
    assert np.allclose((records.free_at - records.wait_ended_at)[fast], expected[fast])


def test_wrap_up_of_one_group_is_none_of_the_others(tmp_path: Path) -> None:
    types = f"{TYPES}    wrap_up: {{by_group: {{slow: 30 s}}}}\n"
    groups = "groups: {fast: {agents: 2}, slow: {agents: 2}}"
    world = small(tmp_path, types=types, groups=groups).world
    (records,) = records_of_day(world, seed=1, day=0)
    served = records.outcome == SERVED
    taken = (records.free_at - records.wait_ended_at)[served]
    assert np.allclose(taken, np.where(records.agent[served] < 2, 180.0, 210.0))


def test_who_may_not_wait_is_blocked_where_lines_or_places_are_few(tmp_path: Path) -> None:
    def blocked(more: str) -> int:
        world = small(tmp_path, "types.calls.arrivals=120 per h", more=more).world
        return sum(int((records.outcome == 2).sum()) for records in records_of_day(world, seed=1, day=0))

    assert (blocked(""), blocked("lines: 3") > 50, blocked("queues: {calls: {full: {at: 1}}}") > 30) == (0, True, True)
