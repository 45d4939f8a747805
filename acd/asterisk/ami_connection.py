"""One TCP connection to AMI, from its greeting to its end. It is never mended: the client opens another."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import cast

from structlog.typing import FilteringBoundLogger

from acd.asterisk.ami_actions import Fields, NotSent, OutcomeUnknown, Pending, PendingActions
from acd.asterisk.ami_events import EventQueue, OnEvent
from acd.asterisk.ami_wire import AmiReader, Message, encode_action


@dataclass(frozen=True, slots=True)
class AmiLimits:
    """Times of the AMI client, in seconds.

    The first pause before a new connection is short, because a restarted PBX is back soon; pauses double up
    to the longest. A connection that held for ``steady_s`` makes the next pause short again. A half-open
    link is noticed within ``ping_every_s`` + ``ping_deadline_s``. ``boot_s`` is how long a login waits for a
    starting PBX to say that it has started; a user without the right to read ``system`` waits in vain.
    """

    connect_s: float = 5.0
    login_s: float = 10.0
    boot_s: float = 3.0
    ping_every_s: float = 10.0
    ping_deadline_s: float = 5.0
    first_pause_s: float = 0.5
    longest_pause_s: float = 15.0
    steady_s: float = 30.0


class ConnectionFailed(Exception):
    """The connection could not be made, is not AMI, or ended; the client tries again after a pause."""


class AmiConnection(asyncio.Protocol):
    """Sends actions, matches answers and hands wanted events on, within the call that brought the bytes.

    ``log`` names the PBX; ``greeting`` is the future of the first line, ``booted`` the one of its being
    fully started, ``lost`` the future of the reason why the connection ended.
    """

    def __init__(
        self,
        wanted: frozenset[str],
        on_event: OnEvent,
        id_prefix: str,
        counts: Counter[str],
        log: FilteringBoundLogger,
    ) -> None:
        loop = asyncio.get_running_loop()
        self.greeting: asyncio.Future[str] = loop.create_future()
        self.booted: asyncio.Future[None] = loop.create_future()
        self.lost: asyncio.Future[str] = loop.create_future()
        self.events = EventQueue(on_event, self._pause_reading, counts, log)
        self._reader = AmiReader(expects_greeting=True)
        self._pending = PendingActions(counts)
        self._wanted = wanted
        self._id_prefix = id_prefix
        self._last_id = 0
        self._dropped = 0
        self._counts = counts
        self.log = log
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Cut out whole messages and pass each to where it belongs."""
        for message in self._reader.feed(data):
            if message.is_event:
                self._take_event(message)
            elif message.is_response:
                self._pending.take_response(message)
        if self._reader.greeting and not self.greeting.done():
            self.greeting.set_result(self._reader.greeting)
        if self._reader.oversized + self._reader.malformed != self._dropped:
            self._report_dropped()

    def connection_lost(self, exc: Exception | None) -> None:
        """Say that the connection ended by itself, unless it was closed on purpose."""
        self.close(f"connection lost: {exc}" if exc else "the PBX closed the connection")

    def close(self, reason: str) -> None:
        """End the connection, once: open actions get :class:`OutcomeUnknown`, waiting events are dropped."""
        if self.lost.done():
            return
        self.lost.set_result(reason)
        self.events.close()
        self._pending.fail_all(OutcomeUnknown(f"{reason}, before the answer came"))
        if self._transport is not None:
            self._transport.abort()

    async def action(self, name: str, fields: Fields, deadline_s: float) -> Message:
        """Send an action and return its response; see :meth:`AmiClient.action`."""
        return await self._send(name, fields, deadline_s, is_list=False).answer

    async def ask_list(self, name: str, fields: Fields, deadline_s: float) -> list[Message]:
        """Send an action that lists and return its items; see :meth:`AmiClient.ask_list`."""
        pending = self._send(name, fields, deadline_s, is_list=True)
        await pending.answer
        return pending.items

    def _send(self, name: str, fields: Fields, deadline_s: float, is_list: bool) -> Pending:
        if self._transport is None or self.lost.done():
            raise NotSent(f"{name}: there is no connection to the PBX")
        headers = list(fields.items() if hasattr(fields, "items") else fields)
        action_id = next((value for key, value in headers if key.lower() == "actionid"), "")
        if not action_id:
            self._last_id += 1
            action_id = f"{self._id_prefix}{self._last_id}"
            headers.insert(0, ("ActionID", action_id))
        encoded = encode_action([("Action", name), *headers])
        pending = self._pending.open(name, action_id, is_list, deadline_s)
        self._transport.write(encoded)
        return pending

    def _take_event(self, message: Message) -> None:
        if self._pending.lists and self._pending.take_item(message):
            return
        name = message.event
        if name == "FullyBooted":
            self._take_boot()
        if name in self._wanted:
            self.events.put(message)
        else:
            self._counts["ignored_events"] += 1

    def _take_boot(self) -> None:
        if self.booted.cancelled():  # the login has stopped waiting, so what was asked since was half the truth
            self.close("the PBX has only now finished starting")
        elif not self.booted.done():
            self.booted.set_result(None)

    def _report_dropped(self) -> None:
        dropped = self._reader.oversized + self._reader.malformed
        self._counts["dropped_messages"] += dropped - self._dropped
        self._dropped = dropped
        self.log.warning("ami_messages_dropped", oversized=self._reader.oversized, malformed=self._reader.malformed)

    def _pause_reading(self, paused: bool) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if paused:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
