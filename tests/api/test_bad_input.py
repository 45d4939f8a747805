"""Whatever is sent: a refusal with a sentence and the field, never a fault of ours, and nothing is done."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.description import whole_app
from simulator.virtual_time import run_virtual
from tests.api.acts.kit import OLGA, Desk
from tests.core_kit import sign_in

WHY: dict[str, Any] = {"why": "because"}
GOOD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "move": ("POST", "/calls/c1/move", {"queue": "support"} | WHY),
    "priority": ("POST", "/calls/c1/priority", {"priority": 3} | WHY),
    "assign": ("POST", "/calls/c1/assign", {"agent": "anna"} | WHY),
    "pull": ("POST", "/calls/c1/pull", WHY),
    "hang up": ("POST", "/calls/c1/hang-up", WHY),
    "listen": ("POST", "/calls/c1/listen", {"mode": "listen"} | WHY),
    "state": ("POST", "/agents/anna/state", {"state": "paused", "reason": "lunch"} | WHY),
    "skills": ("PUT", "/agents/anna/skills", {"skills": {"ru": 5}} | WHY),
    "door": ("PUT", "/queues/billing/door", {"door": "open"} | WHY),
    "message": ("PUT", "/queues/billing/message", {"say": "delay"} | WHY),
}
MUST_SAY_WHY = ("move", "hang up", "listen", "state", "skills", "door")
HOSTILE: tuple[Any, ...] = (
    "", "x" * 65, "x" * 5000, "a\x00b", "a\r\nAction: Originate", "\x1b[2J", "\u202eevil", "a\u2028b", "\ud800",
    5, -1, 2**63, 1e308, 0.5, math.nan, math.inf, True, None, [], ["support"], {}, {"queue": "support"}, [[[[]]]],
)  # fmt: skip
FINE: dict[str, tuple[Any, ...]] = {
    "why": ("x" * 65,),
    "was": (None,),
    "reason": (None,),
    "say": ("",),
    "skills": ({},),
    "priority": (5, -1),
}
"""What of the above is no mistake in some fields."""

ALMOST = [(name, field) for name, (_, _, body) in GOOD.items() for field in body]


def a_desk() -> Desk:
    desk = Desk()
    sign_in(desk.core, "boris")
    desk.waits("c1", needs={"sales": 9})
    return desk


def seen(desk: Desk) -> Any:
    """Everything that an act could have changed."""
    centre = desk.core.centre
    call, anna = centre.calls["c1"], centre.roster["anna"]
    doors = [(centre.door_of(queue), centre.message_of(queue)) for queue in centre.queues]
    return call.queue, call.state, call.priority, call.wanted, anna.state, anna.rules.skills, doors, desk.spies.heard


@pytest.mark.parametrize(("act", "field"), ALMOST)
async def test_a_field_that_cannot_be_is_refused_by_name_and_nothing_is_done(act: str, field: str) -> None:
    desk = a_desk()
    method, path, body = GOOD[act]
    before = seen(desk)
    for value in HOSTILE:
        if any(value is each or (value == each and type(value) is type(each)) for each in FINE.get(field, ())):
            continue
        if field == "why" and value == "" and act not in MUST_SAY_WHY:
            continue
        for language in ("en", "ru"):
            status, said = await desk.ask(method, path, body | {field: value}, language=language)
            assert status in (404, 422), (value, said)
            if status == 422:
                assert said["fields"][0]["field"].split(".")[0] == field, (value, said)
                assert said["detail"] and "pydantic" not in said["detail"]
            assert "Originate" not in json.dumps(said) and "\x1b" not in said["detail"]
    assert seen(desk) == before


@pytest.mark.parametrize("act", GOOD)
async def test_a_body_that_is_something_else_is_refused(act: str) -> None:
    desk = a_desk()
    method, path, body = GOOD[act]
    before = seen(desk)
    bodies: list[Any] = [
        [], [body], "text", 5, True, body | {"unknown": 1}, body | {"\x1b[2J": 1}, body | {"__proto__": {}},
        b"{", b"\x00" * 100, b"[" * 10_000, b'{"why": "\xff"}', b'{"why": NaN}', b"null", b"",
        b'{"a":' * 500 + b"1" + b"}" * 500,
    ]  # fmt: skip
    for bad in bodies:
        status, said = await desk.ask(method, path, bad)
        assert status in (400, 422), (bad, said)
        assert said["code"] == "bad_input" and said["fields"][0]["detail"] in said["detail"], bad
    assert seen(desk) == before


@pytest.mark.parametrize("act", MUST_SAY_WHY)
async def test_an_act_that_hurts_asks_for_its_reason(act: str) -> None:
    desk = a_desk()
    method, path, body = GOOD[act]
    for why in ({}, {"why": ""}, {"why": "   "}, {"why": "x" * 201}):
        status, said = await desk.ask(method, path, {name: each for name, each in body.items() if name != "why"} | why)
        assert (status, said["fields"][0]["field"]) == (422, "why")


@pytest.mark.parametrize(
    "name", ["%00", "%1b%5b2J", "..%2f..%2fetc%2fpasswd", "x" * 3000, "%ff%fe", "'; DROP TABLE acts"]
)
@pytest.mark.parametrize("act", GOOD)
async def test_a_name_like_nothing_is_unknown_and_shown_harmless(act: str, name: str) -> None:
    desk = a_desk()
    method, path, body = GOOD[act]
    parts = path.split("/")
    status, said = await desk.ask(method, "/".join([*parts[:2], name, *parts[3:]]), body)
    assert status == 404
    assert said["detail"].isprintable() and len(said["detail"]) < 250


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=8)
@given(st.data())
def test_anything_at_all_gets_an_answer_that_is_no_fault_of_ours(data: st.DataObject) -> None:
    async def ask_all() -> None:
        desk = a_desk()
        for method, path, good in GOOD.values():
            fields = data.draw(st.dictionaries(st.sampled_from([*good, "was", "phone", "x"]), ANYTHING, max_size=3))
            status, said = await desk.ask(method, path, good | fields)
            assert status < 500, (path, fields, said)
            assert status == 200 or (said["code"] and said["detail"])

    run_virtual(ask_all())


async def test_hostile_names_and_notes_come_back_as_text() -> None:
    desk = Desk()
    html = "<img src=x onerror=alert(1)>"
    desk.waits("c1", name=html, topic=html, data={"account": html})
    status, act = await desk.ask("POST", "/calls/c1/priority", {"priority": 1, "why": html}, OLGA)
    assert (status, act["why"], act["call"]["name"], act["call"]["topic"]) == (200, html, html, html)


def test_every_body_in_the_description_knows_its_fields_and_their_limits() -> None:
    described = whole_app().openapi()
    schemas = described["components"]["schemas"]
    wishes = [
        body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path in described["paths"].values()
        for operation in path.values()
        if (body := operation.get("requestBody")) and "$ref" in body["content"]["application/json"]["schema"]
    ]
    assert {"MoveWish", "PriorityWish", "SkillsWish", "TransferWish"} <= set(wishes)
    for name in wishes:
        assert schemas[name]["additionalProperties"] is False, name
    assert schemas["MoveWish"]["properties"]["why"]["maxLength"] == 200
    assert set(schemas["MoveWish"]["required"]) == {"queue", "why"}
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) and all(len(name) < 30 for name in names)
