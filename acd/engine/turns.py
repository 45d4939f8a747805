"""Whose turn it is: one number for each waiting call, and the least is served first.

The number is a moment: when the call would have begun to wait if waiting were all that counted. What makes a call more
important makes it earlier: each point of priority, a customer's credit. So two calls compare the same way whenever one
looks, important calls go first, and nobody starves, because those who come later come later. Where the order is that
of targets, the moment is when the call's queue should have answered it.

Weights of queues are how fast waiting counts, so they are applied when calls of different queues are compared.
"""

from typing import Final

from acd.engine.calls import Call
from acd.engine.queues import Queue
from acd.engine.routing_rules import NEVER_S, Turns

FRONT_S: Final = 1e11
"""Ahead of every priority: the place of a call that is transferred to the front of a line."""


def credit_s(call: Call, queue: Queue) -> float:
    """Return the seconds by which ``call`` is ahead of its place: its own credit, and what its data is worth here."""
    if not queue.credits:
        return call.credit_s
    return call.credit_s + sum(
        credit.seconds
        for credit in queue.credits
        if all(call.value(name) == value for name, value in credit.data.items())
    )


def turn_of(call: Call, turns: Turns, queue: Queue) -> float:
    """Return the moment by which ``call`` is compared with others, in engine seconds."""
    # What goes before all waiting is not to be multiplied with it when weights are applied.
    by_waiting = turns.order == "longest-waiting"
    undone = queue.weight if by_waiting else 1.0
    worth_s = turns.priority_worth_s
    if worth_s >= NEVER_S:
        worth_s /= undone
    moment = call.place - credit_s(call, queue) - call.priority * worth_s
    if call.at_front:
        moment -= FRONT_S / undone
    if not by_waiting:
        moment += queue.answer_within_s / queue.weight
    return moment
