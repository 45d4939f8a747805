"""What is reported of a simulation is what the truth is compared with: the same totals, counted by another hand.

So the figures that people see are held to the truth, too. The records of a few systems are counted by the measures of
the benchmark and by the simulator's own statistics.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.truth.case import Case, joined
from benchmarks.truth.day_cases import contact_centers, staffed
from benchmarks.truth.judging import Estimate, estimate
from benchmarks.truth.limit_cases import balking, limited, retrials
from benchmarks.truth.measures import Day, Measure
from benchmarks.truth.skill_cases import chosen, priority
from benchmarks.truth.steady_cases import erlang_a
from simulator.days.simulation import records_of_day
from simulator.days.world import World
from simulator.planning import plan
from simulator.scenario.arrivals import Poisson
from simulator.statistics.results import Figures, Results

SYSTEMS: dict[str, Callable[[], Case]] = {
    "day with patience": lambda: contact_centers("patience"),
    "day of five who wait": lambda: contact_centers("five wait"),
    "day with breaks": lambda: staffed("breaks"),
    "erlang a": erlang_a,
    "limited": lambda: limited("lines"),
    "balking": balking,
    "retrials": retrials,
    "choice": lambda: chosen("random"),
    "priority": priority,
}
DAYS, BATCHES = 12, 15

RATIOS = {
    "wait_mean_s": Measure("wait_s"),
    "wait_mean_served_s": Measure("wait_served_s", "served"),
    "wait_mean_delayed_s": Measure("wait_s", "delayed"),
    "p_wait": Measure("delayed"),
    "aht_s": Measure("handling_s", "served"),
}
COUNTS = {
    "offered": Measure("offered", "once"),
    "served": Measure("served", "once"),
    "abandoned": Measure("abandoned", "once"),
    "blocked": Measure("blocked", "once"),
    "balked": Measure("balked", "once"),
    "answered_in_threshold": Measure("answered_in_time", "once"),
}


@cache
def world_of(name: str) -> World:
    """The system's world; of a steady state fewer batches."""
    world = SYSTEMS[name]().world
    if not world.steady:
        return world
    edges = world.edges[: BATCHES + 2]
    types = []
    for kind in world.types:
        assert isinstance(kind.arrivals, Poisson)
        types.append(replace(kind, arrivals=Poisson(edges=(0.0, edges[-1]), rates=kind.arrivals.rates)))
    return replace(world, edges=edges, types=tuple(types))


def days_of(name: str) -> int:
    return 1 if world_of(name).steady else DAYS


@cache
def reported(name: str) -> Results:
    return plan(world_of(name), days=days_of(name), seed=1, jobs=1)


@cache
def recorded(name: str) -> tuple[Day, ...]:
    world = world_of(name)
    return tuple(Day(world, joined(records_of_day(world, seed=1, day=day))) for day in range(days_of(name)))


def counted(name: str, measure: Measure) -> Estimate:
    pairs = [measure.of(day) for day in recorded(name)]
    return estimate(np.concatenate([over for over, _ in pairs]), np.concatenate([under for _, under in pairs]))


def agree(figures: Figures, name: str, measures: dict[str, Measure]) -> None:
    for figure, measure in measures.items():
        mine = counted(name, measure)
        assert figures[figure].mean == pytest.approx(mine.value, rel=1e-6), figure
        assert figures[figure].half_width == pytest.approx(mine.half_width, rel=1e-6, abs=1e-9), figure


@pytest.mark.parametrize("name", SYSTEMS)
def test_ratios_and_their_intervals_are_those_of_the_records(name: str) -> None:
    agree(reported(name).total, name, RATIOS)


@pytest.mark.parametrize("name", [name for name in SYSTEMS if name.startswith("day")])
def test_counts_of_days_and_their_intervals_are_those_of_the_records(name: str) -> None:
    agree(reported(name).total, name, COUNTS)


def test_periods_are_those_of_the_records() -> None:
    name = "day with breaks"
    for number, figures in enumerate(reported(name).periods):
        agree(figures, name, {key: replace(each, period=number) for key, each in (COUNTS | RATIOS).items()})
        queue = {"queue_length_mean": Measure("queue_s", "seconds", period=number)}
        agree(figures, name, queue)


def test_types_are_those_of_the_records() -> None:
    for number, results in enumerate(reported("priority").types.values()):
        agree(results.all, "priority", {key: replace(each, type=number) for key, each in RATIOS.items()})


@pytest.mark.parametrize("name", ["erlang a", "limited", "priority"])
def test_queue_length_and_occupancy_are_those_of_the_records(name: str) -> None:
    agree(reported(name).total, name, {"queue_length_mean": Measure("queue_s", "seconds")})
    busy = counted(name, Measure("busy_s", "seconds"))
    occupancy = reported(name).total["occupancy"]
    assert occupancy.mean == pytest.approx(busy.value / len(world_of(name).duties), rel=1e-6)
