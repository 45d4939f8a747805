"""Worlds of theory: Poisson callers, agents who are always there, and rules that send nobody away unless asked to.

Whoever wants other rules passes them on; what is left out is as in the production configuration.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.days.world import CallType, Durations, Duty, World
from simulator.scenario.arrivals import Poisson

FOR_EVER_S: Final = 1e9
"""Longer than any run: no limit of the rules ends a wait."""

NO_LIMIT: Final = 10**6
"""More than ever wait."""

BATCHES: Final = 100
"""Of a run in a steady state: enough to tell the error of a mean, corrected by a handful of controls."""


class Person(NamedTuple):
    """An agent of theory."""

    name: str
    group: str
    skills: Mapping[str, int]


def agents(number: int, group: str = "agents", **skills: int) -> tuple[Person, ...]:
    """Return so many agents of one group with these skills."""
    return tuple(Person(f"{group}-{each}", group, skills) for each in range(number))


def queue(name: str = "q", **rules: Any) -> QueueRules:
    """Return a queue that sends nobody away."""
    endless = {"longest_wait_s": FOR_EVER_S, "nobody_s": FOR_EVER_S, "most_waiting": NO_LIMIT}
    return QueueRules(name=name, **{**endless, **rules})


def batches(arrive: float, calls: int = 1000, warm_up: float = 2.0) -> tuple[float, ...]:
    """Return the periods of a steady state in which about so many calls arrive in each batch.

    The first is the warm-up and lasts as long as ``warm_up`` batches.
    """
    batch_s = calls / arrive
    return (0.0, *((warm_up + number) * batch_s for number in range(BATCHES + 1)))


def kind(name: str, arrive: float, handling: Durations, edges: Sequence[float], **more: Any) -> CallType:
    """Return callers who come at the same rate until the last edge and ask one queue for an agent."""
    arrivals = Poisson(edges=(0.0, edges[-1]), rates=(arrive,))
    return CallType(**{"name": name, "queue": "q", "arrivals": arrivals, "handling": {"": (handling,)}, **more})


def centre(
    edges: Sequence[float],
    staff: Sequence[Person],
    *types: CallType,
    queues: Sequence[QueueRules] = (),
    rules: Mapping[str, Any] | None = None,
    **more: Any,
) -> World:
    """Return a world: in a steady state unless ``steady`` is False, and everybody always there but for ``duties``."""
    centre_rules = CentreRules(
        name="truth",
        skills={skill: "" for person in staff for skill in person.skills},
        queues=tuple(queues) or (queue(),),
        agents=tuple(AgentRules(name=each.name, endpoint="", skills=dict(each.skills)) for each in staff),
        **(rules or {}),
    )
    usual = {
        "name": "truth",
        "groups": tuple(dict.fromkeys(person.group for person in staff)),
        "duties": tuple(Duty(agent=person.name, group=person.group) for person in staff),
        "steady": True,
    }
    return World(rules=centre_rules, types=types, edges=tuple(edges), **{**usual, **more})
