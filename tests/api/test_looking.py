"""Queues, calls and the centre as the API shows them."""

import asyncio

from acd.engine.facts import CallArrived, CallLeft
from tests.api.kit import Client
from tests.core_kit import NOON, answer, call, sign_in


async def test_queues_with_their_counts() -> None:
    client = Client()
    sign_in(client.core, "boris")
    call(client.core, "answered")
    await asyncio.sleep(4)
    answer(client.core, "answered")
    call(client.core, "waits")
    await asyncio.sleep(10)
    billing, sales = await client.get("/queues")
    assert (billing["name"], billing["title"], sales["name"]) == ("billing", "Billing", "sales")
    assert (billing["offered"], billing["answered"], billing["waiting"]) == (2, 1, 1)
    assert (billing["longest_waiting_s"], billing["mean_wait_s"], billing["service_level"]) == (10.0, 4.0, 1.0)
    assert (sales["service_level"], sales["mean_wait_s"], sales["longest_waiting_s"]) == (None, None, 0.0)


async def test_live_calls_in_the_order_they_came() -> None:
    client = Client()
    sign_in(client.core, "boris")
    client.core.tell(CallArrived("menu", number="+1", name="Eve"))
    call(client.core, "rings", needs={"ru": 2}, topic="invoices", data={"account": "123456"})
    listed = await client.get("/calls")
    assert [(one["call"], one["state"]) for one in listed["calls"]] == [("menu", "menu"), ("rings", "offered")]
    menu, rings = listed["calls"]
    assert (menu["queue"], menu["place"], menu["agent"]) == (None, None, None)
    assert (rings["queue"], rings["place"], rings["agent"]) == ("billing", NOON, "boris")
    assert (rings["needs"], rings["data"]) == ({"ru": 2}, {"account": "123456"})
    assert await client.get("/calls/rings") == rings
    client.core.tell(CallLeft("rings"))
    assert (await client.refused("GET", "/calls/rings"))[:2] == (404, "unknown_call")
    assert (await client.get("/calls?offset=1")) == {"total": 1, "calls": []}


async def test_the_centre_at_a_glance() -> None:
    client = Client()
    sign_in(client.core, "anna")
    client.core.tell(CallArrived("c1"))
    client.core.tell(CallLeft("never came"))
    await asyncio.sleep(90)
    assert await client.get("/status") == {
        "centre": "Northern Lights",
        "uptime_s": 90.0,
        "settled": True,
        "refused": 1,
        "agents": {"ready": 1, "signed_out": 1},
        "calls": {"menu": 1},
    }


async def test_why_a_call_went_as_it_did_is_told_in_the_language_asked_for() -> None:
    async def explain(call_id: str, language: str) -> str | None:
        return f"{call_id}: {language}" if call_id == "c1" else None

    client = Client(explain=explain)
    response = await client.ask("GET", "/calls/c1/explain", language="ru")
    assert (response.status_code, response.text) == (200, "c1: ru")
    assert (await client.refused("GET", "/calls/c2/explain"))[:2] == (404, "unknown_call")
    assert (await Client().refused("GET", "/calls/c1/explain"))[:2] == (404, "unknown_call")


async def test_the_description_names_every_route() -> None:
    paths = (await Client().get("/openapi.json"))["paths"]
    assert {"/agents/{name}/sign-in", "/agents/{name}/pause", "/queues", "/calls", "/status", "/health"} <= paths.keys()
