"""The feed: every eighth of a second it brings the live state up to date and tells all channels what has changed."""

import asyncio
import secrets
from itertools import count
from typing import Final

import structlog

from acd.clock import Clock
from acd.core import attempt
from acd.live.channels import LINGER_S, Channel, Listener
from acd.live.shelf import Delta
from acd.live.sight import Sight
from acd.live.state import LiveState

TICK_S: Final = 0.125
"""A page redraws no faster than an eye sees, and what happens within a tick is sent once."""

PIECE: Final = 4
"""Listeners told at a time, in about a tenth of a millisecond; calls go on between two pieces."""

MOST_LINGERING: Final = 16
"""Channels kept that nobody listens to now; each costs some memory, and without it only a snapshot is lost."""

log = structlog.get_logger()


class Feed:
    """Who joins is told everything and then every change; :meth:`run` does it until cancelled."""

    def __init__(self, state: LiveState, clock: Clock, run: str | None = None) -> None:
        self.channels: dict[Sight, Channel] = {}
        self._state = state
        self._clock = clock
        # Each life of each channel has a name of its own, so that no number is taken for one of another.
        self._run, self._lives = run or secrets.token_hex(6), count(1)

    def join(self, sight: Sight, listener: Listener, run: str = "", seq: int = 0) -> Channel:
        """Let ``listener`` take what it missed since ``seq`` of ``run``, or a snapshot, and then every change.

        Who missed nothing takes a beat, and knows at once that the line is alive.
        """
        channel, now = self.channels.get(sight) or self._open(sight), self._clock.now()
        missed = channel.missed(run, seq)
        first = [channel.snapshot(now)] if missed is None else missed or [channel.alive(now)]
        for message in first:
            listener.take(message)
        channel.listeners[listener] = None
        return channel

    def leave(self, channel: Channel, listener: Listener) -> None:
        """Let ``listener`` hear no more; once more does no harm."""
        channel.listeners.pop(listener, None)
        channel.left_at = self._clock.now()

    def snapshot(self, sight: Sight) -> bytes:
        """Return a snapshot, as JSON, of what is seen with ``sight``."""
        channel = self.channels.get(sight) or self._open(sight)
        return channel.snapshot(self._clock.now()).payload

    async def run(self) -> None:
        """Tell what happens, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            next_at = loop.time() + TICK_S
            try:
                await self.tick()
            except Exception:
                log.exception("live_tick_failed")
                self._state.look_again()
            await asyncio.sleep(max(0.0, next_at - loop.time()))

    async def tick(self) -> None:
        """Bring everything up to date once."""
        delta = await self._state.refresh()
        for channel in tuple(self.channels.values()):
            await self._tell(channel, delta)
        self._forget()

    async def _tell(self, channel: Channel, delta: Delta | None) -> None:
        message = channel.change(delta) if delta is not None else None
        message = message or channel.beat(self._clock.now())
        if message is None:
            return
        listeners = tuple(channel.listeners)  # who joins from here on has this message in what they get first
        await asyncio.sleep(0)
        for told, listener in enumerate(listeners, 1):
            if listener in channel.listeners:
                attempt("live", listener.take, message)
            if told % PIECE == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(0)

    def _open(self, sight: Sight) -> Channel:
        run = f"{self._run}{next(self._lives):x}"
        now = self._clock.now()
        channel = Channel(sight, run, self._state.shelf, lambda: self._state.centre_name, now)
        self.channels[sight] = channel
        return channel

    def _forget(self) -> None:
        """Forget channels without listeners: those left long ago, and beyond the limit those left first."""
        now = self._clock.now()
        left = sorted((each for each in self.channels.values() if not each.listeners), key=lambda each: each.left_at)
        for index, channel in enumerate(left):
            if now - channel.left_at >= LINGER_S or index < len(left) - MOST_LINGERING:
                del self.channels[channel.sight]
