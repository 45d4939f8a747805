"""Variants are compared day by day, so what both have in common does not hide their difference."""

from math import sqrt

import numpy as np
import pytest

from simulator.statistics.estimates import results_of
from simulator.statistics.intervals import mean_of
from simulator.statistics.paired import NotTheSameDays, compare
from simulator.statistics.results import GROUP_MEASURES, MEASURES, MORE_MEASURES
from tests.simulator.statistics.kit import Call, a_day, duty, kind, observed, one_type, world

T_2 = 4.302652729911275
CENTRE = one_type(name="base")
OTHER = one_type(name="other")


def served(count: int, wait: float = 0.0) -> list[Call]:
    return [Call(waits=wait)] * count


def test_a_difference_of_counts_is_of_pairs_of_days() -> None:
    base = observed(CENTRE, served(10), served(100), served(1000))
    other = observed(OTHER, served(12), served(103), served(1007))
    found = compare(base, other)
    offered = found.total["offered"]
    assert (found.base, found.other, found.days) == ("base", "other", 3)
    assert (offered.base, offered.other, offered.difference) == (370.0, 374.0, 4.0)
    assert offered.half_width == pytest.approx(T_2 * sqrt(7 / 3))  # of 2, 3, 7 the variance is 7
    assert not offered.significant


def test_a_small_difference_that_every_day_has_is_seen_though_the_days_differ_much() -> None:
    loads = [10, 100, 1000, 400]
    base = observed(CENTRE, *(served(load) for load in loads))
    other = observed(OTHER, *(served(load + extra) for load, extra in zip(loads, (2, 3, 2, 3), strict=True)))
    offered = compare(base, other).total["offered"]
    alone = results_of(base, seed=0).total["offered"].half_width
    assert offered.significant
    assert offered.half_width < 1.0 < 100.0 < alone


def test_a_difference_of_ratios_is_of_totals_and_linear_by_day() -> None:
    first = [(10, 20.0), (30, 5.0), (20, 10.0)]
    second = [(12, 18.0), (28, 5.0), (20, 7.0)]
    base, other = (observed(CENTRE, *(served(*day) for day in days)) for days in (first, second))
    found = compare(base, other).total["wait_mean_s"]
    means, pulls = [], []
    for days in (first, second):
        calls, waits = np.array([count for count, _ in days]), np.array([count * wait for count, wait in days])
        means.append(waits.sum() / calls.sum())
        pulls.append((waits - means[-1] * calls) / calls.mean())
    assert found.difference == pytest.approx(means[1] - means[0])
    assert found.half_width == pytest.approx(T_2 * np.std(pulls[1] - pulls[0], ddof=1) / sqrt(3))


def test_a_variant_does_not_differ_from_itself() -> None:
    days = [a_day(), a_day()[:5], a_day()[2:], []]
    found = compare(observed(world(), *days), observed(world(), *days))
    rows = [found.total, *found.periods, *found.types.values(), *found.groups.values()]
    assert len(rows) == 1 + 2 + 2 + 2
    for row in rows:
        assert all(each.difference == each.half_width == 0.0 and not each.significant for each in row.values())


def test_a_difference_that_is_rounding_is_not_significant_though_every_day_has_it() -> None:
    days = [Call(arrives=0.0, waits=0.3)], [Call(arrives=0.1, waits=0.3)]
    found = compare(*(observed(centre, day, day, day) for centre, day in zip((CENTRE, OTHER), days, strict=True)))
    wait = found.total["wait_mean_s"]
    assert 0.0 < abs(wait.difference) < 1e-12
    assert not wait.significant


def test_every_measure_is_compared_of_the_total_periods_types_and_groups() -> None:
    found = compare(observed(world(), a_day(), []), observed(world(), [], a_day()))
    for row in (found.total, *found.periods, *found.types.values()):
        assert tuple(row) == MEASURES + MORE_MEASURES
    assert all(tuple(row) == GROUP_MEASURES for row in found.groups.values())


def test_only_what_both_have_is_compared_whatever_its_place() -> None:
    other = world(
        types=(kind("help"), kind("chats"), kind("sales")), groups=("night", "first"), duties=(duty("a0", "first"),)
    )
    base_days = ([Call(1, waits=4.0, agent=0)], [Call(1, waits=8.0, agent=0)])
    other_days = ([Call(0, waits=5.0, agent=0)], [Call(0, waits=9.0, agent=0)])
    found = compare(observed(world(), *base_days), observed(other, *other_days))
    assert list(found.types) == ["sales", "help"]
    assert list(found.groups) == ["first"]
    assert found.types["help"]["wait_mean_s"].difference == 1.0
    assert found.types["help"]["wait_mean_s"].significant, "it is 1 s every day"
    assert found.groups["first"]["wait_mean_served_s"].difference == 1.0


def test_periods_are_compared_only_if_they_are_the_same() -> None:
    halves, thirds = one_type((0.0, 50.0, 100.0)), one_type((0.0, 40.0, 80.0, 120.0))
    assert len(compare(observed(halves, served(1)), observed(halves, served(2))).periods) == 2
    assert compare(observed(halves, served(1)), observed(thirds, served(1))).periods == ()


def test_other_numbers_of_days_are_refused() -> None:
    with pytest.raises(NotTheSameDays, match=r"'base' has 2 days .* 'other' has 1; simulate as many"):
        compare(observed(CENTRE, [], []), observed(OTHER, []))


def test_nothing_is_significant_on_one_day() -> None:
    found = compare(observed(CENTRE, served(10)), observed(OTHER, served(20, 30.0)))
    assert found.total["offered"].difference == 10.0
    assert not any(each.significant for each in found.total.values())


def test_percentiles_are_compared_on_pairs_of_sections() -> None:
    waits = [[float(wait) for wait in range(day, 100 + day)] for day in range(20)]
    base = observed(CENTRE, *([Call(waits=wait) for wait in day] for day in waits))
    other = observed(OTHER, *([Call(waits=wait + 10.0) for wait in day] for day in waits))
    p90 = compare(base, other).total["wait_p90_s"]
    assert p90.difference == pytest.approx(10.0, rel=0.1)
    assert p90.significant


def test_one_in_twenty_differences_that_are_none_seems_to_be_one_and_not_more() -> None:
    chance = np.random.default_rng(7)

    def seems_to_differ() -> bool:
        load = chance.integers(20, 60, 15)
        first, second = (mean_of((load + chance.poisson(5, 15)).astype(float)) for _ in range(2))
        apart = second.minus(first)
        return bool(abs(apart.mean) > apart.half_width())

    assert 80 <= sum(seems_to_differ() for _ in range(2000)) <= 120, "100 are to be expected"
