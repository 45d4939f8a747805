"""How calls are passed on: to another queue or agent, to a number outside, or over to a colleague who was asked.

Whoever passes a call on is free when their own leg has ended, and not before; their talk is theirs, the next
agent's talk is the next agent's. The call keeps its place in time, so it is not last in the new line; its wait is
measured from the transfer, so that no queue answers for the time in another.
"""

from acd.engine import attendance, moves, talks
from acd.engine.call_facts import agent_of, call_of, known_need, known_needs
from acd.engine.calls import NOBODY, Call, CallEvent, CallState, Hope
from acd.engine.centre import Centre
from acd.engine.facts import CallHandedOver, CallHeld, CallPutThrough, CallResumed, CallTransferred
from acd.engine.orders import Fetch, Note, PutThrough
from acd.engine.routing_rules import Patience
from acd.engine.rules import QueueRules
from agents.roster import Agent
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
    need = tier_need(queue, fact.tier)
    if wanted is not None and wanted is by:
        raise Illegal(f"agent {fact.by} cannot pass a call on to themselves")
    if call.state is CallState.WAITING:
        moves.leave_queue(centre, call, at, abandoned=False)
    if not call.queue:
        call.place = call.arrived_at  # it has not asked for anybody yet, or nobody knows when
    goes_on = same_wait(call, fact)
    let_go(centre, call, by, at)
    call.apply(CallEvent.TRANSFER, at)
    call.asked = known_needs(centre, call, fact.needs)
    call.asked_need = need or known_need(centre, call, fact.need)
    call.note = fact.note or call.note
    call.refused = call.rejected = NOBODY
    call.moves, call.stays, call.way_out = 0, True, ""
    if not goes_on:
        call.waits_since = at
        take_place(call, queue, at)
    if not fact.fetched:
        centre.orders.append(Fetch(call.call_id))
    # It was let in before, so it is not turned away now as one too many.
    opened = call.opened
    moves.put_in_queue(centre, call, queue, at)
    if goes_on:
        call.opened = min(opened, len(queue.steps))
        centre.counts[queue.name].wait_goes_on()
    ask_less_if_nobody(centre, call)
    call.hopes, call.hoped_for = hopes_of_transfer(centre, wanted), ()
    moves.hope(centre, call, at)
    if by is not None and attendance.somebody_but(centre.floor, by, call):
        call.refused = frozenset({by.name})
    moves.begin_to_wait(centre, call, at, fact.say)


def same_wait(call: Call, fact: CallTransferred) -> bool:
    """Whether a call is back from a number outside that was its way out: the same wait goes on, at the same place."""
    return call.way_out == "number" and call.state is CallState.LEAVING and not fact.by and fact.queue == call.queue


def tier_need(queue: QueueRules, tier: str) -> str:
    """Return what a tier of the queue (line 1, 2 or 3) asks of an agent; "" without a tier."""
    if tier and tier not in queue.tiers:
        raise Illegal(f"queue {queue.name} has no tier {tier!r}, only {', '.join(queue.tiers) or 'none'}")
    return queue.tiers.get(tier, "")


def take_place(call: Call, queue: QueueRules, at: float) -> None:
    """Let the call stand where the queue wants calls that are passed on: at the front, its old place, or the back."""
    call.at_front = queue.transfer_place == "front"
    if queue.transfer_place == "back":
        call.place = at


def ask_less_if_nobody(centre: Centre, call: Call) -> None:
    """Ask nothing but the queue's own need if nobody here has what was asked: a transfer must not end at nobody."""
    if not (call.asked or call.asked_need) or attendance.somebody_ever_in(centre.floor, call.ladder):
        return
    for need in (*(f"{skill}:{level}" for skill, level in call.asked.items()), call.asked_need):
        if need:
            centre.note(call.call_id, Note.NEED_DROPPED, need=need)
    call.asked, call.asked_need = {}, ""
    call.ladder = centre.floor.ladder(call)


def hopes_of_transfer(centre: Centre, wanted: Agent | None) -> tuple[Hope, ...]:
    """Return the hope of a call that is passed on to one certain agent, who is here; their deputy comes next."""
    if wanted is None:
        return ()
    seconds = centre.rules.personal_wait_s
    patience = Patience(ready_s=seconds, busy_s=seconds, wrap_up_s=seconds, paused_s=seconds)
    return (Hope(wanted.name, "transfer", patience),)


def put_through(centre: Centre, fact: CallPutThrough, at: float) -> None:
    """A call goes on to a number outside. If that fails it is told as a transfer back."""
    call = call_of(centre, fact.call)
    call.check(CallEvent.PUT_THROUGH)
    by = agent_of(centre, fact.by) if fact.by else None
    let_go(centre, call, by, at)
    call.apply(CallEvent.PUT_THROUGH, at)
    call.way_out = ""
    if not fact.fetched:
        centre.orders.append(Fetch(call.call_id))
    centre.orders.append(PutThrough(call.call_id, fact.number))


def let_go(centre: Centre, call: Call, by: Agent | None, at: float) -> None:
    """The call leaves the agent it talks to, whose own leg ends by itself."""
    talks.expect_leg_end(centre, call, at)
    talks.end_part(call, at)
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
        talks.start_talk(centre, call, to, at, AgentEvent.FOUND_TALKING)


def join(centre: Centre, call: Call, consult: Call, to: Agent, at: float) -> None:
    """The call takes the place of the one in which the agents talked: one caller, one conversation."""
    call.apply(CallEvent.HAND_OVER, at)
    call.queue, call.topic = consult.queue, consult.topic or call.topic
    call.agent = to.name
    talks.add_part(call, consult.talks[-1])
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
