"""The gate before pages: what is open, whose page asks, which headers every answer has; and hostile headers."""

from collections.abc import Iterable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from starlette.types import Message

from api.access.access import Access
from api.access.visitors import COOKIE, LONGEST_COOKIES
from api.headers import ALWAYS
from tests.api.access_kit import PASSWORD, TOKEN, Browser, People, own_app, people

WISH = {"language": "ru"}


def with_more(access: Access) -> FastAPI:
    """The application of the kit with a page, a socket and a route that fails."""
    app, routes = own_app(access), APIRouter()

    @routes.get("/")
    async def page() -> str:
        return "a page"

    @routes.post("/")
    async def page_changed() -> str:
        return "changed"

    @routes.get("/api/fails")
    async def fails() -> None:
        raise RuntimeError("the secret is hunter2")

    @routes.websocket("/api/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(socket.state.person.name)
        await socket.close()

    app.include_router(routes)
    return app


async def test_only_pages_health_and_signing_in_are_open() -> None:
    async with people(with_more) as centre:
        nobody = centre.browser()
        assert (await nobody.http.get("/")).json() == "a page"
        assert (await nobody.ask("GET", "/health")).json() == {"ok": True}
        assert (await nobody.http.post("/")).status_code == 401, "pages are read, and nothing else"
        for method, path in (("POST", "/health"), ("GET", "/sign-in"), ("GET", "/openapi.json"), ("PUT", "/sign-in")):
            assert await nobody.refused(method, path) == (401, "no_token"), path
        for path in ("//", "/wall/..", "/sign-in/x", "/api", "/api/", "/assets/../api/accounts", "/x/../"):
            assert (await ask_raw(centre, [HOST], path))[0] == 401, path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
async def test_what_changes_something_needs_the_text_that_only_our_page_has(method: str) -> None:
    async with people() as centre:
        browser, other = await centre.signed_in("sveta"), await centre.signed_in("sveta")
        right, browser.csrf = browser.csrf, ""
        for wrong in ("", "x", right[:-1], right.upper(), other.csrf, "текст".encode()):
            headers: Any = {"X-CSRF-Token": wrong} if wrong else {}
            assert await browser.refused(method, "/me/language", WISH, headers=headers) == (403, "wrong_csrf")
        browser.csrf = right
        assert (await browser.ask(method, "/me/language", json=WISH)).status_code == (200 if method == "PUT" else 405)


async def test_what_only_looks_needs_no_such_text_and_neither_does_a_program() -> None:
    async with people() as centre:
        browser = await centre.signed_in("sveta")
        browser.csrf = ""
        assert (await browser.get("/me"))["csrf"]
        program = centre.program("configuration")
        assert (await program.post("/tokens", {"name": "x", "rights": ["look"], "queues": None}))["token"]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://acd:81", "http://acd.evil.example", "acd", ""]
)
async def test_another_page_changes_nothing_and_signs_nobody_in(origin: str) -> None:
    async with people() as centre:
        browser = await centre.signed_in("sveta")
        refused = (403, "wrong_origin")
        assert await browser.refused("PUT", "/me/language", WISH, headers={"Origin": origin}) == refused
        body = {"name": "ada", "password": PASSWORD}
        assert await centre.browser().refused("POST", "/sign-in", body, headers={"Origin": origin}) == refused
        good = {"Origin": "http://ACD"}
        assert (await browser.ask("PUT", "/me/language", json=WISH, headers=good)).status_code == 200
        assert (await centre.browser().ask("POST", "/sign-in", json=body, headers=good)).status_code == 200


async def test_a_form_of_another_page_cannot_sign_in() -> None:
    async with people() as centre:
        body = f'{{"name": "ada", "password": "{PASSWORD}"}}'
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            response = await centre.browser().ask("POST", "/sign-in", content=body, headers={"Content-Type": kind})
            assert response.status_code == 422 and "set-cookie" not in response.headers


async def test_every_answer_has_the_headers_also_refusals_and_faults() -> None:
    async with people(with_more) as centre:
        ada, nobody = await centre.signed_in("ada"), centre.browser()
        answers = [
            await ada.ask("GET", "/me"),
            await nobody.ask("GET", "/me"),
            await ada.ask("GET", "/nothing"),
            await ada.ask("POST", "/accounts", json={}),
            await ada.ask("GET", "/fails"),
            await nobody.http.get("/"),
            await nobody.http.get("/", headers={"Host": "a b"}),
        ]
        assert [each.status_code for each in answers] == [200, 401, 404, 422, 500, 200, 400]
        for response in answers:
            assert {name: response.headers[name] for name in ALWAYS} == ALWAYS
            assert response.headers.get("cache-control") == ("no-store" if "/api" in str(response.url) else None)
        assert "hunter2" not in answers[4].text


