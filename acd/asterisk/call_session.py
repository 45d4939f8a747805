"""The story of one call on the PBX: menu, waiting, offers, conversation, and the way out.

One FastAGI session leads the caller through all of it. While the caller waits no command runs: music plays, and
an offer is one message on the open socket. Before each step its truth is written to the channel's variables, so
the next session, of this process or of the one after it, goes on from there.
"""

from datetime import UTC, datetime
from typing import NamedTuple, Protocol
from urllib.parse import quote

import msgspec
import structlog

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.gate import encode_fields, plain_text
from acd.asterisk.menu import Telephone
from acd.asterisk.switchboard import Box, Switchboard
from acd.core import Core
from acd.engine.calls import Call, CallState
from acd.engine.facts import (
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    Miss,
    OfferAnswered,
    OfferMissed,
    TalkEnded,
)
from acd.engine.orders import Offer, SendAway, Wait
from ivr.actions import Action, Leave, Prompt, Route
from ivr.hours import Hours
from ivr.interpreter import Interpreter
from ivr.model import Tree
from ivr.position import Call as MenuCall

COMMAND_S = 10.0
"""How long the PBX may take over a command that does its work at once."""

OVERDUE_S = 2.0
"""What lasts so much longer than the ringing may is a conversation; less than the slack of the engine's leases."""

TALK_S = 24 * 3600.0
"""How long an offer and the conversation after it may last; what is longer is no conversation."""


class House(NamedTuple):
    """What every session needs to know of the centre."""

    tree: Tree
    hours: dict[str, Hours]
    sounds: str
    music: str
    exits: str


class Link(Protocol):
    """What a session tells of its call to the one who sees the whole PBX."""

    def came(self, call: str) -> None:
        """The call is in hand."""

    def overdue(self, offer: Offer) -> None:
        """The phone should have rung out by now, and the PBX has not said what came of it."""


