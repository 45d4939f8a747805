"""Screens on a wall: they only look, whoever signed them in; they stay signed in for a year, and end like others."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI

from acd.store.upgrades import NEWEST_VERSION
from api.access import book
from api.access.access import Access
from api.access.accounts import Profile
from api.access.asking import is_own_agent, needs, needs_own
from api.access.rights import Person, Right, Role
from api.access.sessions import (
    DAY_S,
    LONGEST_S,
    MOST_OF_ONE,
    MOST_SCREENS_OF_ONE,
    SCREEN_IDLE_S,
    SCREEN_LONGEST_S,
)
from api.access.visitors import COOKIE
from tests.api.access_kit import PASSWORD, Browser, People, own_app, people

OVER = (401, "session_over")


def with_acts(access: Access) -> FastAPI:
    """The application of the kit with a route for each right, and one for what is one's own."""
    app, routes = own_app(access), APIRouter()
    for right in Right:

        async def act(person: Annotated[Person, needs(right)]) -> str:
            return person.name

        routes.add_api_route(f"/api/needs/{right}", act, methods=["POST"])

    async def own(name: str, person: Annotated[Person, needs_own(Right.OWN_STATE, Right.STEER_AGENTS, is_own_agent)]):  # type: ignore[no-untyped-def]
        return person.name

    routes.add_api_route("/api/own/{name}", own, methods=["POST"], response_model=None)
    app.include_router(routes)
    return app


async def screen(centre: People, name: str = "sveta") -> Browser:
    """A screen that this person has signed in."""
    return await centre.signed_in(name, screen=True)


def later(centre: People, by_s: float) -> None:
    """Let it be later for who keeps sessions: months are too long for a loop whose timers are exact to a nanosecond."""
    before = centre.access.now
    centre.access.now = lambda: before() + by_s


@pytest.mark.parametrize("name", ["ada", "sveta", "pavel"])
async def test_a_screen_sees_what_its_account_sees_and_may_only_look(name: str) -> None:
    async with people(with_acts) as centre:
        at_desk, on_wall = await (await centre.signed_in(name)).get("/me"), await screen(centre, name)
        me = await on_wall.get("/me")
        assert (me["rights"], me["screen"], at_desk["screen"]) == (["look"], True, False)
        assert [me[each] for each in ("name", "role", "queues", "teams")] == [
            at_desk[each] for each in ("name", "role", "queues", "teams")
        ]
        assert await on_wall.post("/needs/look") == name
        for right in set(Right) - {Right.LOOK}:
            assert await on_wall.refused("POST", f"/needs/{right}") == (403, "not_allowed_to"), right


async def test_signing_in_says_at_once_that_it_is_a_screen_and_sends_its_text_for_the_page() -> None:
    async with people() as centre:
        browser = centre.browser()
        me = await browser.sign_in("sveta", screen=True)
        assert me == await browser.get("/me")
        assert me["screen"] and me["csrf"]


async def test_an_account_that_may_not_look_gets_no_screen_and_is_told_why() -> None:
    async with people() as centre:
        browser = centre.browser()
        wish = {"name": "anna", "password": PASSWORD, "screen": True}
        response = await browser.ask("POST", "/sign-in", json=wish, headers={"Accept-Language": "ru"})
        said = response.json()
        assert (response.status_code, said["code"], said["fields"][0]["field"]) == (403, "screen_needs_look", "screen")
        assert "экран только смотрит, а anna" in said["detail"]
        assert "set-cookie" not in response.headers and not centre.access.book.sessions
        guess = wish | {"password": "a guess"}
        assert await browser.refused("POST", "/sign-in", guess) == (401, "wrong_password"), "a guess learns no role"


@pytest.mark.parametrize("wish", ["yes", 1, None])
async def test_whether_it_is_a_screen_is_said_plainly(wish: Any) -> None:
    async with people() as centre:
        body = {"name": "ada", "password": PASSWORD, "screen": wish}
        assert await centre.browser().refused("POST", "/sign-in", body) == (422, "bad_input")


