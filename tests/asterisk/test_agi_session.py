"""A session is led one command at a time, and nobody's fault reaches another's."""

import asyncio

import pytest

from acd.asterisk.agi_session import AgiSession, CommandTimedOut, SessionEnded
from acd.asterisk.gate import Hostile
from tests.asterisk.agi_peer import ENVIRONMENT, SECRET, serving, waits


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
