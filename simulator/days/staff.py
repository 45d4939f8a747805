"""Agents as the simulated world has them: when they come, pause and go, and what they do after a call."""

from enum import Enum
from math import inf
from typing import NamedTuple

import msgspec

from acd.engine.rules import CentreRules
from simulator.days.world import Duty, World

LONGEST_WRAP_UP_S = 1e6
"""Where wrap-up is drawn, the engine's own must not end before it."""


class Act(Enum):
    """What an agent does by the duty."""

    COME = "come"
    GO = "go"
    PAUSE = "pause"
    RETURN = "return"


class Worker:
    """One agent: ``number`` is the place in the world's duties, ``group`` that in its groups.

    ``wrap_up_s`` is what the centre's rules give after a call, ``free_at`` is when the last wrap-up ends.
    """

    __slots__ = ("free_at", "group", "name", "number", "wrap_up_s")

    def __init__(self, number: int, name: str, group: int, wrap_up_s: float) -> None:
        self.number = number
        self.name = name
        self.group = group
        self.wrap_up_s = wrap_up_s
        self.free_at = 0.0


class Turn(NamedTuple):
    """At ``at`` (seconds of the day) an agent does something by the duty."""

    at: float
    act: Act
    worker: Worker


class Staff:
    """Everybody with a duty. Where a type's wrap-up is drawn, ``rules`` leave the end of every wrap-up to the world."""

    def __init__(self, world: World) -> None:
        wrap_up_s = {agent.name: agent.wrap_up_s for agent in world.rules.agents}
        self.wraps_up = any(type_.wrap_up for type_ in world.types)
        self.rules = patient(world.rules) if self.wraps_up else world.rules
        self.workers = [
            Worker(number, duty.agent, world.groups.index(duty.group), wrap_up_s[duty.agent])
            for number, duty in enumerate(world.duties)
        ]
        self.by_name = {worker.name: worker for worker in self.workers}
        self.turns = sorted(
            (turn for duty, worker in zip(world.duties, self.workers, strict=True) for turn in turns_of(duty, worker)),
            key=lambda turn: turn.at,
        )


def patient(rules: CentreRules) -> CentreRules:
    """Return the rules with wrap-ups that do not end by themselves."""
    agents = tuple(msgspec.structs.replace(agent, wrap_up_s=LONGEST_WRAP_UP_S) for agent in rules.agents)
    return msgspec.structs.replace(rules, agents=agents)


def turns_of(duty: Duty, worker: Worker) -> list[Turn]:
    """Return what an agent's duty says, in time."""
    turns: list[Turn] = []
    for begins, ends in duty.spells:
        turns.append(Turn(begins, Act.COME, worker))
        for pauses, returns in duty.breaks:
            if begins <= pauses < ends:
                turns.append(Turn(pauses, Act.PAUSE, worker))
                if returns < ends:
                    turns.append(Turn(returns, Act.RETURN, worker))
        if ends < inf:
            turns.append(Turn(ends, Act.GO, worker))
    return turns
