"""Recordings: what the PBX tells of them, what agents' keys and supervisors ask, and what is refused."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_actions import ActionRefused
from acd.asterisk.ami_wire import Message
from acd.asterisk.recording import KEYS_WITHIN_S, RecordingRefused, Recordings, Wish
from acd.asterisk.switchboard import Leg, Switchboard
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import RecordingChanged
from acd.engine.rules import QueueRules
from tests.core_kit import a_core, answer, call, hang_up, sign_in

CALL, LEG = "17.1", "17.2"
QUEUES = (
    QueueRules(name="billing"),
    QueueRules(name="asked", record="on-demand"),
    QueueRules(name="kept", record="always"),
)
OFF, ON, PAUSED = RecordingState


class Desk:
    """A caller of ``queue`` in conversation with Anna, on a PBX that does what it is asked and tells of it."""

    def __init__(self, queue: str = "asked", *, talking: bool = True) -> None:
        self.core = a_core(queues=QUEUES)
        self.switchboard = Switchboard()
        self.acts: list[tuple[str, dict[str, str]]] = []
        self.begins = True
        self.refuses = ""
        self.work: set[asyncio.Task[None]] = set()
        self.recordings = Recordings(self.core, self.switchboard, self._act, self._spawn)
        sign_in(self.core, "anna")
        call(self.core, CALL, queue=queue)
        if talking:
            self.switchboard.legs[LEG] = Leg(CALL, "anna", answered=True)
            answer(self.core, CALL)

    async def _act(self, action: str, fields: dict[str, str]) -> object:
        await asyncio.sleep(0.001)
        self.acts.append((action, fields))
        if action == self.refuses:
            raise ActionRefused(action, "no such channel")
        if action == "MixMonitorMute":
            self.tells("MixMonitorMute", CALL, Direction="both", State=fields["State"])
        elif action == "StopMixMonitor":
            self.tells("MixMonitorStop", CALL)
        elif action == "PlayDTMF" and fields["Digit"] == "3" and self.begins:
            asyncio.get_running_loop().call_later(0.1, self.tells, "MixMonitorStart", CALL)
        return None

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self.work.add(task)
        task.add_done_callback(self.work.discard)

    def tells(self, name: str, uniqueid: str, **more: str) -> None:
        headers = {"Event": name, "Uniqueid": uniqueid, **more}
        self.recordings.handlers[name](Message("\r\n".join(f"{key}: {text}" for key, text in headers.items()).encode()))

    async def presses(self, keys: str, *, leg: str = LEG, direction: str = "Received", gap_s: float = 0.1) -> None:
        for key in keys:
            self.tells("DTMFEnd", leg, Digit=key, Direction=direction)
            await asyncio.sleep(gap_s)

    async def ask(self, wish: str) -> RecordingState:
        return await self.recordings.ask(self.call, Wish(wish))

    def is_recorded(self, state: RecordingState = ON) -> None:
        self.core.tell(RecordingChanged(CALL, state))

    @property
    def call(self) -> Call:
        return self.core.centre.calls[CALL]

    @property
    def written(self) -> list[str]:
        """What was written on the caller's channel of the recording."""
        return [fields["Value"] for action, fields in self.acts if action == "Setvar"]


async def test_the_engine_learns_what_the_pbx_tells() -> None:
    desk = Desk()
    for name, more, state in (
        ("MixMonitorStart", {}, ON),
        ("MixMonitorMute", {"State": "1"}, PAUSED),
        ("MixMonitorMute", {"State": "0"}, ON),
        ("MixMonitorStop", {}, OFF),
    ):
        desk.tells(name, CALL, **more)
        assert desk.call.recording is state


async def test_silence_where_nothing_records_is_no_recording() -> None:
    desk = Desk()
    desk.tells("MixMonitorMute", CALL, State="1")
    assert desk.call.recording is OFF


async def test_recordings_of_others_are_no_business_of_ours() -> None:
    desk = Desk()
    for name in ("MixMonitorStart", "MixMonitorMute", "MixMonitorStop"):
        desk.tells(name, "99.9", State="1")
    assert desk.core.refused == 0


async def test_a_recording_is_begun_by_the_keys_on_the_agents_leg() -> None:
    desk = Desk()
    assert await desk.ask("start") is ON
    assert [(action, fields["Channel"], fields["Digit"]) for action, fields in desk.acts] == [
        ("PlayDTMF", LEG, "*"),
        ("PlayDTMF", LEG, "3"),
    ]


