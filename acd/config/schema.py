"""The JSON Schema of a centre's file: what an editor completes, explains and underlines while somebody writes.

It says the shape of each part. What only the whole file shows (a skill that nobody has, a step that nobody reaches) is
said by ``acd check``, which reads the same models.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema

from acd.config.described import DESCRIPTIONS
from acd.config.fields import Address
from acd.config.model import CentrePart
from acd.engine.routing_rules import Exit
from ivr.fields import Name
from ivr.hours import Hours
from ivr.model import Tree

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "A centre"


class WholeFile(CentrePart):
    """Everything of one centre: its PBX, skills, queues, agents, hours and menus."""

    hours: dict[Name, Hours] = Field(default_factory=dict)
    menus: Tree


class _Notation(GenerateJsonSchema):
    """Defaults as an owner would write them."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, Address):
            return str(dft)
        if isinstance(dft, Exit):
            return "hang-up"
        if isinstance(dft, BaseModel):
            return dft.model_dump(mode="json", exclude_unset=True)
        return super().encode_default(dft)


def schema() -> dict[str, Any]:
    """Return the schema, draft 2020-12."""
    return schema_of(WholeFile, TITLE, {**DESCRIPTIONS, "WholeFile": DESCRIPTIONS["CentrePart"]})


def schema_of(whole: type[BaseModel], title: str, descriptions: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    """Return the schema of a file, with ``descriptions`` of its words by part and word."""
    made = whole.model_json_schema(schema_generator=_Notation)
    for name, part in {whole.__name__: made, **made["$defs"]}.items():
        describe(part, descriptions.get(name, {}))
    return {"$schema": DIALECT, **made, "title": title}


def describe(part: dict[str, Any], descriptions: dict[str, str]) -> None:
    """Say of each field of ``part`` what it is; the name that pydantic makes of it says nothing more."""
    part.pop("title", None)
    part["description"] = part["description"].replace("``", "`")
    for word, field in part.get("properties", {}).items():
        close(field)
        field.pop("title", None)
        if field.get("default", ...) is None:
            del field["default"]  # it is not given, and that is all there is to say
        if word in descriptions:
            field["description"] = descriptions[word]


def close(field: dict[str, Any]) -> None:
    """Refuse names in a mapping that are not of its shape; pydantic only says what those of the shape hold."""
    if "patternProperties" in field:
        field["additionalProperties"] = False


def schema_text() -> str:
    """Return the schema as the file ``configs/centre.schema.json`` holds it."""
    return as_text(schema())


def as_text(made: Mapping[str, Any]) -> str:
    """Write a schema as a file holds it."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
