"""FastAGI on the wire, without input or output: the server's side of a session.

Asterisk first sends its environment (``agi_*`` lines and an empty line), then one answer for each command.
``HANGUP`` may come at any time, also between a command and its answer.
"""

import re
from typing import NamedTuple

from acd.asterisk.gate import Hostile, agi_quote, check_value

# Asterisk sends some 25 lines of environment and at most 127 arguments.
MAX_ENVIRONMENT_LINES = 256
# The environment as a whole, or one answer: usage texts (520) have 3 kB, values of variables at most this.
MAX_REPLY_BYTES = 65_536
# res_agi reads a command into a buffer of 2048 bytes and cuts what does not fit.
MAX_COMMAND_BYTES = 2_000

REPLY = re.compile(r"(\d{3})([ -])(.*)", re.DOTALL)
# result=1 (value) endpos=8000 - the value may hold parentheses and line breaks, so it ends at the last one.
RESULT = re.compile(r"result=(\S*)(?: \((.*)\))?(?: endpos=(-?\d+))?(?:\s.*)?", re.DOTALL)
OPENS_VALUE = re.compile(r"result=\S* \(")
CLOSES_VALUE = re.compile(r"\)(?: \w+=.*)?\s*$")
NEEDS_QUOTES = re.compile(r'[\s"\\]|^$')


class AgiReply(NamedTuple):
    """The answer to one command.

    ``code`` is 200 for a command that ran, 510 unknown, 511 not possible on a dead channel, 520 wrong use.
    ``result`` is the text after ``result=`` ("" if there is none); of an error it is the explanation.
    ``value`` is what stood in parentheses, None if nothing did; ``end_position`` is ``endpos`` in samples.
    """

    code: int
    result: str
    value: str | None = None
    end_position: int | None = None


class Hangup(NamedTuple):
    """The ``HANGUP`` line: this session has ended, which does not say that the caller left."""


class Environment(NamedTuple):
    """The ``agi_*`` values that open a session, by their full names (``agi_channel``, ``agi_arg_1``)."""

    values: dict[str, str]


class Malformed(NamedTuple):
    """The peer does not speak FastAGI, or says too much; nothing comes after this."""

    reason: str


AgiInput = Environment | AgiReply | Hangup | Malformed


class AgiReader:
    """Cuts a stream of bytes into the environment, the answers and the hang-up, however it was divided.

    A stream that cannot be read on ends with one :class:`Malformed`; whatever is fed after it is ignored.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._environment: dict[str, str] | None = {}
        self._broken = False
        # The answer being read, when it has several lines, and its bytes (of the environment: its bytes).
        self._open: list[str] = []
        self._open_bytes = 0

    def feed(self, data: bytes) -> list[AgiInput]:
        """Take more bytes and return what they complete, in order."""
        if self._broken:
            return []
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        inputs: list[AgiInput] = []
        if self._environment is not None:
            lines = lines[self._plain_environment(self._environment, lines) :]
        for line in lines:
            found = self._take_line(line)
            if found is not None:
                inputs.append(found)
            if isinstance(found, Malformed):
                return self._break(inputs)
        if len(self._rest) > MAX_REPLY_BYTES:
            return self._break([*inputs, Malformed("a line too long")])
        return inputs

    def _plain_environment(self, values: dict[str, str], lines: list[bytes]) -> int:
        """Take the lines of the environment that are as they should be, and return how many; 25 come at once."""
        taken = 0
        for raw in lines:
            name, colon, value = raw.partition(b": ")
            plain = colon and name.startswith(b"agi_") and not raw.endswith(b"\r")
            if not plain or len(values) >= MAX_ENVIRONMENT_LINES or self._open_bytes > MAX_REPLY_BYTES:
                break  # the careful way sees to it
            values.setdefault(name.decode("ascii", "replace"), value.decode("utf-8", "surrogateescape"))
            self._open_bytes += len(raw)
            taken += 1
        return taken

    def _break(self, inputs: list[AgiInput]) -> list[AgiInput]:
        self._broken, self._rest = True, b""
        return inputs

    def _take_line(self, raw: bytes) -> AgiInput | None:
        self._open_bytes += len(raw)
        if self._open_bytes > MAX_REPLY_BYTES:
            return Malformed("an environment or an answer too long")
        line = raw.decode("utf-8", "surrogateescape").removesuffix("\r")
        if self._environment is not None:
            return self._take_environment(self._environment, line)
        if line == "HANGUP":
            return Hangup()
        if self._open:
            return self._take_more(line)
        self._open_bytes = 0
        return self._take_reply(line)

    def _take_environment(self, values: dict[str, str], line: str) -> Environment | Malformed | None:
        if not line:
            self._environment, self._open_bytes = None, 0
            return Environment(values) if values else Malformed("an environment without agi_ values")
        name, colon, value = line.partition(":")
        if colon and name.startswith("agi_"):
            values.setdefault(name, value.removeprefix(" "))
        elif not values:
            return Malformed("the first line is not 'agi_name: value'")
        # A later line without a name is the rest of a value with a line break in it: left out.
        return Malformed("too many environment lines") if len(values) > MAX_ENVIRONMENT_LINES else None

    def _take_reply(self, line: str) -> AgiReply | Malformed | None:
        parts = REPLY.fullmatch(line)
        if parts is None:
            return Malformed("an answer does not start with three digits") if line else None
        code, dash, text = int(parts[1]), parts[2] == "-", parts[3]
        if code == 100:  # "Trying": the answer comes later
            return None
        if code == 200:
            return self._take_result(text)
        if code == 520 and dash:
            self._open = [line]
            return None
        return AgiReply(code, text)

    def _take_result(self, text: str) -> AgiReply | Malformed | None:
        if OPENS_VALUE.match(text) and not CLOSES_VALUE.search(text):
            self._open = [text]
            return None
        return parse_result(text)

    def _take_more(self, line: str) -> AgiReply | Malformed | None:
        """Gather a multi-line 520 up to the line that says 520 again, or a value with line breaks in it."""
        self._open.append(line)
        is_usage = self._open[0].startswith("520-")
        if not (line.startswith("520 ") if is_usage else CLOSES_VALUE.search(line)):
            return None
        text, self._open, self._open_bytes = "\n".join(self._open), [], 0
        return AgiReply(520, text) if is_usage else parse_result(text)


def parse_result(text: str) -> AgiReply | Malformed:
    """Read what stands after the code of a 200 answer: ``result=1 (value) endpos=8000``."""
    parts = RESULT.fullmatch(text)
    if parts is None:
        return Malformed("an answer has no result")
    end = parts[3]
    return AgiReply(200, parts[1], parts[2], None if end is None else int(end))


def encode_command(*words: str) -> bytes:
    """Write one command; each of ``words`` is one argument, quoted where it needs to be.

    ``encode_command("EXEC", "Playback", "a b")`` gives ``EXEC Playback "a b"`` and a line feed.

    Raises:
        Hostile: a word holds a line break or NUL, or the line is longer than Asterisk reads.
    """
    line = " ".join(agi_quote(w) if NEEDS_QUOTES.search(w) else check_value("argument", w) for w in words)
    encoded = line.encode("utf-8", "surrogateescape") + b"\n"
    if len(encoded) > MAX_COMMAND_BYTES:
        raise Hostile("command", f"longer than the {MAX_COMMAND_BYTES} bytes that Asterisk reads")
    return encoded
