"""Events on their way to the engine: in order, at once where possible, never without limit."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable

from structlog.typing import FilteringBoundLogger

from acd.asterisk.ami_wire import Message

OnEvent = Callable[[Message], None]

# While the engine reconciles, events wait. A second of reconciling at 1,000 calls a minute brings some
# hundreds; with this many (some 15 MB) reading pauses and TCP holds the PBX back.
MAX_WAITING = 20_000
# How many waiting events are delivered before the loop does something else: some milliseconds of work.
DELIVERED_AT_ONCE = 100


class EventQueue:
    """Delivers events to ``on_event`` within the call that brought them, unless they are held.

    It begins held; :meth:`release` delivers what waited, in slices; :meth:`hold` lets events wait again.
    ``pause`` is called with True when more than ``limit`` wait and with False when none do. An ``on_event``
    that raises is logged and counted.
    """

    def __init__(
        self,
        on_event: OnEvent,
        pause: Callable[[bool], None],
        counts: Counter[str],
        log: FilteringBoundLogger,
        limit: int = MAX_WAITING,
    ) -> None:
        self._on_event = on_event
        self._pause = pause
        self._counts = counts
        self._log = log
        self._limit = limit
        self._waiting: deque[Message] = deque()
        self._held = True
        self._closed = False
        self._paused = False

    def put(self, event: Message) -> None:
        """Deliver ``event`` now, or after those that wait."""
        if self._closed:
            return
        if not self._held and not self._waiting:
            self._deliver(event)
            return
        self._waiting.append(event)
        if len(self._waiting) >= self._limit and not self._paused:
            self._paused = True
            self._log.warning("ami_reading_paused", waiting=len(self._waiting))
            self._pause(True)

    def hold(self) -> None:
        """Let events wait from now on: lists were asked for, and none may overtake what they tell."""
        self._held = True

    def release(self) -> None:
        """Begin to deliver, what waited first."""
        self._held = False
        self._drain()

    def close(self) -> None:
        """Drop what waits: its connection is gone, and the next one begins with a reconciliation."""
        self._closed = True
        self._waiting.clear()

    def _drain(self) -> None:
        for _ in range(min(DELIVERED_AT_ONCE, len(self._waiting))):
            if self._held:
                return
            event = self._waiting[0]
            self._deliver(event)
            if self._closed:
                return
            self._waiting.popleft()  # after its delivery, so that what on_event causes comes behind it
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._drain)
        elif self._paused:
            self._paused = False
            self._pause(False)

    def _deliver(self, event: Message) -> None:
        self._counts["events"] += 1
        try:
            self._on_event(event)
        except Exception:
            self._counts["handler_failures"] += 1
            self._log.exception("ami_event_handler_failed", ami_event=event.event)
