"""What facts about calls and offers lead to. Each function validates first and moves after."""

import msgspec

from acd.engine import moves
from acd.engine.calls import MOST_TALKS, Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.facts import (
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    CallRestored,
    OfferAnswered,
    OfferMissed,
    RecordingChanged,
    TalkEnded,
)
from acd.engine.orders import Note
from agents.roster import Agent
from agents.skills import HIGHEST_LEVEL
from agents.states import AgentEvent, Illegal

LIVE_CALLS_LIMIT = 20_000
"""Calls held at a time; several times what one Asterisk carries, so only a fault or an attack meets it."""


def call_of(centre: Centre, call_id: str) -> Call:
    """Return the live call, or refuse the fact."""
    if (call := centre.calls.get(call_id)) is None:
        raise Illegal(f"call {call_id} is not known")
    return call


def agent_of(centre: Centre, name: str) -> Agent:
    """Return the agent, or refuse the fact."""
    if (agent := centre.roster.get(name)) is None:
        raise Illegal(f"agent {name} is not on the roster")
    return agent


def check_room(centre: Centre) -> None:
    """Refuse a fact that would add a call beyond the limit."""
    if len(centre.calls) >= LIVE_CALLS_LIMIT:
        raise Illegal(f"{LIVE_CALLS_LIMIT} calls are live already")


def arrived(centre: Centre, fact: CallArrived, at: float) -> None:
    """A new call enters the menu; a known one comes back into it, out of whatever it was in."""
    call = centre.calls.get(fact.call)
    if call is None:
        check_room(centre)
        centre.calls[fact.call] = call = Call(fact.call, at, fact.number, fact.name, fact.dialled)
        call.by_agent = fact.by_agent
        return
    call.check(CallEvent.COME_BACK)
    if call.state in (CallState.WAITING, CallState.OFFERED):
        moves.leave_queue(centre, call, at, abandoned=False)
    moves.expect_leg_end(centre, call, at)
    call.apply(CallEvent.COME_BACK, at)
    call.round += 1
    call.dialled = fact.dialled
    call.agent = None
    call.wanted = ""
    moves.end_part(call, at)
    call.refused = set()
    call.moves = 0


def queued(centre: Centre, fact: CallQueued, at: float) -> None:
    """The menu has decided: the call joins its queue. Needs nobody defines are dropped and noted."""
    call = call_of(centre, fact.call)
    call.check(CallEvent.QUEUE)
    queue = centre.queues.get(fact.queue)
    if queue is None:
        raise Illegal(f"queue {fact.queue} is not configured")
    call.asked = known_needs(centre, call, fact.needs)
    call.asked_priority = fact.priority
    call.topic, call.language, call.data = fact.topic, fact.language, fact.data
    call.place = call.waits_since = at
    call.refused |= {call.by_agent} if call.by_agent else set()
    call.apply(CallEvent.QUEUE, at)
    moves.enter_queue(centre, call, queue, at)


def known_needs(centre: Centre, call: Call, needs: dict[str, int]) -> dict[str, int]:
    """Keep the needs that make sense; one that does not must not keep the caller from everybody."""
    known = {}
    for skill, level in needs.items():
        if centre.roster.matrix.knows(skill) and 0 <= level <= HIGHEST_LEVEL:
            known[skill] = level
        else:
            centre.note(call.call_id, Note.NEED_DROPPED, need=f"{skill}:{level}")
    return known


def left(centre: Centre, fact: CallLeft, at: float) -> None:
    """The caller is gone: whatever the call held is free at once, and the call is forgotten."""
    call = call_of(centre, fact.call)
    if call.state in (CallState.WAITING, CallState.OFFERED):
        # An agent who no longer wants to ask is not a caller who was lost.
        moves.leave_queue(centre, call, at, abandoned=not call.by_agent)
    moves.expect_leg_end(centre, call, at)
    call.apply(CallEvent.LEAVE, at)
    del centre.calls[call.call_id]


