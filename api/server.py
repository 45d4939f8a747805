"""Serves an application in the running loop, beside the engine: no signal handlers, no log of accesses."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

MOST_REQUESTS = 64
"""Requests and connections at a time; the API is for a page or two and a few programs. More get 503."""

LARGEST_HEAD = 16 * 1024
"""Bytes of a request's first line and headers."""

IDLE_S = 5
"""Seconds a connection is kept without a request."""

FAREWELL_S = 3
"""Seconds that requests in hand get when the server stops."""


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

    def __init__(self, server: _Server, work: asyncio.Task[None], port: int) -> None:
        self.port = port
        self._server = server
        self._work = work

    async def stop(self) -> None:
        """Stop listening, let requests in hand end, close everything."""
        self._server.should_exit = True
        await self._work


async def serve(app: FastAPI, host: str, port: int) -> Serving:
    """Serve ``app`` on ``host`` and ``port`` (0 is any free one) until it is stopped.

    Raises:
        OSError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    config = uvicorn.Config(
        app,
        http="h11",  # its limit on headers is what matters here, not its speed
        h11_max_incomplete_event_size=LARGEST_HEAD,
        ws="none",
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
    return Serving(server, work, listener.getsockname()[1])
