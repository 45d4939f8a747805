"""The centre's file through the API: looked at, read anew, refused with every finding, put back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from tests.api.kit import TOKEN, Client
from tests.live_change_kit import Changing, hanna_for_anna, with_hanna

CLOSE = "no agent is called anna; did you mean hanna?"


class ChangingClient(Client):
    """A client of the API of a service whose file can be edited."""

    def __init__(self, folder: Path) -> None:
        self.centre = Changing(folder)
        super().__init__(self.centre.core)
        app = create_app(self.core, TOKEN, change=self.centre.change)
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://acd/api")


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[ChangingClient]:
    client = ChangingClient(folder)
    await client.centre.start()
    try:
        yield client
    finally:
        await client.centre.service.stop()


async def test_a_service_says_which_file_holds_and_since_when(tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        shown = await client.get("/centre")
        assert shown == {
            "centre": "Bad days", "file": str(client.centre.file), "since": client.core.clock.now(),
            "queues": len(client.core.centre.queues), "agents": 7, "older": False,
        }  # fmt: skip


async def test_reloading_answers_what_has_changed_and_the_other_views_follow(tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        client.centre.edit(hanna_for_anna)
        response = await client.post("/centre/reload")
        answer = response.json()
        assert (response.status_code, answer["sections"]) == (200, ["agents"])
        assert answer["agents"] == {"added": ["hanna"], "removed": ["anna"], "changed": []}
        assert (await client.get("/centre"))["older"]
        agents = await client.get("/agents")
        assert (agents["total"], agents["agents"][-1]["name"]) == (7, "hanna")
        assert await client.refused("POST", "/agents/anna/sign-in") == (404, "unknown_agent", CLOSE)


async def test_a_bad_file_is_refused_with_every_finding_in_the_language_asked_for(tmp_path: Path) -> None:
    def edit(raw: dict[str, Any]) -> None:
        raw["queues"]["support"]["ring"] = "soon"
        raw["agents"]["boris"]["phone"] = "1002"

    async with started(tmp_path) as client:
        client.centre.edit(edit)
        response = await client.post("/centre/reload", language="ru")
        answer = response.json()
        assert (response.status_code, answer["code"]) == (422, "centre_refused")
        assert answer["detail"] == "файл не принят, исправить: 2; действует то, что было"
        first, second = answer["findings"]
        assert (first["place"], second["place"]) == ("queues.support.ring", "agents.boris.phone")
        assert first["file"] == str(client.centre.file)
        assert "не длительность" in first["text"]
        assert client.centre.told() == 0


async def test_what_needs_a_restart_is_refused_by_its_key_and_no_secret_comes_back(tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        client.centre.edit(lambda raw: raw["api"].update(token="a-new-one-for-tests"))
        response = await client.post("/centre/reload")
        assert (response.status_code, response.json()["findings"][0]["place"]) == (422, "api.token")
        assert "a-new-one" not in response.text
        assert "nobody-asks" not in response.text


async def test_the_one_before_is_put_back_and_without_one_that_is_refused(tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        assert (await client.refused("POST", "/centre/put-back"))[:2] == (409, "nothing_older")
        await client.centre.reload(with_hanna)
        answer = (await client.post("/centre/put-back")).json()
        assert answer["agents"]["removed"] == ["hanna"]
        assert (await client.get("/agents"))["total"] == 7


@pytest.mark.parametrize("path", ["/centre/reload", "/centre/put-back"])
@pytest.mark.parametrize("body", [{"file": "/etc/passwd"}, ["/etc/passwd"], "/etc/passwd"])
async def test_no_request_can_name_a_file(path: str, body: object, tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        assert (await client.refused("POST", path, json=body))[:2] == (422, "bad_input")
        assert client.centre.told() == 0


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/centre"), ("POST", "/centre/reload"), ("POST", "/centre/put-back")]
)
async def test_without_the_token_nothing_is_shown_or_changed(method: str, path: str, tmp_path: Path) -> None:
    async with started(tmp_path) as client:
        client.centre.edit(with_hanna)
        assert (await client.refused(method, path, token=None))[:2] == (401, "no_token")
        assert (await client.refused(method, path, token="guessed"))[:2] == (401, "wrong_token")
        assert client.centre.told() == 0
