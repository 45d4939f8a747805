"""The results of a few days, with figures worked out by hand."""

from typing import Any

import jsonschema
import msgspec
import pytest

from simulator.statistics.as_json import as_json, json_text
from simulator.statistics.results import GROUP_MEASURES, MEASURES, MORE_MEASURES, Figures
from tests.simulator.statistics.kit import Call, a_day, kind, one_type, results, world

ABANDONED, BLOCKED, BALKED = 1, 2, 3
CENTRE = world(target=0.5, opens_at_s=9 * 3600.0)
TWO_DAYS = results(CENTRE, a_day(), [])


def means(figures: Figures, *names: str) -> list[float]:
    return [figures[name].mean for name in names]


@pytest.mark.parametrize(
    ("name", "mean"),
    [
        ("offered", 10 / 2),
        ("served", 5 / 2),
        ("abandoned", 2 / 2),
        ("blocked", 1 / 2),
        ("balked", 1 / 2),
        ("sent_away", 1 / 2),
        ("retried", 1 / 2),
        ("abandoned_quick", 1 / 2),
        ("answered_in_threshold", 5 / 2),
        ("wait_mean_s", 103 / 8),
        ("wait_mean_served_s", 25 / 5),
        ("wait_mean_delayed_s", 103 / 5),
        ("p_wait", 5 / 8),
        ("service_level", 5 / (10 - 1)),
        ("p_day_meets_target", 1 / 2),
        ("queue_length_mean", (20 + 25 + 3 + 30 + 5) / 240),
        ("occupancy", (70 + 10 + 15) / ((70 + 10 + 15) + (45 + 110 + 45) + (100 + 120 + 60))),
        ("aht_s", 130 / 5),
    ],
)
def test_counts_are_means_over_days_and_ratios_are_totals_over_totals(name: str, mean: float) -> None:
    assert TWO_DAYS.total[name].mean == pytest.approx(mean, rel=1e-12)


def test_every_measure_is_there_for_the_total_its_periods_types_their_periods_and_groups() -> None:
    rows = [TWO_DAYS.total, *TWO_DAYS.periods]
    for each in TWO_DAYS.types.values():
        rows += [each.all, *each.periods]
    assert len(rows) == 3 * 3
    assert all(tuple(row) == MEASURES + MORE_MEASURES for row in rows)
    for group in TWO_DAYS.groups.values():
        assert all(tuple(row) == GROUP_MEASURES for row in (group.all, *group.periods))


def test_types_have_their_own_figures_and_thresholds() -> None:
    sales, help_ = TWO_DAYS.types["sales"], TWO_DAYS.types["help"]
    assert means(sales.all, "offered", "service_level", "wait_mean_s", "aht_s") == [
        2,
        3 / 4,
        45 / 4,
        pytest.approx(80 / 3),
    ]
    assert means(help_.all, "offered", "service_level", "wait_mean_s", "aht_s") == [3, 2 / 5, 58 / 4, 50 / 2]
    assert (sales.threshold_s, help_.threshold_s) == (20.0, 10.0)


def test_periods_have_the_calls_that_arrived_in_them() -> None:
    assert [each["offered"].mean for each in TWO_DAYS.periods] == [5 / 2, 5 / 2]
    assert [each["offered"].mean for each in TWO_DAYS.types["help"].periods] == [1 / 2, 5 / 2]
    assert [each["queue_length_mean"].mean for each in TWO_DAYS.periods] == [
        pytest.approx(33 / 120),
        pytest.approx(50 / 120),
    ]


def test_a_group_has_the_hours_of_its_agents() -> None:
    first, second = TWO_DAYS.groups["first"], TWO_DAYS.groups["second"]
    assert means(first.all, "handling_h", "ready_h") == pytest.approx([80 / 7200, (155 + 220) / 7200])
    assert first.all["occupancy"].mean == pytest.approx(80 / (80 + 155 + 220))
    assert means(second.all, "served", "answered_in_threshold", "wait_mean_served_s", "aht_s") == [1, 1, 2.5, 25]
    assert means(second.periods[0], *GROUP_MEASURES) == [0.0] * len(GROUP_MEASURES)
    assert second.periods[1]["occupancy"].mean == pytest.approx(15 / 120)


def test_the_occupancy_of_a_type_is_the_share_of_all_agents_time_that_it_takes() -> None:
    assert TWO_DAYS.types["sales"].all["occupancy"].mean == pytest.approx(80 / (95 + 200 + 280))
    assert TWO_DAYS.types["help"].all["occupancy"].mean == pytest.approx(15 / (95 + 200 + 280))


def test_the_share_of_days_is_of_each_days_own_service_level_and_a_day_without_calls_misses_it() -> None:
    assert TWO_DAYS.service_levels == (5 / 9, 0.0)
    assert TWO_DAYS.total["p_day_meets_target"].mean == 0.5
    just = results(one_type(target=0.8), [Call(waits=1.0)] * 4 + [Call(waits=30.0)])
    assert just.total["p_day_meets_target"].mean == 1.0


