"""Before every route: the token, the size of a body, its patience; and the form of every refusal."""

import asyncio
import string
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from acd.core import Core
from acd.engine.facts import AgentSignedIn
from api.gate import LARGEST_BODY, Gate
from api.words import EN, RU, language_of
from tests.api.kit import TOKEN, Client

ROUTES = [
    *(("POST", f"/agents/anna/{action}") for action in ("sign-in", "sign-out", "pause", "unpause")),
    ("GET", "/agents"),
    ("GET", "/agents/anna"),
    ("GET", "/queues"),
    ("GET", "/calls"),
    ("GET", "/calls/c1"),
    ("GET", "/calls/c1/explain"),
    ("GET", "/status"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/nothing/here"),
    ("GET", "/health/../status"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_nothing_opens_without_the_token(method: str, path: str) -> None:
    client = Client()
    assert (await client.refused(method, path, token=None))[:2] == (401, "no_token")
    for wrong in ("", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "токен"):
        headers = {"Authorization": f"Bearer {wrong}".encode()}
        assert (await client.refused(method, path, token=None, headers=headers))[:2] == (401, "wrong_token")
    assert client.state("anna") == "signed_out"


async def test_another_scheme_or_two_tokens_do_not_open() -> None:
    client = Client()
    headers: Any
    for headers in ({"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN}):
        assert (await client.refused("GET", "/status", token=None, headers=headers))[1] == "no_token"


async def test_a_refused_token_is_answered_with_a_sentence_in_the_language() -> None:
    client = Client()
    response = await client.ask("GET", "/status", token="wrong", language="ru")
    assert response.json()["detail"] == RU["wrong_token"]
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_health_needs_no_token_and_says_only_ok() -> None:
    assert await Client().get("/health", token=None) == {"ok": True}


async def test_what_does_not_exist_says_so() -> None:
    client = Client()
    assert (await client.refused("GET", "/nothing/here"))[:2] == (404, "not_found")
    assert (await client.refused("DELETE", "/agents/anna/sign-in"))[:2] == (405, "not_allowed")
    assert (await client.refused("GET", "/docs"))[0] == 404, "its scripts would come from another host"


async def test_no_token_is_in_the_log() -> None:
    client = Client()
    with capture_logs() as logged:
        await client.ask("GET", "/status", token="a-wrong-token")
        await client.ask("GET", "/status")
    assert [line["code"] for line in logged] == ["wrong_token"]
    assert "a-wrong-token" not in str(logged) and TOKEN not in str(logged)


async def test_a_body_over_the_limit_is_refused() -> None:
    client = Client()
    assert (await client.refused("POST", "/agents/anna/sign-in", content=b"x" * (LARGEST_BODY + 1)))[:2] == (
        413,
        "body_too_large",
    )
    assert (await client.post("/agents/anna/sign-in", content=b"x" * LARGEST_BODY)).status_code == 200


async def test_a_body_without_a_length_is_counted_as_it_comes() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1024

    client = Client()
    status, _, _ = await client.refused("POST", "/agents/anna/sign-in", content=endless())
    assert (status, sent) == (413, 17)


async def test_a_body_that_never_ends_is_given_up() -> None:
    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    sent: list[Any] = []
    scope = {"type": "http", "method": "GET", "path": "/api/health", "headers": [(b"host", b"acd")]}
    await Gate(Client, token=TOKEN)(scope, never, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


async def test_a_fault_of_ours_says_nothing_of_itself() -> None:
    client = Client()

    def fail(self: Core, fact: AgentSignedIn) -> None:
        raise RuntimeError("the secret is hunter2")

    client.core.tell = fail.__get__(client.core)  # type: ignore[method-assign]
    status, code, detail = await client.refused("POST", "/agents/anna/sign-in")
    assert (status, code) == (500, "fault")
    assert "hunter2" not in detail


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("de,ru;q=0.5", "ru"),
        ("ru;q=0", "en"),
        ("ru;q=x", "en"),
        ("*", "en"),
        ("," * 10_000 + "ru", "en"),
    ],
)
def test_the_language_is_the_one_preferred(header: str, language: str) -> None:
    assert language_of(header) == language


def test_both_languages_have_the_same_sentences() -> None:
    def blanks(phrase: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}

    assert EN.keys() == RU.keys()
    more = {"not_now": {"agent", "state"}}
    assert {key: blanks(EN[key]) | more.get(key, set()) for key in EN} == {key: blanks(RU[key]) for key in RU}
