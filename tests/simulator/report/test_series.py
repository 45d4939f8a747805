"""What plots are drawn of."""

from math import nan

import msgspec
import numpy as np
import pytest

from simulator.report import series
from simulator.statistics.results import Figure, Figures, Results, Waits
from tests.simulator.report.kit import DAYS, EDGES_S, bare, load, nothing, results


def changed(**fields: object) -> Results:
    return msgspec.structs.replace(results(), **fields)


def test_erlangs_are_calls_by_handling_time_and_agents_are_hours_by_interval() -> None:
    erlangs, agents = series.load(results())
    assert erlangs[7] == pytest.approx(load(7) * 232 / 1800)
    assert agents == pytest.approx(np.full(24, 24.0))


def test_without_groups_nobody_knows_how_many_agents_there_were() -> None:
    erlangs, agents = series.load(changed(groups={}))
    assert np.isfinite(erlangs).all()
    assert not np.isfinite(agents).any()


def test_an_interval_without_calls_has_no_work_and_no_service_level() -> None:
    assert series.load(nothing()).erlangs == pytest.approx(np.zeros(4))
    assert not series.by_period(nothing().periods, "service_level").known


@pytest.mark.parametrize(
    "odd", [changed(steady=True), changed(edges_s=EDGES_S[:-1]), changed(edges_s=EDGES_S[::-1]), bare()]
)
def test_what_has_no_sound_intervals_is_not_drawn_by_interval(odd: Results) -> None:
    assert len(series.borders(odd)) == 0


def test_a_bar_begins_at_the_target_so_no_bar_has_days_of_both_kinds() -> None:
    bars = series.day_bars(results())
    assert (bars.edges == 0.8).sum() == 1
    assert bars.days.sum() == DAYS
    assert bars.met @ bars.days == sum(level >= 0.8 for level in results().service_levels)


def test_a_day_exactly_at_the_target_has_met_it() -> None:
    bars = series.day_bars(changed(service_levels=(0.8, 0.7999)))
    assert bars.met @ bars.days == 1
    assert bars.days.sum() == 2


@pytest.mark.parametrize("levels", [(0.0, 1.0), (0.05,) * 3, (1.0,) * 3])
def test_there_are_never_too_many_bars(levels: tuple[float, ...]) -> None:
    assert len(series.day_bars(changed(service_levels=levels)).days) <= series.MOST_BARS


def test_the_waits_end_where_nearly_all_have_been_answered() -> None:
    upto, share = series.waits(results())
    assert 0.995 <= share[-1] < 0.996
    assert upto[-1] < 200


def test_waits_reach_beyond_the_threshold_even_if_all_are_short() -> None:
    upto, _ = series.waits(changed(waits=Waits(tuple(map(float, range(100))), (1.0,) * 100)))
    assert upto[-1] > 20


def test_the_share_within_a_time_is_read_between_two_points() -> None:
    half = changed(waits=Waits((0.0, 10.0, 20.0, 30.0, 40.0), (0.2, 0.4, 0.6, 0.8, 1.0)))
    assert series.share_within(half, 25.0) == pytest.approx(0.7)
    assert series.share_within(bare(), 25.0) is None


def test_what_is_no_number_among_waits_and_days_is_left_out() -> None:
    odd = changed(waits=Waits((0.0, nan, 2.0), (0.5, 0.6, 1.0)), service_levels=(0.9, nan))
    assert series.waits(odd)[0] == pytest.approx([0.0, 2.0])
    assert series.day_levels(odd) == pytest.approx([0.9])


def test_one_day_has_no_intervals_whatever_it_says() -> None:
    one = series.honest(results(days=1))
    assert {figure.half_width for figure in one.total.values()} == {0.0}
    assert {each.half_width for kind in one.types.values() for part in kind.periods for each in part.values()} == {0.0}
    assert series.honest(results()) == results()


def test_only_the_largest_groups_are_drawn() -> None:
    big, small = (results().groups[name] for name in ("generalists", "bilingual"))
    many = {"small": small} | {f"group {each}": big for each in range(series.MOST_GROUPS)}
    assert series.largest_groups(changed(groups=many)) == [name for name in many if name != "small"]
    assert series.largest_groups(nothing()) == []


def test_a_figure_that_is_missing_in_one_interval_leaves_a_gap() -> None:
    periods: tuple[Figures, ...] = ({"offered": Figure(1.0, 0.1)}, {}, {"offered": Figure(3.0, 0.1)})
    assert np.isnan(series.by_period(periods, "offered").mean).tolist() == [False, True, False]
