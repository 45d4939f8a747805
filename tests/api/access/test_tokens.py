"""Tokens of programs: made with named rights, shown once, ended by their time or by who may."""

import asyncio
from typing import Any

import pytest

from api.access.rights import Right
from tests.api.access_kit import Browser, people


async def test_tokens_are_made_shown_once_and_removed() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        wish = {"name": "robot", "rights": ["look", "acts", "look"], "queues": ["sales"]}
        made = await ada.post("/tokens", wish)
        centre.tokens["robot"] = made.pop("token")
        robot = centre.program("robot")
        me = await robot.get("/me")
        assert (me["rights"], me["queues"], me["teams"]) == (["acts", "look"], ["sales"], [])
        (listed,) = [each for each in await ada.get("/tokens") if each["name"] == "robot"]
        assert listed["used_at"] == made["made_at"] and made["used_at"] is None
        assert listed | {"used_at": None} == made and made["made_by"] == "ada"
        assert (await ada.ask("DELETE", "/tokens/robot")).status_code == 204
        assert await robot.refused("GET", "/me") == (401, "wrong_token")
        assert await ada.refused("DELETE", "/tokens/robot") == (404, "unknown_token")
        again = await ada.post("/tokens", wish)
        assert again["token"] != centre.tokens["robot"]
        assert await robot.refused("GET", "/me") == (401, "wrong_token"), "the same name is another token"


async def test_a_token_ends_when_its_time_is_up() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        wish = {"name": "robot", "rights": ["look"], "queues": None, "ends_at": centre.access.now() + 3600}
        centre.tokens["robot"] = (await ada.post("/tokens", wish))["token"]
        await asyncio.sleep(3599)
        assert (await centre.program("robot").get("/me"))["name"] == "robot"
        await asyncio.sleep(1)
        assert await centre.program("robot").refused("GET", "/me") == (401, "wrong_token")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rights": []}, "rights"),
        ({"rights": ["rule"]}, "rights.0"),
        ({"rights": "look"}, "rights"),
        ({"rights": ["look"] * (len(Right) + 1)}, "rights"),
        ({"queues": []}, "queues"),
        ({"queues": ["nope"]}, "queues"),
        ({"ends_at": 1.0}, "ends_at"),
        ({"ends_at": 1e300}, "ends_at"),
        ({"ends_at": "tomorrow"}, "ends_at"),
        ({"name": "ada"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"token": "of my choice of my choice"}, "token"),
    ],
)
async def test_a_token_that_cannot_be_is_refused_and_its_field_named(change: Any, field: str) -> None:
    async with people() as centre:
        ada: Browser = await centre.signed_in("ada")
        body = {"name": "robot", "rights": ["look"], "queues": None} | change
        response = await ada.ask("POST", "/tokens", json=body)
        assert response.status_code in (409, 422) and response.json()["fields"][0]["field"] == field
        assert len(await ada.get("/tokens")) == 1
