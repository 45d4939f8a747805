"""Small worlds made by hand: an hour or a day of calls of one or two types, and a handful of agents."""

from collections.abc import Sequence
from typing import Any

from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.days.world import Arrivals, CallType, Duty, World
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential

HOUR_S = 3600.0
EDGES = tuple(each * HOUR_S / 2 for each in range(5))
"""Four half-hours."""


def poisson(per_hour: float, edges: Sequence[float] = EDGES) -> Arrivals:
    return Poisson(tuple(edges), (per_hour / HOUR_S,) * (len(edges) - 1))


def type_of(name: str, per_hour: float, edges: Sequence[float] = EDGES, **more: Any) -> CallType:
    """Calls with 180 s of handling and 120 s of patience, unless it is said otherwise."""
    usual = {"handling": {"": (Exponential(180.0),)}, "patience": Exponential(120.0)}
    said: dict[str, Any] = {"queue": name, "arrivals": poisson(per_hour, edges)} | usual | more
    return CallType(name=name, **said)


def world(agents: int = 8, per_hour: float = 150.0, **more: Any) -> World:
    """One type of call, whom ``agents`` serve all the time: a load of 7.5 erlangs on 8."""
    types: tuple[CallType, ...] = more.pop("types", (type_of("calls", per_hour),))
    names = [f"agent-{each}" for each in range(agents)]
    queues = tuple(QueueRules(name=each.queue, longest_wait_s=NEVER_S, nobody_s=NEVER_S) for each in types)
    rules = CentreRules(
        name="small",
        skills={},
        queues=queues,
        agents=tuple(AgentRules(name=name, endpoint="", skills={}) for name in names),
    )
    duties = tuple(Duty(agent=name, group="agents") for name in names)
    said: dict[str, Any] = {
        "name": "small",
        "rules": rules,
        "duties": duties,
        "groups": ("agents",),
        "edges": EDGES,
    } | more
    return World(types=types, **said)
