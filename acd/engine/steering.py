"""What acts about calls lead to: a person's word goes before the rules. Each function validates first and moves after.

A phone that rings for a call which is taken elsewhere stops, and its agent keeps their turn. Their offer is over before
the call goes where it is to go, and they look for another call only after that.
"""

from acd.engine import moves, offers, persons, waking
from acd.engine.acts import CallAssigned, CallCut, CallMoved, CallPrioritised
from acd.engine.call_facts import MOST_PRIORITY, agent_of, call_of
from acd.engine.calls import OFFERED, WAITING, Call, CallEvent, Hope
from acd.engine.centre import Centre
from acd.engine.orders import HangUp, Note
from acd.engine.routing_rules import Exit, Patience
from agents.roster import Agent
from agents.states import AgentEvent, AgentState, Illegal

HANG_UP = Exit(go="hangup")


def moved(centre: Centre, fact: CallMoved, at: float) -> None:
    """A call goes on waiting in another queue, at its place.

    It is let in though the queue is full or closed. Else the rules of that queue hold: its steps, overflows and
    longest wait begin anew, and without anybody signed in who could serve it, it leaves as there. The queue it leaves
    counts it as sent away, the other as offered; its wait is that of both.
    """
    call = call_that_waits(centre, fact.call, "moved")
    queue = centre.queues.get(fact.queue)
    if queue is None:
        raise Illegal(f"queue {fact.queue} is not configured")
    if queue.name == call.queue:
        raise Illegal(f"call {call.call_id} waits in queue {queue.name} already")
    freed = stop_ringing(centre, call, at)
    moves.stop_waiting(centre, call)
    counts = centre.counts[call.queue]
    counts.waiting -= 1
    counts.sent_away += 1
    call.moves, call.refused = 0, call.rejected  # whoever missed it there may take it here
    moves.put_in_queue(centre, call, queue, at)
    call.hopes, call.hoped_for = persons.hopes_of(centre, call, at), ()
    moves.hope(centre, call, at)
    moves.begin_to_wait(centre, call, at)
    let_go_on(centre, freed, at)


def prioritised(centre: Centre, fact: CallPrioritised, at: float) -> None:
    """A call has another turn; while a phone rings for it, that is for when the offer fails.

    Nobody idle needs to look: who could serve it would have it already.
    """
    call = call_that_waits(centre, fact.call, "given another priority")
    if not -MOST_PRIORITY <= fact.priority <= MOST_PRIORITY:
        raise Illegal(f"priority {fact.priority} is not within {-MOST_PRIORITY} to {MOST_PRIORITY}")
    in_line = call.in_line
    centre.floor.leave(call)
    call.priority = fact.priority
    call.asked_priority = fact.priority - centre.queues[call.queue].priority
    if in_line:
        centre.floor.join(call)
    centre.note(call.call_id, Note.PRIORITISED, priority=str(fact.priority))


def assigned(centre: Centre, fact: CallAssigned, at: float) -> None:
    """A call waits for one certain agent first, also for one who did not take it before: a person decided that."""
    call, agent = call_that_waits(centre, fact.call, "assigned"), agent_of(centre, fact.agent)
    check_can_come(agent, call)
    call.refused -= {agent.name}
    call.rejected -= {agent.name}
    freed = stop_ringing(centre, call, at, but=agent)
    centre.floor.leave(call)
    seconds = centre.rules.personal_wait_s
    patience = Patience(ready_s=seconds, busy_s=seconds, wrap_up_s=seconds, paused_s=seconds)
    call.hopes, call.hoped_for = (Hope(agent.name, "assigned", patience),), ()
    moves.hope(centre, call, at)
    if call.state is WAITING:
        moves.stand_in_line(centre, call, at)
    let_go_on(centre, freed, at)


def check_can_come(agent: Agent, call: Call) -> None:
    """Refuse an agent whom a call would wait for in vain."""
    if agent.name == call.by_agent:
        raise Illegal(f"agent {agent.name} is the one who calls")
    if agent.leaving or not agent.signed_in:
        raise Illegal(f"agent {agent.name} is signed out{', after what they do now' if agent.signed_in else ''}")
    if agent.pause_reason is not None:
        after = "" if agent.state is AgentState.PAUSED else ", after what they do now"
        raise Illegal(f"agent {agent.name} is paused{after}")
    if agent.state is AgentState.UNREACHABLE:
        raise Illegal(f"the phone of agent {agent.name} cannot be reached")


def cut(centre: Centre, fact: CallCut, at: float) -> None:
    """A call that waits leaves the line by a way out that hangs up; any other is hung up where it is."""
    call = call_of(centre, fact.call)
    if call.state is not WAITING and call.state is not OFFERED:
        centre.orders.append(HangUp(call.call_id, fact.why))
        return
    freed = stop_ringing(centre, call, at)
    moves.send_away(centre, call, HANG_UP, "act", at)
    let_go_on(centre, freed, at)


def call_that_waits(centre: Centre, call_id: str, done: str) -> Call:
    """Return the call if it waits, whether a phone rings for it or not, or refuse the act."""
    call = call_of(centre, call_id)
    if call.state is not WAITING and call.state is not OFFERED:
        raise Illegal(f"call {call_id} is {call.state}: only a call that waits can be {done}")
    return call


def stop_ringing(centre: Centre, call: Call, at: float, but: Agent | None = None) -> list[Agent]:
    """Take the call back from all whom it is offered to ``but`` one; return them, who are still to go on.

    Without anybody left whose phone rings the call waits, and stands in no line yet.
    """
    freed = [centre.roster[name] for name in call.ringing if but is None or name != but.name]
    for agent in freed:
        offers.withdraw(centre, call, agent)
    if freed and call.offer is None:
        call.apply(CallEvent.OFFER_OVER, at)
        if call.refused != call.rejected:
            centre.alarms.set(at + waking.AGAIN_S, "again", call.call_id, call.queued_at)
    return freed


def let_go_on(centre: Centre, freed: list[Agent], at: float) -> None:
    """Agents whose phones have stopped look for another call, with the turn they had."""
    for agent in freed:
        moves.move_agent(centre, agent, AgentEvent.WITHDRAW, at, keep_turn=True)
