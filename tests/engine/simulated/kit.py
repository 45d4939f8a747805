"""Centres of theory, run on the engine by the simulator: callers of one or two kinds, agents who are always there."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.days.records import SERVED, Records
from simulator.days.simulation import records_of_day
from simulator.days.world import CallType, Durations, Duty, World
from simulator.scenario.arrivals import Poisson


def agent(name: str, **skills: int) -> AgentRules:
    return AgentRules(name=name, endpoint="", skills=skills)


def queue(name: str = "q", **rules: Any) -> QueueRules:
    """A queue that sends nobody away."""
    return QueueRules(name=name, **{"longest_wait_s": 1e9, "most_waiting": 10**6, **rules})


def centre(agents: Sequence[AgentRules], *queues: QueueRules, **rules: Any) -> CentreRules:
    skills = dict.fromkeys((skill for each in agents for skill in each.skills), "")
    return CentreRules(name="theory", skills=skills, queues=queues or (queue(),), agents=tuple(agents), **rules)


def kind(name: str, rate: float, until_s: float, *handling: Durations, **more: Any) -> CallType:
    """Calls that come at this rate; of several durations each is for a group named by its number."""
    arrivals = Poisson(edges=(0.0, until_s), rates=(rate,))
    by_group = {str(number): (each,) for number, each in enumerate(handling)}
    return CallType(**{"name": name, "queue": "q", "arrivals": arrivals, "handling": by_group, **more})


def run(rules: CentreRules, *kinds: CallType, until_s: float, groups: Sequence[int] = ()) -> Records:
    """Let everybody work and callers come until then; serve them all. ``groups`` has a number for each agent."""
    numbers = groups or [0] * len(rules.agents)
    world = World(
        name="theory",
        rules=rules,
        types=kinds,
        groups=tuple(str(number) for number in sorted(set(numbers))),
        duties=tuple(Duty(agent=each.name, group=str(no)) for each, no in zip(rules.agents, numbers, strict=True)),
        edges=(0.0, until_s),
    )
    (records,) = records_of_day(world, seed=1, day=0)
    assert np.all(records.outcome == SERVED)
    return records


def waits_of(records: Records, *types: int) -> Any:
    """Waits in seconds of these types of call (all, if none is named), in the order of arrival."""
    mine = np.isin(records.type, types) if types else np.full(len(records), True)
    order = np.argsort(records.arrived_at[mine], kind="stable")
    return (records.wait_ended_at - records.arrived_at)[mine][order]
