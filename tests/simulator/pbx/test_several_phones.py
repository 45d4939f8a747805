"""Several phones ring at once for one caller: what both PBXs tell of each, and of them all."""

import asyncio

import pytest

from tests.lab.wires import BareSession
from tests.scenarios.pbx import Habit
from tests.scenarios.places import Place
from tests.simulator.pbx.bench import Script
from tests.simulator.pbx.both import QUIET_S, Bench, bench_at

PHONES = ("1001", "1002", "1003")
SILENT, BUSY, REJECTS, ANSWERS = Habit("silent"), Habit("busy"), Habit("rejects"), Habit(after_s=0.5)


def ringing_all(results: list[str]) -> Script:
    """A session that rings all of them for a second."""

    async def script(session: BareSession) -> None:
        await session.do("ANSWER")
        await session.do("SET VARIABLE ACD_STATE offered")
        devices = "&".join(f"PJSIP/{phone}" for phone in PHONES)
        await session.do(f'EXEC Dial "{devices},1,gmf(Label <555>)U(acd-answered)"')
        results.append(await session.get("${DIALSTATUS}|${HANGUPCAUSE}|${ACD_STATE}"))
        await session.do("SET VARIABLE ACD_STATE done")

    return script


async def phones_do(bench: Bench, *habits: Habit | None) -> None:
    """Give the phones their habits; None is a phone that is not there."""
    for phone, habit in zip(PHONES, habits, strict=True):
        if habit is None:
            await bench.pbx.phone(phone).unregister()
            await bench.ami.event("DeviceStateChange", Device=f"PJSIP/{phone}", State="UNAVAILABLE")
        else:
            bench.pbx.phone(phone).habit = habit


def ends(bench: Bench) -> dict[str, tuple[str, str]]:
    """How each leg ended: what its ``DialEnd`` said, and the cause of its ``Hangup``."""
    phone_of = {event["DestUniqueid"]: event["DestChannel"][6:10] for event in bench.ami.events if is_end(event)}
    said = {event["DestUniqueid"]: event["DialStatus"] for event in bench.ami.events if is_end(event)}
    causes = {event["Uniqueid"]: event["Cause"] for event in bench.ami.events if event["Event"] == "Hangup"}
    return {phone: (said[leg], causes.get(leg, "")) for leg, phone in phone_of.items()}


def is_end(event: dict[str, str]) -> bool:
    return event["Event"] == "DialEnd"


async def test_the_first_to_answer_has_the_call_and_the_others_stop_before_that_is_told(place: Place) -> None:
    async with bench_at(place, call=ringing_all([])) as bench:
        await phones_do(bench, REJECTS, ANSWERS, SILENT)
        caller = await bench.pbx.call("100")
        won = await bench.ami.event("DialEnd", DialStatus="ANSWER")
        stopped = await bench.ami.event("Hangup", Cause="26")
        assert bench.ami.events.index(stopped) < bench.ami.events.index(won)
        assert ends(bench) == {"1001": ("NOANSWER", "21"), "1002": ("ANSWER", ""), "1003": ("CANCEL", "26")}
        assert await bench.pbx.variable(caller.call_id, "DIALEDPEERNAME") == won["DestChannel"]
        assert await bench.pbx.variable(caller.call_id, "ACD_STATE") == "talking"
        await bench.pbx.phone("1002").hang_up()


@pytest.mark.parametrize(
    ("habits", "result", "legs"),
    [
        ((SILENT, SILENT, SILENT), "NOANSWER|0", ["NOANSWER 0", "NOANSWER 0", "NOANSWER 0"]),
        ((BUSY, SILENT, SILENT), "NOANSWER|17", ["BUSY 17", "NOANSWER 0", "NOANSWER 0"]),
        ((BUSY, Habit("rejects", 0.5), BUSY), "BUSY|21", ["BUSY 17", "NOANSWER 21", "BUSY 17"]),
        ((REJECTS, Habit("rejects", 0.5), None), "CHANUNAVAIL|21", ["NOANSWER 21", "NOANSWER 21"]),
        ((None, None, None), "CHANUNAVAIL|3", []),
    ],
)
async def test_the_status_is_of_all_the_cause_of_the_last_and_each_leg_tells_its_own(
    place: Place, habits: tuple[Habit | None, ...], result: str, legs: list[str]
) -> None:
    results = list[str]()
    async with bench_at(place, call=ringing_all(results)) as bench:
        await phones_do(bench, *habits)
        caller = await bench.pbx.call("100")
        assert await caller.wait_ended(5)
        await bench.ami.event("Hangup", Uniqueid=caller.call_id)
        await asyncio.sleep(QUIET_S)
        assert results == [f"{result}|offered"]
        assert [f"{said} {cause}" for _, (said, cause) in sorted(ends(bench).items())] == legs
        for phone in PHONES:
            await bench.pbx.phone(phone).register()


async def test_a_caller_who_leaves_cancels_every_phone_and_none_of_them_has_refused(place: Place) -> None:
    async with bench_at(place, call=ringing_all([])) as bench:
        await phones_do(bench, SILENT, SILENT, SILENT)
        caller = await bench.pbx.call("100")
        await bench.until(lambda: all(bench.pbx.phone(phone).rings for phone in PHONES), "all of them ring")
        await caller.hang_up()
        await bench.ami.event("Hangup", Uniqueid=caller.call_id)
        await asyncio.sleep(QUIET_S)
        assert ends(bench) == dict.fromkeys(PHONES, ("CANCEL", "16"))
