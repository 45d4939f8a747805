"""What the engine asks to be woken for: all that time does to a call that waits, and to the queue it waits in."""

from math import inf

from acd.engine import relaxing, ways_out
from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import QueueRules

AGAIN_S = 30.0
"""After so long, a call that everybody here has missed is offered again to those who did not refuse it."""


def set_alarms(centre: Centre, call: Call, at: float) -> None:
    """Ask to be woken for everything that the rules of its queue do with ``call`` in time."""
    queue = call.ladder.queue
    if queue.longest_wait_s < NEVER_S:
        centre.alarms.set(call.queued_at + queue.longest_wait_s, "longest_wait", call.call_id)
    if (step_at := relaxing.next_step_at(call, queue, at)) is not None:
        centre.alarms.set(step_at, "step", call.call_id, call.queued_at)
    if (overflow_at := ways_out.next_overflow_at(call, queue, at)) is not None:
        centre.alarms.set(overflow_at, "overflow", call.call_id, call.queued_at)
    if queue.by_load:
        watch_queue(centre, queue.rules, "load", at + relaxing.LOAD_EVERY_S)
    watch_for_closing(centre, queue.rules, at)


def watch_for_closing(centre: Centre, queue: QueueRules, at: float) -> None:
    """Be woken when ``queue`` closes on who waits in it; when that is, is looked up once for all of them."""
    if queue.hours and ("closing", queue.name) not in centre.watched:
        closes_at = ways_out.closes_at(centre, queue, at)
        if closes_at is not None:
            watch_queue(centre, queue, "closing", closes_at)


def watch_queue(centre: Centre, queue: QueueRules, kind: relaxing.Watched, at: float) -> None:
    """Look at ``queue`` at that time, if it is not to be looked at before."""
    if at < centre.watched.get((kind, queue.name), inf):
        centre.watched[kind, queue.name] = at
        centre.alarms.set(at, kind, queue.name, at)
