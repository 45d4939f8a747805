"""The caller's channel as one FastAGI session can use it: its variables, what it hears, how it goes on."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.codes import NO_CODES, Codes
from acd.asterisk.menu import Telephone
from acd.asterisk.script import Scripts
from acd.core import Core
from acd.engine.calls import Call
from ivr.actions import Prompt
from ivr.hours import Hours
from ivr.model import Tree

COMMAND_S = 10.0
"""How long the PBX may take over a command that does its work at once."""


NOBODY = frozenset({"anonymous", "private", "restricted", "unavailable", "unknown"})
"""What Asterisk and trunks write, in any case, for a number or a name that is not known or withheld."""

RESTRICTED = 1
"""In ``agi_callingpres``, where the presentation of Q.931 says whether the caller withholds the number."""

DIAL_STATUS = "DIALSTATUS"
LONGEST_LINE = 1_900
"""Characters of one ``MSet``: a FastAGI command holds 2,000 bytes, and what is written is plain ASCII."""


def in_lines(settings: Iterable[str]) -> list[str]:
    """Join settings with commas into as few lines as hold them."""
    lines: list[str] = []
    for setting in settings:
        if lines and len(lines[-1]) + 1 + len(setting) <= LONGEST_LINE:
            lines[-1] += f",{setting}"
        else:
            lines.append(setting)
    return lines


class House(NamedTuple):
    """What every session needs to know of the centre."""

    tree: Tree
    hours: dict[str, Hours]
    sounds: str
    music: str
    exits: str
    outside: str = "acd-outside"
    codes: Codes = NO_CODES
    scripts: Scripts | None = None
    recordings: str = "acd"


class Caller:
    """One caller's channel. Every method may raise ``SessionEnded``: the session is over, perhaps not the call."""

    def __init__(self, agi: AgiSession, core: Core, house: House) -> None:
        self.call_id = agi.env.get("agi_uniqueid", "")
        self.telephone = Telephone(agi, house.sounds, house.scripts)
        self._agi = agi
        self._core = core
        self._house = house
        self._answered = False

    @property
    def call(self) -> Call | None:
        """The call as the engine knows it, None if it does not."""
        return self._core.centre.calls.get(self.call_id)

    async def command(self, *words: str) -> AgiReply:
        """Send a command that does its work at once."""
        return await self._agi.command(*words, deadline_s=COMMAND_S)

    async def read_truth(self) -> truth.Truth:
        """Ask for all variables at once; a call that is new has nothing."""
        reply = await self.command("GET", "FULL", "VARIABLE", "|".join(f"${{{name}}}" for name in truth.ALL))
        values = (reply.value or "").split("|")
        return truth.read_truth(dict(zip(truth.ALL, values, strict=False)))

    async def write(self, variables: dict[str, str]) -> None:
        """Set several channel variables, at once where they fit in one command; their values hold no commas."""
        for line in in_lines(f"{name}={value}" for name, value in variables.items()):
            await self.command("EXEC", "MSet", line)

    async def write_offered(self, call: Call, state: str, more: Mapping[str, str]) -> None:
        """Write down to whom the call is offered."""
        await self.write({truth.CALL: truth.write_call(call), truth.STATE: state, **more})

    async def write_waiting(self, call: Call) -> None:
        """Write down that the call waits, and is offered to nobody now."""
        await self.write({truth.STATE: "waiting", truth.CALL: truth.write_call(call)})

    async def answer(self) -> None:
        """Pick up, once. Asterisk may take half a second over it: it waits for the caller's first sound."""
        if not self._answered:
            await self.command("ANSWER")
            self._answered = True

    async def music(self) -> None:
        """Pick up and let music play; it goes on by itself."""
        await self.answer()
        await self.command("SET", "MUSIC", "ON", self._house.music)

    def prompt(self, name: str) -> Prompt:
        """A prompt in the caller's language."""
        language = self.call.language if self.call is not None else ""
        return Prompt(language or self._house.tree.language, name)

    async def go_on(self, extension: str | None) -> None:
        """Let the dialplan go on: to an extension, or to the end of the call."""
        if extension is not None:
            await self.command("SET", "VARIABLE", "ACD_NEXT", f"{self._house.exits},{extension},1")
        await self.write({truth.STATE: "done"})


def who_calls(env: dict[str, str]) -> tuple[str, str]:
    """Return the caller's number and name, "" for what is not known or what the caller withholds.

    ``agi_callingpres`` holds the presentation of Q.931 in bits 5 and 6; 1 there is "restricted". A caller who
    withholds the number is nobody we know: it is neither shown nor kept. Trunks that do not tell it in bits write a
    word for it; all such callers would otherwise be one person, whose place and last agent they would share.
    """
    presentation = env.get("agi_callingpres", "0")
    if presentation.isascii() and presentation.isdigit() and int(presentation) >> 5 & 3 == RESTRICTED:
        return "", ""
    number, name = env.get("agi_callerid", ""), env.get("agi_calleridname", "")
    return known(number), known(name)


def known(text: str) -> str:
    """Return a number or a name as it is, "" for a word that stands for nobody."""
    return "" if text.strip().lower() in NOBODY else text
