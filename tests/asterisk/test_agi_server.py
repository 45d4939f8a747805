"""Sessions are led one command at a time, strangers get nothing, and nobody's fault reaches another."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from acd.asterisk.agi_server import AgiLimits, AgiServer
from acd.asterisk.agi_session import AgiSession, CommandTimedOut, SessionEnded
from acd.asterisk.gate import Hostile

SECRET = "open sesame"
ENVIRONMENT = f"agi_network: yes\nagi_channel: PJSIP/7-01\nagi_arg_1: {SECRET}\nagi_arg_2: sales\n\n".encode()


class Pbx:
    """The PBX's side of one connection, scripted by the test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, data: str | bytes) -> None:
        self.writer.write(data.encode() if isinstance(data, str) else data)

    async def hear(self) -> str:
        return (await asyncio.wait_for(self.reader.readline(), 10)).decode()

    async def is_closed_within(self, seconds: float) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(), seconds) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


Connect = Callable[[], Awaitable[Pbx]]


@asynccontextmanager
async def serving(
    handler: Callable[[AgiSession], Awaitable[None]],
    limits: AgiLimits | None = None,
    peers: tuple[str, ...] = ("127.0.0.0/8",),
) -> AsyncIterator[tuple[AgiServer, Connect]]:
    server = AgiServer(handler, SECRET, peers, limits)
    port = await server.start("127.0.0.1", 0)
    pbxes: list[Pbx] = []

    async def connect() -> Pbx:
        pbxes.append(Pbx(*await asyncio.open_connection("127.0.0.1", port)))
        return pbxes[-1]

    try:
        yield server, connect
    finally:
        await server.stop()
        for pbx in pbxes:
            pbx.writer.close()
        await asyncio.sleep(0.01)


async def answers_and_leaves(session: AgiSession) -> None:
    await session.command("ANSWER")


async def waits(session: AgiSession) -> None:
    await session.ended.wait()


async def test_a_session_goes_command_by_command() -> None:
    seen: list[object] = []

    async def lead(session: AgiSession) -> None:
        seen.append((session.env["agi_channel"], session.env["agi_arg_2"]))
        seen.append(await session.command("GET", "VARIABLE", "NAME"))
        await session.command("EXEC", "Dial", "PJSIP/1001,20,m")

    async with serving(lead) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.hear() == "GET VARIABLE NAME\n"
        pbx.say("200 result=1 (hangup)\n")
        assert await pbx.hear() == "EXEC Dial PJSIP/1001,20,m\n"
        pbx.say("200 result=-1\n")
        assert await pbx.is_closed_within(1)
        assert seen == [("PJSIP/7-01", "sales"), (200, "1", "hangup", None)]
        assert server.counts == {"accepted": 1}
        assert server.session_count == 0


async def test_the_secret_is_not_left_in_the_environment() -> None:
    async def look(session: AgiSession) -> None:
        assert SECRET not in session.env.values()

    async with serving(look) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.is_closed_within(1)
        assert server.counts == {"accepted": 1}


async def test_a_second_command_before_the_answer_is_a_mistake_found_at_once() -> None:
    async def lead(session: AgiSession) -> None:
        first = session.command("SET", "MUSIC", "ON")
        with pytest.raises(RuntimeError, match="before the last command was answered"):
            session.command("ANSWER")
        assert session.is_busy
        await first
        await session.command("ANSWER")

    async with serving(lead) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.hear() == "SET MUSIC ON\n"
        pbx.say("200 result=0\n")
        assert await pbx.hear() == "ANSWER\n"
        assert server.counts["handler_failed"] == 0


async def test_who_stops_waiting_does_not_shift_the_answers() -> None:
    replies: list[str] = []

    async def lead(session: AgiSession) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.command("STREAM", "FILE", "hi", ""), 1)
        with pytest.raises(RuntimeError):
            session.command("ANSWER")
        await asyncio.sleep(5)
        assert not session.is_busy
        replies.append((await session.command("ANSWER")).result)

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.hear() == 'STREAM FILE hi ""\n'
        await asyncio.sleep(2)
        pbx.say("200 result=1\n")
        assert await pbx.hear() == "ANSWER\n"
        pbx.say("200 result=2\n")
        assert await pbx.is_closed_within(1)
        assert replies == ["2"]


