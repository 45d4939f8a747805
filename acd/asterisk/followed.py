"""What has to be done on the PBX when a call is passed on: callers fetched or sent on, and the truth written down."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
import structlog

from acd.asterisk import truth
from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.gate import NUMBER
from acd.asterisk.switchboard import Switchboard
from acd.asterisk.targets import BACK, Targets
from acd.core import Core
from acd.engine.orders import Fetch

TRANSFER = "acd-transfer"

MOST_REDIRECTS = 5
BACK_WITHIN_S = 0.2
"""How long a redirected caller is given to be back with a session; it takes 2 to 5 ms."""

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
        if known is not None and not NUMBER.fullmatch(number):
            self._core.tell(msgspec.structs.replace(self._targets.back(known), fetched=False))
        else:
            self._spawn(self._redirect(call, number))

    def write_agent(self, call: str) -> None:
        """Write on the caller's channel with whom it talks now, for whoever comes after a crash."""
        self._spawn(self._write(call))

    async def _redirect(self, call: str, number: str) -> None:
        """Redirect until the caller is back with a session.

        A caller who just takes the place of the agent's second call has two channels for a moment, and the one
        that hears of the redirect may be the one that ends.
        """
        place = {"Channel": call, "Context": TRANSFER, "Exten": number, "Priority": "1"}
        before = self._leader(call)
        for _ in range(MOST_REDIRECTS):
            try:
                await self._act("Redirect", place)
            except AmiActionError as fault:
                log.info("caller_not_fetched", call=call, why=str(fault))
                break
            await asyncio.sleep(BACK_WITHIN_S)
            leader = self._leader(call)
            if call not in self._core.centre.calls or (leader is not None and leader is not before):
                return
        self._unsure("a caller could not be fetched")

    def _leader(self, call: str) -> object | None:
        return self._switchboard.boxes[call].leader if call in self._switchboard.boxes else None

    async def _write(self, call: str) -> None:
        known = self._core.centre.calls.get(call)
        if known is None:
            return
        written = {truth.STATE: "talking", truth.CALL: truth.write_call(known)}
        try:
            for name, value in written.items():
                await self._act("Setvar", {"Channel": call, "Variable": name, "Value": value})
        except AmiActionError as fault:
            log.info("agent_not_written", call=call, why=str(fault))
