"""Whether the types of call and the groups of a scenario fit the day, the rules and one another."""

from collections.abc import Iterator

from acd.config.model import CentrePart
from ivr.problems import Path as Place
from ivr.problems import Problem, closest
from simulator.scenario.arrivals_made import check_arrivals
from simulator.scenario.durations import check_durations
from simulator.scenario.model import ScenarioPart, TypePart
from simulator.scenario.rules import queue_of
from simulator.scenario.staffing import Groups
from simulator.scenario.times import Times
from simulator.statistics.definitions import DEFINITIONS


def check_types(part: ScenarioPart, merged: CentrePart, times: Times) -> Iterator[Problem]:
    """Return what is wrong with types of call and with what is said of all of them, staff apart."""
    if part.service_level not in DEFINITIONS:
        values = {"got": part.service_level, "known": closest(part.service_level, list(DEFINITIONS))}
        yield Problem(("service_level",), "unknown_definition", values)
    yield from no_days(part)
    for name, type_ in part.types.items():
        place: Place = ("types", name)
        yield from check_arrivals((*place, "arrivals"), type_.arrivals, times)
        yield from impatient((*place, "patience"), type_)
        if type_.retrials is not None and type_.patience is None:
            yield Problem((*place, "retrials"), "nobody_abandons", {"type": name}, "warning")
    yield from ringing(part, merged)


def no_days(part: ScenarioPart) -> Iterator[Problem]:
    """Days that are busier than others, where there are no days."""
    if part.steady is not None:
        given: list[tuple[Place, object]] = [(("busyness",), part.busyness)]
        given += [(("types", name, "busyness"), type_.busyness) for name, type_ in part.types.items()]
        yield from (Problem(place, "steady_busyness") for place, busyness in given if busyness is not None)


def impatient(place: Place, type_: TypePart) -> Iterator[Problem]:
    """Callers who would never wait at all: that is balking."""
    if type_.patience is not None and type_.patience.mean_s <= 0.0:
        yield Problem(place, "no_patience")


def ringing(part: ScenarioPart, merged: CentrePart) -> Iterator[Problem]:
    """Phones that ring for longer than a queue lets them, so that nobody would answer."""
    used = {queue_of(name, type_) for name, type_ in part.types.items()}
    for name in sorted(used & set(merged.queues)):
        ring = merged.queues[name].ring
        if part.ring is not None and part.ring.mean_s >= ring:
            values = {"queue": name, "ring": f"{ring:g} s", "got": f"{part.ring.mean_s:g} s"}
            yield Problem(("ring",), "rings_out", values)


def check_groups(part: ScenarioPart, groups: Groups, times: Times) -> Iterator[Problem]:
    """Return what durations by group or by period do not fit the groups and the day."""
    for name, type_ in part.types.items():
        place: Place = ("types", name)
        yield from check_durations((*place, "handling"), type_.handling, groups, times, is_whole=True)
        yield from check_durations((*place, "wrap_up"), type_.wrap_up, groups, times, is_whole=False)
