"""The link to one Asterisk: sessions in, events in, orders out, and agreement after every gap."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from acd.asterisk import truth
from acd.asterisk.agi_server import AgiServer
from acd.asterisk.agi_session import AgiSession, answer_ping
from acd.asterisk.ami_actions import AmiActionError, Fields
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.ami_wire import Message
from acd.asterisk.call_session import CallSession
from acd.asterisk.caller import House
from acd.asterisk.confirm import Confirmation
from acd.asterisk.desk import DeskSession
from acd.asterisk.events import DEVICES, WANTED, Events
from acd.asterisk.followed import Followed
from acd.asterisk.hands import Hands
from acd.asterisk.listening import VARIABLES
from acd.asterisk.paths import Paths
from acd.asterisk.reconcile import Reconciliation, beliefs
from acd.asterisk.recording import Recordings
from acd.asterisk.spying import Spies
from acd.asterisk.switchboard import Switchboard
from acd.asterisk.targets import Targets
from acd.asterisk.whereabouts import Whereabouts
from acd.config.model import PbxPart
from acd.core import Core
from acd.engine.facts import AnyFact, DeviceChanged, OfferAnswered, Settled, TalkEnded
from acd.engine.orders import AnyOrder, Fetch, Noted, Offer
from agents.states import WORKING, Device

SETTLE_S = 2.0
"""How long offering waits after a start for the callers found on the PBX: they come back within 0.2 s each."""

UNSURE_S = 0.2
"""How long several signs of disagreement are gathered into one look at the PBX."""

MOST_LOOKS = 5
"""Looks in a row that may find something under way; it takes milliseconds, so more would look for ever."""

PHONE_LOOK_S = 0.1
"""When a phone is asked what it does after a conversation: its own word of that comes up to 13 ms later."""

log = structlog.get_logger()


class AsteriskLink:
    """Connects a core to the Asterisk that ``pbx`` describes."""

    def __init__(self, core: Core, pbx: PbxPart, house: House, targets: Targets) -> None:
        self._core, self._pbx, self._house = core, pbx, house
        self.switchboard = Switchboard()
        self._targets = targets
        self._follow = Followed(core, self.switchboard, targets, self._act, self._spawn, self.look_soon)
        self.events = Events(core, self.switchboard, self.look_soon, self._follow)
        self.recordings = Recordings(core, self.switchboard, self._act, self._spawn)
        self.spies = Spies(core, self.switchboard, self._act, self._spawn, self.look_soon)
        self.paths = Paths(core)
        for handlers in (self.recordings.handlers, self.spies.handlers):
            self.events.also(handlers)
        self._scripts: dict[str, Callable[[AgiSession], Awaitable[None]]] = {
            "call": self._lead_call,
            "desk": self._lead_desk,
            "confirm": lambda agi: Confirmation(agi, core, self.switchboard, self._house, self.events.agent_of).run(),
            "ping": answer_ping,
        }
        self.agi = AgiServer(self._lead, pbx.agi.secret, pbx.agi.allow)
        ami, wanted = pbx.ami, (*WANTED, *self.recordings.handlers, *self.spies.handlers)
        self.ami = AmiClient(ami.address, ami.user, ami.secret, self.events.take, self._connected, self._lost, wanted)
        self._whereabouts = Whereabouts(core, self.switchboard, self.ami, self._spawn)
        self._agreeing = asyncio.Lock()
        self._unsure_looks = 0
        self._blind_since: float | None = core.clock.now()
        self._expected: set[str] = set()
        self._settling: asyncio.TimerHandle | None = None
        self._look: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        core.listeners.append(self._look_at_phone_later)
        core.hands |= Hands(core, self.switchboard, self.ami, self._spawn, self.look_soon).table
        core.hands |= {Fetch: self._follow.fetch, Noted: self.switchboard.noted}

    async def start(self) -> int:
        """Listen for sessions and return the port; the rules must be with the engine by now."""
        self.events.learn_roster()
        return await self.agi.start(*self._pbx.agi.listen)

    def move_into(self, house: House) -> None:
        """Lead sessions from now on by ``house``, those under way as they began; know phones by the roster of now."""
        self._house = house
        if self.events.learn_roster() and self.ami.is_connected:
            self.look_soon("agents have other phones")

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
        async with self._agreeing:
            with self.ami.events_held():
                await self._compare()

    async def _compare(self) -> None:
        before = beliefs(self._core.centre)
        status = await self.ami.ask_list("Status", {"Variables": ",".join((*truth.ALL, *VARIABLES))})
        devices = await self.ami.ask_list("DeviceStateList")
        first = not self._core.centre.settled
        reconciliation = Reconciliation(self._core, self.switchboard, self.events.agent_of, before)
        expected = reconciliation.run(status, devices, restore_waiting=first)
        self.spies.agree(status)
        self._report(len(status), reconciliation)
        if first:
            self._expect(expected)

    def _report(self, channels: int, reconciliation: Reconciliation) -> None:
        """Log what was corrected, and how long the engine was blind; look again at what was under way."""
        kinds = [type(fact).__name__ for fact in reconciliation.told]
        blind_s = None if self._blind_since is None else round(self._core.clock.now() - self._blind_since, 3)
        self._blind_since = None
        corrections = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
        log.info("agreed_with_pbx", channels=channels, corrections=corrections, blind_s=blind_s)
        self._unsure_looks = self._unsure_looks + 1 if reconciliation.unsure else 0
        if 0 < self._unsure_looks <= MOST_LOOKS:
            self.look_soon("a conversation was about to begin or to end")

    # -- beginning to offer ------------------------------------------------------------------------------

    def _expect(self, calls: list[str]) -> None:
        self._expected = {call for call in calls if not self.switchboard.is_led(call)}
        if self._settling is None:
            loop = self._core.clock.loop
            self._settling = loop.call_later(SETTLE_S if self._expected else 0, self._settle)

    def came(self, call: str) -> None:
        """Note that a caller is back with a session; when all are, offering begins."""
        self._expected.discard(call)
        if not self._expected and self._settling is not None:
            self._settle()

    def _settle(self) -> None:
        if not self._core.centre.settled:
            if self._expected:
                log.warning("callers_not_back", calls=sorted(self._expected), waited_s=SETTLE_S)
            for call in self._expected:
                self._whereabouts.session_over(call)
            self._core.tell(Settled())

    # -- sessions ----------------------------------------------------------------------------------------

    async def _lead(self, agi: AgiSession) -> None:
        """Lead a session by the script that the dialplan asks for."""
        call_id = agi.env.get("agi_uniqueid", "")
        if not call_id or self.switchboard.is_gone(call_id):
            return
        structlog.contextvars.bind_contextvars(call=call_id)
        lead = self._scripts.get(agi.env.get("agi_network_script", ""))
        if lead is not None:
            await lead(agi)

    async def _lead_call(self, agi: AgiSession) -> None:
        await self._led(agi, self._session(agi).run())

    def _session(self, agi: AgiSession) -> CallSession:
        return CallSession(agi, self._core, self.switchboard, self._house, self._targets, self, self.paths)

    async def _led(self, agi: AgiSession, work: Coroutine[Any, Any, None]) -> None:
        """Lead a call in a session; see to it when the session is over."""
        call_id = agi.env["agi_uniqueid"]
        try:
            await work
        finally:
            self._whereabouts.session_over(call_id)
            if call_id not in self._core.centre.calls:
                self.switchboard.forget(call_id)

    async def _lead_desk(self, agi: AgiSession) -> None:
        """An agent dialled something: what makes a call of its own is led like any other."""
        wish = await DeskSession(agi, self._core, self.events.agent_of, self._house, self._targets).run()
        if wish is not None:
            await self._led(agi, self._session(agi).consult(wish))

    def overdue(self, offer: Offer) -> None:
        """Learn what came of an offer. The PBX rings for so long and no longer, so blind, we take it for answered."""
        if self.ami.is_connected:
            self.look_soon("an offer has neither been answered nor missed")
        else:
            call = self._core.centre.calls.get(offer.call)
            first = call.ringing[0] if call is not None and call.ringing else offer.agent
            self._core.tell(OfferAnswered(offer.offer, offer.call, first))

    # -- phones that go on -------------------------------------------------------------------------------

    def _look_at_phone_later(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        """After a conversation the engine takes the phone for free; if it is in a call of its own, no event says so."""
        if isinstance(fact, TalkEnded) and self.ami.is_connected:
            self._core.clock.loop.call_later(PHONE_LOOK_S, lambda: self._spawn(self._look_at_phone(fact.agent)))

    async def _look_at_phone(self, name: str) -> None:
        if (agent := self._core.centre.roster.get(name)) is None:
            return  # gone home for good
        try:
            seen = await self.ami.action("Getvar", {"Variable": f"DEVICE_STATE({agent.rules.endpoint})"})
        except AmiActionError as fault:
            log.info("phone_not_seen", agent=name, why=str(fault))
            return
        device = DEVICES.get(seen.get("Value"))
        # Whoever has the next call already is busy with that.
        if device is Device.BUSY and agent.device is not device and agent.state not in WORKING:
            self._core.tell(DeviceChanged(name, device))

    # -- the connection ----------------------------------------------------------------------------------

    async def _act(self, action: str, fields: Fields) -> Message:
        return await self.ami.action(action, fields)

    async def _connected(self, greeting: str) -> None:
        await self.agree()

    def _lost(self, reason: str) -> None:
        self._blind_since = self._core.clock.now()
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
