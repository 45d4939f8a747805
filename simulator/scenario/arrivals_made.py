"""When calls come: from what a planner wrote to the arrivals of a world."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pydantic_core import PydanticCustomError

from ivr.problems import Path as Place
from ivr.problems import Problem
from simulator.days.world import Arrivals
from simulator.scenario.arrivals import Counted, Poisson, Trace
from simulator.scenario.arriving import ArrivalsPart, MomentsPart
from simulator.scenario.durations import check_count
from simulator.scenario.empirical import column_s
from simulator.scenario.limits import MOST_CALLS
from simulator.scenario.model import ScenarioPart
from simulator.scenario.times import Times


def check_arrivals(place: Place, part: ArrivalsPart, times: Times) -> Iterator[Problem]:
    """Return what does not fit the periods of the day: numbers for more or fewer of them, or too many calls."""
    place = (*place, part.way)
    wrong = [problem for count, where in rows_of(part, place) for problem in check_count(where, count, times)]
    if wrong or (times.steady and part.rate is None):
        yield wrong[0] if wrong else Problem(place, "only_constant")
    elif expected_calls(part, times) > MOST_CALLS:
        yield Problem(place, "too_many_calls", {"most": f"{MOST_CALLS:,}".replace(",", " ")})


def rows_of(part: ArrivalsPart, place: Place) -> Iterator[tuple[int, Place]]:
    """How many values there are in each list that has one for each period, and where."""
    for row in (part.rates, part.per_period):
        if row is not None:
            yield len(row), place
    yield from ((len(row), (*place, number)) for number, row in enumerate(part.counts or ()))


def expected_calls(part: ArrivalsPart, times: Times) -> float:
    """How many calls come in one run, at least about."""
    if part.rate is not None:
        return part.rate * times.ends_at
    widths = np.diff(times.edges)
    return float(np.dot(part.rates, widths)) if part.rates is not None else sum(part.per_period or ())


def all_arrivals(part: ScenarioPart, times: Times, folder: Path) -> tuple[dict[str, Arrivals], list[Problem]]:
    """Make the arrivals of all types by name, or say which of the files with moments are of no use."""
    made: dict[str, Arrivals] = {}
    problems: list[Problem] = []
    for name, type_ in part.types.items():
        try:
            made[name] = arrivals_of(type_.arrivals, times, folder)
        except PydanticCustomError as refused:
            values = {word: str(value) for word, value in (refused.context or {}).items()}
            problems.append(Problem(("types", name, "arrivals", "calls"), refused.type, values))
    return made, problems


def arrivals_of(part: ArrivalsPart, times: Times, folder: Path) -> Arrivals:
    """Make the arrivals of a checked part.

    Raises:
        PydanticCustomError: of moments that cannot be read, or are outside the day.
    """
    if part.rate is not None:
        return Poisson((0.0, times.ends_at), (part.rate,))
    if part.calls is not None:
        return moments(part.calls, times, folder)
    if part.counts is not None:
        return Counted(times.edges, np.array(part.counts, dtype=np.int64))
    rates = part.rates
    if rates is None:
        widths = np.diff(times.edges).tolist()
        rates = [number / width for number, width in zip(part.per_period or (), widths, strict=True)]
    return Poisson(times.edges, tuple(rates))


def moments(part: MomentsPart, times: Times, folder: Path) -> Trace:
    """Read moments from a file; those outside the day are refused."""
    found = column_s(part.file, part.column, part.unit, folder, times.opens_at_s)
    late = found[found >= times.ends_at]
    if len(late):
        values = {"file": part.file, "at": times.clock(float(late[0])), "count": len(late)}
        raise PydanticCustomError("calls_outside", "{count} calls", values)
    return Trace(times.edges, found)
