"""An asyncio event loop whose clock is virtual: it jumps to the next timer instead of waiting for it.

The whole service, its sockets included, runs on it unchanged. A three-hour day takes as long as its work
takes, and every run is exact: time moves only when there is nothing left to do at the present moment.
Sockets stay real (loopback): bytes that one side has written are readable by the other at once, so polling
them before each jump loses nothing. Work for a thread is done at once, where it is given, and takes no time. A child
process takes its own time, so while one lives the clock runs as the real one does.
"""

import asyncio
import os
import selectors
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")
P = TypeVar("P", bound=asyncio.SubprocessProtocol)

LOOKS = 20
"""How often the loop looks for bytes under way, giving up the processor each time, before it lets the time jump.

Loopback delivers within the system call that writes; only a busy kernel hands it to a thread of its own, which the
pauses let run. All looks together take some 30 microseconds, where a sleep would take a millisecond.
"""


class JumpingSelector(selectors.DefaultSelector):
    """A selector that never sleeps for a timer: where it would, it moves the virtual clock instead."""

    def __init__(self) -> None:
        super().__init__()
        self.time_s = 0.0
        self.children: set[object] = set()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now; if nothing is, jump by ``timeout`` (seconds) and return nothing.

        Raises:
            RuntimeError: everything waits for something that can never come (no timer, no bytes).
        """
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if self.children:
            return self._select_in_real_time(timeout)
        for _ in range(LOOKS):
            if ready := super().select(0):
                return ready
            os.sched_yield()
        if timeout is None:
            raise RuntimeError("virtual time: every task waits and no timer is set, so nothing can ever happen")
        self.time_s += timeout
        return []

    def _select_in_real_time(self, timeout: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        began_s = time.monotonic()
        ready = super().select(timeout)
        passed_s = time.monotonic() - began_s
        # Woken by a timer it is that timer's time, however late the machine was.
        self.time_s += passed_s if ready or timeout is None else timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """The event loop on a :class:`JumpingSelector`; ``loop.time()`` starts at 0 and is in seconds."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._jumping.time_s

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Do the work of a thread here and now: its end would else come at no certain time."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as fault:
            future.set_exception(fault)
        return future

    async def subprocess_exec(  # type: ignore[override]
        self, protocol_factory: Callable[[], P], *args: Any, **kwargs: Any
    ) -> tuple[asyncio.SubprocessTransport, P]:
        """Start a process; until it has ended and all that it wrote was read, time is real."""
        protocol = protocol_factory()
        lost = protocol.connection_lost

        def connection_lost(fault: Exception | None) -> None:
            self._jumping.children.discard(protocol)
            lost(fault)

        setattr(protocol, "connection_lost", connection_lost)  # noqa: B010 - mypy would not have it assigned
        self._jumping.children.add(protocol)
        try:
            return await super().subprocess_exec(lambda: protocol, *args, **kwargs)
        except BaseException:
            self._jumping.children.discard(protocol)
            raise


def run_virtual(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` to its end on a fresh virtual-time loop and return what it returns."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)
