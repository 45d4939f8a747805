"""Whole simulations: the same seed gives the same bytes, another one the same truth, other staffing another truth."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from math import inf, sqrt
from typing import Any, NoReturn

import pytest
from scipy.special import ndtri

from simulator import planning
from simulator.days.records import Records
from simulator.days.simulation import records_of_day
from simulator.days.world import Duty, World
from simulator.planning import observe, plan
from simulator.scenario.draws import Fixed, Gamma
from simulator.statistics.as_json import json_text
from simulator.statistics.estimates import results_of
from simulator.statistics.results import Results
from simulator.tables import results_text
from tests.simulator.days.small_worlds import EDGES, HOUR_S, type_of, world

DAYS = 40
JOINT = 0.99
COMPARED = (
    "offered", "served", "abandoned", "service_level", "p_wait", "wait_mean_s", "wait_mean_delayed_s",
    "queue_length_mean", "occupancy", "aht_s",
)  # fmt: skip


def of_two_types() -> World:
    """Two types on the same agents, with a factor of the day: what has most streams of chance."""
    types = (type_of("sales", 80.0), type_of("help", 70.0, handling={"": (Gamma(160.0, 200.0),)}, balking=0.1))
    return world(types=types, busyness=Gamma(1.0, 0.2))


def test_the_same_seed_gives_the_same_bytes_with_any_number_of_processes() -> None:
    one, two, three = (json_text(plan(of_two_types(), days=7, seed=3, jobs=jobs)) for jobs in (1, 2, 3))
    assert one == two == three
    assert json_text(plan(of_two_types(), days=7, seed=4, jobs=2)) != one


def test_the_days_of_a_long_run_are_those_of_a_short_one_and_more() -> None:
    short, long = (plan(of_two_types(), days=days, seed=3, jobs=1) for days in (3, 5))
    assert long.service_levels[:3] == short.service_levels


def test_runs_of_a_steady_state_are_shared_out_like_days() -> None:
    steady = replace(of_two_types(), steady=True)
    one, two = (plan(steady, days=3, seed=3, jobs=jobs) for jobs in (1, 2))
    assert json_text(one) == json_text(two)
    assert one.days == 3 * (len(EDGES) - 2)


def test_a_world_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(of_two_types()))
    assert json_text(plan(sent, days=2, seed=3, jobs=1)) == json_text(plan(of_two_types(), days=2, seed=3, jobs=1))


def test_a_single_long_run_tells_how_much_of_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_small_blocks(some: World, *, seed: int, day: int) -> Iterator[Records]:
        for block in records_of_day(some, seed=seed, day=day):
            for begin in range(0, len(block), 100):
                yield Records(**{name: column[begin : begin + 100] for name, column in vars(block).items()})

    told: list[float] = []
    monkeypatch.setattr(planning, "records_of_day", in_small_blocks)
    seen = observe(world(), days=1, seed=1, progress=told.append)
    assert len(told) > 3
    assert told == sorted(told)
    assert 0 < told[0] < 0.5 < told[-1] == 1
    assert json_text(results_of(seen, seed=1)) == json_text(plan(world(), days=1, seed=1))


@pytest.fixture(scope="module")
def eight() -> Results:
    return plan(world(8), days=DAYS, seed=1, jobs=1)


def deviations(one: Results, other: Results) -> dict[str, float]:
    """How far measures of two independent simulations are apart, in standard errors of the difference."""
    found = {}
    for name in COMPARED:
        first, second = one.total[name], other.total[name]
        found[name] = (first.mean - second.mean) / (sqrt(first.half_width**2 + second.half_width**2) / 1.96)
    return found


def bound() -> float:
    """What all measures together stay below with 99 % certainty, by Sidak."""
    return float(ndtri(1 - (1 - JOINT ** (1 / len(COMPARED))) / 2))


def test_another_seed_is_statistically_equal(eight: Results) -> None:
    apart = deviations(eight, plan(world(8), days=DAYS, seed=2, jobs=1))
    assert {name: each for name, each in apart.items() if abs(each) > bound()} == {}
    assert all(each != 0 for each in apart.values())


def test_changed_staffing_is_statistically_different(eight: Results) -> None:
    apart = deviations(eight, plan(world(10), days=DAYS, seed=2, jobs=1))
    assert apart["service_level"] < -bound()
    assert apart["abandoned"] > bound()
    assert apart["occupancy"] > bound()
    assert abs(apart["offered"]) < bound()


def test_variants_under_one_seed_serve_the_same_callers(eight: Results) -> None:
    assert plan(world(10), days=DAYS, seed=1, jobs=1).total["offered"] == eight.total["offered"]


def nobody_calls() -> World:
    return world(types=(type_of("calls", 0.0),))


def nobody_works() -> World:
    return world(agents=0)


def nobody_works_in_the_second_half_hour() -> World:
    staffed = world(agents=3)
    spells = ((0.0, EDGES[1]), (EDGES[2], inf))
    return replace(staffed, duties=tuple(replace(duty, spells=spells) for duty in staffed.duties))


def nobody_comes_to_work_before_the_end() -> World:
    late = world(agents=1)
    return replace(late, duties=(Duty(agent="agent-0", group="agents", spells=((EDGES[-1], inf),)),))


def everybody_is_blocked() -> World:
    return world(agents=0, lines=1, types=(type_of("calls", 500.0, patience=Fixed(5 * HOUR_S)),))


def everybody_balks() -> World:
    return world(agents=0, types=(type_of("calls", 150.0, balking=1.0),))


def everybody_is_served_at_once() -> World:
    return world(agents=30, per_hour=10.0)


def everybody_leaves_at_once() -> World:
    return world(types=(type_of("calls", 150.0, patience=Fixed(0.0)),))


def one_type_never_calls() -> World:
    return world(types=(type_of("calls", 150.0), type_of("letters", 0.0)))


def steady_and_silent() -> World:
    return world(types=(type_of("calls", 0.0),), steady=True)


ODD = (
    nobody_calls, nobody_works, nobody_works_in_the_second_half_hour, nobody_comes_to_work_before_the_end,
    everybody_is_blocked, everybody_balks, everybody_is_served_at_once, everybody_leaves_at_once, one_type_never_calls,
    steady_and_silent,
)  # fmt: skip


def numbers(value: Any) -> Iterator[float]:
    """All numbers in a JSON."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers(each)
    elif isinstance(value, int | float):
        yield value


