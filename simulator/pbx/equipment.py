"""What applications and AGI commands work with: the switchboard, the media, the phones, the subroutines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.pbx.agi_link import AgiLink
from simulator.pbx.channels import Channel
from simulator.pbx.dial import Ringable
from simulator.pbx.media import Media
from simulator.pbx.switchboard import Switchboard

Subroutine = Callable[[Channel, list[str]], Awaitable[None]]


async def nowhere(channel: Channel) -> None:
    """Lead a channel through no dialplan at all."""


@dataclass
class Equipment:
    """One PBX's working parts.

    ``find_phone`` returns the phone of a device such as ``PJSIP/1001``, None if it cannot be reached.
    ``subroutines`` are the contexts that ``Gosub`` reaches at ``s,1``, by name; ``sessions`` the open FastAGI
    connections by channel.
    ``walk`` leads a channel through the dialplan from where it was redirected to until it leaves the PBX.
    """

    board: Switchboard
    media: Media
    find_phone: Callable[[str], Ringable | None]
    subroutines: dict[str, Subroutine] = field(default_factory=dict)
    sessions: dict[Channel, AgiLink] = field(default_factory=dict)
    walk: Callable[[Channel], Awaitable[None]] = nowhere
    frozen: bool = False

    def freeze(self, frozen: bool) -> None:
        """Stop or go on taking commands from sessions."""
        self.frozen = frozen
        for link in self.sessions.values():
            link.set_reading(not frozen)

    def say(self, channel: Channel, line: str) -> None:
        """Send a line to the channel's session while a command is still at work."""
        link = self.sessions.get(channel)
        if link is not None:
            link.send(line + "\n")
