"""Where a caller is in the tree, small enough for channel variables and safe to read back from them.

Everything is text. Mappings are written like a web form (``account=123456&tier=gold``), so that no quote,
comma or line break ever comes near the wire, whatever a caller's name is. What is read back is hostile again:
each value that does not fit is left out, nothing raises.
"""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

import msgspec

from agents.needs import HIGHEST_LEVEL
from ivr.fields import LONGEST_CREDIT_S, LONGEST_TEXT, name_from
from ivr.model import HIGHEST_PRIORITY, MOST_TRIES
from ivr.needs import text_from

MOST_VALUES = 64  # more than any tree collects; what is beyond it is left out when read back
PATH_TAIL = 8  # enough to understand where a caller came from; the whole path is in the journal
LONGEST_DATA = 500  # of a call's data as a form, so that the whole position fits into 1,500 characters of a variable
OF_NEEDS = " (){}<>=!"  # signs of a need's text that may be written as they are
LONGEST_FORM = 16_000  # longer than Asterisk lets a variable become; rubbish beyond it is not looked at


class Call(msgspec.Struct, frozen=True):
    """What is known of a call before the tree begins."""

    dialled: str
    number: str = ""
    name: str = ""


class Place(msgspec.Struct):
    """All that the interpreter knows of one caller. It is the interpreter's own; others read positions."""

    step: str = ""
    tries: int = 0
    taken: int = 0
    language: str = ""
    queue: str = ""
    priority: int = 0
    topic: str = ""
    needs: dict[str, int] = {}
    data: dict[str, str] = {}
    path: tuple[str, ...] = ()
    need: str = ""
    credit_s: float = 0.0


def write_position(call: Call, place: Place) -> dict[str, str]:
    """Write a call and its place as short texts; see the module for the shape."""
    return {
        "step": place.step,
        "tries": str(place.tries),
        "taken": str(place.taken),
        "language": place.language,
        "queue": place.queue,
        "priority": str(place.priority),
        "credit": f"{place.credit_s:.3f}",
        "topic": quote(place.topic),
        "needs": urlencode(place.needs),
        "need": quote(place.need, safe=OF_NEEDS),
        "data": urlencode(place.data),
        "call": urlencode({"dialled": _cut(call.dialled), "number": _cut(call.number), "name": _cut(call.name)}),
        "path": " ".join(place.path[-PATH_TAIL:]),
    }


def read_position(position: dict[str, str], most_taken: int) -> tuple[Call, Place]:
    """Read a position; what is missing or rubbish becomes empty, counts stay in their bounds."""
    call = _form(position.get("call", ""))
    needs = {skill: _count(level, HIGHEST_LEVEL) for skill, level in _form(position.get("needs", "")).items()}
    place = Place(
        step=_cut(position.get("step", "")),
        tries=_count(position.get("tries", ""), MOST_TRIES - 1),
        taken=_count(position.get("taken", ""), most_taken),
        language=_name(position.get("language", "")),
        queue=_name(position.get("queue", "")),
        priority=_count(position.get("priority", ""), HIGHEST_PRIORITY),
        credit_s=_seconds(position.get("credit", "")),
        topic=_cut(unquote(position.get("topic", "")[:LONGEST_FORM])),
        needs={skill: level for skill, level in needs.items() if level and _name(skill)},
        need=_need(unquote(position.get("need", "")[:LONGEST_FORM])),
        data=_form(position.get("data", "")),
        path=tuple(_cut(position.get("path", ""), PATH_TAIL * (LONGEST_TEXT + 1)).split()[-PATH_TAIL:]),
    )
    return Call(call.get("dialled", ""), call.get("number", ""), call.get("name", "")), place


def with_more(data: dict[str, str], added: dict[str, str]) -> dict[str, str]:
    """Put data together as far as it fits; what does not is left out, one value after another."""
    for name, value in added.items():
        longer = data | {_cut(name): _cut(value)}
        if len(longer) <= MOST_VALUES and len(urlencode(longer)) <= LONGEST_DATA:
            data = longer
    return data


def _cut(text: str, length: int = LONGEST_TEXT) -> str:
    return "".join(letter for letter in text[:length] if letter.isprintable())


def _name(written: str) -> str:
    """Keep a name that could be one of ours: it may become a path to a recording or a queue's name."""
    try:
        return name_from(written)
    except ValueError:
        return ""


def _need(written: str) -> str:
    """Keep a need that can be read; the agents of a queue can serve a call without it, too."""
    try:
        return text_from(written)
    except ValueError:
        return ""


def _seconds(written: str) -> float:
    """Keep a number of seconds within what may be written in a tree."""
    shown = re.fullmatch(r"[0-9]{1,5}\.[0-9]{3}", written, re.ASCII)
    return min(float(written), LONGEST_CREDIT_S) if shown else 0.0


def _form(written: str) -> dict[str, str]:
    if len(written) > LONGEST_FORM:
        return {}
    return {_cut(name): _cut(value) for name, value in parse_qsl(written)[:MOST_VALUES]}


def _count(written: str, most: int) -> int:
    return min(int(written), most) if written.isascii() and written.isdigit() and len(written) < 9 else 0
