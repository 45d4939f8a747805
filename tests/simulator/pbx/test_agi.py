"""The emulated PBX's side of FastAGI: environment, commands, keys and hang-ups in Asterisk's form."""

import asyncio

import pytest

from simulator.pbx import EmulatedPbx
from simulator.pbx.agi_session import split_words
from tests.lab.wires import BareSession, serve_agi
from tests.simulator.pbx.bench import ENOUGH_S, SETTINGS, answers, pbx_with, wait_here


async def test_a_session_begins_with_who_calls_and_the_secret() -> None:
    seen: list[dict[str, str]] = []

    async def script(session: BareSession) -> None:
        seen.append(session.env)
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script, agi_secret="word") as pbx:
        caller = pbx.call("100", "+74957654321", "Иван Петров")
        assert await caller.wait_ended(ENOUGH_S)
    (env,) = seen
    expected = {
        "agi_network_script": "call",
        "agi_channel": "PJSIP/lab-caller-00000000",
        "agi_uniqueid": caller.call_id,
        "agi_callerid": "+74957654321",
        "agi_calleridname": "Иван Петров",
        "agi_dnid": "100",
        "agi_context": "acd",
        "agi_extension": "100",
        "agi_priority": "3",
        "agi_arg_1": "word",
    }
    assert expected.items() <= env.items()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("NOOP", "200 result=0"),
        ("VERBOSE hello 3", "200 result=1"),
        ("ANSWER", "200 result=0"),
        ("CHANNEL STATUS", "200 result=4"),
        ("CHANNEL STATUS PJSIP/nobody", "200 result=-1"),
        ("GET VARIABLE NOSUCH", "200 result=0"),
        ("GET VARIABLE ACD_NEXT", "200 result=1 ()"),
        ('GET FULL VARIABLE "${NOSUCH}"', "200 result=1 ()"),
        ('GET FULL VARIABLE "${EXTEN}-${CALLERID(num)}-${LEN(${EXTEN})}"', "200 result=1 (100-+74951234567-3)"),
        ("EXEC Wait 2", "200 result=0"),
        ("EXEC NoSuchThing x", "200 result=-2"),
        ("STREAM FILE missing 123", "200 result=-1 endpos=0"),
        ("CONTROL STREAM FILE missing #", "200 result=-1 endpos=-1"),
        ("STREAM FILE two-seconds 123", "200 result=0 endpos=16000"),
        ("WAIT FOR DIGIT 50", "200 result=0"),
        ("GET DATA two-seconds 1500 3", "200 result= (timeout)"),
        ("SET MUSIC ON", "200 result=0"),
        ("SET MUSIC MAYBE", "200 result=0"),
        ("GET VARIABLE HANGUPCAUSE", "200 result=1 (0)"),
        ("NOSUCHCOMMAND", "510 Invalid or unknown command"),
        ("", "510 Invalid or unknown command"),
        ("WAIT FOR DIGIT", "520-Invalid command syntax.  Proper usage follows:"),
        ("WAIT FOR DIGIT soon", "520-Invalid command syntax.  Proper usage follows:"),
        ("HANGUP", "200 result=1"),
    ],
)
async def test_a_command_is_answered_as_asterisk_does(command: str, answer: str) -> None:
    assert (await answers(command, missing_sounds=("missing",)))[0] == answer


async def test_many_variables_are_set_at_once_and_read_back() -> None:
    last = (await answers('EXEC MSet "A=1,B=x=y,C=a%20b"', 'GET FULL VARIABLE "${A}|${B}|${C}"'))[-1]
    assert last == "200 result=1 (1|x=y|a%20b)"


async def test_values_are_not_looked_into_again() -> None:
    last = (await answers('SET VARIABLE A "${EXTEN}"', 'GET FULL VARIABLE "${A}"'))[-1]
    assert last == "200 result=1 (${EXTEN})"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('STREAM FILE welcome ""', ["STREAM", "FILE", "welcome", ""]),
        (r'SET VARIABLE A "say \"hi\" \\ there"', ["SET", "VARIABLE", "A", r'say "hi" \ there']),
        ("  NOOP   x ", ["NOOP", "x"]),
        ("", []),
    ],
)
def test_a_line_is_split_at_spaces_outside_quotes(line: str, words: list[str]) -> None:
    assert split_words(line) == words


async def answers_with_keys(command: str, keys: str, after_s: float) -> tuple[str, float]:
    """What a command answers, and after how long, when the caller presses ``keys`` meanwhile."""
    heard: list[str] = []
    times: list[float] = []

    async def script(session: BareSession) -> None:
        await session.do("ANSWER")
        times.append(asyncio.get_running_loop().time())
        heard.append(await session.do(command))
        times.append(asyncio.get_running_loop().time())
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script, sound_lengths_s={"long": 10.0}) as pbx:
        caller = pbx.call("100")
        await asyncio.sleep(after_s)
        await caller.press(keys)
        assert await caller.wait_ended(ENOUGH_S)
    return heard[0], round(times[1] - times[0], 1)


