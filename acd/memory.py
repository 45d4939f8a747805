"""What the service remembers across a restart: agents and callers, as the last journal left them.

Calls are not remembered here: the truth about live calls is on the PBX. The last journal is run through a fresh
engine. Its agents (signed in, paused and why, idle since, wrapping up) and its callers (who talked to them last, who
gave up a place, who is to be called back) become the first facts of the new one. So do the acts of people that still
hold: how the doors of queues stand, and what agents can do.
"""

from pathlib import Path
from typing import TypeAlias

import structlog

from acd.engine.acts import QueueSteered, SkillsChanged
from acd.engine.centre import Centre
from acd.engine.change import kept_skills
from acd.engine.engine import Engine
from acd.engine.facts import AgentRestored, CallersRestored, RulesChanged, Started
from acd.engine.rules import CentreRules
from acd.store.journal import journal_files, readable_entries
from agents.roster import Agent
from agents.states import AgentState

LONGEST_PROMISE_S = 86_400.0
"""Who asked to be called back longer ago than a day is forgotten at a start."""

Remembered: TypeAlias = QueueSteered | SkillsChanged | AgentRestored | CallersRestored

log = structlog.get_logger()


def remembered(directory: Path, now: float, rules: CentreRules) -> list[Remembered]:
    """Return how the last journal in ``directory`` left agents and callers; nothing if there is none.

    ``now`` is the time of the start, in seconds since 1970; what the ``rules`` do not ask for is not kept. A service
    that was killed right after its start wrote nothing but its rules; it knew what the one before it knew. Damage costs
    what it hides and no more.
    """
    for file in reversed(journal_files(directory)):
        engine, entries = Engine(), 0
        try:
            for entry in readable_entries(file):
                engine.handle(entry.fact, entry.at)
                entries += not isinstance(entry.fact, Started | RulesChanged)
        except Exception:
            # A rough memory is better than a service that does not start.
            log.exception("journal_not_replayed", file=file.name)
        if entries and len(engine.centre.roster):
            return centre_as_left(engine.centre, now, rules)
    return []


def centre_as_left(centre: Centre, now: float, rules: CentreRules) -> list[Remembered]:
    """Say what people did that still holds, how the agents stand who mean to stay, and what is known of callers."""
    agents = [agent_as_left(agent, now) for agent in centre.roster if agent.signed_in and not agent.leaving]
    callers = callers_as_left(centre, now, rules)
    known = [callers] if callers != CallersRestored() else []
    return [*acts_as_left(centre, rules), *agents, *known]


def acts_as_left(centre: Centre, rules: CentreRules) -> list[QueueSteered | SkillsChanged]:
    """Return the acts about queues that are still there, and about agents whose skills in the file are as they were."""
    queues = {queue.name for queue in rules.queues}
    doors = [act for name, act in centre.steered.items() if name in queues]
    kept = kept_skills(centre, rules)
    return [*doors, *(kept[agent.name] for agent in rules.agents if agent.name in kept)]


def agent_as_left(agent: Agent, now: float) -> AgentRestored:
    """Say how ``agent`` stands, for the next engine.

    Whoever was talking gets the wrap-up of a conversation that ends now: if it goes on, the PBX shows it. None is
    longer than one that begins now, or a clock that was set back would make it last for hours.
    """
    longest = now + agent.rules.wrap_up_s
    ends = {AgentState.WRAP_UP: min(agent.wrap_up_until, longest), AgentState.TALKING: longest}
    return AgentRestored(
        agent=agent.name,
        signed_in=True,
        pause_reason=agent.pause_reason,
        misses=agent.misses,
        idle_since=agent.idle_since,
        wrap_up_until=ends.get(agent.state, 0.0),
    )


def callers_as_left(centre: Centre, now: float, rules: CentreRules) -> CallersRestored:
    """Say what is known of callers, as far back as ``rules`` ask for it."""
    talked_since = now - max((queue.last_agent.within_s for queue in rules.queues if queue.last_agent), default=0.0)
    left_since, promised_since = now - rules.turns.redial_s, now - LONGEST_PROMISE_S
    return CallersRestored(
        talked=tuple(each for each in centre.callers.all_talked() if each[-1] > talked_since),
        left=tuple(each for each in centre.callers.all_left() if each[-1] > left_since),
        callbacks=tuple(slot for slot in centre.callbacks if slot.asked_at > promised_since),
    )
