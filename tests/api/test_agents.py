"""Agents come, pause and go over the API; what cannot be now is refused in a sentence."""

import json
from typing import Any

import pytest

from acd.engine.facts import AgentPaused, CallArrived, CallLeft, Miss
from acd.engine.orders import Offer
from acd.engine.routing_rules import MissRule
from tests.api.kit import Client
from tests.core_kit import a_core, answer, call, end_talk, miss, sign_in

ACTIONS = ("sign-in", "sign-out", "pause", "unpause")


async def test_an_agent_comes_pauses_comes_back_and_goes() -> None:
    client = Client()
    for action, body, state in (
        ("sign-in", None, "ready"),
        ("pause", {"reason": " lunch "}, "paused"),
        ("unpause", None, "ready"),
        ("sign-out", None, "signed_out"),
    ):
        response = await client.post(f"/agents/anna/{action}", json=body)
        assert (response.status_code, response.json()["state"]) == (200, state)
        assert client.state("anna") == state


async def test_a_pause_during_a_call_waits_for_its_end() -> None:
    client = Client()
    sign_in(client.core, "boris")
    call(client.core, "c1")
    answer(client.core, "c1")
    response = await client.post("/agents/boris/pause", json={"reason": "обед"})
    said = response.json()
    assert (said["state"], said["then"], said["reason"], said["call"]) == ("talking", "paused", "обед", "c1")
    end_talk(client.core, "c1")
    assert client.state("boris") == "paused"


async def test_a_sign_out_during_a_call_is_shown_as_a_wish() -> None:
    client = Client()
    sign_in(client.core, "boris")
    call(client.core, "c1")
    response = await client.post("/agents/boris/sign-out")
    assert (response.json()["state"], response.json()["then"]) == ("offered", "signed_out")


async def test_who_missed_a_call_is_shown_with_until_when_they_are_left_alone() -> None:
    client = Client(a_core(misses=MissRule(rejected_s=30.0)))
    sign_in(client.core, "boris")
    call(client.core, "c1")
    miss(client.core, "c1", Miss.REJECTED)
    now = client.core.clock.now()
    said = await client.get("/agents/boris")
    assert (said["state"], said["left_alone_until"], said["misses"]) == ("after_miss", now + 30.0, 1)
    assert (await client.post("/agents/boris/unpause")).json()["left_alone_until"] is None
    assert client.state("boris") == "ready"


async def test_what_cannot_be_now_is_refused_with_the_engines_sentence() -> None:
    client = Client()
    for action in ("sign-out", "pause", "unpause"):
        status, code, detail = await client.refused("POST", f"/agents/anna/{action}", json={"reason": "lunch"})
        assert (status, code) == (409, "not_now")
        assert detail.startswith("agent anna is signed_out: ")
    assert client.state("anna") == "signed_out"
    assert client.core.refused == 3


async def test_the_same_refusal_in_russian() -> None:
    client = Client()
    _, _, detail = await client.refused("POST", "/agents/anna/unpause", language="ru-RU,ru;q=0.9,en;q=0.8")
    assert detail.startswith("агент anna: «не здесь», сейчас это невозможно")


async def test_a_request_leaves_no_listener_behind() -> None:
    client = Client()
    await client.post("/agents/anna/sign-in")
    await client.post("/agents/anna/sign-in")
    assert client.core.listeners == []


async def test_a_refusal_of_another_fact_is_not_taken_for_ours() -> None:
    client = Client()
    sign_in(client.core, "boris")
    client.core.tell(AgentPaused("boris", "lunch"))
    call(client.core, "waits")
    # What carries out the offer tells something of its own that cannot be true, right after our fact.
    client.core.hands[Offer] = lambda _: client.core.tell(CallLeft("never came"))
    assert (await client.post("/agents/anna/sign-in")).json()["state"] == "offered"
    assert client.core.refused == 1