async def test_at_a_screen_nothing_of_the_person_can_be_changed_even_by_who_knows_the_password() -> None:
    async with people(with_acts) as centre:
        await centre.access.change_account("sveta", Profile(role=Role.SUPERVISOR, queues=None, agent="anna"))
        on_wall = await screen(centre)
        assert await on_wall.refused("PUT", "/me/language", {"language": "ru"}) == (403, "not_on_a_screen")
        change = {"old": PASSWORD, "new": "a new long password"}
        assert await on_wall.refused("PUT", "/me/password", change) == (403, "not_on_a_screen")
        assert await on_wall.refused("POST", "/own/anna") == (403, "not_allowed_to")
        assert await (await centre.signed_in("sveta")).post("/own/anna") == "sveta"


async def test_a_screen_loses_its_view_with_the_account_and_gains_nothing_with_it() -> None:
    async with people() as centre:
        on_wall = await screen(centre)
        await centre.access.change_account("sveta", Profile(role=Role.ADMIN))
        assert (await on_wall.get("/me"))["rights"] == ["look"]
        await centre.access.change_account("sveta", Profile(role=Role.AGENT, agent="anna"))
        assert (await on_wall.get("/me"))["rights"] == []


async def test_a_screen_goes_on_for_400_days_while_it_asks_and_no_longer() -> None:
    async with people() as centre:
        on_wall = await screen(centre)
        for _ in range(19):
            later(centre, 20 * DAY_S)
            assert (await on_wall.get("/me"))["screen"]
        later(centre, 20 * DAY_S - 1)
        assert (await on_wall.get("/me"))["screen"]
        later(centre, 1)
        assert SCREEN_LONGEST_S == 400 * DAY_S
        assert await on_wall.refused("GET", "/me") == OVER


async def test_a_screen_that_was_dark_for_30_days_is_signed_out() -> None:
    async with people() as centre:
        on_wall, forgotten = await screen(centre), await screen(centre)
        await asyncio.sleep(SCREEN_IDLE_S - 1)
        assert (await on_wall.get("/me"))["screen"]
        await asyncio.sleep(1)
        assert await forgotten.refused("GET", "/me") == OVER
        assert (await on_wall.get("/me"))["screen"]


async def test_screens_survive_a_restart_as_screens_and_sessions_at_desks_end_in_the_database_as_before(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url) as before:
        on_wall, at_desk = await screen(before), await before.signed_in("ada")
        secrets = [browser.http.cookies[COOKIE] for browser in (on_wall, at_desk)]
        await asyncio.sleep(LONGEST_S + 1)
        await before.access.touch()
    assert kept_in(tmp_path, "SELECT screen FROM sessions") == [(1,)]
    async with people(url=url, make_people=False) as after:
        await asyncio.sleep(LONGEST_S + 2)
        on_wall, at_desk = after.browser(), after.browser()
        for browser, secret in zip((on_wall, at_desk), secrets, strict=True):
            browser.http.cookies.set(COOKIE, secret)
        me = await on_wall.get("/me")
        assert (me["name"], me["screen"], me["rights"]) == ("sveta", True, ["look"])
        assert await at_desk.refused("GET", "/me") == OVER


@pytest.mark.parametrize(("wish", "lasts_s"), [({}, LONGEST_S), ({"screen": True}, SCREEN_LONGEST_S)])
async def test_the_browser_keeps_the_cookie_as_long_as_the_session_lasts(wish: Any, lasts_s: float) -> None:
    async with people() as centre:
        response = await centre.browser().ask("POST", "/sign-in", json={"name": "ada", "password": PASSWORD, **wish})
        assert f"Max-Age={int(lasts_s)};" in response.headers["set-cookie"]


