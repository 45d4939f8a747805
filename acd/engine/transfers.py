"""How calls are passed on: to another queue or agent, to a number outside, or over to a colleague who was asked.

Whoever passes a call on is free when their own leg has ended, and not before; their talk is theirs, the next
agent's talk is the next agent's. The call keeps its place in time, so it is not last in the new line; its wait is
measured from the transfer, so that no queue answers for the time in another.
"""

from acd.engine import moves
from acd.engine.call_facts import agent_of, call_of, known_needs
from acd.engine.calls import Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.facts import CallHandedOver, CallHeld, CallPutThrough, CallResumed, CallTransferred
from acd.engine.orders import Fetch, Note, PutThrough
from acd.engine.rules import QueueRules
from agents.roster import Agent
from agents.skills import merged, need_of
from agents.states import AgentEvent, Illegal


def transferred(centre: Centre, fact: CallTransferred, at: float) -> None:
    """A call waits again, for others than those it talked to."""
    call = call_of(centre, fact.call)
    call.check(CallEvent.TRANSFER)
    queue = centre.queues.get(fact.queue)
    if queue is None:
        raise Illegal(f"queue {fact.queue} is not configured")
    wanted = agent_of(centre, fact.agent) if fact.agent else None
    by = agent_of(centre, fact.by) if fact.by else None
    if wanted is not None and wanted is by:
        raise Illegal(f"agent {fact.by} cannot pass a call on to themselves")
    if call.state is CallState.WAITING:
        moves.leave_queue(centre, call, at, abandoned=False)
    if not call.queue:
        call.place = call.arrived_at  # it has not asked for anybody yet, or nobody knows when
    let_go(centre, call, by, at)
    call.apply(CallEvent.TRANSFER, at)
    call.asked = needs_met(centre, call, queue, known_needs(centre, call, fact.needs))
    call.refused = set()
    call.moves, call.waits_since = 0, at
    call.wanted = wanted.name if wanted is not None and wanted.signed_in and not wanted.leaving else ""
    if call.wanted:
        centre.alarms.set(at + centre.rules.personal_wait_s, "person", call.call_id, at)
    if not fact.fetched:
        centre.orders.append(Fetch(call.call_id))
    # It was let in before, so it is not turned away now as one too many.
    moves.put_in_queue(centre, call, queue, at)
    if by is not None and centre.floor.somebody_but(by, call):
        call.refused = {by.name}
    moves.begin_to_wait(centre, call, at, fact.say)


def needs_met(centre: Centre, call: Call, queue: QueueRules, asked: dict[str, int]) -> dict[str, int]:
    """Return what is asked of an agent, or nothing if nobody here has it: a transfer must not end at nobody."""
    if not asked or centre.floor.somebody_with(need_of(merged(queue.needs, asked))):
        return asked
    for skill, level in asked.items():
        centre.note(call.call_id, Note.NEED_DROPPED, need=f"{skill}:{level}")
    return {}


def put_through(centre: Centre, fact: CallPutThrough, at: float) -> None:
    """A call goes on to a number outside. If that fails it is told as a transfer back."""
    call = call_of(centre, fact.call)
    call.check(CallEvent.PUT_THROUGH)
    by = agent_of(centre, fact.by) if fact.by else None
    let_go(centre, call, by, at)
    call.apply(CallEvent.PUT_THROUGH, at)
    if not fact.fetched:
        centre.orders.append(Fetch(call.call_id))
    centre.orders.append(PutThrough(call.call_id, fact.number))


def let_go(centre: Centre, call: Call, by: Agent | None, at: float) -> None:
    """The call leaves the agent it talks to, whose own leg ends by itself."""
    moves.expect_leg_end(centre, call, at)
    moves.end_part(call, at)
    call.agent = None
    if by is not None:
        by.counts.passed_on += 1


def handed_over(centre: Centre, fact: CallHandedOver, at: float) -> None:
    """The caller talks with another agent now, or with somebody who is none."""
    call, by = call_of(centre, fact.call), agent_of(centre, fact.by)
    if call.agent != by.name:
        raise Illegal(f"agent {by.name} is not in call {fact.call}")
    call.check(CallEvent.HAND_OVER)
    to = agent_of(centre, fact.to) if fact.to else None
    consult = centre.calls.get(fact.consult)
    talk_together = consult is not None and to is not None and consult.agent == to.name and to.call == fact.consult
    if to is not None and not talk_together:
        to.check(AgentEvent.FOUND_TALKING)
    let_go(centre, call, by, at)
    if to is None:
        call.apply(CallEvent.TALK_OVER, at)
    elif consult is not None and talk_together:
        join(centre, call, consult, to, at)
    else:
        call.apply(CallEvent.HAND_OVER, at)
        moves.start_talk(centre, call, to, at, AgentEvent.FOUND_TALKING)


def join(centre: Centre, call: Call, consult: Call, to: Agent, at: float) -> None:
    """The call takes the place of the one in which the agents talked: one caller, one conversation."""
    call.apply(CallEvent.HAND_OVER, at)
    call.queue, call.topic = consult.queue, consult.topic or call.topic
    call.agent = to.name
    moves.add_part(call, consult.talks[-1])
    to.call = call.call_id
    consult.agent = None
    consult.apply(CallEvent.LEAVE, at)
    del centre.calls[consult.call_id]


def held(centre: Centre, fact: CallHeld, at: float) -> None:
    """The caller hears music; for the measures it goes on to be talk, of which so much was hold."""
    agent = agent_in(centre, fact)
    if agent.held_since is None:
        agent.held_since = at


def resumed(centre: Centre, fact: CallResumed, at: float) -> None:
    """The agent is back with the caller."""
    agent_in(centre, fact).resume(at)


def agent_in(centre: Centre, fact: CallHeld | CallResumed) -> Agent:
    """Return the agent of a conversation, or refuse the fact."""
    agent = agent_of(centre, fact.agent)
    if agent.call != fact.call or agent.offer is not None:
        raise Illegal(f"agent {agent.name} does not talk in call {fact.call}")
    return agent
