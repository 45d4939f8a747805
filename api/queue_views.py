"""What the API shows of queues and of callers to be called back. Times are seconds since 1970, durations in seconds."""

from collections import Counter

from pydantic import BaseModel

from acd.engine import ways_out
from acd.engine.acts import Door
from acd.engine.centre import Centre
from acd.engine.restored import CallbackSlot
from acd.engine.rules import QueueRules
from acd.waiting import longest_waiting
from api.access.rights import EVERYTHING, Scope


class QueueView(BaseModel):
    """One queue and what it has seen since the start; shares are of 1, None before there is anything to share.

    ``need`` is asked besides ``needs``. ``open`` says whether callers enter, ``door`` how a supervisor has set that,
    ``message`` which prompt is put on it. ``callbacks`` are callers who want to be called back, ``handling_s`` is what
    a call takes of an agent, of late; until the first has ended, a guess.
    """

    name: str
    title: str
    open: bool
    door: Door
    message: str
    needs: dict[str, int]
    need: str
    answer_within_s: float
    waiting: int
    longest_waiting_s: float
    offered: int
    answered: int
    abandoned: int
    sent_away: int
    callbacks: int
    missed_offers: int
    handling_s: float
    service_level: float | None
    mean_wait_s: float | None
    longest_answered_s: float


class CallbackView(BaseModel):
    """A caller who wants to be called back; ``place`` is when they asked for an agent first."""

    call: str
    number: str
    queue: str
    place: float
    asked_at: float
    topic: str


class CallbacksView(BaseModel):
    """A page of the callers who want to be called back, in the order they asked; ``total`` counts all."""

    total: int
    callbacks: list[CallbackView]


def queue_views(centre: Centre, now: float, scope: Scope = EVERYTHING) -> list[QueueView]:
    """Show every queue in ``scope``, in the order of the configuration."""
    longest = longest_waiting(centre, now)
    callbacks = Counter(slot.queue for slot in centre.callbacks)
    return [
        queue_view(centre, rules, now, longest.get(name, 0.0), callbacks[name])
        for name, rules in centre.queues.items()
        if scope.has_queue(name)
    ]


def one_queue(centre: Centre, name: str, now: float) -> QueueView:
    """Show the queue called ``name``."""
    callbacks = sum(slot.queue == name for slot in centre.callbacks)
    return queue_view(centre, centre.queues[name], now, longest_waiting(centre, now).get(name, 0.0), callbacks)


def queue_view(centre: Centre, rules: QueueRules, now: float, longest_waiting_s: float, callbacks: int) -> QueueView:
    """Show one queue."""
    counts = centre.counts[rules.name]
    return QueueView(
        name=rules.name, title=rules.title or rules.name, open=not ways_out.is_closed(centre, rules, now),
        door=centre.door_of(rules.name), message=centre.message_of(rules.name),
        needs=rules.needs, need=rules.need, answer_within_s=rules.answer_within_s,
        waiting=counts.waiting, longest_waiting_s=longest_waiting_s, offered=counts.offered,
        answered=counts.answered, abandoned=counts.abandoned, sent_away=counts.sent_away, callbacks=callbacks,
        missed_offers=counts.missed_offers, handling_s=counts.handling_s, service_level=counts.service_level(),
        mean_wait_s=counts.mean_wait_s(), longest_answered_s=counts.wait_answered_most_s,
    )  # fmt: skip


def callback_view(slot: CallbackSlot) -> CallbackView:
    """Show who wants to be called back."""
    return CallbackView(**{name: getattr(slot, name) for name in slot.__struct_fields__})
