"""Days made by hand: callers at given moments with given durations, and what became of them in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from acd.engine import facts
from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.days.journal import Journal
from simulator.days.records import OUTCOMES, Records
from simulator.days.simulation import records_of_day
from simulator.days.world import CallType, Durations, Duty, Seconds, World

COLUMNS = tuple(Records.__dataclass_fields__)


@dataclass(frozen=True)
class At:
    """Calls that come at these moments."""

    moments: tuple[float, ...]

    def rate(self, period: int) -> float:
        return 0.0

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        yield np.array(self.moments)


@dataclass(frozen=True)
class InTurn:
    """These durations, one after the other and again from the first; no chance is used up."""

    given: tuple[float, ...]

    @property
    def mean_s(self) -> float:
        return float(np.mean(self.given))

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        return np.resize(np.array(self.given), size)


def takes(*seconds: float) -> InTurn:
    return InTurn(seconds)


def calls(
    at: Sequence[float], handling: Durations | Mapping[str, Sequence[Durations]], name: str = "c", **more: Any
) -> CallType:
    """Callers who come at these moments and ask the queue ``q``."""
    by_group = handling if isinstance(handling, Mapping) else {"": (handling,)}
    return CallType(name=name, arrivals=At(tuple(at)), handling=by_group, **{"queue": "q", **more})


def queue(name: str = "q", **rules: Any) -> QueueRules:
    """A queue that sends nobody away unless it is told to."""
    return QueueRules(name=name, **{"longest_wait_s": NEVER_S, "nobody_s": NEVER_S, "most_waiting": 10**6, **rules})


def duty(agent: str, *spells: tuple[float, float], breaks: tuple[tuple[float, float], ...] = ()) -> Duty:
    return Duty(agent=agent, group="all", spells=spells or ((0.0, inf),), breaks=breaks)


def world(
    *types: CallType,
    agents: Sequence[str | AgentRules] = ("anna",),
    queues: Sequence[QueueRules] = (),
    duties: Sequence[Duty] | None = None,
    wrap_up_s: float = 0.0,
    rules: Mapping[str, Any] | None = None,
    **more: Any,
) -> World:
    """A thousand seconds of calls; everybody is there all the time unless ``duties`` say something else."""
    people = [
        AgentRules(name=each, endpoint="", wrap_up_s=wrap_up_s) if isinstance(each, str) else each for each in agents
    ]
    skills = {skill: "" for each in people for skill in each.skills}
    said: dict[str, Any] = {"groups": ("all",), "edges": (0.0, 1000.0)} | more
    return World(
        name="by hand",
        rules=CentreRules(
            name="by hand", skills=skills, queues=tuple(queues) or (queue(),), agents=tuple(people), **(rules or {})
        ),
        types=types,
        duties=tuple(duty(each.name) for each in people) if duties is None else tuple(duties),
        **said,
    )


def day(some: World, seed: int = 1, number: int = 0) -> Records:
    """All records of a day, in one block."""
    blocks = list(records_of_day(some, seed=seed, day=number))
    return Records(**{name: np.concatenate([getattr(block, name) for block in blocks]) for name in COLUMNS})


def rows(records: Records) -> list[tuple[str, float, float, float]]:
    """What became of each call, when it came, when its wait ended and when its agent was free; first come first."""
    columns = (records.arrived_at, records.wait_ended_at, records.free_at, records.outcome)
    ordered = sorted(zip(*(column.tolist() for column in columns), strict=True))
    return [(OUTCOMES[outcome], arrived, ended, free) for arrived, ended, free, outcome in ordered]


def became(some: World) -> list[tuple[str, float, float, float]]:
    return rows(day(some))


def journal_of(some: World, seed: int = 1) -> Journal:
    journal = Journal()
    list(records_of_day(some, seed=seed, day=0, journal=journal))
    return journal


def sentence(fact: facts.AnyFact) -> str:
    """A fact in few words."""
    match fact:
        case facts.CallArrived() | facts.CallQueued() | facts.CallLeft():
            return f"{fact.call} {type(fact).__name__.removeprefix('Call').lower()}"
        case facts.OfferAnswered() | facts.TalkEnded():
            return f"{fact.agent} {'answers' if isinstance(fact, facts.OfferAnswered) else 'ends'} {fact.call}"
        case facts.OfferMissed():
            return f"{fact.agent} misses {fact.call}"
        case facts.AgentSignedIn() | facts.AgentSignedOut() | facts.AgentUnpaused():
            word = {"AgentSignedIn": "comes", "AgentSignedOut": "goes", "AgentUnpaused": "is free"}
            return f"{fact.agent} {word[type(fact).__name__]}"
        case facts.AgentPaused():
            return f"{fact.agent} pauses: {fact.reason}"
        case _:
            return type(fact).__name__


def story(some: World) -> list[tuple[float, str]]:
    """What the engine was told after it had begun, but for its alarms, and when, to the millisecond."""
    journal = journal_of(some)
    told = [(round(at, 3), sentence(fact)) for at, fact in zip(journal.times, journal.facts, strict=True)][2:]
    return [(at, said) for at, said in told if said != "AlarmRang"]


def of_agents(some: World) -> list[tuple[float, str]]:
    """What the engine was told of agents' duty and answers."""
    words = ("comes", "goes", "is free", "pauses", "answers")
    return [(at, said) for at, said in story(some) if any(word in said for word in words)]
