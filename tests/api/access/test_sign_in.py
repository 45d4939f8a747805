"""Signing in and out: sessions begin, last, end, survive a restart, and nobody learns who has an account."""

import asyncio
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from api.access.sessions import IDLE_S, LONGEST_S, MOST_OF_ONE
from api.access.visitors import COOKIE
from tests.api.access_kit import PASSWORD, own_app, people


async def test_who_signs_in_is_known_by_the_cookie_alone() -> None:
    async with people() as centre:
        browser = centre.browser()
        assert await browser.refused("GET", "/me") == (401, "no_token")
        me = await browser.sign_in("sveta")
        assert (me["name"], me["title"], me["role"], me["phone"]) == ("sveta", "Света", "supervisor", "PJSIP/2001")
        assert (me["queues"], me["teams"]) == (["sales"], ["day"])
        assert me == await browser.get("/me")
        assert await centre.browser().refused("GET", "/me") == (401, "no_token"), "another browser is nobody"


async def test_each_role_is_shown_its_rights_and_what_it_sees() -> None:
    async with people() as centre:
        seen = {name: await (await centre.signed_in(name)).get("/me") for name in ("ada", "anna", "pavel")}
        assert (seen["ada"]["queues"], seen["anna"]["queues"], seen["pavel"]["queues"]) == (None, [], None)
        assert seen["anna"]["rights"] == ["own_calls", "own_state"] and seen["anna"]["agent"] == "anna"
        assert "accounts" in seen["ada"]["rights"] and "accounts" not in seen["pavel"]["rights"]
        program = await centre.program().get("/me")
        assert (program["role"], program["rights"], program["csrf"]) == ("integration", ["look"], "")
        assert (await centre.program("configuration").get("/me"))["name"] == "configuration"


async def test_names_are_the_same_however_they_are_typed() -> None:
    async with people() as centre:
        assert (await centre.browser().sign_in("SVETA"))["name"] == "sveta"


async def test_an_unknown_name_and_a_wrong_password_are_told_apart_by_nothing() -> None:
    async with people() as centre:
        answers = []
        for name in ("ada", "nobody"):
            response = await centre.browser().ask("POST", "/sign-in", json={"name": name, "password": "a guess"})
            headers = [pair for pair in response.headers.multi_items() if pair[0] != "date"]
            answers.append((response.status_code, response.content, headers))
        assert answers[0] == answers[1]
        assert answers[0][0] == 401 and "set-cookie" not in dict(answers[0][2])


class Watched(PasswordHasher):
    """Notes the hashes that passwords are held against."""

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.seen.append(str(hash))
        return super().verify(hash, password)

    seen: ClassVar[list[str]] = []


async def test_a_password_is_looked_at_for_unknown_names_too() -> None:
    async with people() as centre:
        Watched.seen.clear()
        centre.access.passwords._hasher = Watched(time_cost=1, memory_cost=8, parallelism=1)
        for name in ("ada", "nobody", "nobody"):
            await centre.browser().refused("POST", "/sign-in", {"name": name, "password": "a guess"})
        of_ada, *of_nobody = Watched.seen
        assert of_nobody[0] == of_nobody[1] != of_ada
        assert of_ada.split("$")[:4] == of_nobody[0].split("$")[:4], "with the same cost"


async def test_neither_password_nor_secret_is_in_the_log_or_in_the_file(tmp_path: Path) -> None:
    async with people(url=f"sqlite:///{tmp_path / 'acd.db'}") as centre:
        with capture_logs() as logged:
            browser = await centre.signed_in("ada")
            await centre.browser().refused("POST", "/sign-in", {"name": "ada", "password": "hunter2 hunter2"})
        secret = browser.http.cookies[COOKIE]
        kept = b"".join((tmp_path / name).read_bytes() for name in ("acd.db", "acd.db-wal"))
        for hidden in (PASSWORD, secret, browser.csrf, centre.tokens["board"]):
            assert hidden.encode() not in kept and hidden not in str(logged)
        assert "hunter2" not in str(logged)


async def test_the_cookie_is_for_this_host_and_no_script() -> None:
    async with people() as centre:
        body = {"name": "ada", "password": PASSWORD}
        set_cookie = (await centre.browser().ask("POST", "/sign-in", json=body)).headers["set-cookie"]
        assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in set_cookie.split(";")}
        assert "Secure" not in set_cookie and "Domain" not in set_cookie
        secure = await centre.browser(base="https://acd").ask("POST", "/sign-in", json=body)
        assert "Secure" in secure.headers["set-cookie"]
        centre.app = own_app(centre.access, https=True)
        assert "Secure" in (await centre.browser().ask("POST", "/sign-in", json=body)).headers["set-cookie"]


async def test_signing_in_again_begins_another_session_and_ends_the_one_before() -> None:
    async with people() as centre:
        browser = await centre.signed_in("ada")
        first = browser.http.cookies[COOKIE]
        await browser.sign_in("ada")
        assert browser.http.cookies[COOKIE] != first
        thief = centre.browser()
        thief.http.cookies.set(COOKIE, first)
        assert await thief.refused("GET", "/me") == (401, "session_over")


