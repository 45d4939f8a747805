"""What an agent's phone does with a caller in hand, told by events: hold, and transfers after asking somebody.

A blind transfer needs no event: it brings the caller's channel into the dialplan's ``acd-transfer``, and so to a
session of ours.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from acd.asterisk.ami_wire import Message
from acd.asterisk.switchboard import Leg, Switchboard
from acd.core import Core
from acd.engine.calls import CallState
from acd.engine.facts import CallHandedOver, CallHeld, CallReleased, CallResumed


class Follow(Protocol):
    """What the PBX has to be told after a transfer."""

    def send_on(self, call: str, number: str) -> None:
        """Send the caller to ``number`` as a blind transfer would."""

    def write_agent(self, call: str) -> None:
        """Write down on the caller's channel with whom it talks now."""


class Transfer(NamedTuple):
    """An attended transfer as we see it: the caller, the leg of the agent who talked to them, and the other side."""

    call: str
    leg: Leg
    other: str
    other_channel: str


class TransferEvents:
    """Tells the engine of holds and attended transfers; ``agent_of`` knows whose phone a channel is."""

    def __init__(
        self, core: Core, switchboard: Switchboard, agent_of: Callable[[str], str | None], follow: Follow
    ) -> None:
        self._core = core
        self._switchboard = switchboard
        self._agent_of = agent_of
        self._follow = follow

    def held(self, event: Message) -> None:
        """An agent has put the other side on hold."""
        if (leg := self._talk(event.get("Uniqueid"))) is not None:
            self._core.tell(CallHeld(leg.call, leg.agent))

    def resumed(self, event: Message) -> None:
        """An agent is back. Every transfer says so first, held or not."""
        leg = self._talk(event.get("Uniqueid"))
        if leg is not None and self._core.centre.roster[leg.agent].held_since is not None:
            self._core.tell(CallResumed(leg.call, leg.agent))

    def attended(self, event: Message) -> None:
        """An agent has connected their caller with somebody they had called; or with a call that still waits."""
        transfer = self._read(event)
        if event.get("Result") != "Success" or transfer is None:
            return
        if event.get("DestType") == "Bridge":
            self._hand_over(transfer)
        else:
            self._pass_on(transfer, event)

    def _talk(self, channel: str) -> Leg | None:
        """Return the leg of a conversation that the engine knows of."""
        leg = self._switchboard.legs.get(channel)
        agent = self._core.centre.roster.get(leg.agent) if leg is not None and leg.answered else None
        return leg if leg is not None and agent is not None and agent.call == leg.call else None

    def _read(self, event: Message) -> Transfer | None:
        """Find out which of the agent's two calls is ours; either may have been put through to the other."""
        sides = (
            ("OrigTransferer", "Transferee", "TransferTarget"),
            ("SecondTransferer", "TransferTarget", "Transferee"),
        )
        for mine, caller, other in sides:
            leg = self._talk(event.get(f"{mine}Uniqueid"))
            call = event.get(f"{caller}Uniqueid")
            if leg is not None and (leg.call == call or not call):
                return Transfer(leg.call, leg, event.get(f"{other}Uniqueid"), event.get(f"{other}Channel"))
        return None

    def _hand_over(self, transfer: Transfer) -> None:
        call, by = transfer.call, transfer.leg.agent
        known = self._switchboard.legs.get(transfer.other)
        consult = known.call if known is not None else ""
        to = known.agent if known is not None else self._agent_of(transfer.other_channel) or ""
        if to:
            self._switchboard.legs[transfer.other] = Leg(call, to, answered=True)
        self._core.tell(CallHandedOver(call=call, by=by, to=to, consult=consult))
        if to:
            self._follow.write_agent(call)

    def _pass_on(self, transfer: Transfer, event: Message) -> None:
        """The other call was not answered yet: the caller stands in the agent's place there, and is sent where it went.

        So the engine has one way for both: what the agent had asked for ends, and the caller asks anew.
        """
        asked = event.get("SecondTransfererUniqueid")
        waiting = self._core.centre.calls.get(asked)
        if waiting is not None and waiting.state is not CallState.TALKING:
            self._core.tell(CallReleased(asked))
        self._switchboard.forget(asked)
        self._follow.send_on(transfer.call, event.get("SecondTransfererExten"))