@pytest.mark.parametrize(
    ("command", "keys", "answer", "after_s"),
    [
        ('STREAM FILE long "0123456789"', "7", "200 result=55 endpos=8000", 1.0),
        ('STREAM FILE long "12"', "72", "200 result=50 endpos=8800", 1.1),
        ('STREAM FILE long ""', "7", "200 result=0 endpos=80000", 10.0),
        ('CONTROL STREAM FILE long "#"', "#", "200 result=35 endpos=8000", 1.0),
        ("GET DATA long 1500 3", "12#", "200 result=12", 1.2),
        ("GET DATA long 1500 2", "123", "200 result=12", 1.1),
        ("GET DATA long 1500 3", "12", "200 result=12 (timeout)", 2.6),
        ("WAIT FOR DIGIT 5000", "4", "200 result=52", 1.0),
        ("WAIT FOR DIGIT -1", "4", "200 result=52", 1.0),
        ("EXEC Playback long", "4", "200 result=0", 10.0),
    ],
)
async def test_keys_end_what_reads_them(command: str, keys: str, answer: str, after_s: float) -> None:
    assert await answers_with_keys(command, keys, 1.0) == (answer, after_s)


async def test_keys_that_nobody_reads_are_lost() -> None:
    async def script(session: BareSession) -> None:
        await session.do("ANSWER")
        await asyncio.sleep(5)
        heard.append(await session.do("WAIT FOR DIGIT 1000"))
        await session.do("SET VARIABLE ACD_STATE done")

    heard: list[str] = []
    async with pbx_with(script) as pbx:
        caller = pbx.call("100")
        await caller.press("12")
        assert await caller.wait_ended(ENOUGH_S)
    assert heard == ["200 result=0"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "HANGUP HANGUP"),
        ("STREAM FILE long 12", "200 result=-1 endpos=8000 HANGUP HANGUP"),
        ("GET DATA long 9000 2", "200 result=-1 HANGUP HANGUP"),
        ("WAIT FOR DIGIT -1", "200 result=-1 HANGUP HANGUP"),
        ("EXEC Wait 60", "200 result=-1 HANGUP HANGUP"),
        ("EXEC Dial PJSIP/1001,30", "200 result=-1 HANGUP HANGUP"),
    ],
)
async def test_a_caller_who_hangs_up_ends_the_session(command: str, said: str) -> None:
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\n\n")
        writer.write(f"{command}\n".encode() if command else b"")
        lines.extend((await reader.read()).decode().split("\n"))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with EmulatedPbx(SETTINGS) as pbx:
        pbx.engine_address = server.sockets[0].getsockname()
        pbx.phone("1001").habit = pbx.phone("1001").habit._replace(behaviour="silent")
        caller = pbx.call("100")
        await asyncio.sleep(1)
        caller.hang_up()
        assert await caller.wait_ended(0.1)
        assert caller.cause == 0
        await asyncio.sleep(1)
    server.close()
    assert " ".join(lines).strip() == said


async def test_without_agiexitonhangup_a_dead_channel_permits_little() -> None:
    heard: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE AGIEXITONHANGUP no")
        await session.do("WAIT FOR DIGIT -1")
        heard.append(await session.do("STREAM FILE x 1"))
        heard.append(await session.do("GET VARIABLE ACD_NEXT"))

    async with pbx_with(script) as pbx:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        caller.hang_up()
        assert await caller.wait_ended(1)
    dead = "511 Command Not Permitted on a dead channel or intercept routine"
    assert heard == [dead, "200 result=1 ()"]


async def test_a_session_may_send_the_caller_on_by_itself() -> None:
    async def script(session: BareSession) -> None:
        await session.do("SET CONTEXT acd-colleagues")
        await session.do("SET EXTENSION 1002")
        await session.do("SET PRIORITY 1")

    async with pbx_with(script) as pbx:
        caller = pbx.call("100")
        await asyncio.sleep(5)
        assert pbx.phone("1002").in_call
        caller.hang_up()


async def test_an_engine_that_floods_the_pbx_loses_its_session() -> None:
    async def flood(session: BareSession) -> None:
        session._writer.write(b"x" * 100_000)
        await session.ended()

    server = await serve_agi("127.0.0.1", 0, flood)
    async with EmulatedPbx(SETTINGS) as pbx:
        pbx.engine_address = server.sockets[0].getsockname()
        pbx.call("100")
        await asyncio.sleep(0.1)
        pbx.engine_address = ("127.0.0.1", 1)
        await asyncio.sleep(2)
        assert len(pbx.channels) == 1
        assert pbx.channels[0].variables["AGISTATUS"] == "FAILURE"
    server.close()


async def test_a_caller_remembers_what_was_played() -> None:
    async with pbx_with(wait_here) as pbx:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        assert caller.sounds == ["music"]
        assert not caller.ended
