"""The rules of a scenario: those of its centre or of production, with what the scenario says over them.

They stay the models of a production file, so everything that is checked there is checked here. What callers or agents
would hear is left out, and so are opening hours: the scenario's day is when calls come.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from acd.config.bounds import check_bounds
from acd.config.compile import compile_rules
from acd.config.load import Centre
from acd.config.model import CentrePart, MissesPart, TurnsPart
from acd.config.queue_model import FullWayOut, LongestWaitPart, Part, QueuePart
from acd.config.references import skills, ways_out
from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import CentreRules
from agents.roster import AgentRules
from ivr.needs import unknown_skills
from ivr.problems import Problem, closest
from simulator.scenario.limits import MOST_LINES
from simulator.scenario.model import ScenarioPart

UNHEARD: Mapping[str, object] = {"hours": None, "announce": None, "confirm": False, "record": "never"}
"""What has no meaning in a simulation, and what stands instead."""

NEVER_PAUSED = 10**9
"""So many misses in a row pause an agent where a scenario says nothing: nobody would bring them back."""

Written = TypeVar("Written", bound=Part)


def over(base: Written, written: Part | None) -> Written:
    """Return ``base`` with every word that is ``written``."""
    said: Mapping[str, Any] = (
        {} if written is None else {word: getattr(written, word) for word in written.model_fields_set}
    )
    return base.model_copy(update=dict(said))


def as_centre(part: ScenarioPart, centre: Centre | None) -> CentrePart:
    """Return the scenario's rules as a production file would hold them; its agents are those of the centre."""
    own = centre.part if centre is not None else nobodys_centre(part)
    names = [*own.queues, *(name for name in part.queues if name not in own.queues)]
    if centre is None:
        names += [name for name in map(queue_of, part.types, part.types.values()) if name not in names]
    changes: dict[str, object] = {
        "queues": {name: queue_in(name, part, own.queues.get(name)) for name in dict.fromkeys(names)},
        "turns": over(own.turns, part.turns),
        "misses": over(own.misses, part.misses),
    }
    changes["misses_to_pause"] = NEVER_PAUSED if part.misses_to_pause is None else part.misses_to_pause
    if part.occupancy_window is not None:
        changes["occupancy_window"] = part.occupancy_window
    return own.model_copy(update=changes)


def nobodys_centre(part: ScenarioPart) -> CentrePart:
    """A production file without a PBX, menus and agents, for a scenario that names none."""
    known = sorted({skill for group in (part.groups or {}).values() for skill in group.skills or {}})
    return CentrePart.model_construct(
        centre=part.scenario, skills={skill: skill for skill in known}, queues={}, agents={}, turns=TurnsPart(),
        misses=MissesPart(),
    )  # fmt: skip


def queue_of(name: str, type_: object) -> str:
    """Name the queue of a type of call: the one it says, or one called as it is."""
    queue: str | None = getattr(type_, "queue", None)
    return name if queue is None else queue


def queue_in(name: str, part: ScenarioPart, own: QueuePart | None) -> QueuePart:
    """Return a queue as the scenario has it: the centre's with what is written over it, or one without limits."""
    written = part.queues.get(name)
    if own is not None:
        return over(own, written).model_copy(update=dict(UNHEARD))
    queue = QueuePart() if written is None else written
    said, limits = queue.model_fields_set, dict(UNHEARD)
    if "longest_wait" not in said:
        limits["longest_wait"] = LongestWaitPart.model_construct(after=NEVER_S)
    if "full" not in said:
        limits["full"] = FullWayOut.model_construct(at=MOST_LINES)
    if "answer_within" not in said and (threshold := threshold_in(name, part)) is not None:
        limits["answer_within"] = threshold
    return queue.model_copy(update=limits)


def threshold_in(queue: str, part: ScenarioPart) -> float | None:
    """Within which time calls of this queue are to be answered, as far as the scenario says it."""
    of_types = [each.threshold for name, each in part.types.items() if queue_of(name, each) == queue]
    return next((seconds for seconds in of_types if seconds is not None), part.threshold)


def check_rules(part: ScenarioPart, merged: CentrePart) -> Iterator[Problem]:
    """Return what is wrong with the rules and the needs that the scenario writes."""
    for name, queue in part.queues.items():
        for word in ("hours", "closed", "at_closing"):
            if word in queue.model_fields_set:
                yield Problem(("queues", name, word), "no_opening_hours", {"word": word})
    yield from unused(part, merged)
    for name, type_ in part.types.items():
        queue_name = queue_of(name, type_)
        if queue_name not in merged.queues or (
            type_.queue is not None and type_.queue not in known_queues(part, merged)
        ):
            known = closest(queue_name, known_queues(part, merged)) or "-"
            place = ("types", name) if type_.queue is None else ("types", name, "queue")
            yield Problem(place, "unknown_queue", {"queue": queue_name, "known": known})
        yield from unknown_skills(("types", name, "needs"), type_.needs, merged.skills)
    for name, group in (part.groups or {}).items():
        yield from unknown_skills(("groups", name, "skills"), group.skills or {}, merged.skills)
    written = merged.model_copy(update={"queues": {name: merged.queues[name] for name in part.queues}})
    yield from skills(written)
    known_ways = {problem.path: problem for problem in ways_out(merged)}
    yield from (problem for path, problem in known_ways.items() if path[1] in part.queues)
    yield from (problem for problem in check_bounds(merged) if problem.path[1] in part.queues)


def unused(part: ScenarioPart, merged: CentrePart) -> Iterator[Problem]:
    """Queues that are written here and that no call ever comes to, so their rules mean nothing."""
    used = {queue_of(name, type_) for name, type_ in part.types.items()}
    used |= {way.then.target for queue in merged.queues.values() for _, way in queue.ways() if way.then.go == "queue"}
    for name in part.queues:
        if name not in used:
            yield Problem(("queues", name), "queue_without_calls", {"queue": name}, "warning")


def known_queues(part: ScenarioPart, merged: CentrePart) -> list[str]:
    """The queues that a type may name: those that are written, here or in the centre's file."""
    made = {name for name, type_ in part.types.items() if type_.queue is None}
    return [name for name in merged.queues if name in part.queues or name in made or merged.agents]


def engine_rules(merged: CentrePart, agents: tuple[AgentRules, ...], seed: int) -> CentreRules:
    """Compile the rules for the engine, with these agents, who confirm nothing."""
    plain = tuple(msgspec.structs.replace(agent, confirm=False) for agent in agents)
    rules = compile_rules(merged.model_copy(update={"agents": {}}), {})
    return msgspec.structs.replace(rules, agents=plain, seed=seed)
