"""One agent, and handling of any kind: the mean wait is Pollaczek and Khinchine's, so each distribution is held to
its first two moments by the engine's own queue. And what else takes an agent's time: ringing and wrap-up.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import msgspec
import numpy as np
from scipy.optimize import brentq

from benchmarks.truth.case import Case, Row
from benchmarks.truth.controls import Callers
from benchmarks.truth.measures import Measure
from benchmarks.truth.queues import pollaczek_khinchine, within_md1
from benchmarks.truth.steady_cases import P_WAIT, WAIT, WITHIN, callers_bring, square
from benchmarks.truth.worlds import agents, batches, centre, kind, queue
from simulator.days.world import Durations
from simulator.scenario.arrivals import Trace
from simulator.scenario.draws import Empirical, Erlang, Exponential, Fixed, Gamma, Lognormal, Uniform, Weibull

POLLACZEK: Final = "Pollaczek 1930, Khinchine 1932"

HANDLING: Final[dict[str, Durations]] = {
    "fixed": Fixed(180.0),
    "erlang": Erlang(180.0, 3),
    "gamma": Gamma(180.0, 240.0),
    "lognormal": Lognormal(178.0, 228.0),
    "weibull": Weibull(180.0, 1.5),
    "uniform": Uniform(60.0, 300.0),
    "empirical": Empirical(np.array([20.0, 45.0, 90.0, 111.0, 180.0, 300.0, 700.0])),
}
LOAD: Final = 0.5


def any_handling(name: str) -> Case:
    """M/G/1: one agent, half of whose time is asked for."""
    handling = HANDLING[name]
    arrive = LOAD / handling.mean_s
    edges = batches(arrive, calls=1200 if name == "lognormal" else 500)
    rows = [
        Row("wait_mean_s", WAIT, pollaczek_khinchine(arrive, handling.mean_s, square(handling)), POLLACZEK),
        Row("p_wait", P_WAIT, LOAD, POLLACZEK),
        *callers_bring(arrive, handling.mean_s),
    ]
    if name == "fixed":
        rows.append(Row("answered_in_threshold", WITHIN, within_md1(arrive, 180.0, 270.0), "Erlang 1909"))
    calls = kind(f"m/g/1 {name}", arrive, handling, edges, threshold_s=270.0)
    callers = Callers(arrive, handling, square(handling), 1, waits=False)
    return Case(f"m/g/1 {name}", centre(edges, agents(1), calls), tuple(rows), (callers,))


def wrap_up() -> Case:
    """A fixed wrap-up after an exponential conversation: the agent is not free before it is over."""
    talk, wrapping, arrive = Exponential(80.0), Fixed(40.0), LOAD / 120.0
    edges = batches(arrive, calls=700)
    calls = kind("wrap-up", arrive, talk, edges, wrap_up={"": (wrapping,)})
    mean_of_square = square(talk) + 2 * 80.0 * 40.0 + square(wrapping)
    rows = (
        Row("wait_mean_s", WAIT, pollaczek_khinchine(arrive, 120.0, mean_of_square), POLLACZEK),
        Row("p_wait", P_WAIT, LOAD, POLLACZEK),
        *callers_bring(arrive, 120.0),
    )
    callers = Callers(arrive, Fixed(120.0), mean_of_square, 1, waits=False)
    return Case("wrap-up", centre(edges, agents(1), calls), rows, (callers,))


def wrap_up_of_rules() -> Case:
    """The same, where the wrap-up is the agent's own in the centre's rules."""
    case = wrap_up()
    (calls,) = case.world.types
    (agent,) = case.world.rules.agents
    rules = msgspec.structs.replace(case.world.rules, agents=(msgspec.structs.replace(agent, wrap_up_s=40.0),))
    world = replace(case.world, types=(replace(calls, name="wrap-up of rules", wrap_up={}),), rules=rules)
    return replace(case, name="wrap-up of the rules", world=world)


def ringing() -> Case:
    """A phone that rings for five seconds: the caller waits for it, and the agent can do nothing else."""
    talk, ring, arrive = Exponential(55.0), Fixed(5.0), LOAD / 60.0
    edges = batches(arrive, calls=700)
    mean_of_square = square(talk) + 2 * 55.0 * 5.0 + square(ring)
    rows = (
        Row("wait_mean_s", WAIT, pollaczek_khinchine(arrive, 60.0, mean_of_square) + 5.0, POLLACZEK),
        *callers_bring(arrive, 55.0),
    )
    world = centre(edges, agents(1), kind("ringing", arrive, talk, edges), ring=ring)
    return Case("ringing", world, rows, (Callers(arrive, talk, square(talk), 1, waits=False),))


def important_and_long() -> Case:
    """Two types with handling of their own, one before the other: Cobham's formula for M/G/1."""
    short, long = Erlang(60.0, 2), Gamma(240.0, 160.0)
    rates = 0.25 / 60.0, 0.25 / 240.0
    edges = batches(sum(rates), calls=700)
    kinds = (
        kind("short", rates[0], short, edges, queue="short"),
        kind("long", rates[1], long, edges, queue="long"),
    )
    queues = (queue("short", priority=1), queue("long"))
    load, mean = 0.5, 0.5 / sum(rates)
    residual = (rates[0] * square(short) + rates[1] * square(long)) / 2
    rows = (
        Row("wait_mean_s short", Measure("wait_s", type=0), residual / (1 - load / 2), "Cobham 1954"),
        Row("wait_mean_s long", Measure("wait_s", type=1), residual / ((1 - load / 2) * (1 - load)), "Cobham 1954"),
        Row("aht_s short", Measure("handling_s", "served", type=0), 60.0, "what was asked for", plain=True),
        Row("aht_s long", Measure("handling_s", "served", type=1), 240.0, "what was asked for", plain=True),
    )
    callers = Callers(sum(rates), Fixed(mean), 2 * residual / sum(rates), 1)
    return Case("m/g/1, two classes", centre(edges, agents(1), *kinds, queues=queues), rows, (callers,))


def given_moments() -> Case:
    """D/M/1: a call every 110 seconds, at moments that are given; handling takes a minute on the mean."""
    between, handling = 110.0, Exponential(60.0)
    edges = batches(1 / between, calls=1800)
    moments = np.linspace(between / 2, edges[-1] - between / 2, round(edges[-1] / between))
    # Who comes has to wait with the chance s = exp(-(1 - s) * between / handling), and then for handling / (1 - s).
    p_wait = float(brentq(lambda s: s - np.exp(-(1 - s) * between / handling.mean_s), 0.0, 0.9))
    rows = (
        Row("p_wait", P_WAIT, p_wait, "Kendall 1953"),
        Row("wait_mean_s", WAIT, p_wait * handling.mean_s / (1 - p_wait), "Kendall 1953"),
        Row("offered_per_s", Measure("offered", "seconds"), 1 / between, "what was asked for", plain=True),
    )
    calls = replace(kind("d/m/1", 1.0, handling, edges), arrivals=Trace(edges=(0.0, edges[-1]), moments=moments))
    return Case("d/m/1", centre(edges, agents(1), calls), rows)


def kind_cases() -> Iterator[Callable[[], Case]]:
    """Yield all of these."""
    yield from (partial(any_handling, name) for name in HANDLING)
    yield from (wrap_up, wrap_up_of_rules, ringing, important_and_long, given_moments)
