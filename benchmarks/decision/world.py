"""A day of the benchmark's centre: the engine is told what happens, and each decision is timed.

A decision is timed from the fact going in until its orders are out and the journal's line of both is encoded, exactly
as the journal of the service encodes it; the line goes into memory, since a thread of its own writes the disk. Only
facts that lead to an offer count. Nothing is switched off or tuned: garbage collection runs as it does in the service.
"""

import heapq
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import count
from random import Random
from time import perf_counter_ns
from typing import TypeAlias

import msgspec

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentSignedIn,
    AlarmRang,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    OfferAnswered,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.orders import AnyOrder, Note, Noted, Offer, Refused, WakeAt
from acd.engine.rules import CentreRules
from acd.store.journal import Entry
from benchmarks.decision.centre import (
    CALLS_PER_AGENT,
    LAST_STEP_S,
    RECEPTION,
    WAITING,
    Kind,
    centre,
    is_specialist,
    last_step_s,
)

BEGINS_AT = 1_800_000_000.0
"""Seconds since 1970: the journal's times are as long as in production."""

SPECIALIST_TALKS_S, RESERVE_TALKS_S = 360.0, 135.0
RINGS_S = (2.0, 6.0)
RECEPTION_EVERY_S = 0.74
"""From one call for the reception to the next, with a thousand agents: as many as specialists who become free."""

Event: TypeAlias = tuple[float, int, Callable[[], None]]


class Fact(StrEnum):
    """What leads to an offer."""

    ARRIVAL = "arrival"
    AGENT_FREE = "agent_free"
    RELAXED = "relaxed"


class World:
    """The centre, its callers, and the watch. ``timed`` holds the nanoseconds of the decisions of each kind of fact."""

    def __init__(self, agents: int, *, seed: int = 1) -> None:
        self._random = Random(seed)  # noqa: S311 - a workload, and the same in every run
        self.rules: CentreRules = centre(agents, self._random)
        self.engine = Engine()
        self.now = BEGINS_AT
        self.waiting = agents * CALLS_PER_AGENT
        self.timed = {fact: array("q") for fact in Fact}
        self._specialists = {agent.name for agent in self.rules.agents if is_specialist(agent)}
        self._reception = {kind.queue for kind in RECEPTION}
        self._encode = msgspec.json.Encoder().encode
        self._journal: deque[bytes] = deque(maxlen=1000)
        self._events: list[Event] = []
        self._numbers = count(1)
        self._wake_at: float | None = None
        self._tell(Started(self.rules))

    # -- how it begins -------------------------------------------------------------------------------------

    def let_wait(self) -> None:
        """Let everybody who is to wait come, before anybody is at work: as long ago as calls have come to wait."""
        ends_at = BEGINS_AT + 1.2 * LAST_STEP_S
        for came_at, kind in sorted(self._who_waits(ends_at)):
            self._ring_until(came_at)
            self._call(kind)
        self._ring_until(ends_at)

    def _who_waits(self, until: float) -> Iterator[tuple[float, Kind]]:
        steps_s = {kind.queue: last_step_s(number // (len(WAITING) // 30)) for number, kind in enumerate(WAITING)}
        for _ in range(self.waiting):
            kind = self._random.choice(WAITING)
            yield until - self._random.random() * steps_s[kind.queue], kind

    def open(self) -> None:
        """Let everybody come to work and the reception's callers begin to call."""
        for agent in self.rules.agents:
            self._tell(AgentSignedIn(agent.name))
        self._tell(Settled())
        self._call_reception()

    # -- what happens --------------------------------------------------------------------------------------

    def run(self, decisions: int) -> None:
        """Let the day go on until so many decisions of each kind of fact have been timed, anew."""
        for timed in self.timed.values():
            del timed[:]
        while any(len(timed) < decisions for timed in self.timed.values()):
            if self._wake_at is not None and self._wake_at <= self._events[0][0]:
                self._ring()
            else:
                self.now, _, happens = heapq.heappop(self._events)
                happens()

    def _after(self, seconds: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now + seconds, next(self._numbers), happens))

    def _ring(self) -> None:
        assert self._wake_at is not None
        self.now, self._wake_at = max(self.now, self._wake_at), None
        self._tell(AlarmRang())

    def _ring_until(self, at: float) -> None:
        while self._wake_at is not None and self._wake_at <= at:
            self._ring()
        self.now = at

    def _call_reception(self) -> None:
        self._call(self._random.choice(RECEPTION))
        self._after(self._random.expovariate(len(self.rules.agents) / 1000 / RECEPTION_EVERY_S), self._call_reception)

    def _call(self, kind: Kind) -> None:
        number = next(self._numbers)
        call = f"{self.now:.0f}.{number}"
        data = {"customer": f"{number * 7919 % 1_000_000:06}", "tier": "gold" if number % 10 == 0 else "plain"}
        self._tell(CallArrived(call, f"+7495{number % 10_000_000:07}", f"Caller {number}", "100"))
        self._tell(CallQueued(call=call, queue=kind.queue, need=kind.need, topic="orders", language="ru", data=data))

    def _answer(self, offer: Offer) -> None:
        self._tell(OfferAnswered(offer.offer, offer.call, offer.agent))
        mean_s = SPECIALIST_TALKS_S if offer.agent in self._specialists else RESERVE_TALKS_S
        self._after(self._random.expovariate(1 / mean_s), lambda: self._end(offer))

    def _end(self, offer: Offer) -> None:
        self._tell(TalkEnded(offer.call, offer.agent))
        self._tell(CallLeft(offer.call))

    def _offered(self, offer: Offer) -> None:
        self._after(self._random.uniform(*RINGS_S), lambda: self._answer(offer))
        if self.engine.centre.calls[offer.call].queue not in self._reception:  # somebody else comes to wait
            self._after(self._random.random(), lambda: self._call(self._random.choice(WAITING)))

    # -- the watch -----------------------------------------------------------------------------------------

    def _tell(self, fact: AnyFact) -> None:
        begins = perf_counter_ns()
        orders = self.engine.handle(fact, self.now)
        self._journal.append(self._encode(Entry(self.now, fact, orders)) + b"\n")
        took = perf_counter_ns() - begins
        for order in orders:
            if isinstance(order, Offer):
                self.timed[led_to_offer(fact, orders)].append(took)
                self._offered(order)
            elif isinstance(order, WakeAt):
                self._wake_at = order.at
            elif isinstance(order, Refused):
                raise AssertionError(f"the world said what cannot be true: {order}")


def led_to_offer(fact: AnyFact, orders: tuple[AnyOrder, ...]) -> Fact:
    """Name the kind of a fact that led to an offer."""
    if isinstance(fact, CallQueued):
        return Fact.ARRIVAL
    if any(isinstance(order, Noted) and order.what is Note.RELAXED for order in orders):
        return Fact.RELAXED
    return Fact.AGENT_FREE  # the end of a talk, or of the time after it
