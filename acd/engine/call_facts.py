"""What facts about calls and offers lead to. Each function validates first and moves after."""

from typing import Final

from acd.engine import moves, talks
from acd.engine.calls import LEAVING, NOBODY, OFFERED, WAITING, Call, CallEvent, CallState
from acd.engine.centre import Centre
from acd.engine.facts import (
    CallArrived,
    CallbackAnswered,
    CallLeft,
    CallQueued,
    CallReleased,
    OfferAnswered,
    OfferMissed,
    RecordingChanged,
    TalkEnded,
)
from acd.engine.orders import Note
from acd.engine.restored import CallbackSlot
from acd.engine.rules import QueueRules
from agents.needs import NeedError, parse_need
from agents.roster import Agent
from agents.skills import HIGHEST_LEVEL
from agents.states import AgentEvent, Illegal

QUEUE: Final = CallEvent.QUEUE
LEAVE: Final = CallEvent.LEAVE
LEG_END: Final = AgentEvent.LEG_END

LIVE_CALLS_LIMIT = 200_000
"""Calls held at a time; many times what one Asterisk carries, so only a fault or an attack meets it."""

MOST_CALLBACKS = 10_000
"""Slots for callers to be called back; who asks beyond it is refused, and hears so."""

MOST_PRIORITY: Final = 1_000
MOST_CREDIT_S: Final = 1e7
"""Bounds of what a call may be worth: beyond them is a fault of who tells it."""

LONGEST_SHOWN: Final = 80
"""Characters of what was not understood that are shown to people."""


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
    call_id = fact.call
    call = centre.calls.get(call_id)
    if call is None:
        check_room(centre)
        centre.calls[call_id] = call = Call(call_id, at, fact.number, fact.name, fact.dialled)
        call.by_agent = fact.by_agent
        return
    call.check(CallEvent.COME_BACK)
    if call.state in (CallState.WAITING, CallState.OFFERED):
        moves.leave_queue(centre, call, at, abandoned=False)
    talks.expect_leg_end(centre, call, at)
    call.apply(CallEvent.COME_BACK, at)
    call.round += 1
    call.dialled = fact.dialled
    call.agent = None
    call.wanted, call.hopes, call.at_front = "", (), False
    talks.end_part(call, at)
    call.refused = call.rejected = NOBODY
    call.moves, call.stays, call.way_out = 0, False, ""


def queued(centre: Centre, fact: CallQueued, at: float) -> None:
    """The menu has decided: the call joins its queue. Needs nobody defines are dropped and noted."""
    call = call_of(centre, fact.call)
    call.check(QUEUE)
    queue = centre.queues.get(fact.queue)
    if queue is None:
        raise Illegal(f"queue {fact.queue} is not configured")
    call.asked, call.asked_need = known_needs(centre, call, fact.needs), known_need(centre, call, fact.need)
    call.asked_queue, call.asked_priority = queue.name, priority_within(fact.priority)
    call.credit_s = within(fact.credit_s, MOST_CREDIT_S)
    call.topic, call.language, call.data = fact.topic, fact.language, fact.data
    call.place = call.waits_since = at
    regain_place(centre, call, queue, at)
    if call.by_agent:
        call.refused |= {call.by_agent}
        call.rejected |= {call.by_agent}
    call.apply(QUEUE, at)
    moves.enter_queue(centre, call, queue, at)


def priority_within(priority: int) -> int:
    """Return ``priority`` if it is within the bounds, else 0."""
    return priority if -MOST_PRIORITY <= priority <= MOST_PRIORITY else 0


def within(number: float, most: float) -> float:
    """Return ``number`` if it is one between ``-most`` and ``most``, else 0: no fault may stop a queue."""
    return number if -most <= number <= most else 0.0


def known_needs(centre: Centre, call: Call, needs: dict[str, int]) -> dict[str, int]:
    """Keep the needs that make sense; one that does not must not keep the caller from everybody."""
    known = {}
    for skill, level in needs.items():
        if centre.roster.matrix.knows(skill) and 0 <= level <= HIGHEST_LEVEL:
            known[skill] = level
        else:
            centre.note(call.call_id, Note.NEED_DROPPED, need=f"{skill}:{level}")
    return known


