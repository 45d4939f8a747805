"""Taking over what is found: live calls as the PBX shows them, callers as the last journal left them."""

from math import inf

import msgspec

from acd.engine import moves, persons, talks
from acd.engine.call_facts import (
    MOST_CALLBACKS,
    MOST_CREDIT_S,
    agent_of,
    check_room,
    known_need,
    known_needs,
    priority_within,
    within,
)
from acd.engine.calls import MOST_TALKS, Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.facts import CallersRestored, CallRestored
from agents.states import AgentEvent, Illegal


def past(moment: float, at: float) -> float:
    """Return ``moment`` if it is one that has been, else ``at``."""
    return moment if -inf < moment <= at else at


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
    call = Call(fact.call, past(fact.arrived_at, at), fact.number, fact.name, fact.dialled)
    centre.calls[fact.call] = call
    call.queue, call.topic, call.language, call.data = fact.queue, fact.topic, fact.language, fact.data
    call.asked, call.asked_need = known_needs(centre, call, fact.needs), known_need(centre, call, fact.need)
    call.credit_s, call.note = within(fact.credit_s, MOST_CREDIT_S), fact.note
    call.stays, call.at_front = fact.stays, fact.front
    call.priority = priority_within(fact.priority)
    call.asked_priority = call.priority - (queue.priority if queue is not None else 0)
    call.refused, call.rejected, call.recording = frozenset(fact.refused), frozenset(fact.refused), fact.recording
    call.by_agent = fact.by_agent
    call.place = past(fact.queued_at, at)
    call.waits_since = call.place if fact.waits_since is None else past(fact.waits_since, at)
    call.talks = [msgspec.structs.replace(talk) for talk in fact.talks[-MOST_TALKS:]]
    if agent is not None:
        call.state, call.since = CallState.TALKING, at
        talks.start_talk(centre, call, agent, at, AgentEvent.FOUND_TALKING)
    elif fact.state == "waiting" and queue is not None:
        call.apply(CallEvent.QUEUE, at)
        entered_at = call.place if fact.entered_at is None else past(fact.entered_at, at)
        # It was let in before, so it is not turned away now as one too many.
        moves.put_in_queue(centre, call, queue, entered_at)
        call.opened = min(max(fact.opened, 0), len(queue.steps))
        if not call.talks:  # the wish of one who was passed on is not known any more
            call.hopes, call.hoped_for = persons.hopes_of(centre, call, at), ()
            moves.hope(centre, call, at)
        moves.begin_to_wait(centre, call, at)


def callers_restored(centre: Centre, fact: CallersRestored, at: float) -> None:
    """Remember callers as the last journal left them."""
    for number, agent, talked_at in fact.talked:
        centre.callers.talked(number, agent, past(talked_at, at))
    for number, queue, place, left_at in fact.left:
        centre.callers.hung_up(number, queue, past(place, at), past(left_at, at))
    centre.callbacks += fact.callbacks[: MOST_CALLBACKS - len(centre.callbacks)]
