"""The link to one Asterisk: sessions in, events in, orders out, and agreement after every gap."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from acd.asterisk import truth
from acd.asterisk.agi_server import AgiServer
from acd.asterisk.agi_session import AgiSession
from acd.asterisk.ami_actions import ActionRefused, AmiActionError
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.call_session import CallSession, House
from acd.asterisk.events import WANTED, Events
from acd.asterisk.reconcile import Reconciliation
from acd.asterisk.switchboard import CallOrder, Switchboard
from acd.config.model import PbxPart
from acd.core import Core
from acd.engine.facts import CallLeft, CallReleased, Settled
from acd.engine.orders import Offer, SendAway, Wait, Withdraw

SETTLE_S = 2.0
"""How long offering waits after a start for the callers found on the PBX: they come back within 0.2 s each."""

RETURN_S = 1.0
"""How long a caller without a session may take to come back before the PBX is asked where they are."""

CHECKS = 5
"""How often the PBX is asked about one such caller; after that the next reconciliation finds out."""

UNSURE_S = 0.2
"""How long several signs of disagreement are gathered into one look at the PBX."""

REJECT = "21"
"""The hang-up cause that ends a ringing leg as if the phone had rejected the call."""

log = structlog.get_logger()


class AsteriskLink:
    """Connects a core to the Asterisk that ``pbx`` describes."""

    def __init__(self, core: Core, pbx: PbxPart, house: House) -> None:
        self._core = core
        self._pbx = pbx
        self._house = house
        self.switchboard = Switchboard()
        self.events = Events(core, self.switchboard, self.look_soon)
        self.agi = AgiServer(self._lead, pbx.agi.secret, pbx.agi.allow)
        self.ami = AmiClient(
            pbx.ami.address, pbx.ami.user, pbx.ami.secret, self.events.take, self._connected, self._lost, WANTED
        )
        self._expected: set[str] = set()
        self._settling: asyncio.TimerHandle | None = None
        self._look: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        core.hands |= {Wait: self._put, Offer: self._put, SendAway: self._put, Withdraw: self._withdraw}

    async def start(self) -> int:
        """Listen for sessions and return the port; the rules must be with the engine by now."""
        self.events.learn_roster()
        address = self._pbx.agi.listen
        return await self.agi.start(address.host, address.port)

    async def run(self) -> None:
        """Keep connected to AMI until cancelled.

        Raises:
            LoginRefused: the PBX does not accept user and secret.
        """
        await self.ami.run()

    async def stop(self) -> None:
        """End sessions and what is under way; calls stay with the PBX, whose dialplan holds them."""
        for handle in (self._settling, self._look):
            if handle is not None:
                handle.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.agi.stop()

    async def agree(self) -> None:
        """Look at the PBX once and tell the engine what it missed.

        Raises:
            AmiActionError: the PBX did not answer.
        """
        status = await self.ami.ask_list("Status", {"Variables": ",".join(truth.ALL)})
        devices = await self.ami.ask_list("DeviceStateList")
        first = not self._core.centre.settled
        reconciliation = Reconciliation(self._core, self.switchboard, self.events.agent_of)
        expected = reconciliation.run(status, devices, restore_waiting=first)
        kinds = [type(fact).__name__ for fact in reconciliation.told]
        log.info("agreed_with_pbx", channels=len(status), corrections={kind: kinds.count(kind) for kind in set(kinds)})
        if first:
            self._expect(expected)

    # -- beginning to offer ------------------------------------------------------------------------------

    def _expect(self, calls: list[str]) -> None:
        self._expected = {call for call in calls if not self.switchboard.box(call).led}
        if self._settling is None:
            loop = self._core.clock.loop
            self._settling = loop.call_later(SETTLE_S if self._expected else 0, self._settle)

    def _came(self, call: str) -> None:
        self._expected.discard(call)
        if not self._expected and self._settling is not None:
            self._settle()

    def _settle(self) -> None:
        if not self._core.centre.settled:
            if self._expected:
                log.warning("callers_not_back", calls=sorted(self._expected), waited_s=SETTLE_S)
            self._core.tell(Settled())

    # -- sessions ----------------------------------------------------------------------------------------

    async def _lead(self, agi: AgiSession) -> None:
        call_id = agi.env.get("agi_uniqueid", "")
        if not call_id or self.switchboard.is_gone(call_id):
            return
        structlog.contextvars.bind_contextvars(call=call_id)
        session = CallSession(agi, self._core, self.switchboard, self._house, self._came)
        try:
            await session.run()
        finally:
            self._watch(call_id)

    def _watch(self, call_id: str, checks: int = CHECKS) -> None:
        """A session is over; if neither the call's end nor a new session follows, ask the PBX."""
        if checks and call_id in self._core.centre.calls:
            self._core.clock.loop.call_later(RETURN_S, self._check, call_id, checks)

    def _check(self, call_id: str, checks: int) -> None:
        call = self._core.centre.calls.get(call_id)
        if call is not None and not self.switchboard.box(call_id).led:
            self._spawn(self._find_caller(call_id, checks))

    async def _find_caller(self, call_id: str, checks: int) -> None:
        """Learn whether a caller without a session has left, went elsewhere on the PBX, or is on the way back."""
        try:
            reply = await self.ami.action("Getvar", {"Channel": call_id, "Variable": "CHANNEL(context)"})
        except ActionRefused:
            self._tell_if_live(CallLeft(call_id))
            return
        except AmiActionError:
            return  # no connection: the reconciliation that follows finds out
        if reply.get("Value") not in truth.OURS:
            self._tell_if_live(CallReleased(call_id))
        else:
            self._watch(call_id, checks - 1)

    def _tell_if_live(self, fact: CallLeft | CallReleased) -> None:
        if fact.call in self._core.centre.calls:
            self._core.tell(fact)

    # -- orders ------------------------------------------------------------------------------------------

    def _put(self, order: CallOrder) -> None:
        self.switchboard.box(order.call).put(order)

    def _withdraw(self, order: Withdraw) -> None:
        """Stop the ringing. When the caller has left the PBX stops it by itself, and there is nothing to end."""
        if order.call in self.switchboard.boxes:
            self.switchboard.boxes[order.call].forget(order.offer)
        leg = self.switchboard.leg_of(order.call, order.agent)
        if leg is not None and not self.switchboard.legs[leg].answered:
            self._spawn(self._hang_up(leg))

    async def _hang_up(self, channel: str) -> None:
        try:
            await self.ami.action("Hangup", {"Channel": channel, "Cause": REJECT})
        except AmiActionError as fault:
            log.info("leg_not_hung_up", channel=channel, why=str(fault))

    # -- the connection ----------------------------------------------------------------------------------

    async def _connected(self, greeting: str) -> None:
        await self.agree()

    def _lost(self, reason: str) -> None:
        log.warning("pbx_events_lost", reason=reason, then="calls go on; the gap is closed on reconnection")

    def look_soon(self, why: str) -> None:
        """The PBX told of something unknown: look at it once, soon."""
        if self._look is None:
            log.info("looking_at_pbx", why=why)
            self._look = self._core.clock.loop.call_later(UNSURE_S, self._look_now)

    def _look_now(self) -> None:
        self._look = None
        self._spawn(self._agree_if_connected())

    async def _agree_if_connected(self) -> None:
        try:
            await self.agree()
        except AmiActionError as fault:
            log.warning("pbx_not_seen", why=str(fault))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._core.clock.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