def known_need(centre: Centre, call: Call, text: str) -> str:
    """Keep a need that can be read; one that cannot must not keep the caller from everybody."""
    if not text:
        return ""
    try:
        parse_need(text)
    except NeedError:
        centre.note(call.call_id, Note.NEED_DROPPED, need=text[:LONGEST_SHOWN])
        return ""
    return text


def regain_place(centre: Centre, call: Call, queue: QueueRules, at: float) -> None:
    """Give a caller who is back soon after hanging up the old place; the wait is measured from now."""
    if not call.number:
        return
    redial_s = centre.rules.turns.redial_s
    place = centre.callers.place(call.number, queue.name, at - redial_s) if redial_s > 0 else None
    if place is not None and place < call.place:
        call.place = place
        centre.note(call.call_id, Note.PLACE_REGAINED, waited=f"{at - place:.0f}")


def callback_answered(centre: Centre, fact: CallbackAnswered, at: float) -> None:
    """The caller takes a slot to be called back, or waits on at their place and is not asked again."""
    call = call_of(centre, fact.call)
    if call.state is not CallState.LEAVING or call.way_out != "callback":
        raise Illegal(f"call {call.call_id} was not offered to be called back")
    if fact.wanted and len(centre.callbacks) >= MOST_CALLBACKS:
        raise Illegal(f"{MOST_CALLBACKS} callers wait to be called back already")
    call.way_out = ""
    if not fact.wanted:
        centre.counts[call.queue].wait_goes_on()
        call.stays = True
        call.apply(CallEvent.WAIT_ON, at)
        moves.enter_queue(centre, call, centre.queues[call.queue], at, again=True)
        return
    slot = CallbackSlot(
        call=call.call_id, number=call.number, queue=call.queue, place=call.place, asked_at=at, topic=call.topic
    )
    centre.callbacks.append(slot)
    centre.note(call.call_id, Note.CALLBACK, queue=call.queue)


def left(centre: Centre, fact: CallLeft, at: float) -> None:
    """The caller is gone: whatever the call held is free at once, and the call is forgotten."""
    call = call_of(centre, fact.call)
    if call.state is WAITING or call.state is OFFERED:
        # An agent who no longer wants to ask is not a caller who was lost.
        moves.leave_queue(centre, call, at, abandoned=not call.by_agent)
    elif call.state is LEAVING and call.way_out == "callback":
        # Who hangs up at the question whether to be called back has waited and left.
        centre.counts[call.queue].sent_away -= 1
        moves.abandon(centre, call, at)
    talks.expect_leg_end(centre, call, at)
    call.apply(LEAVE, at)
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
    if call.offer != fact.offer or (agent.name != call.agent and agent.name not in call.also):
        raise Illegal(f"offer {fact.offer} of call {call.call_id} to {agent.name} is over")
    return call, agent


def answered(centre: Centre, fact: OfferAnswered, at: float) -> None:
    """The agent took the call."""
    call, agent = offered_pair(centre, fact)
    call.check(talks.CALL_ANSWERED)
    agent.check(talks.ANSWERED)
    talks.answer(centre, call, agent, at)


def missed(centre: Centre, fact: OfferMissed, at: float) -> None:
    """The agent did not take the call."""
    call, agent = offered_pair(centre, fact)
    call.check(CallEvent.OFFER_OVER)
    agent.check(AgentEvent.MISS)
    moves.miss_offer(centre, call, agent, at, fact.why)


def talk_ended(centre: Centre, fact: TalkEnded, at: float) -> None:
    """The agent's leg of a conversation is over, whatever became of the caller."""
    agent = agent_of(centre, fact.agent)
    if agent.call != fact.call:
        raise Illegal(f"agent {agent.name} is not in call {fact.call}")
    agent.check(LEG_END)
    talks.end_talk(centre, agent, at)


def recording_changed(centre: Centre, fact: RecordingChanged, at: float) -> None:
    """The recording of a call does something else now; it goes with the caller, whoever talks to them."""
    call_of(centre, fact.call).recording = fact.recording
