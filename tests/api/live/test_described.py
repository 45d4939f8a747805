"""The API's description, as clients are generated from it."""

from typing import Any

import jsonschema
import msgspec
import pytest
from fastapi import FastAPI

from acd.live.views import Beat, Change, Gone
from api import gate
from api.description import whole_app
from api.live.described import describe, name_operations, refers_to, shapes

DESCRIBED: dict[str, Any] = whole_app().openapi()


def operations() -> list[dict[str, Any]]:
    return [operation for path in DESCRIBED["paths"].values() for operation in path.values()]


def test_operations_are_called_after_their_functions() -> None:
    named = {operation["operationId"] for operation in operations()}
    assert {"agents", "queues", "calls", "health"} <= named
    assert all(name.isidentifier() for name in named)
    assert len(named) == len(operations())


def test_two_operations_of_one_name_are_an_error_that_says_where() -> None:
    twice = {"/a": {"get": {"summary": "Look"}}, "/b": {"get": {"summary": "Look"}}}
    with pytest.raises(ValueError, match=r"'look'.*/b"):
        name_operations(twice)


def test_every_operation_says_how_it_refuses_and_no_shape_of_the_framework_is_left() -> None:
    for operation in operations():
        assert "422" not in operation["responses"]
        for status in ("4XX", "5XX"):
            refused = operation["responses"][status]["content"]["application/json"]
            assert refused["schema"]["$ref"].endswith("/Refused")
    assert "HTTPValidationError" not in DESCRIBED["components"]["schemas"]


def test_a_generated_client_knows_how_it_says_who_asks_and_where_it_need_not() -> None:
    schemes = DESCRIBED["components"]["securitySchemes"]
    assert (schemes["token"]["scheme"], schemes["session"]["name"]) == ("bearer", "acd_session")
    assert DESCRIBED["security"] == [{"token": []}, {"session": []}], "one of them"
    of_nobody = {
        (method.upper(), path)
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
        if operation.get("security") == []
    }
    assert of_nobody == gate.OPEN


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [each for value in part.values() for each in references(value)]
        return [each for value in part for each in references(value)] if isinstance(part, list) else []

    parts = DESCRIBED["components"]["schemas"]
    assert {name.removeprefix("#/components/schemas/") for name in references(DESCRIBED)} <= parts.keys()


def test_what_is_always_sent_is_required_and_what_may_be_absent_is_not() -> None:
    parts = shapes()
    assert set(parts["QueueLive"]["required"]) == set(parts["QueueLive"]["properties"])
    assert "pressed" in parts["StepLive"]["required"]
    assert set(parts["Change"]["required"]) == {"type", "seq", "at", "since"}
    assert "required" not in parts["Gone"] or not parts["Gone"]["required"]


def test_what_is_sent_is_as_described() -> None:
    schema = {"$ref": "#/components/schemas/Message", "components": DESCRIBED["components"]}
    for message in (Beat(seq=1, at=2.0), Change(seq=2, at=2.0, since=1.5, gone=Gone(calls=["c"]))):
        jsonschema.validate(msgspec.to_builtins(message), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"type": "beat", "at": 2.0}, schema)


def test_a_route_can_answer_with_a_shape_that_the_framework_does_not_know() -> None:
    app = FastAPI()

    @app.get("/beat", responses=refers_to(Beat))
    async def beat() -> None: ...

    describe(app)
    described = app.openapi()
    answer = described["paths"]["/beat"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("/Beat")
    assert app.openapi() is described
