"""What the doctor finds: one sentence each, and for what is not good the lines that mend it."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How bad it is. Calls are lost or misled by an error; a warning costs speed, safety or knowledge."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


RELOADS = {
    "manager": 'asterisk -rx "manager reload"',
    "extensions": 'asterisk -rx "dialplan reload"',
    "pjsip": 'asterisk -rx "module reload res_pjsip.so"',
    "musiconhold": 'asterisk -rx "moh reload"',
}
"""What makes Asterisk read a file again, by how the file's name begins."""


class Mend(msgspec.Struct, frozen=True):
    """Lines that mend something, and where they go: a file and its section, or "" for a shell."""

    place: str
    lines: tuple[str, ...]

    @property
    def reload(self) -> str:
        """The command that makes Asterisk read the file again; "" where there is nothing to read."""
        return next((command for name, command in RELOADS.items() if self.place.startswith(name)), "")


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at. ``key`` is its sentence in ``words``, ``values`` fill the blanks."""

    check: str
    level: Level
    key: str
    values: dict[str, str] = {}
    mend: Mend | None = None


def good(check: str, key: str, **values: object) -> Finding:
    """Make a finding that needs nothing."""
    return Finding(check, Level.OK, key, texts(values))


def warning(check: str, key: str, mend: Mend, **values: object) -> Finding:
    """Make a finding with which calls still go their way."""
    return Finding(check, Level.WARNING, key, texts(values), mend)


def error(check: str, key: str, mend: Mend, **values: object) -> Finding:
    """Make a finding with which they do not."""
    return Finding(check, Level.ERROR, key, texts(values), mend)


def texts(values: dict[str, object]) -> dict[str, str]:
    """Turn values into texts."""
    return {name: str(value) for name, value in values.items()}


MOST_NAMED = 8


def named(names: Sequence[str]) -> str:
    """Name some of many: a sentence holds eight, and the count says how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")


def worst(findings: Sequence[Finding]) -> Level:
    """Return the worst level there is."""
    return max((finding.level for finding in findings), key=list(Level).index, default=Level.OK)
