"""Every route is tried as everybody: who may not is refused, whoever may is not; what is out of scope is not there."""

from collections.abc import Callable
from typing import Any

import pytest

from api.access.rights import RIGHTS, Right, Role
from api.access.tokens import Grant
from api.description import whole_app
from tests.api.access_kit import PEOPLE, Browser, People, people
from tests.api.every_route import ANYBODY, OPEN, SESSION, STOOD_IN, STREAMS, TABLE, World, routes_of

NAMES = {"{alert}": "a1", "{name}": "anna", "{call}": "mine", "{agent}": "anna", "{queue}": "sales"}
OWN_OF_ANNA = ("/api/agents/anna", "/api/calls/mine")


def test_every_route_is_in_the_table_and_asks_for_what_stands_there() -> None:
    found = {route.name: route.asks for route in routes_of(whole_app()) if "/api/" in route.name}
    asked = {name: (None if asks in (OPEN, ANYBODY, SESSION) else asks) for name, asks in TABLE.items()}
    assert found == asked, "a new route is entered into the table in tests/api/every_route.py"


def test_what_is_not_under_api_is_only_read() -> None:
    beside = [route.name for route in routes_of(whole_app()) if "/api/" not in route.name]
    assert beside and all(name.startswith("GET /") for name in beside)


def address(name: str) -> tuple[str, str]:
    """Method and path of a route, with names that there are."""
    method, _, path = name.partition(" ")
    if path.startswith(("/api/accounts/", "/api/tokens/")):
        path = path.replace("{name}", "ghost")
    for blank, value in NAMES.items():
        path = path.replace(blank, value)
    return method, path.removeprefix("/api")


def may(rights: frozenset[Right], asks: Any, path: str, *, is_anna: bool, signed_in: bool) -> bool:
    """Whether who has ``rights`` may ask at a route, by the table alone."""
    if asks in (OPEN, ANYBODY):
        return True
    if asks == SESSION:
        return signed_in
    if isinstance(asks, tuple):
        own, right = asks
        return right in rights or (own in rights and is_anna and f"/api{path}".startswith(OWN_OF_ANNA))
    return asks in rights


async def tries(
    browser: Browser,
    rights: frozenset[Right],
    *,
    is_anna: bool = False,
    signed_in: bool = True,
    table: dict[str, Any] = TABLE,
) -> None:
    """Try every route as somebody, with a body that means nothing; signing out last of all."""
    wrong: list[str] = []
    for name, asks in sorted(table.items(), key=lambda each: each[0] == "POST /api/sign-out"):
        method, path = address(name)
        allowed = may(rights, asks, path, is_anna=is_anna, signed_in=signed_in)
        if method == "WS" or (allowed and name in STREAMS):
            continue
        response = await browser.ask(method, path, **({} if method == "GET" else {"json": {}}))
        said = response.json() if response.content and "json" in response.headers["content-type"] else {}
        refused = response.status_code in (401, 403)
        stands = name.partition(" ")[2].startswith(STOOD_IN)
        if refused is allowed or (response.status_code >= 500 and not stands):
            wrong.append(f"{name}: {response.status_code} {said}")
        if refused and asks != SESSION and asks is not OPEN:
            right = asks[1] if isinstance(asks, tuple) else asks
            assert said["detail"] == f"this needs the right {right}, which you do not have"
    assert not wrong


async def test_nobody_is_let_in_anywhere() -> None:
    async with people(lambda access: World(access).app) as crowd:
        nobody = crowd.browser()
        for name, asks in TABLE.items():
            method, path = address(name)
            if method != "WS" and asks != OPEN:
                assert await nobody.refused(method, path, {}) == (401, "no_token"), name


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INTEGRATION])
async def test_every_route_as_every_role(role: Role) -> None:
    async with people(lambda access: World(access).app) as crowd:
        await tries(await crowd.of_role(role), RIGHTS[role], is_anna=role is Role.AGENT)


