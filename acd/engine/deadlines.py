"""What happens when a deadline comes. A deadline whose token no longer fits is void and does nothing."""

from acd.engine import moves
from acd.engine.alarms import Alarm, Kind
from acd.engine.calls import CallState
from acd.engine.centre import Centre
from acd.engine.orders import Withdraw
from agents.states import AgentEvent, AgentState


def lease_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """The PBX has not said how an offer ended: take it back and count it as missed."""
    call = centre.calls.get(alarm.subject)
    if call is None or call.offer is None or (call.offer,) != alarm.token:
        return
    assert call.agent is not None
    centre.orders.append(Withdraw(call.offer, call.call_id, call.agent))
    centre.note(call.call_id, f"the offer to {call.agent} ended by its lease: the PBX said nothing")
    moves.miss_offer(centre, call, at, "no_answer")


def longest_wait(centre: Centre, alarm: Alarm, at: float) -> None:
    """A call has waited for as long as its queue allows; while a phone rings for it, that goes first."""
    call = centre.calls.get(alarm.subject)
    if call is not None and call.state is CallState.WAITING and (call.round, call.moves) == alarm.token:
        moves.send_away(centre, call, centre.queues[call.queue].longest_wait_exit, "longest_wait", at)


def nobody(centre: Centre, alarm: Alarm, at: float) -> None:
    """The patience with nobody being signed in is over."""
    call = centre.calls.get(alarm.subject)
    if call is None or call.state is not CallState.WAITING or (call.round, call.moves) != alarm.token:
        return
    if not centre.floor.somebody_for(call):
        moves.send_away(centre, call, centre.queues[call.queue].nobody_exit, "nobody", at)


def wrap_up_over(centre: Centre, alarm: Alarm, at: float) -> None:
    """An agent's time after a call is over."""
    agent = centre.roster[alarm.subject]
    if agent.state is AgentState.WRAP_UP and (agent.wrap_up_until,) == alarm.token:
        moves.move_agent(centre, agent, AgentEvent.WRAP_UP_OVER, at)


def leg_lost(centre: Centre, alarm: Alarm, at: float) -> None:
    """The caller left long ago and the agent's leg never said it ended: it has."""
    agent = centre.roster[alarm.subject]
    if agent.state is AgentState.TALKING and (agent.since,) == alarm.token and agent.call not in centre.calls:
        centre.note(agent.name, "the end of the agent's leg was never reported; taken as ended")
        moves.end_talk(centre, agent, at)


DEADLINES = {
    "lease": lease_over,
    "longest_wait": longest_wait,
    "nobody": nobody,
    "wrap_up": wrap_up_over,
    "leg": leg_lost,
}


def ring(centre: Centre, at: float) -> None:
    """Carry out every deadline that has come by ``at``, earliest first."""
    while (alarm := centre.alarms.due(at)) is not None:
        kind: Kind = alarm.kind
        DEADLINES[kind](centre, alarm, at)
