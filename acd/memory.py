"""What the service remembers across a restart: the agents, as the last journal left them.

Calls are not remembered here: the truth about live calls is on the PBX. The last journal is run through a fresh
engine, and its agents (signed in, paused and why, idle since, wrapping up) become the first facts of the new one.
"""

from pathlib import Path

import structlog

from acd.engine.engine import Engine
from acd.engine.facts import AgentRestored
from acd.store.journal import journal_files, readable_entries
from agents.roster import Agent
from agents.states import AgentState

log = structlog.get_logger()


def remembered_agents(directory: Path, now: float) -> list[AgentRestored]:
    """Return how the last journal in ``directory`` left the agents who were signed in; none if there is none.

    ``now`` is the time of the start, in seconds since 1970. A service that was killed right after its start wrote
    nothing but its rules; it knew what the one before it knew. Damage costs what it hides and no more.
    """
    for file in reversed(journal_files(directory)):
        engine, entries = Engine(), 0
        try:
            for entry in readable_entries(file):
                engine.handle(entry.fact, entry.at)
                entries += 1
        except Exception:
            # A rough memory of agents is better than a service that does not start.
            log.exception("journal_not_replayed", file=file.name)
        if entries > 1 and len(engine.centre.roster):
            return [as_left(agent, now) for agent in engine.centre.roster if agent.signed_in and not agent.leaving]
    return []


def as_left(agent: Agent, now: float) -> AgentRestored:
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
