"""Callers of one type, as the simulated world makes them: when they come and what they bring along."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Final

from acd.engine.facts import CallQueued
from simulator.days.draws import Chance, Draws, Uniform
from simulator.days.staff import Worker
from simulator.days.world import CallType, Durations, Seconds

NOTHING: Final = [0.0]
"""What is drawn where nothing is given."""


class Table:
    """Durations by group of agents and period of arrival: row 0 is for every group without a row of its own.

    ``row_of`` and ``is_given`` tell of each group, in order, its row and whether there is anything in it.
    """

    def __init__(
        self, given: Mapping[str, Sequence[Durations]], groups: Sequence[str], chance: Chance, *of: str
    ) -> None:
        rows = ["", *(group for group in groups if group in given)]
        self.row_of = [rows.index(group) if group in given else 0 for group in groups]
        self.is_given = [bool(given.get(group, given.get("", ()))) for group in groups]
        self._is_empty = not given
        self.has_periods = any(len(periods) > 1 for periods in given.values())
        self._rows = [
            [Draws(each, chance.of(*of, row, str(period))) for period, each in enumerate(given.get(row, ()))]
            for row in rows
        ]
        self._only = self._rows[0][0] if len(self._rows) == 1 and len(self._rows[0]) == 1 else None

    def draw(self, period: int) -> list[float]:
        """Draw a duration of this period for each row; 0 where nothing is given."""
        if self._is_empty:
            return NOTHING
        if self._only is not None:
            return [self._only.next()]
        return [row[min(period, len(row) - 1)].next() if row else 0.0 for row in self._rows]


class Traits:
    """The streams of what callers of a type bring along; who calls again draws from streams of their own."""

    __slots__ = ("balks", "handling", "patience", "wrap_up")

    def __init__(self, type_: CallType, groups: Sequence[str], chance: Chance, *of: str) -> None:
        self.handling = Table(type_.handling, groups, chance, *of, "handling")
        self.wrap_up = Table(type_.wrap_up, groups, chance, *of, "wrap-up")
        self.patience = None if type_.patience is None else Draws(type_.patience, chance.of(*of, "patience"))
        self.balks = None if type_.balking <= 0.0 else Draws(Uniform(), chance.of(*of, "balking"))


class Source:
    """Where the callers of one type come from; ``number`` is the type's place in the world."""

    __slots__ = (
        "_again_s", "_arrivals", "_block", "_data", "_language", "_need", "_needs", "_place", "_plain", "_priority",
        "_queue", "_retries", "_topic", "by_period", "first", "later", "name", "number", "tries_again", "type",
    )  # fmt: skip

    def __init__(self, number: int, type_: CallType, groups: Sequence[str], chance: Chance, busyness: float) -> None:
        name, again = type_.name, type_.retrials
        self.number = number
        self.type = type_
        if type_.busyness is not None:
            busyness *= float(type_.busyness.draw(chance.of(name, "busyness"), 1)[0])
        self._arrivals: Iterator[Seconds] = type_.arrivals.times(chance.of(name, "arrivals"), busyness)
        self._block: list[float] = []
        self._place = 0
        self.name = name
        self.tries_again = again is not None
        self._needs, self._data = dict(type_.needs), dict(type_.data)
        self._queue, self._need, self._priority = type_.queue, type_.need, type_.priority
        self._topic, self._language = type_.topic, type_.language
        self._plain = not (type_.need or type_.priority or type_.topic or type_.language or type_.data)
        self.first = Traits(type_, groups, chance, name)
        self.later = self.first if again is None else Traits(type_, groups, chance, name, "again")
        self.by_period = self.first.handling.has_periods or self.first.wrap_up.has_periods
        self._retries = None if again is None else Draws(Uniform(), chance.of(name, "retrials"))
        self._again_s = None if again is None else Draws(again.after, chance.of(name, "until retrial"))

    def next_arrival(self) -> float:
        """Return when the next caller comes; infinity when there are no more."""
        while self._place == len(self._block):
            block = next(self._arrivals, None)
            if block is None:
                return inf
            self._block, self._place = block.tolist(), 0
        at = self._block[self._place]
        self._place += 1
        return at

    def again_after(self, attempt: int) -> float:
        """Draw after how many seconds a caller who has abandoned calls again; infinity for never."""
        again = self.type.retrials
        if again is None or self._retries is None or self._again_s is None or attempt >= again.most:
            return inf
        return self._again_s.next() if self._retries.next() < again.probability else inf

    def asks(self, call: str) -> CallQueued:
        """Return the fact that this call asks for an agent."""
        if self._plain:
            return CallQueued(call=call, queue=self._queue, needs=self._needs, data=self._data)
        return CallQueued(
            call=call,
            queue=self._queue,
            needs=self._needs,
            need=self._need,
            priority=self._priority,
            topic=self._topic,
            language=self._language,
            data=self._data,
        )


class Caller:
    """One call: what its caller brings along, and how far it has come. Times are seconds of the day.

    ``handling_s`` and ``wrap_up_s`` are what it takes of an agent, by row of the type's tables. ``offer`` is the offer
    that rings for it, 0 for none; ``attempt`` counts earlier calls of the same person, who has one ``number`` in all of
    them; ``agent`` is who answered, by number, -1 for nobody.
    """

    __slots__ = (
        "agent", "arrived_at", "attempt", "call", "handling_s", "number", "offer", "patience_s", "source", "traits",
        "wait_ended_at", "waiting", "worker", "would_balk", "wrap_up_s",
    )  # fmt: skip

    def __init__(self, source: Source, call: str, at: float, attempt: int, period: int) -> None:
        traits = source.later if attempt else source.first
        self.source = source
        self.traits = traits
        self.call = call
        self.number = ""
        self.arrived_at = at
        self.attempt = attempt
        self.patience_s = inf if traits.patience is None else traits.patience.next()
        self.would_balk = traits.balks is not None and traits.balks.next() < source.type.balking
        self.handling_s = traits.handling.draw(period)
        self.wrap_up_s = traits.wrap_up.draw(period)
        self.waiting = True
        self.wait_ended_at = at
        self.offer = 0
        self.agent = -1
        self.worker: Worker | None = None
