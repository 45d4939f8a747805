"""What an agent dials on their own phone: a colleague, a number outside, a keypad code.

The channel says whose phone it is, so nobody can speak for another by a forged caller's number.
"""

from collections.abc import Callable

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import COMMAND_S, House
from acd.asterisk.keypad import KeypadSession
from acd.core import Core

COLLEAGUES = "acd-colleagues"
"""The dialplan context that rings a colleague's phone by its number."""


class DeskSession:
    """One session of something that an agent dialled."""

    def __init__(self, agi: AgiSession, core: Core, agent_of: Callable[[str], str | None], house: House) -> None:
        self._agi = agi
        self._core = core
        self._agent = agent_of(agi.env.get("agi_channel", ""))
        self._house = house

    async def run(self) -> None:
        """Find out what the number means, and do it.

        Raises:
            SessionEnded: the session is over.
        """
        number = self._agi.env.get("agi_extension", "")
        if number.startswith("*"):
            await KeypadSession(self._agi, self._core, self._house, self._agent).run(number)
        else:
            await self._go_on(number)

    async def _go_on(self, number: str) -> None:
        """Let the dialplan ring a colleague, or a number outside."""
        context = COLLEAGUES if colleague(self._core, number) is not None else self._house.outside
        await self._agi.command("SET", "VARIABLE", "ACD_NEXT", f"{context},{number},1", deadline_s=COMMAND_S)


def colleague(core: Core, number: str) -> str | None:
    """Return the agent whose phone has this number, if it is one of the PBX: ``PJSIP/1001`` has 1001."""
    for agent in core.centre.roster:
        technology, _, extension = agent.rules.endpoint.partition("/")
        if extension == number and technology != "Local":
            return agent.name
    return None
