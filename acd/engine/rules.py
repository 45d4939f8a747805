"""The rules of a centre as the engine reads them: plain data, compiled from the checked configuration."""

from collections import Counter
from collections.abc import Mapping
from math import inf
from typing import Literal, TypeAlias, get_args

import msgspec

from acd.engine.routing_rules import (
    Choice,
    Credit,
    Deflection,
    Exit,
    LastAgent,
    MissRule,
    Overflow,
    Personal,
    Place,
    Schedule,
    Step,
    Turns,
)
from agents.needs import NeedError, parse_need, skill_names
from agents.roster import AgentRules
from agents.skills import HIGHEST_LEVEL
from agents.states import Illegal

MOST_AT_ONCE = 20
"""Phones that ring for one call at a time; one Dial of the PBX rings them."""

Recording: TypeAlias = Literal["never", "on-demand", "always"]
"""When a queue's calls are recorded; ``on-demand``: when the agent or a supervisor asks for it."""


class QueueRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration says of a queue; times in seconds.

    ``needs`` maps skill to least level, ``need`` says more (see :mod:`agents.needs`), and both are joined with what
    the menu asked for; ``steps`` relax them. ``choice`` picks the agent, ``ring_at_once`` of them ring for one call.
    ``weight`` is how fast waiting counts here, next to other queues. Each limit has its way out: ``longest_wait_s``;
    ``most_waiting`` calls, unless an idle agent can take one more at once; ``nobody_s`` without anybody signed in who
    has the skills; ``hours`` ("" for always) outside of which it is closed, ``at_closing`` also for who waits already.
    ``tiers`` names needs to which agents pass calls on within the queue (lines 1, 2 and 3), ``transfer_place`` is where
    calls that are passed on stand. ``announce`` is a prompt that the agent hears first; with ``confirm`` every agent
    presses a key before the caller is connected.
    """

    name: str
    title: str = ""
    needs: dict[str, int] = {}
    need: str = ""
    steps: tuple[Step, ...] = ()
    priority: int = 0
    weight: float = 1.0
    credits: tuple[Credit, ...] = ()
    choice: Choice = "longest-idle"
    ring_at_once: int = 1
    personal: Personal | None = None
    last_agent: LastAgent | None = None
    ring_s: float = 20.0
    answer_within_s: float = 20.0
    longest_wait_s: float = 3600.0
    longest_wait_exit: Exit = Exit(go="hangup")
    most_waiting: int = 1000
    full_exit: Exit = Exit(go="hangup")
    nobody_s: float = 0.0
    nobody_exit: Exit = Exit(go="hangup")
    overflow: tuple[Overflow, ...] = ()
    deflect: tuple[Deflection, ...] = ()
    hours: str = ""
    closed_exit: Exit = Exit(go="hangup")
    at_closing: Literal["serve", "exit"] = "serve"
    tiers: dict[str, str] = {}
    transfer_place: Place = "original"
    announce: str = ""
    confirm: bool = False
    record: Recording = "never"


class CentreRules(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine must know to route: the first fact of every journal carries it.

    ``skills`` maps a skill to its title. ``misses_to_pause`` is how many offers missed in a row pause an agent,
    ``misses`` how long each leaves them alone. ``turns`` is whose turn it is, ``hours`` are opening hours by name, from
    ``seed`` come all random draws, and occupancy is what an agent did in about the last ``occupancy_window_s``.
    ``lease_slack_s`` is what an offer's lease adds to the ringing time, so that the PBX's own word comes first.
    ``personal_wait_s`` is how long a call that was passed on waits for one certain agent, before anybody serves it.
    ``listen_s`` is how long an agent may listen to what the queue announces, and take to confirm the call.
    """

    name: str
    skills: dict[str, str]
    queues: tuple[QueueRules, ...]
    agents: tuple[AgentRules, ...]
    turns: Turns = Turns()
    misses_to_pause: int = 3
    misses: MissRule = MissRule()
    hours: dict[str, Schedule] = {}
    seed: int = 0
    occupancy_window_s: float = 1800.0
    lease_slack_s: float = 5.0
    personal_wait_s: float = 45.0
    listen_s: float = 15.0

    def listening_s(self, queue: QueueRules, agent: AgentRules) -> float:
        """How long this agent may listen before a caller of this queue; nothing to hear takes no time."""
        return self.listen_s if asks_key(queue, agent) or announced(queue, agent) else 0.0


