"""Accounts: made, changed and ended by who may, within the centre; what is changed holds at once, everywhere."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from acd.store.database import Database, metadata
from api.access import accounts, tokens
from api.access.access import LOOK_S
from api.access.accounts import Profile
from api.access.checks import Known, checked_name, checked_profile
from api.access.rights import EVERYTHING, NOTHING, Role, Scope
from api.refusals import Refusal
from api.words import sentence
from tests.api.access_kit import KNOWN, PASSWORD, people

JSON = {"Content-Type": "application/json"}
NEW = {"name": "boris", "password": PASSWORD, "role": "supervisor", "queues": ["sales"]}


async def test_an_account_is_made_shown_changed_and_removed() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        made = await ada.post("/accounts", NEW | {"title": "Борис", "phone": "PJSIP/1002", "language": "ru"})
        assert made == await ada.get("/accounts/boris")
        assert (made["title"], made["queues"], made["teams"], made["sessions"]) == ("Борис", ["sales"], [], 0)
        boris = await centre.signed_in("boris")
        changed = await ada.put("/accounts/boris", {"role": "planner", "queues": None, "teams": ["day"]})
        assert (changed["role"], changed["queues"], changed["teams"], changed["title"]) == (
            "planner",
            None,
            ["day"],
            "",
        )
        assert (await boris.get("/me"))["role"] == "planner", "the session goes on, with what it may now"
        assert (await ada.ask("DELETE", "/accounts/boris")).status_code == 204
        assert await boris.refused("GET", "/me") == (401, "session_over")
        assert await ada.refused("GET", "/accounts/boris") == (404, "unknown_account")
        assert "boris" not in {each["name"] for each in (await ada.get("/accounts"))["accounts"]}


async def test_many_accounts_are_shown_in_parts_in_an_order_that_stays() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        await ada.put("/accounts/sveta", {"role": "planner", "queues": None})
        parts = [await ada.get(f"/accounts?limit=2&offset={offset}") for offset in (0, 2, 4, 6)]
        names = [[each["name"] for each in part["accounts"]] for part in parts]
        assert names == [["admin", "ada"], ["sveta", "anna"], ["pavel"], []] and parts[0]["total"] == 5
        assert await ada.refused("GET", "/accounts?limit=0") == (422, "bad_input")


async def test_a_removed_account_made_again_is_another_one() -> None:
    async with people() as centre:
        ada, before = await centre.signed_in("ada"), await centre.signed_in("sveta")
        await ada.ask("DELETE", "/accounts/sveta")
        await ada.post("/accounts", NEW | {"name": "Sveta", "password": "quite another one"})
        assert await before.refused("GET", "/me") == (401, "session_over")
        assert (await centre.browser().ask("POST", "/sign-in", json={"name": "sveta", "password": PASSWORD})).is_error
        assert (await centre.browser().sign_in("sveta", "quite another one"))["name"] == "Sveta"


async def test_an_admin_gives_somebody_another_password_and_all_their_sessions_end() -> None:
    async with people() as centre:
        ada, anna = await centre.signed_in("ada"), await centre.signed_in("anna")
        await ada.put("/accounts/anna/password", {"password": "a new long password"})
        assert await anna.refused("GET", "/me") == (401, "session_over")
        await centre.browser().sign_in("anna", "a new long password")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/accounts", None),
        ("POST", "/accounts", NEW),
        ("GET", "/accounts/ada", None),
        ("PUT", "/accounts/anna", {"role": "admin"}),
        ("PUT", "/accounts/ada/password", {"password": "a new long password"}),
        ("DELETE", "/accounts/ada", None),
        ("GET", "/tokens", None),
        ("POST", "/tokens", {"name": "x", "rights": ["accounts"], "queues": None}),
        ("DELETE", "/tokens/board", None),
    ],
)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_else_may_look_at_or_change_accounts_and_tokens(
    role: Role, method: str, path: str, body: Any
) -> None:
    async with people() as centre:
        change = centre.access.book.change
        browser = await centre.of_role(role)
        assert await browser.refused(method, path, body) == (403, "not_allowed_to")
        assert await centre.browser().refused(method, path, body) == (401, "no_token")
        assert centre.access.book.change == change


async def test_the_last_admin_is_neither_removed_nor_made_less() -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        await ada.ask("DELETE", "/accounts/admin")
        assert await ada.refused("DELETE", "/accounts/ada") == (409, "last_admin")
        assert await ada.refused("PUT", "/accounts/ada", {"role": "planner", "queues": None}) == (409, "last_admin")
        assert (await ada.put("/accounts/ada", {"role": "admin", "title": "Ada L."}))["title"] == "Ada L."
        await ada.post("/accounts", {"name": "eve", "password": PASSWORD, "role": "admin"})
        removals = [ada.ask("DELETE", "/accounts/ada"), (await centre.signed_in("eve")).ask("DELETE", "/accounts/eve")]
        assert sorted([response.status_code for response in await asyncio.gather(*removals)]) == [204, 409]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"queues": ["nope"]}, "queues", "unknown_queue"),
        ({"queues": [], "teams": ["nope"]}, "teams", "unknown_team"),
        ({"queues": []}, "queues", "role_needs_scope"),
        ({"role": "agent", "queues": []}, "agent", "role_needs_agent"),
        ({"role": "agent", "agent": "anna"}, "queues", "role_has_scope"),
        ({"role": "admin", "queues": [], "teams": ["day"]}, "teams", "role_has_scope"),
        ({"agent": "nobody"}, "agent", "unknown_agent"),
        ({"phone": "1001"}, "phone", "bad_phone"),
        ({"phone": "PJSIP/1\r\nAction: Originate"}, "phone", "not_printable"),
        ({"password": "short"}, "password", "bad_password"),
        ({"password": "x" * 201}, "password", "too_long"),
        ({"name": "Boris 12345", "password": "boris 12345"}, "password", "password_is_name"),
        ({"name": ""}, "name", "too_short"),
        ({"name": "x" * 65}, "name", "too_long"),
        ({"name": "a/b"}, "name", "bad_name"),
        ({"name": "<img src=x>"}, "name", "bad_name"),
        ({"name": " boris"}, "name", "bad_name"),
        ({"name": "bo\x00ris"}, "name", "not_printable"),
        ({"name": "bo\u202eris"}, "name", "not_printable"),
        ({"name": "ADA"}, "name", "name_taken"),
        ({"name": "board"}, "name", "name_taken"),
        ({"name": "Configuration"}, "name", "name_taken"),
        ({"name": 7}, "name", "not_text"),
        ({"name": None}, "name", "not_text"),
        ({"role": "king"}, "role", None),
        ({"role": "integration"}, "role", None),
        ({"queues": "sales"}, "queues", None),
        ({"queues": [["sales"]]}, "queues.0", "not_text"),
        ({"queues": ["sales"] * 1001}, "queues", None),
        ({"language": "tlh"}, "language", None),
        ({"title": "x" * 101}, "title", "too_long"),
        ({"rights": ["accounts"]}, "rights", "unknown_word"),
        ({"name": "\ud800"}, "name", None),
        ({"password": "\ud800 is half a character"}, "password", None),
    ],
)
async def test_what_cannot_be_is_refused_and_its_field_named(change: Any, field: str, code: str | None) -> None:
    async with people() as centre:
        ada, before = await centre.signed_in("ada"), centre.access.book.change
        response = await ada.ask("POST", "/accounts", content=json.dumps(NEW | change), headers=JSON)
        assert 400 <= response.status_code < 500, response.text
        (first, *_) = response.json()["fields"]
        assert (first["field"], first["code"]) == (field, code or first["code"])
        assert first["detail"] and PASSWORD not in response.text
        assert centre.access.book.change == before, "nothing was changed"


@pytest.mark.parametrize("body", ["", "[]", "7", "null", '"boris"', "{", '{"name": {}}', "[" * 5000, '{"a":' * 2000])
async def test_a_body_of_rubbish_is_refused(body: str) -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        for browser, path in ((ada, "/accounts"), (ada, "/tokens"), (centre.browser(), "/sign-in")):
            status, code = await browser.refused("POST", path, content=body, headers=JSON)
            assert status in (400, 422) and code == "bad_input"


@pytest.mark.parametrize("name", ["nobody", "%00", "%ff", "..", "a" * 5000, "%F0%9F%98%80", "'; DROP TABLE accounts"])
async def test_a_name_that_nobody_has_is_refused_as_text(name: str) -> None:
    async with people() as centre:
        ada = await centre.signed_in("ada")
        for method, more in (("GET", {}), ("DELETE", {}), ("PUT", {"body": {"role": "admin"}})):
            status, code = await ada.refused(method, f"/accounts/{name}", **more)
            assert (status, code) in ((404, "unknown_account"), (404, "not_found"))
        assert (await ada.get("/accounts"))["total"] == 5


async def test_who_serves_somebody_for_longer_hears_that_they_are_another_now() -> None:
    async with people() as centre:
        told: list[str] = []
        centre.access.changed.append(told.append)
        ada, sveta = await centre.signed_in("ada"), await centre.signed_in("sveta")
        visitor = centre.access.by_session(sveta.http.cookies["acd_session"])
        assert visitor is not None and centre.access.still(visitor) and told == []
        await ada.put("/accounts/sveta", {"role": "supervisor", "queues": ["billing"]})
        assert told == ["sveta"] and not centre.access.still(visitor), "with another scope"
        await ada.put("/accounts/sveta", {"role": "supervisor", "queues": ["billing"]})
        assert told == ["sveta"], "nothing is different"
        await ada.ask("DELETE", "/tokens/board")
        await sveta.ask("POST", "/sign-out")
        await ada.ask("DELETE", "/accounts/sveta")
        assert told == ["sveta", "board", "sveta", "sveta"]


async def test_a_listener_that_fails_hurts_nobody_else() -> None:
    def fail(name: str) -> None:
        raise RuntimeError

    async with people() as centre:
        told: list[str] = []
        centre.access.changed += [fail, told.append]
        ada = await centre.signed_in("ada")
        with capture_logs() as logged:
            assert (await ada.ask("DELETE", "/accounts/sveta")).status_code == 204
        assert told == ["sveta"] and "access_listener_failed" in {line["event"] for line in logged}


async def test_a_running_service_sees_within_a_second_what_the_command_line_changes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'acd.db'}"
    async with people(url=url) as centre:
        told: list[str] = []
        centre.access.changed.append(told.append)
        work = asyncio.create_task(centre.access.run())
        sveta, board = await centre.signed_in("sveta"), centre.program()
        other = Database(url)
        other.run_now(lambda rows: accounts.remove(rows, "sveta"))
        other.run_now(lambda rows: accounts.add(rows, "kolya", Profile(role=Role.ADMIN), "no hash", 0.0))
        other.run_now(lambda rows: tokens.remove(rows, "board"))
        await asyncio.sleep(1.5 * LOOK_S)
        assert await sveta.refused("GET", "/me") == (401, "session_over")
        assert await board.refused("GET", "/me") == (401, "wrong_token")
        assert centre.access.known("kolya").person.role is Role.ADMIN
        assert sorted(told) == ["board", "sveta"]
        other.close_now()
        work.cancel()


async def test_a_database_that_is_away_for_a_while_ends_nothing(tmp_path: Path) -> None:
    async with people() as centre:
        work = asyncio.create_task(centre.access.run())
        browser = await centre.signed_in("ada")
        away = centre.access._database._engine
        centre.access._database._engine = Database("sqlite://")._engine  # without any table
        centre.access._database.run_now(metadata.drop_all)
        await asyncio.sleep(3 * LOOK_S)
        assert (await browser.get("/me"))["name"] == "ada", "who is in is known without it"
        centre.access._database._engine = away
        await asyncio.sleep(2 * LOOK_S)
        assert not work.done()
        await browser.put("/me/language", {"language": "ru"})
        work.cancel()


async def test_a_request_costs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    async with people() as centre:
        browser, program = await centre.signed_in("ada"), centre.program()
        with monkeypatch.context() as away:
            away.setattr(centre.access._database, "run", None)
            assert (await browser.get("/me"))["name"] == "ada" and (await program.get("/me"))["name"] == "board"


def test_admins_see_everything_agents_themselves_and_supervisors_what_is_named() -> None:
    def scope(role: Role, queues: Any, teams: Any) -> Scope:
        return Profile(role=role, queues=queues, teams=teams).scope

    assert scope(Role.ADMIN, (), ()) == EVERYTHING and scope(Role.AGENT, None, None) == NOTHING
    assert scope(Role.SUPERVISOR, ("a",), None) == Scope(frozenset("a"), None)
    assert scope(Role.SUPERVISOR, (), ()) == NOTHING


def test_the_scope_is_checked_against_the_centre_of_now() -> None:
    wish = Profile(role=Role.SUPERVISOR, queues=("new", "new"), teams=None)
    with pytest.raises(Refusal):
        checked_profile(wish, KNOWN)
    assert checked_profile(wish, Known(("new",), (), ())).queues == ("new",)


@pytest.mark.parametrize("name", ["ada", "Ада Л.", "o-lga_1@x.org", "a", "и\u0306ога", "x" * 64, "7"])
def test_names_of_people_are_taken(name: str) -> None:
    assert checked_name(name).isprintable()


@pytest.mark.parametrize("name", ["", " ", "a ", "a  b", ".a", "a\tb", "a'b", "😀", "x" * 65, "a\u200bb", "a;b", "a%b"])
def test_names_that_nobody_could_type_or_tell_apart_are_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_name(name)
    assert (refused.value.status, refused.value.field) == (422, "name")
    assert sentence(refused.value.code, "ru")
