"""What a planner writes means what it says: three ways of writing that nobody waits lose as many as Erlang B says."""

from collections import Counter
from pathlib import Path

import pytest

from simulator.days.records import OUTCOMES
from simulator.days.simulation import records_of_day
from simulator.erlang import erlang_b
from tests.simulator.scenario.kit import small

STEADY = "steady: {warm_up: 2 h, length: 150 h}"
TYPES = "types:\n  calls: {arrivals: 200 per h, handling: {exponential: {mean: 3 min}}}"
GROUPS = "groups: {agents: {agents: 12}}"


def shares(folder: Path, *overrides: str) -> dict[str, float]:
    """What became of the calls that came after the warm-up, as shares of them."""
    world = small(folder, *overrides, day=STEADY, types=TYPES, groups=GROUPS).world
    counted: Counter[str] = Counter()
    for records in records_of_day(world, seed=3, day=0):
        counted.update(OUTCOMES[outcome] for outcome in records.outcome[records.arrived_at >= world.edges[1]])
    return {outcome: count / counted.total() for outcome, count in counted.items()}


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("types.calls.balking=100 %", "balked"),
        ("queues={calls: {full: {at: 0}}}", "blocked"),
        ("lines=12", "blocked"),
    ],
)
def test_where_nobody_waits_as_many_are_lost_as_erlang_b_says(tmp_path: Path, written: str, outcome: str) -> None:
    found = shares(tmp_path, written)
    assert found.keys() == {"served", outcome}
    assert found[outcome] == pytest.approx(erlang_b(10, 12), abs=0.01)
