"""Intervals are as wide as they must be: 95 of 100 of them hold the truth."""

from functools import cache
from math import exp, sqrt

import numpy as np
import pytest
from scipy.special import bdtr

from simulator.days.records import Records
from simulator.days.world import World
from simulator.statistics.estimates import results_of
from simulator.statistics.intervals import Estimate, ShareOfDays, divided, jackknifed, mean_of, ratio_of
from simulator.statistics.observations import observations
from simulator.statistics.results import Figures
from tests.simulator.statistics.kit import Call, one_type, results, tally_of

T_2 = 4.302652729911275  # Student's 97.5 % quantile of 2 degrees of freedom, as in any table


def test_a_mean_of_counts_has_students_interval() -> None:
    found = mean_of(np.array([3.0, 5.0, 10.0]))
    assert found.mean == 6.0
    assert found.half_width() == pytest.approx(T_2 * sqrt(13 / 3))  # of 3, 5, 10 the variance is 13


def test_a_ratio_is_of_totals_and_its_interval_by_the_delta_method() -> None:
    found = ratio_of(np.array([1.0, 0.0, 5.0]), np.array([4.0, 2.0, 6.0]))
    assert found.mean == 0.5  # the mean of daily ratios would be 0.361
    pulls = [(1 - 2) / 4, (0 - 1) / 4, (5 - 3) / 4]
    assert found.half_width() == pytest.approx(T_2 * sqrt(sum(pull**2 for pull in pulls) / 2 / 3))


def test_a_ratio_that_is_the_same_every_day_is_certain_however_many_calls_there_are() -> None:
    assert ratio_of(np.array([1.0, 3.0, 5.0]), np.array([2.0, 6.0, 10.0])).half_width() == pytest.approx(0.0, abs=1e-12)


def test_a_ratio_through_nothing_is_0_and_certain() -> None:
    found = ratio_of(np.array([1.0, 2.0]), np.zeros(2))
    assert found.mean == found.half_width() == 0.0
    assert divided(np.array([1.0, 1.0]), np.array([0.0, 4.0])).tolist() == [0.0, 0.25]


def test_the_jackknife_of_a_mean_is_the_means_own_interval() -> None:
    values = np.array([3.0, 5.0, 10.0])
    without = (values.sum() - values) / 2
    assert jackknifed(values.mean(), without).half_width() == pytest.approx(mean_of(values).half_width())


def test_one_observation_tells_nothing_of_the_spread_so_the_half_width_is_the_figures_own_size() -> None:
    one = results(one_type(), [Call(waits=30.0), Call(waits=0.0)]).total
    for name in ("offered", "wait_mean_s", "service_level", "wait_p90_s"):
        assert one[name].half_width == one[name].mean > 0.0


@pytest.mark.parametrize("days", [5, 20, 60])
def test_a_share_of_days_has_wilsons_interval_which_all_of_a_few_days_do_not_make_certain(days: int) -> None:
    always = ShareOfDays(np.array(1.0), np.zeros(days)).half_width()
    assert always == pytest.approx(3.8415 / (days + 3.8415), rel=1e-4)  # z^2 / (n + z^2)
    for share in np.linspace(0.02, 0.98, 25):
        assert _coverage_of_share(days, float(share)) > 0.92


def _coverage_of_share(days: int, truth: float) -> float:
    """How probable it is that the interval holds the truth: summed over all that may be seen."""
    holds = 0.0
    for met in range(days + 1):
        seen = met / days
        if abs(seen - truth) <= ShareOfDays(np.array(seen), np.zeros(days)).half_width():
            holds += bdtr(met, days, truth) - (bdtr(met - 1, days, truth) if met else 0.0)
    return holds


REPETITIONS, DAYS = 300, 20
OFFERED, P_WAIT, MEAN_S, PATIENCE_S = (80.0, 160.0), (0.2, 0.6), (10.0, 40.0), 200.0
"""Of a quiet day and of a busy one, each of which is one of two: calls, share of who waits, and their mean wait."""


