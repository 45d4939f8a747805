"""One queue in the long run: Erlang's three formulas."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from scipy.special import gamma
from scipy.stats import poisson

from benchmarks.truth.case import REFERENCE, Case, Row
from benchmarks.truth.controls import Callers, mean_beyond
from benchmarks.truth.measures import Measure
from benchmarks.truth.worlds import agents, batches, centre, kind, queue
from simulator.days.world import Durations
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
    calls = 1200 if staff < 14 else 2300
    rows = (
        Row("p_wait", P_WAIT, p_wait, REFERENCE),
        Row("answered_in_threshold", WITHIN, within, REFERENCE),
        Row("wait_mean_s", WAIT, wait_s, REFERENCE),
        Row("agents_busy", Measure("busy_s", "seconds"), occupancy * staff, REFERENCE, plain=True),
    )
    return exponential_case(f"erlang-c {staff}", 100 / 1800, 180.0, staff, rows, calls=calls)


TABLE: Final = {(20, 22): 0.56791516, (20, 25): 0.20910283, (50, 55): 0.38454732, (100, 110): 0.23700750}
"""Erlangs and agents: chance to wait."""


def erlang_c_of_table(load: int, staff: int) -> Case:
    """Other sizes: the chance to wait."""
    p_wait, arrive = TABLE[load, staff], load / 180.0
    rows = (Row("p_wait", P_WAIT, p_wait, REFERENCE),)
    return exponential_case(f"erlang-c {load} {staff}", arrive, 180.0, staff, rows, calls=2000 if staff > 100 else 1000)


def as_patient_as_long() -> Case:
    """Patience as long as handling: the calls in the system are a Poisson number, whatever the agents."""
    arrive, staff = 8.0 / MIN, 6
    beyond = float(poisson.sf(staff - 1, 8.0))
    queue_length = float(mean_beyond(8.0, staff))
    rows = (
        Row("p_wait", P_WAIT, beyond, "Poisson"),
        Row("queue_length_mean", Measure("queue_s", "seconds"), queue_length, "Poisson"),
        Row("abandoned", ABANDON, queue_length / 8.0, "Poisson"),
    )
    return exponential_case(
        "as patient as calls are long", arrive, MIN, staff, rows, calls=500, patience=Exponential(MIN)
    )


ERLANG_B: Final[dict[str, tuple[float, int, float, Durations]]] = {
    "lines": (10.0, 12, 0.11973919, Exponential(180.0)),
    "queue of none, lognormal": (20.0, 22, 0.10673395, Lognormal(178.0, 228.0)),
    "queue of none, fixed": (20.0, 25, 0.05022178, Fixed(180.0)),
    "lines, gamma": (50.0, 55, 0.05374881, Gamma(180.0, 90.0)),
    "lines, erlang": (100.0, 110, 0.02746345, Erlang(180.0, 2)),
}
"""Erlangs, agents, share lost, handling: of what kind it is does not matter (Sevastyanov 1957)."""


def erlang_b(name: str) -> Case:
    """Nobody can wait: as many lines as agents, or a queue of none."""
    load, staff, lost, handling = ERLANG_B[name]
    arrive = load / handling.mean_s
    edges = batches(arrive, calls=1300 if staff > 100 else 500)
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


def steady_cases() -> Iterator[Callable[[], Case]]:
    """Yield all of these."""
    yield from (partial(erlang_c, staff) for staff in ERLANG_C)
    yield from (partial(erlang_c_of_table, *pair) for pair in TABLE)
    yield from (erlang_c_50, erlang_a, erlang_a_14, as_patient_as_long)
    yield from (partial(erlang_b, name) for name in ERLANG_B)
