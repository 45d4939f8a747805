"""Strangers get nothing, the service goes on, and stopping leaves nothing behind."""

import asyncio
import socket

import pytest
from structlog.testing import capture_logs

from acd.asterisk.agi_server import WATCHED_AFTER_S, AgiLimits, AgiServer
from acd.asterisk.agi_session import AgiSession
from tests.asterisk.agi_peer import ENVIRONMENT, SECRET, answers_and_leaves, serving, waits


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (ENVIRONMENT.replace(SECRET.encode(), b"guess"), "wrong_secret"),
        (b"agi_network: yes\n\n", "wrong_secret"),
        (ENVIRONMENT.replace(SECRET.encode(), b"guess") + b"rubbish\n", "wrong_secret"),
        (b"GET / HTTP/1.1\r\n\r\n", "malformed"),
        (b"\xff\xfe\x00\n" * 10, "malformed"),
        (b"x" * 10_000_000, "malformed"),
        (b"agi_network: yes\nagi_x: " + b"\xff" * 10_000_000, "malformed"),
    ],
)
async def test_strangers_are_dropped_and_counted_and_the_service_goes_on(said: bytes, counted: str) -> None:
    async with serving(answers_and_leaves) as (server, connect):
        stranger = await connect()
        with capture_logs() as logs:
            stranger.say(said)
            assert await stranger.is_closed_within(1)
        assert server.counts == {counted: 1}
        assert SECRET not in str(logs)
        assert logs[0]["reason"] == counted
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.hear() == "ANSWER\n"


async def test_each_rejection_is_counted_and_the_log_speaks_of_a_reason_every_ten_seconds() -> None:
    async with serving(answers_and_leaves) as (server, connect):
        with capture_logs() as logs:
            for _ in range(60):  # a caller in a PBX with the wrong secret
                stranger = await connect()
                stranger.say(b"agi_network: yes\n\n")
                assert await stranger.is_closed_within(1)
                await asyncio.sleep(0.25)
        assert server.counts == {"wrong_secret": 60}
        assert [entry["so_far"] for entry in logs] == [1, 41]


@pytest.mark.parametrize(
    ("said", "event"),
    [(b"rubbish\n", "agi_session_dropped"), (b"", "agi_command_timed_out")],
    ids=["rubbish", "silence"],
)
async def test_what_goes_wrong_in_a_session_is_logged_with_its_call(said: bytes, event: str) -> None:
    async def asks_once(session: AgiSession) -> None:
        await session.command("ANSWER", deadline_s=1.0)

    async with serving(asks_once) as (_, connect):
        with capture_logs() as logs:
            pbx = await connect()
            pbx.say(b"agi_uniqueid: 17.42\n" + ENVIRONMENT)
            assert await pbx.hear() == "ANSWER\n"
            pbx.say(said)
            assert await pbx.is_closed_within(2)
        assert [entry.get("call") for entry in logs if entry["event"] == event] == ["17.42"]


async def test_a_pbx_that_vanished_without_a_word_is_noticed_within_minutes() -> None:
    async with serving(answers_and_leaves) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await pbx.hear()
        (connection,) = server.connections
        assert connection._transport is not None
        line = connection._transport.get_extra_info("socket")
        await asyncio.sleep(WATCHED_AFTER_S)
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        first, every, times = (
            line.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        )
        assert first + every * times <= 180


async def test_a_peer_that_connects_and_closes_is_counted() -> None:
    async with serving(answers_and_leaves) as (server, connect):
        for said in (b"", ENVIRONMENT[:30]):
            stranger = await connect()
            stranger.say(said)
            stranger.writer.close()
        await asyncio.sleep(1)
        assert server.counts == {"closed_early": 2}
        assert server.session_count == 0


async def test_half_an_environment_gets_five_seconds() -> None:
    async with serving(answers_and_leaves) as (server, connect):
        stranger = await connect()
        stranger.say(ENVIRONMENT[:-1])
        assert not await stranger.is_closed_within(4.9)
        assert await stranger.is_closed_within(0.2)
        assert server.counts == {"header_timed_out": 1}


async def test_a_peer_that_is_not_allowed_is_not_listened_to() -> None:
    async with serving(answers_and_leaves, peers=("10.0.0.0/8", "192.0.2.7")) as (server, connect):
        stranger = await connect()
        stranger.say(ENVIRONMENT)
        assert await stranger.is_closed_within(1)
        assert server.counts == {"peer_not_allowed": 1}
        assert server.is_allowed("::ffff:10.1.2.3")
        assert not server.is_allowed("unix")


async def test_one_session_too_many_is_refused_until_another_ends() -> None:
    async with serving(waits, AgiLimits(sessions=2)) as (server, connect):
        first, second = await connect(), await connect()
        first.say(ENVIRONMENT)
        second.say(ENVIRONMENT)
        assert await (await connect()).is_closed_within(1)
        first.say("HANGUP\n")
        assert await first.is_closed_within(1)
        third = await connect()
        third.say(ENVIRONMENT)
        assert not await third.is_closed_within(10)
        assert server.counts == {"accepted": 3, "too_many_sessions": 1}


async def test_stopping_ends_sessions_and_strangers_and_waits_for_the_handlers() -> None:
    cleaned: list[str] = []

    async def lead(session: AgiSession) -> None:
        try:
            await session.command("EXEC", "Dial", "PJSIP/1001")
        finally:
            await asyncio.sleep(1)
            cleaned.append(session.end_reason)

    async with serving(lead) as (server, connect):
        pbx, stranger = await connect(), await connect()
        pbx.say(ENVIRONMENT)
        await pbx.hear()
        await server.stop()
        assert cleaned == ["server_stopped"]
        assert await pbx.is_closed_within(1)
        assert await stranger.is_closed_within(1)


@pytest.mark.parametrize(("secret", "peers"), [("", ["127.0.0.1"]), ("x", ["not an address"])])
def test_a_server_that_would_let_anyone_in_is_refused(secret: str, peers: list[str]) -> None:
    with pytest.raises(ValueError, match=r"secret is empty|IPv4"):
        AgiServer(waits, secret, peers)