@cache
def repeated() -> list[Figures]:
    """The same small study again and again, of other days: how often does its interval hold what is true?"""
    centre = one_type(edges=[0.0, 100.0])
    chance = np.random.default_rng(20261122)
    return [_study(centre, chance) for _ in range(REPETITIONS)]


def _study(centre: World, chance: np.random.Generator) -> Figures:
    tallies = [tally_of(centre, _day(chance)) for _ in range(DAYS)]
    return results_of(observations(centre, tallies), seed=0).total


def _day(chance: np.random.Generator) -> Records:
    busy = int(chance.integers(0, 2))
    calls = int(chance.poisson(OFFERED[busy]))
    arrived = chance.uniform(0.0, 100.0, calls)
    waits = np.where(chance.random(calls) < P_WAIT[busy], chance.exponential(MEAN_S[busy], calls), 0.0)
    gone = (waits > PATIENCE_S).astype(np.int64)
    ended = arrived + np.minimum(waits, PATIENCE_S)
    none = np.zeros(calls, np.int64)
    return Records(
        type=none, outcome=gone, agent=none - 1, attempt=none, arrived_at=arrived, wait_ended_at=ended, free_at=ended
    )


def _over(quiet: float, busy: float) -> float:
    """The mean over calls of what is so on a quiet day and so on a busy one."""
    return (OFFERED[0] * quiet + OFFERED[1] * busy) / sum(OFFERED)


def _waits_longer(wait_s: float) -> float:
    return _over(*(share * exp(-wait_s / mean) for share, mean in zip(P_WAIT, MEAN_S, strict=True)))


def _mean_wait() -> float:
    return _over(*(p * mean * (1 - exp(-PATIENCE_S / mean)) for p, mean in zip(P_WAIT, MEAN_S, strict=True)))


def _percentile(share: float) -> float:
    low, high = 0.0, PATIENCE_S
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _waits_longer(middle) > 1 - share else (low, middle)
    return low


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("offered", sum(OFFERED) / 2),
        ("abandoned", sum(OFFERED) / 2 * _waits_longer(PATIENCE_S)),
        ("p_wait", _over(*P_WAIT)),
        ("wait_mean_s", _mean_wait()),
        ("wait_mean_delayed_s", _mean_wait() / _over(*P_WAIT)),
        ("service_level", 1 - _waits_longer(20.0)),
        ("wait_p90_s", _percentile(0.9)),
        ("wait_p95_s", _percentile(0.95)),
    ],
)
def test_ninety_five_of_a_hundred_intervals_hold_the_truth(name: str, truth: float) -> None:
    held = sum(abs(found[name].mean - truth) <= found[name].half_width for found in repeated())
    # Of 300 it is 285 give or take 4; twenty days are few for the rare ones. Far too wide is no good, either.
    assert REPETITIONS * 0.90 < held < REPETITIONS * 0.985, f"{held} of {REPETITIONS}"
    assert float(np.mean([found[name].mean for found in repeated()])) == pytest.approx(truth, rel=0.02)


def test_the_spread_of_the_figures_is_what_their_intervals_say() -> None:
    for name in ("wait_mean_s", "service_level", "queue_length_mean", "wait_p90_s"):
        spread = float(np.std([found[name].mean for found in repeated()], ddof=1))
        told = float(np.mean([found[name].half_width for found in repeated()])) / 2.093  # Student's, 19 degrees
        assert told == pytest.approx(spread, rel=0.12), name


def test_estimates_are_scaled_and_subtracted_with_their_pulls() -> None:
    first, second = Estimate(np.array(5.0), np.array([1.0, -1.0])), Estimate(np.array(3.0), np.array([1.0, -1.0]))
    assert first.minus(second).half_width() == 0.0
    assert first.times(2.0).half_width() == 2.0 * first.half_width() > 0.0
