"""app_queue's queues where the truth is known: formulas, small chains, and the engine on the same callers."""

import numpy as np
import pytest

from simulator.app_queue import Line
from simulator.app_queue.settings import STRATEGIES, Strategy
from simulator.days.records import ABANDONED, SERVED, Records
from simulator.days.simulation import records_of_day as engine_day
from simulator.erlang import waiting_line
from tests.simulator.app_queue.kit import Exponential, calls, day, members, poisson, queues, waits, world

ALIKE = [f"agent{number}" for number in range(6)]
CALLS = 20_000


def one_queue(
    rate: float, patience_s: float | None, strategy: Strategy, look_every_s: float = 0.0, count: int = CALLS
) -> Records:
    patience = None if patience_s is None else Exponential(patience_s)
    until = count / rate
    centre = world([calls("help", poisson(rate, until), Exponential(60), patience)], ALIKE, until)
    line = Line(name="help", members=members(dict.fromkeys(ALIKE, 0)), strategy=strategy)
    return day(centre, queues(line, look_every_s=look_every_s))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_one_queue_of_agents_who_are_alike_is_erlang_a_whatever_the_strategy(strategy: Strategy) -> None:
    records, truth = one_queue(0.1, 90, strategy), waiting_line(0.1, 60, 6, 90)
    assert waits(records).mean() == pytest.approx(truth.mean_wait_s, rel=0.05)
    assert (waits(records) > 0).mean() == pytest.approx(truth.p_wait, rel=0.04)
    assert (records.outcome == ABANDONED).mean() == pytest.approx(truth.p_abandon, rel=0.06)


def test_without_patience_it_is_erlang_c() -> None:
    records, truth = one_queue(0.065, None, "leastrecent", count=80_000), waiting_line(0.065, 60, 6)
    assert waits(records).mean() == pytest.approx(truth.mean_wait_s, rel=0.1)
    assert (waits(records) > 0).mean() == pytest.approx(truth.p_wait, rel=0.04)
    assert (records.outcome == SERVED).all()


def test_looking_once_a_second_costs_waiting_callers_about_half_a_second() -> None:
    at_once, looking = (one_queue(0.04, None, "linear", look_every_s) for look_every_s in (0.0, 1.0))
    delayed, looked = waits(at_once)[waits(at_once) > 0], waits(looking)[waits(looking) > 0]
    assert looked.mean() - delayed.mean() == pytest.approx(0.5, abs=0.2)
    assert np.abs(looked - looked.round()).max() < 1e-6


def test_looking_late_leaves_agents_idle_while_callers_wait() -> None:
    """Each wait is rounded up to whole looks, so the line moves a little slower than Erlang's."""
    looking, truth = one_queue(0.09, None, "leastrecent", 5.0), waiting_line(0.09, 60, 6)
    assert waits(looking).mean() > 1.15 * truth.mean_wait_s


def test_the_lower_penalty_takes_what_a_loss_system_takes_and_the_higher_what_overflows() -> None:
    """One agent before another: the first is a line of its own with the overflow going on, Erlang B by hand."""
    rate, handling_s = 0.02, 50.0  # a load of 1 erlang; everybody hangs up at once who finds both busy
    until = CALLS / rate
    centre = world(
        [calls("help", poisson(rate, until), Exponential(handling_s), Exponential(1e-6))], ["ann", "bob"], until
    )
    for strategy in ("linear", "random", "rrmemory"):
        line = Line(name="help", members=members({"ann": 3, "bob": 0}), strategy=strategy)
        records = day(centre, queues(line))
        share = [(records.agent == agent).mean() for agent in (0, 1)]
        assert share[1] == pytest.approx(1 / 2, rel=0.03)  # the preferred one is busy half of the time: B(1, 1)
        assert share[0] == pytest.approx(1 / 2 - 1 / 5, rel=0.03)  # and both are: B(1, 2)


def test_the_callers_are_those_of_the_engine() -> None:
    """Where agents are alike and nobody looks late, who comes first is served first on both sides: the same waits."""
    centre = world([calls("help", poisson(0.1, 20_000), Exponential(60), Exponential(120))], ALIKE, 20_000)
    line = Line(name="help", members=members(dict.fromkeys(ALIKE, 0)), strategy="leastrecent")
    ours = list(engine_day(centre, seed=5, day=2))
    theirs = day(centre, queues(line), seed=5, number=2)
    arrived, ended = (
        np.concatenate([getattr(block, name) for block in ours]) for name in ("arrived_at", "wait_ended_at")
    )
    order, other = np.argsort(arrived), np.argsort(theirs.arrived_at)
    assert np.allclose(arrived[order], theirs.arrived_at[other], rtol=0, atol=1e-9)
    assert np.allclose(ended[order], theirs.wait_ended_at[other], atol=1e-6)


def test_the_same_seed_gives_the_same_day_and_another_a_different_one() -> None:
    centre = world([calls("help", poisson(0.1, 5000), Exponential(60), Exponential(90))], ALIKE, 5000)
    line = Line(name="help", members=members(dict.fromkeys(ALIKE, 0)), strategy="random")
    first, again, other = (day(centre, queues(line, look_every_s=1.0), seed=seed) for seed in (1, 1, 2))
    assert all((getattr(first, name) == getattr(again, name)).all() for name in ("agent", "wait_ended_at", "free_at"))
    assert len(first) != len(other) or (first.arrived_at != other.arrived_at).any()


def test_a_free_agent_never_stands_beside_who_has_the_turn_for_longer_than_a_look() -> None:
    """At a load of a few calls, who finds an agent free waits for nothing at all."""
    centre = world([calls("help", poisson(0.001, 1e6), Exponential(60))], ALIKE, 1e6)
    line = Line(name="help", members=members(dict.fromkeys(ALIKE, 0)))
    assert waits(day(centre, queues(line, look_every_s=1.0))).max() == 0.0
