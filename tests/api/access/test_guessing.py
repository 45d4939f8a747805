"""Guessing passwords: who guesses waits longer each time, is told how long, and keeps nobody else out for long."""

import asyncio

import pytest
from argon2 import PasswordHasher

from api.access.attempts import FORGOTTEN_AFTER_S, MOST_KNOWN, OF_ADDRESS, OF_NAME, Attempts, Guard, Limit
from api.access.passwords import MOST_WAITING, Passwords, slow_hasher
from api.access.routes import address_of
from api.refusals import Refusal
from tests.api.access_kit import CHEAP, PASSWORD, Browser, people

SIGN_IN = "/sign-in"


async def guess(browser: Browser, name: str = "ada", password: str = "a guess") -> int:
    response = await browser.ask("POST", SIGN_IN, json={"name": name, "password": password})
    assert (response.status_code == 429) == ("retry-after" in response.headers)
    return int(response.headers.get("retry-after", 0))


async def test_after_some_wrong_passwords_of_a_name_the_next_waits_and_is_told_how_long() -> None:
    async with people() as centre:
        browsers = [centre.browser(address=f"192.0.2.{number}") for number in range(8)]
        assert [await guess(browser) for browser in browsers[:5]] == [0] * 5
        response = await browsers[5].ask(
            "POST",
            SIGN_IN,
            json={"name": "ADA", "password": PASSWORD},
            headers={"Accept-Language": "ru"},
        )
        assert (response.status_code, response.json()["code"]) == (429, "too_many_tries"), "the right one waits, too"
        assert response.json()["detail"] == f"слишком много неверных паролей; попробуйте через {2} с"
        await asyncio.sleep(2)
        await browsers[6].sign_in("ada")
        assert await guess(browsers[7]) == 0, "who was right begins anew"


async def test_a_stranger_keeps_the_owner_of_a_name_out_for_a_minute_at_most() -> None:
    async with people() as centre:
        waits = []
        for number in range(40):
            wait = await guess(centre.browser(address=f"192.0.2.{number}"))
            waits.append(wait)
            await asyncio.sleep(wait)
        assert max(waits) <= OF_NAME.longest_s + 1
        await centre.browser(address="198.51.100.1").sign_in("ada")


async def test_an_address_that_tries_many_names_waits_and_others_do_not() -> None:
    async with people() as centre:
        stranger = centre.browser(address="203.0.113.9")
        waits = [await guess(stranger, f"name{number}") for number in range(OF_ADDRESS.free + 1)]
        assert waits[:-1] == [0] * OF_ADDRESS.free and waits[-1] > 0
        await centre.browser(address="192.0.2.1").sign_in("ada")
        assert await guess(stranger, "ada", PASSWORD) > 0


async def test_tries_at_the_same_moment_count_each() -> None:
    async with people() as centre:
        browsers = [centre.browser(address=f"192.0.2.{number}") for number in range(20)]
        waits = await asyncio.gather(*(guess(browser) for browser in browsers))
        assert sorted(waits)[:6] == [0, 0, 0, 0, 0, 2]


async def test_the_old_password_cannot_be_guessed_by_who_sits_down_at_an_open_page() -> None:
    async with people() as centre:
        browser = await centre.signed_in("ada")
        wish = {"old": "a guess", "new": "a new long password"}
        refused = [await browser.refused("PUT", "/me/password", wish) for _ in range(6)]
        assert refused == [(403, "wrong_old_password")] * 5 + [(429, "too_many_tries")]


def test_waits_double_up_to_their_limit_and_are_forgotten_after_an_hour() -> None:
    attempts, now = Attempts(Limit(free=2, longest_s=60)), 0.0
    waits = []
    for _ in range(10):
        attempts.begin("x", now)
        waits.append(attempts.wait_s("x", now))
        now += waits[-1]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert attempts.wait_s("x", now + FORGOTTEN_AFTER_S) == 0
    attempts.begin("x", now + FORGOTTEN_AFTER_S)
    assert attempts.wait_s("x", now + FORGOTTEN_AFTER_S) == 0


def test_so_many_are_remembered_and_the_longest_quiet_forgotten() -> None:
    attempts = Attempts(Limit(free=1, longest_s=60))
    attempts.begin("first", 0)
    for number in range(MOST_KNOWN):
        attempts.begin(str(number), 0)
    assert (attempts.wait_s("first", 0), attempts.wait_s("0", 0)) == (0, 1)
    assert len(attempts._tried) == MOST_KNOWN


def test_who_is_right_is_forgiven_by_name_and_not_by_address() -> None:
    guard = Guard()
    for number in range(OF_ADDRESS.free):
        guard.begin(f"name{number}", "here", 0)
        guard.right(f"name{number}", "here")
    guard.begin("ada", "here", 0)
    for number in range(OF_ADDRESS.free - 1):
        guard.begin(f"name{number}", "here", 0)
    with pytest.raises(Refusal):
        guard.begin("eve", "here", 0)


async def test_a_try_that_was_not_looked_at_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    async with people() as centre:
        centre.access.passwords._waiting = MOST_WAITING
        for _ in range(10):
            assert await centre.browser().refused("POST", SIGN_IN, {"name": "ada", "password": PASSWORD}) == (
                503,
                "too_busy",
            )
        centre.access.passwords._waiting = 0
        await centre.browser().sign_in("ada")


async def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in_and_sessions_go_on() -> None:
    async with people() as centre:
        browser = await centre.signed_in("ada")
        before = centre.access.known("ada").password
        centre.access.passwords._hasher = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
        await centre.browser().sign_in("ada")
        await centre.access.refresh()
        after = centre.access.known("ada").password
        assert "m=8,t=1" in before and "m=16,t=2" in after
        assert (await browser.get("/me"))["name"] == "ada"
        await centre.browser().sign_in("ada")
        assert centre.access.known("ada").password == after


async def test_an_accent_typed_in_two_ways_is_the_same_password() -> None:
    passwords = Passwords(CHEAP)
    kept = await passwords.hash("пароль с и\u0306 и cafe\u0301")
    assert await passwords.is_right(kept, "пароль с й и caf\u00e9")
    assert not await passwords.is_right(kept, "пароль с и и cafe")
    assert not await passwords.is_right("rubbish", "x") and not await passwords.is_right(None, "the password of nobody")
    passwords.close()


def test_the_hash_is_as_slow_as_the_standard_asks() -> None:
    hasher = slow_hasher()
    assert (hasher.type.name, hasher.memory_cost, hasher.time_cost) == ("ID", 64 * 1024, 3)


@pytest.mark.parametrize(
    ("client", "forwarded", "behind_proxy", "address"),
    [
        ("192.0.2.1", None, False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", False, "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7", True, "198.51.100.7"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.7", True, "198.51.100.7"),
        ("127.0.0.1", "rubbish", True, "unknown"),
        ("127.0.0.1", None, True, "127.0.0.1"),
        ("2001:db8::1:2:3:4", None, False, "2001:db8::/64"),
        (None, None, False, "unknown"),
    ],
)
def test_guesses_are_counted_by_who_is_before_the_proxy(
    client: str | None, forwarded: str | None, behind_proxy: bool, address: str
) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"headers": headers, "client": (client, 1) if client else None}
    assert address_of(scope, behind_proxy) == address
