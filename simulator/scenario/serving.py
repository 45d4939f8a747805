"""Who may serve which type of call, by the needs of its queue and its own, at any step."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from acd.engine.calls import KNOWN_OF_EVERY_CALL
from acd.engine.ladders import QueueNeeds
from acd.engine.rules import CentreRules
from agents.needs import Expression, joined, resolved, text_of, value_names
from agents.roster import AgentRules
from agents.skills import SkillMatrix
from ivr.needs import expression_of
from simulator.scenario.model import TypePart
from simulator.scenario.rules import queue_of

Served = npt.NDArray[np.bool_]
"""By type and agent, in order: whether the agent may serve it at some step."""


def needs_of(name: str, type_: TypePart, rules: CentreRules) -> list[Expression]:
    """Return what calls of a type ask of agents, step by step, with what is known of the call filled in."""
    asked, values = expression_of(type_.needs), values_of(type_)
    return [resolved(joined(need, asked), values, rules.skills)[0] for need in queue_needs(name, type_, rules).needs]


def values_of(type_: TypePart) -> dict[str, str]:
    """Return what is known of calls of a type, by name."""
    return {word: value for word in KNOWN_OF_EVERY_CALL if (value := getattr(type_, word, None))} | type_.data


def queue_needs(name: str, type_: TypePart, rules: CentreRules) -> QueueNeeds:
    """Return the needs of the queue in which calls of a type wait."""
    return QueueNeeds(next(queue for queue in rules.queues if queue.name == queue_of(name, type_)))


def unknown_values(name: str, type_: TypePart, rules: CentreRules) -> list[str]:
    """Name the values that needs ask for and that are not known of calls of this type."""
    asked = {*queue_needs(name, type_, rules).asked_for, *value_names(expression_of(type_.needs))}
    return sorted(asked - values_of(type_).keys())


def needs_text(name: str, type_: TypePart, rules: CentreRules) -> str:
    """Write what calls of a type ask first."""
    return text_of(needs_of(name, type_, rules)[0])


def served_by(types: Mapping[str, TypePart], rules: CentreRules, agents: Iterable[AgentRules]) -> Served:
    """Say which types each of ``agents`` may serve."""
    matrix = SkillMatrix(rules.skills)
    profiles = [matrix.profile(agent.skills) for agent in agents]
    met = [reduce(or_, map(matrix.meeting, needs_of(name, type_, rules))) for name, type_ in types.items()]
    return np.array([each[profiles] for each in met], dtype=bool).reshape(len(types), len(profiles))


def groups_by_queue(types: Mapping[str, TypePart], served: Served, agents: Sequence[str]) -> dict[str, list[str]]:
    """Group agents by the queues whose calls they may serve; who serves none is in no group."""
    queues = [queue_of(name, type_) for name, type_ in types.items()]
    groups: dict[str, list[str]] = {}
    for agent, column in zip(agents, served.T.tolist(), strict=True):
        names = dict.fromkeys(queue for queue, serves in zip(queues, column, strict=True) if serves)
        if names:
            groups.setdefault("-and-".join(names), []).append(agent)
    return groups
