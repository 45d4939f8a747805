"""The benchmark of the simulator: all sides serve the same callers in the same way, and what was found is shown."""

import numpy as np
import pytest

from benchmarks.simulator import streams
from benchmarks.simulator.peers import PEERS
from benchmarks.simulator.streams import DAY_S, Day, Handed, HandedArrivals, drawn

GENERATOR = np.random.default_rng(0)


@pytest.fixture(scope="module")
def days() -> tuple[Day, ...]:
    return drawn(3, seed=7)


def few(*rows: tuple[float, float, float]) -> Day:
    """Callers by the gap before each, the patience and the handling."""
    return Day(*np.array(rows, dtype=float).T)


@pytest.fixture
def two_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.simulator.peers.AGENTS", 2)


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.usefixtures("two_agents")
def test_who_came_first_is_served_first_and_who_has_no_patience_leaves(peer: str) -> None:
    day = few((1, 9, 10), (1, 9, 20), (1, 4, 99), (1, 9, 50), (1, 90, 5))
    assert PEERS[peer](day) == [0.0, 0.0, 4.0, 7.0, 17.0]  # agents are free at 11 and 22


@pytest.mark.parametrize("peer", PEERS)
def test_a_day_without_callers_is_over_at_once(peer: str) -> None:
    assert PEERS[peer](Day(np.zeros(0), np.zeros(0), np.zeros(0))) == []


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_lets_every_caller_wait_as_long_as_the_simplest_does(peer: str, days: tuple[Day, ...]) -> None:
    for day in days:
        assert PEERS[peer](day) == pytest.approx(PEERS["lean_heap"](day), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("peer", PEERS)
def test_the_same_callers_abandon_whoever_models_it(peer: str, days: tuple[Day, ...]) -> None:
    for day in days:
        gone = np.array(PEERS[peer](day)) >= day.patience - 1e-6
        assert gone.tolist() == (np.array(PEERS["lean_heap"](day)) >= day.patience - 1e-6).tolist()
        assert 20 < gone.sum() < 120  # published: 58.6 a day


def test_a_round_has_the_callers_of_the_published_day() -> None:
    day, other = drawn(2, seed=1)
    assert len(day.gap) == len(day.patience) == len(day.handling) == pytest.approx(2016, abs=250)
    assert DAY_S - 200 < day.gap.sum() < DAY_S
    assert day.handling.mean() == pytest.approx(streams.HANDLING_S, rel=0.1)
    assert day.patience.mean() == pytest.approx(streams.PATIENCE_S, rel=0.1)
    assert day.gap.tolist() != other.gap.tolist()


def test_the_same_seed_draws_the_same_callers_and_more_days_leave_the_first_as_they_were() -> None:
    assert drawn(1, seed=3)[0].gap.tolist() == drawn(2, seed=3)[0].gap.tolist()
    assert drawn(1, seed=3)[0].gap.tolist() != drawn(1, seed=4)[0].gap.tolist()


def test_what_was_drawn_is_handed_out_in_order_and_then_nothing() -> None:
    handed = Handed(5.0)
    handed.begin(np.array([1.0, 2.0, 3.0]))
    assert handed.draw(GENERATOR, 2).tolist() == [1.0, 2.0]
    assert handed.draw(GENERATOR, 2).tolist() == [3.0, 0.0]
    assert handed.draw(GENERATOR, 1).tolist() == [0.0]
    handed.begin(np.array([9.0]))
    assert handed.draw(GENERATOR, 1).tolist() == [9.0]


def test_arrivals_come_at_the_moments_that_were_drawn() -> None:
    arrivals = HandedArrivals()
    arrivals.begin(np.array([1.0, 0.5, 2.0]))
    assert [block.tolist() for block in arrivals.times(GENERATOR, 1.7)] == [[1.0, 1.5, 3.5]]
    assert arrivals.rate(0) == arrivals.rate(15) == pytest.approx(0.07)
