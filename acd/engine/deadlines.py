"""What happens when a deadline comes. One whose token no longer fits, or whose time is not yet up by what the call
itself says, is void and does nothing."""

from acd.engine import attendance, moves, relaxing, talks, waking, ways_out
from acd.engine.acts import Door
from acd.engine.alarms import Alarm, Entry, Kind
from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.engine.facts import Miss
from acd.engine.orders import Note, Withdraw
from acd.engine.rules import QueueRules
from agents.states import AgentEvent, AgentState

IN_QUEUE = (CallState.WAITING, CallState.OFFERED)

OVERSLEPT_S = 1.0
"""An alarm later than this means that the process stood still, not that the world did."""


def leased(centre: Centre, call_id: str, token: tuple[float, ...]) -> Call | None:
    """Return the call whose offer a lease is of, None if that is over."""
    call = centre.calls.get(call_id)
    return call if call is not None and call.offer is not None and call.offer == token[0] else None


def is_void_lease(centre: Centre, entry: Entry) -> bool:
    """Whether this is the lease of an offer that is over."""
    return entry[2] == "lease" and leased(centre, entry[3], entry[4]) is None


def lease_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """The PBX has not said how an offer ended: take it back and count it as missed."""
    call = leased(centre, alarm.subject, alarm.token)
    if call is None or call.offer is None:
        return
    if at > alarm.at + OVERSLEPT_S:
        # The phone may long have been answered, and the PBX's word of it stands in line behind this alarm.
        centre.alarms.set(at + centre.rules.lease_slack_s, "lease", alarm.subject, *alarm.token)
        return
    for name in call.ringing:
        centre.orders.append(Withdraw(call.offer, call.call_id, name))
        centre.note(call.call_id, Note.LEASE_OVER, agent=name)
    for name in call.ringing:
        moves.miss_offer(centre, call, centre.roster[name], at, Miss.NO_ANSWER)


