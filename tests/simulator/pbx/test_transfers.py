"""Transfers on both PBXs: what the service is told, where the caller goes, and which session has them."""

import asyncio

from tests.lab.wires import BareSession
from tests.scenarios.pbx import Habit
from tests.scenarios.places import Place
from tests.simulator.pbx.bench import Script, saying
from tests.simulator.pbx.both import OFFER, QUIET_S, WHERE, bench_at

MUSIC = saying("ANSWER", "SET VARIABLE ACD_STATE desk", "SET VARIABLE SECOND yes", "SET MUSIC ON")


class Holder:
    """Holds callers: the first session of a call offers it to 1001, later ones wait with music."""

    def __init__(self) -> None:
        self.dialled: list[str] = []
        self.found: list[str] = []

    async def __call__(self, session: BareSession) -> None:
        self.found.append(await session.get("${EXTEN}|${ACD_STATE}"))
        if len(self.found) == 1:
            await session.do("SET VARIABLE FIRST yes")
            self.dialled.append(await session.do(OFFER))
            if await session.do("SET VARIABLE ACD_STATE done"):
                return
        else:
            await session.do("SET MUSIC ON")
        await session.ended()


def sends_to(place: str) -> Script:
    """What the service says to a phone that dials: go on there."""

    async def script(session: BareSession) -> None:
        await session.do(f"SET VARIABLE ACD_NEXT {place}")

    return script


async def test_hold_is_told_of_the_phone_that_holds_and_the_caller_hears_music(place: Place) -> None:
    async with bench_at(place, call=Holder()) as bench:
        caller = await bench.talk()
        before = len(bench.ami.events)
        await bench.pbx.phone("1001").hold()
        await bench.ami.event("Hold")
        await bench.until(lambda: caller.heard[-1:] == ["music"], "the caller hears music")
        await bench.pbx.phone("1001").unhold()
        await bench.ami.event("Unhold")
        await bench.until(lambda: caller.heard[-1:] == [""], "the music is over")
        assert bench.told(before) == ["Hold 1001", "Unhold 1001"]
        await caller.hang_up()


async def test_a_blind_transfer_brings_the_caller_into_a_new_session(place: Place) -> None:
    holder = Holder()
    async with bench_at(place, call=holder) as bench:
        caller = await bench.talk()
        before = len(bench.ami.events)
        assert await bench.pbx.phone("1001").transfer("200")
        gone = await bench.ami.event("Hangup")
        await bench.until(lambda: len(holder.found) == 2, "the caller has a new session")
        assert bench.told(before) == ["Unhold 1001", "BlindTransfer 1001", "Hangup 1001"]
        assert holder.dialled == ["200 result=0"]
        assert holder.found == ["100|", "200|transferred"]
        passed = await bench.ami.event("BlindTransfer", TransfereeUniqueid=caller.call_id, Extension="200")
        assert passed["TransfererUniqueid"] == gone["Uniqueid"]
        assert (passed["Result"], passed["Context"], passed["TransfereeContext"]) == ("Success", "acd-transfer", "acd")
        assert await bench.pbx.variable(caller.call_id, "BLINDTRANSFER") == gone["Channel"]
        assert not bench.pbx.phone("1001").in_call
        await caller.hang_up()


async def test_a_blind_transfer_to_a_place_that_does_not_exist_changes_nothing(place: Place) -> None:
    async with bench_at(place, call=Holder()) as bench:
        caller = await bench.talk()
        before = len(bench.ami.events)
        assert not await bench.pbx.phone("1001").transfer("*99")
        await asyncio.sleep(QUIET_S)
        assert bench.told(before) == []
        assert bench.pbx.phone("1001").in_call
        assert not caller.ended
        await caller.hang_up()


async def test_a_caller_handed_to_a_colleague_stays_in_dial_until_the_colleague_hangs_up(place: Place) -> None:
    holder = Holder()
    async with bench_at(place, call=holder, desk=sends_to("acd-colleagues,1002,1")) as bench:
        caller = await bench.talk()
        anna, boris = bench.pbx.phone("1001"), bench.pbx.phone("1002")
        await anna.consult("1002")
        await bench.answered(boris)
        await bench.until(lambda: len(bench.told()) == 5, "both dials have been told")
        before = len(bench.ami.events)
        assert await anna.complete()
        await bench.until(lambda: len(bench.told(before)) == 5, "the transfer is told")
        assert bench.told(before)[:3] == ["Unhold 1001", "Unhold 1001", "AttendedTransfer 1001"]
        assert bench.told(before)[3:] == ["Hangup 1001", "Hangup 1001"]
        passed = await bench.ami.event("AttendedTransfer", DestType="Bridge", TransfereeUniqueid=caller.call_id)
        ended = {event["Uniqueid"] for event in bench.ami.events if event["Event"] == "Hangup"}
        assert ended == {passed["OrigTransfererUniqueid"], passed["SecondTransfererUniqueid"]}
        assert passed["TransferTargetChannel"].startswith("PJSIP/1002-")
        assert passed["DestBridgeUniqueid"] == passed["SecondBridgeUniqueid"] != passed["OrigBridgeUniqueid"]
        assert (holder.dialled, anna.in_call, boris.in_call) == ([], False, True)
        await bench.until(lambda: bench.state_of("PJSIP/1001") == "NOT_INUSE", "the agent's phone is free")
        await boris.hang_up()
        assert await caller.wait_ended(5)
        assert holder.dialled == ["200 result=0"]


