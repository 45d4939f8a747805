"""Recordings of calls: begun by a queue's rule, or when an agent or a supervisor asks, with pauses for card digits.

``MixMonitor`` on the caller's channel writes one file a call, named by the call's id, and only while somebody talks to
the caller: menus and music are never in it. It stays with the caller whoever they are passed on to. What a recording
does is told by the PBX's own events, and written on the caller's channel for whoever comes after a crash.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from enum import StrEnum
from typing import Any

import structlog

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.ami_wire import Message
from acd.asterisk.caller import Caller
from acd.asterisk.switchboard import Switchboard
from acd.asterisk.truth import RECORDING
from acd.core import Core
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import AnyFact, RecordingChanged
from acd.engine.orders import AnyOrder

RECORD_AS = "ACD_RECORD_AS"
"""The variable that tells the dialplan's ``acd-record`` which file to write."""

APPENDED_WHILE_TALKING = "ab"
"""``MixMonitor``'s options: a recording that is begun again goes on in its file, and has only conversations."""

START_KEYS, PAUSE_KEY = "*3", "4"
"""What an agent presses: ``*3`` is Asterisk's to hear (see ``features_acd.conf``), ``*4`` is ours."""

KEYS_WITHIN_S = 3.0
BEGINS_WITHIN_S = 3.0
"""How long the two keys of a code may take, and the PBX to begin after the keys; it takes a fifth of a second."""

log = structlog.get_logger()


class Wish(StrEnum):
    """What can be asked of a recording."""

    START = "start"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"


