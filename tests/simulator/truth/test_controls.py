"""Controls are zero on the mean, whatever the engine does, and take chance out of a figure."""

import numpy as np
import pytest
from scipy.stats import poisson

from benchmarks.truth.case import Case, Row, judge, observe, together
from benchmarks.truth.controls import Callers, endless_agents, mean_beyond, one_fast_agent
from benchmarks.truth.judging import Estimate, estimate
from benchmarks.truth.measures import Day, Measure
from benchmarks.truth.worlds import agents, batches, centre, kind
from simulator.scenario.draws import Exponential
from tests.simulator.truth.kit import bare, records, row, world

ARRIVE, HANDLING_S, STAFF = 100 / 1800, 180.0, 12
EDGES = batches(ARRIVE, calls=200)
CALLERS = Callers(ARRIVE, Exponential(HANDLING_S), 2 * HANDLING_S**2, STAFF)


def day_of(seed: int) -> Day:
    return Day(world(EDGES, steady=True), bare(ARRIVE, HANDLING_S, STAFF, until_s=EDGES[-1], seed=seed))


def test_one_fast_agent_serves_them_one_after_the_other() -> None:
    waits = one_fast_agent(np.array([0.0, 1.0, 2.0, 9.0]), np.array([3.0, 3.0, 1.0, 1.0]))
    assert waits.tolist() == [0.0, 2.0, 4.0, 0.0]


def test_calls_in_progress_are_counted_by_period() -> None:
    arrived, handled = np.array([0.0, 1.0, 2.0]), np.array([10.0, 2.0, 3.0])
    busy, beyond = endless_agents(np.array([0.0, 2.0, 4.0, 20.0]), arrived, handled, 2)
    assert busy.tolist() == [1.0, 2.0, 1.0]
    assert beyond.tolist() == [0.0, 1.0, 0.0]


def test_what_is_beyond_of_a_poisson_number() -> None:
    numbers = np.arange(200)
    by_hand = poisson.pmf(numbers, 10.0) @ np.maximum(numbers - 12, 0)
    assert mean_beyond(10.0, 12) == pytest.approx(by_hand)


def test_controls_are_zero_on_the_mean() -> None:
    seen = np.vstack([CALLERS.of(day_of(seed)) for seed in range(4)])
    z = seen.mean(axis=0) / seen.std(axis=0) * np.sqrt(len(seen))
    assert seen.shape == (400, 5)
    assert np.abs(z).max() < 3.0


def test_controls_take_most_of_the_chance_out_of_the_mean_wait() -> None:
    """What a run is off by shrinks to less than a half; 40.4449 s is Erlang's."""
    day = day_of(1)
    plain = estimate(*Measure("wait_s").of(day))
    controlled = estimate(*Measure("wait_s").of(day), CALLERS.of(day))
    assert controlled.half_width < plain.half_width / 2
    assert abs(controlled.value - 40.4449) < 2 * controlled.half_width


def test_intervals_hold_what_they_promise() -> None:
    """Of 40 runs, 95 % intervals miss Erlang's wait in two on the mean; in seven or more once in two hundred times."""
    missed = 0
    for seed in range(40):
        day = day_of(100 + seed)
        found = estimate(*Measure("wait_s").of(day), CALLERS.of(day))
        missed += abs(found.value - 40.4449) > found.half_width
    assert missed < 7


def test_calls_that_were_never_handled_get_a_handling_time_of_their_own() -> None:
    calls = records([row(float(each), each + 1.0, outcome=1) for each in range(2000)])
    drawn = Callers(1.0, Exponential(60.0), 7200.0, 2)._handled(Day(world((0.0, 2000.0)), calls))
    assert drawn.mean() == pytest.approx(60.0, rel=0.1)
    later = records([row(each + 0.5, each + 1.0, outcome=1) for each in range(2000)])
    others = Callers(1.0, Exponential(60.0), 7200.0, 2)._handled(Day(world((0.0, 2000.0)), later))
    assert abs(np.corrcoef(drawn, others)[0, 1]) < 0.1


def test_a_day_has_controls_of_its_own_for_each_period() -> None:
    day = Day(world((0.0, 900.0, 1800.0)), bare(ARRIVE, HANDLING_S, STAFF, until_s=1800.0))
    assert CALLERS.of(day).shape == (1, 8)


def test_controls_of_days_that_begin_empty_are_zero_on_the_mean() -> None:
    edges = (0.0, 900.0, 1800.0)
    days = [Day(world(edges), bare(ARRIVE, HANDLING_S, STAFF, until_s=1800.0, seed=seed)) for seed in range(300)]
    seen = np.vstack([CALLERS.of(day) for day in days])
    z = seen.mean(axis=0) / seen.std(axis=0) * np.sqrt(len(seen))
    assert np.abs(z).max() < 3.2


def simulated(handling_s: float) -> list[Estimate]:
    """The mean wait with and without controls, where calls take so long but 180 s are believed."""
    edges = batches(ARRIVE, calls=60)
    rows = tuple(Row(f"wait {plain}", Measure("wait_s"), 40.4449, "", plain=plain) for plain in (True, False))
    rows += (Row("aht", Measure("handling_s", "served"), HANDLING_S, "", plain=True),)
    calls = kind("calls", ARRIVE, Exponential(handling_s), edges)
    case = Case("case", centre(edges, agents(STAFF), calls), rows, (CALLERS,))
    return [judged.found for judged in judge(case, together([observe(case, 1, 0)]))]


def test_callers_who_are_not_as_believed_are_seen_in_what_they_bring() -> None:
    """Controls would hide some of it, so what callers bring is judged without them."""
    *_, as_believed = simulated(HANDLING_S)
    *_, shorter = simulated(0.9 * HANDLING_S)
    assert abs(as_believed.value - HANDLING_S) < 2 * as_believed.half_width
    assert abs(shorter.value - HANDLING_S) > 4 * shorter.half_width