async def test_a_caller_put_into_a_session_takes_it_over_with_everything_it_has(place: Place) -> None:
    holder, sessions = Holder(), list[BareSession]()

    async def desk(session: BareSession) -> None:
        sessions.append(session)
        await MUSIC(session)

    async with bench_at(place, call=holder, desk=desk) as bench:
        caller = await bench.talk()
        anna = bench.pbx.phone("1001")
        await anna.consult("500")
        await bench.until(lambda: anna.heard[-1:] == ["music"], "the agent hears the queue's music")
        before = len(bench.ami.events)
        assert await anna.complete()
        await bench.until(lambda: len(bench.told(before)) == 4, "the transfer is told")
        assert bench.told(before)[:2] == ["Unhold 1001", "AttendedTransfer 1001"]
        passed = await bench.ami.event("AttendedTransfer", DestType="App", DestApp="AGI")
        assert "TransferTargetUniqueid" not in passed
        assert "SecondBridgeUniqueid" not in passed
        ended = {event["Uniqueid"] for event in bench.ami.events if event["Event"] == "Hangup"}
        assert ended == {passed["OrigTransfererUniqueid"], passed["SecondTransfererUniqueid"]}
        await bench.until(lambda: holder.dialled == ["200 result=-1"], "the session that was left is told so")
        await bench.until(lambda: caller.heard[-1:] == ["music"], "the caller hears the queue's music")
        await bench.until(lambda: bench.state_of("PJSIP/1001") == "NOT_INUSE", "the agent's phone is free")
        assert sessions[0].env["agi_uniqueid"] == passed["SecondTransfererUniqueid"]
        for name, value in {"ACD_STATE": "desk", "FIRST": "yes", "SECOND": "yes"}.items():
            assert await bench.pbx.variable(caller.call_id, name) == value
        assert await bench.pbx.variable(caller.call_id, "ATTENDEDTRANSFER") == passed["OrigTransfererChannel"]
        await bench.pbx.redirect(caller, "1002")
        await bench.answered(bench.pbx.phone("1002"))
        assert not caller.ended
        await caller.hang_up()


async def test_the_session_that_a_caller_took_over_speaks_of_the_caller_from_then_on(place: Place) -> None:
    moved, where = asyncio.Event(), list[str]()

    async def desk(session: BareSession) -> None:
        await session.do("ANSWER")
        await moved.wait()
        where.append(await session.get(WHERE))
        await session.do("SET VARIABLE ACD_NEXT acd-colleagues,1002,1")

    async with bench_at(place, call=Holder(), desk=desk) as bench:
        caller = await bench.talk()
        anna = bench.pbx.phone("1001")
        await anna.consult("500")
        await bench.ami.event("DeviceStateChange", Device="PJSIP/1001", State="INUSE")
        await asyncio.sleep(QUIET_S)
        assert await anna.complete()
        await asyncio.sleep(QUIET_S)
        moved.set()
        await bench.answered(bench.pbx.phone("1002"))  # where the dialplan of the second call leads
        assert where[0].startswith("PJSIP/lab-caller-")
        assert where[0].split("|")[1:] == [caller.call_id, ""]
        await caller.hang_up()


async def test_a_second_call_that_only_rings_cannot_be_given_to_the_caller(place: Place) -> None:
    async with bench_at(place, call=Holder(), desk=sends_to("acd-colleagues,1002,1")) as bench:
        caller = await bench.talk()
        anna, boris = bench.pbx.phone("1001"), bench.pbx.phone("1002")
        boris.habit = Habit("silent")
        await anna.consult("1002")
        await bench.until(lambda: len(boris.rings) == 1, "the colleague's phone rings")
        before = len(bench.ami.events)
        assert not await anna.complete()
        await asyncio.sleep(QUIET_S)
        assert bench.told(before) == []
        await anna.back()
        await bench.until(lambda: "Hangup 1002" in bench.told(), "the ringing is over")
        assert anna.in_call
        assert not caller.ended
        await caller.hang_up()


async def test_an_answered_session_that_rings_somebody_rings_on_for_the_caller(place: Place) -> None:
    ended: list[str] = []

    async def desk(session: BareSession) -> None:
        await session.do("ANSWER")
        await session.do("SET VARIABLE ACD_STATE desk")
        ended.append(await session.do('EXEC Dial "PJSIP/1002,20,gmU(acd-answered)"'))
        await session.do("SET VARIABLE ACD_STATE done")

    async with bench_at(place, call=Holder(), desk=desk) as bench:
        caller = await bench.talk()
        anna, boris = bench.pbx.phone("1001"), bench.pbx.phone("1002")
        boris.habit = Habit(after_s=1.5)
        await anna.consult("1002")
        await bench.until(lambda: len(boris.rings) == 1, "the colleague's phone rings")
        assert await anna.complete()
        await bench.ami.event("AttendedTransfer", DestType="App", DestApp="Dial")
        await bench.until(lambda: caller.heard[-1:] == ["music"], "the caller hears music")
        await bench.answered(boris)
        await bench.ami.event("DialEnd", DialStatus="ANSWER", Uniqueid=caller.call_id, DestCallerIDNum="1002")
        # The subroutine looked for who began the call, and that channel is gone: it wrote on the colleague's leg.
        assert await bench.pbx.variable(caller.call_id, "ACD_STATE") == "desk"
        await boris.hang_up()
        await bench.until(lambda: ended == ["200 result=0"], "the session goes on")
        assert await caller.wait_ended(5)
