"""One supervisor who listens to a call: what they want to hear, what the PBX was asked for, and what they hear."""

import asyncio
from typing import NamedTuple

from acd.asterisk.gate import encode_fields
from acd.asterisk.offering import shown
from acd.asterisk.targets import number_of
from agents.roster import AgentRules

CONTEXT = "acd-listen"
"""The dialplan context in which phones listen; its extensions are the modes."""

MODES = ("listen", "whisper", "barge")
LISTEN, SPIED = "ACD_LISTEN", "ACD_SPIED"
"""Variables of a phone that listens: who, to which call and how, for our next start; and the leg beside which it is."""
VARIABLES = (LISTEN, SPIED)

RINGS_S = 15.0
"""How long a supervisor's phone may ring: who asked to listen sits beside it."""

BEGINS_S = 3.0
"""How long the PBX may take to put a phone beside a leg; it takes 0.2 s.

``ChanSpy`` lets go of a leg with the next sound that passes it. So where phones suppress silence, and neither side says
anything, a new mode and even the end wait for a word; who asked is told ``not_begun``, and is heard so after it.
"""


class SpyRefused(Exception):
    """Nobody listens so; ``code`` says why.

    It is nobody_talks, no_phone (none that can be called), busy, unknown_mode, too_many, not_listening, or not_begun:
    the phone did not answer in time, refused, or the conversation was over first.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"listening was refused: {code}")
        self.code = code


class Aim(NamedTuple):
    """What the PBX was asked for: the call, the agent's ``leg`` beside which to put the phone, and how."""

    call: str = ""
    leg: str = ""
    mode: str = ""


class Listening:
    """``who`` listens on ``phone``, whose channel has the Uniqueid ``channel``.

    ``call`` and ``mode`` are what is wanted, ``aim`` is what the PBX was asked for last, ``heard`` the leg and the mode
    in which it says they listen, None while they hear nobody. ``is_up`` says that the phone was picked up, ``begun``
    that they have heard somebody, ``shown`` the last mode in which they did, ``is_ending`` that it is to be hung up.
    """

    def __init__(self, who: str, phone: str, channel: str, call: str, mode: str) -> None:
        self.who, self.phone, self.channel = who, phone, channel
        self.call, self.mode = call, mode
        self.shown = mode
        self.aim = Aim()
        self.heard: tuple[str, str] | None = None
        self.is_up = self.begun = self.is_ending = False
        self.turn = asyncio.Lock()
        self._over = False
        self._news = asyncio.Event()

    def written(self) -> dict[str, str]:
        """What is written on the phone's channel."""
        fields = {"who": self.who, "call": self.aim.call, "mode": self.aim.mode}
        return {LISTEN: encode_fields(fields), SPIED: self.aim.leg}

    def hears(self, leg: str, mode: str) -> None:
        """Note that the PBX has put the phone beside a leg."""
        self.is_up = self.begun = True
        self.heard, self.shown = (leg, mode), mode
        self._news.set()

    def end(self) -> None:
        """Note that it is over; whoever waits for its beginning waits for nothing."""
        self._over = True
        self._news.set()

    async def until_heard(self, within_s: float) -> None:
        """Wait until they hear what is wanted.

        Raises:
            SpyRefused: it ended first, or took longer than ``within_s`` seconds.
        """
        try:
            async with asyncio.timeout(within_s):
                while self.heard != self.aim[1:] or (self.call, self.mode) != (self.aim.call, self.aim.mode):
                    if self._over:
                        raise SpyRefused("not_begun")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise SpyRefused("not_begun") from None


def shown_to(agent: AgentRules) -> str:
    """What a supervisor's phone shows while it rings: the agent who will be heard."""
    return shown(agent.title or agent.name, number_of(agent.endpoint))
