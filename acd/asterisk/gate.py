"""The one gate that every value on its way to AMI or FastAGI passes.

AMI and FastAGI are lines of text, so a line break inside a value is another action, and a comma or a dollar
sign inside a dialplan argument is another argument or an expression. Nothing else in the project quotes.
"""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, unquote

# A channel variable travels through lines of 1024 (AMI) and 2048 (FastAGI) bytes; what is longer than this
# cannot have been written by us.
MAX_FIELDS_TEXT = 4096
MAX_FIELDS = 64

LINE_BREAKERS = frozenset("\r\n\0")
# What means something to the dialplan, to Dial's argument list, to a quoted argument or to "Name" <number>.
DIALPLAN_MARKS = frozenset('",;|${}()[]\\&^<>')

# What display texts and packed fields mostly are: nothing in them has to be changed, which is seen at once.
PLAIN = re.compile(r"[\w+*#.:/'·-]+(?: [\w+*#.:/'·-]+)*")
# A phone in the house, as a channel is dialled: no number behind a trunk, no extension of the dialplan.
PHONE = re.compile(r"(?!Local/)[A-Za-z0-9]{2,16}/[A-Za-z0-9_.-]{1,64}", re.ASCII)
NUMBER = re.compile(r"\+?[0-9]{1,30}", re.ASCII)
FORM_SAFE = re.compile(r"[A-Za-z0-9_.~-]*", re.ASCII)


class Hostile(ValueError):
    """A value that would change the meaning of the lines it travels in; ``field`` says which one."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"field {field!r}: {reason}")
        self.field = field


def check_value(field: str, value: str) -> str:
    """Return ``value`` unchanged if it can travel in one line.

    Raises:
        Hostile: it holds a line break or a NUL, or characters that cannot be encoded; names ``field``.
    """
    if not LINE_BREAKERS.isdisjoint(value):
        raise Hostile(field, "a line break or NUL is not allowed in a value")
    if not value.isascii():
        try:
            value.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            raise Hostile(field, "holds characters that cannot be encoded as UTF-8") from None
    return value


def check_number(number: str) -> str:
    """Return ``number`` unchanged if it is one to dial, and nothing that ``Dial`` or a ``Goto`` would read as more.

    Raises:
        Hostile: it is not.
    """
    if not NUMBER.fullmatch(number):
        raise Hostile("number", "must be up to 30 digits, perhaps after a plus")
    return number


def check_phone(phone: str) -> str:
    """Return ``phone`` unchanged if it names a phone in the house (``PJSIP/1009``), and nothing that costs money.

    Raises:
        Hostile: it does not.
    """
    if not PHONE.fullmatch(phone):
        raise Hostile("phone", "must be a phone of the PBX, like PJSIP/1009")
    return phone


def check_key(key: str) -> str:
    """Return ``key`` unchanged if it can name a header: not empty, no colon, no line break.

    Raises:
        Hostile: it cannot; names the key itself.
    """
    if not key or key != key.strip() or ":" in key:
        raise Hostile(key, "a header name must be plain text without a colon or spaces around it")
    return check_value(key, key)


def plain_text(value: str, limit: int) -> str:
    """Make a display text (a caller's name, a label) safe for a phone's screen and a dialplan argument.

    Control and invisible characters and the marks of the dialplan become single spaces; letters of any
    alphabet stay. The result has at most ``limit`` characters and no spaces at its ends.
    """
    if len(value) <= limit and PLAIN.fullmatch(value):
        return value
    # Only so much is looked at: a megabyte of caller's name must not cost a megabyte of work.
    spaced = "".join(" " if is_unsafe(char) else char for char in value[: limit * 4])
    return " ".join(spaced.split())[:limit].rstrip()


def is_unsafe(char: str) -> bool:
    """Whether ``char`` may not appear in a display text: a mark of the dialplan or nothing to look at."""
    return char in DIALPLAN_MARKS or unicodedata.category(char)[0] in "CZ"


def agi_quote(value: str) -> str:
    r"""Quote one argument of a FastAGI command: ``say "hi"`` becomes ``"say \"hi\""``.

    Raises:
        Hostile: the value holds a line break or NUL.
    """
    escaped = check_value("argument", value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def encode_fields(fields: Mapping[str, str]) -> str:
    """Pack ``fields`` into one channel variable as ``key=value&key=value``, percent-encoded (plain ASCII)."""
    return "&".join([f"{form(key)}={form(value)}" for key, value in fields.items()])


def form(text: str) -> str:
    """Percent-encode ``text``."""
    return text if FORM_SAFE.fullmatch(text) else quote(text, safe="", errors="replace")


def decode_fields(text: str) -> dict[str, str]:
    """Unpack what :func:`encode_fields` packed; of anything else, return what could be read.

    Never raises. At most ``MAX_FIELDS`` fields of the first ``MAX_FIELDS_TEXT`` characters are read; a field
    cut off by that limit is left out, and of a key that comes twice the first one counts.
    """
    pairs = text[:MAX_FIELDS_TEXT].split("&")
    if len(text) > MAX_FIELDS_TEXT:
        pairs.pop()
    fields: dict[str, str] = {}
    for pair in pairs[:MAX_FIELDS]:
        key, equals, value = pair.partition("=")
        if key and equals:
            fields.setdefault(unquote(key), unquote(value))
    return fields
