"""The rules of a centre as the engine reads them: plain data, compiled from the checked configuration."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from agents.roster import AgentRules
from agents.skills import HIGHEST_LEVEL
from agents.states import Illegal


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """A configured way out of waiting.

    ``go`` says where: ``queue`` and ``extension`` name a ``target``, ``hangup`` ends the call. ``say`` is a
    prompt that the caller hears first ("" for none).
    """

    go: Literal["queue", "extension", "hangup"]
    target: str = ""
    say: str = ""


Recording: TypeAlias = Literal["never", "on-demand", "always"]
"""When a queue's calls are recorded; ``on-demand``: when the agent or a supervisor asks for it."""


class QueueRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration says of a queue; times in seconds.

    ``needs`` maps skill to least level and is joined with what the menu asked for. Each limit has its way
    out: ``longest_wait_s``; ``most_waiting`` calls, unless an idle agent can take one more at once; and
    ``nobody_s`` without anybody signed in who has the skills. ``announce`` is a prompt that the agent hears first;
    with ``confirm`` every agent presses a key before the caller is connected.
    """

    name: str
    title: str = ""
    needs: dict[str, int] = {}
    priority: int = 0
    ring_s: float = 20.0
    answer_within_s: float = 20.0
    longest_wait_s: float = 3600.0
    longest_wait_exit: Exit = Exit(go="hangup")
    most_waiting: int = 1000
    full_exit: Exit = Exit(go="hangup")
    nobody_s: float = 0.0
    nobody_exit: Exit = Exit(go="hangup")
    announce: str = ""
    confirm: bool = False
    record: Recording = "never"


class CentreRules(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine must know to route: the first fact of every journal carries it.

    ``skills`` maps a skill to its title. ``misses_to_pause`` is how many offers missed in a row pause an agent.
    ``lease_slack_s`` is what an offer's lease adds to the ringing time, so that the PBX's own word comes first.
    ``personal_wait_s`` is how long a call that was passed on waits for one certain agent, before anybody serves it.
    ``listen_s`` is how long an agent may listen to what the queue announces, and take to confirm the call.
    """

    name: str
    skills: dict[str, str]
    queues: tuple[QueueRules, ...]
    agents: tuple[AgentRules, ...]
    misses_to_pause: int = 3
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
        _check_levels(rules, f"queue {queue.name}", queue.needs)
        for way in (queue.longest_wait_exit, queue.full_exit, queue.nobody_exit):
            if way.go == "queue" and way.target not in queues:
                raise Illegal(f"queue {queue.name} has a way out to {way.target!r}, which is no queue")
    for agent in rules.agents:
        _check_levels(rules, f"agent {agent.name}", agent.skills)


def _check_levels(rules: CentreRules, whose: str, levels: Mapping[str, int]) -> None:
    for skill, level in levels.items():
        if skill not in rules.skills or not 0 <= level <= HIGHEST_LEVEL:
            raise Illegal(f"{whose}: {skill}:{level} is no defined skill with a level of 0 to {HIGHEST_LEVEL}")
