"""What the engine orders, carried out: put into the call's box for its session, or done through AMI."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.switchboard import CallOrder, Switchboard
from acd.core import Core, Hand
from acd.engine.orders import HangUp, Offer, Order, PutThrough, SendAway, Wait, Withdraw

UP = "6"
"""The state of a channel that was answered."""

CONFIRM = "acd-confirm"
"""The dialplan context in which an agent is asked for a key: picked up, but no conversation yet."""

REJECT = "21"
"""The hang-up cause that ends a ringing leg as if the phone had rejected the call."""

log = structlog.get_logger()


class Hands:
    """``table`` has what carries out each kind of order; ``spawn`` runs what waits for answers of the PBX.

    ``look_soon`` asks for a look at the PBX.
    """

    def __init__(
        self,
        core: Core,
        switchboard: Switchboard,
        ami: AmiClient,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        look_soon: Callable[[str], None],
    ) -> None:
        self._core = core
        self._switchboard = switchboard
        self._ami = ami
        self._spawn = spawn
        self._look_soon = look_soon
        self.table: Mapping[type[Order], Hand] = {
            Wait: self._put,
            Offer: self._put,
            SendAway: self._put,
            PutThrough: self._put,
            Withdraw: self._withdraw,
            HangUp: self._hang_up,
        }

    def _put(self, order: CallOrder) -> None:
        box = self._switchboard.box(order.call)
        box.put(order)
        by_person = isinstance(order, SendAway) and order.why == "act"
        if box.announcing and (isinstance(order, Offer) or by_person):
            self._spawn(self._cut_short(order.call))

    async def _cut_short(self, call_id: str) -> None:
        """Stop an announcement: neither an agent nor a supervisor must wait for its end."""
        try:
            await self._ami.action("ControlPlayback", {"Channel": call_id, "Control": "stop"})
        except AmiActionError as fault:
            log.info("announcement_not_cut", call=call_id, why=str(fault))

    def _withdraw(self, order: Withdraw) -> None:
        """Stop the ringing. When the caller has left the PBX stops it by itself, and there is nothing to end."""
        call = self._core.centre.calls.get(order.call)
        if order.call in self._switchboard.boxes and (call is None or call.offer != order.offer):
            self._switchboard.boxes[order.call].forget(order.offer)
        leg = self._switchboard.leg_of(order.call, order.agent)
        if leg is not None and not self._switchboard.legs[leg].answered:
            self._spawn(self._stop_ringing(leg))

    async def _stop_ringing(self, channel: str) -> None:
        """Hang up a leg, unless it was picked up while nobody told the engine: never end a conversation."""
        try:
            seen = await self._ami.ask_list("Status", {"Channel": channel})
            if any(each.get("ChannelState") == UP and each.get("Context") != CONFIRM for each in seen):
                self._look_soon("a phone was picked up that the engine had given up")
                return
            await self._ami.action("Hangup", {"Channel": channel, "Cause": REJECT})
        except AmiActionError as fault:
            log.info("leg_not_hung_up", channel=channel, why=str(fault))

    def _hang_up(self, order: HangUp) -> None:
        self._spawn(self._end(order.call))

    async def _end(self, call_id: str) -> None:
        """End the caller's channel, whatever it does; the event of that ends the call."""
        try:
            await self._ami.action("Hangup", {"Channel": call_id})
        except AmiActionError as fault:
            log.warning("call_not_hung_up", call=call_id, why=str(fault))
