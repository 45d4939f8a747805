"""What the service remembers across a restart: the agents, as the last journal left them.

Calls are not remembered here: the truth about live calls is on the PBX. The last journal is run through a fresh
engine, and its agents (signed in, paused and why, idle since, wrapping up) become the first facts of the new one.
"""

from pathlib import Path

import structlog

from acd.engine.engine import Engine
from acd.engine.facts import AgentRestored
from acd.store.journal import journal_files, read_journal
from agents.roster import Agent
from agents.states import AgentState

log = structlog.get_logger()


def remembered_agents(directory: Path) -> list[AgentRestored]:
    """Return how the last journal in ``directory`` left the agents who were signed in; none if there is none."""
    files = journal_files(directory)
    if not files:
        return []
    engine = Engine()
    try:
        for entry in read_journal(files[-1]):
            engine.handle(entry.fact, entry.at)
    except ValueError as fault:
        log.warning("journal_damaged", why=str(fault), then="agents are taken as they were up to there")
    return [as_left(agent) for agent in engine.centre.roster if agent.signed_in and not agent.leaving]


def as_left(agent: Agent) -> AgentRestored:
    """Say how ``agent`` stands, for the next engine."""
    return AgentRestored(
        agent=agent.name,
        signed_in=True,
        pause_reason=agent.pause_reason,
        misses=agent.misses,
        idle_since=agent.idle_since,
        wrap_up_until=agent.wrap_up_until if agent.state is AgentState.WRAP_UP else 0.0,
    )
