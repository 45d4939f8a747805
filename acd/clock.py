"""Time that never runs backwards: the epoch at start plus the loop's own monotonic seconds."""

import asyncio
import time


class Clock:
    """Seconds since 1970. On the virtual-time loop give ``epoch_s``, and the clock is as virtual as the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, epoch_s: float | None = None) -> None:
        self.loop = loop
        self._is_real = epoch_s is None
        self._offset_s = (time.time() if epoch_s is None else epoch_s) - loop.time()

    def now(self) -> float:
        """Return the time now, in seconds since 1970, as waits are measured: nobody can set it."""
        return self._offset_s + self.loop.time()

    def time_of_day(self) -> float:
        """Return the machine's own time, in seconds since 1970, for opening hours.

        It was perhaps wrong when the service started (before the network was there), and set since.
        """
        return time.time() if self._is_real else self.now()

    def loop_time(self, at: float) -> float:
        """Translate a time of this clock into the loop's time, for ``loop.call_at``."""
        return at - self._offset_s
