"""Whether the agents can do the work that comes: somebody for every type, in every period, and enough of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from acd.engine.routing_rules import NEVER_S
from ivr.problems import Problem
from simulator.days.world import CallType, Duty, World
from simulator.scenario.capacity import Bottleneck, bottlenecks
from simulator.scenario.durations import mean_s
from simulator.scenario.limits import MOST_LINES
from simulator.scenario.model import ScenarioPart
from simulator.scenario.serving import Served, needs_text, served_by, unknown_values
from simulator.scenario.times import Times

Numbers = npt.NDArray[np.float64]

FULL = 1.0 - 1e-9
"""How busy agents may not be for ever; a little less than all the time, for rounding."""

MOST_TOLD = 5
"""Whoever reads of as many sets of types that are too much knows enough."""


class Kinds:
    """Agents on duty as kinds of equal ones: of one group, serving the same types.

    ``groups`` and ``serves`` (by type, a column a kind) tell what a kind is, ``present`` how many of each there are in
    each period on average (a row a kind). ``agents`` names one of each.
    """

    def __init__(self, part: ScenarioPart, world: World, times: Times) -> None:
        agents = {agent.name: agent for agent in world.rules.agents}
        served = served_by(part.types, world.rules, [agents[duty.agent] for duty in world.duties])
        numbers: dict[tuple[str, bytes], int] = {}
        of_duty = [
            numbers.setdefault((duty.group, column.tobytes()), len(numbers))
            for duty, column in zip(world.duties, served.T, strict=True)
        ]
        first = [of_duty.index(number) for number in range(len(numbers))]
        self.groups = [group for group, _ in numbers]
        self.agents = [world.duties[at].agent for at in first]
        self.serves: Served = served[:, first]
        self.present = present_in(world.duties, of_duty, times.borders)


def present_in(duties: Sequence[Duty], kinds: Sequence[int], borders: Sequence[float]) -> Numbers:
    """Return how many agents of each kind are at work in each period on average, breaks left out."""
    starts, ends = np.array(borders[:-1]), np.array(borders[1:])
    same = Counter(zip(kinds, ((duty.spells, duty.breaks) for duty in duties), strict=True))
    present = np.zeros((max(kinds, default=-1) + 1, len(starts)))
    for (kind, (spells, breaks)), count in same.items():
        for sign, times in ((count, spells), (-count, breaks)):
            for begin, end in times:
                present[kind] += sign * np.clip(np.minimum(end, ends) - np.maximum(begin, starts), 0.0, None)
    whole: Numbers = np.maximum(present / (ends - starts), 0.0)
    return whole


def check_work(part: ScenarioPart, world: World, times: Times) -> Iterator[Problem]:
    """Return types that nobody serves, ever or in some period, and work that nobody has the time for."""
    kinds = Kinds(part, world, times)
    for name, type_ in part.types.items():
        for value in unknown_values(name, type_, world.rules):
            yield Problem(("types", name), "value_unknown", {"type": name, "value": value}, "warning")
    unserved = [name for name, row in zip(part.types, kinds.serves, strict=True) if not row.any()]
    for name in unserved:
        needs = needs_text(name, part.types[name], world.rules) or "-"
        yield Problem(("types", name), "nobody_serves", {"type": name, "needs": needs})
    yield from idle(world, kinds)
    yield from nobody_there(part, world, times, kinds)
    if not unserved:
        yield from too_much_work(part, world, times, kinds)


def idle(world: World, kinds: Kinds) -> Iterator[Problem]:
    """Groups of which nobody at work may serve any type of call."""
    at_work = set(kinds.groups)
    busy = {group for group, column in zip(kinds.groups, kinds.serves.T, strict=True) if column.any()}
    for group in world.groups:
        if group in at_work - busy:
            yield Problem(("groups", group), "group_idle", {"group": group}, "warning")


def nobody_there(part: ScenarioPart, world: World, times: Times, kinds: Kinds) -> Iterator[Problem]:
    """Periods in which calls of a type come and nobody who could serve it is at work at any moment."""
    for type_, serves in zip(world.types, kinds.serves, strict=True):
        there = kinds.present[serves].sum(axis=0) > 0.0
        empty = [at for at in range(times.periods) if not there[at] and type_.arrivals.rate(at) > 0.0]
        if empty and serves.any():
            values = {"type": type_.name, "period": times.shown(empty[0]), "count": str(len(empty))}
            yield Problem(("types", type_.name), "nobody_there", values, "warning")


def too_much_work(part: ScenarioPart, world: World, times: Times, kinds: Kinds) -> Iterator[Problem]:
    """Work above capacity of callers who wait for ever: of a steady state an error, of a day a warning.

    Of each set of types that is too much somewhere, the worst period is named, and of sets the worst ones.
    """
    patient = np.array([waits_for_ever(type_, world) for type_ in world.types])
    worst: dict[tuple[int, ...], tuple[Bottleneck, int]] = {}
    counts: Counter[tuple[int, ...]] = Counter()
    for period in range(times.periods):
        rates = patient * [type_.arrivals.rate(period) * (1.0 - type_.balking) for type_ in world.types]
        for found in bottlenecks(rates, means_of(world, kinds, period), kinds.present[:, period], FULL):
            counts[found.types] += 1
            if found.types not in worst or found.busy > worst[found.types][0].busy:
                worst[found.types] = found, period
    busiest = sorted(worst.items(), key=lambda each: each[1][0].busy, reverse=True)
    for types, (found, period) in [each for each in busiest if each[1][0].busy < inf][:MOST_TOLD]:
        yield told(world, times, kinds, found, period, counts[types])


def waits_for_ever(type_: CallType, world: World) -> bool:
    """Whether callers of a type wait as long as it takes; in a steady state no rule of their queue ends it either."""
    queue = next(queue for queue in world.rules.queues if queue.name == type_.queue)
    is_limited = queue.longest_wait_s < NEVER_S or queue.most_waiting < MOST_LINES or queue.overflow or queue.deflect
    return type_.patience is None and not (world.steady and (is_limited or world.lines is not None))


def means_of(world: World, kinds: Kinds, period: int) -> Numbers:
    """Return by type and kind of agent how long a call of this period takes, wrap-up included; infinity if never."""
    own_s = {agent.name: agent.wrap_up_s for agent in world.rules.agents}
    means = np.full(kinds.serves.shape, inf)
    for number, kind in zip(*np.nonzero(kinds.serves), strict=True):
        type_, group = world.types[number], kinds.groups[kind]
        is_said = group in type_.wrap_up or "" in type_.wrap_up
        wrap_up_s = mean_s(type_.wrap_up, group, period) if is_said else own_s[kinds.agents[kind]]
        means[number, kind] = mean_s(type_.handling, group, period) + wrap_up_s
    return means


def told(world: World, times: Times, kinds: Kinds, found: Bottleneck, period: int, count: int) -> Problem:
    """Say where there is too much work, how much, and for how many."""
    means = means_of(world, kinds, period)
    rates = [world.types[number].arrivals.rate(period) * (1.0 - world.types[number].balking) for number in found.types]
    load = sum(rate * means[number].min() for rate, number in zip(rates, found.types, strict=True))
    names = [world.types[number].name for number in found.types]
    values = {
        "types": ", ".join(names),
        "load": f"{load:.4g}",
        "agents": f"{kinds.present[list(found.kinds), period].sum():.4g}",
        "busy": f"{100 * found.busy:.4g}",
        "period": "" if times.steady else times.shown(period),
        "count": str(count),
    }
    if times.steady:
        return Problem(("types", names[0]), "unstable", values)
    return Problem(("types", names[0]), "overload", values, "warning")
