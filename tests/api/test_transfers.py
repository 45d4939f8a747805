"""Calls passed on through the API: where to, and every way to be refused."""

from typing import Any

import httpx
import pytest

from acd.asterisk.targets import Targets
from acd.core import Core
from acd.engine.facts import AgentSignedIn, CallArrived, CallQueued, OfferAnswered
from acd.engine.rules import QueueRules
from api.app import create_app
from api.transfers import Passing
from ivr.model import RouteStep, Tree
from tests.api.kit import TOKEN
from tests.core_kit import QUEUES, a_core

LINES = QueueRules(
    name="lines", title="Lines", tiers={"1": "ru", "2": "ru >= 3", "3": "ru >= 5 and not sales"}, nobody_s=60.0
)
TREE = Tree(entries={"100": "person"}, person=RouteStep(route="support"), steps={})


class Desk:
    """A core in which Anna talks in c1, and a client of its API."""

    def __init__(self, *, connected: bool = True, talking: bool = True) -> None:
        self.core = a_core(queues=(*QUEUES, LINES))
        if talking:
            talk(self.core)
        passing = Passing(Targets(self.core, TREE, {}), lambda: connected)
        app = create_app(self.core, TOKEN, None, passing)
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://acd/api")

    async def pass_on(
        self, to: Any, call: str = "c1", language: str = "en", note: Any = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": language}
        wish = {"to": to} if note is None else {"to": to, "note": note}
        answer = await self._http.post(f"/calls/{call}/transfer", json=wish, headers=headers)
        return answer.status_code, answer.json()


def talk(core: Core) -> None:
    core.tell(AgentSignedIn("anna"))
    core.tell(CallArrived("c1", number="+74951234567"))
    core.tell(CallQueued(call="c1", queue=next(iter(core.centre.queues))))
    core.tell(OfferAnswered(1, "c1", "anna"))


async def test_a_call_is_passed_on_to_an_agent() -> None:
    desk = Desk()
    desk.core.tell(AgentSignedIn("boris"))
    status, act = await desk.pass_on({"agent": "boris"})
    call = act["call"]
    assert (status, call["state"], call["agent"]) == (200, "offered", "boris")
    assert [talk["agent"] for talk in call["talks"]] == ["anna"]
    assert (act["act"], act["about"], act["led_to"]) == (
        "transfer", {"kind": "call", "name": "c1"}, ["offered to Boris Ivanov"],
    )  # fmt: skip
    assert act["changed"]["state"] == ["talking", "offered"]
    assert act["changed"]["agent"] == ["anna", "boris"]


async def test_a_call_is_put_through_to_a_number() -> None:
    status, act = await Desk().pass_on({"number": "+79991234567"})
    assert (status, act["call"]["state"], act["call"]["agent"]) == (200, "leaving", None)
    assert act["led_to"] == ["is being connected with +79991234567"]
    assert act["changed"] == {"state": ["talking", "leaving"], "agent": ["anna", ""]}


@pytest.mark.parametrize(
    ("language", "told"), [("en", "waits in Lines, 1 in line"), ("ru", "ждёт в «Lines», в очереди 1")]
)
async def test_what_a_transfer_led_to_is_said_in_the_language_of_who_asked(language: str, told: str) -> None:
    status, act = await Desk().pass_on({"queue": "lines"}, language=language)
    assert (status, act["led_to"], act["changed"]["state"]) == (200, [told], ["talking", "waiting"])
    assert act["changed"]["queue"] == ["billing", "lines"]


async def test_a_call_is_passed_on_to_a_need_where_it_is() -> None:
    status, act = await Desk().pass_on({"needs": {"ru": 5}})
    assert (status, act["call"]["state"], act["call"]["needs"]["ru"]) == (200, "waiting", 5)


async def test_a_call_is_passed_on_to_a_need_in_words_with_a_note() -> None:
    desk = Desk()
    status, act = await desk.pass_on({"need": "ru >= 5 or sales"}, note="звонил вчера")
    assert (status, act["call"]["need"], act["call"]["note"]) == (200, "ru >= 5 or sales", "звонил вчера")
    assert act["changed"]["note"] == ["", "звонил вчера"]
    assert desk.core.centre.calls["c1"].asked_need == "ru >= 5 or sales"


async def test_a_call_is_passed_on_to_a_line_of_a_queue() -> None:
    desk = Desk()
    desk.core.tell(AgentSignedIn("boris"))
    status, act = await desk.pass_on({"queue": "lines", "tier": "2"})
    call = act["call"]
    assert (status, call["queue"], call["agent"], call["need"]) == (200, "lines", "boris", "ru >= 3")
    assert (await Desk().pass_on({"queue": "lines", "tier": "3"}))[1]["call"]["need"] == "ru >= 5 and not sales"


async def test_what_is_wrong_with_a_need_is_said_with_the_column() -> None:
    said = (await Desk().pass_on({"need": "ru >= 5 and (sales"}))[1]
    assert said["fields"] == [
        {"field": "to.need", "code": "need_closing_at_end", "detail": "column 19: the need ends where `)` was expected"}
    ]
    [field] = (await Desk().pass_on({"need": "ru >= много"}, language="ru"))[1]["fields"]
    assert field["detail"] == "столбец 7: ожидался уровень от 0 до 10, а не `много`"


@pytest.mark.parametrize(
    ("to", "note", "code"),
    [
        ({"queue": "sales"}, "x" * 201, "bad_input"),
        ({"queue": "sales"}, "two\nlines", "bad_input"),
        ({"queue": "sales"}, 5, "bad_input"),
        ({"number": "+7999"}, "for nobody", "note_for_nobody"),
    ],
)
async def test_a_note_that_nobody_could_read_is_refused(to: Any, note: Any, code: str) -> None:
    desk = Desk()
    status, said = await desk.pass_on(to, note=note)
    assert (status, said["code"]) == (422, code)
    assert desk.core.centre.calls["c1"].state == "talking"


@pytest.mark.parametrize(
    ("to", "status", "code"),
    [
        ({"agent": "nobody"}, 404, "unknown_agent"),
        ({"agent": "boris"}, 409, "agent_away"),
        ({"agent": "anna"}, 409, "not_passed_on"),
        ({"queue": "chess"}, 404, "unknown_queue"),
        ({"needs": {"chess": 3}}, 404, "unknown_skill"),
        ({"need": "chess >= 3 and ru"}, 404, "unknown_skill"),
        ({"queue": "lines", "tier": "4"}, 404, "unknown_tier"),
        ({"tier": "1"}, 404, "unknown_tier"),
        ({"queue": "lines", "tier": "1", "need": "ru"}, 422, "bad_input"),
        ({"need": "ru", "needs": {"ru": 5}}, 422, "bad_input"),
        ({"agent": "boris", "tier": "1"}, 422, "bad_input"),
        ({"need": ""}, 422, "bad_input"),
        ({"need": "ru and"}, 422, "bad_input"),
        ({"need": ["ru"]}, 422, "bad_input"),
        ({"need": "ru or " * 500 + "ru"}, 422, "bad_input"),
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
