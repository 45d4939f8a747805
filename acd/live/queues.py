"""Makes the views of queues: what the engine counts, who waits longest, who could serve, and how long it will take."""

from collections import Counter
from math import isfinite
from typing import NamedTuple

from acd.engine import ways_out
from acd.engine.acts import Door
from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.estimate import expected_wait_s
from acd.engine.floor import Floor
from acd.engine.ladders import QueueNeeds
from acd.engine.rules import QueueRules
from acd.live.day_figures import QueueDay
from acd.live.views import QueueLive, Severity
from agents.needs import ANYBODY


class Mark(NamedTuple):
    """What a queue's view is looked at for; while it stays, only time changes the view."""

    rules: QueueRules
    counted: tuple[int, ...]
    oldest_since: float | None
    ready: int
    at_work: int
    steered: object


class QueueViews:
    """Makes views of queues. Which centre is told each time: the engine makes another when it starts."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, float]] = {}
        self._queue_of: dict[str, str] = {}
        self._plain: dict[str, Call] = {}
        self._plain_of: tuple[Floor, int] | None = None
        self._open: dict[str, bool] = {}
        self._callbacks: Counter[str] = Counter()

    def note(self, call_id: str, queue: str, place: float | None) -> None:
        """A call waits in ``queue`` since ``place``, or waits no more (None)."""
        if (before := self._queue_of.pop(call_id, None)) is not None:
            self._waiting[before].pop(call_id, None)
        if place is not None:
            self._queue_of[call_id] = queue
            self._waiting.setdefault(queue, {})[call_id] = place

    def look(self, centre: Centre, now: float) -> None:
        """Look at what only time changes, and at what is seldom: opening hours, callbacks."""
        self._callbacks = Counter(slot.queue for slot in centre.callbacks)
        self._open = {name: is_open(centre, rules, now) for name, rules in centre.queues.items()}

    def marks(self, centre: Centre) -> dict[str, Mark]:
        """Return the mark of every queue: cheap enough to be made each time."""
        self._make_plain(centre)
        groups = centre.floor.groups
        ready = [len(group.idle["idle_since"]) for group in groups]
        at_work = [group.at_work for group in groups]
        return {
            name: Mark(rules, self._counted(centre, name), self._oldest(name),
                       sum(map(ready.__getitem__, served)), sum(map(at_work.__getitem__, served)),
                       centre.steered.get(name))
            for name, rules in centre.queues.items()
            for served in (self._plain[name].ladder.rungs[0].groups,)
        }  # fmt: skip

    def view(self, centre: Centre, mark: Mark, day: QueueDay, attention: Severity) -> QueueLive:
        """Show a queue; shares to the thousandth and seconds whole, so that what hardly changes is not sent."""
        rules, name = mark.rules, mark.rules.name
        counts = centre.counts[name]
        wait_s = expected_wait_s(centre, self._plain[name], counts.waiting)
        door = centre.door_of(name)
        return QueueLive(
            name=name, title=rules.title or name, door=door,
            open=door is Door.OPEN or (door is Door.HOURS and self._open.get(name, True)),
            message=centre.message_of(name), waiting=counts.waiting,
            oldest_since=None if mark.oldest_since is None else round(mark.oldest_since, 3),
            expected_wait_s=float(round(wait_s)) if isfinite(wait_s) else None,
            ready=mark.ready, at_work=mark.at_work, answer_within_s=rules.answer_within_s,
            service_level_now=share(day.service_level_now), service_level_today=share(day.service_level),
            mean_wait_today_s=None if day.mean_wait_s is None else round(day.mean_wait_s, 1),
            offered_today=day.offered, answered_today=day.answered, abandoned_today=day.abandoned,
            sent_away_today=day.sent_away, callbacks=self._callbacks[name], attention=attention,
        )  # fmt: skip

    def _counted(self, centre: Centre, name: str) -> tuple[int, ...]:
        counts = centre.counts[name]
        return counts.waiting, counts.offered, counts.answered, counts.abandoned, counts.sent_away

    def _oldest(self, name: str) -> float | None:
        return min(self._waiting.get(name, {}).values(), default=None)

    def _make_plain(self, centre: Centre) -> None:
        """Make for each queue a call that asks nothing itself; it stands nowhere, and only its need is looked at."""
        made_of = (centre.floor, len(centre.floor.groups))
        if self._plain_of == made_of and self._plain.keys() == centre.queues.keys():
            return
        self._plain_of, self._plain = made_of, {}
        for name, rules in centre.queues.items():
            call, needs = Call("", 0.0), QueueNeeds(rules)
            call.queue = name
            call.ladder = needs.ladder(ANYBODY, needs.values_of(call), centre.roster.matrix, centre.floor.groups)
            self._plain[name] = call


def is_open(centre: Centre, rules: QueueRules, now: float) -> bool:
    """Whether ``rules``'s queue is open by its hours; one whose hours were lost is served, and not closed."""
    return not rules.hours or rules.hours not in centre.rules.hours or not ways_out.is_closed(centre, rules, now)


def share(of: float | None) -> float | None:
    """Round a share."""
    return None if of is None else round(of, 3)
