"""What queues.conf would say: queues, members with penalties, strategies, and which callers come to which queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite
from typing import Final, Literal, TypeAlias, get_args

from simulator.days.world import World

Strategy: TypeAlias = Literal["ringall", "leastrecent", "fewestcalls", "random", "rrmemory", "linear"]
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)

LOOK_EVERY_S: Final = 1.0
"""How often a waiting caller looks for itself; it is not configurable."""

HIGHEST_PENALTY: Final = 1000


class BadQueues(ValueError):
    """The queues do not fit the world; the message says where and what to do."""


@dataclass(frozen=True)
class Member:
    """An agent of a queue, named as in the rules; the lowest penalty is tried first."""

    agent: str
    penalty: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One queue: its members in the order of the file, and how one of them is chosen.

    ``limits`` are pairs of seconds waited and the highest penalty that comes into question from then on, ascending;
    none means all members from the beginning.
    """

    name: str
    members: tuple[Member, ...]
    strategy: Strategy = "ringall"
    weight: int = 0
    limits: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Queues:
    """All queues, and to which of them each type of call comes (``of_type``: names of types to names of lines).

    ``look_every_s`` of 0 is a queue that is better than the real one: whoever's turn it is takes an agent at once.
    ``retry_s`` is the option ``retry``, which is at least a second (5 unless configured).
    """

    lines: tuple[Line, ...]
    of_type: Mapping[str, str]
    look_every_s: float = LOOK_EVERY_S
    retry_s: float = 1.0


def check(world: World, queues: Queues) -> None:
    """Refuse queues that do not fit the world, and worlds that have what is not simulated here.

    Raises:
        BadQueues: one sentence about the first thing that is wrong.
    """
    names = [line.name for line in queues.lines]
    on_duty = {duty.agent for duty in world.duties}
    if len(set(names)) < len(names):
        raise BadQueues("two queues have the same name; give each its own")
    for type_ in world.types:
        if queues.of_type.get(type_.name) not in names:
            raise BadQueues(f"calls of type {type_.name} come to no queue; give one of {', '.join(names)}")
        if type_.balking or type_.retrials is not None:
            raise BadQueues(
                f"type {type_.name} balks or calls again, which is not simulated of app_queue; leave it out"
            )
    if world.lines is not None or world.ring is not None or world.steady:
        raise BadQueues("lines, ringing and steady states are not simulated of app_queue; leave them out")
    if any(duty.spells != ((0.0, inf),) or duty.breaks for duty in world.duties):
        raise BadQueues("shifts and breaks are not simulated of app_queue; let all agents be there all day")
    if not (0.0 <= queues.look_every_s < inf and 0.0 < queues.retry_s < inf):
        raise BadQueues("callers look every 0 s or later, and try again after more than 0 s; give such numbers")
    for line in queues.lines:
        _check_line(line, on_duty)


def _check_line(line: Line, on_duty: set[str]) -> None:
    agents = [member.agent for member in line.members]
    if not agents or len(set(agents)) < len(agents) or not set(agents) <= on_duty:
        raise BadQueues(f"queue {line.name}: expected members, each of them once and with a duty in the world")
    if any(not 0 <= member.penalty <= HIGHEST_PENALTY for member in line.members):
        raise BadQueues(f"queue {line.name}: expected penalties from 0 to {HIGHEST_PENALTY}")
    if line.strategy not in STRATEGIES:
        raise BadQueues(f"queue {line.name}: no strategy {line.strategy}; give one of {', '.join(STRATEGIES)}")
    moments = [after_s for after_s, _ in line.limits]
    if not all(isfinite(at) and at >= 0 for at in moments) or any(one >= other for one, other in pairwise(moments)):
        raise BadQueues(f"queue {line.name}: expected limits of penalty in the order of their seconds, from 0")
