"""What facts about agents lead to. Each function validates first and moves after."""

from acd.engine import moves
from acd.engine.call_facts import agent_of
from acd.engine.centre import Centre
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    DeviceChanged,
)
from agents.states import AgentEvent, AgentState, Illegal


def signed_in(centre: Centre, fact: AgentSignedIn, at: float) -> None:
    """An agent comes to work, or takes back a wish to leave."""
    agent = agent_of(centre, fact.agent)
    agent.check(AgentEvent.SIGN_IN)
    if not centre.roster.names(agent):
        raise Illegal(f"agent {agent.name} is on the roster no more")
    agent.leaving, agent.pause_reason, agent.misses, agent.left_alone = False, None, 0, False
    moves.move_agent(centre, agent, AgentEvent.SIGN_IN, at)


def signed_out(centre: Centre, fact: AgentSignedOut, at: float) -> None:
    """An agent leaves now, or after the call in hand."""
    agent = agent_of(centre, fact.agent)
    agent.check(AgentEvent.SIGN_OUT)
    agent.leaving = True
    moves.move_agent(centre, agent, AgentEvent.SIGN_OUT, at)


def paused(centre: Centre, fact: AgentPaused, at: float) -> None:
    """An agent pauses now, or after the call in hand."""
    agent = agent_of(centre, fact.agent)
    agent.check(AgentEvent.PAUSE)
    agent.pause_reason = fact.reason
    moves.move_agent(centre, agent, AgentEvent.PAUSE, at)


def unpaused(centre: Centre, fact: AgentUnpaused, at: float) -> None:
    """An agent is available again, ends wrap-up early, or takes back a wish for a pause."""
    agent = agent_of(centre, fact.agent)
    agent.check(AgentEvent.UNPAUSE)
    agent.pause_reason, agent.left_alone = None, False
    moves.move_agent(centre, agent, AgentEvent.UNPAUSE, at)


def device_changed(centre: Centre, fact: DeviceChanged, at: float) -> None:
    """The phone of an agent is free, busy or gone; it matters where they rest."""
    agent = agent_of(centre, fact.agent)
    agent.check(AgentEvent.DEVICE)
    agent.device = fact.device
    moves.move_agent(centre, agent, AgentEvent.DEVICE, at)


def restored(centre: Centre, fact: AgentRestored, at: float) -> None:
    """Take over an agent as the last journal left them; before anything else happens to them."""
    agent = agent_of(centre, fact.agent)
    if agent.state is not AgentState.SIGNED_OUT:
        raise Illegal(f"agent {agent.name} is {agent.state} already: too late to restore")
    if not fact.signed_in:
        return
    agent.leaving, agent.pause_reason, agent.misses = False, fact.pause_reason, fact.misses
    agent.idle_since = min(fact.idle_since, at)
    if fact.wrap_up_until > at:
        agent.state, agent.since, agent.wrap_up_until = AgentState.WRAP_UP, at, fact.wrap_up_until
        centre.floor.note_work(agent, was_at_work=False)
        moves.presence_changed(centre, agent, at)
        centre.alarms.set(agent.wrap_up_until, "wrap_up", agent.name, agent.wrap_up_until)
    else:
        moves.move_agent(centre, agent, AgentEvent.SIGN_IN, at, keep_turn=True)
