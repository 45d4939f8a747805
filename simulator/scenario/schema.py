"""The JSON Schema of a scenario: what an editor completes, explains and underlines while somebody writes one."""

from collections.abc import Mapping
from typing import Any

from acd.config.schema import as_text, schema_of
from simulator.scenario.described import DESCRIPTIONS
from simulator.scenario.kinds import a_distribution
from simulator.scenario.model import ScenarioPart

TITLE = "A scenario"
DISTRIBUTION = "Distribution"


def schema() -> dict[str, Any]:
    """Return the schema, draft 2020-12."""
    made = schema_of(ScenarioPart, TITLE, DESCRIPTIONS)
    written_once: dict[str, Any] = referring(made, a_distribution(), f"#/$defs/{DISTRIBUTION}")
    written_once["$defs"][DISTRIBUTION] = a_distribution() | {"description": "How durations differ."}
    return written_once


def referring(part: Any, shape: Mapping[str, Any], reference: str) -> Any:
    """Refer to ``shape`` wherever it stands in ``part``: it is long, and stands in many places."""
    if isinstance(part, list):
        return [referring(each, shape, reference) for each in part]
    if not isinstance(part, dict):
        return part
    if shape.items() <= part.items():
        rest = {word: value for word, value in part.items() if word not in shape}
        return {"$ref": reference, **rest}
    return {word: referring(value, shape, reference) for word, value in part.items()}


def schema_text() -> str:
    """Return the schema as the file ``configs/scenario.schema.json`` holds it."""
    return as_text(schema())