def test_the_policy_lets_no_page_run_what_is_not_ours() -> None:
    policy = dict(part.split(" ", 1) for part in ALWAYS["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert not [value for value in policy.values() if "unsafe" in value or "*" in value or "http" in value]


Headers = list[tuple[bytes, bytes]]


async def connected(centre: People, headers: Headers, extensions: Iterable[str] = ()) -> list[Message]:
    """What a web socket with these headers is told."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/api/live",
        "raw_path": b"/api/live",
        "query_string": b"",
        "headers": [(b"host", b"acd"), *headers],
        "extensions": {name: {} for name in extensions},
        "subprotocols": [],
        "client": ("192.0.2.1", 1),
        "scheme": "ws",
    }
    await centre.app(scope, receive, send)
    return sent


async def cookie_of(centre: People, name: str) -> tuple[bytes, bytes]:
    browser = await centre.signed_in(name)
    return b"cookie", f"{COOKIE}={browser.http.cookies[COOKIE]}".encode()


async def test_a_socket_is_opened_to_a_page_of_ours_and_to_a_program() -> None:
    async with people(with_more) as centre:
        cookie = await cookie_of(centre, "sveta")
        bearer = (b"authorization", f"Bearer {centre.tokens['board']}".encode())
        for headers, name in (([cookie, (b"origin", b"http://acd")], "sveta"), ([bearer], "board")):
            kinds = await connected(centre, headers)
            assert [each["type"] for each in kinds][:2] == ["websocket.accept", "websocket.send"]
            assert kinds[1]["text"] == name


@pytest.mark.parametrize(
    ("headers", "with_cookie", "status", "code"),
    [
        ([], False, 401, "no_token"),
        ([], True, 403, "wrong_origin"),
        ([(b"origin", b"http://evil.example")], True, 403, "wrong_origin"),
        ([(b"origin", b"null")], True, 403, "wrong_origin"),
        ([(b"origin", b"http://acd"), (b"origin", b"http://acd")], True, 400, "header_twice"),
        ([(b"cookie", b"acd_session=" + b"x" * 43), (b"origin", b"http://acd")], False, 401, "session_over"),
        ([(b"authorization", b"Bearer wrong")], True, 401, "wrong_token"),
    ],
)
async def test_a_socket_is_refused_to_everybody_else(
    headers: Headers, with_cookie: bool, status: int, code: str
) -> None:
    async with people(with_more) as centre:
        shown = [*headers, await cookie_of(centre, "sveta")] if with_cookie else headers
        (closed,) = await connected(centre, shown)
        assert closed == {"type": "websocket.close", "code": 1008, "reason": code}
        start, body = await connected(centre, shown, ("websocket.http.response",))
        assert (start["status"], code in str(body["body"])) == (status, True)
        assert dict(start["headers"])[b"x-content-type-options"] == b"nosniff"


async def ask_raw(centre: People, headers: Headers, path: str = "/api/me", method: str = "GET") -> tuple[int, str]:
    """Status and body of a request with headers as no client would send them."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    raw, address = path.encode(), ("192.0.2.1", 1)
    scope = {"type": "http", "method": method, "path": path, "raw_path": raw, "query_string": b"", "headers": headers}
    await centre.app(scope | {"client": address, "server": ("acd", 80), "scheme": "http"}, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]).decode()


BEARER = (b"authorization", f"Bearer {TOKEN}".encode())
HOST = (b"host", b"acd")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ([HOST, BEARER, BEARER], "header_twice"),
        ([HOST, HOST, BEARER], "header_twice"),
        ([HOST, (b"cookie", b"a=1"), (b"cookie", b"b=2")], "header_twice"),
        ([BEARER], "bad_host"),
        ([(b"host", b""), BEARER], "bad_host"),
        ([(b"host", b"acd/path"), BEARER], "bad_host"),
        ([(b"host", b"user@acd"), BEARER], "bad_host"),
        ([(b"host", b"acd\x00"), BEARER], "bad_host"),
        ([(b"host", b"x" * 300), BEARER], "bad_host"),
        ([(b"host", "хост".encode()), BEARER], "bad_host"),
        ([HOST, (b"cookie", b"x" * (LONGEST_COOKIES + 1))], "cookies_too_large"),
        ([HOST, (b"authorization", b"")], "no_token"),
        ([HOST, (b"authorization", b"Bearer")], "wrong_token"),
        ([HOST, (b"authorization", b"Bearer \xff\x00")], "wrong_token"),
        ([HOST, (b"authorization", b"Basic YTpi")], "no_token"),
        ([HOST, (b"cookie", b"acd_session=")], "no_token"),
        ([HOST, (b"cookie", b"acd_session=a; acd_session=b")], "no_token"),
        ([HOST, (b"cookie", b"acd_session=" + b"a" * 43 + b"; acd_session=" + b"b" * 43)], "no_token"),
        ([HOST, (b"cookie", b"acd_session=" + b"a" * 4000)], "no_token"),
        ([HOST, (b"cookie", b"acd_session=' OR 1=1 --")], "no_token"),
        ([HOST, (b"cookie", b"acd_session=\xff\xfe\x00" + b"a" * 40)], "no_token"),
        ([HOST, (b"cookie", b";;;===;;;")], "no_token"),
        ([HOST, (b"cookie", b"acd_session=" + b"a" * 43)], "session_over"),
    ],
)
async def test_hostile_headers_are_refused_and_say_nothing_back(headers: Headers, code: str) -> None:
    async with people() as centre:
        status, body = await ask_raw(centre, headers)
        assert status in (400, 401) and f'"code":"{code}"' in body
        assert "OR 1=1" not in body


@pytest.mark.parametrize("host", [b"acd", b"acd:8090", b"10.0.0.1", b"[::1]:8090", b"[2001:db8::1]", b"acd.example."])
async def test_hosts_that_there_can_be_are_taken(host: bytes) -> None:
    async with people() as centre:
        assert (await ask_raw(centre, [(b"host", host), BEARER]))[0] == 200


async def test_a_wrong_token_is_refused_even_beside_a_good_session() -> None:
    async with people() as centre:
        browser: Browser = await centre.signed_in("ada")
        assert await browser.refused("GET", "/me", headers={"Authorization": "Bearer x"}) == (401, "wrong_token")


async def test_a_program_is_not_signed_out() -> None:
    async with people() as centre:
        assert await centre.program().refused("POST", "/sign-out") == (403, "sessions_only")
