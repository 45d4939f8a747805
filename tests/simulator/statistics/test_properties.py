"""Whatever the records are: every figure is a number, and the figures fit together."""

from itertools import pairwise
from math import isfinite

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.days.records import ABANDONED, OUTCOMES, SENT_AWAY, SERVED
from simulator.statistics.as_json import json_text
from simulator.statistics.definitions import DEFINITIONS
from simulator.statistics.estimates import results_of
from simulator.statistics.observations import observations
from simulator.statistics.paired import compare
from simulator.statistics.results import Figures, Results
from tests.simulator.statistics.kit import Call, observed, records, results, tally_of, world

CENTRE = world(edges=(0.0, 10.0, 60.0, 120.0))
SECONDS = st.one_of(st.sampled_from((0.0, 1e-10, 0.01, 10.0, 20.0, 1e7)), st.floats(0.0, 300.0))
CALLS = st.builds(
    Call,
    type=st.integers(0, 1),
    outcome=st.integers(0, len(OUTCOMES) - 1),
    agent=st.integers(-1, 2),
    arrives=st.one_of(st.floats(-5.0, 200.0), st.sampled_from((0.0, 10.0, 60.0, 120.0))),
    waits=SECONDS,
    handled=SECONDS,
    attempt=st.integers(0, 3),
)
DAYS = st.lists(st.lists(CALLS, max_size=8), min_size=1, max_size=4)
SERVED_BY_SOMEBODY = CALLS.filter(lambda call: call.agent >= 0 or call.outcome != SERVED)


def rows(found: Results) -> list[Figures]:
    """All figures that there are."""
    listed = [found.total, *found.periods]
    for kind in found.types.values():
        listed += [kind.all, *kind.periods]
    for group in found.groups.values():
        listed += [group.all, *group.periods]
    return listed


@settings(max_examples=80)
@given(DAYS, st.booleans(), st.sampled_from(sorted(DEFINITIONS)))
def test_every_figure_is_a_number_and_no_share_is_above_1(
    days: list[list[Call]], steady: bool, definition: str
) -> None:
    centre = world(edges=CENTRE.edges, steady=steady, definition=definition)
    found = results(centre, *days)
    assert "NaN" not in json_text(found)
    for row in rows(found):
        for name, figure in row.items():
            assert isfinite(figure.mean) and isfinite(figure.half_width), name
            assert figure.mean >= 0.0 and figure.half_width >= 0.0, name
        for name in ("p_wait", "p_day_meets_target", "service_level"):
            assert row.get(name, found.total["p_wait"]).mean <= 1.0
    assert all(0.0 <= level <= 1.0 for level in found.service_levels)


@settings(max_examples=40)
@given(DAYS, DAYS)
def test_every_difference_is_a_number(days: list[list[Call]], others: list[list[Call]]) -> None:
    number = min(len(days), len(others))
    found = compare(observed(CENTRE, *days[:number]), observed(CENTRE, *others[:number]))
    for row in (found.total, *found.periods, *found.types.values(), *found.groups.values()):
        for each in row.values():
            assert all(map(isfinite, (each.base, each.other, each.difference, each.half_width)))


@settings(max_examples=40)
@given(DAYS)
def test_offered_are_all_outcomes_and_the_total_is_all_types_and_all_periods(days: list[list[Call]]) -> None:
    found = results(CENTRE, *days)
    assert found.total["offered"].mean == pytest.approx(sum(map(len, days)) / len(days))
    for row in (found.total, *found.periods, *(each.all for each in found.types.values())):
        assert row["offered"].mean == pytest.approx(sum(row[outcome].mean for outcome in OUTCOMES))
    for name in ("offered", *OUTCOMES, "answered_in_threshold", "queue_length_mean", "occupancy"):
        by_type = [each.all[name].mean for each in found.types.values()]
        assert found.total[name].mean == pytest.approx(sum(by_type)), name
    for name in ("offered", *OUTCOMES, "retried", "abandoned_quick"):
        assert found.total[name].mean == pytest.approx(sum(each[name].mean for each in found.periods)), name


@example([Call(agent=0, handled=1e7)] * 2)
@given(st.lists(SERVED_BY_SOMEBODY, max_size=12))
def test_all_groups_together_have_served_and_done_what_all_types_were_served(calls: list[Call]) -> None:
    found = results(CENTRE, calls)
    for name in ("served", "answered_in_threshold"):
        assert found.total[name].mean == sum(each.all[name].mean for each in found.groups.values())
    there = {name: each.all["handling_h"].mean + each.all["ready_h"].mean for name, each in found.groups.items()}
    for name, each in found.groups.items():
        handled = each.all["handling_h"].mean
        assert each.all["occupancy"].mean == pytest.approx(handled / there[name])
    busy = sum(each.all["handling_h"].mean for each in found.groups.values())
    assert found.total["occupancy"].mean == pytest.approx(busy / sum(there.values()), abs=1e-12)


@given(st.lists(st.tuples(CALLS, st.floats(0.0, 1.0), st.floats(0.0, 1.0)), max_size=20))
def test_the_time_that_calls_wait_is_the_time_that_the_queue_is_long(drawn: list[tuple[Call, float, float]]) -> None:
    """Little's law, on every sample: of waits within opening hours both sums are of the same seconds."""
    closes = CENTRE.ends_at
    calls = [
        call._replace(arrives=from_ * closes, waits=part * (closes - from_ * closes)) for call, from_, part in drawn
    ]
    found = results(CENTRE, calls)
    for row in (found.total, *(each.all for each in found.types.values())):
        entered = sum(row[OUTCOMES[outcome]].mean for outcome in (SERVED, ABANDONED, SENT_AWAY))
        assert row["queue_length_mean"].mean * closes == pytest.approx(row["wait_mean_s"].mean * entered, abs=1e-6)


@given(st.lists(CALLS, max_size=12), st.lists(st.integers(0, 12), max_size=3))
def test_a_day_may_come_in_any_blocks(calls: list[Call], borders: list[int]) -> None:
    whole = tally_of(CENTRE, records(*calls))
    cuts = pairwise(sorted((0, *borders, len(calls) + 12)))
    parts = tally_of(CENTRE, *(records(*calls[begin:end]) for begin, end in cuts))
    np.testing.assert_allclose(parts.calls, whole.calls, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(parts.groups, whole.groups, rtol=1e-12, atol=1e-9)
    assert parts.waits.codes.tolist() == whole.waits.codes.tolist()
    assert parts.waits.counts.tolist() == whole.waits.counts.tolist()


@settings(max_examples=40)
@given(DAYS)
def test_the_order_of_days_changes_no_mean(days: list[list[Call]]) -> None:
    ahead, back = (
        results_of(observations(CENTRE, [tally_of(CENTRE, records(*day)) for day in order]), seed=1)
        for order in (days, days[::-1])
    )
    for one, other in zip(rows(ahead), rows(back), strict=True):
        for name in one:
            assert one[name].mean == pytest.approx(other[name].mean, rel=1e-9, abs=1e-12), name


@settings(max_examples=40)
@given(DAYS)
def test_percentiles_rise_and_are_no_longer_than_the_longest_wait(days: list[list[Call]]) -> None:
    total = results(CENTRE, *days).total
    longest = max((call.waits for day in days for call in day), default=0.0)
    found = [total[name].mean for name in ("wait_p50_s", "wait_p90_s", "wait_p95_s", "wait_p99_s")]
    assert found == sorted(found)
    assert found[-1] <= max(longest * 1.0101, 0.01)
