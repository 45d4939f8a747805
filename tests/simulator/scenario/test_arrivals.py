"""When calls come: as many, as scattered and as evenly as theory says, in blocks that always fit in memory."""

import tracemalloc
from itertools import islice
from math import inf, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from simulator.days.world import Arrivals, Seconds
from simulator.scenario.arrivals import BLOCK, MOST_COUNTED, Counted, Poisson, Trace, exactly
from simulator.scenario.draws import Gamma

EDGES = (0.0, 1800.0, 3600.0, 7200.0, 9000.0)
RATES = (0.02, 0.05, 0.0, 0.03)
MEANS = np.array([36.0, 90.0, 0.0, 54.0])
DAYS = 2000
OBSERVED = np.array([[10, 40, 0, 7], [30, 80, 2, 7], [20, 60, 1, 7]])


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(20261122)


def a_day(arrivals: Arrivals, generator: np.random.Generator, busyness: float = 1.0) -> Seconds:
    """All arrivals of one day in one piece."""
    return np.concatenate([np.empty(0), *arrivals.times(generator, busyness)])


def counts_of_days(
    arrivals: Arrivals, generator: np.random.Generator, busyness: float = 1.0, days: int = DAYS
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """How many come in each period, a row a day."""
    return np.array([np.histogram(a_day(arrivals, generator, busyness), EDGES)[0] for _ in range(days)])


EVERY: list[Arrivals] = [
    Poisson(EDGES, RATES),
    Counted(EDGES, OBSERVED),
    Counted(EDGES, OBSERVED, by_period=True),
    exactly(EDGES, [36, 90, 0, 54]),
    Trace(EDGES, np.array([5000.0, 1.0, 8999.9, 1.0])),
]


@pytest.mark.parametrize("arrivals", EVERY, ids=lambda each: type(each).__name__)
def test_arrivals_ascend_within_the_day_and_the_same_seed_gives_the_same(arrivals: Arrivals) -> None:
    once, again = (a_day(arrivals, np.random.default_rng(3)) for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert len(once) > 0
    assert np.all(np.diff(once) >= 0)
    assert once[0] >= EDGES[0]
    assert once[-1] <= EDGES[-1]


@pytest.mark.parametrize("arrivals", EVERY, ids=lambda each: type(each).__name__)
def test_the_rate_of_each_period_is_what_comes_in_it(arrivals: Arrivals, generator: np.random.Generator) -> None:
    seen = counts_of_days(arrivals, generator).mean(axis=0)
    meant = np.array([arrivals.rate(period) for period in range(4)]) * np.diff(EDGES)
    assert seen == pytest.approx(meant, rel=0.03)
    assert arrivals.rate(4) == arrivals.rate(3) == arrivals.rate(99)


def test_poisson_counts_have_their_mean_and_as_much_variance(generator: np.random.Generator) -> None:
    counts = counts_of_days(Poisson(EDGES, RATES), generator)
    busy = MEANS > 0
    assert np.all(np.abs(counts.mean(axis=0) - MEANS)[busy] < 4 * np.sqrt(MEANS[busy] / DAYS))
    assert np.all(counts[:, ~busy] == 0)
    ratios = counts.var(axis=0, ddof=1)[busy] / MEANS[busy]
    assert ratios == pytest.approx(np.ones(3), abs=4 * sqrt(2 / DAYS))


def test_each_count_is_poisson_and_apart_from_the_others(generator: np.random.Generator) -> None:
    counts = counts_of_days(Poisson(EDGES, RATES), generator)
    first = stats.poisson(36.0)
    bounds = [-1, *first.ppf([0.1, 0.25, 0.5, 0.75, 0.9]), inf]
    seen = np.histogram(counts[:, 0], np.array(bounds) + 0.5)[0]
    assert stats.chisquare(seen, DAYS * np.diff(first.cdf(bounds))).pvalue > 0.01
    assert abs(np.corrcoef(counts[:, 0], counts[:, 1])[0, 1]) < 4 / sqrt(DAYS)


def test_poisson_gaps_have_no_memory_and_periods_are_filled_evenly(generator: np.random.Generator) -> None:
    steady = a_day(Poisson((0.0, 1e6), (0.05,)), generator)
    assert stats.kstest(np.diff(steady), stats.expon(scale=20).cdf).pvalue > 0.01
    days = np.concatenate([a_day(Poisson(EDGES, RATES), generator) for _ in range(200)])
    within = days[(days >= 1800) & (days < 3600)]
    assert stats.kstest(within, stats.uniform(1800, 1800).cdf).pvalue > 0.01


def test_a_factor_of_the_day_scatters_poisson_counts_as_theory_says(generator: np.random.Generator) -> None:
    factors = Gamma(1.0, 0.3).draw(generator, DAYS)
    poisson = Poisson(EDGES, RATES)
    counts = np.array([np.histogram(a_day(poisson, generator, each), EDGES)[0] for each in factors.tolist()])
    assert counts[:, 1].mean() == pytest.approx(90, rel=0.03)
    assert counts[:, 1].var() / 90 == pytest.approx(1 + 90 * 0.09, rel=0.1)
    assert np.corrcoef(counts[:, 0], counts[:, 1])[0, 1] > 0.7  # it is one factor for the whole day


def test_a_busier_day_has_the_same_callers_sooner() -> None:
    steady = Poisson((0.0, 100_000.0), (0.01,))
    calm, busy = (a_day(steady, np.random.default_rng(5), busyness) for busyness in (1.0, 1.25))
    assert busy[: len(calm)] * 1.25 == pytest.approx(calm)
    assert len(busy) > len(calm)


def test_a_long_run_comes_in_blocks_as_it_is_needed(generator: np.random.Generator) -> None:
    hundred_million = Poisson((0.0, 1e9), (0.1,))
    tracemalloc.start()
    last, come = 0.0, 0
    for block in islice(hundred_million.times(generator, 1.0), 12):
        assert len(block) == BLOCK
        assert block[0] > last
        last, come = float(block[-1]), come + len(block)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * 8 * BLOCK
    assert last == pytest.approx(come * 10, rel=4 / sqrt(come))


def test_all_of_a_run_of_several_blocks_is_there(generator: np.random.Generator) -> None:
    blocks = list(Poisson((0.0, 1e6, 2e6), (0.1, 0.2)).times(generator, 1.0))
    assert max(map(len, blocks)) <= BLOCK
    come = np.concatenate(blocks)
    assert len(come) == pytest.approx(300_000, abs=4 * sqrt(300_000))
    assert np.all(np.diff(come) >= 0)
    assert np.searchsorted(come, 1e6) == pytest.approx(100_000, abs=4 * sqrt(100_000))


def test_a_small_day_draws_little_more_than_it_needs(generator: np.random.Generator) -> None:
    a_day(Poisson(EDGES, RATES), generator)
    meant = np.random.default_rng(20261122)
    meant.standard_exponential(258)  # 180 calls are expected, and five standard deviations more
    assert generator.random() == meant.random()


def test_observed_days_keep_their_periods_together(generator: np.random.Generator) -> None:
    counts = counts_of_days(Counted(EDGES, OBSERVED), generator, days=600)
    rows, seen = np.unique(counts, axis=0, return_counts=True)
    assert rows.tolist() == sorted(OBSERVED.tolist())
    assert stats.chisquare(seen).pvalue > 0.01


def test_periods_may_be_drawn_each_for_itself(generator: np.random.Generator) -> None:
    counts = counts_of_days(Counted(EDGES, OBSERVED, by_period=True), generator)
    assert set(counts[:, 0].tolist()) == {10, 20, 30}
    assert abs(np.corrcoef(counts[:, 0], counts[:, 1])[0, 1]) < 4 / sqrt(DAYS)


def test_counted_calls_are_spread_evenly_in_their_period(generator: np.random.Generator) -> None:
    come = a_day(exactly(EDGES, [0, 5000, 0, 0]), generator)
    assert stats.kstest(come, stats.uniform(1800, 1800).cdf).pvalue > 0.01


def test_exactly_so_many_come_in_each_period(generator: np.random.Generator) -> None:
    counts = counts_of_days(exactly(EDGES, [36, 90, 0, 54]), generator, days=50)
    assert np.all(counts == [36, 90, 0, 54])


def test_busyness_multiplies_counts_and_chance_rounds_them_so_that_the_mean_is_right(
    generator: np.random.Generator,
) -> None:
    counts = counts_of_days(exactly(EDGES, [1, 10, 0, 7]), generator, 1.23)
    assert set(counts[:, 1].tolist()) == {12, 13}
    assert counts.mean(axis=0) == pytest.approx([1.23, 12.3, 0, 8.61], abs=4 * 0.5 / sqrt(DAYS))
    assert a_day(exactly(EDGES, [1, 10, 0, 7]), generator, 0.0).tolist() == []


def test_a_period_of_very_many_counted_calls_is_spread_slice_by_slice(generator: np.random.Generator) -> None:
    blocks = list(exactly((0.0, 1800.0), [300_000]).times(generator, 1.0))
    assert max(map(len, blocks)) <= BLOCK
    come = np.concatenate(blocks)
    assert len(come) == 300_000
    assert np.all(np.diff(come) >= 0)
    assert stats.kstest(come, stats.uniform(0, 1800).cdf).pvalue > 0.01


def test_a_trace_is_the_same_every_day_whatever_the_busyness(generator: np.random.Generator) -> None:
    trace = Trace(EDGES, np.array([5000.0, 1.0, 8999.9, 1.0]))
    assert a_day(trace, generator).tolist() == a_day(trace, generator, 3.0).tolist() == [1, 1, 5000, 8999.9]
    assert trace.rate(0) == 2 / 1800
    assert generator.random() == np.random.default_rng(20261122).random()
    long = Trace((0.0, 1.0), np.linspace(0, 0.99, BLOCK + 1))
    assert [len(block) for block in long.times(generator, 1.0)] == [BLOCK, 1]


@pytest.mark.parametrize("busyness", [-0.1, nan, inf])
def test_a_busyness_that_is_no_factor_is_refused(busyness: float, generator: np.random.Generator) -> None:
    for arrivals in EVERY[:4]:
        with pytest.raises(ValueError, match=r"busyness is .*; a number of 0 or more is expected"):
            a_day(arrivals, generator, busyness)


def test_what_does_not_fit_the_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="rates has 1 of 4 periods; one for each is expected"):
        Poisson(EDGES, (0.1,))
    with pytest.raises(ValueError, match="days has 2 of 4 periods"):
        Counted(EDGES, np.array([[1, 2]]))
    with pytest.raises(ValueError, match=r"days has the shape \(0,\)"):
        Counted(EDGES, np.array([], dtype=np.int64))
    for edges in ((), (0.0,), (0.0, 0.0), (0.0, 2.0, 1.0), (0.0, nan), (0.0, inf)):
        with pytest.raises(ValueError, match="each above the one before, are expected"):
            Poisson(edges, (0.1,) * (len(edges) - 1))


@pytest.mark.parametrize("number", [-1.0, nan, inf])
def test_numbers_that_cannot_be_drawn_with_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="rates holds one that is below 0, infinite or no number"):
        Poisson((0.0, 1.0), (number,))
    with pytest.raises(ValueError, match="moments hold"):
        Trace((0.0, 1.0), np.array([0.5, number]))


def test_negative_or_endless_counts_and_moments_outside_the_day_are_refused() -> None:
    with pytest.raises(ValueError, match="days holds one that is below 0"):
        exactly((0.0, 1.0), [-1])
    with pytest.raises(ValueError, match="more than 10000000 calls in a period"):
        exactly((0.0, 1.0), [MOST_COUNTED + 1])
    with pytest.raises(ValueError, match="moments hold 9000 s; 0 s to 9000 s is expected"):
        Trace(EDGES, np.array([9000.0]))
