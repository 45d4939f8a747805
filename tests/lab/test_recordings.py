"""What a real Asterisk writes into a recording: conversations, silence while it is paused, and no music."""

import array
import asyncio
import wave
from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.lab.test_loop import WAITING
from tests.lab.test_offer import ENOUGH_S, observer, pbx_with
from tests.lab.wires import BareSession

pytestmark = pytest.mark.asterisk

PART_S = 0.8
"""How long the call waits, talks, is paused and talks again."""

RATE = 8000
TALKS = 'EXEC Dial "Local/7@acd-outside/n,5,gm(default)U(acd-answered)"'
"""Somebody there picks up and plays music down the line, so that there is something to hear."""


async def test_a_recording_has_the_conversation_silence_where_it_was_paused_and_nothing_of_the_wait(
    lab: AsteriskLab,
) -> None:
    async def script(session: BareSession) -> None:
        for command in WAITING:
            await session.do(command)
        await session.do(f'EXEC MixMonitor "acd/{session.env["agi_uniqueid"]}.wav,ab"')
        await asyncio.sleep(PART_S)
        await session.do(TALKS)

    async with pbx_with(lab, script) as pbx:
        ami = await observer(lab)  # the engine's own rights suffice
        caller = await pbx.call("100")
        await ami.event("DialEnd", DialStatus="ANSWER")
        await asyncio.sleep(PART_S)
        for state in ("1", "0"):
            answer = await ami.act("MixMonitorMute", Channel=caller.call_id, Direction="both", State=state)
            assert answer["Response"] == "Success"
            await ami.event("MixMonitorMute", State=state)
            await asyncio.sleep(PART_S)
        await caller.hang_up()
        assert await caller.wait_ended(ENOUGH_S)
        await ami.close()
    loud = loudness(lab.folder / "spool" / "monitor" / "acd" / f"{caller.call_id}.wav")
    assert len(loud) * 0.1 < 3 * PART_S + 0.3  # the wait is not in it
    silent = [number for number, peak in enumerate(loud) if peak == 0]
    assert len(silent) * 0.1 == pytest.approx(PART_S, abs=0.25)
    assert silent == list(range(silent[0], silent[-1] + 1))
    assert silent[0] > 0
    assert silent[-1] < len(loud) - 1


def loudness(file: Path) -> list[int]:
    """The highest sample of each tenth of a second."""
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2)
        samples = array.array("h", sound.readframes(sound.getnframes()))
    part = RATE // 10
    return [max(map(abs, samples[begin : begin + part])) for begin in range(0, len(samples), part)]
