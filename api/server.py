"""Serves an application in the running loop, beside the engine: no signal handlers, no log of accesses."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.live.streams import MOST_STREAMS
from api.live.wire import CUT, LiveSocket

MOST_REQUESTS = MOST_STREAMS + 100
"""Requests and connections at a time: the live streams, and what their pages and programs ask besides. More get 503."""

MOST_SAID = 4096
"""Bytes of a message on a WebSocket from outside, where nothing is to be said."""

PING_S = 20.0
"""How often a silent WebSocket is asked whether it is there, and how long it may take to say so."""

LARGEST_HEAD = 16 * 1024
"""Bytes of a request's first line and headers."""

SLOWEST_HEAD_S = 5.0
"""How long a request's first line and headers may take, so that slow senders do not keep others out."""

IDLE_S = 5
"""Seconds a connection is kept without a request."""

FAREWELL_S = 3
"""Seconds that requests in hand get when the server stops."""


class _Connection(H11Protocol):
    """A connection on which each request must come in time: uvicorn itself would wait for its head for ever."""

    _too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._too_late = self.loop.call_later(SLOWEST_HEAD_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take bytes; when they begin a request and do not finish its head, its time runs."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._too_late is None:
            self._too_late = self.loop.call_later(SLOWEST_HEAD_S, self.transport.abort)

        if self.scope is not None:  # who serves a stream can cut it
            cast(dict[str, Any], self.scope).setdefault("extensions", {})[CUT] = self.transport.abort

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None


class _Server(uvicorn.Server):
    """uvicorn, with signals left to whoever owns the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.listening.set()


class Serving:
    """A server at work; ``port`` is where."""

    def __init__(self, server: _Server, work: asyncio.Task[None], port: int, farewell: Callable[[], None]) -> None:
        self.port = port
        self._server = server
        self._work = work
        self._farewell = farewell

    async def stop(self) -> None:
        """Stop listening, say farewell to who is served for long, let requests in hand end, close everything."""
        self._farewell()
        self._server.should_exit = True
        await self._work


async def serve(app: FastAPI, host: str, port: int, farewell: Callable[[], None] = lambda: None) -> Serving:
    """Serve ``app`` on ``host`` and ``port`` (0 is any free one) until it is stopped, which begins with ``farewell``.

    Raises:
        OSError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    config = uvicorn.Config(
        app,
        http=_Connection,  # of h11: its limit on headers is what matters here, not its speed
        h11_max_incomplete_event_size=LARGEST_HEAD,
        ws=LiveSocket,
        ws_max_size=MOST_SAID,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # it would be done anew for every client
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_REQUESTS,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=FAREWELL_S,
    )
    server = _Server(config)
    work = asyncio.create_task(server.serve(sockets=[listener]), name="api")
    listening = asyncio.create_task(server.listening.wait())
    await asyncio.wait({work, listening}, return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        listening.cancel()
        listener.close()
        work.result()
    return Serving(server, work, listener.getsockname()[1], farewell)