async def test_every_route_as_a_program_with_one_right_and_without_it() -> None:
    async with people(lambda access: World(access).app) as crowd:
        for right in Right:
            alone, others = frozenset({right}), frozenset(Right) - {right}
            await tries(await program(crowd, f"with-{right}", alone), alone, signed_in=False)
            asking = {
                name: asks
                for name, asks in TABLE.items()
                if asks == right or (isinstance(asks, tuple) and right in asks)
            }
            await tries(await program(crowd, f"without-{right}", others), others, signed_in=False, table=asking)


async def program(crowd: People, name: str, rights: frozenset[Right], **scope: Any) -> Browser:
    """A program with a token of its own."""
    scope = {"queues": None, "teams": None} | scope
    _, crowd.tokens[name] = await crowd.access.add_token(name, Grant(rights, **scope), "ada")
    return crowd.program(name)


# -- scopes: the supervisor of sales and of the day ---------------------------------------------------------------

WHY = {"why": "because"}
REFUSED_LATER = ("move", "pull", "stop listening", "unpause")
"""What the engine or the PBX refuses here, for a reason that has nothing to do with scopes."""

IN_SCOPE: dict[str, Callable[[str], tuple[str, str, Any]]] = {
    "look at a call": lambda call: ("GET", f"/calls/{call}", None),
    "move": lambda call: ("POST", f"/calls/{call}/move", {"queue": "sales"} | WHY),
    "prioritise": lambda call: ("POST", f"/calls/{call}/priority", {"priority": 1}),
    "assign": lambda call: ("POST", f"/calls/{call}/assign", {"agent": "anna"}),
    "pull": lambda call: ("POST", f"/calls/{call}/pull", {}),
    "listen": lambda call: ("POST", f"/calls/{call}/listen", {"mode": "listen"} | WHY),
    "stop listening": lambda call: ("DELETE", f"/calls/{call}/listen", None),
    "record": lambda call: ("POST", f"/calls/{call}/recording", {"do": "start"}),
    "pass on": lambda call: ("POST", f"/calls/{call}/transfer", {"to": {"queue": "sales"}}),
    "hang up": lambda call: ("POST", f"/calls/{call}/hang-up", WHY),
}
OF_AGENTS: dict[str, Callable[[str], tuple[str, str, Any]]] = {
    "look at an agent": lambda agent: ("GET", f"/agents/{agent}", None),
    "sign in": lambda agent: ("POST", f"/agents/{agent}/sign-in", {}),
    "pause": lambda agent: ("POST", f"/agents/{agent}/pause", {"reason": "lunch"}),
    "unpause": lambda agent: ("POST", f"/agents/{agent}/unpause", {}),
    "change skills": lambda agent: ("PUT", f"/agents/{agent}/skills", {"skills": {}} | WHY),
    "force a state": lambda agent: ("POST", f"/agents/{agent}/state", {"state": "ready"} | WHY),
    "sign out": lambda agent: ("POST", f"/agents/{agent}/sign-out", {}),
}
OF_QUEUES: dict[str, Callable[[str], tuple[str, str, Any]]] = {
    "steer a door": lambda queue: ("PUT", f"/queues/{queue}/door", {"door": "open"} | WHY),
    "put a message": lambda queue: ("PUT", f"/queues/{queue}/message", {"say": "delay"}),
}


