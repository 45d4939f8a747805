"""Logs: lines for people on a terminal, JSON lines everywhere else, and no secrets in either.

``structlog.contextvars.bind_contextvars(call=...)`` puts a call's id on every line that is about it. What libraries
say through the standard library is let through from warnings up.
"""

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import msgspec
import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from acd.printable import printable

LEVELS = ("debug", "info", "warning", "error", "critical")
HIDDEN = "***"

DEEPEST = 4
"""How far values are looked into; deeper ones are shown as an ellipsis, so a circle ends too."""

LONGEST_ON_TERMINAL = 500
"""Characters of one value on a terminal."""

_SECRET = re.compile(r"secret|token|passw|authorization|keys?$", re.IGNORECASE)
_OURS = frozenset({"exc_info", "stack"})
"""Keys whose values are rendered by steps of their own."""


def set_up_logs(level: str = "info", stream: TextIO | Path | None = None, terminal: bool | None = None) -> "Lines":
    """Send the log to ``stream``: standard error if None; a path is a file that lines are added to.

    Returns where lines go, which says how many were lost and closes a file that was opened here.

    ``level`` is the least level shown, one of ``LEVELS``. ``terminal`` chooses lines for people or JSON; None
    asks the stream whether it is a terminal.

    Raises:
        ValueError: ``level`` is none of ``LEVELS``.
        OSError: the file cannot be written.
    """
    if level not in LEVELS:
        raise ValueError(f"log level {level!r}: expected one of {', '.join(LEVELS)}")
    owned = isinstance(stream, Path)
    if isinstance(stream, Path):
        stream = opened(stream)
    out = sys.stderr if stream is None else stream
    if terminal is None:
        terminal = out.isatty()
    lines = Lines(out, owned=owned)
    structlog.configure(
        processors=for_terminal() if terminal else for_programs(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: lines,
        # Loggers are made when modules load; a cached one would go on writing to where the log went before.
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[FromLibraries()], level=logging.WARNING, force=True)
    return lines


def opened(path: Path) -> TextIO:
    """Open a log file to add to; callers' numbers are in it, so only the owner of the service may read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8", errors="backslashreplace"
    )


def common(stamp: str | None, *, utc: bool) -> list[Processor]:
    """Return the steps that both kinds of lines share."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.StackInfoRenderer(),
        hide_secrets,
        structlog.processors.TimeStamper(fmt=stamp, utc=utc, key="at"),
    ]


def for_programs() -> list[Processor]:
    """Return the steps that make one JSON object a line, with the time in ISO 8601 and UTC."""
    return [*common("iso", utc=True), structlog.processors.format_exc_info, as_json]


def for_terminal() -> list[Processor]:
    """Return the steps that make coloured lines; tracebacks are plain, as variables in them may be secrets."""
    console = structlog.dev.ConsoleRenderer(timestamp_key="at", exception_formatter=clean_traceback, pad_event_to=24)
    return [*common("%H:%M:%S", utc=False), clean_values, console]


def hide_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace values whose keys look like secrets, also inside mappings and sequences."""
    for key, value in event.items():
        if _SECRET.search(key):
            event[key] = HIDDEN
        elif isinstance(value, Mapping | list | tuple):
            event[key] = without_secrets(value, DEEPEST)
    return event


def without_secrets(value: Any, depth: int) -> Any:
    """Return a copy of ``value`` in which nothing has a key that looks like a secret."""
    if not isinstance(value, Mapping | list | tuple):
        return value
    if depth == 0:
        return "…"
    if isinstance(value, Mapping):
        return {
            str(key): HIDDEN if _SECRET.search(str(key)) else without_secrets(part, depth - 1)
            for key, part in value.items()
        }
    return [without_secrets(part, depth - 1) for part in value]


def clean_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out what a terminal would act on: values come from callers and from networks."""
    for key, value in event.items():
        if key not in _OURS and not isinstance(value, int | float):
            event[key] = printable(value if isinstance(value, str) else repr(value), LONGEST_ON_TERMINAL)
    return event


def clean_traceback(out: TextIO, exc_info: ExcInfo) -> None:
    """Write a traceback without colours and without variables; its message may be from outside."""
    text = StringIO()
    structlog.dev.plain_traceback(text, exc_info)
    out.write("\n".join(printable(line, LONGEST_ON_TERMINAL) for line in text.getvalue().splitlines()))


def as_json(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> str:
    """Render one line of JSON; what JSON has no form for is shown as Python does."""
    try:
        return msgspec.json.encode(event, enc_hook=repr).decode()
    except (UnicodeEncodeError, OverflowError, TypeError, ValueError):
        # Half a character from a network, or a number beyond 64 bits: the slower encoder escapes them.
        return json.dumps(event, default=repr)


class Lines:
    """Writes whole lines from any thread. A stream that fails is no reason to stop taking calls: ``lost`` counts."""

    def __init__(self, out: TextIO, *, owned: bool = False) -> None:
        self.lost = 0
        self._owned = owned
        self._out = out
        self._lock = threading.Lock()

    def msg(self, line: str) -> None:
        """Write one line at once."""
        with self._lock:
            try:
                self._out.write(line + "\n")
                self._out.flush()
            except (OSError, ValueError):
                self.lost += 1

    def close(self) -> None:
        """Close the stream if it is a file of our own; lines that come later are lost."""
        if self._owned:
            self._out.close()

    debug = info = warning = error = critical = exception = fatal = warn = log = msg


class FromLibraries(logging.Handler):
    """Takes what libraries say through the standard library into this log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one record on under the event ``library_said``."""
        say: Callable[..., Any] = getattr(structlog.get_logger(), record.levelname.lower(), structlog.get_logger().info)
        say("library_said", library=record.name, said=record.getMessage(), exc_info=record.exc_info)
