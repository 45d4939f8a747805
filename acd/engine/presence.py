"""One change of an agent's state, with everything that is counted by it."""

from typing import Final

from acd.engine.centre import Centre
from acd.engine.floor import IS_AT_WORK
from agents.roster import Agent
from agents.states import AgentEvent, AgentState

READY: Final = AgentState.READY
WRAP_UP: Final = AgentState.WRAP_UP


def set_agent(centre: Centre, agent: Agent, event: AgentEvent, at: float, *, keep_turn: bool = False) -> bool:
    """Apply ``event`` and return whether the agent became ready.

    Who becomes ready goes to the end of the idle order, unless the turn is kept.
    """
    before = agent.state
    was_ready = before is READY
    if was_ready:
        centre.floor.occupy(agent)
    agent.apply(event, at)
    centre.floor.note_work(agent, IS_AT_WORK[before])
    if before is WRAP_UP and agent.handles and agent.state is not WRAP_UP:
        learn_handling(centre, agent, at)
    if agent.state is not READY:
        return False
    if not (was_ready or keep_turn):
        agent.idle_since = at
    centre.floor.free(agent)
    return not was_ready


def learn_handling(centre: Centre, agent: Agent, at: float) -> None:
    """The wrap-up is over, early or not: only now it is known what the call has taken of the agent."""
    counts = centre.counts.get(agent.handles)
    if counts is not None:
        counts.handled(at - agent.handles_since)
    agent.handles = ""
