"""Numbers with their units: durations, rates, shares, and bare numbers within bounds.

Each reader takes what a YAML parser gives and raises a ``ValueError`` that says in one sentence what was read and what
is expected; it is a ``PydanticCustomError``, so that a model says it at its place and in either language.
"""

import re
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from ivr.fields import UNITS_S
from simulator.scenario.notation_words import refuse

LONGEST_DAYS = 100_000
LONGEST_S = LONGEST_DAYS * 86400.0  # longer than any run; a float still tells two microseconds apart there
HIGHEST_RATE_PER_S = 1e6
LONGEST_TEXT = 100

TIME_UNITS_S = UNITS_S | {
    **dict.fromkeys(("sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("hour", "hours"), 3600.0),
    **dict.fromkeys(("day", "days"), 86400.0),
}
"""Seconds in each unit, by every name it may have."""

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?"
_UNIT = "|".join(sorted(TIME_UNITS_S, key=len, reverse=True))
_TIME = f"({_NUMBER}) ?({_UNIT})"
_DURATION = re.compile(_TIME, re.ASCII)
_RATE = re.compile(f"({_NUMBER})(?: per | ?/ ?)(?:({_NUMBER}) )?({_UNIT})", re.ASCII)
_SHARE = re.compile(f"({_NUMBER}) ?%", re.ASCII)
_BARE = re.compile(_NUMBER, re.ASCII)


def duration_s(raw: object) -> float:
    """Read a duration, ``178 s``, ``3 min``, ``1.5 h``, ``2 days``, ``20s``, ``10m`` or 0, in seconds.

    Raises:
        ValueError: no such text, no unit, below zero, or more than ``LONGEST_S``.
    """
    text = _text(raw)
    found = _DURATION.fullmatch(text)
    if found:
        return _at_most(raw, float(found[1]) * TIME_UNITS_S[found[2]], LONGEST_S, f"{LONGEST_DAYS} days")
    _refuse_below_zero(raw, text, _DURATION)
    return _zero_alone(raw, text, "no_duration")


def rate_per_s(raw: object) -> float:
    """Read a rate, ``100 per 30 min``, ``4.2 per min``, ``0.5/min`` or 0, as a number a second.

    Raises:
        ValueError: no such text, no unit, below zero, per no time, or more than ``HIGHEST_RATE_PER_S``.
    """
    text = _text(raw)
    found = _RATE.fullmatch(text)
    if found:
        lasting_s = float(found[2] or 1) * TIME_UNITS_S[found[3]]
        if lasting_s <= 0:
            raise refuse("no_rate", raw)
        return _at_most(raw, float(found[1]) / lasting_s, HIGHEST_RATE_PER_S, f"{HIGHEST_RATE_PER_S:.0f} per s")
    _refuse_below_zero(raw, text, _RATE)
    if not _BARE.fullmatch(text) or float(text):
        raise refuse("no_rate", raw)
    return 0.0


def share(raw: object) -> float:
    """Read a share, ``80 %`` or 0.8, as a number from 0 to 1.

    Raises:
        ValueError: neither of these, or out of these bounds.
    """
    text = _text(raw)
    found = _SHARE.fullmatch(text.removeprefix("-"))
    bare = _BARE.fullmatch(text.removeprefix("-"))
    if not found and not bare:
        raise refuse("no_share", raw)
    number = float(found[1]) / 100 if found else float(text.removeprefix("-"))
    if number > 1 or (number and text.startswith("-")):
        raise refuse("beyond_share", raw)
    return number


def figure(raw: object, low: float, high: float) -> float:
    """Read a bare number from ``low`` to ``high``.

    Raises:
        ValueError: no number, or out of these bounds.
    """
    text = _text(raw)
    if not _BARE.fullmatch(text) or not low <= float(text) <= high:
        raise refuse("no_figure", raw, low=f"{low:g}", high=f"{high:g}")
    return float(text)


def whole_number(raw: object, low: int, high: int) -> int:
    """Read a whole number from ``low`` to ``high``.

    Raises:
        ValueError: no whole number, or out of these bounds.
    """
    text = _text(raw)
    if not re.fullmatch("[0-9]{1,15}", text, re.ASCII) or not low <= int(text) <= high:
        raise refuse("no_whole_number", raw, low=low, high=high)
    return int(text)


def _text(raw: object) -> str:
    """Take a text or a number as text with single spaces; anything else (yes, no, lists) fits no notation."""
    if isinstance(raw, str):
        return " ".join(raw.split()) if len(raw) <= LONGEST_TEXT else ""
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return str(raw) if is_number and not (isinstance(raw, int) and raw.bit_length() > 64) else ""


def _at_most(raw: object, number: float, most: float, limit: str) -> float:
    if not isfinite(number) or number > most:
        raise refuse("too_much", raw, limit=limit)
    return number


def _refuse_below_zero(raw: object, text: str, shape: re.Pattern[str]) -> None:
    without = text.removeprefix("-").lstrip()
    if without != text and (shape.fullmatch(without) or _BARE.fullmatch(without)):
        raise refuse("below_zero", raw)


def _zero_alone(raw: object, text: str, refusal: str) -> float:
    """Let 0 pass: of nothing the unit does not matter."""
    if not _BARE.fullmatch(text):
        raise refuse(refusal, raw)
    if float(text):
        raise refuse("no_unit", raw)
    return 0.0


def as_pattern(shape: re.Pattern[str], bare: str = "|0") -> dict[str, Any]:
    """Tell an editor: a text of this shape, or 0."""
    return {"type": ["string", "number"], "pattern": f"^({shape.pattern}{bare})$", "minimum": 0, "maximum": 0}


A_DURATION = as_pattern(_DURATION)
A_RATE = as_pattern(_RATE)
A_SHARE: dict[str, Any] = as_pattern(_SHARE, r"|0(\.[0-9]+)?|1") | {"maximum": 1}

DurationS = Annotated[float, BeforeValidator(duration_s), WithJsonSchema(A_DURATION)]
"""Seconds, written with a unit."""

RatePerS = Annotated[float, BeforeValidator(rate_per_s), WithJsonSchema(A_RATE)]
"""A number a second, written with its time."""

Share = Annotated[float, BeforeValidator(share), WithJsonSchema(A_SHARE)]
"""From 0 to 1, written as such or in percent."""
