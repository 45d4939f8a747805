"""The story of one call on the PBX: menu, waiting, offers, conversation, and the way out.

One FastAGI session leads the caller through all of it. While the caller waits no command runs: music plays, and
an offer is one message on the open socket. Before each step its truth is written to the channel's variables, so
the next session, of this process or of the one after it, goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

import msgspec
import structlog

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import Caller, House, who_calls
from acd.asterisk.desk import Consultation
from acd.asterisk.gate import encode_fields, plain_text
from acd.asterisk.offering import Desk, Offering
from acd.asterisk.passing import Passing
from acd.asterisk.paths import Paths
from acd.asterisk.serving import Serving
from acd.asterisk.switchboard import Box, Switchboard
from acd.asterisk.targets import Targets
from acd.core import Core
from acd.engine.calls import CallState
from acd.engine.facts import (
    CallArrived,
    CallQueued,
    CallReleased,
)
from acd.engine.orders import PutThrough, SendAway
from ivr.actions import Action, Leave, Route, RunScript
from ivr.interpreter import Interpreter
from ivr.position import Call as MenuCall

STATE_ARGUMENT = "agi_arg_2"
"""Where the dialplan gives ``ACD_STATE``; a dialplan that does not is asked for it."""


class Link(Desk, Protocol):
    """What a session tells of its call to the one who sees the whole PBX."""

    def came(self, call: str) -> None:
        """The call is in hand."""


class CallSession:
    """One session of one call, from its environment to its end."""

    def __init__(
        self,
        agi: AgiSession,
        core: Core,
        switchboard: Switchboard,
        house: House,
        targets: Targets,
        link: Link,
        paths: Paths,
    ) -> None:
        self.call_id = agi.env.get("agi_uniqueid", "")
        self._agi = agi
        self._core = core
        self._switchboard = switchboard
        self._house = house
        self._targets = targets
        self._caller = Caller(agi, core, house)
        self._offering = Offering(agi, self._caller, core, house, link)
        self._passing = Passing(self._caller, core, self._offering, targets)
        self._serving = Serving(agi, core, switchboard, self._caller, self._offering, self._passing)
        self._link = link
        self._paths = paths

    @property
    def _box(self) -> Box:
        """The call's box of now: one that was thrown away meanwhile gets no orders."""
        return self._switchboard.box(self.call_id)

    async def run(self) -> None:
        """Lead the call to its end.

        Raises:
            SessionEnded: the session is over; whether the call is, only its ``Hangup`` event says.
        """
        found = await self._found()
        if self._switchboard.is_gone(self.call_id):
            return  # hung up before our first word
        with self._leading():
            if not found.state or not found.arrived_at:
                await self._welcome()
            elif self._box.orders or found.state not in (truth.TRANSFERRED, truth.OUTSIDE):
                await self._take_over(found)
            else:
                await self._take_back(found)

    async def _found(self) -> truth.Truth:
        """What the channel says of the call. One that is new says so to begin with, and a round trip is saved."""
        return truth.Truth() if self._agi.env.get(STATE_ARGUMENT) == "" else await self._caller.read_truth()

    async def consult(self, wish: Consultation) -> None:
        """Lead an agent who called to ask somebody, like a caller.

        Raises:
            SessionEnded: the session is over.
        """
        with self._leading():
            await self._welcome_agent(wish)

    @contextmanager
    def _leading(self) -> Iterator[None]:
        """Be the one who takes the call's orders."""
        self._box.leader, self._box.at_once = self, self._serving.offer_at_once
        self._agi.on_ended(self._box.wake)
        try:
            yield
        finally:
            if self._box.leader is self:  # else the caller is back with another session already
                self._box.leader = self._box.at_once = None

    # -- the beginning -----------------------------------------------------------------------------------

    async def _welcome(self) -> None:
        env, box = self._agi.env, self._box
        box.orders.clear()
        box.asked_back = False
        number, name = who_calls(env)
        dialled = env.get("agi_extension", "")
        self._core.tell(
            CallArrived(self.call_id, plain_text(number, 40), plain_text(name, 40), plain_text(dialled, 40))
        )
        call = MenuCall(dialled=dialled, number=number, name=name)
        await self._menu(Interpreter(self._house.tree, self._house.hours, call))

    async def _welcome_agent(self, wish: Consultation) -> None:
        dialled = self._agi.env.get("agi_extension", "")
        self._passing.ask(wish, dialled)
        if wish.target.entry:
            agent = self._core.centre.roster[wish.agent].rules
            call = MenuCall(dialled=dialled, number=agent.name, name=agent.title)
            await self._menu(Interpreter(self._house.tree, self._house.hours, call))
        else:
            await self._serving.serve()

    async def _take_back(self, found: truth.Truth) -> None:
        """Go on with a call that an agent passed on by phone, or that could not be connected outside."""
        call = self._passing.known(found)
        if call is None or call.state in (CallState.WAITING, CallState.OFFERED):
            await self._take_over(found)
            return
        self._link.came(self.call_id)
        if self._passing.pass_on(call, found, self._agi.env.get("agi_extension", "")):
            await self._serving.serve()
        else:
            await self._welcome()

    async def _take_over(self, found: truth.Truth) -> None:
        """Go on with a call that was here before this session: told by its variables, or known already."""
        call = self._caller.call
        if call is not None and any(isinstance(order, PutThrough | SendAway) for order in self._box.orders):
            await self._serving.serve()
            return
        if call is None or call.state not in truth.ROUTED:
            call = self._serving.restore(found)
        if call is None:
            structlog.get_logger().warning("call_not_taken_over", call=self.call_id, state=found.state)
            await self._welcome()
        elif call.state is CallState.MENU:
            self._link.came(self.call_id)
            await self._menu(Interpreter.resume(self._house.tree, self._house.hours, found.menu), goes_on=True)
        else:
            self._serving.end_lost_offer(call)
            self._link.came(self.call_id)
            if not self._serving.rings_next:
                await self._caller.music()
            await self._serving.serve()

    # -- the menu ----------------------------------------------------------------------------------------

    async def _menu(self, interpreter: Interpreter, *, goes_on: bool = False) -> None:
        way = self._paths.way(self.call_id, self._house.tree, goes_on=goes_on)
        action = interpreter.begin(self._now())
        while not isinstance(action, Route | Leave):
            way.comes_to(action.path)
            await self._write_menu(interpreter)
            if not isinstance(action, RunScript):  # a script picks up itself, if it means to
                await self._caller.answer()
            result = await self._caller.telephone.perform(action)
            way.hears(action.path, result)
            action = interpreter.heard(result, self._now())
        way.comes_to(action.path)
        await self._leave_menu(action)

    async def _leave_menu(self, action: Action) -> None:
        if self._caller.call is None:
            return  # the caller left meanwhile, and AMI was the first to say so
        if isinstance(action, Route):
            self._queue(action)
            await self._serving.serve()
        elif isinstance(action, Leave):
            await self._caller.go_on(action.extension)
            self._core.tell(CallReleased(self.call_id))

    def _queue(self, route: Route) -> None:
        """Ask the engine for an agent. A queue that is no more (a place in an older menu) leads to a person."""
        wanted = CallQueued(
            call=self.call_id,
            queue=route.queue,
            needs=route.needs,
            need=route.need,
            priority=route.priority,
            credit_s=route.credit_s,
            topic=route.topic,
            language=route.language,
            data=route.data,
        )
        if wanted.queue not in self._core.centre.queues:
            wanted = msgspec.structs.replace(wanted, queue=self._targets.first_queue)
        self._serving.expects_orders = True
        self._core.tell(wanted)

    async def _write_menu(self, interpreter: Interpreter) -> None:
        call = self._caller.call
        place = encode_fields(interpreter.position())
        written = {truth.STATE: "menu", truth.MENU: place if len(place) <= truth.LONGEST else ""}
        if call is not None:
            written[truth.CALL] = truth.write_call(call)
        await self._caller.write(written)

    # -- small things ------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._core.clock.time_of_day(), UTC)