class CallSession:
    """One session of one call, from its environment to its end."""

    def __init__(self, agi: AgiSession, core: Core, switchboard: Switchboard, house: House, link: Link) -> None:
        self.call_id = agi.env.get("agi_uniqueid", "")
        self._agi = agi
        self._core = core
        self._switchboard = switchboard
        self._house = house
        self._box: Box = switchboard.box(self.call_id)
        self._telephone = Telephone(agi, house.sounds)
        self._answered = False
        self._link = link

    async def run(self) -> None:
        """Lead the call to its end.

        Raises:
            SessionEnded: the session is over; whether the call is, only its ``Hangup`` event says.
        """
        found = await self._read_variables()
        if self._switchboard.is_gone(self.call_id):
            return  # hung up before our first word
        self._box.led = True
        self._agi.on_ended(self._box.wake)
        try:
            if not found.state or not found.arrived_at:
                await self._welcome()
            else:
                await self._take_over(found)
        finally:
            self._box.led = False

    # -- the beginning -----------------------------------------------------------------------------------

    async def _read_variables(self) -> truth.Truth:
        """Ask for everything at once; a call that is new has nothing."""
        names = truth.ALL
        reply = await self._command("GET", "FULL", "VARIABLE", "|".join(f"${{{name}}}" for name in names))
        values = (reply.value or "").split("|")
        return truth.read_truth(dict(zip(names, values, strict=False)))

    async def _welcome(self) -> None:
        env = self._agi.env
        self._box.orders.clear()
        number, name = known(env.get("agi_callerid", "")), known(env.get("agi_calleridname", ""))
        dialled = env.get("agi_extension", "")
        self._core.tell(
            CallArrived(self.call_id, plain_text(number, 40), plain_text(name, 40), plain_text(dialled, 40))
        )
        call = MenuCall(dialled=dialled, number=number, name=name)
        await self._menu(Interpreter(self._house.tree, self._house.hours, call))

    async def _take_over(self, found: truth.Truth) -> None:
        """Go on with a call that was here before this session: told by its variables, or known already."""
        call = self._call()
        if call is None or call.state not in truth.ROUTED:
            call = self._restore(found)
        if call is None:
            structlog.get_logger().warning("call_not_taken_over", call=self.call_id, state=found.state)
            await self._welcome()
        elif call.state is CallState.MENU:
            self._link.came(self.call_id)
            await self._menu(Interpreter.resume(self._house.tree, self._house.hours, found.menu))
        else:
            self._end_lost_offer(call)
            self._link.came(self.call_id)
            await self._command("SET", "MUSIC", "ON", self._house.music)
            await self._serve()

    def _restore(self, found: truth.Truth) -> Call | None:
        """Give the call to the engine as its variables tell it, because the engine lost it or is mistaken."""
        if self._call() is not None:
            self._core.tell(CallLeft(self.call_id))
        self._box.orders.clear()
        self._core.tell(truth.restored(self.call_id, found, self._core.clock.now()))
        return self._call()

    def _end_lost_offer(self, call: Call) -> None:
        """An offer whose session was lost while the phone rang, and whose ringing is over, was missed."""
        still_to_come = any(isinstance(order, Offer) and order.offer == call.offer for order in self._box.orders)
        if call.offer is not None and call.agent is not None and not still_to_come:
            self._core.tell(OfferMissed(call.offer, self.call_id, call.agent, Miss.NO_ANSWER))

    # -- the menu ----------------------------------------------------------------------------------------

    async def _menu(self, interpreter: Interpreter) -> None:
        action = interpreter.begin(self._now())
        while not isinstance(action, Route | Leave):
            await self._write_menu(interpreter)
            await self._answer()
            result = await self._telephone.perform(action)
            action = interpreter.heard(result, self._now())
        await self._leave_menu(action)

    async def _leave_menu(self, action: Action) -> None:
        if self._call() is None:
            return  # the caller left meanwhile, and AMI was the first to say so
        if isinstance(action, Route):
            self._queue(action)
            await self._serve()
        elif isinstance(action, Leave):
            await self._go(action.extension)
            self._core.tell(CallReleased(self.call_id))

    def _queue(self, route: Route) -> None:
        """Ask the engine for an agent. A queue that is no more (a place in an older menu) leads to a person."""
        wanted = CallQueued(
            call=self.call_id,
            queue=route.queue,
            needs=route.needs,
            priority=route.priority,
            topic=route.topic,
            language=route.language,
            data=route.data,
        )
        if wanted.queue not in self._core.centre.queues:
            wanted = msgspec.structs.replace(wanted, queue=self._house.tree.person.route)
        self._core.tell(wanted)

    async def _write_menu(self, interpreter: Interpreter) -> None:
        call = self._call()
        place = encode_fields(interpreter.position())
        written = {truth.STATE: "menu", truth.MENU: place if len(place) <= truth.LONGEST else ""}
        if call is not None:
            written[truth.CALL] = truth.write_call(call)
        await self._write(written)

    async def _answer(self) -> None:
        if not self._answered:
            await self._command("ANSWER")
            self._answered = True

    # -- waiting and being offered -----------------------------------------------------------------------

    async def _serve(self) -> None:
        """Carry out what the engine orders for this call until it has talked or gone."""
        while True:
            order = await self._next_order()
            if isinstance(order, Wait):
                await self._hold(order)
            elif isinstance(order, SendAway):
                await self._show_out(order)
                return
            elif await self._offer(order):
                await self._write({truth.STATE: "done"})
                return

    async def _next_order(self) -> Wait | Offer | SendAway:
        """Take the next order out of the box, unless the session ends first."""
        while not self._box.orders:
            if self._agi.ended.is_set():
                raise SessionEnded(self._agi.end_reason)
            await self._box.filled()
        return self._box.orders.popleft()

    async def _hold(self, order: Wait) -> None:
        """Write down the call's place; say why it is there and play music, unless there is more to do already."""
        call = self._call()
        if call is None:
            return
        await self._write(waiting_truth(call))
        await self._answer()
        if order.say and not self._box.orders:
            await self._announce(self._prompt(order.say))
        if not self._box.orders:
            await self._command("SET", "MUSIC", "ON", self._house.music)

    async def _announce(self, prompt: Prompt) -> None:
        """Play a prompt that an offer cuts short."""
        self._box.announcing = True
        try:
            await self._telephone.announce(prompt)
        finally:
            self._box.announcing = False

    async def _offer(self, offer: Offer) -> bool:
        """Ring the agent; return whether a conversation took place."""
        call = self._call()
        if call is None or call.offer != offer.offer:
            return False
        endpoint = self._core.centre.roster[offer.agent].rules.endpoint
        label = quote(plain_text(offer.label, 80), safe="")
        words = f"{endpoint},{max(1, round(offer.ring_s))},{offer.offer},{offer.agent},{label}"
        loop = self._core.clock.loop
        overdue = loop.call_later(offer.ring_s + OVERDUE_S, self._outlasts_ringing, offer)
        try:
            await self._agi.command("GOSUB", "acd-offer", "s", "1", words, deadline_s=offer.ring_s + TALK_S)
        finally:
            overdue.cancel()
        reply = await self._command("GET", "FULL", "VARIABLE", "${DIALSTATUS}|${HANGUPCAUSE}")
        status, _, cause = (reply.value or "").partition("|")
        if status == "ANSWER":
            self._note_talk(offer)
            return True
        await self._note_miss(offer, miss_of(status, cause))
        return False

    def _outlasts_ringing(self, offer: Offer) -> None:
        call = self._call()
        if call is not None and call.offer == offer.offer and self._agi.is_busy:
            self._link.overdue(offer)

    def _note_talk(self, offer: Offer) -> None:
        """The conversation is over. AMI has told each step already, unless it was away meanwhile."""
        call, agent = self._call(), self._core.centre.roster[offer.agent]
        if call is not None and call.offer == offer.offer:
            self._core.tell(OfferAnswered(offer.offer, self.call_id, offer.agent))
        if agent.call == self.call_id and agent.offer is None:
            self._core.tell(TalkEnded(self.call_id, offer.agent))

    async def _note_miss(self, offer: Offer, why: Miss) -> None:
        """Nobody took the call: the music starts again before the engine looks for the next agent."""
        call = self._call()
        if call is not None and call.offer == offer.offer:
            self._core.tell(OfferMissed(offer.offer, self.call_id, offer.agent, why))
        elif call is not None and call.state not in truth.ROUTED:
            call = self._restore(await self._read_variables())
        if call is not None:
            await self._write(waiting_truth(call))
        if not self._box.offers_next():
            await self._command("SET", "MUSIC", "ON", self._house.music)

    # -- the way out -------------------------------------------------------------------------------------

    async def _show_out(self, order: SendAway) -> None:
        await self._answer()
        if order.exit.say:
            await self._telephone.play(self._prompt(order.exit.say), "")
        await self._go(order.exit.target if order.exit.go == "extension" else None)

    async def _go(self, extension: str | None) -> None:
        """Let the dialplan go on: to an extension, or to the end of the call."""
        if extension is not None:
            await self._command("SET", "VARIABLE", "ACD_NEXT", f"{self._house.exits},{extension},1")
        await self._write({truth.STATE: "done"})

    # -- small things ------------------------------------------------------------------------------------

    def _call(self) -> Call | None:
        return self._core.centre.calls.get(self.call_id)

    def _prompt(self, name: str) -> Prompt:
        """A prompt in the caller's language."""
        call = self._call()
        return Prompt((call.language if call is not None else "") or self._house.tree.language, name)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._core.clock.now(), UTC)

    async def _command(self, *words: str) -> AgiReply:
        return await self._agi.command(*words, deadline_s=COMMAND_S)

    async def _write(self, variables: dict[str, str]) -> None:
        """Set several channel variables at once; their values hold no commas."""
        await self._command("EXEC", "MSet", ",".join(f"{name}={value}" for name, value in variables.items()))


def waiting_truth(call: Call) -> dict[str, str]:
    """What is written of a call that waits: it is offered to nobody now."""
    return {truth.STATE: "waiting", truth.CALL: truth.write_call(call), truth.AGENT: ""}


def known(value: str) -> str:
    """Asterisk says ``unknown`` for a caller's number or name that it does not know."""
    return "" if value == "unknown" else value


def miss_of(status: str, cause: str) -> Miss:
    """Tell misses apart; only the hang-up cause knows a reject, and it is stale after NOANSWER."""
    if status == "BUSY":
        return Miss.BUSY
    if status == "CHANUNAVAIL" and cause == "21":
        return Miss.REJECTED
    return Miss.UNREACHABLE if status in ("CHANUNAVAIL", "CONGESTION") else Miss.NO_ANSWER
