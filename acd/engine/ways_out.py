"""Which way out of a queue applies now; nothing is moved here."""

from acd.engine import hours
from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.relaxing import crossed
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules


def on_entry(centre: Centre, call: Call, at: float) -> tuple[Exit, str] | None:
    """Return the way out that a call which enters its queue has to take, and why; None lets it wait.

    Whom an idle agent would take at once is let in whatever the load is, but not when the queue is closed. ``call``
    is counted among those who wait already.
    """
    queue = centre.queues[call.queue]
    if is_closed(centre, queue, at):
        return queue.closed_exit, "closed"
    is_full = centre.counts[queue.name].waiting > queue.most_waiting and not is_declined(call, queue.full_exit)
    if not (is_full or queue.deflect) or can_be_served_now(centre, call, at):
        return None
    if is_full:
        return queue.full_exit, "full"
    if call.stays:
        return None
    return next(((rule.to, "deflected") for rule in queue.deflect if crossed(centre, call, rule.when, at)), None)


def while_waiting(centre: Centre, call: Call, at: float, *, by_load: bool) -> tuple[Exit, str] | None:
    """Return the overflow that a waiting call has to take: one that time leads to, or one ``by_load``."""
    for rule in centre.queues[call.queue].overflow:
        bound = crossed(centre, call, rule.when, at)
        if bound and (bound != "time") is by_load and not is_declined(call, rule.to):
            return rule.to, "overflow"
    return None


def is_declined(call: Call, way: Exit) -> bool:
    """Whether this way out is to be called back, and the caller has said already that they wait."""
    return call.stays and way.go == "callback"


def next_overflow_at(call: Call, queue: QueueRules, at: float) -> float | None:
    """Return when time leads ``call`` out of ``queue``, None if it does not."""
    times = [call.queued_at + rule.when.after_s for rule in queue.overflow if rule.when.after_s is not None]
    return min((time for time in times if time > at), default=None)


def can_be_served_now(centre: Centre, call: Call, at: float) -> bool:
    """Whether an idle agent would take ``call`` at once."""
    return centre.settled and centre.floor.best_agent(call, at) is not None


def is_closed(centre: Centre, queue: QueueRules, at: float) -> bool:
    """Whether ``queue`` is outside its opening hours."""
    return bool(queue.hours) and not hours.is_open(centre.rules.hours[queue.hours], at)


def closes_at(centre: Centre, queue: QueueRules, at: float) -> float | None:
    """Return when ``queue`` closes on who waits in it, None if it never does."""
    if not queue.hours or queue.at_closing != "exit":
        return None
    return hours.next_change(centre.rules.hours[queue.hours], at)
