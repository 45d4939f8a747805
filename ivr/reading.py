"""From the plain mappings of a configuration file to the models, with every refusal turned into a Problem."""

import re
from collections.abc import Callable, Container
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivr.fields import name_from
from ivr.hours import Hours
from ivr.model import (
    BranchStep,
    Case,
    Changes,
    CollectStep,
    HoursStep,
    LeaveStep,
    MenuStep,
    RouteStep,
    SayStep,
    ScriptStep,
    SetStep,
    Tree,
    kind_of,
)
from ivr.needs import LEVELS, TEXT
from ivr.problems import Path, Problem, closest
from ivr.words import EN

_STEP_MODELS: dict[str, type[BaseModel]] = {
    "menu": MenuStep,
    "collect": CollectStep,
    "hours": HoursStep,
    "branch": BranchStep,
    "script": ScriptStep,
    "route": RouteStep,
    "leave": LeaveStep,
    "say": SayStep,
    "set": SetStep,
}

MARKS = ("[key]", LEVELS, TEXT)
"""What pydantic adds to a place: that the key of a mapping is wrong, and which form of needs was read."""

# What pydantic calls it, and the phrase that says it in the reader's language.
PHRASES = {
    "missing": "missing_word",
    "extra_forbidden": "unknown_word",
    "union_tag_not_found": "no_kind",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "list_type": "not_list",
    "too_short": "empty",
    "too_long": "too_many",
    "float_type": "no_number",
    "float_parsing": "no_number",
    "finite_number": "no_number",
    "bool_type": "not_yes_or_no",
    "bool_parsing": "not_yes_or_no",
    "int_type": "not_number",
    "int_parsing": "not_number",
    "int_from_float": "not_number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "literal_error": "not_one_of",
    "enum": "not_one_of",
}


def read_menus(raw: object) -> tuple[Tree | None, list[Problem]]:
    """Read the ``menus:`` section. The tree is None when there are problems; paths begin with ``menus``."""
    try:
        return Tree.model_validate(raw), []
    except ValidationError as refused:
        return None, [_problem(("menus",), raw, each) for each in refused.errors(include_url=False)]


def read_hours(raw: object) -> tuple[dict[str, Hours], list[Problem]]:
    """Read the ``hours:`` section: those that could be read, by name, and the problems of the others."""
    if raw is None:
        return {}, []
    if not isinstance(raw, dict):
        return {}, [Problem(("hours",), "not_mapping", {"got": str(raw)[:64]})]
    read: dict[str, Hours] = {}
    problems: list[Problem] = []
    for named, part in raw.items():
        try:
            read[name_from(named)] = Hours.model_validate(part)
        except ValidationError as refused:
            details = refused.errors(include_url=False)
            problems += [_problem(("hours", named), part, each) for each in details]
        except ValueError:  # the name itself; PydanticCustomError is a ValueError outside a model
            problems.append(Problem(("hours", str(named)), "bad_name", {"got": str(named)[:64]}))
    return read, problems


def _problem(section: Path, raw: object, detail: ErrorDetails) -> Problem:
    path = _path(detail["loc"])
    return problem_of(detail, section, path, EN, lambda: _fields_at(section, raw, path))


def problem_of(
    detail: ErrorDetails, section: Path, path: Path, phrases: Container[str], fields: Callable[[], list[str]]
) -> Problem:
    """Say what pydantic found at ``path`` of a ``section`` with one of ``phrases``.

    ``fields`` names the words that may stand where an unknown one was found.
    """
    key = PHRASES.get(detail["type"], detail["type"])
    context: dict[str, Any] = detail.get("ctx", {})
    values = {"got": str(detail["input"])[:64], "word": str(path[-1]) if path else ""}
    values |= {name: str(value) for name, value in context.items()}
    values.setdefault("limit", str(context.get("ge", context.get("le", ""))))
    values.setdefault("most", str(context.get("max_length", "")))
    if key == "unknown_word":
        values["known"] = closest(str(path[-1]), fields())
    elif detail["input"] is None:
        key = "nothing_written"
    elif key == "not_one_of":
        choices = re.findall("'([^']*)'", values["expected"])
        values["expected"] = ", ".join(choices)  # pydantic joins them with an English word
        if meant := get_close_matches(values["got"], choices, n=1):
            key, values["meant"] = "not_one_of_close", meant[0]
    return Problem((*section, *path), key if key in phrases else "not_understood", values)


def _path(location: tuple[int | str, ...]) -> Path:
    """Drop what pydantic adds to a place: the kind of a step, and its marks."""
    in_step = location[:1] == ("steps",) and len(location) > 2
    kept = location[:2] + location[3:] if in_step else location
    return tuple(part for part in kept if part not in MARKS)


def _fields_at(section: Path, raw: object, path: Path) -> list[str]:
    """Find the words of the part that the last word of ``path`` was written in."""
    if section[0] == "hours":
        return list(Hours.model_fields)
    owner: type[BaseModel] = Tree
    within = path[2:-1] if path[0] == "steps" else path[1:-1]  # without the step's own name, which may be any
    if "set" in within:
        owner = Changes
    elif "cases" in within:
        owner = Case
    elif path[0] == "person" and len(path) > 1:
        owner = RouteStep
    elif path[0] == "steps" and len(path) > 1 and isinstance(raw, dict):
        owner = _STEP_MODELS[kind_of(raw["steps"][path[1]]) or "say"]
    return list(owner.model_fields)
