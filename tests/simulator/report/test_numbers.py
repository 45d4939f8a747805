"""Figures as people read them."""

from math import inf, nan

import pytest

from simulator.report.numbers import clock, number, per_cent, seconds, seen, show, span, spans
from simulator.statistics.results import Figure
from tests.simulator.report.kit import EDGES_S, nothing, results


def test_english_and_russian_write_numbers_with_their_own_signs() -> None:
    assert number(-12345.678, 1, "en") == "−12,345.7"
    assert number(-12345.678, 1, "ru") == "−12\u202f345,7"


def test_nothing_has_no_minus() -> None:
    assert number(-0.01, 1, "en") == "0.0"


def test_shares_are_shown_in_per_cent_and_whole_ones_without_decimals() -> None:
    assert per_cent(0.8, "en") == "80%"
    assert per_cent(0.8125, "ru") == "81,2\u00a0%"
    assert str(show(Figure(0.8125, 0.021), "service_level", "en")) == "81.2 ± 2.1"


@pytest.mark.parametrize(
    ("half_width", "shown"), [(47.1, "2,339 ± 47"), (3.14, "2,339.3 ± 3.1"), (0.04, "2,339.32 ± 0.04"), (0, "2,339.3")]
)
def test_the_smaller_the_interval_the_more_digits(half_width: float, shown: str) -> None:
    assert str(show(Figure(2339.32, half_width), "offered", "en")) == shown


def test_an_interval_that_is_next_to_nothing_does_not_fill_the_page_with_digits() -> None:
    assert str(show(Figure(1.0, 1e-12), "offered", "en")) == "1.000 ± 0.000"


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_what_is_no_number_is_not_shown(bad: float) -> None:
    assert seen({"offered": Figure(bad, 0.0)}, "offered") is None
    assert seen({"offered": Figure(1.0, bad)}, "offered") is None
    assert str(show(None, "offered", "en")) == "–"


def test_where_nobody_called_ratios_are_unknown_and_counts_are_0() -> None:
    none = nothing().total
    assert seen(none, "offered") == Figure(0.0, 0.0)
    for name in ("service_level", "p_day_meets_target", "wait_mean_s", "wait_p90_s", "wait_mean_delayed_s", "aht_s"):
        assert seen(none, name) is None, name


def test_a_group_without_agents_has_no_occupancy() -> None:
    assert seen(nothing().groups["generalists"].all, "occupancy") is None
    assert seen(results().groups["generalists"].all, "occupancy") is not None


def test_seconds_have_their_unit() -> None:
    assert seconds(20, "en") == "20\u00a0s"
    assert seconds(7.25, "ru") == "7,2\u00a0с"
    assert seconds(1234.5, "en") == "1,234\u00a0s"


@pytest.mark.parametrize(
    ("at_s", "shown"),
    [(0, "00:00"), (30600, "08:30"), (30615, "08:30:15"), (86400, "00:00 +1"), (88200, "00:30 +1")],
)
def test_the_clock_goes_on_after_midnight(at_s: float, shown: str) -> None:
    assert clock(at_s) == shown


def test_at_its_end_a_day_is_at_24_hours() -> None:
    assert span(84600, 86400) == "23:30–24:00"
    assert span(86400, 172800) == "00:00 +1–24:00 +1"


def test_periods_side_by_side_are_one_span() -> None:
    assert span(EDGES_S[0], EDGES_S[1]) == "08:00–08:30"
    assert spans([4, 5, 6, 12], EDGES_S, "en") == "10:00–11:30, 14:00–14:30"


def test_of_many_spans_only_so_many_are_named() -> None:
    assert spans(range(0, 24, 2), EDGES_S, "en").endswith("13:00–13:30, and 6 more")
    assert spans(range(0, 24, 2), EDGES_S, "ru").endswith("13:00–13:30, ещё 6")
