"""One queue in the long run: patience of any kind, a limit on who may wait, balking, retrials."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np
from scipy.special import gamma

from benchmarks.truth.case import Case, Row
from benchmarks.truth.chains import Vector
from benchmarks.truth.measures import Measure
from benchmarks.truth.orbit import Orbit
from benchmarks.truth.queues import Impatient, Line, found, impatient
from benchmarks.truth.steady_cases import ABANDON, BLOCK, MIN, P_WAIT, WAIT, WITHIN, exponential_case
from benchmarks.truth.worlds import queue
from simulator.days.world import Durations, Retrials
from simulator.scenario.draws import Empirical, Exponential, Fixed, Weibull

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


def longest_wait() -> Case:
    """The queue's own limit ends every wait after a minute: the same as a fixed patience, and nobody hangs up."""
    true = impatient(10.5 / MIN, 1 / MIN, 10, outlasts_fixed, longest=20 * MIN, threshold=20.0)
    source = "Baccelli and Hebuterne 1981"
    rows = (
        Row("sent_away", Measure("sent_away", "offered"), true.abandon, source),
        Row("wait_mean_s", WAIT, true.wait, source),
    )
    queues = (queue(longest_wait_s=MIN),)
    return exponential_case("longest wait", 10.5 / MIN, MIN, 10, rows, calls=700, queues=queues)


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


def limit_cases() -> Iterator[Callable[[], Case]]:
    """Yield all of these."""
    yield from (partial(any_patience, name) for name in PATIENCE)
    yield from (partial(limited, by) for by in ("queue", "lines"))
    yield from (longest_wait, balking, retrials)
