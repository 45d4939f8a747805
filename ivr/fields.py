"""The small notations of a menu tree: ``5s``, ``6..8``, lists that may be one word, names.

Each reader takes what a YAML parser gives (so ``6`` is a number and ``6..8`` is text) and raises a
``PydanticCustomError`` whose type is a key of ``ivr.words``, so that the refusal can be said in any language.
"""

import re
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
LONGEST_WAIT_S = 60.0  # a caller who hears nothing for longer believes the line is dead
MOST_DIGITS = 32  # longer than any card, account or telephone number
LONGEST_TEXT = 64  # it travels in channel variables and log lines
LONGEST_CREDIT_S = 86400.0  # who is a day ahead of everybody is ahead of everybody
LONGEST_SCRIPT_S = 300.0  # a caller hears nothing but what the script plays
MOST_KEPT = 16  # values of one script
MOST_WORDS, LONGEST_WORD = 32, 256  # of a script's command

A_NAME = "[a-z0-9][a-z0-9_-]{0,63}"

_DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)", re.ASCII)
_SPAN = re.compile(r"([0-9]{1,32})(?:\.\.([0-9]{1,32}))?", re.ASCII)
_NAME = re.compile(A_NAME, re.ASCII)
_DATA_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_KEY = re.compile(r"[0-9*#]", re.ASCII)
_PROMPT = re.compile(r"(?:[a-z]{2,8}/)?[a-z0-9][a-z0-9_-]{0,63}|digits of [a-z][a-z0-9_]{0,31}", re.ASCII)
EXTENSION = re.compile(r"[0-9A-Za-z*#+_-]{1,40}", re.ASCII)


class Span(NamedTuple):
    """From ``low`` to ``high``, both included. ``check`` refuses one that is the wrong way round."""

    low: int
    high: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.low <= number <= self.high


def _shown(raw: object) -> dict[str, Any]:
    return {"got": str(raw)[:LONGEST_TEXT]}


def number_from(raw: object) -> object:
    """Pass on what is meant as a number: YAML reads ``yes`` and ``on`` as true, which Python would take for 1."""
    if isinstance(raw, bool):
        raise PydanticCustomError("yes_for_number", "no number: {got}", {"got": str(raw).lower()})
    return raw


def level_from(raw: object) -> object:
    """Pass on what is meant as a level: a number, and not one in quotes, for a text would be a need of its own."""
    if isinstance(raw, str) and raw.isdecimal():
        raise PydanticCustomError("quoted_number", "a number in quotes: {got}", _shown(raw))
    return number_from(raw)


def text_from(raw: object) -> str:
    """Read a short text; a bare number in YAML (``1``, ``4711``) is meant as text here."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise PydanticCustomError("not_text", "not a text: {got}", _shown(raw))
    text = str(raw)
    if not text or len(text) > LONGEST_TEXT or not text.isprintable():
        raise PydanticCustomError("bad_text", "not a short text: {got}", _shown(raw))
    return text


def name_from(raw: object) -> str:
    """Read the name of a step, queue, skill or language: small letters, digits, ``-`` and ``_``."""
    return _matching(_NAME, "bad_name", raw)


def data_name_from(raw: object) -> str:
    """Read the name of a piece of caller data; it becomes part of a channel variable's name."""
    return _matching(_DATA_NAME, "bad_data_name", raw)


def key_from(raw: object) -> str:
    """Read one key of a telephone: 0-9, ``*`` or ``#``."""
    return _matching(_KEY, "bad_key", raw)


def finish_from(raw: object) -> str:
    """Read the key that ends an input; a digit would make that digit impossible to enter."""
    return _matching(re.compile(r"[*#]"), "bad_finish", raw)


def exit_from(raw: object) -> str | None:
    """Read where a caller leaves to: ``hang-up`` (None) or an extension of the PBX."""
    return None if raw == "hang-up" else _matching(EXTENSION, "bad_extension", raw)


def _matching(shape: re.Pattern[str], refusal: str, raw: object) -> str:
    text = text_from(raw)
    if not shape.fullmatch(text):
        # The keys are literals at each call above; the type asks for a literal it can see.
        raise PydanticCustomError(refusal, "not of the right shape: {got}", _shown(raw))
    return text


def duration_from(raw: object) -> float:
    """Read a duration in seconds: ``5s``, ``500ms``, ``1m``, ``2h``, ``7d``; a bare number is seconds."""
    text = f"{raw}s" if isinstance(raw, int | float) else str(raw)
    found = _DURATION.fullmatch(text)
    if _DURATION.fullmatch(text.removeprefix("-")) and not found:
        raise PydanticCustomError("negative_duration", "negative: {got}", _shown(raw))
    if not found or isinstance(raw, bool):
        raise PydanticCustomError("bad_duration", "not a duration: {got}", _shown(raw))
    return float(found[1]) * UNITS_S[found[2]]


def seconds_from(raw: object) -> float:
    """Read a wait: a duration of more than nothing and at most a minute."""
    seconds = duration_from(raw)
    if not 0 < seconds <= LONGEST_WAIT_S:
        raise PydanticCustomError("bad_wait", "a wait out of bounds: {got}", _shown(raw))
    return seconds