@pytest.mark.parametrize("ending", ["HANGUP\n", ""])
async def test_a_hangup_or_end_of_file_ends_the_session_and_the_open_command(ending: str) -> None:
    told: list[str] = []

    async def lead(session: AgiSession) -> None:
        session.on_ended(lambda: told.append(session.end_reason))
        with pytest.raises(SessionEnded):
            await session.command("EXEC", "Dial", "PJSIP/1001")
        with pytest.raises(SessionEnded):
            await session.command("ANSWER")
        session.on_ended(lambda: told.append("told at once"))

    async with serving(lead) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await pbx.hear()
        if ending:
            pbx.say(ending)
            assert await pbx.is_closed_within(1)
        else:
            pbx.writer.close()
        await asyncio.sleep(1)
        assert told == ["hangup" if ending else "connection_closed", "told at once"]
        assert server.counts == {"accepted": 1}


async def test_a_failing_callback_does_not_stop_the_others() -> None:
    told: list[str] = []

    async def lead(session: AgiSession) -> None:
        session.on_ended(lambda: told.remove("not there"))
        session.on_ended(lambda: told.append("second"))
        await session.ended.wait()

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await asyncio.sleep(1)
        pbx.say("HANGUP\n")
        await asyncio.sleep(1)
        assert told == ["second"]


async def test_a_hangup_that_comes_with_the_environment_is_told_to_the_handler() -> None:
    reasons: list[str] = []

    async def lead(session: AgiSession) -> None:
        with pytest.raises(SessionEnded):
            await session.command("ANSWER")
        reasons.append(session.end_reason)

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT + b"HANGUP\n")
        assert await pbx.is_closed_within(1)
        assert reasons == ["hangup"]


async def test_a_command_without_an_answer_in_time_closes_the_session() -> None:
    failures: list[SessionEnded] = []

    async def lead(session: AgiSession) -> None:
        try:
            await session.command("SET", "MUSIC", "ON", deadline_s=3)
        except CommandTimedOut as failure:
            failures.append(failure)

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await pbx.hear()
        assert not await pbx.is_closed_within(2.9)
        assert await pbx.is_closed_within(0.2)
        assert len(failures) == 1


async def test_an_answered_command_has_no_deadline_left() -> None:
    async def lead(session: AgiSession) -> None:
        await session.command("SET", "MUSIC", "ON", deadline_s=3)
        await session.ended.wait()

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await pbx.hear()
        pbx.say("200 result=0\n")
        assert not await pbx.is_closed_within(60)


async def test_a_hostile_argument_is_not_sent() -> None:
    async def lead(session: AgiSession) -> None:
        with pytest.raises(Hostile):
            session.command("SET", "VARIABLE", "NAME", "x\nEXEC System reboot")
        await session.command("ANSWER")

    async with serving(lead) as (_, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        assert await pbx.hear() == "ANSWER\n"


async def test_an_answer_to_nothing_ends_the_session() -> None:
    async with serving(waits) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT + b"200 result=1 (forged)\n")
        assert await pbx.is_closed_within(1)
        assert server.counts == {"accepted": 1, "malformed": 1}


async def test_a_handler_that_fails_closes_only_its_own_session() -> None:
    async def lead(session: AgiSession) -> None:
        if session.env.get("agi_arg_3") == "bad":
            raise KeyError("a bug")
        await session.command("ANSWER")

    async with serving(lead) as (server, connect):
        good, bad = await connect(), await connect()
        bad.say(ENVIRONMENT[:-1] + b"agi_arg_3: bad\n\n")
        assert await bad.is_closed_within(1)
        good.say(ENVIRONMENT)
        assert await good.hear() == "ANSWER\n"
        assert server.counts == {"accepted": 2, "handler_failed": 1}


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


async def test_a_pbx_that_vanished_without_a_word_is_looked_for_by_the_kernel() -> None:
    kept_alive: list[int] = []

    async with serving(waits) as (server, connect):
        pbx = await connect()
        pbx.say(ENVIRONMENT)
        await asyncio.sleep(0.1)
        for connection in server.connections:
            assert connection._transport is not None
            opened = connection._transport.get_extra_info("socket")
            kept_alive.append(opened.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
        assert kept_alive == [1]


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
