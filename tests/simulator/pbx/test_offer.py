"""An offer on the emulated PBX: what the session is told is what a real Asterisk was seen to tell."""

import asyncio

import pytest

from simulator.pbx import Habit
from tests.lab.wires import BareAmi, BareSession
from tests.simulator.pbx.bench import ENOUGH_S, RESULT, admin, offer, pbx_with, service, wait_here


@pytest.mark.parametrize(
    ("habit", "result"),
    [
        (Habit("answers", talk_s=30.0), "ANSWER|16|talking"),
        (Habit("rejects"), "CHANUNAVAIL|21|waiting"),
        (Habit("busy"), "BUSY|17|waiting"),
        (Habit("unavailable"), "NOANSWER|19|waiting"),
        (Habit("silent"), "NOANSWER|0|waiting"),
    ],
)
async def test_an_offer_says_how_it_ended(habit: Habit, result: str) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        assert await session.do(offer()) == "200 result=0"
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx:
        pbx.phone("1001").habit = habit
        caller = pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    assert results == [result]
    assert caller.cause == 16


async def test_a_call_that_rang_out_shows_the_cause_of_an_older_offer() -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do(offer("1001"))
        await session.do(offer("1002"))
        results.append(await session.get("${DIALSTATUS}|${HANGUPCAUSE}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx:
        pbx.phone("1001").habit, pbx.phone("1002").habit = Habit("busy"), Habit("silent")
        pbx.call("100")
        await asyncio.sleep(10)
    assert results == ["NOANSWER|17"]


async def test_an_unregistered_phone_has_no_leg_and_is_reachable_again_later() -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        pbx.phone("1001").unregister()
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer())
        results.append(await session.get(RESULT))
        assert len(pbx.channels) == 1
        pbx.phone("1001").register()
        await session.do(offer())
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit = Habit(talk_s=1)
        assert await pbx.call("100").wait_ended(ENOUGH_S)
        await asyncio.sleep(0.1)
        states = [event["State"] for event in ami.events if event.get("Device") == "PJSIP/1001"]
        dialled = [event["Event"] for event in ami.events if event["Event"].startswith("Dial")]
    assert results == ["CHANUNAVAIL|3|waiting", "ANSWER|16|talking"]
    assert states == ["RINGING", "INUSE", "NOT_INUSE"]  # gone and back too fast to be seen
    assert dialled == ["DialBegin", "DialEnd"]


async def test_a_phone_that_vanishes_is_unavailable() -> None:
    async with pbx_with(wait_here) as pbx, service(pbx) as ami:
        pbx.phone("1001").unregister()
        await ami.event("DeviceStateChange", Device="PJSIP/1001", State="UNAVAILABLE")
        pbx.phone("1001").register()
        await ami.event("DeviceStateChange", Device="PJSIP/1001", State="NOT_INUSE")


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Поддержка · «счёт» %41 +7", "Поддержка · «счёт» %41 +7"),
        ("%0d%0aX: 1", "%0d%0aX: 1"),
    ],
)
async def test_the_phone_shows_the_label_and_the_caller_keeps_the_own_name(label: str, shown: str) -> None:
    names: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do(offer(label=label))
        names.append(await session.get("${CALLERID(name)}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, admin(pbx):
        pbx.phone("1001").habit = Habit(talk_s=1)
        caller = pbx.call("100", "+74957654321", "Иван Петров")
        assert await caller.wait_ended(ENOUGH_S)
        (ring,) = pbx.phone("1001").rings
    assert (ring.calling_name, ring.calling_number, ring.answered) == (shown, "+74951234567", True)
    assert names == ["Иван Петров"]


async def test_two_phones_ring_and_the_first_to_answer_has_the_call() -> None:
    winners: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do(offer("1001&PJSIP/1002"))
        winners.append(await session.get("${DIALEDPEERNAME}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit, pbx.phone("1002").habit = Habit(after_s=4), Habit(after_s=1, talk_s=9)
        assert await pbx.call("100").wait_ended(ENOUGH_S)
        lost = await ami.event("DialEnd", DialStatus="CANCEL")
        assert await ami.event("Hangup", Channel=lost["DestChannel"], Cause="26")
    assert [ring.answered for ring in pbx.phone("1001").rings] == [False]
    assert winners[0].startswith("PJSIP/1002-")


CALL = ["DTMFEnd", "DialBegin", "DeviceStateChange", "DialEnd", "Hangup"]


def story(ami: BareAmi) -> list[tuple[str, ...]]:
    """The events of a call that the service acts on, with what makes them different."""
    told = []
    for event in ami.events:
        if event["Event"] in CALL and event.get("Device") != "PJSIP/lab-caller":
            about = ("Channel", "DialStatus", "State", "Cause")
            values = [event[name] for name in about if name in event]
            told.append((event["Event"], *(value.partition("-0")[0] for value in values)))
    return told


async def test_the_story_of_an_answered_call_in_events() -> None:
    async def script(session: BareSession) -> None:
        await session.do(offer())
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit = Habit(after_s=2, talk_s=60)
        assert await pbx.call("100").wait_ended(ENOUGH_S)
        await asyncio.sleep(0.1)
        assert story(ami) == [
            ("DialBegin", "PJSIP/lab-caller"),
            ("DeviceStateChange", "RINGING"),
            ("DeviceStateChange", "INUSE"),
            ("DialEnd", "PJSIP/lab-caller", "ANSWER"),
            ("Hangup", "PJSIP/1001", "16"),
            ("Hangup", "PJSIP/lab-caller", "16"),
            ("DeviceStateChange", "NOT_INUSE"),
        ]


async def test_a_caller_who_hangs_up_stops_the_ringing() -> None:
    async with pbx_with(ring_until_the_end) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit = Habit("silent")
        caller = pbx.call("100")
        await asyncio.sleep(2)
        assert pbx.phone("1001").ringing
        caller.hang_up()
        await asyncio.sleep(0.1)
        assert story(ami)[2:] == [
            ("DialEnd", "PJSIP/lab-caller", "CANCEL"),
            ("Hangup", "PJSIP/1001", "16"),
            ("Hangup", "PJSIP/lab-caller", "0"),
            ("DeviceStateChange", "NOT_INUSE"),
        ]
        assert not pbx.phone("1001").ringing


async def test_a_caller_who_ends_a_conversation_is_told_of_before_the_agents_leg() -> None:
    async with pbx_with(ring_until_the_end) as pbx, service(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(2)
        assert pbx.phone("1001").in_call
        caller.hang_up()
        await asyncio.sleep(0.1)
        assert story(ami)[-3:-1] == [("Hangup", "PJSIP/lab-caller", "16"), ("Hangup", "PJSIP/1001", "16")]
        assert not pbx.phone("1001").in_call


async def ring_until_the_end(session: BareSession) -> None:
    await session.do("ANSWER")
    assert await session.do(offer(seconds=30)) == "200 result=-1"
    await session.ended()
