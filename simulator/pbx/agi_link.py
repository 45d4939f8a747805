"""The PBX's end of one FastAGI connection: lines in, lines out."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

# Asterisk reads commands into a buffer of this size; a longer line is not a command.
MAX_LINE = 2048
# A session sends one command at a time; this many unread ones mean that its other side has lost its way.
MAX_UNREAD_LINES = 100


class AgiLink(asyncio.Protocol):
    """One connection; ``nudge`` is called when a line has come or the other side has closed."""

    def __init__(self, nudge: Callable[[], None]) -> None:
        self.lines: deque[str] = deque()
        self.closed = False
        self._nudge = nudge
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # uvloop's transports are no subclass, though they do the same.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Cut whole lines out of the bytes."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.lines.extend(line.decode("utf-8", "surrogateescape").rstrip("\r") for line in lines)
        if len(self._rest) > MAX_LINE or len(self.lines) > MAX_UNREAD_LINES:
            self.close()
        self._nudge()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the session's other side is gone."""
        self.closed = True
        self._nudge()

    def send(self, text: str) -> None:
        """Write lines; a value that holds a line break must have been folded before."""
        if self._transport is not None and not self.closed:
            self._transport.write(text.encode("utf-8", "surrogateescape"))

    def set_reading(self, reading: bool) -> None:
        """Stop or go on reading commands (a frozen PBX leaves them in the socket)."""
        if self._transport is not None and not self.closed and self._transport.is_reading() != reading:
            (self._transport.resume_reading if reading else self._transport.pause_reading)()

    def close(self) -> None:
        """Close the connection."""
        self.closed = True
        if self._transport is not None:
            self._transport.close()
