"""Which way out of a queue applies now; nothing is moved here."""

from acd.engine import hours
from acd.engine.acts import Door
from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.queues import Queue
from acd.engine.relaxing import crossed
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules

MOST_MOVES = 5
"""How many queues a call may be moved through by ways out, so that two queues cannot pass it on for ever."""


def on_entry(centre: Centre, call: Call, at: float) -> tuple[Exit, str] | None:
    """Return the way out that a call which enters its queue has to take, and why; None lets it wait.

    Whom an idle agent would take at once is let in whatever the load is, but not when the queue is closed. ``call``
    is counted among those who wait already.
    """
    queue = call.ladder.queue
    if is_closed(centre, queue.rules, at) and not is_tried(call, queue.closed_exit):
        return queue.closed_exit, "closed"
    is_full = centre.counts[queue.name].waiting > queue.most_waiting and not is_tried(call, queue.full_exit)
    if not (is_full or queue.deflect) or can_be_served_now(centre, call, at):
        return None
    if is_full:
        return queue.full_exit, "full"
    if call.stays:
        return None
    rules = (rule for rule in queue.deflect if not is_moved_enough(call, rule.to))
    return next(((rule.to, "deflected") for rule in rules if crossed(centre, call, rule.when, at)), None)


def while_waiting(centre: Centre, call: Call, at: float, *, by_load: bool) -> tuple[Exit, str] | None:
    """Return the overflow that a waiting call has to take: one that time leads to, or one ``by_load``."""
    for rule in call.ladder.queue.overflow:
        bound = crossed(centre, call, rule.when, at)
        if bound and (bound != "time") is by_load and not (is_tried(call, rule.to) or is_moved_enough(call, rule.to)):
            return rule.to, "overflow"
    return None


def by_time(centre: Centre, call: Call, at: float) -> tuple[Exit, str] | None:
    """Return the way out of a waiting call that time has led to, maybe while a phone rang for it."""
    queue = centre.queues[call.queue]
    if is_shown_out(centre, call, queue, at):
        return queue.closed_exit, "closed"
    return while_waiting(centre, call, at, by_load=False)


def is_moved_enough(call: Call, way: Exit) -> bool:
    """Whether this way leads on to a queue, and the call has been through so many that it stays where it is."""
    return way.go == "queue" and call.moves >= MOST_MOVES


def is_tried(call: Call, way: Exit) -> bool:
    """Whether this way out has led back here: nobody answered the number, or the caller did not want to be called."""
    return call.stays and way.go in ("callback", "number")


def next_overflow_at(call: Call, queue: Queue, at: float) -> float | None:
    """Return when time leads ``call`` out of ``queue``, None if it does not."""
    if not queue.overflow:
        return None
    times = [call.queued_at + rule.when.after_s for rule in queue.overflow if rule.when.after_s is not None]
    return min((time for time in times if time > at), default=None)


def can_be_served_now(centre: Centre, call: Call, at: float) -> bool:
    """Whether an idle agent would take ``call`` at once."""
    return centre.settled and centre.floor.best_agent(call, at) is not None


def is_closed(centre: Centre, queue: QueueRules, at: float) -> bool:
    """Whether nobody may enter ``queue``: by its door, or because it is outside its opening hours."""
    if centre.steered and (door := centre.door_of(queue.name)) is not Door.HOURS:
        return door is not Door.OPEN
    return is_outside_hours(centre, queue, at)


def is_outside_hours(centre: Centre, queue: QueueRules, at: float) -> bool:
    """Whether ``queue`` is outside its opening hours."""
    return bool(queue.hours) and not hours.is_open(centre.rules.hours[queue.hours], at)


def is_shown_out(centre: Centre, call: Call, queue: QueueRules, at: float) -> bool:
    """Whether ``queue`` has closed on a call that waits there; who was let in when it was closed already, stays."""
    if centre.steered and (door := centre.door_of(queue.name)) is not Door.HOURS:
        return door is Door.CLOSED and call.queued_at < centre.shut_at[queue.name]
    if queue.at_closing != "exit" or not is_outside_hours(centre, queue, at):
        return False
    return not is_outside_hours(centre, queue, call.queued_at)


def closes_at(centre: Centre, queue: QueueRules, at: float) -> float | None:
    """Return when ``queue`` closes on who waits in it, None if it never does."""
    if not queue.hours or queue.at_closing != "exit":
        return None
    return hours.next_change(centre.rules.hours[queue.hours], at)