class RecordingRefused(Exception):
    """The recording does not do that; ``code`` says why: never, always, off, nobody_talks, not_begun."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the recording was refused: {code}")
        self.code = code


async def record_as_ruled(caller: Caller, core: Core, call: Call, folder: str) -> dict[str, str]:
    """Begin or end the recording as the call's queue says; return what is to be written on the caller's channel.

    Raises:
        SessionEnded: the session is over.
    """
    rule, file = core.centre.queues[call.queue].record, f"{folder}/{call.call_id}.wav"
    is_off = call.recording is RecordingState.OFF
    if rule == "never" and not is_off:
        await caller.command("EXEC", "StopMixMonitor", "")
        note(core, call.call_id, RecordingState.OFF)
    elif rule == "always" and is_off and not call.by_agent:  # who only asks a colleague is no caller
        reply = await caller.command("EXEC", "MixMonitor", f"{file},{APPENDED_WHILE_TALKING}")
        if reply.code == 200 and reply.result == "0":
            note(core, call.call_id, RecordingState.ON)
        else:
            log.error("recording_not_begun", call=call.call_id, answer=reply.result)
    return {RECORDING: call.recording, RECORD_AS: file if rule == "on-demand" else ""}


def note(core: Core, call_id: str, state: RecordingState) -> None:
    """Tell the engine what the recording of a call does, unless it knows, or the call is over."""
    call = core.centre.calls.get(call_id)
    if call is not None and call.recording is not state:
        core.tell(RecordingChanged(call_id, state))


class Recordings:
    """Follows all recordings and carries out wishes through AMI (``act``); ``spawn`` runs what nobody waits for."""

    def __init__(
        self,
        core: Core,
        switchboard: Switchboard,
        act: Callable[[str, dict[str, str]], Awaitable[object]],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._core = core
        self._switchboard = switchboard
        self._act = act
        self._spawn = spawn
        self._beginning: dict[str, asyncio.Event] = {}
        self.handlers: Mapping[str, Callable[[Message], None]] = {
            "MixMonitorStart": self._started,
            "MixMonitorStop": self._stopped,
            "MixMonitorMute": self._muted,
            "DTMFEnd": self._pressed,
        }
        core.listeners.append(self._told)

    # -- what the PBX tells --------------------------------------------------------------------------------

    def _started(self, event: Message) -> None:
        note(self._core, event.get("Uniqueid"), RecordingState.ON)

    def _stopped(self, event: Message) -> None:
        note(self._core, event.get("Uniqueid"), RecordingState.OFF)

    def _muted(self, event: Message) -> None:
        call = self._core.centre.calls.get(event.get("Uniqueid"))
        if call is not None and call.recording is not RecordingState.OFF:  # Asterisk says so of what does not run, too
            paused = event.get("State") == "1"
            note(self._core, call.call_id, RecordingState.PAUSED if paused else RecordingState.ON)

    def _pressed(self, event: Message) -> None:
        """Pause or resume when an agent presses the two keys of that in a conversation."""
        leg = self._switchboard.legs.get(event.get("Uniqueid"))
        if leg is None or not leg.answered or event.get("Direction") != "Received":
            return
        now, starred_at, leg.starred_at = self._core.clock.now(), leg.starred_at, None
        if event.get("Digit") == "*":
            leg.starred_at = now
        elif event.get("Digit") == PAUSE_KEY and starred_at is not None and now - starred_at <= KEYS_WITHIN_S:
            self._spawn(self._toggle(leg.call))

    async def _toggle(self, call_id: str) -> None:
        call = self._core.centre.calls.get(call_id)
        if call is None:
            return
        try:
            await self.ask(call, Wish.RESUME if call.recording is RecordingState.PAUSED else Wish.PAUSE)
        except (AmiActionError, RecordingRefused) as fault:
            log.info("recording_not_paused", call=call_id, why=str(fault))

    # -- what is asked -------------------------------------------------------------------------------------

    async def ask(self, call: Call, wish: Wish) -> RecordingState:
        """Have the recording of ``call`` do what is wished, and return what it does then.

        Raises:
            RecordingRefused: the queue's rule, or what the call does now, does not allow it.
            AmiActionError: the PBX did not do it, or did not say.
        """
        self._check(call, wish)
        on_caller = {"Channel": call.call_id}
        if wish is Wish.START and call.recording is RecordingState.OFF:
            await self._begin(call.call_id)
        elif wish is Wish.STOP and call.recording is not RecordingState.OFF:
            await self._act("StopMixMonitor", on_caller)
            await self._write(call.call_id, RecordingState.OFF)
        elif wish in (Wish.PAUSE, Wish.RESUME):
            state = RecordingState.PAUSED if wish is Wish.PAUSE else RecordingState.ON
            silent = "1" if wish is Wish.PAUSE else "0"
            await self._act("MixMonitorMute", {**on_caller, "Direction": "both", "State": silent})
            await self._write(call.call_id, state)
        return call.recording

    def _check(self, call: Call, wish: Wish) -> None:
        queue = self._core.centre.queues.get(call.queue)
        if queue is None:
            raise RecordingRefused("nobody_talks")
        rule = queue.record
        if rule == "never":
            raise RecordingRefused("never")
        if wish is Wish.STOP and rule == "always":
            raise RecordingRefused("always")
        if wish in (Wish.PAUSE, Wish.RESUME) and call.recording is RecordingState.OFF:
            raise RecordingRefused("off")

    async def _begin(self, call_id: str) -> None:
        """Press the keys on the agent's leg: to begin by itself, AMI would need the right to run commands."""
        agent = self._core.centre.calls[call_id].agent
        leg = self._switchboard.leg_of(call_id, agent) if agent is not None else None
        if leg is None or not self._switchboard.legs[leg].answered:
            raise RecordingRefused("nobody_talks")
        begun = self._beginning.get(call_id)
        try:
            if begun is None:  # else the keys are being pressed already, and twice they would end it again
                begun = self._beginning[call_id] = asyncio.Event()
                for key in START_KEYS:
                    await self._act("PlayDTMF", {"Channel": leg, "Digit": key, "Duration": "50", "Receive": "true"})
            async with asyncio.timeout(BEGINS_WITHIN_S):
                await begun.wait()
        except TimeoutError:
            log.warning("recording_not_begun", call=call_id, why="is features_acd.conf in Asterisk's features.conf?")
            raise RecordingRefused("not_begun") from None
        finally:
            self._beginning.pop(call_id, None)

    async def _write(self, call_id: str, state: RecordingState) -> None:
        note(self._core, call_id, state)
        await self._act("Setvar", {"Channel": call_id, "Variable": RECORDING, "Value": state})

    def _told(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        # Listeners hear a little later: of the end before, which is no beginning.
        if not isinstance(fact, RecordingChanged) or fact.recording is RecordingState.OFF:
            return
        if (begun := self._beginning.get(fact.call)) is not None:
            begun.set()
