"""What an owner's script reads and writes: AGI on stdin and stdout, judged line by line. No input or output here.

The script speaks to us as it would to Asterisk, and we to Asterisk for it. So a line is taken apart into words and
each word passes the gate again; what would take the caller out of our hands is refused with 510, as is whatever is
no command at all.
"""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from acd.asterisk.agi_wire import AgiReply
from ivr.scripts import split_command

MOST_WORDS = 128
"""Words of one command, as in Asterisk."""

COMMANDS = frozenset(
    {
        *("ANSWER", "CHANNEL STATUS", "CONTROL STREAM FILE", "DATABASE DEL", "DATABASE DELTREE", "DATABASE GET"),
        *("DATABASE PUT", "GET DATA", "GET FULL VARIABLE", "GET OPTION", "GET VARIABLE", "NOOP", "RECEIVE CHAR"),
        *("RECEIVE TEXT", "RECORD FILE", "SAY ALPHA", "SAY DATE", "SAY DATETIME", "SAY DIGITS", "SAY NUMBER"),
        *("SAY PHONETIC", "SAY TIME", "SEND IMAGE", "SEND TEXT", "SET CALLERID", "SET MUSIC", "SET VARIABLE"),
        *("STREAM FILE", "VERBOSE", "WAIT FOR DIGIT"),
    }
)
"""What a script may do by a command of AGI."""

APPLICATIONS = frozenset(
    {
        *("answer", "background", "log", "noop", "playback", "playtones", "progress", "read", "ringing", "sayalpha"),
        *("saydigits", "saynumber", "sayphonetic", "sayunixtime", "sendtext", "set", "startmusiconhold"),
        *("stopmusiconhold", "stopplaytones", "userevent", "verbose", "wait"),
    }
)
"""What it may do by EXEC: applications that come back by themselves, and leave the caller where they are."""

OURS = re.compile(r"ACD_|AGIEXITONHANGUP|DIALSTATUS|HANGUPCAUSE|GOSUB_RESULT|TRANSFER_CONTEXT", re.IGNORECASE)
"""Variables that the call depends on, or that hold the secret."""

DANGEROUS = re.compile(
    r"\b(SHELL|EVAL|SYSTEM|FILE|GLOBAL|TIMEOUT|AGENT|DB_DELETE|REALTIME\w*|ODBC\w*)\s*\(", re.IGNORECASE
)
"""Functions by which a command would reach beyond the call, or end it."""

SETTABLE = re.compile(r"\w+|CALLERID\([\w-]+\)|CHANNEL\(language\)", re.ASCII)
"""What may be set: plain variables and what the caller is called and hears."""

FROM_PBX = (
    *("channel", "language", "type", "uniqueid", "version", "callerid", "calleridname", "callingpres", "callingani2"),
    *("callington", "callingtns", "dnid", "rdnis", "context", "extension", "priority", "enhanced", "accountcode"),
    "threadid",
)
"""The ``agi_*`` values that Asterisk gives to every script; the order is its own."""


class Variable(NamedTuple):
    """A variable that a command sets."""

    name: str
    value: str


def split_words(line: str) -> list[str]:
    """Take a command line apart as Asterisk does: at blanks outside quotes, with backslashes resolved."""
    words: list[str] = []
    current: str | None = None
    quoted = escaped = False
    for char in line:
        if escaped:
            current, escaped = (current or "") + char, False
        elif char == "\\":
            current, escaped = current or "", True
        elif char == '"':
            current, quoted = current or "", not quoted
        elif char in " \t" and not quoted:
            words += [] if current is None else [current]
            current = None
        else:
            current = (current or "") + char
    return words if current is None else [*words, current]


def refusal(words: list[str]) -> str | None:
    """Say why a command may not reach the PBX; None if it may."""
    name = command_name(words)
    if len(words) > MOST_WORDS or name is None:
        return "not a command that a script may give"
    if name == "EXEC" and (len(words) < 2 or words[1].lower() not in APPLICATIONS):
        return "not an application that a script may execute"
    variable = variable_set(words)
    about = [variable.name] if variable is not None else words
    if any(OURS.search(word) for word in about):
        return "a variable that is the engine's"
    if variable is not None and not SETTABLE.fullmatch(variable.name.lstrip("_")):
        return "not a variable that a script may set"
    if any(DANGEROUS.search(word) for word in words):
        return "a function that a script may not use"
    return None


def command_name(words: list[str]) -> str | None:
    """Name the command that the first words make, the longest there is; None for one that scripts do not have."""
    if words[:1] and words[0].upper() == "EXEC":
        return "EXEC"
    names = ("\n".join(words[:length]).upper() for length in (3, 2, 1))  # a word with a blank in it names nothing
    names = (name.replace("\n", " ") for name in names if " " not in name)
    return next((name for name in names if name in COMMANDS), None)


def variable_set(words: list[str]) -> Variable | None:
    """Say which variable a command sets, by SET VARIABLE or by EXEC Set."""
    if len(words) == 4 and [word.upper() for word in words[:2]] == ["SET", "VARIABLE"]:
        return Variable(words[2], words[3])
    if len(words) == 3 and [word.lower() for word in words[:2]] == ["exec", "set"]:
        name, equals, value = words[2].partition("=")
        return Variable(name.strip(), value) if equals else None
    return None


def variable_asked(words: list[str]) -> str | None:
    """Say which variable GET VARIABLE asks for."""
    is_question = len(words) == 3 and [word.upper() for word in words[:2]] == ["GET", "VARIABLE"]
    return words[2] if is_question else None


def environment(env: Mapping[str, str], command: tuple[str, ...]) -> bytes:
    """Write the ``agi_*`` lines with which a script begins; arguments of our own session, the secret, stay here."""
    script, arguments = split_command(command)
    values = {"request": PurePath(script).name}
    values |= {name: one_line(env.get(f"agi_{name}", "")) for name in FROM_PBX}
    values |= {f"arg_{number}": each for number, each in enumerate(arguments, start=1)}
    return encoded("".join(f"agi_{name}: {value}\n" for name, value in values.items()) + "\n")


def answer(reply: AgiReply) -> bytes:
    """Write the PBX's answer as the PBX writes it; line breaks within a value, which no script expects, are blanks."""
    if reply.code != 200:
        is_usage = reply.result.startswith("520-")
        return encoded(f"{reply.result}\n" if is_usage else f"{reply.code} {one_line(reply.result)}\n")
    value = "" if reply.value is None else f" ({one_line(reply.value)})"
    end = "" if reply.end_position is None else f" endpos={reply.end_position}"
    return encoded(f"200 result={reply.result}{value}{end}\n")


def one_line(text: str) -> str:
    """Replace what would end a line."""
    return text.translate({ord(mark): " " for mark in "\r\n\0"})


def encoded(text: str) -> bytes:
    """Encode what came from bytes that may not have been UTF-8."""
    return text.encode("utf-8", "surrogateescape")
