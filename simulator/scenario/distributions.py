"""Distributions as a planner writes them, read into what is drawn from.

| written | what it is |
|---|---|
| ``3 min`` or ``{fixed: 3 min}`` | always the same |
| ``{exponential: {mean: 2 min}}`` or ``{exponential: {rate: 0.5 per min}}`` | the rate is one over the mean |
| ``{lognormal: {mean: 178 s, sd: 228 s}}`` | ``sd`` is the standard deviation; any two of mean, sd and median |
| ``{erlang: {mean: 2 min, phases: 3}}`` | the mean is that of all phases together |
| ``{gamma: {mean: 2 min, sd: 1 min}}`` | or mean and shape |
| ``{weibull: {mean: 2 min, shape: 0.8}}`` | or scale and shape |
| ``{uniform: {from: 1 min, to: 2 min}}`` | |
| ``{empirical: [10 s, 20 s]}`` | each alike |
| ``{empirical: {file: calls.csv, column: talk, unit: s}}`` | each alike, from a file beside the scenario |

All but the last may be one line, too: ``exponential, mean 2 min``, ``empirical, 10 s, 20 s``.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import PlainValidator, ValidationError, ValidationInfo, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from simulator.days.world import Durations
from simulator.scenario import draws
from simulator.scenario.empirical import column_s, listed_s
from simulator.scenario.kinds import (
    ALL,
    FACTOR_WORDS,
    FACTORS,
    IN_A_FILE,
    KINDS,
    LONGEST_LINE,
    WORDS,
    Reader,
    Ways,
    a_distribution,
    a_factor,
)
from simulator.scenario.notation_words import refuse, shown
from simulator.scenario.units import duration_s

NEVER = ("none", "never")
Value = TypeVar("Value")


def distribution_from(raw: object, folder: Path | None = None) -> Durations:
    """Read a distribution in any of its forms; files are looked for in ``folder``, else in the working folder.

    Raises:
        ValueError: a sentence, with the word that it is about.
    """
    return _said(lambda: _distribution(raw, folder or Path()))


def busyness_from(raw: object) -> Durations:
    """Read the factor of a day, ``{gamma: {sd: 0.3}}`` or ``gamma, shape 10``: no dimension, mean 1.

    Raises:
        ValueError: a sentence, with the word that it is about.
    """
    return _said(lambda: _busyness(raw))


def _said(read: Callable[[], Durations]) -> Durations:
    try:
        return read()
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _distribution(raw: object, folder: Path) -> Durations:
    if isinstance(raw, str) and raw.split(",")[0].strip() in ALL:
        raw = _parts_of(raw)
    if not isinstance(raw, Mapping):
        return draws.Fixed(_fixed(raw))
    kind, given = _only_one(raw)
    if kind == "fixed":
        return draws.Fixed(_at((kind,), given, duration_s))
    if kind == "empirical":
        return _at((kind,), given, lambda given: _empirical(given, folder))
    if kind not in KINDS:
        raise refuse("no_distribution", kind, known=", ".join(ALL))
    return _made(kind, given, KINDS[kind], WORDS)


def _busyness(raw: object) -> Durations:
    if isinstance(raw, str) and raw.split(",")[0].strip() in FACTORS:
        raw = _parts_of(raw)
    if not isinstance(raw, Mapping) or len(raw) != 1 or next(iter(raw)) not in FACTORS:
        raise refuse("no_busyness", raw)
    kind, given = _only_one(raw)
    return _made(kind, given, FACTORS[kind], FACTOR_WORDS)


def _parts_of(text: str) -> dict[str, object]:
    """Read ``exponential, mean 2 min`` as the mapping it stands for."""
    if len(text) > LONGEST_LINE:
        raise refuse("no_distribution", text, known=", ".join(ALL))
    kind, *parts = (part.strip() for part in text.split(","))
    if kind == "fixed" and len(parts) == 1:
        return {kind: parts[0]}
    if kind == "empirical":
        return {kind: parts}
    given: dict[str, str] = {}
    for word, _, value in (part.partition(" ") for part in parts):
        if word in given:
            raise refuse("twice_in_text", text, word=shown(word))
        given[word] = value
    return {kind: given}


def _fixed(raw: object) -> float:
    """Read what is no mapping: it must be a duration, and is told of the other forms unless it looks like one."""
    if isinstance(raw, int | float) or (isinstance(raw, str) and raw.strip()[:1] in "-0123456789"):
        return duration_s(raw)
    raise refuse("no_distribution", raw, known=", ".join(ALL))


def _only_one(raw: Mapping[Any, object]) -> tuple[str, object]:
    if len(raw) != 1:
        raise refuse("one_distribution", count=len(raw), known=", ".join(ALL))
    kind, given = next(iter(raw.items()))
    return str(kind), given


def _made(kind: str, given: object, ways: Ways, readers: Mapping[str, Reader]) -> Durations:
    """Make a distribution of the words given, if they are together one of its ways."""
    words = given if isinstance(given, Mapping) else {}
    way = next((way for way in ways if set(way) == set(words)), None)
    if way is None and not words and not given:
        raise refuse("kind_alone", kind=kind, ways=_either(ways))
    if way is None:
        raise refuse("wrong_words", _listed(given), kind=kind, ways=_either(ways))
    values = [_at((kind, word), words[word], readers.get(f"{kind} {word}") or readers[word]) for word in way]
    return _at((kind,), given, lambda _: ways[way](*values))


def _empirical(given: object, folder: Path) -> Durations:
    if isinstance(given, list | tuple):
        return draws.Empirical(listed_s(given))
    if not isinstance(given, Mapping) or set(given) != set(IN_A_FILE):
        ways = f"[10 s, 20 s] | {', '.join(IN_A_FILE)}"
        raise refuse("wrong_words", _listed(given), kind="empirical", ways=ways)
    return draws.Empirical(column_s(given["file"], given["column"], given["unit"], folder))


def _listed(given: object) -> str:
    return ", ".join(map(str, given)) if isinstance(given, Mapping) and given else shown(given)


def _either(ways: Ways) -> str:
    return " | ".join(", ".join(way) for way in ways)


def _at(place: tuple[str, ...], raw: object, read: Callable[[Any], Value]) -> Value:
    """Read ``raw``, and note the place of a refusal within the distribution."""
    try:
        return read(raw)
    except PydanticCustomError as refused:
        detail = InitErrorDetails(type=refused, loc=place, input=raw)
        raise ValidationError.from_exception_data("distribution", [detail]) from None


def _read_in_model(raw: object, info: ValidationInfo) -> Durations:
    context = info.context if isinstance(info.context, Mapping) else {}
    return _distribution(raw, Path(context.get("folder", "")))


def _patience(raw: object, info: ValidationInfo) -> Durations | None:
    return None if isinstance(raw, str) and raw in NEVER else _read_in_model(raw, info)


Distribution = Annotated[Durations, PlainValidator(_read_in_model), WithJsonSchema(a_distribution())]
"""In any of its forms; the validation context's ``folder`` is where files are looked for."""

Patience = Annotated[
    Durations | None,
    PlainValidator(_patience),
    WithJsonSchema({"anyOf": [{"enum": [*NEVER]}, a_distribution()]}),
]
"""A distribution, or ``none`` or ``never``: callers who wait for ever, which is None."""

Busyness = Annotated[Durations, PlainValidator(_busyness), WithJsonSchema(a_factor())]
"""The factor of a day, whose mean is 1."""
