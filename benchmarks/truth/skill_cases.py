"""Who serves whom: skills, the choice among free agents, and whose turn it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from acd.engine.routing_rules import Choice
from benchmarks.truth.case import REFERENCE, Case, Row
from benchmarks.truth.controls import Callers
from benchmarks.truth.measures import Measure
from benchmarks.truth.queues import Line, found, priority_waits
from benchmarks.truth.steady_cases import MIN, P_WAIT, WAIT, callers_bring
from benchmarks.truth.worlds import Person, batches, centre, kind, queue
from simulator.scenario.draws import Exponential

SKILLS: Final[dict[str, tuple[str, float, float, float]]] = {
    "one skill each": ("a a b b c c", 1.6, 1.777778, 0.711111),
    "two of three skills": ("ab ab bc bc ca ca", 1.6, 0.496363, 0.555264),
    "all three skills": ("abc abc abc abc abc abc", 1.6, 0.431477, 0.517772),
    "two bilinguals of six": ("a a b b ab ab", 2.2, 0.355075, 0.465713),
}
"""The agents' skills, calls of each skill in the time of one, mean wait in that time, chance to wait."""


def skilled(name: str) -> Case:
    """The call that has waited longest goes to the agent who has been idle longest; calls take a minute."""
    skillsets, arrive, wait, p_wait = SKILLS[name]
    people = [Person(f"{each}-{n}", each, dict.fromkeys(each, 5)) for n, each in enumerate(skillsets.split())]
    skills = sorted(set(skillsets) - {" "})
    handling, rate = Exponential(MIN), arrive / MIN
    edges = batches(rate * len(skills), calls=500)
    kinds = [kind(f"{name} {skill}", rate, handling, edges, needs={skill: 5}) for skill in skills]
    rows = (
        Row("wait_mean_s", WAIT, wait * MIN, REFERENCE),
        Row("p_wait", P_WAIT, p_wait, REFERENCE),
        *callers_bring(rate * len(skills), MIN),
    )
    pooled = Callers(rate * len(skills), handling, 2 * MIN**2, len(people))
    alone = tuple(Callers(rate, handling, 2 * MIN**2, 2, type=number) for number in range(len(skills)))
    controls = (pooled, *alone) if name == "one skill each" else (pooled,)
    return Case(f"skills, {name}", centre(edges, people, *kinds), rows, controls)


SPEEDS: Final = {"fast": 1.5, "slow": 0.75}
CHOSEN: Final[dict[str, tuple[Choice, str, float]]] = {
    "fastest first": ("best-level", "fast", 0.222412),
    "longest idle": ("longest-idle", "fast", 0.240530),
    "random": ("random", "fast", 0.240530),
    "slowest first": ("best-level", "slow", 0.253117),
}
"""The queue's choice, which agents are better at it, and the mean wait in minutes."""


def chosen(name: str) -> Case:
    """Three agents are twice as fast as three others: handling by group, and it matters who is chosen."""
    choice, better, wait = CHOSEN[name]
    people = [
        Person(f"{group}-{number}", group, {"a": 9 if group == better else 1})
        for group in SPEEDS
        for number in range(3)
    ]
    handling = {group: (Exponential(MIN / speed),) for group, speed in SPEEDS.items()}
    usual, arrive = Exponential(MIN / 1.125), 5.0 / MIN
    edges = batches(arrive, calls=600)
    calls = replace(kind(name, arrive, usual, edges), handling=handling)
    world = centre(edges, people, calls, queues=(queue(need="a", choice=choice),))
    means = tuple(MIN / speed for speed in SPEEDS.values())
    rows = (
        Row("wait_mean_s", WAIT, wait * MIN, REFERENCE),
        callers_bring(arrive, MIN)[0],
    )
    return Case(f"choice, {name}", world, rows, (Callers(arrive, usual, 2 * usual.mean_s**2, 6, means=means),))


HIGH, LOW = 0, 1


def priority() -> Case:
    """M/M/12 with important calls, which never interrupt others; whatever the order, the mean of all is FCFS's."""
    high, low, handling = 1.2 / MIN, 3.0 / MIN, Exponential(2 * MIN)
    edges = batches(high + low, calls=1800)
    kinds = (
        kind("high", high, handling, edges, priority=1),
        kind("low", low, handling, edges),
    )
    people = [Person(f"agent-{number}", "agents", {}) for number in range(12)]
    rows = (
        Row("wait_mean_s high", Measure("wait_s", type=HIGH), 0.038310 * MIN, REFERENCE),
        Row("wait_mean_s low", Measure("wait_s", type=LOW), 0.127700 * MIN, REFERENCE),
        Row("wait_mean_s", WAIT, 0.102160 * MIN, REFERENCE),
        *callers_bring(high + low, 2 * MIN),
    )
    controls = (
        Callers(high + low, handling, 2 * handling.mean_s**2, 12),
        Callers(high, handling, 2 * handling.mean_s**2, 4, type=HIGH),
    )
    return Case("priority", centre(edges, people, *kinds), rows, controls)


def two_queues_of_priority() -> Case:
    """The same by the queues' own priorities, three classes, ten agents."""
    rates, handling, staff = (1.0, 2.0, 5.0), Exponential(MIN), 10
    total = sum(rates) / MIN
    edges = batches(total, calls=1800)
    names = ("vip", "regular", "bulk")
    kinds = [kind(name, rate / MIN, handling, edges, queue=name) for name, rate in zip(names, rates, strict=True)]
    queues = [queue(name, priority=2 - place) for place, name in enumerate(names)]
    people = [Person(f"agent-{number}", "agents", {}) for number in range(staff)]
    shares = found(total, Line(staff, 1 / MIN, 0.0, 2000))
    waits = priority_waits(float(shares[staff:].sum()) * MIN / staff, staff, list(rates))
    rows = [Row(f"wait_mean_s {name}", measure(place), waits[place], "Cobham 1954") for place, name in enumerate(names)]
    callers = (Callers(total, handling, 2 * MIN**2, staff),)
    return Case("priority of queues", centre(edges, people, *kinds, queues=queues), tuple(rows), callers)


def measure(type: int) -> Measure:
    """Return the mean wait of one type."""
    return Measure("wait_s", type=type)


def skill_cases() -> Iterator[Callable[[], Case]]:
    """Yield all of these."""
    yield from (partial(skilled, name) for name in SKILLS)
    yield from (partial(chosen, name) for name in CHOSEN)
    yield from (priority, two_queues_of_priority)
