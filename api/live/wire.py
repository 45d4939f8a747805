"""The wire under a live WebSocket: frames are made once and written to every transport as they are.

The server's own way (ASGI) makes a frame anew for every client and wakes a task for each; with two hundred clients ten
times a second that is what a stream costs most. So the protocol shows itself to the application, which writes to it.
Whole frames only, so nothing that the server writes itself (pings, the closing frame) can come amid one.
"""

from typing import Any, Final, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from acd.live.channels import Message
from api.live.endings import RESTARTING, Ending

EXTENSION: Final = "acd.wire"
"""Under this name of the connection's extensions the application finds its wire."""

CUT: Final = "acd.cut"
"""Under this name the application finds what cuts a connection of HTTP."""

GRACE_S: Final = 5.0
"""How long who is to go may take to read why; after that the connection is cut."""

TEXT_FRAME: Final = 0x81


class Wire(Protocol):
    """What a stream writes to."""

    def write(self, frame: bytes) -> None:
        """Send bytes; nothing if the connection is ending."""

    def unsent(self) -> int:
        """Return how many bytes wait for the other side to read."""

    def end(self, ending: Ending) -> None:
        """Say why and close."""


class LiveSocket(WebSocketsSansIOProtocol):
    """A WebSocket connection that is a :class:`Wire` itself."""

    def handle_connect(self, event: Request) -> None:
        """Take the wish to connect, and show the application this wire."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions = cast(dict[str, Any], self.scope["extensions"])
            extensions[EXTENSION] = self

    async def send(self, message: Any) -> None:
        """Send what the application says; when that is a refusal, the server has nothing to complain of."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            self.handshake_complete = True

    def write(self, frame: bytes) -> None:
        """Send a whole frame; nothing if the connection is ending."""
        if not (self.close_sent or self.transport.is_closing()):
            self.transport.write(frame)

    def unsent(self) -> int:
        """Return how many bytes wait for the other side to read."""
        return self.transport.get_write_buffer_size()

    def end(self, ending: Ending) -> None:
        """Say why and close; who does not read it is cut off after a grace."""
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(ending.code, ending.reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": ending.code, "reason": ending.reason})
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(GRACE_S, self.transport.abort)

    def shutdown(self) -> None:
        """The server stops: say so, and do not wait for who does not read it."""
        if self.handshake_complete:
            self.end(RESTARTING)
        super().shutdown()
        self.loop.call_later(GRACE_S, self.transport.abort)


def ws_frame(message: Message) -> bytes:
    """Return the unmasked frame of a message, as servers send it."""
    size = len(message.payload)
    if size < 126:
        head = bytes((TEXT_FRAME, size))
    elif size < 1 << 16:
        head = bytes((TEXT_FRAME, 126)) + size.to_bytes(2)
    else:
        head = bytes((TEXT_FRAME, 127)) + size.to_bytes(8)
    return head + message.payload