async def test_signing_out_ends_the_session_and_not_only_the_cookie() -> None:
    async with people() as centre:
        browser, other = await centre.signed_in("ada"), await centre.signed_in("ada")
        secret = browser.http.cookies[COOKIE]
        response = await browser.ask("POST", "/sign-out")
        assert response.status_code == 204 and 'acd_session=""' in response.headers["set-cookie"]
        browser.http.cookies.set(COOKIE, secret)
        assert await browser.refused("GET", "/me") == (401, "session_over")
        assert (await other.get("/me"))["name"] == "ada", "another browser of hers goes on"


async def test_a_session_ends_when_it_was_not_used_for_long_and_at_last_in_any_case() -> None:
    async with people() as centre:
        idle, busy = await centre.signed_in("ada"), await centre.signed_in("ada")
        for _ in range(int(LONGEST_S / (IDLE_S - 1))):
            await asyncio.sleep(IDLE_S - 1)
            await busy.get("/me")
        assert await idle.refused("GET", "/me") == (401, "session_over")
        await asyncio.sleep(IDLE_S - 1)
        assert await busy.refused("GET", "/me") == (401, "session_over")


async def test_sessions_and_tokens_survive_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url) as before:
        browser = await before.signed_in("sveta")
        out = await before.signed_in("ada")
        gone = out.http.cookies[COOKIE]
        await out.ask("POST", "/sign-out")
        secret, board = browser.http.cookies[COOKIE], before.tokens["board"]
    async with people(url=url, make_people=False) as after:
        browser = after.browser()
        browser.http.cookies.set(COOKIE, secret)
        assert (await browser.get("/me"))["name"] == "sveta"
        browser.http.cookies.set(COOKIE, gone)
        assert await browser.refused("GET", "/me") == (401, "session_over")
        after.tokens["board"] = board
        assert (await after.program().get("/me"))["name"] == "board"


async def test_the_time_a_session_was_used_last_survives_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url) as before:
        browser = await before.signed_in("ada")
        await asyncio.sleep(IDLE_S - 1)
        await browser.get("/me")
        secret = browser.http.cookies[COOKIE]
    async with people(url=url, make_people=False) as after:
        await asyncio.sleep(IDLE_S - 1)
        browser = after.browser()
        browser.http.cookies.set(COOKIE, secret)
        assert (await browser.get("/me"))["name"] == "ada"


async def test_a_person_has_so_many_sessions_and_the_oldest_makes_room() -> None:
    async with people() as centre:
        browsers = [await centre.signed_in("ada") for _ in range(MOST_OF_ONE + 1)]
        assert await browsers[0].refused("GET", "/me") == (401, "session_over")
        assert all([(await browser.get("/me"))["name"] == "ada" for browser in browsers[1:]])
        ada = await browsers[1].get("/accounts/ada")
        assert ada["sessions"] == MOST_OF_ONE


async def test_the_first_start_makes_an_admin_and_says_the_password_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url, make_people=False) as first:
        assert first.password is not None and len(first.password) >= 16
        assert (await first.browser().sign_in("admin", first.password))["role"] == "admin"
    async with people(url=url, make_people=False) as second:
        assert second.password is None


async def test_people_choose_their_language() -> None:
    async with people() as centre:
        browser = await centre.signed_in("sveta")
        assert (await browser.put("/me/language", {"language": "ru"}))["language"] == "ru"
        assert (await (await centre.signed_in("sveta")).get("/me"))["language"] == "ru"
        assert await browser.refused("PUT", "/me/language", {"language": "tlh"}) == (422, "bad_input")
        assert await centre.program().refused("PUT", "/me/language", {"language": "ru"}) == (403, "sessions_only")


async def test_who_changes_the_password_stays_here_and_is_signed_out_elsewhere() -> None:
    async with people() as centre:
        here, elsewhere = await centre.signed_in("anna"), await centre.signed_in("anna")
        before = here.http.cookies[COOKIE]
        me = await here.put("/me/password", {"old": PASSWORD, "new": "a new long password"})
        assert here.http.cookies[COOKIE] != before and me["csrf"] != here.csrf
        here.csrf = me["csrf"]
        assert (await here.get("/me"))["name"] == "anna"
        assert await elsewhere.refused("GET", "/me") == (401, "session_over")
        assert await centre.browser().refused("POST", "/sign-in", {"name": "anna", "password": PASSWORD}) == (
            401,
            "wrong_password",
        )
        await centre.browser().sign_in("anna", "a new long password")


@pytest.mark.parametrize(
    ("body", "refused", "field"),
    [
        ({"old": "wrong wrong", "new": "a new long password"}, (403, "wrong_old_password"), "old"),
        ({"old": PASSWORD, "new": "short"}, (422, "bad_password"), "new"),
        ({"old": PASSWORD, "new": "x" * 201}, (422, "bad_input"), "new"),
        ({"old": PASSWORD}, (422, "bad_input"), "new"),
    ],
)
async def test_a_password_that_cannot_be_changed_says_why(body: Any, refused: tuple[int, str], field: str) -> None:
    async with people() as centre:
        browser = await centre.signed_in("anna")
        response = await browser.ask("PUT", "/me/password", json=body)
        said = response.json()
        assert (response.status_code, said["code"]) == refused
        assert [each["field"] for each in said["fields"]] == [field]
        assert (await browser.get("/me"))["name"] == "anna", "the session goes on"