def refuse(word: str) -> NoReturn:
    raise AssertionError(f"{word} in a report")


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.__name__)
def test_no_report_of_an_odd_day_holds_a_number_that_is_none(odd: Any, days: int) -> None:
    results = plan(odd(), days=days, seed=1, jobs=1)
    said = json.loads(json_text(results), parse_constant=refuse)
    assert all(abs(each) < 1e15 for each in numbers(said))
    for language in ("en", "ru"):
        assert "nan" not in results_text(results, language, 80)


def mean_of(odd: World, *names: str) -> list[float]:
    total = plan(odd, days=3, seed=1, jobs=1).total
    return [round(total[name].mean, 9) for name in names]


def test_odd_days_are_told_as_they_were() -> None:
    assert mean_of(nobody_calls(), "offered", "served", "p_wait", "occupancy") == [0, 0, 0, 0]
    offered, served, abandoned = mean_of(nobody_works(), "offered", "served", "abandoned")
    assert (served, abandoned) == (0, offered)
    offered, blocked = mean_of(everybody_is_blocked(), "offered", "blocked")
    assert blocked == offered - 1
    offered, balked, queue = mean_of(everybody_balks(), "offered", "balked", "queue_length_mean")
    assert (balked, queue) == (offered, 0)
    assert mean_of(everybody_is_served_at_once(), "p_wait", "service_level") == [0, 1]
