"""What has to be done on the PBX when a call is passed on: callers fetched or sent on, and the truth written down."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
import structlog

from acd.asterisk import truth
from acd.asterisk.ami_actions import ActionRefused, AmiActionError
from acd.asterisk.switchboard import Switchboard
from acd.asterisk.targets import Targets
from acd.core import Core
from acd.engine.orders import Fetch

BACK = "0"
"""The number under which a caller who is fetched comes to ``acd-transfer``; the engine knows where it goes."""

TRANSFER = "acd-transfer"

CALLERS_NUMBERS = tuple("+0123456789")
"""How the numbers begin that ``acd-transfer`` holds; keypad codes do not, for a caller is no agent."""

Act = Callable[[str, dict[str, str]], Awaitable[object]]

log = structlog.get_logger()


class Followed:
    """Acts through AMI (``act``); ``spawn`` runs what waits for answers, ``unsure`` asks for a look at the PBX."""

    def __init__(
        self,
        core: Core,
        switchboard: Switchboard,
        targets: Targets,
        act: Act,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        unsure: Callable[[str], None],
    ) -> None:
        self._core = core
        self._switchboard = switchboard
        self._targets = targets
        self._act = act
        self._spawn = spawn
        self._unsure = unsure

    def fetch(self, order: Fetch) -> None:
        """Take the caller out of the conversation; a new session carries out what was ordered for the call."""
        self.send_on(order.call, BACK)

    def send_on(self, call: str, number: str) -> None:
        """Send the caller to ``number`` in the dialplan's context for transfers; from a keypad code back to a queue."""
        known = self._core.centre.calls.get(call)
        if known is not None and not number.startswith(CALLERS_NUMBERS):
            self._core.tell(msgspec.structs.replace(self._targets.back(known), fetched=False))
        else:
            self._spawn(self._redirect(call, number))

    def write_agent(self, call: str, agent: str) -> None:
        """Write on the caller's channel with whom it talks now, for whoever comes after a crash."""
        self._spawn(self._write(call, agent))

    async def _redirect(self, call: str, number: str) -> None:
        place = {"Channel": call, "Context": TRANSFER, "Exten": number, "Priority": "1"}
        try:
            await self._act("Redirect", place)
        except ActionRefused as fault:
            log.info("caller_not_fetched", call=call, why=str(fault))  # gone: the Hangup event says so
            self._unsure("a caller could not be fetched")
        except AmiActionError as fault:
            log.warning("caller_not_fetched", call=call, why=str(fault))
            self._unsure("a caller could not be fetched")

    async def _write(self, call: str, agent: str) -> None:
        known = self._core.centre.calls.get(call)
        if known is None:
            return
        written = {truth.STATE: "talking", truth.AGENT: agent, truth.CALL: truth.write_call(known)}
        try:
            for name, value in written.items():
                await self._act("Setvar", {"Channel": call, "Variable": name, "Value": value})
        except AmiActionError as fault:
            log.info("agent_not_written", call=call, why=str(fault))
