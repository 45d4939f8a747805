"""When a bound is crossed: how far the need of a call has relaxed, and what is looked at as the load changes."""

from typing import Literal, TypeAlias

from acd.engine.attendance import signed_in_for
from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.estimate import queue_wait_s
from acd.engine.queues import Queue
from acd.engine.routing_rules import Bounds

Watched: TypeAlias = Literal["load", "closing"]
"""What a queue is looked at for, while calls wait in it."""

LOAD_EVERY_S = 1.0
"""While calls wait where a bound depends on the load, it is looked at this often: no event tells that a wait grows."""


def crossed(centre: Centre, call: Call, when: Bounds, at: float) -> str:
    """Name the bound of ``when`` that is crossed for ``call``, "" if none is: time, wait, line or signed_in."""
    if when.after_s is not None and at >= call.queued_at + when.after_s:
        return "time"
    if when.waiting is not None and centre.counts[call.queue].waiting > when.waiting:
        return "line"
    if when.signed_in is not None and signed_in_for(centre.floor, call) < when.signed_in:
        return "signed_in"
    if when.expected_wait_s is not None and queue_wait_s(centre, call) > when.expected_wait_s:
        return "wait"
    return ""


def opened_by_now(centre: Centre, call: Call, at: float) -> tuple[int, str]:
    """Return how many steps are open for ``call``, and why the last was opened. Never fewer than before."""
    opened, why = call.opened, ""
    for number, step in enumerate(call.ladder.queue.steps, 1):
        if number > opened and (bound := crossed(centre, call, step.when, at)):
            opened, why = number, bound
    return opened, why


def next_step_at(call: Call, queue: Queue, at: float) -> float | None:
    """Return when, after ``at``, time opens a step for ``call``, None if it never will."""
    if not queue.steps:
        return None
    steps = queue.steps[call.opened :]
    times = (call.queued_at + step.when.after_s for step in steps if step.when.after_s is not None)
    return min((time for time in times if time > at), default=None)