async def test_a_screen_ends_with_the_password_the_account_and_its_own_sign_out() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        first, second, third = [await screen(centre, name) for name in ("sveta", "pavel", "ada")]
        await ada.put("/accounts/sveta/password", {"password": "another long password"})
        assert await first.refused("GET", "/me") == OVER
        assert (await ada.ask("DELETE", "/accounts/pavel")).status_code == 204
        assert await second.refused("GET", "/me") == OVER
        secret = third.http.cookies[COOKIE]
        assert (await third.ask("POST", "/sign-out")).status_code == 204
        third.http.cookies.set(COOKIE, secret)
        assert await third.refused("GET", "/me") == OVER
        fourth = await screen(centre, "ada")
        await ada.put("/me/password", {"old": PASSWORD, "new": "a third long password"})
        assert await fourth.refused("GET", "/me") == OVER


async def test_who_signs_in_at_a_screen_is_themselves_there_and_the_other_way_round() -> None:
    async with people() as centre:
        browser = await screen(centre)
        on_wall = browser.http.cookies[COOKIE]
        assert not (await browser.sign_in("sveta"))["screen"]
        at_desk = browser.http.cookies[COOKIE]
        assert (await browser.sign_in("sveta", screen=True))["screen"]
        for ended in (on_wall, at_desk):
            other = centre.browser()
            other.http.cookies.set(COOKIE, ended)
            assert await other.refused("GET", "/me") == OVER


async def test_an_account_has_so_many_screens_and_the_one_that_was_dark_longest_makes_room() -> None:
    async with people() as centre:
        screens = [await screen(centre) for _ in range(MOST_SCREENS_OF_ONE)]
        await asyncio.sleep(60)
        dark = screens.pop(3)
        for each in screens:
            await each.get("/me")
        screens.append(await screen(centre))
        assert await dark.refused("GET", "/me") == OVER
        assert all([(await each.get("/me"))["screen"] for each in screens])


async def test_pages_end_no_screens_and_screens_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    async with people() as centre:
        on_wall, at_desk = await screen(centre), await centre.signed_in("sveta")
        for _ in range(MOST_OF_ONE - 1):
            await centre.signed_in("sveta")
        for _ in range(MOST_SCREENS_OF_ONE - 1):
            await screen(centre)
        assert (await on_wall.get("/me"))["screen"] and not (await at_desk.get("/me"))["screen"]
        monkeypatch.setattr(book, "MOST_SESSIONS", MOST_OF_ONE + MOST_SCREENS_OF_ONE)
        await centre.signed_in("ada")
        assert (await on_wall.get("/me"))["screen"], "the oldest of all, and nobody is there to sign it in again"
        assert await at_desk.refused("GET", "/me") == OVER


async def test_sessions_of_a_database_from_before_there_were_screens_go_on_and_are_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url) as before:
        browser = await before.signed_in("ada")
        secret = browser.http.cookies[COOKIE]
    now = kept_in(tmp_path, "PRAGMA table_info(sessions)")
    kept_in(tmp_path, "ALTER TABLE sessions DROP COLUMN screen")
    kept_in(tmp_path, "UPDATE schema_version SET version = 1")
    async with people(url=url, make_people=False) as after:
        browser = after.browser()
        browser.http.cookies.set(COOKIE, secret)
        assert not (await browser.get("/me"))["screen"]
        assert (await (await screen(after)).get("/me"))["screen"]
    assert [column[1:5] for column in kept_in(tmp_path, "PRAGMA table_info(sessions)")] == [
        (name, kind, must, "false" if name == "screen" else default) for _, name, kind, must, default, _ in now
    ]
    assert kept_in(tmp_path, "SELECT version FROM schema_version") == [(NEWEST_VERSION,)]
    assert kept_in(tmp_path, "SELECT screen FROM sessions ORDER BY made_at") == [(0,), (1,)]


def kept_in(folder: Path, statement: str) -> list[Any]:
    """Let SQLite do ``statement`` beside the service; return its rows."""
    with closing(sqlite3.connect(folder / "acd.db")) as connection, connection:
        return connection.execute(statement).fetchall()
