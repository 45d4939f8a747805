"""Calls passed on through the API: where to, and every way to be refused."""

from typing import Any

import httpx
import pytest

from acd.asterisk.targets import Targets
from acd.core import Core
from acd.engine.facts import AgentSignedIn, CallArrived, CallQueued, OfferAnswered
from api.app import create_app
from api.transfers import Passing
from ivr.model import RouteStep, Tree
from tests.api.kit import TOKEN
from tests.core_kit import a_core

TREE = Tree(entries={"100": "person"}, person=RouteStep(route="support"), steps={})


class Desk:
    """A core in which Anna talks in c1, and a client of its API."""

    def __init__(self, *, connected: bool = True, talking: bool = True) -> None:
        self.core = a_core()
        if talking:
            talk(self.core)
        passing = Passing(Targets(self.core, TREE, {}), lambda: connected)
        app = create_app(self.core, TOKEN, None, passing)
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://acd")

    async def pass_on(self, to: Any, call: str = "c1", language: str = "en") -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": language}
        answer = await self._http.post(f"/calls/{call}/transfer", json={"to": to}, headers=headers)
        return answer.status_code, answer.json()


def talk(core: Core) -> None:
    core.tell(AgentSignedIn("anna"))
    core.tell(CallArrived("c1", number="+74951234567"))
    core.tell(CallQueued(call="c1", queue=next(iter(core.centre.queues))))
    core.tell(OfferAnswered(1, "c1", "anna"))


async def test_a_call_is_passed_on_to_an_agent() -> None:
    desk = Desk()
    desk.core.tell(AgentSignedIn("boris"))
    status, call = await desk.pass_on({"agent": "boris"})
    assert (status, call["state"], call["agent"]) == (200, "offered", "boris")
    assert [talk["agent"] for talk in call["talks"]] == ["anna"]


async def test_a_call_is_put_through_to_a_number() -> None:
    status, call = await Desk().pass_on({"number": "+79991234567"})
    assert (status, call["state"], call["agent"]) == (200, "leaving", None)


async def test_a_call_is_passed_on_to_a_need_where_it_is() -> None:
    status, call = await Desk().pass_on({"needs": {"ru": 5}})
    assert (status, call["state"], call["needs"]["ru"]) == (200, "waiting", 5)


@pytest.mark.parametrize(
    ("to", "status", "code"),
    [
        ({"agent": "nobody"}, 404, "unknown_agent"),
        ({"agent": "boris"}, 409, "agent_away"),
        ({"agent": "anna"}, 409, "not_passed_on"),
        ({"queue": "chess"}, 404, "unknown_queue"),
        ({"needs": {"chess": 3}}, 404, "unknown_skill"),
        ({"needs": {"ru": 11}}, 422, "bad_input"),
        ({"needs": {"ru": "5"}}, 422, "bad_input"),
        ({"number": "1002,acd-outside"}, 422, "bad_input"),
        ({"number": "+7\r\nAction: Originate"}, 422, "bad_input"),
        ({"agent": "boris", "number": "+7999"}, 422, "bad_input"),
        ({}, 422, "bad_input"),
        ("boris", 422, "bad_input"),
        ({"to": "boris"}, 422, "bad_input"),
    ],
)
async def test_a_transfer_to_nowhere_is_refused_and_the_conversation_goes_on(to: Any, status: int, code: str) -> None:
    desk = Desk()
    answered, said = await desk.pass_on(to)
    assert (answered, said["code"]) == (status, code)
    assert said["detail"] and "pydantic" not in said["detail"]
    assert (desk.core.centre.calls["c1"].state, desk.core.centre.calls["c1"].agent) == ("talking", "anna")


async def test_only_a_call_in_conversation_is_passed_on() -> None:
    desk = Desk(talking=False)
    assert (await desk.pass_on({"number": "+7999"}))[1]["code"] == "unknown_call"
    desk.core.tell(CallArrived("c1"))
    assert (await desk.pass_on({"number": "+7999"}))[1]["code"] == "not_talking"


async def test_without_the_pbx_nothing_is_begun() -> None:
    desk = Desk(connected=False)
    status, said = await desk.pass_on({"number": "+7999"}, language="ru")
    assert (status, said["code"]) == (503, "pbx_away")
    assert said["detail"] == "АТС сейчас не отвечает; разговор продолжается"
    assert desk.core.centre.calls["c1"].state == "talking"
