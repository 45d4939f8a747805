"""Routes that were there before: calls passed on and recorded, agents sent by somebody else; all of it on record."""

import pytest

from acd.asterisk.recording import RecordingRefused
from api.access.rights import Right
from tests.api.access_kit import Browser, people
from tests.api.every_route import World
from tests.api.test_every_route_as_every_role import program


async def recorded(browser: Browser) -> list[tuple[str, str, str, str]]:
    """Who did what, to what, and the code of a refusal; the latest first."""
    listed = (await browser.get("/acts"))["acts"]
    return [(each["who"], each["act"], each["about"]["name"], each["code"]) for each in listed]


async def test_who_passes_a_call_on_is_on_record_with_what_came_of_it() -> None:
    async with people(lambda access: World(access).app) as crowd:
        ada, sveta = await crowd.signed_in("ada"), await crowd.signed_in("sveta")
        assert await sveta.refused("POST", "/calls/mine/transfer", {"to": {"queue": "billing"}}) == (
            404, "unknown_queue",
        )  # fmt: skip
        assert await sveta.refused("POST", "/calls/mine/transfer", {"to": {"agent": "boris"}}) == (
            404, "unknown_agent",
        )  # fmt: skip
        await sveta.post("/calls/mine/transfer", {"to": {"queue": "sales"}, "why": "wants a manager"})
        assert await recorded(ada) == [
            ("sveta", "transfer", "mine", ""),
            ("sveta", "transfer", "mine", "unknown_agent"),
            ("sveta", "transfer", "mine", "unknown_queue"),
        ]
        last = (await ada.get("/acts"))["acts"][0]
        assert last["changed"]["state"] == ["talking", "waiting"]
        assert (last["why"], last["led_to"]) == ("wants a manager", ["waits in Sales, 2 in line"])


async def test_a_recording_is_an_act_that_is_done_once() -> None:
    async with people(lambda access: World(access).app) as crowd:
        sveta = await crowd.signed_in("sveta")
        ids = set()
        for _ in range(2):
            keyed = {"Idempotency-Key": "k1"}
            answer = await sveta.ask("POST", "/calls/mine/recording", json={"do": "start"}, headers=keyed)
            act = answer.json()
            assert (act["changed"], act["call"]["recording"]) == ({"recording": ["off", "on"]}, "on")
            ids.add(act["id"])
        assert len(ids) == 1
        assert await recorded(sveta) == [("sveta", "recording_start", "mine", "")]
        assert (await sveta.get("/acts"))["acts"][0]["led_to"] == ["the conversation is recorded"]


async def test_a_refused_recording_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise RecordingRefused("never")

    monkeypatch.setattr("tests.api.every_route.recorded", refuse)
    async with people(lambda access: World(access).app) as crowd:
        sveta = await crowd.signed_in("sveta")
        assert await sveta.refused("POST", "/calls/mine/recording", {"do": "stop"}) == (409, "recording_never")
        assert await recorded(sveta) == [("sveta", "recording_stop", "mine", "recording_never")]


async def test_who_sends_somebody_else_to_a_pause_is_on_record_and_who_goes_themselves_is_not() -> None:
    async with people(lambda access: World(access).app) as crowd:
        anna, sveta = await crowd.signed_in("anna"), await crowd.signed_in("sveta")
        await anna.post("/agents/anna/pause", {"reason": "lunch"})
        assert await recorded(sveta) == []
        await sveta.post("/agents/anna/sign-out")
        phone = await program(crowd, "phone", frozenset({Right.STEER_AGENTS}))
        await phone.post("/agents/anna/sign-in")
        await phone.post("/agents/anna/unpause")
        assert await recorded(sveta) == [
            ("phone", "state", "anna", ""), ("phone", "state", "anna", ""), ("sveta", "state", "anna", ""),
        ]  # fmt: skip
