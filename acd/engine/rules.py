"""The rules of a centre as the engine reads them: plain data, compiled from the checked configuration."""

from typing import Literal

import msgspec

from agents.roster import AgentRules


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """A configured way out of waiting.

    ``go`` says where: ``queue`` and ``extension`` name a ``target``, ``hangup`` ends the call. ``say`` is a
    prompt that the caller hears first ("" for none).
    """

    go: Literal["queue", "extension", "hangup"]
    target: str = ""
    say: str = ""


class QueueRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration says of a queue; times in seconds.

    ``needs`` maps skill to least level and is joined with what the menu asked for. Each limit has its way
    out: ``longest_wait_s``, ``most_waiting`` calls, and ``nobody_s`` without anybody signed in who may serve.
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


class CentreRules(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine must know to route: the first fact of every journal carries it.

    ``skills`` maps a skill to its title. ``misses_to_pause`` is how many offers missed in a row pause an agent.
    ``lease_slack_s`` is what an offer's lease adds to the ringing time, so that the PBX's own word comes first.
    """

    name: str
    skills: dict[str, str]
    queues: tuple[QueueRules, ...]
    agents: tuple[AgentRules, ...]
    misses_to_pause: int = 3
    lease_slack_s: float = 5.0
