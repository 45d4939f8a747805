"""Which of the free agents is offered a call: a queue names one of the ways in ``CHOICES``.

A way is a function and a line in the table. It gets the groups whose agents may serve the call (those that a rung
adds) and returns one agent who is free and has not missed this call, or None. Idle agents stand in their group in
the orders of ``ORDERS``; what such an order compares must not change while an agent is idle.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from acd.engine.calls import Call
from acd.engine.ladders import Rung
from acd.engine.order import Order
from acd.engine.routing_rules import Choice
from agents.roster import Agent

if TYPE_CHECKING:
    from acd.engine.floor import Floor

INF: Final = math.inf

Way: TypeAlias = "Callable[[Floor, Rung, Call, float], Agent | None]"

ORDERS: Final[dict[str, Callable[[Agent], float]]] = {
    "idle_since": lambda agent: agent.idle_since,
    "answered": lambda agent: float(agent.counts.answered),
    "offered_at": lambda agent: agent.offered_at,
    "occupancy": lambda agent: agent.occupancy.order,
}
"""What idle agents are ordered by; the first is served first, and equals by their place on the roster."""

ORDER_OF: Final[dict[Choice, str]] = {
    "fewest-calls": "answered",
    "round-robin": "offered_at",
    "least-occupied": "occupancy",
}
"""The order that a way looks at; the others look at who has been idle longest."""


def first(order: str) -> Way:
    """Return the way that takes the first of an order."""

    def choose(floor: "Floor", rung: Rung, call: Call, at: float) -> Agent | None:
        if len(rung.groups) == 1:
            return floor.first_among(rung.groups, order, call)
        least = INF
        among: list[int] = []
        for index, key in enumerate(floor.first_keys(rung, order, call)):
            if key < least:
                least, among = key, [rung.groups[index]]
            elif key == least:
                among.append(rung.groups[index])
        return None if least == INF else floor.first_among(among, order, call)

    return choose


def with_somebody(floor: "Floor", rung: Rung, call: Call) -> list[int]:
    """Return the groups in which somebody is free for ``call``."""
    if call.refused:
        keys = floor.first_keys(rung, "idle_since", call)
        return [group for group, key in zip(rung.groups, keys, strict=True) if key < INF]
    first_idle = floor.first_idle["idle_since"]
    return [group for group in rung.groups if first_idle[group] < INF]


def best_level(floor: "Floor", rung: Rung, call: Call, at: float) -> Agent | None:
    """Take whose levels in the skills that are asked add up to most; among equals the longest idle."""
    keys = floor.first_keys(rung, "idle_since", call)
    free = [index for index, key in enumerate(keys) if key < INF]
    return best_by(floor, [rung.groups[index] for index in free], call, [rung.fit[index] for index in free])


def specialists_first(floor: "Floor", rung: Rung, call: Call, at: float) -> Agent | None:
    """Take whom other calls, waiting and to be expected, need least; among equals the longest idle."""
    groups = with_somebody(floor, rung, call)
    if len(groups) < 2:
        return floor.first_among(groups, "idle_since", call)
    return best_by(floor, groups, call, [-needed for needed in floor.demand.of_groups(groups, call.ladder, at)])


def at_random(floor: "Floor", rung: Rung, call: Call, at: float) -> Agent | None:
    """Draw lots among all of them: the draw comes from the centre's seed and is the same in every replay."""
    groups = [floor.groups[number] for number in with_somebody(floor, rung, call)]
    if not groups:
        return None
    rows: list[Order[Agent] | tuple[Agent, ...]] = [
        tuple(group.free_for(call)) if call.refused else group.idle["idle_since"] for group in groups
    ]
    number = floor.draw(sum(map(len, rows)))
    for row in rows:
        if number < len(row):
            return row[number]
        number -= len(row)
    raise AssertionError("a lot was drawn that nobody holds")


def best_by(floor: "Floor", groups: list[int], call: Call, measures: list[float]) -> Agent | None:
    """Take the longest idle of those ``groups`` whose measure is highest; in each somebody is free."""
    best = max(measures, default=0.0)
    among = [group for group, measure in zip(groups, measures, strict=True) if measure == best]
    return floor.first_among(among, "idle_since", call)


CHOICES: Final[dict[Choice, Way]] = {
    "longest-idle": first("idle_since"),
    "best-level": best_level,
    "least-occupied": first("occupancy"),
    "fewest-calls": first("answered"),
    "round-robin": first("offered_at"),
    "random": at_random,
    "specialists-first": specialists_first,
}
