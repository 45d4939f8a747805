"""Of a steady state the warm-up is dropped, and each other period is an observation."""

import numpy as np
import pytest

from simulator.statistics.estimates import results_of
from simulator.statistics.observations import MOST_SECTIONS, Observations, TooLittle, observations
from simulator.statistics.tally import Tally
from tests.simulator.statistics.kit import Call, duty, kind, observed, one_type, records, tally_of, world

EDGES = (0.0, 50.0, 150.0, 250.0)
CENTRE = one_type(EDGES, steady=True, groups=("all",), duties=(duty("a0", "all"),), opens_at_s=100.0)
RUN = [
    Call(arrives=10, waits=90, agent=0, handled=20),  # of the warm-up; its last 50 s of waiting are in the first batch
    Call(arrives=60, waits=0),
    Call(arrives=160, waits=30, agent=0, handled=100),  # answered at 190, so 60 s of it are in the second batch
    Call(arrives=170, waits=0),
    Call(arrives=180, outcome=1, waits=10),
]


def test_batches_are_the_observations_and_counts_are_of_a_whole_run() -> None:
    found = results_of(observed(CENTRE, RUN), seed=3)
    assert (found.days, found.steady, found.edges_s) == (2, True, (150.0, 350.0))
    assert found.total["offered"].mean == 4.0, "not the one of the warm-up"
    assert found.total["offered"].half_width == pytest.approx(
        2 * 12.7062 * 1.0, rel=1e-4
    )  # of 1 and 3: t(1) s / sqrt 2
    assert found.total["wait_mean_s"].mean == 40 / 4
    assert found.total["wait_p95_s"].mean == pytest.approx(30.0, rel=0.01), "not the 90 s of the warm-up"
    assert found.total["queue_length_mean"].mean == pytest.approx((50 + 40) / 200)
    assert found.total["occupancy"].mean == pytest.approx((20 + 60) / 200)
    assert found.groups["all"].all["handling_h"].mean == pytest.approx(80 / 3600)
    assert found.service_levels == (1.0, 1 / 2)
    assert len(found.periods) == len(found.types["sales"].periods) == 1
    assert found.periods[0] == found.total


def test_every_run_adds_its_batches() -> None:
    found = results_of(observed(CENTRE, RUN, RUN), seed=3)
    assert found.days == 4
    assert found.total["offered"].mean == 4.0
    assert found.service_levels == (1.0, 1 / 2, 1.0, 1 / 2)


def test_types_keep_their_own_waits_when_the_run_is_cut_into_batches() -> None:
    centre = world(EDGES, steady=True, types=(kind("sales"), kind("help")))
    calls = [Call(type, arrives=arrives, waits=10.0 * (1 + type)) for type in (0, 1) for arrives in (60, 160, 170)]
    found = results_of(observed(centre, calls), seed=3)
    for name, wait in (("sales", 10.0), ("help", 20.0)):
        assert found.types[name].all["wait_p50_s"].mean == pytest.approx(wait, rel=0.01)
        assert found.types[name].all["wait_mean_s"].mean == wait


def test_nothing_to_make_figures_of_is_refused() -> None:
    with pytest.raises(TooLittle, match="at least one"):
        observations(CENTRE, [])
    with pytest.raises(TooLittle, match="warm-up"):
        observed(one_type((0.0, 50.0), steady=True), [])


@pytest.mark.parametrize("days", [1, 3, 20, 21, 47])
def test_days_are_put_into_sections_of_neighbours_and_none_is_lost(days: int) -> None:
    seen = observed(one_type(), *([Call(waits=1.0 + day)] for day in range(days)))
    sections = [int(section.counts.sum()) for section in seen.sections]
    assert len(sections) == min(days, MOST_SECTIONS)
    assert sum(sections) == days
    assert max(sections) - min(sections) <= 1
    assert np.diff([*seen.section_starts(), days]).tolist() == sections


def test_totals_are_sums_of_types_groups_and_periods() -> None:
    seen: Observations = observed(world(), [Call(0, agent=0, handled=5), Call(1, agent=2, arrives=70, handled=7)])
    assert seen.of_calls("offered")[0].tolist() == [[1, 0, 1], [0, 1, 1], [1, 1, 2]]
    assert seen.of_groups("handling")[0].tolist() == [[5, 0, 5], [0, 7, 7], [5, 7, 12]]
    assert seen.of_groups("ready")[0].tolist() == [[95, 120, 215], [0, 53, 53], [95, 173, 268]]
    assert len(seen) == 1


def test_a_run_tallied_in_parts_is_the_run() -> None:
    parts = tally_of(CENTRE, records(*RUN[:2])) + tally_of(CENTRE, records(*RUN[2:]))
    assert results_of(observations(CENTRE, [parts]), seed=3) == results_of(observed(CENTRE, RUN), seed=3)
    assert not Tally.empty(CENTRE).calls.any()