def released(centre: Centre, fact: CallReleased, at: float) -> None:
    """The caller went elsewhere on the PBX: out of the line, without having abandoned it."""
    call = call_of(centre, fact.call)
    call.check(CallEvent.SEND_AWAY)
    if call.state in (CallState.WAITING, CallState.OFFERED):
        moves.leave_queue(centre, call, at, abandoned=False)
    call.apply(CallEvent.SEND_AWAY, at)


def offered_pair(centre: Centre, fact: OfferAnswered | OfferMissed) -> tuple[Call, Agent]:
    """Return call and agent of a live offer, or refuse the fact."""
    call, agent = call_of(centre, fact.call), agent_of(centre, fact.agent)
    if call.offer != fact.offer or call.agent != agent.name:
        raise Illegal(f"offer {fact.offer} of call {call.call_id} to {agent.name} is over")
    return call, agent


def answered(centre: Centre, fact: OfferAnswered, at: float) -> None:
    """The agent took the call."""
    call, agent = offered_pair(centre, fact)
    call.check(CallEvent.ANSWER)
    agent.check(AgentEvent.ANSWER)
    queue = centre.queues[call.queue]
    counts = centre.counts[queue.name]
    counts.waiting -= 1
    counts.answer(at - call.waits_since, queue.answer_within_s)
    centre.floor.leave(call, for_good=True)
    call.apply(CallEvent.ANSWER, at)
    moves.start_talk(centre, call, agent, at, AgentEvent.ANSWER)


def missed(centre: Centre, fact: OfferMissed, at: float) -> None:
    """The agent did not take the call."""
    call, agent = offered_pair(centre, fact)
    call.check(CallEvent.OFFER_OVER)
    agent.check(AgentEvent.MISS)
    moves.miss_offer(centre, call, at, fact.why)


def talk_ended(centre: Centre, fact: TalkEnded, at: float) -> None:
    """The agent's leg of a conversation is over, whatever became of the caller."""
    agent = agent_of(centre, fact.agent)
    if agent.call != fact.call:
        raise Illegal(f"agent {agent.name} is not in call {fact.call}")
    agent.check(AgentEvent.LEG_END)
    moves.end_talk(centre, agent, at)


def recording_changed(centre: Centre, fact: RecordingChanged, at: float) -> None:
    """The recording of a call does something else now; it goes with the caller, whoever talks to them."""
    call_of(centre, fact.call).recording = fact.recording


def restored(centre: Centre, fact: CallRestored, at: float) -> None:
    """Take over a call as the PBX shows it; one that is known is left as it is."""
    if fact.call in centre.calls:
        raise Illegal(f"call {fact.call} is known already")
    check_room(centre)
    queue = centre.queues.get(fact.queue)
    if fact.state == "waiting" and queue is None:
        raise Illegal(f"call {fact.call} waits for queue {fact.queue!r}, which is not configured")
    agent = agent_of(centre, fact.agent) if fact.state == "talking" else None
    if agent is not None:
        agent.check(AgentEvent.FOUND_TALKING)
    call = Call(fact.call, min(fact.arrived_at, at), fact.number, fact.name, fact.dialled)
    centre.calls[fact.call] = call
    call.queue, call.topic, call.language, call.data = fact.queue, fact.topic, fact.language, fact.data
    call.asked = known_needs(centre, call, fact.needs)
    call.priority = fact.priority
    call.asked_priority = fact.priority - (queue.priority if queue is not None else 0)
    call.refused, call.recording = set(fact.refused), fact.recording
    call.by_agent = fact.by_agent
    call.place = min(fact.queued_at, at)
    call.waits_since = call.place if fact.waits_since is None else min(fact.waits_since, at)
    call.talks = [msgspec.structs.replace(talk) for talk in fact.talks[-MOST_TALKS:]]
    if agent is not None:
        call.state, call.since = CallState.TALKING, at
        moves.start_talk(centre, call, agent, at, AgentEvent.FOUND_TALKING)
    elif fact.state == "waiting" and queue is not None:
        call.apply(CallEvent.QUEUE, at)
        entered_at = call.place if fact.entered_at is None else min(fact.entered_at, at)
        # It was let in before, so it is not turned away now as one too many.
        moves.put_in_queue(centre, call, queue, entered_at)
        moves.begin_to_wait(centre, call, at)
