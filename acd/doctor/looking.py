"""A look at an Asterisk through panoramisk, which knows nothing of our own client: its faults cannot hide here.

panoramisk itself never gives up: a refused login says nothing, a lost connection is begun again for ever with its
actions sent twice, nothing has a deadline or a size. So it gets a connection that is already there, one look is one
connection, and every wait ends.
"""

import asyncio
import hashlib
import os
import secrets
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from panoramisk import Manager
from panoramisk.ami_protocol import AMIProtocol

from acd.asterisk.gate import check_key, check_value
from acd.config.model import AmiPart

CONNECT_S = 5.0
ANSWER_S = 5.0
"""Seconds for a connection with its greeting, and for one answer: a living Asterisk takes milliseconds."""

CALL_S = 8.0
"""Seconds for a call of the doctor's own; the longest plays music for two."""

POLL_S = 0.05
MOST_EVENTS = 5_000
MOST_BYTES = 20_000_000
"""What one look may bring; a busy PBX without any filter sends some kilobytes a call."""

CONTEXT = "acd-doctor"
ANSWER = "ACD_PING"


class NotReached(Exception):
    """Nobody speaks AMI there; ``key`` says in which way, ``why`` what the system says."""

    def __init__(self, key: str, why: object = "") -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = str(why)


class Refused(Exception):
    """The login was refused. ``own`` is the address the PBX sees us at."""

    def __init__(self, answer: str, own: str) -> None:
        super().__init__(answer)
        self.own = own


class Silent(Exception):
    """An action had no answer in time, or the connection is gone."""


class Answer(msgspec.Struct, frozen=True):
    """An answer: whether it is a good one, its headers by lower-case name, and the rows of a list."""

    good: bool
    message: str
    headers: dict[str, str]
    rows: tuple[dict[str, str], ...] = ()


