"""From a checked scenario to the world that is simulated."""

from collections.abc import Mapping, Sequence

from acd.engine.rules import CentreRules
from agents.roster import AgentRules
from ivr.needs import levels_in, text_in
from simulator.days.world import Arrivals, CallType, Durations, Retrials, World
from simulator.scenario.durations import durations_of
from simulator.scenario.model import RetrialsPart, ScenarioPart, TypePart
from simulator.scenario.rules import queue_of
from simulator.scenario.staffing import Groups, duties_of
from simulator.scenario.times import Times


def world_of(
    part: ScenarioPart,
    times: Times,
    rules: CentreRules,
    groups: Groups,
    people: Mapping[str, Sequence[AgentRules]],
    arrivals: Mapping[str, Arrivals],
) -> World:
    """Make the world of a scenario."""
    return World(
        name=part.scenario,
        rules=rules,
        types=tuple(call_type(name, type_, part, rules, arrivals[name]) for name, type_ in part.types.items()),
        groups=tuple(groups),
        duties=tuple(duties_of(groups, people, times)),
        edges=times.edges,
        steady=times.steady,
        lines=part.lines,
        ring=ring_of(part),
        busyness=part.busyness,
        target=part.target,
        definition=part.service_level,
        opens_at_s=times.opens_at_s,
    )


def ring_of(part: ScenarioPart) -> Durations | None:
    """How long phones ring; at once is no time."""
    return None if part.ring is None or part.ring.mean_s <= 0.0 else part.ring


def call_type(name: str, type_: TypePart, part: ScenarioPart, rules: CentreRules, arrivals: Arrivals) -> CallType:
    """Make one type of call."""
    threshold_s = threshold_of(name, type_, part, rules)
    quick_s = part.quick if type_.quick is None else type_.quick
    return CallType(
        name=name,
        queue=queue_of(name, type_),
        arrivals=arrivals,
        handling=durations_of(type_.handling),
        wrap_up=durations_of(type_.wrap_up),
        patience=type_.patience,
        balking=type_.balking,
        retrials=retrials_of(type_.retrials),
        busyness=type_.busyness,
        needs=levels_in(type_.needs),
        need=text_in(type_.needs),
        priority=type_.priority,
        language=type_.language or "",
        topic=type_.topic or "",
        data=dict(type_.data),
        threshold_s=threshold_s,
        quick_s=threshold_s if quick_s is None else quick_s,
    )


def threshold_of(name: str, type_: TypePart, part: ScenarioPart, rules: CentreRules) -> float:
    """Within which time calls of a type are to be answered: their own, the scenario's, or that of their queue."""
    if type_.threshold is not None:
        return type_.threshold
    queue = next(queue for queue in rules.queues if queue.name == queue_of(name, type_))
    return queue.answer_within_s if part.threshold is None else part.threshold


def retrials_of(part: RetrialsPart | None) -> Retrials | None:
    """Who calls again, for the world."""
    return None if part is None else Retrials(probability=part.probability, after=part.after, most=part.most)
