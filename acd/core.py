"""The one place where facts enter the running engine: time is stamped, the journal kept, orders carried out."""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeAlias

import structlog

from acd.clock import Clock
from acd.engine import facts, orders
from acd.engine.centre import Centre
from acd.engine.engine import Engine
from acd.store.journal import Journal

Listener: TypeAlias = Callable[[float, facts.AnyFact, tuple[orders.AnyOrder, ...]], None]
Hand: TypeAlias = Callable[[Any], None]

HEARD_AFTER_S = 0.005
"""As long as Asterisk needs to dial a phone; a crash loses no more of the journal than this."""

log = structlog.get_logger()


class Core:
    """The engine with a clock, a journal, hands that carry out orders and listeners that only watch.

    ``hands`` maps a kind of order to what carries it out. A hand may tell new facts; they are taken after the
    fact in hand is done with. A journal, a hand or a listener that fails is logged and hurts nobody else: an order
    that is lost, the one to be woken above all, would hold up calls and agents that have nothing to do with it.

    Orders are carried out at once; journal and listeners hear of them ``HEARD_AFTER_S`` later, in the same order, so
    that no phone rings later for being written about first: Asterisk dials meanwhile, and wants the processor.
    :meth:`catch_up` lets them hear now.
    """

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self.engine = Engine()
        self.clock = clock
        self.listeners: list[Listener] = []
        self.refused = 0
        self.hands: dict[type[orders.Order], Hand] = {orders.WakeAt: self._set_alarm}
        self._journal = journal
        self._untold: deque[tuple[float, facts.AnyFact, tuple[orders.AnyOrder, ...]]] = deque()
        self._inbox: deque[tuple[facts.AnyFact, float]] = deque()
        self._busy = False
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def centre(self) -> Centre:
        """The state of the centre, to read and never to change."""
        return self.engine.centre

    def tell(self, fact: facts.AnyFact) -> None:
        """Tell the engine a fact that is true now. Told from within an order, it waits for its turn."""
        self._tell_at(fact, self.clock.now())

    def ask(self, fact: facts.AnyFact) -> str | None:
        """Tell a fact that somebody wishes to be true; return the engine's sentence if it is refused.

        Not for hands: told from within an order, the fact is not handled yet when this returns.
        """
        before = len(self._untold)
        self.tell(fact)
        for _, told, led_to in islice(self._untold, before, None):
            if told is fact:
                return next((order.why for order in led_to if isinstance(order, orders.Refused)), None)
        return None

    def catch_up(self) -> None:
        """Let the journal and the listeners hear everything that has happened."""
        while self._untold:
            told = self._untold.popleft()
            attempt("journal", self._journal.write, *told)
            for listener in self.listeners:
                attempt("listener", listener, *told)

    def _tell_at(self, fact: facts.AnyFact, at: float) -> None:
        self._inbox.append((fact, at))
        if self._busy:
            return
        self._busy = True
        try:
            while self._inbox:
                fact, at = self._inbox.popleft()
                attempt("engine", self._handle, fact, max(at, self.engine.now))
        finally:
            self._busy = False

    def close(self) -> None:
        """Stop the alarm and finish the journal."""
        self.catch_up()
        self._stop_alarm()
        self._journal.close()

    def discard(self) -> None:
        """Stop the alarm and leave no journal: the service never came to work."""
        self._untold.clear()
        self._stop_alarm()
        self._journal.discard()

    def _handle(self, fact: facts.AnyFact, at: float) -> None:
        led_to = self.engine.handle(fact, at)
        for order in led_to:
            if (hand := self.hands.get(type(order))) is not None:
                attempt("hand", hand, order)
            elif isinstance(order, orders.Refused):
                self.refused += 1
                about = {name: getattr(fact, name) for name in ("call", "agent") if hasattr(fact, name)}
                log.info("fact_refused", fact=order.fact, why=order.why, **about)
        self._tell_later(at, fact, led_to)

    def _tell_later(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        if not self._untold:
            self.clock.loop.call_later(HEARD_AFTER_S, self.catch_up)
        self._untold.append((at, fact, led_to))

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    def _set_alarm(self, order: orders.WakeAt) -> None:
        self._stop_alarm()
        # The alarm rings at the time asked for, not a rounding error before it: else it would ring again at once.
        self._alarm = self.clock.loop.call_at(
            self.clock.loop_time(order.at), lambda: self._tell_at(facts.AlarmRang(), max(order.at, self.clock.now()))
        )


def attempt(part: str, work: Callable[..., object], *told: object) -> None:
    """Do the work of a ``part`` around the engine; log its failure."""
    try:
        work(*told)
    except Exception:
        log.exception("part_failed", part=part, work=getattr(work, "__qualname__", "?"))
