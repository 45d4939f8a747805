"""Conversations: how they begin and end, and whose part of a call is whose."""

from typing import Final

from acd.engine import offers
from acd.engine.calls import MOST_TALKS, TALKING, Call, CallEvent, Talk
from acd.engine.centre import Centre
from acd.engine.moves import move_agent
from acd.engine.presence import set_agent
from acd.engine.routing_rules import NEVER_S
from agents.roster import Agent
from agents.states import AgentEvent, Device

CALL_ANSWERED: Final = CallEvent.ANSWER
TALK_OVER: Final = CallEvent.TALK_OVER
ANSWERED: Final = AgentEvent.ANSWER
LEG_END: Final = AgentEvent.LEG_END
WRAP_UP_OVER: Final = AgentEvent.WRAP_UP_OVER
BUSY: Final = Device.BUSY

LEG_GRACE_S: Final = 10.0
"""How long an agent's leg may outlive the caller's channel before the engine holds it for gone."""


def answer(centre: Centre, call: Call, agent: Agent, at: float) -> None:
    """``agent`` was the first to answer an offer: whoever else rings for it stops."""
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    counts.answer(at - call.waits_since, call.ladder.queue.answer_within_s)
    others = [centre.roster[name] for name in call.ringing if name != agent.name] if call.also else []
    for other in others:
        offers.withdraw(centre, call, other)
    call.apply(CALL_ANSWERED, at)
    start_talk(centre, call, agent, at, ANSWERED)
    for other in others:
        move_agent(centre, other, AgentEvent.WITHDRAW, at, keep_turn=True)


def start_talk(centre: Centre, call: Call, agent: Agent, at: float, event: AgentEvent) -> None:
    """Agent and caller are connected."""
    call.agent, call.also, call.offer = agent.name, (), None
    call.answered_at = at
    call.wanted, call.hopes, call.at_front = "", (), False
    add_part(call, Talk(agent.name, call.queue, at))
    agent.call, agent.offer = call.call_id, None
    agent.misses = 0
    agent.counts.answered += 1
    note_contact(centre, call, agent, at)
    move_agent(centre, agent, event, at)


def note_contact(centre: Centre, call: Call, agent: Agent, at: float) -> None:
    """The caller is in contact with ``agent``, up to now at least."""
    if call.number and not call.by_agent:
        centre.callers.talked(call.number, agent.name, at)


def expect_leg_end(centre: Centre, call: Call, at: float) -> None:
    """The caller went away from the agent: the agent's leg ends by itself, or is held for ended after a grace.

    It ends within milliseconds and says so; the grace is for the word that gets lost.
    """
    if call.state is TALKING and call.agent is not None:
        agent = centre.roster[call.agent]
        note_contact(centre, call, agent, at)
        centre.alarms.set(at + LEG_GRACE_S, "leg", agent.name, agent.since)


def add_part(call: Call, talk: Talk) -> None:
    """Remember an agent's part of the call; of one that is passed round for ever, the last."""
    call.talks = [*call.talks[1 - MOST_TALKS :], talk] if call.talks else [talk]


def end_part(call: Call, at: float) -> None:
    """Write down that the last agent's part of the call is over."""
    if call.talks and call.talks[-1].until is None:
        call.talks[-1].until = at


def end_talk(centre: Centre, agent: Agent, at: float) -> None:
    """The agent's leg is gone: wrap-up begins, and belongs to the agent whatever queue the call came from."""
    call = centre.calls.get(agent.call or "")
    wrap_up_s = agent.rules.wrap_up_s
    agent.resume(at)
    agent.call = None
    if agent.device is BUSY:
        agent.device = Device.FREE  # the busyness was our own leg; anything else is reported again
    if call is not None and call.agent == agent.name and call.state is TALKING:
        call.agent = None
        note_contact(centre, call, agent, at)
        end_part(call, at)
        call.apply(TALK_OVER, at)
        agent.handles, agent.handles_since = call.queue, agent.since
    agent.wrap_up_until = at + wrap_up_s
    if wrap_up_s > 0:
        move_agent(centre, agent, LEG_END, at)
        if wrap_up_s < NEVER_S:
            centre.alarms.set(agent.wrap_up_until, "wrap_up", agent.name, agent.wrap_up_until)
    else:
        set_agent(centre, agent, LEG_END, at)  # a wrap-up of no time, that nobody is to see
        move_agent(centre, agent, WRAP_UP_OVER, at)
