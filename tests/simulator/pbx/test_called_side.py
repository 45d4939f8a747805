"""What happens to a called phone before it is connected, on both PBXs: announcements, subroutines, the key."""

import asyncio

import pytest

from tests.lab.wires import BareSession
from tests.scenarios.pbx import Habit
from tests.scenarios.places import Place
from tests.simulator.pbx.bench import Script
from tests.simulator.pbx.both import QUIET_S, bench_at

NUMBER = "+79991234567"
AGREED = ('SET VARIABLE GOSUB_RESULT ""', "SET VARIABLE MASTER_CHANNEL(ACD_STATE) talking")


def dialling(options: str, results: list[str], to: str = f"Local/{NUMBER}@acd-outside/n") -> Script:
    """A session that dials with ``options`` and notes how that went."""

    async def script(session: BareSession) -> None:
        await session.do("ANSWER")
        await session.do("SET VARIABLE ACD_STATE confirming")
        results.append(await session.do(f'EXEC Dial "{to},20,gmf(Label <555>){options}"'))
        results.append(await session.get("${DIALSTATUS}|${HANGUPCAUSE}|${ACD_STATE}"))
        await session.do("SET VARIABLE ACD_STATE done")

    return script


async def agree(session: BareSession) -> None:
    """A session on the called leg that waits for a 1 for a second."""
    if await session.do("WAIT FOR DIGIT 1000") == "200 result=49":
        for command in AGREED:
            await session.do(command)


async def test_a_key_pressed_outside_connects_the_caller_who_heard_music_until_then(place: Place) -> None:
    results, asked = list[str](), list[str]()

    async def confirm(session: BareSession) -> None:
        asked.append("|".join(session.env[f"agi_arg_{index}"] for index in (2, 3)))
        asked.append(await session.get("${MASTER_CHANNEL(UNIQUEID)}"))
        asked.append((await session.do("STREAM FILE acd/en/wrong-key 1")).split()[1])
        for command in AGREED:
            await session.do(command)

    async with bench_at(place, call=dialling("U(acd-confirm^anna^o-1)", results), confirm=confirm) as bench:
        outside = await bench.pbx.outside(NUMBER)
        outside.habit = Habit(keys="1")
        caller = await bench.pbx.call("100")
        inner = await bench.ami.event("DialEnd", DialStatus="ANSWER", DestCallerIDNum=NUMBER)
        assert inner["Channel"].endswith(";2")
        outer = await bench.ami.event("DialEnd", DialStatus="ANSWER", Uniqueid=caller.call_id)
        assert bench.ami.events.index(inner) < bench.ami.events.index(outer)
        assert outer["DestChannel"].startswith(f"Local/{NUMBER}@acd-outside-")
        assert asked == ["anna|o-1", caller.call_id, "result=49"]
        assert "acd/en/wrong-key" in outside.heard
        local = f"Local/{NUMBER}@acd-outside"
        await bench.until(lambda: bench.state_of(local) == "INUSE", "the number is in use")
        await bench.until(lambda: caller.heard[:2] == ["music", ""], "the music is over")
        assert [(ring.calling_name, ring.calling_number) for ring in outside.rings] == [("Label", "555")]
        await outside.hang_up()
        assert await caller.wait_ended(5)
        assert results == ["200 result=0", "ANSWER|16|talking"]
        await bench.until(lambda: bench.state_of(local) == "NOT_INUSE", "the number is free")


@pytest.mark.parametrize("hangs_up", [False, True])
async def test_without_the_key_the_caller_goes_on_although_dial_says_answered(place: Place, hangs_up: bool) -> None:
    results = list[str]()
    async with bench_at(place, call=dialling("U(acd-confirm^anna^o-1)", results), confirm=agree) as bench:
        outside = await bench.pbx.outside(NUMBER)
        outside.habit = Habit(talk_s=0.3 if hangs_up else None)
        caller = await bench.pbx.call("100")
        refused = await bench.ami.event("DialEnd", DialStatus="CONTINUE")
        assert refused["Uniqueid"] == caller.call_id
        await bench.ami.event("Hangup", Uniqueid=refused["DestUniqueid"], Cause="16")
        assert await caller.wait_ended(5)
        assert results == ["200 result=0", "ANSWER|16|confirming"]
        assert [ring.answered for ring in outside.rings] == [True]
        await bench.until(lambda: not outside.in_call, "nobody talks to the phone outside")


