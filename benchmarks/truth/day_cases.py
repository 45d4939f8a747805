"""Finite days that begin empty and run until all calls have ended: an observation is a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Any, Final

import numpy as np
from scipy.integrate import dblquad
from scipy.stats import norm

from benchmarks.truth.case import Case, Row
from benchmarks.truth.controls import Callers
from benchmarks.truth.days import UNTIL_EMPTY_S, Piece, StaffedDay, day_of_line
from benchmarks.truth.measures import Measure
from benchmarks.truth.queues import Line
from benchmarks.truth.steady_cases import MIN, WAIT
from benchmarks.truth.worlds import Person, agents, centre, kind, queue
from simulator.days.world import Duty
from simulator.scenario.arrivals import Counted, Poisson
from simulator.scenario.draws import Exponential, Gamma

KOLMOGOROV: Final = "Kolmogorov equations"
HALF_HOUR: Final = 1800.0


def a_day(total: Any, **more: Any) -> Measure:
    """Return the measure of a total per day."""
    return Measure(total, "once", **more)


# -- ContactCenters' published days -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A simulated value with its 95 % interval, in the units of the measure."""

    name: str
    measure: Measure
    mean: float
    low: float
    high: float

    @property
    def row(self) -> Row:
        """The row that compares with it; its standard error is read off its interval."""
        error = (self.high - self.low) / 2 / float(norm.ppf(0.975))
        return Row(f"{self.name}, published", self.measure, self.mean, "ContactCenters, 1,000 days", error)


ANSWERED: Final = a_day("answered_in_time")
WAIT_SERVED: Final = Measure("wait_served_s", "served")
PUBLISHED: Final[dict[str, tuple[Published, ...]]] = {
    "plain": (
        Published("answered_in_threshold", ANSWERED, 1816.158, 1812.6, 1819.7),
        Published("service_level", Measure("answered_in_time", "offered"), 0.902, 0.900, 0.904),
        Published("wait_mean_s", WAIT, 0.099 * MIN, 0.097 * MIN, 0.102 * MIN),
    ),
    "patience": (
        Published("abandoned", a_day("abandoned"), 58.609, 57.66, 59.56),
        # Printed without an interval: what was rounded to three digits may be off by a half of the last.
        Published("wait_mean_served_s", WAIT_SERVED, 0.024 * MIN, 0.0234 * MIN, 0.0246 * MIN),
    ),
    "five wait": (Published("blocked", a_day("blocked"), 18.655, 18.05, 19.27),),
}
LINES: Final = {
    "plain": Line(12, 0.5 / MIN, 0.0, 250),
    "patience": Line(12, 0.5 / MIN, 1.0 / MIN, 100),
    "five wait": Line(12, 0.5 / MIN, 0.0, 17),
}
DAYS: Final = {"plain": 110, "patience": 50, "five wait": 120}


def contact_centers(name: str) -> Case:
    """4.2 calls a minute until minute 480, 12 agents, two minutes' handling."""
    arrive, line, edges = 4.2 / MIN, LINES[name], (0.0, 480 * MIN)
    true = day_of_line(arrive, line, arrivals_s=edges[1], threshold_s=20.0)
    exact = {
        "plain": (("answered_in_threshold", ANSWERED, true.answered_in_time), ("wait_mean_s", WAIT, true.wait)),
        "patience": (
            ("abandoned", a_day("abandoned"), true.abandoned),
            ("wait_mean_served_s", WAIT_SERVED, true.wait_served),
        ),
        "five wait": (("blocked", a_day("blocked"), true.blocked), ("wait_mean_s", WAIT, true.wait)),
    }
    rows = (
        *(Row(row, measure, value, KOLMOGOROV) for row, measure, value in exact[name]),
        *(published.row for published in PUBLISHED[name]),
        Row("offered", a_day("offered"), true.offered, "what was asked for", plain=True),
    )
    handling = Exponential(2 * MIN)
    more = {"patience": Exponential(MIN)} if name == "patience" else {}
    limit: dict[str, Any] = {"queues": (queue(most_waiting=5),)} if name == "five wait" else {}
    calls = kind(f"day {name}", arrive, handling, edges, **more)
    world = centre(edges, agents(12), calls, steady=False, **limit)
    callers = Callers(arrive, handling, 2 * handling.mean_s**2, 12)
    return Case(f"contactcenters, {name}", world, rows, (callers,), DAYS[name], days_to_the_end=20_000)


# -- agents who come and go -------------------------------------------------------------------------------------

EDGES: Final = tuple(HALF_HOUR * number for number in range(4))
STAFFED: Final[dict[str, tuple[int, int, int]]] = {"shifts": (6, 3, 5), "breaks": (6, 4, 6)}
"""How many agents are on duty in each half-hour."""


def staffed(name: str) -> Case:
    """Half-hours with other numbers of agents; who goes, or has a break, finishes the call first."""
    arrive, serve, leave = 5 / 180.0, 1 / 180.0, 1 / 300.0
    numbers = STAFFED[name]
    pieces = [*(Piece(HALF_HOUR, arrive, number) for number in numbers), Piece(UNTIL_EMPTY_S, 0.0, numbers[-1])]
    chain = StaffedDay(serve, leave, most=40, most_last=3, same=name == "breaks")
    halves = chain.pieces(pieces)
    rows = [
        row
        for number, half in enumerate(halves[:-1])
        for row in (
            Row(f"queue_s {number}", a_day("queue_s", period=number), half.queue_s, KOLMOGOROV),
            Row(f"delayed {number}", a_day("delayed", period=number), half.delayed, KOLMOGOROV),
            Row(f"busy_s {number}", a_day("busy_s", period=number), half.busy_s, KOLMOGOROV),
        )
    ]
    rows.append(Row("abandoned", a_day("abandoned"), sum(half.abandoned for half in halves), KOLMOGOROV))
    handling = Exponential(180.0)
    calls = kind(f"staffed {name}", arrive, handling, EDGES, patience=Exponential(300.0))
    people, duties = on_shifts() if name == "shifts" else with_breaks()
    world = centre(EDGES, people, calls, queues=(queue(choice="random"),), duties=duties, steady=False)
    return Case(f"staffed day, {name}", world, tuple(rows), (Callers(arrive, handling, 2 * 180.0**2, 5),), 650)