class Wire(AMIProtocol):  # type: ignore[misc] # panoramisk has no types
    """panoramisk's protocol with an end: of bytes, and of the connection."""

    def __init__(self) -> None:
        self.greeting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._bytes = 0

    def data_received(self, data: bytes) -> None:
        """Read on, within the limit."""
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            self.transport.abort()
            return
        if not self.greeting.done():
            self.greeting.set_result(data[:60].decode("utf-8", "replace").strip())
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so; panoramisk would begin anew. It also calls this when Asterisk shuts down."""
        if not self.lost.done():
            self.lost.set_result(None)
        self.transport.close()


class Look:
    """One login, for as long as the doctor looks.

    ``events`` are those that came, as headers; ``may_call`` says whether the last own call was accepted; ``own`` is
    our address as the PBX sees it.
    """

    def __init__(self, manager: Any, wire: Wire) -> None:
        self._manager = manager
        self._wire = wire
        self.events: deque[dict[str, str]] = deque(maxlen=MOST_EVENTS)
        self.may_call: bool | None = None
        self.own = str((wire.transport.get_extra_info("sockname") or ("?",))[0])
        manager.register_event("*", lambda _, event: self.events.append(headers_of(event)))

    @property
    def is_gone(self) -> bool:
        """Whether the connection has ended."""
        return self._wire.lost.done()

    async def ask(self, action: str, **fields: str | Sequence[str]) -> Answer:
        """Ask for one answer.

        Raises:
            Silent: there is none.
            Hostile: a value would be another action; panoramisk would send it.
        """
        return answer_of([await self._send(action, fields, as_list=False)])

    async def ask_list(self, action: str, **fields: str) -> Answer:
        """Ask for a list; an answer that is no list has no rows.

        Raises:
            Silent, Hostile: as :meth:`ask`.
        """
        heard = await self._send(action, fields, as_list=None)
        return answer_of(heard if isinstance(heard, list) else [heard])

    async def value(self, expression: str) -> str | None:
        """Return a global variable or a function's value, "" if unset; None if that is not ours to know."""
        answer = await self.ask("Getvar", Variable=expression)
        return answer.headers.get("value", "") if answer.good else None

    async def values(self, expressions: Sequence[str]) -> list[str | None]:
        """Return several, in their order."""
        return [await self.value(each) for each in expressions]

    async def has(self, *place: str) -> bool | None:
        """Whether the dialplan has this context, extension; None where Asterisk cannot tell."""
        seen = await self.value(f"DIALPLAN_EXISTS({','.join((*place, '1')) if len(place) > 1 else place[0]})")
        return None if not seen else seen == "1"

    async def call(self, extension: str, variables: Mapping[str, str], name: str = "") -> Answer:
        """Call an extension of the doctor's context by a channel of our own; its legs are ``name``-1 and -2."""
        name = name or f"acd-doctor-{secrets.token_hex(4)}"
        answer = await self.ask(
            "Originate",
            Channel=f"Local/{extension}@{CONTEXT}/n",
            Application="Wait",
            Data=str(round(CALL_S)),
            Timeout=str(round(CALL_S * 1000)),
            Async="true",
            ChannelId=f"{name}-1",
            OtherChannelId=f"{name}-2",
            Variable=[f"{key}={value}" for key, value in variables.items()],
        )
        self.may_call = answer.good
        return answer

    async def question(self, extension: str, **variables: str) -> str | None:
        """Call an extension and return what it leaves behind the question's word; None if nothing in time."""
        word = secrets.token_hex(4)
        if not (await self.call(extension, {"ACD_ASK": word, **variables})).good:
            return None
        give_up = asyncio.get_running_loop().time() + CALL_S
        while asyncio.get_running_loop().time() < give_up:
            first, _, rest = (await self.value(ANSWER) or "").partition(" ")
            if first == word:
                return rest.strip()
            await asyncio.sleep(POLL_S)
        return None

    async def _send(self, action: str, fields: Mapping[str, str | Sequence[str]], as_list: bool | None) -> Any:
        for key, value in fields.items():
            for each in (value,) if isinstance(value, str) else value:
                check_value(check_key(key), each)
        if self.is_gone:
            raise Silent(action)
        heard = self._manager.send_action({"Action": action, **fields}, as_list=as_list)
        await asyncio.wait((heard, self._wire.lost), timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
        if not heard.done():
            heard.cancel()
            raise Silent(action)
        return heard.result()


@asynccontextmanager
async def looking(part: AmiPart) -> AsyncIterator[Look]:
    """Connect and log in.

    Raises:
        NotReached, Refused: it did not come to that.
    """
    wire = await connect(part)
    loop = asyncio.get_running_loop()
    manager: Any = Manager(loop=loop, host=part.address.host, port=part.address.port)
    connected: asyncio.Future[tuple[Any, Wire]] = loop.create_future()
    connected.set_result((wire.transport, wire))
    try:
        manager.connection_made(connected)
        look = Look(manager, wire)
        await log_in(look, part)
        yield look
    finally:
        manager.close()
        wire.transport.abort()


async def connect(part: AmiPart) -> Wire:
    """Connect, and wait for the words by which AMI greets.

    Raises:
        NotReached: nobody is there, or nobody of that kind.
    """
    try:
        async with asyncio.timeout(CONNECT_S):
            _, wire = await asyncio.get_running_loop().create_connection(Wire, part.address.host, part.address.port)
    except TimeoutError:
        raise NotReached("ami_silent") from None
    except OSError as fault:
        # asyncio's own text repeats the address; a name that cannot be looked up has a negative number
        number = fault.errno or 0
        raise NotReached("ami_unreachable", os.strerror(number) if number > 0 else fault.strerror) from None
    await asyncio.wait((wire.greeting, wire.lost), timeout=CONNECT_S, return_when=asyncio.FIRST_COMPLETED)
    greeting = wire.greeting.result() if wire.greeting.done() else ""
    if not greeting.startswith("Asterisk Call Manager/"):
        wire.transport.abort()
        raise NotReached("ami_other" if greeting or wire.lost.done() else "ami_silent", greeting)
    return wire


async def log_in(look: Look, part: AmiPart) -> None:
    """Log in by challenge: the secret does not travel.

    Raises:
        Refused: by the PBX's word.
        NotReached: it says nothing.
    """
    try:
        offer = await look.ask("Challenge", AuthType="MD5")
        digest = hashlib.md5((offer.headers.get("challenge", "") + part.secret).encode(), usedforsecurity=False)
        proof = {"AuthType": "MD5", "Key": digest.hexdigest()} if offer.good else {"Secret": part.secret}
        answer = await look.ask("Login", Username=part.user, Events="on", **proof)
    except Silent:
        raise NotReached("ami_silent") from None
    if not answer.good:
        raise Refused(answer.message, look.own)


def headers_of(message: Any) -> dict[str, str]:
    """Take a message's headers; of those that came several times, all lines."""
    return {key.lower(): "\n".join(value) if isinstance(value, list) else value for key, value in message.items()}


def answer_of(messages: Sequence[Any]) -> Answer:
    """Make an answer of what panoramisk gathered."""
    headers, *rows = (headers_of(message) for message in messages)
    rows = [row for row in rows if row.get("eventlist", "").lower() != "complete"]
    return Answer(headers.get("response") == "Success", headers.get("message", ""), headers, tuple(rows))
