"""The small notations of a centre's file: long durations, phones, ways out, addresses, secrets."""

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from acd.asterisk.gate import NUMBER
from acd.engine.routing_rules import NEVER_S, Exit
from ivr.fields import A_DURATION, A_NAME, EXTENSION, duration_from, name_from

LONGEST_S = 24 * 3600.0
SHORTEST_S = 1.0
LONGEST_REMEMBERED_S = 366 * LONGEST_S
LONGEST_PATH = 4096
SHORTEST_SECRET, LONGEST_SECRET = 8, 256

WAYS = ("hang-up", "callback", "queue", "extension", "number")
"""The words that a way out begins with."""

_PHONE = re.compile(r"[A-Za-z0-9]{2,16}/[A-Za-z0-9_.@+-]{1,64}", re.ASCII)
_CODE = re.compile(r"\*[0-9*]{1,8}", re.ASCII)
_PIN = re.compile(r"[0-9]{4,12}", re.ASCII)
_STORE = re.compile(r"sqlite:///.{1,4096}|postgresql(\+[a-z0-9]{1,32})?://.{1,4096}")
_ADDRESS = re.compile(r"([A-Za-z0-9_.-]{1,253}|\[[0-9a-fA-F:]+\]):(\d{1,5})", re.ASCII)


class Address(NamedTuple):
    """A host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def refuse(key: str, raw: object, **values: object) -> PydanticCustomError:
    """Make the refusal whose phrase is ``key`` in ``acd.config.words``."""
    return PydanticCustomError(key, "{got}", {"got": str(raw)[:64], **values})


def long_duration_from(raw: object) -> float:
    """Read ``20s``, ``10m``, ``1h``; a bare number is seconds. At most a day."""
    return duration_within(raw, LONGEST_S, "24h")


def lasting_from(raw: object) -> float:
    """Read a duration of at least a second, which callers who have just come do not reach."""
    seconds = long_duration_from(raw)
    if seconds < SHORTEST_S:
        raise refuse("short_duration", raw, limit=f"{SHORTEST_S:g}s")
    return seconds


def remembered_from(raw: object) -> float:
    """Read for how long something is remembered: a duration of at most a year."""
    return duration_within(raw, LONGEST_REMEMBERED_S, "366d")


def duration_within(raw: object, longest_s: float, limit: str) -> float:
    """Read a duration of at most ``longest_s``, which people write as ``limit``."""
    seconds = duration_from(raw)
    if seconds > longest_s:
        raise refuse("long_duration", raw, limit=limit)
    return seconds


def worth_from(raw: object) -> float:
    """Read how much waiting a point of priority is worth: a duration, or ``never`` if no wait makes up for it."""
    return NEVER_S if raw == "never" else long_duration_from(raw)


def phone_from(raw: object) -> str:
    """Read a phone as the PBX names it: ``PJSIP/1001``."""
    if not isinstance(raw, str) or not _PHONE.fullmatch(raw):
        raise refuse("bad_phone", raw)
    return raw


def dialled_from(raw: object) -> str:
    """Read a number that somebody dials: digits, perhaps after a plus."""
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not NUMBER.fullmatch(text):
        raise refuse("bad_number", raw)
    return text


def code_from(raw: object) -> str:
    """Read a keypad code: ``*40``."""
    if not isinstance(raw, str) or not _CODE.fullmatch(raw):
        raise refuse("bad_code", raw)
    return raw


def pin_from(raw: object) -> str:
    """Read a PIN of 4 to 12 digits in quotes, or where it is kept: ``env:NAME``, ``file:PATH``; it is never shown.

    Without quotes YAML would take 012345 for an octal number, and nobody could sign in with it.
    """
    text = kept_elsewhere(raw) if isinstance(raw, str) else ""
    if not _PIN.fullmatch(text):
        raise refuse("bad_pin", "***")
    return text


def way_from(raw: object) -> Exit:
    """Read where a way out leads: ``hang-up``, ``callback``, ``queue NAME``, ``extension 600``, ``number +49301``."""
    if raw == "hang-up":
        return Exit(go="hangup")
    if raw == "callback":
        return Exit(go="callback")
    words = raw.split()[:3] if isinstance(raw, str) else []
    if len(words) == 2 and words[0] == "queue":
        return Exit(go="queue", target=name_from(words[1]))
    if len(words) == 2 and words[0] == "extension" and EXTENSION.fullmatch(words[1]):
        return Exit(go="extension", target=words[1])
    if len(words) == 2 and words[0] == "number" and NUMBER.fullmatch(words[1]):
        return Exit(go="number", target=words[1])
    meant = get_close_matches(words[0], WAYS, n=1) if words and words[0] not in WAYS else []
    if meant:
        raise refuse("bad_way_close", raw, meant=" ".join([*meant, *words[1:]]))
    raise refuse("bad_way", raw)


def address_from(raw: object) -> Address:
    """Read ``host:port``."""
    found = _ADDRESS.fullmatch(str(raw))
    if not found or int(found[2]) > 65535:
        raise refuse("bad_address", raw)
    return Address(found[1].strip("[]"), int(found[2]))


def folder_from(raw: object) -> str:
    """Read the path of a folder."""
    if not isinstance(raw, str) or not 1 <= len(raw) <= LONGEST_PATH or not raw.isprintable():
        raise refuse("bad_folder", raw)
    return raw


def kept_elsewhere(raw: object) -> str:
    """Follow ``env:NAME`` and ``file:PATH`` to where a secret is kept; anything else is the secret itself."""
    text = raw if isinstance(raw, str) else str(raw)
    if text.startswith("env:"):
        return os.environ.get(text.removeprefix("env:"), "")
    if text.startswith("file:"):
        try:
            return Path(text.removeprefix("file:")).read_text().strip()
        except OSError:
            raise refuse("secret_nowhere", raw) from None
    return text


def secret_from(raw: object) -> str:
    """Read a secret, or where it is kept."""
    text = kept_elsewhere(raw)
    if not SHORTEST_SECRET <= len(text) <= LONGEST_SECRET or not text.isprintable():
        # The secret itself is never shown; where it was looked for is.
        shown = raw if str(raw).startswith(("env:", "file:")) else "***"
        raise refuse("bad_secret", shown, limit=SHORTEST_SECRET)
    return text


def store_from(raw: object) -> str:
    """Read the URL of a database, or where it is kept; it may hold a password, so it is not shown."""
    text = kept_elsewhere(raw) if isinstance(raw, str) else ""
    if not _STORE.fullmatch(text) or not text.isprintable():
        raise refuse("bad_store", raw if str(raw).startswith(("env:", "file:")) else "***")
    return text


def _as(*shapes: str) -> WithJsonSchema:
    """What an editor is told: a text of one of these shapes."""
    return WithJsonSchema({"type": "string", "pattern": f"^({'|'.join(shapes)})$"})


_ELSEWHERE = ("env:.+", "file:.+")
_WAYS = ("hang-up", "callback", f"queue {A_NAME}", f"extension {EXTENSION.pattern}", f"number {NUMBER.pattern}")
_NUMBER = {"type": ["string", "integer"], "pattern": f"^{NUMBER.pattern}$", "minimum": 0}

Duration = Annotated[float, BeforeValidator(long_duration_from), WithJsonSchema(A_DURATION)]
Lasting = Annotated[float, BeforeValidator(lasting_from), WithJsonSchema(A_DURATION)]
Remembered = Annotated[float, BeforeValidator(remembered_from), WithJsonSchema(A_DURATION)]
Worth = Annotated[
    float, BeforeValidator(worth_from), WithJsonSchema({**A_DURATION, "pattern": f"{A_DURATION['pattern']}|^never$"})
]
Phone = Annotated[str, BeforeValidator(phone_from), _as(_PHONE.pattern)]
Dialled = Annotated[str, BeforeValidator(dialled_from), WithJsonSchema(_NUMBER)]
Code = Annotated[str, BeforeValidator(code_from), _as(_CODE.pattern)]
Pin = Annotated[str, BeforeValidator(pin_from), _as(_PIN.pattern, *_ELSEWHERE)]
Way = Annotated[Exit, BeforeValidator(way_from), _as(*_WAYS)]
HostPort = Annotated[Address, BeforeValidator(address_from), _as(_ADDRESS.pattern)]
Folder = Annotated[
    str, BeforeValidator(folder_from), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_PATH})
]
StoreUrl = Annotated[str, BeforeValidator(store_from), _as(_STORE.pattern, *_ELSEWHERE)]
Secret = Annotated[str, BeforeValidator(secret_from), _as(f".{{{SHORTEST_SECRET},{LONGEST_SECRET}}}", *_ELSEWHERE)]
