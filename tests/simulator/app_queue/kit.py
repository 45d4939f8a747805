"""Small worlds for app_queue: agents who are alike, calls that come at random or at given moments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.app_queue import Line, Member, Queues, records_of_day
from simulator.days.records import Records
from simulator.days.world import Arrivals, CallType, Durations, Duty, Seconds, World
from simulator.scenario.arrivals import Poisson


@dataclass(frozen=True)
class Exponential:
    mean_s: float

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        return generator.exponential(self.mean_s, size)


@dataclass(frozen=True)
class Fixed:
    mean_s: float

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        return np.full(size, self.mean_s)


@dataclass(frozen=True)
class At:
    """Calls that come at these moments."""

    moments: tuple[float, ...]

    def rate(self, period: int) -> float:
        return 0.0

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        yield np.array(self.moments, dtype=np.float64)


def calls(
    name: str, arrivals: Arrivals, handling: Durations, patience: Durations | None = None, priority: int = 0
) -> CallType:
    return CallType(
        name=name, queue=name, arrivals=arrivals, handling={"": [handling]}, patience=patience, priority=priority
    )


def poisson(rate: float, until: float) -> Poisson:
    return Poisson((0.0, until), (rate,))


def world(types: Sequence[CallType], agents: Sequence[str], until: float = 1000.0, wrap_up_s: float = 0.0) -> World:
    rules = CentreRules(
        name="kit",
        skills={},
        queues=tuple(
            QueueRules(name=name, longest_wait_s=1e9, most_waiting=10**6) for name in {t.queue for t in types}
        ),
        agents=tuple(AgentRules(name=name, endpoint="", skills={}, wrap_up_s=wrap_up_s) for name in agents),
    )
    duties = tuple(Duty(agent=name, group="all") for name in agents)
    return World(name="kit", rules=rules, types=tuple(types), groups=("all",), duties=duties, edges=(0.0, until))


def members(penalties: Mapping[str, int]) -> tuple[Member, ...]:
    return tuple(Member(agent, penalty) for agent, penalty in penalties.items())


def queues(*lines: Line, look_every_s: float = 0.0, retry_s: float = 1.0) -> Queues:
    """Each type of call comes to the line of its name."""
    return Queues(
        lines=lines, of_type={line.name: line.name for line in lines}, look_every_s=look_every_s, retry_s=retry_s
    )


def day(world: World, queues: Queues, seed: int = 1, number: int = 0) -> Records:
    """All records of a day, in one block."""
    blocks = list(records_of_day(world, queues, seed=seed, day=number))
    return Records(
        **{name: np.concatenate([getattr(block, name) for block in blocks]) for name in Records.__dataclass_fields__}
    )


def waits(records: Records) -> Seconds:
    return records.wait_ended_at - records.arrived_at


def in_order(records: Records) -> list[tuple[float, int, float]]:
    """When each call came, who answered, and when its wait ended; first come first."""
    rows = zip(records.arrived_at, records.agent, records.wait_ended_at, strict=True)
    return sorted((float(at), int(agent), float(ended)) for at, agent, ended in rows)
