"""The phones of supervisors who listen: called, put beside an agent's leg, sent on to another, hung up."""

from collections.abc import Awaitable, Callable

import structlog

from acd.asterisk.ami_actions import AmiActionError, Fields
from acd.asterisk.ami_wire import Message
from acd.asterisk.listening import CONTEXT, RINGS_S, Aim, Listening, SpyRefused, shown_to
from acd.asterisk.switchboard import Switchboard
from acd.core import Core
from acd.engine.calls import CallState

FREE = ("NOT_INUSE", "UNKNOWN", "")
NOT_THERE = ("UNAVAILABLE", "INVALID")
"""States of a phone that can be called, and of one that cannot be reached; in any other it is busy."""

log = structlog.get_logger()


class SpyPhones:
    """Acts through AMI (``act``) on the phone of one listening after another."""

    def __init__(self, core: Core, switchboard: Switchboard, act: Callable[[str, Fields], Awaitable[Message]]) -> None:
        self._core = core
        self._switchboard = switchboard
        self._act = act

    def leg(self, call_id: str) -> str | None:
        """The leg of the agent who talks in the call now."""
        call = self._core.centre.calls.get(call_id)
        if call is None or call.agent is None or call.state is not CallState.TALKING:
            return None
        leg = self._switchboard.leg_of(call_id, call.agent)
        return leg if leg is not None and self._switchboard.legs[leg].answered else None

    async def check(self, phone: str) -> None:
        """See that a phone can be called.

        Raises:
            SpyRefused: no_phone or busy.
            AmiActionError: the PBX does not say.
        """
        state = (await self._act("Getvar", {"Variable": f"DEVICE_STATE({phone})"})).get("Value")
        if state not in FREE:
            raise SpyRefused("no_phone" if state in NOT_THERE else "busy")

    async def call(self, listening: Listening) -> None:
        """Have the phone called. Its display names the agent; nothing of the caller goes there.

        Raises:
            SpyRefused: the conversation is over.
            AmiActionError: the PBX does not do it, or does not say.
        """
        leg = self.leg(listening.call)
        if leg is None:
            raise SpyRefused("nobody_talks")
        listening.aim = Aim(listening.call, leg, listening.mode)
        agent = self._core.centre.roster[self._switchboard.legs[leg].agent].rules
        fields = {
            "Channel": listening.phone,
            "Context": CONTEXT,
            "Exten": listening.mode,
            "Priority": "1",
            "Async": "true",
            "Timeout": str(round(RINGS_S * 1000)),
            "CallerID": shown_to(agent),
            "ChannelId": listening.channel,
            "ActionID": listening.channel,
        }
        variables = (("Variable", f"{name}={value}") for name, value in listening.written().items())
        await self._act("Originate", [*fields.items(), *variables])

    async def send_on(self, listening: Listening) -> None:
        """Put the phone beside the leg, and into the mode, that are wanted now; nothing to do while nobody talks.

        Raises:
            AmiActionError: the PBX does not do it, or does not say; the next try begins from the start.
        """
        async with listening.turn:
            leg = self.leg(listening.call)
            aim = Aim(listening.call, leg or "", listening.mode)
            if leg is None or not listening.is_up or aim == listening.aim:
                return
            listening.aim = aim
            try:
                await self._redirect(listening)
            except AmiActionError:
                listening.aim = Aim()
                raise

    async def _redirect(self, listening: Listening) -> None:
        here = {"Channel": listening.channel}
        for name, value in listening.written().items():
            await self._act("Setvar", {**here, "Variable": name, "Value": value})
        await self._act("Redirect", {**here, "Context": CONTEXT, "Exten": listening.aim.mode, "Priority": "1"})

    async def send_on_quietly(self, listening: Listening) -> None:
        """The same, for nobody who waits to hear of it."""
        try:
            await self.send_on(listening)
        except AmiActionError as fault:
            log.info("listening_not_sent_on", who=listening.who, call=listening.call, why=str(fault))

    async def hang_up(self, listening: Listening) -> None:
        """End the phone's channel, for nobody who waits to hear of it."""
        try:
            await self._act("Hangup", {"Channel": listening.channel})
        except AmiActionError as fault:
            log.info("listening_not_ended", who=listening.who, call=listening.call, why=str(fault))
