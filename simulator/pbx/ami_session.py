"""One AMI client's connection: greeting, login, its actions, and the events it asked for."""

import asyncio
import hashlib
import hmac
from typing import Protocol, cast

import structlog

from acd.asterisk.ami_wire import AmiReader, Message, encode_message
from simulator.pbx.ami_filters import EventFilters
from simulator.pbx.ami_users import ALL_CLASSES, AmiUser
from simulator.pbx.events import Headers

log = structlog.get_logger()

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
# A client that leaves this much unread is too slow: Asterisk hangs up on it, and so do we.
EVENT_BACKLOG = 4 * 1024 * 1024
# Asterisk waits this long before it closes after a refused login, in seconds.
REFUSED_LOGIN_S = 1.0


class AmiHost(Protocol):
    """What a session needs of the AMI server it belongs to; ``frozen`` while the PBX stands still."""

    frozen: bool

    def user(self, name: str) -> AmiUser | None:
        """Return the user of that name."""

    def new_challenge(self) -> str:
        """Return digits for an MD5 login."""

    def do(self, session: "AmiSession", message: Message) -> None:
        """Carry out an action of a client that has logged in."""

    def logged_in(self, session: "AmiSession") -> None:
        """Be told that a client has logged in."""

    def closed(self, session: "AmiSession") -> None:
        """Be told that the connection is gone."""


class AmiSession(asyncio.Protocol):
    """The PBX's end of one AMI connection."""

    def __init__(self, host: AmiHost) -> None:
        self.user: AmiUser | None = None
        self.classes: frozenset[str] = frozenset()
        self.filters = EventFilters()
        self._host = host
        self._reader = AmiReader()
        self._challenge = ""
        self._greeted = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, unless the PBX stands still."""
        # uvloop's transports are no subclass, though they do the same.
        self._transport = cast(asyncio.Transport, transport)
        self.freeze(self._host.frozen)

    def data_received(self, data: bytes) -> None:
        """Carry out what has come."""
        for message in self._reader.feed(data):
            self._handle(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the server's list."""
        self._transport = None
        self._host.closed(self)

    @property
    def authenticated(self) -> bool:
        """Whether the client has logged in."""
        return self.user is not None

    def takes(self, event_class: str, name: str) -> bool:
        """Whether this client gets events ``name`` of ``event_class`` (``call``, ...), its filters apart."""
        user = self.user
        if user is None or not (user.events is None or name in user.events):
            return False
        either = {"all", event_class}
        return not self.classes.isdisjoint(either) and not user.read.isdisjoint(either)

    def write(self, data: bytes) -> None:
        """Send whole messages; a client that does not read them is dropped."""
        if self._transport is None:
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > EVENT_BACKLOG:
            log.warning("emulated_ami_client_too_slow")
            self.abort()

    def send(self, headers: Headers) -> None:
        """Send one message."""
        self.write(encode_message(headers))

    def respond(self, message: Message, response: str, text: str = "", *extra: tuple[str, str]) -> None:
        """Answer an action: ``Response``, the ``ActionID`` if it has one, ``Message``, and more headers."""
        action_id = [("ActionID", message.action_id)] if message.action_id else []
        about = [("Message", text)] if text else []
        self.send([("Response", response), *action_id, *about, *extra])

    def success(self, message: Message, text: str = "", *extra: tuple[str, str]) -> None:
        """Answer that an action was carried out."""
        self.respond(message, "Success", text, *extra)

    def error(self, message: Message, text: str) -> None:
        """Answer that an action was not carried out."""
        self.respond(message, "Error", text)

    def set_classes(self, mask: str) -> None:
        """Choose the events to get: ``on``, ``off`` or classes with commas between them."""
        lowered = mask.strip().lower()
        if lowered in ("", "on", "yes", "true", "1", "all"):
            self.classes = ALL_CLASSES
        elif lowered in ("off", "no", "false", "0"):
            self.classes = frozenset()
        else:
            self.classes = frozenset(word.strip() for word in lowered.split(","))

    def close(self) -> None:
        """Close when everything is sent."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def freeze(self, frozen: bool) -> None:
        """Stand still (actions stay in the socket), or greet if that is still to be done and read on."""
        if self._transport is None:
            return
        if frozen and self._transport.is_reading():
            self._transport.pause_reading()
        if not frozen:
            self._greet(self._transport)

    def _greet(self, transport: asyncio.Transport) -> None:
        if not self._greeted:
            transport.write(GREETING)
        self._greeted = True
        if not transport.is_reading():
            transport.resume_reading()

    def _handle(self, message: Message) -> None:
        action = message.get("Action").lower()
        if action == "challenge":
            self._send_challenge(message)
        elif action == "login":
            self._login(message)
        elif action == "logoff":
            self.respond(message, "Goodbye", "Thanks for all the fish.")
            self.close()
        elif not action:
            self.error(message, "Missing action in request")
        elif self.user is None or not self.user.may(action):
            self.error(message, "Permission denied")
        else:
            self._host.do(self, message)

    def _send_challenge(self, message: Message) -> None:
        if message.get("AuthType").upper() != "MD5":
            self.error(message, "Must specify AuthType")
            return
        self._challenge = self._host.new_challenge()
        self.success(message, "", ("Challenge", self._challenge))

    def _login(self, message: Message) -> None:
        user = self._host.user(message.get("Username"))
        if user is None or not self._knows_secret(message, user.secret):
            self.error(message, "Authentication failed")
            # Asterisk lets a guesser wait before it closes.
            asyncio.get_running_loop().call_later(REFUSED_LOGIN_S, self.close)
            return
        self.user = user
        self.set_classes(message.get("Events"))
        self.success(message, "Authentication accepted")
        self._host.logged_in(self)

    def _knows_secret(self, message: Message, expected: str) -> bool:
        secret = message.get("Secret")
        if message.get("AuthType").upper() == "MD5":
            if not self._challenge:
                return False
            secret = message.get("Key").lower()
            # AMI's own scheme; nothing of ours depends on MD5 being strong.
            expected = hashlib.md5((self._challenge + expected).encode(), usedforsecurity=False).hexdigest()
        return hmac.compare_digest(
            secret.encode("utf-8", "surrogateescape"), expected.encode("utf-8", "surrogateescape")
        )