def asks_key(queue: QueueRules, agent: AgentRules) -> bool:
    """Whether the agent must press a key before a caller of this queue is connected."""
    return agent.confirm or queue.confirm


def announced(queue: QueueRules, agent: AgentRules) -> str:
    """Name the prompt that the agent hears before a caller of this queue, "" for none."""
    return queue.announce if agent.announce else ""


def check_rules(rules: CentreRules) -> None:
    """Raise :class:`Illegal` unless the rules hold together; the configuration's own checks say more, and where."""
    queues, agents = [queue.name for queue in rules.queues], [agent.name for agent in rules.agents]
    for names in (queues, agents):
        if twice := sorted(name for name, times in Counter(names).items() if times > 1):
            raise Illegal(f"named twice: {', '.join(twice)}")
    for queue in rules.queues:
        _check_numbers(f"queue {queue.name}", msgspec.to_builtins(queue))
        _check_queue(rules, queue)
    _check_numbers(f"centre {rules.name}", msgspec.to_builtins(msgspec.structs.replace(rules, queues=())))
    for agent in rules.agents:
        _check_levels(rules, f"agent {agent.name}", agent.skills)


def _check_numbers(whose: str, part: object) -> None:
    """Refuse what is no number, or below zero, anywhere in the rules: in an alarm or an order it stops everybody."""
    if isinstance(part, dict | list | tuple):
        for each in part.values() if isinstance(part, dict) else part:
            _check_numbers(whose, each)
    elif isinstance(part, float) and not 0.0 <= part < inf:
        raise Illegal(f"{whose}: {part} is no time, weight or bound: those are numbers from 0 up")


def _check_queue(rules: CentreRules, queue: QueueRules) -> None:
    _check_levels(rules, f"queue {queue.name}", queue.needs)
    queues = {each.name for each in rules.queues}
    for way in ways_out_of(queue):
        if way.go == "queue" and way.target not in queues:
            raise Illegal(f"queue {queue.name} has a way out to {way.target!r}, which is no queue")
    for need in (queue.need, *(step.need for step in queue.steps), *queue.tiers.values()):
        _check_need(rules, f"queue {queue.name}", need)
    if queue.choice not in get_args(Choice):
        raise Illegal(f"queue {queue.name} chooses by {queue.choice!r}, which is none of {', '.join(get_args(Choice))}")
    if queue.hours and queue.hours not in rules.hours:
        raise Illegal(f"queue {queue.name} has hours {queue.hours!r}, which are not defined")
    if not (0.0 < queue.weight < inf and 1 <= queue.ring_at_once <= MOST_AT_ONCE):
        raise Illegal(
            f"queue {queue.name}: weight {queue.weight} or ring_at_once {queue.ring_at_once} is out of bounds"
        )


def ways_out_of(queue: QueueRules) -> tuple[Exit, ...]:
    """Return every configured way out of ``queue``."""
    return (
        queue.longest_wait_exit,
        queue.full_exit,
        queue.nobody_exit,
        queue.closed_exit,
        *(rule.to for rule in queue.overflow),
        *(rule.to for rule in queue.deflect),
    )


def _check_need(rules: CentreRules, whose: str, text: str) -> None:
    try:
        unknown = set(skill_names(parse_need(text))) - rules.skills.keys()
    except NeedError as wrong:
        raise Illegal(f"{whose}: the need {text!r} cannot be read: {wrong}") from None
    if unknown:
        raise Illegal(f"{whose}: the need {text!r} names {', '.join(sorted(unknown))}, which no skill is called")


def _check_levels(rules: CentreRules, whose: str, levels: Mapping[str, int]) -> None:
    for skill, level in levels.items():
        if skill not in rules.skills or not 0 <= level <= HIGHEST_LEVEL:
            raise Illegal(f"{whose}: {skill}:{level} is no defined skill with a level of 0 to {HIGHEST_LEVEL}")
