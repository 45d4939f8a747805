"""Device states: what the PBX believes of each phone, published some milliseconds after it became true."""

import asyncio
from collections.abc import Callable, Iterable
from random import Random

from simulator.pbx.channels import RINGING, UP, Channel

# On a real Asterisk a device's new state came this long after what caused it, in seconds; and NOT_INUSE up to
# 13 ms after the end of the channel when there is much to do.
EARLIEST_S = 0.0001
LATEST_S = 0.0004
LATEST_AFTER_END_S = 0.013


class DeviceStates:
    """The state of each device (``PJSIP/1001``), worked out of its channels and its registration.

    ``publish(device, state)`` is called when a state has really changed by the time it is looked at, so
    changes that undo each other within the delay are never seen, as on the real thing.
    """

    def __init__(self, publish: Callable[[str, str], None], draws: Random) -> None:
        self._publish = publish
        self._draws = draws
        self._registered: set[str] = set()
        self._channels: dict[str, list[Channel]] = {}
        self._published: dict[str, str] = {}
        self._pending: dict[str, asyncio.TimerHandle] = {}

    def add(self, devices: Iterable[str]) -> None:
        """Make ``devices`` known and registered, without a word to anybody (as at the start of the PBX)."""
        for device in devices:
            self._registered.add(device)
            self._published[device] = "NOT_INUSE"

    def set_registered(self, device: str, registered: bool) -> None:
        """Note that a phone came or vanished."""
        (self._registered.add if registered else self._registered.discard)(device)
        self.refresh(device)

    def is_registered(self, device: str) -> bool:
        """Whether ``device`` can be called."""
        return device in self._registered

    def attach(self, channel: Channel) -> None:
        """Count ``channel`` among its device's; its state shows once it rings or is up."""
        if channel.device:
            self._channels.setdefault(channel.device, []).append(channel)

    def detach(self, channel: Channel) -> None:
        """Forget ``channel``, which ended."""
        if channel.device:
            self._channels[channel.device].remove(channel)
            self.refresh(channel.device, LATEST_AFTER_END_S)

    def refresh(self, device: str, latest_s: float = LATEST_S) -> None:
        """Look at ``device`` again a moment later, at most after ``latest_s`` seconds."""
        if device and device not in self._pending:
            delay_s = self._draws.uniform(EARLIEST_S, latest_s)
            self._pending[device] = asyncio.get_running_loop().call_later(delay_s, self._look, device)

    def states(self) -> dict[str, str]:
        """Return the published state of every device that is known."""
        return dict(self._published)

    def close(self) -> None:
        """Publish nothing more."""
        for timer in self._pending.values():
            timer.cancel()
        self._pending.clear()

    def _look(self, device: str) -> None:
        del self._pending[device]
        state = self._state(device)
        if self._published.get(device) != state:
            self._published[device] = state
            self._publish(device, state)

    def _state(self, device: str) -> str:
        states = {channel.state for channel in self._channels.get(device, ())}
        if device.startswith("Local/"):
            return "INUSE" if states else "NOT_INUSE"
        in_use, ringing = UP in states, RINGING in states
        if in_use and ringing:
            return "RINGINUSE"
        if in_use or ringing:
            return "INUSE" if in_use else "RINGING"
        return "NOT_INUSE" if device in self._registered else "UNAVAILABLE"
