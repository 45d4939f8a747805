"""The description of the API (OpenAPI) as clients are generated from it: with the shapes of what is shown live.

FastAPI describes what is of pydantic; what is shown live is of msgspec, and is put in beside that. Operations are
called after their functions, and every refusal has its one shape.
"""

from typing import Any, Final

import msgspec
from fastapi import FastAPI

from acd.live import views
from api.access.visitors import COOKIE

SHAPES: Final = (views.Snapshot, views.Change, views.Beat)
"""What the stream says; everything else shown live is a part of these."""

PLACE: Final = "#/components/schemas/"

REFUSED: Final[dict[str, Any]] = {
    "title": "Refused",
    "description": "Why not: ``code`` for programs, ``detail`` is a sentence in the language asked for; ``fields`` are "
    "those of the request that are wrong.",
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
                "required": ["field", "code", "detail"],
            },
        },
    },
    "required": ["code", "detail"],
}

OPEN: Final = frozenset({"health", "begin_session"})
"""Operations that need nobody: what the gate has open."""

WHO_ASKS: Final[dict[str, Any]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "For programs: a token of GET /api/tokens."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "For pages, by POST /api/sign-in. What changes something sends `csrf` of the answer along, as "
        "the header X-CSRF-Token.",
    },
}

MESSAGE: Final[dict[str, Any]] = {
    "title": "Message",
    "description": "What comes over the live stream; ``type`` says which.",
    "oneOf": [{"$ref": f"{PLACE}{shape.__name__}"} for shape in SHAPES],
    "discriminator": {
        "propertyName": "type",
        "mapping": {name: f"{PLACE}{name.title()}" for name in ("snapshot", "change", "beat")},
    },
}

Described = dict[str, Any]


def refers_to(shape: type[msgspec.Struct] | str, media: str = "application/json") -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that answers with ``shape``, which FastAPI does not know."""
    name = shape if isinstance(shape, str) else shape.__name__
    return {200: {"content": {media: {"schema": {"$ref": f"{PLACE}{name}"}}}}}


def describe(app: FastAPI) -> None:
    """Let ``app`` describe itself completely, when it is first asked."""
    plain = app.openapi

    def complete() -> Described:
        if app.openapi_schema is None:
            complete_schema(plain())
        assert app.openapi_schema is not None, "FastAPI keeps what it has made"
        return app.openapi_schema

    app.openapi = complete  # type: ignore[method-assign]


def name_operations(paths: Described) -> None:
    """Call each operation after its function.

    Raises:
        ValueError: two operations have one name.
    """
    seen: set[str] = set()
    for path, methods in paths.items():
        for operation in methods.values():
            name = operation["summary"].lower().replace(" ", "_")
            if name in seen:
                raise ValueError(f"two operations of the API are called {name!r}; rename the function of {path}")
            seen.add(name)
            operation["operationId"] = name


def complete_schema(described: Described) -> None:
    """Put in the shapes, and the one shape of refusals in the place of FastAPI's own."""
    parts: Described = described.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        parts.pop(name, None)
    for name, schema in shapes().items():
        parts.setdefault(name, schema)
    parts["Message"], parts["Refused"] = MESSAGE, REFUSED
    refused = {"description": "Refused", "content": {"application/json": {"schema": {"$ref": f"{PLACE}Refused"}}}}
    name_operations(described["paths"])
    described["components"]["securitySchemes"] = WHO_ASKS
    described["security"] = [{name: []} for name in WHO_ASKS]
    for path in described["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= {"4XX": refused, "5XX": refused}
            if operation["operationId"] in OPEN:
                operation["security"] = []


def shapes() -> Described:
    """Return the schemas of all that is shown live, by name.

    What is always sent is required; what is left out when it is empty is not, and has no default, so that generated
    types say that it may be absent.
    """
    _, parts = msgspec.json.schema_components(SHAPES, ref_template=PLACE + "{name}")
    for name, schema in parts.items():
        for each in schema.get("properties", {}).values():
            each.pop("default", None)
        shape = getattr(views, name, None)
        if isinstance(shape, type) and issubclass(shape, views.View) and not shape.__struct_config__.omit_defaults:
            schema["required"] = list(schema["properties"])
        if "enum" in schema:
            schema["type"] = "string"
        if "type" in schema.get("properties", {}):
            schema["properties"]["type"]["type"] = "string"
        if "description" in schema:
            schema["description"] = " ".join(schema["description"].split())
    return parts
