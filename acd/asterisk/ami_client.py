"""The AMI client: keeps one connection to the PBX for ever, and never says anything twice.

Each connection goes the same way: greeting, login, event filter, the owner's reconciliation, then events as
they come. When it ends, open actions have an unknown outcome, the owner is told, and a new connection is
made after a pause that grows. Nothing is carried over from the old one but the counts.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger

from acd.asterisk.ami_actions import AmiActionError, Fields, NotSent
from acd.asterisk.ami_connection import AmiConnection, AmiLimits, ConnectionFailed
from acd.asterisk.ami_events import OnEvent
from acd.asterisk.ami_login import LoginRefused, enter, event_filters
from acd.asterisk.ami_wire import Message


class AmiClient:
    """Speaks AMI with the PBX at ``address`` (host, port) as ``user`` with ``secret``.

    ``wanted`` names the events that reach ``on_event``; the others are filtered at the PBX where it allows
    that, and dropped here otherwise. ``on_event`` runs within the read of the bytes and must be quick; one
    that raises is logged and hurts nobody. ``on_connected`` gets the greeting ("Asterisk Call Manager/11.0.0")
    and may ask for lists; events that come meanwhile wait and follow, so they may tell what the lists told
    already. If it raises, the connection is given up and made anew. ``on_lost`` gets the reason, once for
    each ``on_connected`` that began. ``counts`` holds events, ignored_events, handler_failures,
    late_responses, dropped_messages, connections and failed_connections.
    """

    def __init__(
        self,
        address: tuple[str, int],
        user: str,
        secret: str,
        on_event: OnEvent,
        on_connected: Callable[[str], Awaitable[None]],
        on_lost: Callable[[str], None],
        wanted: Iterable[str],
        limits: AmiLimits | None = None,
        chance: random.Random | None = None,
        log: FilteringBoundLogger | None = None,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._address = address
        self._user = user
        self._secret = secret
        self._on_event = on_event
        self._on_connected = on_connected
        self._on_lost = on_lost
        self._wanted = frozenset(wanted)
        self._limits = limits or AmiLimits()
        self._chance = chance or random.Random()  # noqa: S311 - spreads reconnections, guards nothing
        self._log: FilteringBoundLogger = (log or structlog.get_logger()).bind(pbx=f"{address[0]}:{address[1]}")
        self._filters = event_filters(self._wanted)
        self._connection: AmiConnection | None = None

    @property
    def is_connected(self) -> bool:
        """Whether the client is logged in; events flow once the reconciliation is over."""
        return self._connection is not None

    async def action(self, name: str, fields: Fields = (), deadline_s: float = 5.0) -> Message:
        """Send one action and return its response; ``fields`` may repeat a name (``Variable``) as pairs.

        An ``ActionID`` of one's own may be among ``fields``; ``OriginateResponse`` carries it again. Nothing
        is ever sent twice.

        Raises:
            ActionRefused: Asterisk said no.
            NotSent: there is no connection, or too many actions wait.
            ActionTimedOut: no answer within ``deadline_s`` seconds; it may have happened.
            OutcomeUnknown: the connection went first; it may have happened.
            Hostile: a field cannot travel in one line.
        """
        return await self._connected(name).action(name, fields, deadline_s)

    async def ask_list(self, name: str, fields: Fields = (), deadline_s: float = 10.0) -> list[Message]:
        """Send an action that answers with a list and return its items, without the event that closes it.

        Raises:
            ActionRefused: Asterisk said no, or cancelled the list before its end.
            AmiActionError: and the others of :meth:`action`, or the list is too long.
        """
        return await self._connected(name).ask_list(name, fields, deadline_s)

    @contextmanager
    def events_held(self) -> Iterator[None]:
        """Let events wait while lists are asked for and taken in; then they follow, and may tell older news.

        Raises:
            NotSent: there is no connection.
        """
        events = self._connected("a look at the PBX").events
        events.hold()
        try:
            yield
        finally:
            events.release()

    async def run(self) -> None:
        """Keep connected until cancelled.

        Raises:
            LoginRefused: the PBX does not accept the user and secret; nothing more is tried.
        """
        loop, pause_s = asyncio.get_running_loop(), self._limits.first_pause_s
        while True:
            began = loop.time()
            try:
                await self._live_once()
            except LoginRefused as refusal:
                self._log.error("ami_login_refused", user=self._user, answer=str(refusal))
                raise
            except (ConnectionFailed, OSError, AmiActionError) as failure:
                reason = f"{type(failure).__name__}: {failure}"
            if loop.time() - began >= self._limits.steady_s:
                pause_s = self._limits.first_pause_s
            # Half of the pause is left to chance, so that engines do not come back all at once.
            wait_s = pause_s * self._chance.uniform(0.5, 1.0)
            self.counts["failed_connections"] += 1
            self._log.warning("ami_disconnected", reason=reason, retry_in_s=round(wait_s, 3))
            await asyncio.sleep(wait_s)
            pause_s = min(pause_s * 2, self._limits.longest_pause_s)

    def _connected(self, name: str) -> AmiConnection:
        if self._connection is None:
            raise NotSent(f"{name}: there is no connection to the PBX")
        return self._connection

    async def _live_once(self) -> None:
        """Live through one connection; it always ends with an exception that says why."""
        connection = await self._connect()
        told = False
        try:
            entering = enter(connection, self._user, self._secret, self._filters, self._limits)
            await while_connected(connection, entering)
            self._connection, told = connection, True
            await while_connected(connection, self._serve(connection))
        except (ConnectionFailed, AmiActionError, OSError) as failure:
            connection.close(str(failure))
            raise
        finally:
            self._connection = None
            connection.close("closed by the engine")
            if told:
                self._tell_lost(connection.lost.result())

    async def _connect(self) -> AmiConnection:
        self.counts["connections"] += 1
        prefix = f"acd-{self._chance.randrange(1 << 32):08x}-"

        def make() -> AmiConnection:
            return AmiConnection(self._wanted, self._on_event, prefix, self.counts, self._log)

        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._limits.connect_s):
                _, connection = await loop.create_connection(make, *self._address)
        except TimeoutError:
            raise ConnectionFailed(f"no connection within {self._limits.connect_s} s") from None
        return connection

    async def _serve(self, connection: AmiConnection) -> None:
        """Let the owner reconcile, let the events flow, and see that the PBX still answers."""
        try:
            await self._on_connected(connection.greeting.result())
        except (AmiActionError, OSError):
            raise
        except Exception as error:
            self._log.exception("ami_reconciliation_failed")
            raise ConnectionFailed("the reconciliation failed") from error
        self._log.info("ami_connected", greeting=connection.greeting.result())
        connection.events.release()
        while True:
            await asyncio.sleep(self._limits.ping_every_s)
            await connection.action("Ping", (), self._limits.ping_deadline_s)

    def _tell_lost(self, reason: str) -> None:
        try:
            self._on_lost(reason)
        except Exception:
            self._log.exception("ami_on_lost_failed")


async def while_connected(connection: AmiConnection, work: Coroutine[Any, Any, None]) -> None:
    """Do ``work``, but no longer than the connection lives.

    Raises:
        ConnectionFailed: the connection ended first; the work was cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait((task, connection.lost), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ConnectionFailed(connection.lost.result())
        await task
    finally:
        task.cancel()
        await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # what came after the connection's end adds nothing
