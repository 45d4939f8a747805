"""What happens when a deadline comes. One whose token no longer fits, or whose time is not yet up by what the call
itself says, is void and does nothing."""

from acd.engine import moves
from acd.engine.alarms import Alarm, Kind
from acd.engine.calls import CallState
from acd.engine.centre import Centre
from acd.engine.facts import Miss
from acd.engine.orders import Note, Withdraw
from agents.states import AgentEvent, AgentState

OVERSLEPT_S = 1.0
"""An alarm later than this means that the process stood still, not that the world did."""


def lease_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """The PBX has not said how an offer ended: take it back and count it as missed."""
    call = centre.calls.get(alarm.subject)
    if call is None or call.offer is None or (call.offer,) != alarm.token:
        return
    assert call.agent is not None
    if at > alarm.at + OVERSLEPT_S:
        # The phone may long have been answered, and the PBX's word of it stands in line behind this alarm.
        centre.alarms.set(at + centre.rules.lease_slack_s, "lease", alarm.subject, *alarm.token)
        return
    centre.orders.append(Withdraw(call.offer, call.call_id, call.agent))
    centre.note(call.call_id, Note.LEASE_OVER, agent=call.agent)
    moves.miss_offer(centre, call, at, Miss.NO_ANSWER)


def longest_wait(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call has waited for as long as its queue allows; while a phone rings for it, that goes first."""
    call = centre.calls.get(alarm.subject)
    if call is not None and call.state is CallState.WAITING and moves.waited_too_long(centre, call, at):
        moves.send_away(centre, call, centre.queues[call.queue].longest_wait_exit, "longest_wait", at)


def nobody(centre: Centre, alarm: Alarm, at: float) -> None:
    """The patience with nobody being signed in is over."""
    call = centre.calls.get(alarm.subject)
    if call is None or call.state is not CallState.WAITING or call.alone_since is None:
        return
    queue = centre.queues[call.queue]
    if at >= call.alone_since + queue.nobody_s:
        moves.send_away(centre, call, queue.nobody_exit, "nobody", at)


def person(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call that was passed on has waited for one certain agent for as long as it may."""
    call = centre.calls.get(alarm.subject)
    if call is not None and call.state is CallState.WAITING and call.wanted and (call.waits_since,) == alarm.token:
        moves.stop_wanting(centre, call, at)


def wrap_up_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """An agent's time after a call is over."""
    agent = centre.roster[alarm.subject]
    if agent.state is AgentState.WRAP_UP and (agent.wrap_up_until,) == alarm.token:
        moves.move_agent(centre, agent, AgentEvent.WRAP_UP_OVER, at)


def leg_lost(centre: Centre, alarm: Alarm, at: float) -> None:
    """The caller went long ago and the agent's leg never said it ended: it has."""
    agent = centre.roster[alarm.subject]
    if agent.state is not AgentState.TALKING or (agent.since,) != alarm.token:
        return
    call = centre.calls.get(agent.call or "")
    if call is None or call.agent != agent.name:
        centre.note(agent.name, Note.LEG_LOST)
        moves.end_talk(centre, agent, at)


DEADLINES = {
    "lease": lease_over,
    "longest_wait": longest_wait,
    "nobody": nobody,
    "person": person,
    "wrap_up": wrap_up_over,
    "leg": leg_lost,
}


def ring(centre: Centre, at: float) -> None:
    """Carry out every deadline that has come by ``at``, earliest first."""
    while (alarm := centre.alarms.due(at)) is not None:
        kind: Kind = alarm.kind
        DEADLINES[kind](centre, alarm, at)