@pytest.mark.parametrize(
    ("acts", "inside", "outside", "code"),
    [
        (IN_SCOPE, ("mine", "waits"), ("other", "hidden"), "unknown_call"),
        (OF_AGENTS, ("anna",), ("boris",), "unknown_agent"),
        (OF_QUEUES, ("sales",), ("billing",), "unknown_queue"),
    ],
)
async def test_what_is_out_of_scope_is_as_if_it_were_not_there(
    acts: dict[str, Callable[[str], tuple[str, str, Any]]],
    inside: tuple[str, ...],
    outside: tuple[str, ...],
    code: str,
) -> None:
    worlds: list[World] = []

    def make(access: Any) -> Any:
        worlds.append(World(access))
        return worlds[0].app

    async with people(make) as crowd:
        sveta = await crowd.signed_in("sveta")
        before = {name: call.state for name, call in worlds[0].core.centre.calls.items()}
        for what, request in acts.items():
            for name in outside:
                found, none = [await ask(sveta, *request(each)) for each in (name, "ghost")]
                assert found[0] == 404 and found[1]["code"] == code, what
                assert {**found[1], "detail": found[1]["detail"].replace(name, "ghost")} == none[1], what
        assert {name: call.state for name, call in worlds[0].core.centre.calls.items()} == before
        for what, request in acts.items():
            answers = [await ask(sveta, *request(name)) for name in inside]
            assert all(status != 404 for status, _ in answers), (what, answers)
            assert any(status == 200 for status, _ in answers) or what in REFUSED_LATER, (what, answers)


async def ask(browser: Browser, method: str, path: str, body: Any) -> tuple[int, Any]:
    """Ask, and read the answer."""
    response = await browser.ask(method, path, **({} if body is None else {"json": body}))
    return response.status_code, response.json()


async def test_lists_hold_what_is_in_scope_and_nothing_else() -> None:
    async with people(lambda access: World(access).app) as crowd:
        sveta, pavel = await crowd.signed_in("sveta"), await crowd.signed_in("pavel")
        assert [each["name"] for each in await sveta.get("/queues")] == ["sales"]
        agents, calls = await sveta.get("/agents"), await sveta.get("/calls")
        assert (agents["total"], [each["name"] for each in agents["agents"]]) == (1, ["anna"])
        assert (calls["total"], [each["call"] for each in calls["calls"]]) == (2, ["mine", "waits"])
        status = await sveta.get("/status")
        assert (sum(status["agents"].values()), sum(status["calls"].values())) == (1, 2)
        assert len(await pavel.get("/queues")) == 3
        assert ((await pavel.get("/agents"))["total"], (await pavel.get("/calls"))["total"]) == (2, 4)
        assert (await sveta.ask("GET", "/agents/borris")).json()["detail"] == "no agent is called borris"


async def test_a_call_that_is_over_is_explained_to_whose_queue_it_was_in() -> None:
    async with people(lambda access: World(access).app) as crowd:
        of_billing = await program(crowd, "b", frozenset({Right.EXPLAIN}), queues=("billing",), teams=())
        assert (await (await crowd.signed_in("sveta")).ask("GET", "/calls/gone/explain")).text == "gone went its way"
        assert (await of_billing.ask("GET", "/calls/other/explain")).status_code == 200, "live, and in scope"
        assert await of_billing.refused("GET", "/calls/gone/explain") == (404, "unknown_call")
        assert await of_billing.refused("GET", "/calls/mine/explain") == (404, "unknown_call")


async def test_an_agent_sees_and_steers_themselves_alone() -> None:
    async with people(lambda access: World(access).app) as crowd:
        anna = await crowd.signed_in("anna")
        assert (await anna.get("/agents/anna"))["state"] == "talking"
        assert (await anna.get("/calls/mine"))["agent"] == "anna"
        assert (await anna.post("/agents/anna/pause", {"reason": "lunch"}))["then"] == "paused"
        assert (await anna.post("/calls/mine/recording", {"do": "start"}))["call"]["recording"] == "on"
        assert (await anna.post("/calls/mine/transfer", {"to": {"queue": "billing"}}))["call"]["queue"] == "billing"
        for method, path in (("GET", "/agents/boris"), ("POST", "/agents/boris/pause"), ("GET", "/calls/mine")):
            assert await anna.refused(method, path, {"reason": "x"}) == (403, "not_allowed_to"), path


def test_the_people_of_these_tests_are_of_every_role() -> None:
    assert {profile.role for profile in PEOPLE.values()} | {Role.INTEGRATION} == set(Role)