async def test_a_caller_who_leaves_meanwhile_is_gone_only_when_the_called_side_is_through(place: Place) -> None:
    results = list[str]()
    async with bench_at(place, call=dialling("U(acd-confirm^anna^o-1)", results), confirm=agree) as bench:
        outside = await bench.pbx.outside(NUMBER)
        caller = await bench.pbx.call("100")
        await bench.answered(outside)
        await asyncio.sleep(QUIET_S)
        await caller.hang_up()
        await asyncio.sleep(QUIET_S)
        assert [line for line in bench.told() if line.startswith("Hangup")] == []
        await bench.ami.event("Hangup", Uniqueid=caller.call_id)
        through = await bench.ami.event("DialEnd", DialStatus="CONTINUE")
        assert through["Uniqueid"] == caller.call_id
        assert results[0] == "200 result=-1"


async def test_an_agent_hears_the_announcement_before_the_caller(place: Place) -> None:
    results = list[str]()
    options = "A(acd/en/wrong-key)U(acd-answered)"
    async with bench_at(place, call=dialling(options, results, to="PJSIP/1001")) as bench:
        anna = bench.pbx.phone("1001")
        anna.habit = Habit(talk_s=30)
        caller = await bench.pbx.call("100")
        await bench.until(lambda: "acd/en/wrong-key" in anna.heard, "the agent hears the announcement")
        assert caller.heard == ["music"]
        assert bench.told() == ["DialBegin 1001"]
        await bench.ami.event("DialEnd", DialStatus="ANSWER")
        assert await bench.pbx.variable(caller.call_id, "ACD_STATE") == "talking"
        await anna.hang_up()
        assert await caller.wait_ended(5)


async def test_a_subroutine_that_does_not_exist_stops_nobody(place: Place) -> None:
    results = list[str]()
    async with bench_at(place, call=dialling("U(no-such-context)", results, to="PJSIP/1001")) as bench:
        bench.pbx.phone("1001").habit = Habit(talk_s=0.3)
        caller = await bench.pbx.call("100")
        assert await caller.wait_ended(5)
        assert results == ["200 result=0", "ANSWER|16|confirming"]


async def test_keys_of_a_conversation_are_heard_by_the_other_side(place: Place) -> None:
    async with bench_at(place, call=dialling("U(acd-answered)", [], to="PJSIP/1001")) as bench:
        caller = await bench.talk()
        await bench.pbx.phone("1001").press("5")
        pressed = await bench.ami.event("DTMFEnd", Digit="5", Direction="Received")
        sent = await bench.ami.event("DTMFEnd", Digit="5", Direction="Sent", Uniqueid=caller.call_id)
        assert pressed["Channel"].startswith("PJSIP/1001-")
        assert bench.ami.events.index(pressed) < bench.ami.events.index(sent)
        await caller.hang_up()


async def test_a_phone_hears_what_its_own_call_is_played_and_its_keys_are_read(place: Place) -> None:
    read = list[str]()

    async def desk(session: BareSession) -> None:
        read.append(await session.get("${EXTEN}|${CHANNEL(name)}"))
        await session.do("ANSWER")
        await session.do("STREAM FILE acd/en/enter-account 0123456789")
        read.append(await session.do("WAIT FOR DIGIT 5000"))

    async with bench_at(place, desk=desk) as bench:
        anna = bench.pbx.phone("1001")
        await anna.dial("*40")
        await bench.until(lambda: "acd/en/enter-account" in anna.heard, "the phone hears the question")
        await anna.press("12")
        await bench.until(lambda: len(read) == 2, "the key is read")
        assert read[0].startswith("*40|PJSIP/1001-")
        assert read[1] == f"200 result={ord('2')}"  # the first one cut the question
        await bench.until(lambda: not anna.in_call, "the call is over")
