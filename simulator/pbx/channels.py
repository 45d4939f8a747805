"""What is alive in the PBX: channels, the bridges that join them, and where a channel is in the dialplan.

A channel with a dialplan has exactly one task that drives it. Whatever happens to the channel from outside
(a key, a hang-up, bytes of its AGI session, an answer of a leg it dials) is noted on the channel and then
``nudge`` wakes that task, which looks at the notes. So nothing is lost and nothing needs a lock.
"""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from simulator.pbx.recording import Recording

DOWN, RING, RINGING, UP = 0, 4, 5, 6
STATE_TEXTS = {DOWN: "Down", RING: "Ring", RINGING: "Ringing", UP: "Up"}


class Place(NamedTuple):
    """Where a channel is in the dialplan."""

    context: str
    extension: str
    priority: int = 1


class Party(Protocol):
    """Who holds the other end of a channel's line: a caller outside or a phone on a desk."""

    def channel_answered(self, channel: "Channel") -> None:
        """Be told that the line is up."""

    def channel_hears(self, channel: "Channel", sound: str) -> None:
        """Be told what plays now: a sound's name, ``music``, ``voice`` of a conversation, or "" for silence."""

    def channel_gets_key(self, channel: "Channel", digit: str) -> None:
        """Be told that the other side of the conversation pressed a key."""

    def channel_moved(self, old: "Channel", new: "Channel") -> None:
        """Be told that the line goes on as ``new``: it took another's place in the dialplan."""

    def channel_ended(self, channel: "Channel", cause: int) -> None:
        """Be told that the channel is gone."""


@dataclass(eq=False, slots=True)
class Bridge:
    """A conversation: the channels that hear each other."""

    uniqueid: str
    members: list["Channel"] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Conversation:
    """A ``Dial`` that was answered. A transfer may put another leg at its other end, or none: it was given away."""

    leg: "Channel | None"


@dataclass(eq=False, slots=True)
class Channel:
    """One line of the PBX; times are seconds of the loop's clock."""

    name: str
    uniqueid: str
    linkedid: str
    party: Party
    born_s: float
    place: Place
    device: str = ""
    language: str = "en"
    state: int = DOWN
    caller_number: str = ""
    caller_name: str = ""
    connected_number: str = ""
    connected_name: str = ""
    dialled: str = ""
    application: str = ""
    data: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    bridge: Bridge | None = None
    conversation: Conversation | None = None  # of the channel that dialled
    recordings: list[Recording] = field(default_factory=list)
    feature_keys: str = ""  # pressed so far of a feature's code
    hangup_cause: int | None = None  # set when somebody asked for the end; the driving task then leaves
    redirect: Place | None = None  # set when an administrator sent the channel elsewhere
    jump: Place | None = None  # where the dialplan goes on after the session, if it said so
    ended: bool = False
    keys: list[str] = field(default_factory=list)  # pressed and not yet read by anybody
    reads_keys: bool = False  # whether a command that reads keys is at work
    deserted: bool = False  # whether the other side of its AGI session has closed, which ends a wait for keys
    stop_playback: bool = False
    music: bool = False
    dialled_by: "Channel | None" = None
    spies: list["Channel"] = field(default_factory=list)  # those that ChanSpy has put beside this one
    spies_on: "Channel | None" = None
    spies_as: str = ""  # the options of its ChanSpy
    task: asyncio.Task[None] | None = None
    _waiter: asyncio.Future[None] | None = None

    @property
    def interrupted(self) -> bool:
        """Whether what the channel is doing must end: it hung up or was sent elsewhere."""
        return self.hangup_cause is not None or self.redirect is not None

    @property
    def gone(self) -> bool:
        """Whether the channel has hung up (its task may still be leaving)."""
        return self.hangup_cause is not None

    async def wait(self, until: float | None) -> None:
        """Wait for the next nudge, or until the loop's clock shows ``until``; look at the notes afterwards."""
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        timer = None if until is None else loop.call_at(until, self.nudge)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def nudge(self) -> None:
        """Wake the driving task, if it waits; of a leg that is the task of the channel that dials it."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        if self.dialled_by is not None:
            self.dialled_by.nudge()
