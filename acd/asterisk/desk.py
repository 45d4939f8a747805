"""What an agent dials on their own phone: a keypad code, a colleague, a queue to ask first, a number outside.

The channel says whose phone it is, so nobody can speak for another by a forged caller's number.
"""

from collections.abc import Callable
from typing import NamedTuple

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import COMMAND_S, House
from acd.asterisk.keypad import KeypadSession
from acd.asterisk.targets import Target, Targets
from acd.core import Core

COLLEAGUES = "acd-colleagues"
"""The dialplan context that rings a colleague's phone by its number."""


class Consultation(NamedTuple):
    """An agent wants to talk to somebody behind a queue or in the menu: it becomes a call like any other."""

    agent: str
    target: Target


class DeskSession:
    """One session of something that an agent dialled."""

    def __init__(
        self, agi: AgiSession, core: Core, agent_of: Callable[[str], str | None], house: House, targets: Targets
    ) -> None:
        self._agi = agi
        self._core = core
        self._agent = agent_of(agi.env.get("agi_channel", ""))
        self._house = house
        self._targets = targets

    async def run(self) -> Consultation | None:
        """Find out what the number means and let the dialplan do it, or return whom the agent wants to ask.

        Raises:
            SessionEnded: the session is over.
        """
        number = self._agi.env.get("agi_extension", "")
        if number.startswith("*"):
            await KeypadSession(self._agi, self._core, self._house, self._agent).run(number)
            return None
        target = self._targets.meaning(number)
        if self._agent is not None and (target.queue or target.needs or target.entry):
            return Consultation(self._agent, target)
        if (context := self._context(target)) is not None:
            await self._agi.command("SET", "VARIABLE", "ACD_NEXT", f"{context},{number},1", deadline_s=COMMAND_S)
        return None

    def _context(self, target: Target) -> str | None:
        """Name the dialplan's context for a colleague or, if an agent dials, a number outside; None: it ends here."""
        colleague = self._core.centre.roster.get(target.agent)
        if colleague is not None and not colleague.rules.endpoint.startswith("Local/"):
            return COLLEAGUES
        goes_outside = self._agent is not None and (target.number or colleague is not None)
        return self._house.outside if goes_outside else None
