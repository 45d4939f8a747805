"""Figures have errors, and all rows are judged together."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from scipy import stats

from benchmarks.truth.judging import JOINT, Estimate, Judged, estimate, least_chance

RANDOM = np.random.default_rng(1)


def judged(exact: float = 10.0, value: float = 10.0, error: float = 1.0, exact_error: float = 0.0) -> Judged:
    found = Estimate(value, error, 100_000)
    return Judged("case", "row", exact, exact_error, found, calls=1, source="somebody")


def test_a_mean_has_the_interval_of_the_books() -> None:
    values = RANDOM.exponential(5.0, 200)
    found = estimate(values, np.ones(200))
    low, high = stats.t.interval(0.95, 199, values.mean(), stats.sem(values))
    assert found.value == pytest.approx(values.mean())
    assert found.half_width == pytest.approx((high - low) / 2)


def test_a_ratio_is_of_totals_and_its_error_that_of_the_delta_method() -> None:
    under = RANDOM.poisson(50.0, 500).astype(float)
    over = under * 3 + RANDOM.normal(0.0, 10.0, 500)
    found = estimate(over, under)
    assert found.value == pytest.approx(over.sum() / under.sum())
    assert found.error == pytest.approx(10.0 / 50.0 / np.sqrt(500), rel=0.1)


def test_a_control_takes_out_what_it_explains() -> None:
    control = RANDOM.normal(0.0, 1.0, 500)
    values = 7.0 + 3.0 * control + RANDOM.normal(0.0, 0.1, 500)
    found = estimate(values, np.ones(500), control[:, None])
    assert found.value == pytest.approx(7.0, abs=0.02)
    assert found.error == pytest.approx(0.1 / np.sqrt(500), rel=0.1)
    assert found.freedom == 498


def test_controls_that_say_the_same_or_nothing_are_no_harm() -> None:
    control = RANDOM.normal(0.0, 1.0, (300, 2))
    values = 7.0 + control[:, 0] + RANDOM.normal(0.0, 1.0, 300)
    alone = estimate(values, np.ones(300), control)
    redundant = np.column_stack((control, control.sum(axis=1), np.zeros(300)))
    assert estimate(values, np.ones(300), redundant).value == pytest.approx(alone.value)
    assert estimate(values, np.ones(300), redundant).freedom == alone.freedom


def test_too_few_observations_are_refused() -> None:
    with pytest.raises(ValueError, match="too few for 5 controls; simulate more days"):
        estimate(np.arange(15.0), np.ones(15), RANDOM.normal(size=(15, 5)))


def test_the_errors_of_both_count() -> None:
    assert judged(value=15.0).z == pytest.approx(5.0)
    assert judged(value=15.0, error=3.0, exact_error=4.0).z == pytest.approx(1.0)


def test_all_rows_pass_together_in_99_of_100_runs_if_all_are_right() -> None:
    assert least_chance(1) == pytest.approx(1 - JOINT)
    assert (1 - least_chance(200)) ** 200 == pytest.approx(JOINT)


def test_of_more_rows_each_may_be_further_off() -> None:
    row = judged(value=13.5)
    assert not row.agrees(1)
    assert row.agrees(200)
    assert not judged(value=15.0).agrees(200)


def test_what_never_varies_must_be_right() -> None:
    assert judged(error=0.0).agrees(1)
    assert judged(value=10.0 + 1e-12, error=0.0).agrees(1)
    assert judged(value=10.0 + 1e-12, error=1e-14).agrees(1)
    wrong = judged(value=10.1, error=0.0)
    assert wrong.z == inf
    assert not wrong.agrees(10**6)


def test_a_figure_that_is_no_number_never_agrees() -> None:
    row = judged()
    assert not replace(row, found=Estimate(float("nan"), 1.0, 10)).agrees(10**6)


def test_a_half_width_is_a_share_of_the_truth() -> None:
    assert judged(exact=-50.0).relative_half_width == pytest.approx(1.96 / 50.0, rel=1e-3)
