"""Queues, calls and the centre as the API shows them."""

import asyncio

from acd.engine.facts import AgentPaused, CallArrived, CallbackAnswered, CallLeft, CallTransferred
from acd.engine.routing_rules import Bounds, Deflection, Exit, Personal, Schedule, Step
from acd.engine.rules import QueueRules
from acd.explained import NoSuchAgent
from tests.api.kit import Client
from tests.core_kit import NOON, a_core, answer, call, sign_in


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


async def test_a_queue_says_what_it_asks_whether_it_is_open_and_how_long_a_call_takes() -> None:
    never = Schedule(zone="UTC", week=((),) * 7)
    queues = (QueueRules(name="night", hours="never"), QueueRules(name="day", needs={"sales": 2}, need="ru or sales"))
    client = Client(a_core(queues=queues, hours={"never": never}))
    sign_in(client.core, "boris")
    night, day = await client.get("/queues")
    assert (night["open"], day["open"]) == (False, True)
    assert (day["needs"], day["need"], day["handling_s"]) == ({"sales": 2}, "ru or sales", 180.0)


async def test_what_a_call_asks_is_shown_as_far_as_it_has_relaxed() -> None:
    relaxed = (Step(need="ru >= 2 or sales", when=Bounds(after_s=10)), Step(need="ru >= 2", when=Bounds(after_s=20)))
    client = Client(a_core(queues=(QueueRules(name="billing", need="ru >= 7", nobody_s=60, steps=relaxed),)))
    sign_in(client.core, "boris")
    client.core.tell(AgentPaused("boris", "lunch"))
    call(client.core, "c1", need="not sales", credit_s=30.0)
    asked = [await client.get("/calls/c1")]
    for _ in range(2):
        await asyncio.sleep(10.5)
        asked.append(await client.get("/calls/c1"))
    assert [(one["steps"], one["need"]) for one in asked] == [
        (0, "ru >= 7 and not sales"),
        (1, "not sales and (ru >= 2 or sales)"),
        (2, "ru >= 2 and not sales"),
    ]
    assert [one["needs"] for one in asked] == [{"ru": 7}, {}, {"ru": 2}]
    assert {one["credit_s"] for one in asked} == {30.0}


async def test_whom_a_call_waits_for_and_who_rings_for_it() -> None:
    queues = (QueueRules(name="billing", ring_at_once=2, personal=Personal(data="manager")),)
    client = Client(a_core(queues=queues))
    sign_in(client.core, "anna", "boris")
    call(client.core, "rings")
    rings = await client.get("/calls/rings")
    assert (rings["agent"], rings["also"], rings["wanted"]) == ("anna", ["boris"], None)
    await asyncio.sleep(3)
    call(client.core, "waits", data={"manager": "anna"})
    waits = await client.get("/calls/waits")
    assert (waits["agent"], waits["also"], waits["wanted"], waits["wanted_since"]) == (None, [], "anna", NOON + 3)


async def test_what_an_agent_wrote_for_the_next_is_shown_with_the_call() -> None:
    client = Client()
    sign_in(client.core, "boris")
    call(client.core, "c1")
    answer(client.core, "c1")
    client.core.tell(CallTransferred(call="c1", queue="billing", by="boris", note="has the invoice at hand"))
    assert (await client.get("/calls/c1"))["note"] == "has the invoice at hand"


async def test_who_wants_to_be_called_back_is_listed_in_the_order_of_asking() -> None:
    deflect = (Deflection(when=Bounds(waiting=0), to=Exit(go="callback")),)
    client = Client(a_core(queues=(QueueRules(name="billing", deflect=deflect),)))
    sign_in(client.core, "anna")
    client.core.tell(AgentPaused("anna", "lunch"))
    for call_id in ("c1", "c2", "c3"):
        call(client.core, call_id, topic="invoices")
        client.core.tell(CallbackAnswered(call_id, wanted=call_id != "c2"))
    listed = await client.get("/callbacks")
    assert (listed["total"], [one["call"] for one in listed["callbacks"]]) == (2, ["c1", "c3"])
    assert listed["callbacks"][0] == {
        "call": "c1", "number": "+74951234567", "queue": "billing", "place": NOON, "asked_at": NOON,
        "topic": "invoices",
    }  # fmt: skip
    assert [one["call"] for one in (await client.get("/callbacks?offset=1&limit=1"))["callbacks"]] == ["c3"]
    assert (await client.get("/queues"))[0]["callbacks"] == 2


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


class Explaining:
    """Explains c1 to everybody, and c2 to who may see sales; knows Anna."""

    async def __call__(
        self, call: str, language: str, not_agent: str = "", queues: frozenset[str] | None = None
    ) -> str | None:
        if not_agent not in ("", "anna"):
            raise NoSuchAgent(not_agent, ())
        known = call == "c1" or (call == "c2" and (queues is None or "sales" in queues))
        return f"{call}: {language} {not_agent}" if known else None


async def test_why_a_call_went_as_it_did_is_told_in_the_language_asked_for() -> None:
    client = Client(explain=Explaining())
    response = await client.ask("GET", "/calls/c1/explain", language="ru")
    assert (response.status_code, response.text) == (200, "c1: ru ")
    assert (await client.refused("GET", "/calls/c3/explain"))[:2] == (404, "unknown_call")
    assert (await Client().refused("GET", "/calls/c1/explain"))[:2] == (404, "unknown_call")


async def test_why_not_a_certain_agent_is_told_too() -> None:
    client = Client(explain=Explaining())
    assert (await client.ask("GET", "/calls/c1/explain?why_not=anna")).text == "c1: en anna"
    assert await client.refused("GET", "/calls/c1/explain?why_not=eve") == (
        404, "unknown_agent", "no agent is called eve",
    )  # fmt: skip


async def test_the_description_names_every_route() -> None:
    paths = (await Client().get("/openapi.json"))["paths"]
    assert {"/api/agents/{name}/sign-in", "/api/queues", "/api/calls", "/api/status", "/api/health"} <= paths.keys()
