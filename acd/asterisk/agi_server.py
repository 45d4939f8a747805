"""The FastAGI server: Asterisk connects, shows the secret, and a handler leads the session.

Whatever connects is a stranger until its environment has come with the right secret: it gets little time,
little memory and no answer. What one connection does never touches another.
"""

import asyncio
import hmac
import ipaddress
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import cast

import structlog
from structlog.typing import FilteringBoundLogger

from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.agi_wire import AgiInput, AgiReader, Environment, Hangup, Malformed

SECRET_ARGUMENT = "agi_arg_1"  # noqa: S105 - the name of the argument, not a secret

REJECTION_SAID_EVERY_S = 10.0
"""How often the log says that connections are rejected for one reason; all are counted."""

WATCHED_AFTER_S = 1.0
SILENT_S, PROBE_EVERY_S, PROBES = 60, 20, 3
"""After so much silence the kernel asks a PBX whether it is still there, so often, and so many times in vain.

By itself it would ask after two hours, and a PBX that lost its power would leave sessions until then.
"""

Handler = Callable[[AgiSession], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AgiLimits:
    """What strangers and sessions may use.

    ``sessions`` counts connections, a call in progress has one; ``header_s`` is how long (seconds) the
    environment may take, it comes in one packet; ``stop_s`` is how long handlers may clean up at the end.
    """

    sessions: int = 5_000
    header_s: float = 5.0
    stop_s: float = 5.0
    backlog: int = 512


class AgiServer:
    """Accepts FastAGI connections and runs ``handler`` for each session, in a task of its own.

    ``allowed_peers`` are addresses or networks of PBXes ("127.0.0.1", "10.0.0.0/24"); ``secret`` is what
    the dialplan gives as the first argument. ``counts`` says how many connections were ``accepted`` and how
    many ended as ``peer_not_allowed``, ``wrong_secret``, ``too_many_sessions``, ``malformed``,
    ``header_timed_out``, ``closed_early`` or ``handler_failed``.

    Raises:
        ValueError: the secret is empty or a peer is not an address or network.
    """

    def __init__(
        self,
        handler: Handler,
        secret: str,
        allowed_peers: Iterable[str],
        limits: AgiLimits | None = None,
        log: FilteringBoundLogger | None = None,
    ) -> None:
        if not secret:
            raise ValueError("the FastAGI secret is empty; give the dialplan and the engine the same one")
        self.handler = handler
        self.limits = limits or AgiLimits()
        self.log: FilteringBoundLogger = log or structlog.get_logger()
        self.counts: Counter[str] = Counter()
        self.connections: set[AgiConnection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self._secret = secret.encode()
        self._networks = [ipaddress.ip_network(peer) for peer in allowed_peers]
        self._last_peer = ("", False)
        self._server: asyncio.Server | None = None
        self._said_until: dict[str, float] = {}

    @property
    def session_count(self) -> int:
        """How many connections are open, or handlers still at work, whichever is more."""
        return max(len(self.connections), len(self.tasks))

    async def start(self, host: str, port: int) -> int:
        """Listen on ``host`` and ``port`` (0 for any free one) and return the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: AgiConnection(self), host, port, backlog=self.limits.backlog)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening, end every session and wait for the handlers (they are cancelled), bounded."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in list(self.connections):
            connection.shut_down()
        for task in self.tasks:
            task.cancel()
        if self.tasks:
            _, stuck = await asyncio.wait(self.tasks, timeout=self.limits.stop_s)
            if stuck:
                self.log.error("agi_handlers_did_not_stop", count=len(stuck))
        await asyncio.sleep(0)  # transports close in the loop's next turn

    def is_allowed(self, peer: str) -> bool:
        """Whether a connection from address ``peer`` may speak at all; of few PBXes, so the last is remembered."""
        if peer != self._last_peer[0]:
            self._last_peer = peer, self._allows(peer)
        return self._last_peer[1]

    def _allows(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)  # a dual-stack socket shows ::ffff:10.0.0.1
        return any((mapped or address) in network for network in self._networks)

    def note_rejected(self, reason: str, detail: str, log: FilteringBoundLogger) -> None:
        """Count a rejected connection, and say so now and then: each waiting caller tries five times a second."""
        self.counts[reason] += 1
        now = asyncio.get_running_loop().time()
        if now >= self._said_until.get(reason, 0.0):
            self._said_until[reason] = now + REJECTION_SAID_EVERY_S
            log.warning("agi_connection_rejected", reason=reason, detail=detail, so_far=self.counts[reason])

    def knows_secret(self, given: str) -> bool:
        """Compare the secret in constant time."""
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret)


class AgiConnection(asyncio.Protocol):
    """One connection: a stranger first, a session once its environment came with the secret."""

    def __init__(self, server: AgiServer) -> None:
        self._server = server
        self._log = server.log
        self._peer = "?"
        self._reader = AgiReader()
        self._session: AgiSession | None = None
        self._transport: asyncio.Transport | None = None
        self._header_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the peer in, or close at once if it is not allowed or there are too many."""
        self._transport = cast(asyncio.Transport, transport)
        self._server.connections.add(self)
        peer = (transport.get_extra_info("peername") or ("?",))[0]
        self._peer = peer
        if not self._server.is_allowed(peer):
            self._reject("peer_not_allowed")
        elif self._server.session_count > self._server.limits.sessions:
            self._reject("too_many_sessions")
        else:
            loop = asyncio.get_running_loop()
            # The call goes first: whether the PBX vanishes is watched from then on.
            loop.call_later(WATCHED_AFTER_S, notice_silence, transport.get_extra_info("socket"))
            self._header_deadline = loop.call_later(self._server.limits.header_s, self._reject, "header_timed_out")

    def data_received(self, data: bytes) -> None:
        """Read on; answers reach whoever waits for them within this call."""
        if self._transport is None or self._transport.is_closing():
            return
        for found in self._reader.feed(data):
            if not self._transport.is_closing():
                self._take(found)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the session, if it had become one."""
        self._server.connections.discard(self)
        if self._session is not None:
            self._session.end("connection_closed")
        elif self._header_deadline is not None:
            self._server.counts["closed_early"] += 1
        self._stop_header_deadline()

    def shut_down(self) -> None:
        """End the session, or drop the stranger, because the server stops."""
        self._stop_header_deadline()
        if self._session is not None:
            self._session.end("server_stopped")
        elif self._transport is not None:
            self._transport.abort()

    def _take(self, found: AgiInput) -> None:
        if isinstance(found, Malformed):
            self._drop_malformed(found.reason)
        elif isinstance(found, Environment):
            self._open_session(found.values)
        elif self._session is None:
            return
        elif isinstance(found, Hangup):
            self._session.end("hangup")
        elif not self._session.take_answer(found):
            self._drop_malformed("an answer to nothing")

    def _open_session(self, env: dict[str, str]) -> None:
        self._stop_header_deadline()
        if not self._server.knows_secret(env.pop(SECRET_ARGUMENT, "")):
            self._reject("wrong_secret")
            return
        assert self._transport is not None
        self._server.counts["accepted"] += 1
        self._log = self._server.log.bind(peer=self._peer, call=env.get("agi_uniqueid", ""))
        self._session = AgiSession(env, self._transport, self._log)
        task = asyncio.get_running_loop().create_task(self._handle(self._session))
        self._server.tasks.add(task)
        task.add_done_callback(self._server.tasks.discard)

    async def _handle(self, session: AgiSession) -> None:
        try:
            await self._server.handler(session)
        except SessionEnded as ending:
            self._log.debug("agi_session_ended", reason=str(ending))
        except Exception:
            self._server.counts["handler_failed"] += 1
            self._log.exception("agi_handler_failed", channel=session.env.get("agi_channel", ""))
        finally:
            session.end("handler_finished")

    def _drop_malformed(self, reason: str) -> None:
        if self._session is None:
            self._reject("malformed", detail=reason)
            return
        self._server.counts["malformed"] += 1
        self._log.warning("agi_session_dropped", reason=reason)
        self._session.end("malformed")

    def _reject(self, reason: str, detail: str = "") -> None:
        self._stop_header_deadline()
        self._server.note_rejected(reason, detail, self._server.log.bind(peer=self._peer))
        assert self._transport is not None
        self._transport.abort()

    def _stop_header_deadline(self) -> None:
        if self._header_deadline is not None:
            self._header_deadline.cancel()
            self._header_deadline = None


def notice_silence(line: socket.socket) -> None:
    """Have the kernel end the connection of a PBX that vanished without a word."""
    if line.fileno() < 0:
        return  # it is over already
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", SILENT_S), ("TCP_KEEPINTVL", PROBE_EVERY_S), ("TCP_KEEPCNT", PROBES)):
        if (number := getattr(socket, option, None)) is not None:  # not every system has them
            line.setsockopt(socket.IPPROTO_TCP, number, value)
