"""Reading a scenario into its types, with every refusal of pydantic's said in our own words at its place."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from acd.config.reading import kind_within, model_of, said_once
from ivr.problems import Path as Place
from ivr.problems import Problem
from ivr.reading import problem_of
from simulator.scenario.model import ScenarioPart
from simulator.scenario.words import EN


def read_part(data: Any, folder: Path) -> tuple[ScenarioPart | None, list[Problem]]:
    """Read a whole scenario; files that it names are looked for in ``folder``."""
    try:
        return ScenarioPart.model_validate(data, context={"folder": folder}), []
    except ValidationError as refused:
        return None, said_once([problem_at(detail) for detail in refused.errors(include_url=False)])


def problem_at(detail: ErrorDetails) -> Problem:
    """Say what pydantic found in our own words, at its place."""
    place: Place = tuple(part for part in detail["loc"] if not is_mark(part))
    return problem_of(detail, (), place, EN, lambda: words_at(place))


def is_mark(part: str | int) -> bool:
    """Whether this part of a place is none of the planner's: which form was read, or that a key is wrong."""
    return isinstance(part, str) and part.startswith("[") and part.endswith("]")


def words_at(place: Place) -> list[str]:
    """Name the words that may stand beside ``place``."""
    kind: Any = ScenarioPart
    for part in place[:-1]:
        kind = kind_within(kind, part)
    return list(model_of(kind).model_fields)