@pytest.mark.parametrize("action", ACTIONS)
async def test_an_unknown_agent_is_refused_with_the_closest_name(action: str) -> None:
    client = Client()
    refused = await client.refused("POST", f"/agents/Borris/{action}", json={"reason": "lunch"})
    assert refused == (404, "unknown_agent", "no agent is called Borris; did you mean boris?")


async def test_a_name_like_nothing_is_shown_cut_and_harmless() -> None:
    client = Client()
    _, code, detail = await client.refused("GET", "/agents/" + "%1b" + "x" * 500)
    assert code == "unknown_agent"
    assert detail.isprintable() and len(detail) < 120


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "reason", "missing"),
        ({"reason": ""}, "reason", "too_short"),
        ({"reason": "   "}, "reason", "too_short"),
        ({"reason": "x" * 65}, "reason", "too_long"),
        ({"reason": "a\r\nAction: Originate"}, "reason", "not_printable"),
        ({"reason": "\u202eevil"}, "reason", "not_printable"),
        ({"reason": 5}, "reason", "not_text"),
        ({"reason": None}, "reason", "not_text"),
        ({"reason": ["lunch"]}, "reason", "not_text"),
        ({"reason": "lunch", "until": 5}, "until", "unknown_word"),
        ({"reason": "lunch", "\x1b[2J": 5}, "'\\x1b[2J'", "unknown_word"),
        (["lunch"], "body", "not_object"),
        ("lunch", "body", "not_object"),
        (None, "body", "missing"),
    ],
)
async def test_a_hostile_pause_is_refused_with_its_field_and_changes_nothing(body: Any, field: str, code: str) -> None:
    client = Client()
    sign_in(client.core, "anna")
    for language in ("en", "ru"):
        response = await client.post("/agents/anna/pause", json=body, language=language)
        assert response.status_code == 422
        (found,) = response.json()["fields"]
        assert (found["field"], found["code"]) == (field, code)
        assert "Originate" not in response.text
    assert client.state("anna") == "ready"


@pytest.mark.parametrize("body", [b"{", b'{"reason": "\xff"}', b"\x00" * 100, b"[" * 10_000])
async def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    client = Client()
    response = await client.post("/agents/anna/pause", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.json()["code"] == "bad_input"


async def test_half_a_character_in_a_reason_is_refused() -> None:
    client = Client()
    sign_in(client.core, "anna")
    body = json.dumps({"reason": "\udcff"}).encode()
    response = await client.post("/agents/anna/pause", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert client.state("anna") == "ready"


async def test_agents_are_listed_in_pages() -> None:
    client = Client()
    sign_in(client.core, "boris")
    listed = await client.get("/agents")
    assert listed["total"] == 2
    assert [(agent["name"], agent["state"]) for agent in listed["agents"]] == [
        ("anna", "signed_out"),
        ("boris", "ready"),
    ]
    page = await client.get("/agents?limit=1&offset=1")
    assert (page["total"], [agent["name"] for agent in page["agents"]]) == (2, ["boris"])


async def test_one_agent_can_be_looked_at() -> None:
    client = Client()
    sign_in(client.core, "anna")
    said = await client.get("/agents/anna")
    assert said == {
        "name": "anna", "title": "Anna Petrova", "phone": "PJSIP/1001", "skills": {"ru": 5}, "state": "ready",
        "since": client.core.clock.now(), "reason": None, "then": None, "device": "free", "call": None, "misses": 0,
        "left_alone_until": None,
        "done": {
            "answered": 0, "missed": 0, "passed_on": 0, "talk_s": 0.0, "hold_s": 0.0, "wrap_up_s": 0.0, "ready_s": 0.0,
        },
    }  # fmt: skip


@pytest.mark.parametrize("query", ["limit=0", "limit=5001", "limit=x", "offset=-1", "limit=" + "9" * 5000])
async def test_pages_have_limits(query: str) -> None:
    client = Client()
    client.core.tell(CallArrived("c1"))
    for path in ("/agents", "/calls"):
        assert (await client.refused("GET", f"{path}?{query}"))[:2] == (422, "bad_input")