def limit_from(raw: object) -> float:
    """Read how long a script may take: a duration of more than nothing and at most five minutes."""
    seconds = duration_from(raw)
    if not 0 < seconds <= LONGEST_SCRIPT_S:
        raise PydanticCustomError("bad_limit", "a limit out of bounds: {got}", _shown(raw))
    return seconds


def credit_from(raw: object) -> float:
    """Read by how much a call is ahead of its place: a duration of at most a day."""
    seconds = duration_from(raw)
    if seconds > LONGEST_CREDIT_S:
        raise PydanticCustomError("bad_credit", "a credit out of bounds: {got}", _shown(raw))
    return seconds


def command_from(raw: object) -> tuple[str, ...]:
    """Read a program and its arguments: ``scripts/lookup.py``, ``[python3, scripts/lookup.py, gold]``."""
    words = list(raw) if isinstance(raw, list | tuple) else [raw]
    if not 1 <= len(words) <= MOST_WORDS or not all(map(_is_argument, words)):
        raise PydanticCustomError("bad_command", "not a command: {got}", _shown(raw))
    return tuple(str(word) for word in words)


def _is_argument(raw: object) -> bool:
    is_text = isinstance(raw, str | int | float) and not isinstance(raw, bool)
    return is_text and 0 < len(str(raw)) <= LONGEST_WORD and str(raw).isprintable()


def data_names_from(raw: object) -> tuple[str, ...]:
    """Read one name of data or a list of them."""
    listed = list(raw) if isinstance(raw, list | tuple) else [raw]
    if len(listed) > MOST_KEPT:
        raise PydanticCustomError("too_many", "too many names: {got}", _shown(raw) | {"most": MOST_KEPT})
    return tuple(data_name_from(each) for each in listed)


def span_from(raw: object) -> Span:
    """Read ``6..8`` or ``6`` (from six to six)."""
    found = _SPAN.fullmatch(str(raw))
    if not found or isinstance(raw, bool):
        raise PydanticCustomError("bad_range", "not a range: {got}", _shown(raw))
    return Span(int(found[1]), int(found[2] or found[1]))


def lengths_from(raw: object) -> Span:
    """Read how many digits are wanted: ``8`` or ``6..8``, at least one and at most 32."""
    span = span_from(raw)
    if not (1 <= span.low <= MOST_DIGITS and 1 <= span.high <= MOST_DIGITS):
        raise PydanticCustomError("bad_digits", "a length out of bounds: {got}", _shown(raw))
    return span


def prompts_from(raw: object) -> tuple[str, ...]:
    """Read one prompt or a list: ``welcome``, ``ru/welcome`` (always Russian), ``digits of account``."""
    listed = list(raw) if isinstance(raw, list | tuple) else [raw]
    return tuple(_matching(_PROMPT, "bad_prompt", each) for each in listed)


def texts_from(raw: object) -> tuple[str, ...]:
    """Read one text or a list of texts."""
    return tuple(text_from(each) for each in (raw if isinstance(raw, list | tuple) else [raw]))


# What an editor is told: the notation, not what the readers above make of it. A pattern is for texts, a minimum for
# numbers, so one schema holds both ways of writing.
_WORD: dict[str, Any] = {"type": ["string", "integer"]}
A_DURATION: dict[str, Any] = {"type": ["string", "number"], "pattern": f"^{_DURATION.pattern}$", "minimum": 0}


def _as(shape: re.Pattern[str]) -> dict[str, Any]:
    return {**_WORD, "pattern": f"^({shape.pattern})$", "minimum": 0}


def _one_or_more(item: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


A_NUMBER = BeforeValidator(number_from)
"""Beside ``int`` or ``float`` and its bounds: refuses yes and no."""

A_LEVEL = BeforeValidator(level_from)
"""The same of a level, which is never written in quotes."""

Text = Annotated[str, BeforeValidator(text_from), WithJsonSchema(_WORD)]
Texts = Annotated[tuple[str, ...], BeforeValidator(texts_from), _one_or_more(_WORD)]
Name = Annotated[str, BeforeValidator(name_from), WithJsonSchema(_as(_NAME))]
DataName = Annotated[str, BeforeValidator(data_name_from), WithJsonSchema(_as(_DATA_NAME))]
DataNames = Annotated[tuple[str, ...], BeforeValidator(data_names_from), _one_or_more(_as(_DATA_NAME))]
Command = Annotated[tuple[str, ...], BeforeValidator(command_from), _one_or_more(_WORD)]
Key = Annotated[str, BeforeValidator(key_from), WithJsonSchema(_as(_KEY))]
FinishKey = Annotated[str, BeforeValidator(finish_from), WithJsonSchema({"enum": ["#", "*"]})]
Exit = Annotated[str | None, BeforeValidator(exit_from), WithJsonSchema(_as(EXTENSION))]
Seconds = Annotated[float, BeforeValidator(seconds_from), WithJsonSchema(A_DURATION)]
Credit = Annotated[float, BeforeValidator(credit_from), WithJsonSchema(A_DURATION)]
Limit = Annotated[float, BeforeValidator(limit_from), WithJsonSchema(A_DURATION)]
Range = Annotated[Span, BeforeValidator(span_from), WithJsonSchema(_as(_SPAN))]
Lengths = Annotated[Span, BeforeValidator(lengths_from), WithJsonSchema(_as(_SPAN))]
Prompts = Annotated[tuple[str, ...], BeforeValidator(prompts_from), _one_or_more(_as(_PROMPT))]
