"""What applications and AGI commands work with: the switchboard, the media, the phones, the subroutines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.pbx.agi_link import AgiLink
from simulator.pbx.channels import Channel
from simulator.pbx.dial import Ringable
from simulator.pbx.media import Media
from simulator.pbx.recorder import Recorder
from simulator.pbx.switchboard import Switchboard

Subroutine = Callable[[Channel, list[str]], Awaitable[None]]


@dataclass
class Equipment:
    """One PBX's working parts.

    ``find_phone`` returns the phone of a device such as ``PJSIP/1001``, None if it cannot be reached.
    ``subroutines`` are the contexts that ``Dial``'s ``U`` reaches, by name, told of the leg and their arguments;
    ``sessions`` are the open FastAGI connections by channel.
    """

    board: Switchboard
    media: Media
    find_phone: Callable[[str], Ringable | None]
    recorder: Recorder
    subroutines: dict[str, Subroutine] = field(default_factory=dict)
    sessions: dict[Channel, AgiLink] = field(default_factory=dict)
    frozen: bool = False

    def freeze(self, frozen: bool) -> None:
        """Stop or go on taking commands from sessions."""
        self.frozen = frozen
        for link in self.sessions.values():
            link.set_reading(not frozen)
