"""Who is connected to the live stream, and what waits for them; who does not keep up is dropped and told so."""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import Final

from acd.live.channels import Message
from api.live.endings import TOO_SLOW, Ending
from api.live.wire import Wire, ws_frame

MOST_WAITING: Final = 100
"""Messages that may wait for a client: ten seconds of a busy centre. Who is further behind sees nothing live."""

MOST_BYTES_WAITING: Final = 8 * 1024 * 1024
"""Bytes of them: a snapshot of a large centre and some seconds of changes."""

MOST_ON_WIRE: Final = 256 * 1024
"""Bytes that may be on a wire before more waits here, where it costs nothing: messages are shared."""

SLOWEST_S: Final = 10.0
"""How long a wire may take in nothing at all while something waits."""


class Client(ABC):
    """One stream: takes messages from the feed at once and passes them on as the other side reads them.

    ``ended`` is called when the stream is to end, with why; once.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.ending: Ending | None = None
        self._now = now
        self._waiting: deque[Message] = deque()
        self._bytes = 0
        self._moved_at = now()

    def take(self, message: Message) -> None:
        """Take the next message."""
        if self.ending is not None:
            return
        if not self._waiting:
            self._moved_at = self._now()
        self._waiting.append(message)
        self._bytes += len(message.payload)
        self.pass_on()
        if self._is_behind():
            self.end(TOO_SLOW)

    def end(self, ending: Ending) -> None:
        """End the stream, and forget what waits for it."""
        if self.ending is None:
            self.ending = ending
            self._waiting.clear()
            self._close(ending)

    def _is_behind(self) -> bool:
        waiting = len(self._waiting)
        if waiting > MOST_WAITING or (waiting > 1 and self._bytes > MOST_BYTES_WAITING):
            return True
        return waiting > 0 and self._now() - self._moved_at > SLOWEST_S

    def _next(self) -> Message:
        message = self._waiting.popleft()
        self._bytes -= len(message.payload)
        self._moved_at = self._now()
        return message

    @abstractmethod
    def pass_on(self) -> None:
        """Pass on what can be passed on now."""

    @abstractmethod
    def _close(self, ending: Ending) -> None:
        """Tell the other side why, and close."""


class SocketClient(Client):
    """A WebSocket; what was not passed on is tried again with the next message, a beat at the latest."""

    def __init__(self, wire: Wire, now: Callable[[], float]) -> None:
        super().__init__(now)
        self._wire = wire
        self._unsent = 0

    def pass_on(self) -> None:
        """Write while the wire takes it."""
        unsent = self._wire.unsent()
        if unsent < self._unsent:
            self._moved_at = self._now()
        while self._waiting and unsent < MOST_ON_WIRE:
            self._wire.write(self._next().on_wire(ws_frame))
            unsent = self._wire.unsent()
        self._unsent = unsent

    def _close(self, ending: Ending) -> None:
        self._wire.end(ending)


class QueueClient(Client):
    """A stream that is read message by message, each when the one before was sent: :meth:`next`."""

    def __init__(self, now: Callable[[], float], cut: Callable[[], None]) -> None:
        super().__init__(now)
        self._there_is = asyncio.Event()
        self._cut = cut

    async def next(self) -> Message | None:
        """Wait for the next message; None when the stream has ended."""
        while not self._waiting:
            if self.ending is not None:
                return None
            self._there_is.clear()
            await self._there_is.wait()
        return self._next()

    def pass_on(self) -> None:
        """Wake who reads."""
        self._there_is.set()

    def _close(self, ending: Ending) -> None:
        self._there_is.set()
        if ending is TOO_SLOW:  # it stands in the middle of a message, so nothing more can be said
            self._cut()
