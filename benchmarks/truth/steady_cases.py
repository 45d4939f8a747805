"""One queue in the long run: Erlang's three formulas, limits, patience of any kind, balking, retrials."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from scipy.special import gamma

from benchmarks.truth.case import REFERENCE, Case, Row
from benchmarks.truth.chains import Vector
from benchmarks.truth.controls import Callers
from benchmarks.truth.measures import Measure
from benchmarks.truth.orbit import Orbit
from benchmarks.truth.queues import Impatient, Line, found, impatient
from benchmarks.truth.worlds import agents, batches, centre, kind, queue
from simulator.days.world import Durations, Retrials
from simulator.scenario.draws import Empirical, Erlang, Exponential, Fixed, Gamma, Lognormal, Uniform, Weibull

P_WAIT: Final = Measure("delayed")
WITHIN: Final = Measure("answered_in_time", "offered")
WAIT: Final = Measure("wait_s")
ABANDON: Final = Measure("abandoned", "offered")
BLOCK: Final = Measure("blocked", "offered")

MIN: Final = 60.0
BUSY: Final = 0.93
"""From this load on it takes long to forget how empty the beginning was."""


def callers_bring(arrive: float, handling_s: float) -> tuple[Row, ...]:
    """Return the rows that say whether as many calls come, and take as long, as was asked for."""
    source = "what was asked for"
    return (
        Row("offered_per_s", Measure("offered", "seconds"), arrive, source, plain=True),
        Row("aht_s", Measure("handling_s", "served"), handling_s, source, plain=True),
    )


def exponential_case(
    name: str, arrive: float, handling_s: float, staff: int, rows: Sequence[Row], *, calls: int = 1000, **more: Any
) -> Case:
    """Return a case of one queue with exponential handling; ``more`` is said of the callers."""
    queues, lines = more.pop("queues", ()), more.pop("lines", None)
    edges = batches(arrive, calls, warm_up=20.0 if arrive * handling_s > BUSY * staff else 2.0)
    handling = Exponential(handling_s)
    world = centre(edges, agents(staff), kind(name, arrive, handling, edges, **more), queues=queues, lines=lines)
    callers = Callers(arrive, handling, 2 * handling_s**2, staff)
    return Case(name, world, (*rows, *callers_bring(arrive, handling_s)), (callers,))


# -- Erlang C, B and A ------------------------------------------------------------------------------------------

ERLANG_C: Final = {
    11: (0.682118, 0.389614, 122.7813, 0.9091),
    12: (0.449388, 0.640158, 40.4449, 0.8333),
    13: (0.285270, 0.795595, 17.1162, 0.7692),
    14: (0.174132, 0.888350, 7.8359, 0.7143),
    15: (0.102042, 0.941453, 3.6735, 0.6667),
}
"""By agents, for 100 calls in 30 minutes of 180 s: chance to wait, share within 20 s, mean wait in s, occupancy."""


def erlang_c(staff: int) -> Case:
    """100 calls in 30 minutes, which take 180 s on the mean."""
    p_wait, within, wait_s, occupancy = ERLANG_C[staff]
    calls = 1100 if staff < 14 else 2000
    rows = (
        Row("p_wait", P_WAIT, p_wait, REFERENCE),
        Row("answered_in_threshold", WITHIN, within, REFERENCE),
        Row("wait_mean_s", WAIT, wait_s, REFERENCE),
        Row("agents_busy", Measure("busy_s", "seconds"), occupancy * staff, REFERENCE, plain=True),
    )
    return exponential_case(f"erlang-c {staff}", 100 / 1800, 180.0, staff, rows, calls=calls)


ERLANG_B: Final[dict[str, tuple[float, int, float, Durations]]] = {
    "lines": (10.0, 12, 0.11973919, Exponential(180.0)),
    "queue of none, lognormal": (20.0, 22, 0.10673395, Lognormal(178.0, 228.0)),
    "queue of none, fixed": (20.0, 25, 0.05022178, Fixed(180.0)),
    "lines, gamma": (50.0, 55, 0.05374881, Gamma(180.0, 90.0)),
}
"""Erlangs, agents, share lost, handling: of what kind it is does not matter (Sevastyanov 1957)."""


def erlang_b(name: str) -> Case:
    """Nobody can wait: as many lines as agents, or a queue of none."""
    load, staff, lost, handling = ERLANG_B[name]
    arrive = load / handling.mean_s
    edges = batches(arrive, calls=500)
    limit: dict[str, Any] = {"lines": staff} if name.startswith("lines") else {"queues": (queue(most_waiting=0),)}
    world = centre(edges, agents(staff), kind(name, arrive, handling, edges), **limit)
    rows = (
        Row("blocked", BLOCK, lost, REFERENCE),
        Row("agents_busy", Measure("busy_s", "seconds"), load * (1 - lost), REFERENCE, plain=True),
        *callers_bring(arrive, handling.mean_s),
    )
    return Case(f"erlang-b {name}", world, rows, (Callers(arrive, handling, square(handling), staff),))


def square(handling: Durations) -> float:
    """Return the mean square of a distribution, in s^2."""
    mean = handling.mean_s
    match handling:
        case Fixed():
            return mean**2
        case Exponential():
            return 2 * mean**2
        case Lognormal() | Gamma():
            return mean**2 + handling.sd_s**2
        case Erlang():
            return mean**2 * (1 + 1 / handling.phases)
        case Weibull():
            return float(mean**2 * gamma(1 + 2 / handling.shape) / gamma(1 + 1 / handling.shape) ** 2)
        case Uniform():
            return (handling.low_s**2 + handling.low_s * handling.high_s + handling.high_s**2) / 3
        case Empirical():
            return float((handling.values**2).mean())
    raise TypeError(f"no mean square is known of {handling}")


def erlang_a() -> Case:
    """48 calls a minute, 50 agents, a minute's handling, two minutes' patience."""
    rows = (
        Row("p_wait", P_WAIT, 0.467774, REFERENCE),
        Row("abandoned", ABANDON, 0.030912, REFERENCE),
        Row("wait_mean_s", WAIT, 3.7095, REFERENCE),
        Row("queue_length_mean", Measure("queue_s", "seconds"), 2.9676, REFERENCE),
        Row("occupancy", Measure("busy_s", "seconds"), 0.930324 * 50, REFERENCE, plain=True),
    )
    return exponential_case("erlang-a 50", 48 / MIN, MIN, 50, rows, calls=1200, patience=Exponential(2 * MIN))


def erlang_a_14() -> Case:
    """The 14 agents of Erlang C's table, and five minutes' patience."""
    rows = (
        Row("p_wait", P_WAIT, 0.14526, REFERENCE),
        Row("abandoned", ABANDON, 0.013984, REFERENCE),
        Row("wait_mean_s", WAIT, 0.069919 * MIN, REFERENCE),
        Row("answered_in_threshold", WITHIN, 0.916792, REFERENCE),
    )
    return exponential_case("erlang-a 14", 100 / 1800, 180.0, 14, rows, calls=1400, patience=Exponential(300.0))


def erlang_c_50() -> Case:
    """The 50 agents of Erlang A, and nobody hangs up."""
    rows = (Row("p_wait", P_WAIT, 0.694456, REFERENCE), Row("wait_mean_s", WAIT, 20.8337, REFERENCE))
    return exponential_case("erlang-c 50", 48 / MIN, MIN, 50, rows, calls=2000)


# -- any patience -----------------------------------------------------------------------------------------------

SEEN_S: Final = (1.0, 4.0, 9.0, 15.0, 30.0, 60.0, 120.0, 240.0)
"""Patience as somebody has observed it."""

WEIBULL_SHAPE: Final = 0.7


def outlasts_fixed(times: Vector) -> Vector:
    """Everybody has a patience of a minute."""
    return (times < MIN).astype(float)


def outlasts_weibull(times: Vector) -> Vector:
    """Weibull patience with a mean of a minute."""
    scale = MIN / float(gamma(1 + 1 / WEIBULL_SHAPE))
    chances: Vector = np.exp(-((times / scale) ** WEIBULL_SHAPE))
    return chances


def outlasts_seen(times: Vector) -> Vector:
    """One of the observed."""
    chances: Vector = np.mean(times[:, None] < np.array(SEEN_S), axis=1)
    return chances


PATIENCE: Final[dict[str, tuple[Durations, Callable[[Vector], Vector]]]] = {
    "fixed": (Fixed(MIN), outlasts_fixed),
    "weibull": (Weibull(MIN, WEIBULL_SHAPE), outlasts_weibull),
    "empirical": (Empirical(np.array(SEEN_S)), outlasts_seen),
}


def any_patience(name: str) -> Case:
    """M/M/10 with 10.5 calls in the time of one, and a patience that is not exponential."""
    patience, outlasts = PATIENCE[name]
    arrive = 10.5 / MIN
    true: Impatient = impatient(arrive, 1 / MIN, 10, outlasts, longest=20 * MIN, threshold=20.0)
    source = "Baccelli and Hebuterne 1981"
    rows = (
        Row("p_wait", P_WAIT, true.waits, source),
        Row("abandoned", ABANDON, true.abandon, source),
        Row("wait_mean_s", WAIT, true.wait, source),
        Row("answered_in_threshold", WITHIN, true.within, source),
    )
    return exponential_case(f"patience {name}", arrive, MIN, 10, rows, calls=700, patience=patience)


# -- limits, balking, retrials ----------------------------------------------------------------------------------


def limited(by: str) -> Case:
    """M/M/12 with at most five waiting: by the queue's own limit, or by the number of lines."""
    arrive, line = 5.4 / MIN, Line(12, 0.5 / MIN, 0.0, 17)
    shares = found(arrive, line)
    entering = shares[:-1] / shares[:-1].sum()
    source = "birth and death chain"
    rows = (
        Row("blocked", BLOCK, float(shares[-1]), source),
        Row("p_wait", P_WAIT, float(entering[12:].sum()), source),
        Row("wait_mean_s", WAIT, float(entering @ line.wait[:-1]), source),
    )
    limit: dict[str, Any] = {"lines": 17} if by == "lines" else {"queues": (queue(most_waiting=5),)}
    return exponential_case(f"limited by {by}", arrive, 2 * MIN, 12, rows, calls=600, **limit)