def longest_wait(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call has waited for as long as its queue allows; while a phone rings for it, that goes first."""
    call = centre.calls.get(alarm.subject)
    if call is not None and call.state is CallState.WAITING and moves.waited_too_long(call, at):
        moves.send_away(centre, call, centre.queues[call.queue].longest_wait_exit, "longest_wait", at)


def nobody(centre: Centre, alarm: Alarm, at: float) -> None:
    """The patience with nobody being signed in is over."""
    call = centre.calls.get(alarm.subject)
    if call is None or call.state is not CallState.WAITING or call.alone_since is None:
        return
    queue = centre.queues[call.queue]
    if at >= call.alone_since + queue.nobody_s and not ways_out.is_tried(call, queue.nobody_exit):
        moves.send_away(centre, call, queue.nobody_exit, "nobody", at)


def person(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call has waited for one certain agent for as long as it may, if the agent still does what they did."""
    call = centre.calls.get(alarm.subject)
    if call is not None and call.state is CallState.WAITING and call.wanted and (call.wanted_since,) == alarm.token:
        moves.keep_hoping(centre, call, at)


def queued_call(centre: Centre, alarm: Alarm) -> Call | None:
    """Return the call that still waits, or is offered, in the queue where this alarm was set for it; else None."""
    call = centre.calls.get(alarm.subject)
    return call if call is not None and call.state in IN_QUEUE and (call.queued_at,) == alarm.token else None


def step(centre: Centre, alarm: Alarm, at: float) -> None:
    """Time relaxes what a call needs; while a phone rings for it, it relaxes when it waits again."""
    if (call := queued_call(centre, alarm)) is None:
        return
    if (next_at := relaxing.next_step_at(call, call.ladder.queue, at)) is not None:
        centre.alarms.set(next_at, "step", call.call_id, call.queued_at)
    if call.state is CallState.WAITING:
        moves.relax(centre, call, at)


def overflow(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call has waited until an overflow of its queue; while a phone rings for it, that goes first."""
    if (call := queued_call(centre, alarm)) is None:
        return
    if (next_at := ways_out.next_overflow_at(call, call.ladder.queue, at)) is not None:
        centre.alarms.set(next_at, "overflow", call.call_id, call.queued_at)
    if call.state is CallState.WAITING and (way := ways_out.while_waiting(centre, call, at, by_load=False)) is not None:
        moves.send_away(centre, call, *way, at)


def again(centre: Centre, alarm: Alarm, at: float) -> None:
    """Some have missed a call: if nobody else is here, those who did not refuse it get it again, rather than nobody."""
    call = queued_call(centre, alarm)
    if call is None or call.state is not CallState.WAITING or call.refused == call.rejected:
        return
    if call.wanted or not attendance.everybody_missed(centre.floor, call):
        centre.alarms.set(at + waking.AGAIN_S, "again", call.call_id, call.queued_at)
        return
    call.refused = call.rejected
    moves.look_for_agent(centre, call, at)


def load(centre: Centre, alarm: Alarm, at: float) -> None:
    """Look at what the load has done to the bounds of a queue: needs relax, and overflow begins at the line's end."""
    queue = watched(centre, alarm)
    if queue is None or not centre.counts[queue.name].waiting:
        return
    waiting = waiting_in(centre, queue)
    for call in waiting:
        if call.state is CallState.WAITING and call.opened < len(queue.steps):
            moves.relax(centre, call, at)
    for call in reversed(waiting):
        if call.state is not CallState.WAITING or call.queue != queue.name:
            continue
        if (way := ways_out.while_waiting(centre, call, at, by_load=True)) is not None:
            moves.send_away(centre, call, *way, at)
    waking.watch_queue(centre, queue, "load", at + relaxing.LOAD_EVERY_S)


def closing(centre: Centre, alarm: Alarm, at: float) -> None:
    """A queue has closed by its hours: who waits in it is shown out."""
    queue = watched(centre, alarm)
    if queue is None:
        return
    if centre.door_of(queue.name) is not Door.HOURS or not ways_out.is_closed(centre, queue, at):
        if centre.counts[queue.name].waiting and (closes_at := ways_out.closes_at(centre, queue, at)) is not None:
            waking.watch_queue(centre, queue, "closing", closes_at)
        return
    for call in waiting_in(centre, queue):
        if call.state is CallState.WAITING and call.queue == queue.name:
            moves.send_away(centre, call, queue.closed_exit, "closed", at)


def watched(centre: Centre, alarm: Alarm) -> QueueRules | None:
    """Return the queue that was to be looked at by this alarm, None if it was to be by another."""
    key = (alarm.kind, alarm.subject)
    if (centre.watched.get(key),) != alarm.token:
        return None
    del centre.watched[key]
    return centre.queues.get(alarm.subject)


def waiting_in(centre: Centre, queue: QueueRules) -> list[Call]:
    """Return the calls that wait in ``queue``, whose turn is earlier first."""
    return [call for call in centre.floor.everybody_waiting() if call.queue == queue.name]


def after_miss_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """An agent has been left alone for long enough."""
    agent = centre.roster.get(alarm.subject)
    if agent is None or not agent.left_alone or (agent.left_alone_until,) != alarm.token:
        return
    agent.left_alone = False
    if agent.state is AgentState.AFTER_MISS:
        moves.move_agent(centre, agent, AgentEvent.DELAY_OVER, at)


def wrap_up_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """An agent's time after a call is over."""
    agent = centre.roster.get(alarm.subject)
    if agent is not None and agent.state is AgentState.WRAP_UP and (agent.wrap_up_until,) == alarm.token:
        moves.move_agent(centre, agent, AgentEvent.WRAP_UP_OVER, at)


def leg_lost(centre: Centre, alarm: Alarm, at: float) -> None:
    """The caller went long ago and the agent's leg never said it ended: it has."""
    agent = centre.roster.get(alarm.subject)
    if agent is None or agent.state is not AgentState.TALKING or (agent.since,) != alarm.token:
        return
    call = centre.calls.get(agent.call or "")
    if call is None or call.agent != agent.name:
        centre.note(agent.name, Note.LEG_LOST)
        talks.end_talk(centre, agent, at)


DEADLINES = {
    "lease": lease_over,
    "longest_wait": longest_wait,
    "nobody": nobody,
    "person": person,
    "wrap_up": wrap_up_over,
    "after_miss": after_miss_over,
    "step": step,
    "overflow": overflow,
    "again": again,
    "load": load,
    "closing": closing,
    "leg": leg_lost,
}


def ring(centre: Centre, at: float) -> None:
    """Carry out every deadline that has come by ``at``, earliest first."""
    while (alarm := centre.alarms.due(at)) is not None:
        kind: Kind = alarm.kind
        DEADLINES[kind](centre, alarm, at)
    # Nearly every offer is answered, so nearly every lease is void: nobody needs to be woken for those.
    while (
        (head := centre.alarms.head()) is not None and head[2] == "lease" and leased(centre, head[3], head[4]) is None
    ):
        centre.alarms.drop_head()
