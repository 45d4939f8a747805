"""What the keypad codes of a centre mean, and the reasons for a pause with their keys."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from acd.asterisk.pins import Pins
from acd.config.model import CentrePart


class Wish(Enum):
    """What an agent wants who dials a code."""

    SIGN_IN = auto()
    SIGN_OUT = auto()
    PAUSE = auto()
    UNPAUSE = auto()
    STATE = auto()


class Dialled(NamedTuple):
    """A code that was understood; ``key`` is that of a pause's reason, dialled with it, "" for none."""

    wish: Wish
    key: str = ""


class Codes(NamedTuple):
    """The codes of a centre (``*42`` and the wish behind it), reasons for a pause by their keys, and PINs."""

    wishes: Mapping[str, Wish]
    pauses: Mapping[str, str]
    pins: Pins

    def understand(self, dialled: str) -> Dialled | None:
        """Return what was dialled: a code, or that of a pause and one key; None if it is neither."""
        if dialled in self.wishes:
            return Dialled(self.wishes[dialled])
        if self.pauses and self.wishes.get(dialled[:-1]) is Wish.PAUSE:
            return Dialled(Wish.PAUSE, dialled[-1])
        return None


NO_CODES = Codes({}, {}, Pins({}))
"""Those of a centre without keypad codes."""


def read_codes(part: CentrePart) -> Codes:
    """Gather from the configuration what agents can dial."""
    desk = part.desk
    words = {
        desk.codes.sign_in: Wish.SIGN_IN,
        desk.codes.sign_out: Wish.SIGN_OUT,
        desk.codes.pause: Wish.PAUSE,
        desk.codes.unpause: Wish.UNPAUSE,
        desk.codes.state: Wish.STATE,
    }
    pins = {name: agent.pin for name, agent in part.agents.items() if agent.pin is not None}
    return Codes(words, dict(part.pauses), Pins(pins, desk.pin_tries, desk.pin_lock))