def on_shifts() -> tuple[tuple[Person, ...], tuple[Duty, ...]]:
    """Three agents all day, three in the first half-hour, two from the third on."""
    people = agents(8)
    spells = [(0.0, inf)] * 3 + [(0.0, EDGES[1])] * 3 + [(EDGES[2], inf)] * 2
    return people, tuple(
        Duty(agent=person.name, group=person.group, spells=(spell,))
        for person, spell in zip(people, spells, strict=True)
    )


def with_breaks() -> tuple[tuple[Person, ...], tuple[Duty, ...]]:
    """Six agents, of whom two have a break in the second half-hour."""
    people = agents(6)
    pauses = ((EDGES[1], EDGES[2]),)
    return people, tuple(
        Duty(agent=person.name, group=person.group, breaks=pauses if number < 2 else ())
        for number, person in enumerate(people)
    )


# -- rates, handling and counts of days --------------------------------------------------------------------------

RATES: Final = (60 / HALF_HOUR, 120 / HALF_HOUR, 40 / HALF_HOUR)
HANDLING_S: Final = (180.0, 90.0, 400.0)


def by_period() -> Case:
    """Rates and handling times by the period of arrival, and an agent for everybody: M(t)/G/infinity."""
    calls = replace(
        kind("by period", 0.0, Exponential(180.0), EDGES),
        arrivals=Poisson(edges=EDGES, rates=RATES),
        handling={"": tuple(map(Exponential, HANDLING_S))},
    )
    rows = [
        row
        for number, rate in enumerate(RATES)
        for row in (
            Row(f"offered {number}", a_day("offered", period=number), rate * HALF_HOUR, "what was asked for"),
            Row(f"busy_s {number}", a_day("busy_s", period=number), busy_s(number), "M(t)/G/infinity"),
        )
    ]
    world = centre(EDGES, agents(60), calls, steady=False)
    return Case("by period", world, tuple(rows), (), 200)


def busy_s(period: int) -> float:
    """Return the mean work in a period when nobody waits: over all arrivals, how likely they are still talking."""
    total = 0.0
    for earlier in range(period + 1):
        mean_s = HANDLING_S[earlier]
        begin, end = EDGES[earlier], EDGES[earlier + 1]

        def talking(arrived: float, now: float, mean_s: float = mean_s) -> float:
            return float(np.exp(-(now - arrived) / mean_s))

        spent, _ = dblquad(talking, EDGES[period], EDGES[period + 1], begin, lambda now, end=end: min(now, end))
        total += RATES[earlier] * spent
    return total


def busyness() -> Case:
    """Gamma factors, of the day and of one type's own: the counts vary by so much more than Poisson's."""
    edges, mean, of_day, own = (0.0, HALF_HOUR), 10.0, 0.2, 0.25
    usual = kind("usual", mean / HALF_HOUR, Exponential(10.0), edges)
    moody = kind("moody", mean / HALF_HOUR, Exponential(10.0), edges, busyness=Gamma(1.0, own))
    both = (1 + of_day**2) * (1 + own**2) - 1
    source = "variance of a mixed Poisson number"
    rows = (
        Row("offered", a_day("offered"), 2 * mean, "what was asked for"),
        Row("variance usual", varied(0, mean), mean + (mean * of_day) ** 2, source),
        Row("variance moody", varied(1, mean), mean + mean**2 * both, source),
        Row("variance of both", varied(None, 2 * mean), 2 * mean + mean**2 * (3 * of_day**2 + both), source),
    )
    world = centre(edges, agents(1), usual, moody, steady=False, busyness=Gamma(1.0, of_day))
    return Case("busyness", world, rows, (), 8000)


def varied(type: int | None, mean: float) -> Measure:
    """Return the variance of a day's count."""
    return a_day("offered", type=type, squared_from=mean)


COUNTS: Final = np.array([[10, 30], [20, 14], [4, 50]])


def counted() -> Case:
    """Counts as they were on one of three days, and an agent for everybody."""
    edges = EDGES[:3]
    calls = replace(kind("counted", 0.0, Exponential(100.0), edges), arrivals=Counted(edges=edges, days=COUNTS))
    means, both = COUNTS.mean(axis=0), COUNTS.sum(axis=1)
    source = "mean and variance of what was counted"
    rows = (
        Row("offered 0", a_day("offered", period=0), float(means[0]), source),
        Row("offered 1", a_day("offered", period=1), float(means[1]), source),
        Row("variance", a_day("offered", squared_from=float(both.mean())), float(both.var()), source),
    )
    return Case("counted", centre(edges, agents(60), calls, steady=False), rows, (), 1500)


def published_cases() -> Iterator[Callable[[], Case]]:
    """Yield those with published days: they are the long ones."""
    yield from (partial(contact_centers, name) for name in PUBLISHED)


def day_cases() -> Iterator[Callable[[], Case]]:
    """Yield all others of these."""
    yield from (partial(staffed, name) for name in STAFFED)
    yield from (by_period, busyness, counted)
