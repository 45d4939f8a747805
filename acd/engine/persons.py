"""Whom a call would rather have: a personal agent, the last one, whom it was passed on to, and their deputies."""

from acd.engine.calls import Call, Hope
from acd.engine.centre import Centre
from acd.engine.routing_rules import Patience
from agents.roster import Agent
from agents.states import AgentState

MOST_HOPES = 6
"""Agents that one call waits for, one after another: two of its own, and deputies who have deputies."""

PATIENCE_BY_STATE = {
    AgentState.READY: "ready_s",
    AgentState.OFFERED: "busy_s",
    AgentState.TALKING: "busy_s",
    AgentState.BUSY_ELSEWHERE: "busy_s",
    AgentState.WRAP_UP: "wrap_up_s",
    AgentState.AFTER_MISS: "wrap_up_s",
    AgentState.PAUSED: "paused_s",
    AgentState.SIGNED_OUT: "away_s",
    AgentState.UNREACHABLE: "away_s",
}
"""What a call's patience with an agent depends on."""


def hopes_of(centre: Centre, call: Call, at: float) -> tuple[Hope, ...]:
    """Return whom ``call``, which enters its queue, would rather have, the best first."""
    queue = call.ladder.queue
    hopes: list[Hope] = []
    if queue.personal is not None and (name := call.value(queue.personal.data)) in centre.roster:
        hopes.append(Hope(name, "personal", queue.personal.patience))
    if queue.last_agent is not None:
        name = centre.callers.last_agent(call.number, at - queue.last_agent.within_s)
        if name in centre.roster:
            hopes.append(Hope(name, "last_agent", queue.last_agent.patience))
    return tuple(hopes)


def patience_s(agent: Agent, patience: Patience) -> float:
    """Return how long a call waits for ``agent`` as they are now."""
    seconds: float = getattr(patience, PATIENCE_BY_STATE[agent.state])
    if agent.leaving and agent.signed_in:
        return patience.away_s  # they go home after what they do now
    return seconds


def next_hope(centre: Centre, call: Call) -> Hope | None:
    """Take the next agent worth waiting for from the call's hopes, asking deputies for those who are not."""
    while call.hopes and len(call.hoped_for) < MOST_HOPES:
        hope, call.hopes = call.hopes[0], call.hopes[1:]
        agent = centre.roster.get(hope.agent)
        if agent is None or hope.agent in call.hoped_for:
            continue
        call.hoped_for = (*call.hoped_for, hope.agent)
        if agent.rules.deputy and hope.why != "assigned":  # a person meant this one, and not their deputy
            call.hopes = (Hope(agent.rules.deputy, "deputy", hope.patience), *call.hopes)
        if patience_s(agent, hope.patience) > 0 and hope.agent not in call.refused:
            return hope
    return None