async def test_it_pauses_goes_on_and_ends_and_each_is_written_down() -> None:
    desk = Desk()
    desk.is_recorded()
    assert [await desk.ask(wish) for wish in ("pause", "pause", "resume", "stop", "stop")] == [
        PAUSED, PAUSED, ON, OFF, OFF,
    ]  # fmt: skip
    assert desk.written == ["paused", "paused", "on", "off"]


async def test_a_recording_that_runs_is_not_begun_again() -> None:
    desk = Desk()
    desk.is_recorded(PAUSED)
    assert await desk.ask("start") is PAUSED
    assert not desk.acts


@pytest.mark.parametrize("wish", list(Wish))
async def test_a_queue_that_never_records_refuses_everything(wish: str) -> None:
    desk = Desk("billing")
    with pytest.raises(RecordingRefused, match="never"):
        await desk.ask(wish)
    assert not desk.acts


async def test_a_queue_that_always_records_may_be_paused_and_not_stopped() -> None:
    desk = Desk("kept")
    desk.is_recorded()
    assert await desk.ask("pause") is PAUSED
    with pytest.raises(RecordingRefused, match="always"):
        await desk.ask("stop")


@pytest.mark.parametrize("wish", ["pause", "resume"])
async def test_what_is_not_recorded_cannot_be_paused(wish: str) -> None:
    with pytest.raises(RecordingRefused, match="off"):
        await Desk().ask(wish)


async def test_a_recording_needs_a_conversation_to_begin_in() -> None:
    with pytest.raises(RecordingRefused, match="nobody_talks"):
        await Desk(talking=False).ask("start")


async def test_a_call_that_asked_for_nobody_yet_is_not_recorded() -> None:
    desk = Desk()
    with pytest.raises(RecordingRefused, match="nobody_talks"):
        await desk.recordings.ask(Call("18.1", 0.0), Wish.START)


async def test_an_asterisk_without_the_key_is_told_to_the_owner() -> None:
    desk = Desk()
    desk.begins = False
    with capture_logs() as logs, pytest.raises(RecordingRefused, match="not_begun"):
        await desk.ask("start")
    assert "features_acd.conf" in logs[0]["why"]
    assert desk.call.recording is OFF


async def test_two_who_ask_at_once_press_the_keys_once() -> None:
    desk = Desk()
    assert [*await asyncio.gather(desk.ask("start"), desk.ask("start"))] == [ON, ON]
    assert [fields["Digit"] for action, fields in desk.acts if action == "PlayDTMF"] == ["*", "3"]


async def test_a_caller_who_leaves_while_the_recording_begins_ends_the_wish() -> None:
    desk = Desk()
    desk.begins = False
    asked = asyncio.ensure_future(desk.ask("start"))
    await asyncio.sleep(0.05)
    hang_up(desk.core, CALL)
    with capture_logs(), pytest.raises(RecordingRefused):
        await asked


async def test_the_agents_keys_pause_and_resume() -> None:
    desk = Desk("kept")
    desk.is_recorded()
    await desk.presses("*4")
    assert desk.call.recording is PAUSED
    await desk.presses("5*4")
    assert desk.call.recording is ON


@pytest.mark.parametrize("keys", ["4", "*", "44", "*54", "*5", "4*"])
async def test_other_keys_pause_nothing(keys: str) -> None:
    desk = Desk("kept")
    desk.is_recorded()
    await desk.presses(keys)
    assert not desk.acts


async def test_keys_that_come_too_slowly_callers_keys_and_keys_that_are_played_pause_nothing() -> None:
    desk = Desk("kept")
    desk.is_recorded()
    await desk.presses("*4", gap_s=KEYS_WITHIN_S + 0.1)
    await desk.presses("*4", leg=CALL)
    await desk.presses("*4", direction="Sent")
    desk.switchboard.legs[LEG].answered = False
    await desk.presses("*4")
    assert not desk.acts


async def test_keys_in_a_queue_that_never_records_are_only_keys() -> None:
    desk = Desk("billing")
    with capture_logs() as logs:
        await desk.presses("*4")
    assert [entry["log_level"] for entry in logs] == ["info"]
    assert not desk.acts


async def test_a_pbx_that_refuses_leaves_what_is_known() -> None:
    desk = Desk("kept")
    desk.is_recorded()
    desk.refuses = "MixMonitorMute"
    with pytest.raises(ActionRefused):
        await desk.ask("pause")
    with capture_logs():
        await desk.presses("*4")
    assert desk.call.recording is ON
