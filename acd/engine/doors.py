"""Queues as a person steers them: who may enter, what becomes of those who wait, and what they hear."""

from acd.engine import deadlines, moves, ways_out
from acd.engine.acts import Door, QueueSteered
from acd.engine.calls import WAITING, Call
from acd.engine.centre import Centre
from acd.engine.orders import Wait
from acd.engine.rules import QueueRules
from agents.states import Illegal


def steered(centre: Centre, fact: QueueSteered, at: float) -> None:
    """The door of a queue stands otherwise; who is offered to an agent is left to ring, and is looked at after it."""
    queue = centre.queues.get(fact.queue)
    if queue is None:
        raise Illegal(f"queue {fact.queue} is not configured")
    door, message = centre.door_of(queue.name), centre.message_of(queue.name)
    keep(centre, fact, at)
    if fact.door is not door:
        show_out(centre, queue, at)
    if fact.say and fact.say != message:
        tell_all(centre, queue, fact.say)


def keep(centre: Centre, fact: QueueSteered, at: float) -> None:
    """Remember how the door stands; one that stands as the rules have it, without a message, needs no memory."""
    if fact.door is Door.HOURS and not fact.say:
        centre.steered.pop(fact.queue, None)
    else:
        centre.steered[fact.queue] = fact
    if fact.door is Door.CLOSED:
        centre.shut_at.setdefault(fact.queue, at)
    else:
        centre.shut_at.pop(fact.queue, None)


def show_out(centre: Centre, queue: QueueRules, at: float) -> None:
    """Whoever waits in a queue that has closed on them, now or while it was held open, leaves by its way out."""
    closes = centre.door_of(queue.name) is Door.CLOSED
    for call in deadlines.waiting_in(centre, queue):
        if stands_in(call, queue) and (closes or ways_out.is_shown_out(centre, call, queue, at)):
            moves.send_away(centre, call, queue.closed_exit, "closed", at)


def tell_all(centre: Centre, queue: QueueRules, say: str) -> None:
    """Play a prompt to everybody who waits in a queue and is not offered."""
    for call in deadlines.waiting_in(centre, queue):
        centre.orders.append(Wait(call.call_id, call.queue, call.place, say))


def stands_in(call: Call, queue: QueueRules) -> bool:
    """Whether ``call`` still waits in ``queue``, after what others were moved by."""
    return call.state is WAITING and call.queue == queue.name


def forget_gone(centre: Centre) -> None:
    """Forget how the doors stood of queues that are no more."""
    centre.steered = {name: fact for name, fact in centre.steered.items() if name in centre.queues}
    centre.shut_at = {name: since for name, since in centre.shut_at.items() if name in centre.queues}
