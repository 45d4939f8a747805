"""One simulated day: the production engine is told what happens, and what it orders is carried out.

How it works. SimPy keeps the time: whatever will happen (an arrival, patience at its end, a conversation's end, the
engine's own alarm) is an event with a callback. A callback tells the engine a fact, as the Asterisk adapter does, and
carries out the orders that come back. The engine's queues are the only queues, and it alone decides.
"""

from bisect import bisect_right
from collections.abc import Callable
from math import inf
from typing import Any, Final

import msgspec
from simpy.core import EmptySchedule

from acd.engine.call_facts import LIVE_CALLS_LIMIT, MOST_CALLBACKS
from acd.engine.engine import Engine
from acd.engine.facts import (
    AlarmRang,
    AnyFact,
    CallArrived,
    CallbackAnswered,
    CallLeft,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.orders import Offer, Refused, SendAway, WakeAt
from acd.engine.rules import CentreRules
from simulator.days.attendance import Attendance
from simulator.days.book import Book
from simulator.days.callers import Caller, Source
from simulator.days.clock import Clock, Happening, Then
from simulator.days.draws import Chance, Draws
from simulator.days.journal import Journal
from simulator.days.records import ABANDONED, BALKED, BLOCKED, SENT_AWAY, SERVED, Records
from simulator.days.staff import Staff, Worker
from simulator.days.world import World

MOST_OVERTIME_S: Final = 7 * 86_400.0
"""How long after the last arrival calls may still be in progress; who waits then is sent away."""


class Day:
    """One day of a world. With a ``journal``, everything that is told to the engine is kept in it."""

    def __init__(self, world: World, chance: Chance, journal: Journal | None = None) -> None:
        self._edges = list(world.edges)
        self._ends_at = world.ends_at
        self._journal = journal
        self._clock = Clock()
        self._engine = Engine()
        self._book = Book()
        self._carry_out: dict[type, Callable[[Any], None]] = {
            Offer: self._offered,
            WakeAt: self._set_alarm,
            SendAway: self._send_away,
            Refused: self._refused,
        }
        self._arrival: list[Then] = [self._arrives]
        self._impatience: list[Then] = [self._patience_ends]
        self._talk_end: list[Then] = [self._talk_ends]
        self._callers: dict[str, Caller] = {}
        self._calls = 0
        self._alarm: Happening | None = None
        self._is_full = False
        self._is_over = False
        self._lines = LIVE_CALLS_LIMIT if world.lines is None else min(world.lines, LIVE_CALLS_LIMIT)
        self._ring = None if world.ring is None else Draws(world.ring, chance.of("ring"))
        self._staff = Staff(world)
        self._attendance = Attendance(self._staff, self._clock, self._engine, self._tell)
        busyness = 1.0 if world.busyness is None else float(world.busyness.draw(chance.of("busyness"), 1)[0])
        self._sources = [
            Source(number, each, world.groups, chance, busyness) for number, each in enumerate(world.types)
        ]
        # Lots are drawn by the rules' seed, and another day draws others.
        rules = self._staff.rules
        self._begin(msgspec.structs.replace(rules, seed=chance.seed(rules.seed)))

    def _begin(self, rules: CentreRules) -> None:
        self._tell(Started(rules))
        self._tell(Settled())
        self._attendance.begin()
        for source in self._sources:
            self._expect_arrival(source)
        self._clock.after(self._ends_at + MOST_OVERTIME_S, self._ends)

    def run_block(self) -> Records | None:
        """Go on until a block of records is full, or the day is over; None when it was over before."""
        if self._is_over:
            return None
        step = self._clock.step
        self._is_full = False
        try:
            while not (self._is_full or self._is_over):
                step()
        except EmptySchedule:
            self._is_over = True
        if self._is_over:
            self._leave_behind()
            self._let_go()
        return self._book.take()

    def _let_go(self) -> None:
        """Let go of what points back here, so that a day's memory is free at once, without a look for garbage."""
        self._carry_out.clear()
        for callbacks in (self._arrival, self._impatience, self._talk_end):
            callbacks.clear()
        self._attendance.let_go()

    # -- callers -------------------------------------------------------------------------------------------

    def _expect_arrival(self, source: Source) -> None:
        at = source.next_arrival()
        if at < inf:
            self._clock.later(at - self._clock.now, self._arrival, source)

    def _arrives(self, happening: Happening) -> None:
        source: Source = self._clock.comes(happening)
        self._expect_arrival(source)
        self._enter(source, 0)

    def _enter(self, source: Source, attempt: int, number: str = "") -> None:
        """A caller calls: is blocked, or asks for an agent and maybe waits."""
        now = self._clock.now
        self._calls += 1
        call = f"{source.name}-{self._calls}"
        caller = Caller(source, call, now, attempt, self._period(now) if source.by_period else 0)
        if len(self._callers) >= self._lines:
            self._write(caller, BLOCKED, now, now)
            return
        self._callers[call] = caller
        if source.tries_again:
            caller.number = number or call
        self._tell(CallArrived(call, caller.number))
        self._tell(source.asks(call))
        if not caller.waiting:
            return
        if caller.would_balk and not caller.offer:
            self._give_up(caller, BALKED)
        elif caller.patience_s < inf:
            self._clock.later(caller.patience_s, self._impatience, caller)

    def _period(self, at: float) -> int:
        return min(bisect_right(self._edges, at), len(self._edges) - 1) - 1

    def _patience_ends(self, happening: Happening) -> None:
        caller: Caller = self._clock.comes(happening)
        if not caller.waiting:
            return
        self._give_up(caller, ABANDONED)
        seconds = caller.source.again_after(caller.attempt)
        if self._clock.now + seconds < self._ends_at:
            self._clock.after(seconds, self._calls_again, caller)

    def _calls_again(self, happening: Happening) -> None:
        caller: Caller = self._clock.comes(happening)
        self._enter(caller.source, caller.attempt + 1, caller.number)

    def _give_up(self, caller: Caller, outcome: int) -> None:
        caller.waiting = False
        now = self._clock.now
        self._write(caller, outcome, now, now)
        self._leave(caller)

    def _leave(self, caller: Caller) -> None:
        del self._callers[caller.call]
        self._tell(CallLeft(caller.call))

    def _send_away(self, order: SendAway) -> None:
        if order.exit.go == "callback" and len(self._engine.centre.callbacks) < MOST_CALLBACKS:
            self._tell(CallbackAnswered(order.call, wanted=True))
        self._give_up(self._callers[order.call], BLOCKED if order.why == "full" else SENT_AWAY)

    def _write(self, caller: Caller, outcome: int, wait_ended_at: float, free_at: float) -> None:
        if self._book.write(caller, outcome, wait_ended_at, free_at):
            self._is_full = True

    # -- offers and conversations --------------------------------------------------------------------------

    def _offered(self, order: Offer) -> None:
        caller = self._callers[order.call]
        caller.offer = order.offer
        if self._ring is None:
            self._connect(caller, self._staff.by_name[order.agent])
            return
        ring_s, first = self._ring.next(), order.agent
        for name in order.also:
            other_s = self._ring.next()
            if other_s < ring_s:
                ring_s, first = other_s, name
        if ring_s <= order.ring_s:
            self._clock.after(ring_s, self._picks_up, (caller, order.offer, self._staff.by_name[first]))
        else:
            self._clock.after(order.ring_s, self._rings_out, order)

    def _picks_up(self, happening: Happening) -> None:
        caller, offer, worker = self._clock.comes(happening)
        if caller.waiting and caller.offer == offer:
            self._connect(caller, worker)

    def _rings_out(self, happening: Happening) -> None:
        """Nobody has picked up; the engine may offer the call to others at once."""
        order: Offer = self._clock.comes(happening)
        caller = self._callers.get(order.call)
        if caller is None or caller.offer != order.offer:
            return
        caller.offer = 0
        for name in (order.agent, *order.also):
            self._tell(OfferMissed(order.offer, order.call, name, Miss.NO_ANSWER))

    def _connect(self, caller: Caller, worker: Worker) -> None:
        offer, caller.offer = caller.offer, 0
        caller.waiting = False
        caller.agent, caller.worker = worker.number, worker
        caller.wait_ended_at = self._clock.now
        self._tell(OfferAnswered(offer, caller.call, worker.name))
        row = caller.traits.handling.row_of[worker.group]
        self._clock.later(caller.handling_s[row], self._talk_end, caller)

    def _talk_ends(self, happening: Happening) -> None:
        caller: Caller = self._clock.comes(happening)
        worker = caller.worker
        assert worker is not None, "who talks has been answered"
        wrap_up = caller.traits.wrap_up
        drawn = wrap_up.is_given[worker.group]
        seconds = caller.wrap_up_s[wrap_up.row_of[worker.group]] if drawn else worker.wrap_up_s
        worker.free_at = self._clock.now + seconds
        self._write(caller, SERVED, caller.wait_ended_at, worker.free_at)
        self._tell(TalkEnded(caller.call, worker.name))
        self._leave(caller)
        self._attendance.wraps_up(worker, seconds)

    # -- between the world and the engine ------------------------------------------------------------------

    def _tell(self, fact: AnyFact) -> None:
        now = self._clock.now
        orders = self._engine.handle(fact, now)
        if self._journal is not None:
            self._journal.add(fact, now)
        for order in orders:
            carry_out = self._carry_out.get(type(order))
            if carry_out is not None:
                carry_out(order)

    def _set_alarm(self, order: WakeAt) -> None:
        # Of orders that were given while others were carried out, the later one may come first; the earliest counts.
        if self._alarm is None or order.at < self._alarm.at:
            self._alarm = self._clock.after(max(0.0, order.at - self._clock.now), self._wakes)

    def _refused(self, order: Refused) -> None:
        raise AssertionError(f"the simulated world said what cannot be true: {order}")

    def _wakes(self, happening: Happening) -> None:
        # What was scheduled cannot be taken back; only the alarm that counts rings. By rounding it may ring a hair
        # early: the engine then finds nothing due and asks again.
        self._clock.comes(happening)
        if happening is self._alarm:
            self._alarm = None
            self._tell(AlarmRang())

    def _ends(self, happening: Happening) -> None:
        self._clock.comes(happening)
        self._is_over = True

    def _leave_behind(self) -> None:
        """Write down who is still here long after the end of arrivals."""
        now = self._clock.now
        for caller in self._callers.values():
            if caller.waiting:
                self._write(caller, SENT_AWAY, now, now)
            else:
                self._write(caller, SERVED, caller.wait_ended_at, now)
