"""AMI on the wire, without input or output: bytes in, messages out, and the other way round.

It serves both ends: a client feeds it what Asterisk says (greeting, responses, events), a server feeds it
actions. Messages are cut out of the bytes whole and decoded only when somebody asks for a header, because
most events of a busy PBX are looked at once, by name, and dropped.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from acd.asterisk.gate import Hostile, check_key, check_value

BREAK = b"\r\n"
END_OF_MESSAGE = b"\r\n\r\n"
# Events have some 500 bytes; the largest known messages are outputs of commands, tens of kilobytes.
MAX_MESSAGE = 65_536
# Asterisk reads the lines of an action into 1024 bytes and throws a longer line away.
MAX_ACTION_LINE = 1_000
# "Asterisk Call Manager/11.0.0" and room for a distributor's suffix.
MAX_GREETING = 256


@lru_cache(maxsize=512)
def _needle(name: str) -> bytes:
    return BREAK + name.lower().encode("utf-8", "surrogateescape") + b":"


class Message:
    """One AMI message: ordered headers, duplicates and empty values kept, names in any case.

    ``raw`` is the message without its closing empty line; it is split and decoded only when asked.
    Values keep undecodable bytes as surrogates (``surrogateescape``).
    """

    __slots__ = ("_searchable", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._searchable: bytes | None = None

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of header ``name``, or ``default`` if there is none."""
        start = self._find(_needle(name), 0)
        return default if start < 0 else self._value_at(start)

    def all(self, name: str) -> list[str]:
        """Return every value of header ``name`` in order (``Output`` of a command, ``ChanVariable``)."""
        needle, values = _needle(name), []
        start = self._find(needle, 0)
        while start >= 0:
            values.append(self._value_at(start))
            start = self._find(needle, start)
        return values

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield every header as (name as written, value); lines that are not headers are left out."""
        for line in self.raw.split(BREAK):
            name, colon, value = line.decode("utf-8", "surrogateescape").partition(":")
            if colon:
                yield name, value.removeprefix(" ")

    @property
    def event(self) -> str:
        """The name of the event, or "" if this is not one (the first, when Asterisk doubles it)."""
        return self.get("Event")

    @property
    def is_event(self) -> bool:
        """Whether this is an event (responses never carry an ``Event`` header first)."""
        return self._starts_with(b"event:")

    @property
    def is_response(self) -> bool:
        """Whether this answers an action."""
        return self._starts_with(b"response:")

    @property
    def action_id(self) -> str:
        """The ``ActionID`` it answers or carries, or ""."""
        return self.get("ActionID")

    def __repr__(self) -> str:
        return f"Message({dict(self.items())!r})"

    def _starts_with(self, prefix: bytes) -> bool:
        return self.raw[: len(prefix)].lower() == prefix

    def _find(self, needle: bytes, start: int) -> int:
        """Return where the value of the next such header starts in the searchable text, or -1."""
        if self._searchable is None:
            self._searchable = BREAK + self.raw.lower()
        found = self._searchable.find(needle, start)
        return found if found < 0 else found + len(needle)

    def _value_at(self, start: int) -> str:
        start -= len(BREAK)  # the searchable text has one line break more in front
        end = self.raw.find(BREAK, start)
        value = self.raw[start:] if end < 0 else self.raw[start:end]
        return value.decode("utf-8", "surrogateescape").removeprefix(" ")


class AmiReader:
    """Cuts a stream of bytes into AMI messages, however the bytes were divided on the way.

    ``expects_greeting`` is True for a client: the first line is then kept in ``greeting`` ("" until it came).
    ``oversized`` counts messages longer than ``max_message`` bytes and ``malformed`` those whose first line
    is not a header; both kinds are dropped and the reader goes on with the next message.
    """

    def __init__(self, max_message: int = MAX_MESSAGE, expects_greeting: bool = False) -> None:
        self.greeting = ""
        self.oversized = 0
        self.malformed = 0
        self._max_message = max_message
        self._awaits_greeting = expects_greeting
        self._rest = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[Message]:
        """Take more bytes and return the messages that they complete, in order."""
        data = self._rest + data
        if self._awaits_greeting:
            data = self._take_greeting(data)
        parts = data.split(END_OF_MESSAGE)
        self._rest = parts.pop()
        messages = [Message(part.removeprefix(BREAK)) for part in parts if self._is_whole(part)]
        # The last three bytes may be the start of a closing empty line.
        if len(self._rest) > self._max_message + 3:
            self._skipping, self._rest = True, self._rest[-3:]
        return messages

    def _take_greeting(self, data: bytes) -> bytes:
        line, found, rest = data.partition(BREAK)
        if not found and len(line) <= MAX_GREETING:
            return data
        self._awaits_greeting = False
        self.greeting = line[:MAX_GREETING].decode("utf-8", "replace") or "?"
        return rest

    def _is_whole(self, part: bytes) -> bool:
        """Say whether ``part`` is a message to hand on; count it if it is not."""
        if self._skipping or len(part) > self._max_message:
            self._skipping = False
            self.oversized += 1
            return False
        first_line = part.removeprefix(BREAK).partition(BREAK)[0]
        if b":" in first_line:
            return True
        self.malformed += bool(first_line)
        return False


def encode_message(headers: Iterable[tuple[str, str]]) -> bytes:
    """Write one message (an action, a response or an event) through the gate.

    Raises:
        acd.asterisk.gate.Hostile: a name or a value holds a line break, NUL or (names) a colon.
    """
    lines = [f"{check_key(name)}: {check_value(name, value)}\r\n" for name, value in headers]
    return "".join([*lines, "\r\n"]).encode("utf-8", "surrogateescape")


def encode_action(headers: Iterable[tuple[str, str]]) -> bytes:
    """Write one action as :func:`encode_message` does, in lines that Asterisk reads whole.

    Raises:
        acd.asterisk.gate.Hostile: as there, or a line is longer than ``MAX_ACTION_LINE`` bytes.
    """
    action = encode_message(headers)
    for line in action.split(BREAK):
        if len(line) > MAX_ACTION_LINE:
            name = line.partition(b":")[0].decode("utf-8", "replace")
            raise Hostile(name, f"longer than the {MAX_ACTION_LINE} bytes that Asterisk reads")
    return action