def test_percentiles_are_right_within_one_per_cent_and_0_where_that_many_do_not_wait() -> None:
    waits = [0.0] * 50 + [float(wait) for wait in range(1, 51)]
    total = results(one_type(), [Call(waits=wait) for wait in waits]).total
    assert means(total, "wait_p50_s", "wait_p90_s", "wait_p95_s", "wait_p99_s") == [
        0.0, *(pytest.approx(wait, rel=0.01) for wait in (40.0, 45.0, 49.0))
    ]  # fmt: skip


def test_the_distribution_of_waits_rises_from_who_did_not_wait_to_everybody() -> None:
    waits = results(one_type(), [Call(waits=wait) for wait in (0.0, 0.0, 1.0, 5.0, 40.0)]).waits
    assert (waits.upto_s[0], waits.share[0]) == (0.0, 0.4)
    assert waits.share[1] == 0.4, "nobody waited less than nearly 1 s"
    assert waits.upto_s[1] == pytest.approx(1.0, rel=0.02)
    assert waits.upto_s[-1] == pytest.approx(40.0, rel=0.01)
    assert waits.share[-1] == 1.0
    assert list(waits.share) == sorted(waits.share)
    assert len(waits.upto_s) == len(waits.share) <= 100


def test_the_distribution_of_waits_of_nobody_is_0() -> None:
    assert msgspec.to_builtins(results(one_type(), []).waits) == {"upto_s": (0.0,), "share": (0.0,)}


@pytest.mark.parametrize(
    ("definition", "level"),
    [
        ("acd", 3 / (10 - 1)),
        ("answered", 3 / 5),
        ("offered", 3 / 10),
        ("with-quick-abandons", (3 + 1) / 10),
        ("answered-or-abandoned", 3 / (5 + 2)),
    ],
)
def test_a_service_level_is_by_the_definition_that_is_named(definition: str, level: float) -> None:
    day = [Call(waits=5.0)] * 3 + [Call(waits=50.0)] * 2 + [Call(outcome=BLOCKED)] * 2 + [Call(outcome=BALKED)]
    day += [Call(outcome=ABANDONED, waits=9.0), Call(outcome=ABANDONED, waits=70.0)]
    found = results(one_type(definition=definition), day)
    assert found.total["service_level"].mean == pytest.approx(level)
    assert list(found.service_levels) == pytest.approx([level])
    assert as_json(found)["service_level_definition"] == definition


def test_an_unknown_definition_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match=r"'best'; one of acd, answered, offered, with-quick-abandons, answered-or"):
        results(one_type(definition="best"), [])


def test_who_abandons_soon_and_nobody_else_makes_a_service_level_of_0_and_no_division_by_it() -> None:
    assert results(one_type(), [Call(outcome=ABANDONED, waits=1.0)]).total["service_level"].mean == 0.0


def test_results_tell_what_was_simulated() -> None:
    told = TWO_DAYS
    assert (told.scenario, told.days, told.seed, told.steady, told.target) == ("small", 2, 1, False, 0.5)
    assert told.edges_s == (32400.0, 32460.0, 32520.0)
    other = results(one_type(types=(kind("sales", 30.0, 5.0),)), [])
    assert (other.threshold_s, other.quick_s) == (30.0, 5.0)


MEASURE = {
    "type": "object",
    "required": ["mean", "half_width"],
    "properties": {"mean": {"type": "number"}, "half_width": {"type": "number", "minimum": 0}},
    "additionalProperties": False,
}


def shape_of(measures: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "required": list(measures), "properties": dict.fromkeys(measures, MEASURE)}


def test_the_json_has_the_promised_shape() -> None:
    of_calls, of_group = shape_of(MEASURES), shape_of(GROUP_MEASURES)
    of_type = {"required": ["all", "periods"], "properties": {"all": of_calls, "periods": {"items": of_calls}}}
    schema = {
        "type": "object",
        "required": ["scenario", "days", "seed", "total", "types", "groups"],
        "properties": {
            "days": {"const": 2},
            "seed": {"const": 1},
            "total": of_calls,
            "types": {"required": ["sales", "help"], "additionalProperties": of_type},
            "groups": {"required": ["first", "second"], "additionalProperties": of_group},
        },
    }
    data = as_json(TWO_DAYS)
    jsonschema.validate(msgspec.to_builtins(data), schema)
    assert data["total"]["offered"]["mean"] == 5.0
    assert len(data["types"]["sales"]["periods"]) == len(data["groups"]["first"]["periods"]) == 2


def test_the_same_days_give_the_same_text_and_other_days_another() -> None:
    again = results(CENTRE, a_day(), [])
    assert json_text(again) == json_text(TWO_DAYS)
    assert json_text(results(CENTRE, a_day()[1:], [])) != json_text(TWO_DAYS)


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(msgspec.structs.replace(TWO_DAYS, target=float("nan")))
