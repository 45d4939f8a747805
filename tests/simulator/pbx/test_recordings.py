"""Recordings on both PBXs: what is told of them, and what AMI may do; the emulated one also knows what is in a file."""

import asyncio

from simulator.pbx import EmulatedPbx
from simulator.pbx.recording import Recording
from tests.lab.wires import BareAmi, BareSession, Event
from tests.scenarios.places import Place
from tests.simulator.pbx.bench import admin, pbx_with
from tests.simulator.pbx.both import OFFER, bench_at


async def record(session: BareSession) -> None:
    """Record the caller, and offer the call the first time; who was transferred waits."""
    if await session.get("${ACD_STATE}") == "transferred":
        await session.do("SET MUSIC ON")
        await session.ended()
        return
    await session.do(f'EXEC MixMonitor "{session.env["agi_uniqueid"]}.wav,ab"')
    await session.do(OFFER)


async def do(ami: BareAmi, action: str, channel: str, **headers: str) -> tuple[str, str]:
    answer: Event = await ami.act(action, Channel=channel, **headers)
    return answer["Response"], answer.get("Message", "")


async def silence(ami: BareAmi, channel: str, state: str) -> tuple[str, str]:
    return await do(ami, "MixMonitorMute", channel, Direction="both", State=state)


async def test_a_recording_is_told_of_the_caller_and_can_be_silenced_and_stopped(place: Place) -> None:
    async with bench_at(place, call=record) as bench:
        caller = await bench.talk()
        started = await bench.ami.event("MixMonitorStart")
        assert started["Uniqueid"] == caller.call_id
        assert (await bench.pbx.variable(caller.call_id, "MIXMONITOR_FILENAME")).endswith(f"/{caller.call_id}.wav")
        for state in ("1", "0"):
            assert await silence(bench.ami, caller.call_id, state) == ("Success", "")
            told = await bench.ami.event("MixMonitorMute", Uniqueid=caller.call_id, State=state)
            assert told["Direction"] == "both"
        assert await do(bench.ami, "StopMixMonitor", caller.call_id) == ("Success", "")
        await bench.ami.event("MixMonitorStop", Uniqueid=caller.call_id)
        assert await silence(bench.ami, caller.call_id, "1") == ("Success", "")  # what no longer runs, can be
        await caller.hang_up()


async def test_what_was_never_recorded_can_be_neither_stopped_nor_silenced(place: Place) -> None:
    async def script(session: BareSession) -> None:
        await session.do(OFFER)

    async with bench_at(place, call=script) as bench:
        caller = await bench.talk()
        refused = ("Error", "Could not stop monitoring channel")
        assert await do(bench.ami, "StopMixMonitor", caller.call_id) == refused
        assert await silence(bench.ami, caller.call_id, "1") == ("Error", "Cannot set mute flag")
        assert (await do(bench.ami, "MixMonitor", caller.call_id, File="x.wav"))[0] == "Error"
        await caller.hang_up()


async def test_a_recording_goes_along_with_a_blind_transfer(place: Place) -> None:
    async with bench_at(place, call=record) as bench:
        caller = await bench.talk()
        assert await bench.pbx.phone("1001").transfer("200")
        await bench.until(lambda: caller.heard[-1:] == ["music"], "the caller waits again")
        assert [line for line in bench.told() if line.startswith("MixMonitor")] == ["MixMonitorStart caller"]
        assert await do(bench.ami, "StopMixMonitor", caller.call_id) == ("Success", "")
        await caller.hang_up()


async def test_a_recording_goes_along_into_another_session(place: Place) -> None:
    async def desk(session: BareSession) -> None:
        await session.do("ANSWER")
        await session.do("SET MUSIC ON")
        await session.ended()

    async with bench_at(place, call=record, desk=desk) as bench:
        caller, anna = await bench.talk(), bench.pbx.phone("1001")
        await anna.consult("500")
        await bench.until(lambda: anna.heard[-1:] == ["music"], "the agent hears the queue's music")
        assert await anna.complete()
        await bench.until(lambda: caller.heard[-1:] == ["music"], "the caller hears it instead")
        assert await do(bench.ami, "StopMixMonitor", caller.call_id) == ("Success", "")
        assert (await bench.ami.event("MixMonitorStop"))["Uniqueid"] == caller.call_id
        await caller.hang_up()


def spans(recording: Recording, began_s: float) -> list[tuple[float, float]]:
    """The silences of an ended recording, counted from ``began_s``."""
    return [(round(start - began_s, 1), round((end or 0.0) - began_s, 1)) for start, end in recording.muted]


async def test_the_emulated_pbx_knows_what_is_silence_in_a_file() -> None:
    async with pbx_with(record) as pbx, admin(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(2)
        recording = await silenced_twice(pbx, ami, caller.call_id)
        caller.hang_up()
        assert await caller.wait_ended(5)
        assert (recording.name, recording.call_id) == (f"{caller.call_id}.wav", caller.call_id)
        assert spans(recording, recording.began_s) == [(2.0, 3.0), (4.0, 5.0)]
        assert recording.ended_s is not None
        assert round(recording.ended_s - recording.began_s, 1) == 5.0


async def silenced_twice(pbx: EmulatedPbx, ami: BareAmi, call_id: str) -> Recording:
    """Silence a recording from its second to third second, and from the fourth on."""
    [recording] = pbx.recorder.files
    for state in ("1", "0", "1"):
        for _ in ("once", "twice"):  # which is the same
            await silence(ami, call_id, state)
        await asyncio.sleep(1)
    return recording
