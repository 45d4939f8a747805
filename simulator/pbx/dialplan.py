"""The project's dialplan (``configs/asterisk/extensions_acd.conf``) line by line as Python.

Each context is a coroutine that runs for a channel and returns where the channel goes on, or None to hang up.
"""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping

from simulator.pbx import applications
from simulator.pbx.agi_session import AgiSession, Script
from simulator.pbx.channels import UP, Channel, Place
from simulator.pbx.dial import LONGEST_TALK_S, DialOptions, sleep_interruptibly
from simulator.pbx.equipment import Equipment

Context = Callable[[Channel], Awaitable[Place | None]]

RETRY_S = 0.2
COLLEAGUE_RINGS_S = 30.0


class Dialplan:
    """The contexts ``acd``, ``acd-answered``, ``acd-agents``, ``acd-fallback`` and ``outside``.

    ``engine`` returns the address of the engine's FastAGI, ``secret`` is ``ACD_SECRET`` and ``patience_s``
    is ``ACD_PATIENCE``. ``extra`` are an owner's own contexts by name; they may replace ``acd-fallback``.
    """

    def __init__(
        self,
        tools: Equipment,
        engine: Callable[[], tuple[str, int]],
        secret: str,
        patience_s: int = 60,
        extra: Mapping[str, Context] | None = None,
    ) -> None:
        self._tools = tools
        self._board = tools.board
        self._engine = engine
        self._secret = secret
        self._patience_s = patience_s
        tools.subroutines["acd-answered"] = self.acd_answered
        self._contexts: dict[str, Context] = {
            "acd": self.acd,
            "acd-agents": self.acd_agents,
            "acd-colleagues": self.acd_agents,
            "acd-fallback": self.acd_fallback,
            "outside": self.outside,
            **(extra or {}),
        }

    async def drive(self, channel: Channel) -> None:
        """Lead a channel from its place on until it leaves the PBX, and end it."""
        await self.walk(channel)
        self._tools.media.set_music(channel, False)
        self._board.end(channel)

    async def walk(self, channel: Channel) -> None:
        """Lead a channel from its place, or from where it was redirected to, until it leaves the PBX."""
        place: Place | None = channel.place
        while not channel.gone:
            if channel.redirect is not None:
                place, channel.redirect = channel.redirect, None
            if place is None:
                return
            channel.place = place
            context = self._contexts.get(place.context)
            place = await context(channel) if context is not None else None

    async def acd(self, channel: Channel) -> Place | None:
        """A call: the engine holds it in one session; the loop carries it over a lost engine."""
        self._set(channel, AGIEXITONHANGUP="yes")
        self._set(channel, ACD_STATE="", ACD_NEXT="", ACD_FAILED_SINCE="", DIALSTATUS="")
        entered = channel.place
        while True:
            channel.place = entered._replace(priority=3)
            host, port = self._engine()
            channel.application, channel.data = "AGI", f"agi://{host}:{port}/call"
            status = await AgiSession(self._tools, channel, Script(host, port, "call", (self._secret,))).run()
            self._set(channel, AGISTATUS=status)
            if channel.interrupted:
                return None
            if channel.jump is not None:
                place, channel.jump = channel.jump, None
                return place
            if self._is_done(channel):
                return read_place(self._get(channel, "ACD_NEXT"))
            if not self._has_patience(channel, status):
                return Place("acd-fallback", entered.extension)
            if not await sleep_interruptibly(self._board, channel, RETRY_S):
                return None

    def _is_done(self, channel: Channel) -> bool:
        state = self._get(channel, "ACD_STATE")
        talked = self._get(channel, "DIALSTATUS") == "ANSWER" and state in ("offered", "talking")
        return state == "done" or talked

    def _has_patience(self, channel: Channel, status: str) -> bool:
        """Count the time without an engine; it starts anew whenever an engine took the call."""
        if status != "FAILURE" and self._get(channel, "ACD_STATE") != "":
            self._set(channel, ACD_FAILED_SINCE="")
            return True
        now = int(self._board.unix_time())
        if not self._get(channel, "ACD_FAILED_SINCE"):
            self._set(channel, ACD_FAILED_SINCE=str(now))
        return now - int(self._get(channel, "ACD_FAILED_SINCE")) <= self._patience_s

    def acd_answered(self, caller: Channel) -> None:
        """An agent has answered; the subroutine runs on the agent's leg and writes on the caller's channel."""
        self._set(caller, ACD_STATE="talking")

    async def acd_agents(self, channel: Channel) -> Place | None:
        """A phone dials, or a call is sent to one: a colleague's phone rings, anything else is outside."""
        extension = channel.place.extension
        if not (len(extension) == 4 and extension.startswith("1") and extension.isdigit()):
            return Place("outside", extension)
        await applications.dial_with(self._tools, channel, f"PJSIP/{extension}", COLLEAGUE_RINGS_S, DialOptions())
        return None

    async def acd_fallback(self, channel: Channel) -> Place | None:
        """The engine has not answered for too long: an apology, and the end."""
        await applications.playback(self._tools, channel, "im-sorry&please-try-call-later")
        return None

    async def outside(self, channel: Channel) -> Place | None:
        """Somebody outside answers at once and talks until the other side ends it."""
        self._board.set_state(channel, UP)
        await sleep_interruptibly(self._board, channel, LONGEST_TALK_S)
        return None

    def _get(self, channel: Channel, name: str) -> str:
        return channel.variables.get(name, "")

    def _set(self, channel: Channel, **values: str) -> None:
        for name, value in values.items():
            self._board.set_variable(channel, name, value)


def printable(text: str) -> str:
    """Leave out control characters, as the SIP stack does when it writes a display name."""
    return "".join(char for char in text if unicodedata.category(char) != "Cc")


def read_place(text: str) -> Place | None:
    """Read ``context,extension,priority``; None if it is nothing of the kind."""
    words = [word.strip() for word in text.split(",")]
    if len(words) != 3 or not words[2].isdigit():
        return None
    return Place(words[0], words[1], int(words[2]))