def balking() -> Case:
    """Of those who would have to wait, four in ten leave at once; the others have patience."""
    arrive, line, balk = 10.5 / MIN, Line(10, 1 / MIN, 0.5 / MIN, 200), 0.4
    shares = found(arrive, line, balk)
    full = float(shares[10:].sum())
    entered = 1 - balk * full
    source = "birth and death chain"
    rows = (
        Row("balked", Measure("balked", "offered"), balk * full, source),
        Row("p_wait", P_WAIT, (1 - balk) * full / entered, source),
        Row("abandoned", ABANDON, float(shares[10:] @ (1 - line.served[10:])) * (1 - balk), source),
        Row(
            "queue_length_mean",
            Measure("queue_s", "seconds"),
            float(shares @ np.maximum(np.arange(201) - 10, 0)),
            source,
        ),
    )
    return exponential_case("balking", arrive, MIN, 10, rows, calls=1500, patience=Exponential(2 * MIN), balking=balk)


def retrials() -> Case:
    """Six of ten who hang up call again, after two minutes on the mean."""
    arrive = 10.0 / MIN
    orbit = Orbit(arrive, 1 / MIN, agents=10, leave=1 / MIN, again=0.6, back=0.5 / MIN, most=60, most_away=60)
    source = "two-dimensional Markov chain"
    rows = (
        Row("retried_per_first", Measure("offered", "first_attempts"), orbit.calls / arrive, source),
        Row("abandoned", ABANDON, orbit.abandoned / orbit.calls, source),
        Row("p_wait", P_WAIT, orbit.delayed / orbit.calls, source),
        Row("queue_length_mean", Measure("queue_s", "seconds"), orbit.queue, source),
    )
    again = Retrials(probability=0.6, after=Exponential(2 * MIN), most=100)
    case = exponential_case("retrials", arrive, MIN, 10, rows, calls=700, patience=Exponential(MIN), retrials=again)
    return without(case, "offered_per_s")


def without(case: Case, name: str) -> Case:
    """Return the case without one row."""
    return Case(case.name, case.world, tuple(row for row in case.rows if row.name != name), case.controls, case.days)


def steady_cases() -> Iterator[Callable[[], Case]]:
    """Yield all of these."""
    yield from (partial(erlang_c, staff) for staff in ERLANG_C)
    yield from (erlang_c_50, erlang_a, erlang_a_14)
    yield from (partial(erlang_b, name) for name in ERLANG_B)
    yield from (partial(any_patience, name) for name in PATIENCE)
    yield from (partial(limited, by) for by in ("queue", "lines"))
    yield from (balking, retrials)
