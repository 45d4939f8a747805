"""The people outside who call in: they press keys, hear what is played, and hang up."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import NamedTuple

from simulator.pbx import causes
from simulator.pbx.channels import Channel
from simulator.pbx.switchboard import Switchboard

KEY_EVERY_S = 0.1
# How long a caller waits to be answered before pressing keys into the void, in seconds.
PATIENCE_S = 5.0
# A caller who hears more than this has been forgotten by a test; the oldest impressions go.
MAX_HEARD = 1000


class Heard(NamedTuple):
    """What a caller began to hear at ``at_s`` of the loop's clock.

    ``sound`` is a sound's name, ``music``, ``voice`` (of the agent), or "" for silence.
    """

    at_s: float
    sound: str


class EmulatedCaller:
    """A person outside; a party of the switchboard. ``on_end`` is called once with the caller and the cause."""

    def __init__(
        self, board: Switchboard, number: str, on_end: Callable[["EmulatedCaller", int], None] | None = None
    ) -> None:
        self.number = number
        self.channel: Channel | None = None
        self.heard: list[Heard] = []
        self.cause: int | None = None
        self._board = board
        self._on_end = on_end
        self._answered = asyncio.Event()
        self._over = asyncio.Event()

    @property
    def call_id(self) -> str:
        """The Uniqueid of the caller's channel, "" before there is one."""
        return self.channel.uniqueid if self.channel is not None else ""

    @property
    def ended(self) -> bool:
        """Whether the call is over for the caller."""
        return self._over.is_set()

    @property
    def sounds(self) -> list[str]:
        """The sounds heard so far, oldest first, without the silence between them."""
        return [heard.sound for heard in self.heard if heard.sound]

    async def press(self, keys: str) -> None:
        """Press ``keys`` one after another, 0.1 s each, once the PBX has answered (5 s are waited for that)."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), PATIENCE_S)
        for key in keys:
            if self.channel is None or self.ended:
                return
            self._board.press(self.channel, key)
            await asyncio.sleep(KEY_EVERY_S)

    def hang_up(self) -> None:
        """Put the receiver down; harmless when the call is over already."""
        if self.channel is not None:
            # A real one ends with "Unknown" unless the caller was in a conversation.
            cause = causes.NORMAL if self.channel.bridge is not None else causes.UNKNOWN
            self._board.request_hangup(self.channel, cause)

    async def wait_ended(self, within_s: float) -> bool:
        """Wait until the call is over; False if it is not after ``within_s`` seconds."""
        try:
            await asyncio.wait_for(self._over.wait(), within_s)
        except TimeoutError:
            return False
        return True

    def channel_answered(self, channel: Channel) -> None:
        """Note that somebody, or something, has answered."""
        self._answered.set()

    def channel_hears(self, channel: Channel, sound: str) -> None:
        """Remember what plays."""
        self.heard = [*self.heard[1 - MAX_HEARD :], Heard(self._board.now(), sound)]

    def channel_gets_key(self, channel: Channel, digit: str) -> None:
        """Hear a beep and think nothing of it."""

    def channel_moved(self, old: Channel, new: Channel) -> None:
        """Be the same person in another place."""
        self.channel = new

    def channel_ended(self, channel: Channel, cause: int) -> None:
        """Note the end."""
        self.is_over(cause)

    def is_over(self, cause: int) -> None:
        """End the call for the caller."""
        self.cause = cause
        self._over.set()
        if self._on_end is not None:
            self._on_end(self, cause)
