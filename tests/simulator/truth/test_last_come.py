"""Last come, first served: what is exactly known of it, and that its callers are one stream."""

import numpy as np
import pytest

from benchmarks.truth.case import joined
from benchmarks.truth.last_come import MOST, NthArrival, NthDuration, abandoned, last_come
from benchmarks.truth.queues import Line, found
from simulator.days.records import SERVED
from simulator.days.simulation import records_of_day
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential


def test_as_many_hang_up_as_were_simulated_elsewhere() -> None:
    assert abandoned(10.5, 1.0, 10, 1.0) == pytest.approx(0.1305, abs=6e-5)


def test_who_has_no_patience_is_lost_as_in_erlang_b() -> None:
    lost = found(10.0, Line(12, 1.0, 0.0, 12))[-1]
    assert abandoned(10.0, 1.0, 12, 1e-9) == pytest.approx(lost, rel=1e-6)


def test_who_has_patience_enough_is_served_where_there_are_agents_enough() -> None:
    assert abandoned(10.0, 1.0, 12, 200.0) == pytest.approx(0.0, abs=1e-6)


def test_all_callers_together_are_one_stream() -> None:
    poisson, seed = Poisson(edges=(0.0, 600.0), rates=(0.1,)), 5
    whole = np.concatenate(list(poisson.times(np.random.default_rng(seed), 1.0)))
    each = [list(NthArrival(number, poisson).times(np.random.default_rng(seed), 1.0)) for number in range(100)]
    assert np.concatenate([block for blocks in each for block in blocks]).tolist() == whole.tolist()
    assert NthArrival(0, poisson).rate(0) * MOST == pytest.approx(0.1)


def test_each_caller_has_the_next_draw() -> None:
    talks = Exponential(60.0)
    whole = talks.draw(np.random.default_rng(5), 10)
    assert [NthDuration(n, talks).draw(np.random.default_rng(5), 1)[0] for n in range(10)] == whole.tolist()
    assert NthDuration(3, talks).mean_s == 60.0


def test_among_those_who_wait_whoever_came_last_is_answered_first() -> None:
    """At each answer of a caller who had waited, nobody waits on who came later."""
    day = joined(records_of_day(last_come().world, seed=1, day=0))
    assert len(day) < MOST
    waited = np.flatnonzero((day.outcome == SERVED) & (day.wait_ended_at > day.arrived_at))
    assert len(waited) > 100
    for call in waited:
        at, came = day.wait_ended_at[call], day.arrived_at[call]
        later = (day.arrived_at > came) & (day.arrived_at < at) & (day.wait_ended_at > at)
        assert not later.any()
