"""Agents as the simulated world has them: when they are to be where, and what they do after a call."""

from collections import Counter
from enum import Enum
from math import inf
from typing import Final, NamedTuple

import msgspec

from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import CentreRules
from simulator.days.world import Duty, World


class Wish(Enum):
    """Where an agent is to be by the duty."""

    AWAY = "away"
    WORK = "work"
    BREAK = "break"


AWAY: Final = Wish.AWAY


class Worker:
    """One agent: ``number`` is the place in the world's duties, ``group`` that in its groups.

    ``wrap_up_s`` is what the centre's rules give after a call, ``free_at`` is when the last wrap-up ends, ``wish``
    where the agent is to be now.
    """

    __slots__ = ("free_at", "group", "name", "number", "wish", "wrap_up_s")

    def __init__(self, number: int, name: str, group: int, wrap_up_s: float) -> None:
        self.number = number
        self.name = name
        self.group = group
        self.wrap_up_s = wrap_up_s
        self.free_at = 0.0
        self.wish = AWAY


class Turn(NamedTuple):
    """From ``at`` (seconds of the day) an agent is to be elsewhere than before."""

    at: float
    wish: Wish
    worker: Worker


class Staff:
    """Everybody with a duty. Where a type's wrap-up is drawn, ``rules`` leave the end of every wrap-up to the world.

    ``turns`` are in time; of those of one moment who goes is last, so that a centre is not empty when shifts change.

    Raises:
        ValueError: a duty is of nobody in the rules, in no group of the world, or an agent's second one.
    """

    def __init__(self, world: World) -> None:
        check_duties(world)
        wrap_up_s = {agent.name: agent.wrap_up_s for agent in world.rules.agents}
        place = {group: number for number, group in enumerate(world.groups)}
        self.wraps_up = any(type_.wrap_up for type_ in world.types)
        self.rules = patient(world.rules) if self.wraps_up else world.rules
        self.workers = [
            Worker(number, duty.agent, place[duty.group], wrap_up_s[duty.agent])
            for number, duty in enumerate(world.duties)
        ]
        self.by_name = {worker.name: worker for worker in self.workers}
        self.turns = sorted(
            (turn for duty, worker in zip(world.duties, self.workers, strict=True) for turn in turns_of(duty, worker)),
            key=lambda turn: (turn.at, turn.wish is AWAY),
        )


def check_duties(world: World) -> None:
    """Raise ValueError unless each duty is the only one of an agent of the rules, in a group of the world."""
    names, groups = {agent.name for agent in world.rules.agents}, set(world.groups)
    times = Counter(duty.agent for duty in world.duties)
    for duty in world.duties:
        if duty.agent not in names:
            raise ValueError(f"duty of {duty.agent!r}: the rules have no such agent; add one, or leave the duty out")
        if duty.group not in groups:
            raise ValueError(f"duty of {duty.agent!r}: {duty.group!r} is none of the world's groups; add it to them")
        if times[duty.agent] > 1:
            raise ValueError(f"duty of {duty.agent!r}: there is more than one; put all spells into one")


def patient(rules: CentreRules) -> CentreRules:
    """Return the rules with wrap-ups that do not end by themselves."""
    agents = tuple(msgspec.structs.replace(agent, wrap_up_s=NEVER_S) for agent in rules.agents)
    return msgspec.structs.replace(rules, agents=agents)


def turns_of(duty: Duty, worker: Worker) -> list[Turn]:
    """Return what an agent's duty says, in time; what touches or overlaps is one, and what takes no time is nothing."""
    turns: list[Turn] = []
    before = AWAY
    for at in sorted({moment for spell in (*duty.spells, *duty.breaks) for moment in spell if moment < inf}):
        wish = wish_at(duty, at)
        if wish is not before:
            turns.append(Turn(at, wish, worker))
            before = wish
    return turns


def wish_at(duty: Duty, at: float) -> Wish:
    """Return where an agent is to be at this moment; a break outside of a spell is none."""
    if not any(begins <= at < ends for begins, ends in duty.spells):
        return AWAY
    return Wish.BREAK if any(begins <= at < ends for begins, ends in duty.breaks) else Wish.WORK
