"""The engine under SimPy's clock: a day of calls in a second, by the very code that serves callers.

How it works. SimPy only keeps the time. Whatever will happen later (an arrival, a phone answered, patience at its
end, the engine's own alarm) is a timeout with a callback; there is no process per call. A callback tells the engine a
fact and carries out the orders that come back, as the Asterisk adapter does. The engine's queues are the only queues.

All chance comes from numpy generators: each kind of call has streams of its own for arrivals, patience, ringing and
talking, all grown from one seed. So two runs with one seed have the same journal to the letter, and two centres under
one seed serve the same callers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import TypeAlias

import numpy as np
from simpy import Environment, Event

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentSignedIn,
    AlarmRang,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.orders import AnyOrder, Offer, Refused, SendAway, WakeAt, Withdraw
from acd.engine.rules import CentreRules

Draw: TypeAlias = Callable[[np.random.Generator], float]
"""Draws one duration in seconds; ``math.inf`` for never."""


def always(seconds: float) -> Draw:
    """A duration that is always the same."""
    return lambda _: seconds


def exponential(mean_s: float) -> Draw:
    """Exponential durations with this mean in seconds."""
    return lambda generator: float(generator.exponential(mean_s))


AT_ONCE = always(0.0)
NEVER = always(inf)


@dataclass(frozen=True, kw_only=True)
class CallKind:
    """Callers of one kind: where they go, what they need, and how their durations are drawn (seconds).

    ``between_s`` is from one arrival to the next, ``ring_s`` until the agent answers (longer than the queue rings is
    a miss), ``patience_s`` until the caller hangs up unanswered.
    """

    name: str
    queue: str
    between_s: Draw
    talk_s: Draw
    needs: dict[str, int] = field(default_factory=dict)
    ring_s: Draw = AT_ONCE
    patience_s: Draw = NEVER


@dataclass(kw_only=True)
class Outcome:
    """What came of a run. ``waits_s`` holds the waits of the answered in the order of their answers.

    ``waiting_area_s`` is the number of waiting callers summed over time (call-seconds); ``unserved_waits_s`` the waits
    of those who abandoned or were sent away. ``waits_of`` holds the waits of the answered by the kind of call, ``load``
    by agent the calls answered and the seconds of talk. ``journal`` holds (time, fact, orders) as the engine saw and
    gave them.
    """

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    sent_away: int = 0
    waits_s: list[float] = field(default_factory=list)
    unserved_waits_s: list[float] = field(default_factory=list)
    waiting_area_s: float = 0.0
    waits_of: dict[str, list[float]] = field(default_factory=dict)
    load: dict[str, tuple[int, float]] = field(default_factory=dict)
    ended_at: float = 0.0
    journal: list[tuple[float, AnyFact, tuple[AnyOrder, ...]]] = field(default_factory=list)


class Streams:
    """The chance of one kind of call: a generator for each purpose, so that one never shifts another."""

    def __init__(self, kind: CallKind, seed: np.random.SeedSequence) -> None:
        self.kind = kind
        self.arrivals, self.patience, self.ringing, self.talking = map(np.random.default_rng, seed.spawn(4))


@dataclass
class Caller:
    """A caller in the simulated world."""

    streams: Streams
    queued_at: float
    offer: int | None = None
    waiting: bool = True


class Simulation:
    """One run: everybody in ``on_duty`` signs in at 0, arrivals stop at ``arrivals_s``, and all calls are finished.

    ``speeds`` names agents who talk for so much shorter or longer than others; a long run can do without its journal.
    """

    def __init__(
        self,
        rules: CentreRules,
        kinds: Sequence[CallKind],
        *,
        seed: int,
        arrivals_s: float,
        on_duty: Sequence[str],
        speeds: Mapping[str, float] | None = None,
        keep_journal: bool = True,
    ) -> None:
        self._env = Environment()
        self._engine = Engine()
        self._arrivals_s = arrivals_s
        self._speeds = speeds or {}
        self._keep_journal = keep_journal
        self._numbers = count(1)
        self._callers: dict[str, Caller] = {}
        self._waiting = 0
        self._counted_at = 0.0
        self._alarm: Event | None = None
        self._over = self._env.event()
        self.outcome = Outcome()
        self._tell(Started(rules))
        self._tell(Settled())
        for name in on_duty:
            self._tell(AgentSignedIn(name))
        seeds = np.random.SeedSequence(seed).spawn(len(kinds))
        self._arriving = len(kinds)
        for kind, each in zip(kinds, seeds, strict=True):
            self._expect_arrival(Streams(kind, each))

    def run(self) -> Outcome:
        """Run to the end and return what came of it."""
        self._env.run(until=self._over)
        self.outcome.ended_at = self._env.now
        return self.outcome

    # What happens in the world.

    def _after(self, seconds: float, then: Callable[[], None]) -> Event:
        timeout = self._env.timeout(seconds)
        timeout.callbacks.append(lambda _: then())
        return timeout

    def _expect_arrival(self, streams: Streams) -> None:
        between_s = streams.kind.between_s(streams.arrivals)
        if self._env.now + between_s <= self._arrivals_s:
            self._after(between_s, lambda: self._arrive(streams))
        else:
            self._arriving -= 1
            self._after(0.0, self._end_when_empty)

    def _arrive(self, streams: Streams) -> None:
        kind = streams.kind
        call = f"{kind.name}-{next(self._numbers)}"
        self._callers[call] = Caller(streams, self._env.now)
        self.outcome.offered += 1
        patience_s = kind.patience_s(streams.patience)
        if patience_s < inf:
            self._after(patience_s, lambda: self._lose_patience(call))
        self._count_waiting(+1)
        self._tell(CallArrived(call))
        self._tell(CallQueued(call=call, queue=kind.queue, needs=kind.needs))
        self._expect_arrival(streams)

    def _lose_patience(self, call: str) -> None:
        caller = self._callers.get(call)
        if caller is not None and caller.waiting:
            self.outcome.abandoned += 1
            self._stop_waiting(caller, self.outcome.unserved_waits_s)
            self._leave(call)

    def _ring(self, order: Offer) -> None:
        caller = self._callers[order.call]
        caller.offer = order.offer
        ring_s = caller.streams.kind.ring_s(caller.streams.ringing)
        if ring_s <= order.ring_s:
            self._after(ring_s, lambda: self._answer(order))
        else:
            self._after(order.ring_s, lambda: self._miss(order))

    def _is_ringing(self, order: Offer) -> bool:
        caller = self._callers.get(order.call)
        return caller is not None and caller.offer == order.offer

    def _answer(self, order: Offer) -> None:
        if not self._is_ringing(order):
            return
        caller = self._callers[order.call]
        caller.offer = None
        self.outcome.answered += 1
        self._stop_waiting(caller, self.outcome.waits_s)
        kind = caller.streams.kind
        self.outcome.waits_of.setdefault(kind.name, []).append(self._env.now - caller.queued_at)
        self._tell(OfferAnswered(order.offer, order.call, order.agent))
        talk_s = kind.talk_s(caller.streams.talking) / self._speeds.get(order.agent, 1.0)
        calls, talked_s = self.outcome.load.get(order.agent, (0, 0.0))
        self.outcome.load[order.agent] = calls + 1, talked_s + talk_s
        self._after(talk_s, lambda: self._end_talk(order))

    def _miss(self, order: Offer) -> None:
        if self._is_ringing(order):
            self._callers[order.call].offer = None
            self._tell(OfferMissed(order.offer, order.call, order.agent, Miss.NO_ANSWER))

    def _end_talk(self, order: Offer) -> None:
        self._tell(TalkEnded(order.call, order.agent))
        self._leave(order.call)

    def _leave(self, call: str) -> None:
        del self._callers[call]
        self._tell(CallLeft(call))
        self._end_when_empty()

    def _end_when_empty(self) -> None:
        if not (self._arriving or self._callers or self._over.triggered):
            self._over.succeed()

    # Between the world and the engine.

    def _tell(self, fact: AnyFact) -> None:
        now = self._env.now
        orders = self._engine.handle(fact, now)
        if self._keep_journal:
            self.outcome.journal.append((now, fact, orders))
        for order in orders:
            if isinstance(order, Offer):
                self._ring(order)
            elif isinstance(order, WakeAt):
                self._set_alarm(order.at)
            elif isinstance(order, SendAway):
                self._send_away(order)
            elif isinstance(order, Withdraw) and order.call in self._callers:
                self._callers[order.call].offer = None
            elif isinstance(order, Refused):
                raise AssertionError(f"the simulated world said what cannot be true: {order}")

    def _set_alarm(self, at: float) -> None:
        self._alarm = alarm = self._env.timeout(max(0.0, at - self._env.now))
        alarm.callbacks.append(self._wake)

    def _wake(self, alarm: Event) -> None:
        # Timeouts cannot be taken back; only the alarm set last rings. By rounding it may ring a hair early: the
        # engine then finds nothing due and asks again.
        if alarm is self._alarm:
            self._tell(AlarmRang())

    def _send_away(self, order: SendAway) -> None:
        self.outcome.sent_away += 1
        self._stop_waiting(self._callers[order.call], self.outcome.unserved_waits_s)
        self._after(0.0, lambda: self._leave(order.call))

    def _stop_waiting(self, caller: Caller, waits_s: list[float]) -> None:
        caller.waiting = False
        waits_s.append(self._env.now - caller.queued_at)
        self._count_waiting(-1)

    def _count_waiting(self, change: int) -> None:
        now = self._env.now
        self.outcome.waiting_area_s += self._waiting * (now - self._counted_at)
        self._waiting, self._counted_at = self._waiting + change, now
