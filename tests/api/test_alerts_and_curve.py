"""The day's curve and the alerts through the API: what is shown to whom, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Send
from starlette.types import Scope as Asgi

from acd.alerts.book import Alerts
from acd.alerts.evaluate import Happened
from acd.alerts.measures import Measure
from acd.alerts.rules import AlertRule, Reading
from acd.core import Core
from acd.live.views import Severity
from api.access.rights import EVERYTHING, RIGHTS, Person, Right, Role, Scope
from api.alerts import alert_routes
from api.curve import curve_routes
from api.live.described import describe
from api.refusals import answer_all
from tests.core_kit import NOON, a_core, call, hang_up
from tests.live.day_kit import a_day

RULE = AlertRule(name="line", measure=Measure.WAITING, bound=5.0)
CALM = AlertRule(name="calm", measure=Measure.WAITING, bound=5.0, severity=Severity.INFORMATION)
ABOUT = (
    Reading(kind="queue", name="sales", value=6, queue="sales"),
    Reading(kind="queue", name="billing", value=6, queue="billing"),
    Reading(kind="call", name="c", value=6, queue="sales"),
    Reading(kind="agent", name="anna", value=6, team="north"),
    Reading(kind="team", name="south", value=6, team="south"),
    Reading(kind="centre", name="", value=6),
)
ALL = ["queue sales", "queue billing", "call c", "agent anna", "team south", "centre "]


def person(role: Role = Role.SUPERVISOR, scope: Scope = EVERYTHING, *rights: Right) -> Person:
    return Person("olga", role, frozenset(rights) or RIGHTS[role], scope)


OLGA = person()


class Asker:
    """Asks as somebody, in front of the two routes alone."""

    def __init__(self, core: Core, day: Any) -> None:
        numbers = count(1)
        self.alerts = Alerts(lambda: str(next(numbers)))
        self.core, self.who = core, OLGA
        self.app = FastAPI()
        answer_all(self.app)
        self.app.include_router(alert_routes(core, self.alerts), prefix="/api")
        self.app.include_router(curve_routes(core, day), prefix="/api")
        describe(self.app)

        async def as_somebody(scope: Asgi, receive: Receive, send: Send) -> None:
            await self.app({**scope, "state": {"person": self.who}}, receive, send)

        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(as_somebody), base_url="http://acd/api")

    async def ask(self, path: str, who: Person = OLGA, method: str = "GET", language: str = "en") -> tuple[int, Any]:
        self.who = who
        response = await self._http.request(method, path, headers={"Accept-Language": language})
        return response.status_code, response.json()

    async def seen(self, path: str, who: Person = OLGA) -> list[str]:
        """Kind and name of the alerts that are shown."""
        status, said = await self.ask(path, who)
        assert status == 200, said
        return [f"{alert['kind']} {alert['name']}" for alert in said["alerts"]]

    async def acknowledge(self, alert: str, who: Person = OLGA) -> tuple[int, Any]:
        return await self.ask(f"/alerts/{alert}/acknowledge", who, "POST")


@asynccontextmanager
async def asker() -> AsyncIterator[Asker]:
    """A centre with an alert about each kind of thing."""
    core = a_core()
    async with a_day(core) as day:
        found = Asker(core, day)
        found.alerts.take([Happened("raised", RULE, (each.kind, each.name), each) for each in ABOUT], NOON)
        yield found


async def test_what_is_raised_is_shown_as_it_is_shown_live() -> None:
    async with asker() as client:
        assert await client.seen("/alerts") == ALL
        first = (await client.ask("/alerts"))[1]["alerts"][0]
    assert first == {
        "id": "1", "rule": "line", "severity": "warning", "kind": "queue", "name": "sales", "measure": "waiting",
        "bound": 5.0, "value": 6.0, "since": NOON, "cleared_at": None, "acknowledged_by": "", "acknowledged_at": None,
        "text": {
            "en": "sales: calls waiting 6 (above 5)", "ru": "sales: ждут звонков 6 (порог: выше 5)",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "hidden"),
    [
        (Scope(frozenset({"sales"}), frozenset({"north"})), {"queue billing", "team south"}),
        (Scope(frozenset({"billing"}), None), {"queue sales", "call c"}),
        (Scope(None, frozenset()), {"agent anna", "team south"}),
        (Scope(frozenset(), frozenset()), {*ALL} - {"centre "}),
    ],
)
async def test_everybody_sees_and_acknowledges_what_is_theirs_and_the_centres(scope: Scope, hidden: set[str]) -> None:
    somebody = person(Role.SUPERVISOR, scope)
    async with asker() as client:
        shown = await client.seen("/alerts", somebody)
        assert shown == [each for each in ALL if each not in hidden]
        assert set(await client.seen("/alerts/history", somebody)) == set(shown)
        for number, about in enumerate(ALL, 1):
            status, said = await client.acknowledge(str(number), somebody)
            assert (status, said.get("code")) == ((404, "unknown_alert") if about in hidden else (200, None))


async def test_the_first_who_acknowledges_stays_and_asking_again_changes_nothing() -> None:
    peter = person()._replace(name="peter")
    async with asker() as client:
        status, said = await client.acknowledge("1")
        assert (status, said["acknowledged_by"]) == (200, "olga")
        assert (await client.acknowledge("1", peter)) == (200, said)
        assert (await client.ask("/alerts"))[1]["alerts"][0] == said


async def test_an_alert_that_there_is_not_is_refused_in_both_languages() -> None:
    async with asker() as client:
        assert await client.acknowledge("99") == (404, {"code": "unknown_alert", "detail": "no alert 99 is known"})
        _, said = await client.ask("/alerts/99/acknowledge", method="POST", language="ru")
        assert said["detail"] == "оповещения 99 нет"
        status, said = await client.acknowledge("%1b%5b31m")
        assert status == 404
        assert "\x1b" not in said["detail"]


async def test_history_is_the_latest_first_and_may_be_narrowed() -> None:
    async with asker() as client:
        client.alerts.take([Happened("cleared", RULE, ("queue", "sales"))], NOON + 5)
        reading = ABOUT[0]
        client.alerts.take([Happened("raised", CALM, (reading.kind, reading.name), reading)], NOON + 9)
        said = (await client.ask("/alerts/history"))[1]["alerts"]
        assert said[0]["id"] == "7"
        assert {alert["id"]: alert["cleared_at"] for alert in said}["1"] == NOON + 5
        assert len(await client.seen("/alerts/history?limit=2")) == 2
        assert await client.seen("/alerts/history?severity=information") == ["queue sales"]
        assert await client.seen("/alerts/history?severity=critical") == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/alerts/history?limit=0", "limit"),
        ("/alerts/history?limit=1001", "limit"),
        ("/alerts/history?limit=x", "limit"),
        ("/alerts/history?severity=bad", "severity"),
        ("/curve?minutes=0", "minutes"),
        ("/curve?minutes=241", "minutes"),
        ("/curve?day=tomorrow", "day"),
    ],
)
async def test_what_cannot_be_understood_is_refused_with_its_field(path: str, field: str) -> None:
    async with asker() as client:
        status, said = await client.ask(path)
    assert (status, said["code"]) == (422, "bad_input")
    assert [each["field"] for each in said["fields"]] == [field]
    assert "cannot be understood" not in said["fields"][0]["detail"], "it says what is expected"


@pytest.mark.parametrize("right", Right)
async def test_one_right_opens_each_route(right: Right) -> None:
    someone = person(Role.INTEGRATION, EVERYTHING, right)
    async with asker() as client:
        for path in ("/alerts", "/alerts/history", "/curve"):
            assert (await client.ask(path, someone))[0] == (200 if right is Right.LOOK else 403)
        assert (await client.acknowledge("1", someone))[0] == (200 if right is Right.ALERTS else 403)


async def test_the_curve_is_of_a_queue_or_of_all_that_somebody_sees() -> None:
    async with asker() as client:
        call(client.core, "1", "billing")
        hang_up(client.core, "1")
        call(client.core, "2", "sales")
        hang_up(client.core, "2")
        await asyncio.sleep(2)
        assert await offered(client, "/curve") == 2
        assert await offered(client, "/curve?queue=billing") == 1
        of_sales = person(Role.SUPERVISOR, Scope(frozenset({"sales"}), None))
        assert await offered(client, "/curve", of_sales) == 1
        of_nothing = person(Role.SUPERVISOR, Scope(frozenset(), None))
        assert await offered(client, "/curve", of_nothing) == 0
        for who, queue in ((of_sales, "billing"), (OLGA, "nothing")):
            status, said = await client.ask(f"/curve?queue={queue}", who)
            assert (status, said["code"]) == (404, "unknown_queue")


async def test_the_curve_has_the_day_in_stretches() -> None:
    async with asker() as client:
        await asyncio.sleep(2)
        _, today = await client.ask("/curve?minutes=60")
        _, before = await client.ask("/curve?minutes=30&day=yesterday")
    assert (today["date"], today["begins_at"], today["minutes"]) == ("2023-11-15", NOON - 43_200, 60)
    assert [point["at"] for point in today["points"]] == [NOON - 43_200 + 3600 * hour for hour in range(13)]
    assert set(today["points"][0]) == {
        "at", "offered", "answered", "abandoned", "service_level", "mean_wait_s", "waiting_mean", "at_work_mean",
        "talking_mean",
    }  # fmt: skip
    assert today["points"][12]["waiting_mean"] == 0.0
    assert today["points"][11]["waiting_mean"] is None
    assert (before["date"], len(before["points"])) == ("2023-11-14", 48)


async def test_clients_can_be_made_of_the_description() -> None:
    async with asker() as client:
        described = client.app.openapi()
    listed = described["paths"]["/api/alerts"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert listed["properties"]["alerts"]["items"] == {"$ref": "#/components/schemas/AlertLive"}
    assert {"AlertLive", "CurveView", "CurvePoint"} <= set(described["components"]["schemas"])
    assert described["paths"]["/api/curve"]["get"]["operationId"] == "curve"


async def offered(client: Asker, path: str, who: Person = OLGA) -> int:
    """How many calls the curve shows."""
    status, said = await client.ask(path, who)
    assert status == 200, said
    return sum(point["offered"] for point in said["points"])
