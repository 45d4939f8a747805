"""The project's dialplan (``configs/asterisk/extensions_acd.conf``) line by line as Python.

Each context is a coroutine that runs for a channel and returns where the channel goes on, or None to hang up.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from simulator.pbx import applications, causes, variables
from simulator.pbx.agi_session import AgiSession, Script
from simulator.pbx.chan_spy import chan_spy
from simulator.pbx.channels import UP, Channel, Place
from simulator.pbx.dial import DialOptions, sleep_interruptibly
from simulator.pbx.equipment import Equipment
from simulator.pbx.features import FEATURE

Context = Callable[[Channel], Awaitable[Place | None]]

RETRY_S = 0.2
LISTENING_RESTS_S = 300.0
SPIES_AS = {"listen": "", "whisper": "w", "barge": "B"}
COLLEAGUE_RINGS_S = 30.0
OUTSIDE_RINGS_S = 60.0
LONGEST_MUSIC_S = 3600.0
AGAIN = 3  # the priority of the line that opens the session
TRUNK = "PJSIP/lab-outside"


class Entry(NamedTuple):
    """A context: the extensions that it has (a regular expression), and what happens there."""

    extensions: str
    run: Context


NUMBERS = "[+0-9].*"
CODES = r"\*4[0-4].*"
COLLEAGUES = "1[0-9]{3}"
ANSWERED_BY_TESTS = r"\+7999[0-9]{7}"


class Dialplan:
    """The contexts of ``configs/asterisk/extensions_acd.conf``, and ``outside`` for what the lab adds to them.

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
        tools.subroutines["acd-offer"] = self.acd_offer
        tools.subroutines["acd-answered"] = self.acd_answered
        tools.subroutines["acd-recordable"] = self.acd_recordable
        tools.subroutines["acd-confirm"] = self.acd_confirm
        self._contexts = {
            "acd": Entry(NUMBERS, self.acd),
            "acd-transfer": Entry(NUMBERS, self.acd_transfer),
            "acd-agents": Entry(rf"{NUMBERS}|{CODES}", self.acd_agents),
            "acd-codes": Entry(CODES, self.acd_agents),
            "acd-desk": Entry("[*+0-9].*", self.acd_desk),
            "acd-colleagues": Entry(NUMBERS, self.acd_colleagues),
            "acd-outside": Entry(NUMBERS, self.outside),
            "acd-exits": Entry(NUMBERS, self.acd_exits),
            "acd-listen": Entry("listen|whisper|barge|rest", self.acd_listen),
            "acd-fallback": Entry(NUMBERS, self.acd_fallback),
            "outside": Entry(".*", self.outside),
            **{name: Entry(".*", run) for name, run in (extra or {}).items()},
        }

    def exists(self, place: Place) -> bool:
        """Whether there is such a context and it has the extension."""
        entry = self._contexts.get(place.context)
        return entry is not None and re.fullmatch(entry.extensions, place.extension) is not None

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
            exists = self.exists(place)
            place = await self._contexts[place.context].run(channel) if exists else None

    async def acd(self, channel: Channel) -> Place | None:
        """A call: the engine holds it in one session; the loop carries it over a lost engine."""
        if channel.place.priority < AGAIN:
            self._set(channel, AGIEXITONHANGUP="yes")
            self._set(channel, ACD_STATE="", ACD_NEXT="", ACD_FAILED_SINCE="", DIALSTATUS="")
        entered = channel.place
        while True:
            channel.place = entered._replace(priority=AGAIN)
            status = await self._session(channel, "call", self._get(channel, "ACD_STATE"))
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
        talked = self._get(channel, "DIALSTATUS") == "ANSWER" and state in ("talking", "outside")
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

    async def acd_offer(self, caller: Channel, arguments: list[str]) -> None:
        """Runs on the caller's channel before the phone is dialled."""
        self._set(caller, ACD_STATE="offered", ACD_CALL=arguments[0])

    async def acd_answered(self, leg: Channel, arguments: list[str]) -> None:
        """An agent has answered; runs on the agent's leg and writes on the caller's channel."""
        variables.write(self._board, leg, "MASTER_CHANNEL(ACD_STATE)", "talking")
        self._set(leg, TRANSFER_CONTEXT="acd-transfer")

    async def acd_recordable(self, leg: Channel, arguments: list[str]) -> None:
        """The same in a queue that records on demand: the agent has the keys for that."""
        self._set(leg, DYNAMIC_FEATURES=FEATURE)
        await self.acd_answered(leg, arguments)

    async def acd_confirm(self, leg: Channel, arguments: list[str]) -> None:
        """A number elsewhere has answered; the engine waits on its leg for the key."""
        self._set(leg, GOSUB_RESULT="CONTINUE", AGIEXITONHANGUP="yes", TRANSFER_CONTEXT="acd-transfer")
        before, leg.place = leg.place, Place("acd-confirm", "s", 4)
        await self._session(leg, "confirm", *[*arguments, "", ""][:2])
        leg.place = before
        leg.application, leg.data = "AppDial", "(Outgoing Line)"

    async def acd_transfer(self, channel: Channel) -> Place | None:
        """A phone has sent the caller here: the engine decides what the number means."""
        self._set(channel, ACD_STATE="transferred", ACD_NEXT="", ACD_FAILED_SINCE="", DIALSTATUS="")
        number = channel.place.extension if re.fullmatch(r"[+0-9]+", channel.place.extension) else "0"
        return Place("acd", number, AGAIN)

    async def acd_agents(self, channel: Channel) -> Place | None:
        """What phones dial: everything goes to the desk."""
        return Place("acd-desk", channel.place.extension)

    async def acd_desk(self, channel: Channel) -> Place | None:
        """The engine takes codes, finds colleagues and queues, and lets everything else go outside."""
        self._set(channel, AGIEXITONHANGUP="yes")
        self._set(channel, ACD_STATE="", ACD_NEXT="", DIALSTATUS="")
        channel.place = channel.place._replace(priority=AGAIN)
        status = await self._session(channel, "desk")
        if channel.interrupted:
            return None
        extension = channel.place.extension
        if (place := read_place(self._get(channel, "ACD_NEXT"))) is not None:
            return place
        if self._get(channel, "ACD_STATE") not in ("", "done"):
            return Place("acd", extension, AGAIN)
        ways = [Place("acd-colleagues", extension), Place("acd-outside", extension)] if status == "FAILURE" else []
        place = next((way for way in ways if self.exists(way)), None)
        if ways and place is None:
            await applications.playback(self._tools, channel, "im-sorry&please-try-call-later")
        return place

    async def acd_colleagues(self, channel: Channel) -> Place | None:
        """A colleague's phone rings; any other number is outside."""
        if not re.fullmatch(COLLEAGUES, channel.place.extension):
            return await self.outside(channel)
        target = f"PJSIP/{channel.place.extension}"
        await applications.dial_with(self._tools, channel, target, COLLEAGUE_RINGS_S, DialOptions())
        return None

    async def acd_exits(self, channel: Channel) -> Place | None:
        """Where a way out to an extension leads."""
        colleague = re.fullmatch(COLLEAGUES, channel.place.extension)
        return Place("acd-colleagues" if colleague else "acd-fallback", channel.place.extension)

    async def acd_listen(self, channel: Channel) -> Place | None:
        """A supervisor's phone is put beside an agent's leg, and rests when that is gone."""
        mode, spied = channel.place.extension, self._get(channel, "ACD_SPIED")
        if mode == "rest":
            channel.application, channel.data = "Wait", f"{LISTENING_RESTS_S:g}"
            await sleep_interruptibly(self._board, channel, LISTENING_RESTS_S)
            return None
        if self._board.find(spied) is not None:
            channel.application, channel.data = "ChanSpy", f"{spied},uqES{SPIES_AS[mode]}"
            await chan_spy(self._tools, channel, channel.data)
        return Place("acd-listen", "rest")

    async def acd_fallback(self, channel: Channel) -> Place | None:
        """The engine has not answered for too long: an apology, and the end."""
        await applications.playback(self._tools, channel, "im-sorry&please-try-call-later")
        return None

    async def outside(self, channel: Channel) -> Place | None:
        """A phone outside rings if there is one of that number; else somebody answers and plays music."""
        number = channel.place.extension
        if re.fullmatch(ANSWERED_BY_TESTS, number):
            await applications.dial_with(self._tools, channel, f"{TRUNK}/{number}", OUTSIDE_RINGS_S, DialOptions())
            if channel.state != UP:
                # Whoever dialled this is told why nobody came.
                channel.hangup_cause = int(self._get(channel, "HANGUPCAUSE") or causes.NORMAL)
            return None
        self._board.set_state(channel, UP)
        channel.application, channel.data = "MusicOnHold", f",{LONGEST_MUSIC_S:g}"
        self._tools.media.set_music(channel, True)
        await sleep_interruptibly(self._board, channel, LONGEST_MUSIC_S)
        self._tools.media.set_music(channel, False)
        return None

    async def _session(self, channel: Channel, script: str, *arguments: str) -> str:
        """Run one FastAGI session of the engine's; return its AGISTATUS."""
        host, port = self._engine()
        channel.application, channel.data = "AGI", f"agi://{host}:{port}/{script}"
        asked = Script(host, port, script, (self._secret, *arguments))
        status = await AgiSession(self._tools, channel, asked).run()
        self._set(channel, AGISTATUS=status)
        return status

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
