"""Reading the typed parts of a centre's file, with every refusal of pydantic's said in our own words at its place."""

from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from acd.config.model import CentrePart
from acd.config.queue_model import LIST, STEP
from acd.config.words import EN
from ivr.problems import Path as Place
from ivr.problems import Problem
from ivr.reading import MARKS, problem_of

ALL_MARKS = {*MARKS, LIST, STEP}


def read_part(data: Any) -> tuple[CentrePart | None, list[Problem]]:
    """Read everything but menus and hours into its types."""
    try:
        return CentrePart.model_validate(data), []
    except ValidationError as refused:
        return None, said_once([problem_at(detail) for detail in refused.errors(include_url=False)])


def problem_at(detail: ErrorDetails) -> Problem:
    """Say what pydantic found in our own words, at its place."""
    place: Place = tuple(part for part in detail["loc"] if part not in ALL_MARKS)
    return problem_of(detail, (), place, EN, lambda: words_at(place))


def said_once(problems: list[Problem]) -> list[Problem]:
    """Leave out that a word is missing where a misspelt one is found that was meant for it."""
    meant = {(*each.path[:-1], each.values["known"]) for each in problems if each.key == "unknown_word"}
    return [each for each in problems if not (each.key == "missing_word" and each.path in meant)]


def words_at(place: Place) -> list[str]:
    """Name the words that may stand beside ``place``."""
    kind: Any = CentrePart
    for part in place[:-1]:
        kind = kind_within(kind, part)
    return list(model_of(kind).model_fields)


def kind_within(kind: Any, part: str | int) -> Any:
    """Return the type of what is written under ``part`` in something of this type."""
    for each in alternatives(kind):
        if isinstance(each, type) and issubclass(each, BaseModel):
            if part in each.model_fields:
                return each.model_fields[str(part)].annotation
        elif get_origin(each) is (list if isinstance(part, int) else dict):
            return get_args(each)[-1]
    return BaseModel


def model_of(kind: Any) -> type[BaseModel]:
    """Return the part that may be written as this type."""
    models = (each for each in alternatives(kind) if isinstance(each, type) and issubclass(each, BaseModel))
    return next(models, BaseModel)


def alternatives(kind: Any) -> list[Any]:
    """Return the types that a type allows, one if it is no union; what is noted beside a type falls away."""
    if hasattr(kind, "__metadata__"):
        return alternatives(get_args(kind)[0])
    if isinstance(kind, type) or get_origin(kind) in (dict, list, tuple):
        return [kind]
    return [each for one in get_args(kind) for each in alternatives(one)]
