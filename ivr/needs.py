"""Needs as people write them: levels by skill, ``{billing: 3}``, or a text, ``ru >= 5 and not trainee``.

Either form may stand wherever needs are asked. A text is refused with the column at which it cannot be understood.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from agents.needs import (
    HIGHEST_LEVEL,
    Expression,
    NeedError,
    of_levels,
    parse_need,
    skill_names,
    text_of,
    value_names,
)
from agents.needs_text import LONGEST_TEXT as LONGEST_NEED
from agents.needs_text import MOST_TESTS
from ivr.fields import A_LEVEL, Name
from ivr.problems import Path, Problem, closest

LEVELS, TEXT = "[levels]", "[text]"
"""Marks of the two forms in the places that pydantic names; no name of an owner's can look like one."""

SHOWN = 64

PHRASES: dict[str, Any] = {
    "skill": "need_skill",
    "level": "need_level",
    "operator": "need_operator",
    "closing": "need_closing",
    "end": "need_end",
    "shorter": "need_shorter",
    "fewer": "need_fewer",
    "flatter": "need_flatter",
}
"""What is said of a text, by what was expected; pydantic wants to see literals where keys are looked up."""

PHRASES_AT_END = {"skill": "need_skill_at_end", "level": "need_level_at_end", "closing": "need_closing_at_end"}


def text_from(raw: object) -> str:
    """Read a need that is written as a text; it is kept as it was written."""
    text = str(raw)
    try:
        parse_need(text)
    except NeedError as fault:
        raise turned_round(text, fault) or refusal(fault) from None
    if not text.isprintable():
        raise PydanticCustomError("bad_text", "not printable: {got}", {"got": text[:SHOWN]})
    return text


def turned_round(text: str, fault: NeedError) -> PydanticCustomError | None:
    """Say what was meant by ``=>`` and ``=<``, which are no comparisons."""
    written = text[max(fault.at - 1, 0) : fault.at + 1]
    if fault.expected != "level" or written not in ("=>", "=<"):
        return None
    values = {"column": fault.at, "got": written, "meant": written[::-1]}
    return PydanticCustomError("need_turned_round", "column {column}", values)


def refusal(fault: NeedError) -> PydanticCustomError:
    """Say what was expected instead, with a key of ``ivr.words``."""
    phrases = PHRASES if fault.got else PHRASES | PHRASES_AT_END
    limit = {"shorter": LONGEST_NEED, "fewer": MOST_TESTS}.get(fault.expected, HIGHEST_LEVEL)
    values = {"column": fault.at + 1, "got": fault.got[:SHOWN], "limit": limit}
    return PydanticCustomError(phrases[fault.expected], "column {column}", values)


def form_of(raw: object) -> str | None:
    """Tell the two forms apart; None is neither."""
    return LEVELS if isinstance(raw, dict) else TEXT if isinstance(raw, str) else None


def one_of_forms() -> Discriminator:
    """Choose the form by what is written, and say what could be written instead."""
    return Discriminator(form_of, custom_error_type="no_needs", custom_error_message="not needs")


NeedText = Annotated[str, BeforeValidator(text_from), WithJsonSchema({"type": "string", "maxLength": LONGEST_NEED})]
AnyLevels = dict[Name, Annotated[int, Field(ge=0, le=HIGHEST_LEVEL), A_LEVEL]]
Needs = Annotated[Annotated[AnyLevels, Tag(LEVELS)] | Annotated[NeedText, Tag(TEXT)], one_of_forms()]
"""What a call asks, in either form; in levels 0 takes a need away."""


def levels_in(needs: Mapping[str, int] | str) -> dict[str, int]:
    """Return the levels by skill, none if it is a text."""
    return {} if isinstance(needs, str) else dict(needs)


def text_in(needs: Mapping[str, int] | str) -> str:
    """Return the text, "" if it is levels by skill."""
    return needs if isinstance(needs, str) else ""


def expression_of(needs: Mapping[str, int] | str) -> Expression:
    """Return either form as the engine understands it."""
    return parse_need(needs) if isinstance(needs, str) else of_levels(needs)


def as_text(needs: Mapping[str, int] | str) -> str:
    """Write either form as a text."""
    return needs if isinstance(needs, str) else text_of(of_levels(needs))


def column_of(text: str, name: str) -> int:
    """Find where ``name`` stands in a text, counted from 1."""
    found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    return found.start() + 1 if found else 1


def skills_in(needs: Mapping[str, int] | str) -> tuple[str, ...]:
    """Name the skills that are written in either form, those with level 0 too."""
    return skill_names(parse_need(needs)) if isinstance(needs, str) else tuple(needs)


def values_in(needs: Mapping[str, int] | str) -> tuple[str, ...]:
    """Name the values of the call for which a text has blanks."""
    return value_names(parse_need(needs)) if isinstance(needs, str) else ()


def unknown_skills(path: Path, needs: Mapping[str, int] | str, skills: Collection[str]) -> Iterator[Problem]:
    """Refuse skills that nobody has; in a text with the column."""
    for skill in skills_in(needs):
        if skill in skills:
            continue
        values = {"skill": skill, "known": closest(skill, sorted(skills))}
        if isinstance(needs, str):
            yield Problem(path, "unknown_skill_at", values | {"column": str(column_of(needs, skill))})
        else:
            yield Problem((*path, skill), "unknown_skill", values)
