"""A caller's channel on a stand: what the engine orders for it goes out as commands, and a test plays the PBX."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from acd.asterisk.agi_session import SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.caller import Caller, House
from acd.asterisk.offering import Offering
from acd.asterisk.passing import Passing
from acd.asterisk.serving import Serving
from acd.asterisk.switchboard import CallOrder, Switchboard
from acd.asterisk.targets import Targets
from acd.engine.calls import Call
from acd.engine.facts import Miss
from acd.engine.orders import Offer, SendAway, Wait
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from tests.asterisk.desk_phone import DeskPhone
from tests.core_kit import a_core, call, sign_in
from tests.ivr.trees import tree_of

CALL = "17.1"

SORRY = Exit(go="hangup", say="sorry")
QUEUES = (
    QueueRules(
        name="billing",
        ring_s=15.0,
        longest_wait_s=60.0,
        longest_wait_exit=Exit(go="hangup", say="sorry"),
        nobody_s=600.0,
    ),
    QueueRules(name="sales", announce="queue-sales"),
    QueueRules(name="asked", record="on-demand"),
    QueueRules(name="kept", record="always"),
)
AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", skills={"ru": 5}, language="ru"),
    AgentRules(name="boris", endpoint="PJSIP/1002", skills={"ru": 3}),
    AgentRules(name="elsa", endpoint="Local/801@acd-outside", skills={"sales": 5}, confirm=True),
)


class Line(DeskPhone):
    """A caller's channel: what is sent on it is answered, and ``Dial`` comes to ``outcome``.

    While ``rings_out`` is cleared a ``Dial`` is not over: the phone rings, or the two talk. ``while_written`` happens
    before variables are written, ``once_written`` between the answer to that and the session's next turn.
    """

    outcome = "ANSWER|16|talking"

    def __init__(self, keys: str = "") -> None:
        super().__init__("PJSIP/7-01", "100", keys)
        self.while_written: Callable[[], None] = lambda: None
        self.once_written: Callable[[], None] = lambda: None
        self.rings_out = asyncio.Event()
        self.rings_out.set()

    async def _carry_out(self, words: list[str]) -> None:
        if words[:2] == ["EXEC", "Dial"]:
            await self.rings_out.wait()
        if words[:2] == ["EXEC", "MSet"]:
            self.while_written()
        if words[0] == "GET":
            self.session.take_answer(AgiReply(200, "1", self.outcome, None))
        else:
            await super()._carry_out(words)
        if words[:2] == ["EXEC", "MSet"]:
            self.once_written()


class Desk:
    """The one who sees the whole PBX."""

    def __init__(self) -> None:
        self.looked_at: list[Offer] = []

    def overdue(self, offer: Offer) -> None:
        self.looked_at.append(offer)


def a_house() -> House:
    return House(tree_of({}), {}, "acd", "default", "acd-exits")


class Stand:
    """A caller of ``queue`` who is offered to an agent; nobody takes the offer out of ``orders`` but the test."""

    def __init__(self, queue: str = "billing", agent: str = "anna") -> None:
        self.core = a_core(queues=QUEUES, agents=AGENTS)
        self.line = Line()
        self.desk = Desk()
        self.orders: list[Offer] = []
        self.core.hands[Offer] = self.orders.append
        sign_in(self.core, agent)
        call(self.core, CALL, queue=queue)
        self.caller = Caller(self.line.session, self.core, a_house())
        self.offering = Offering(self.line.session, self.caller, self.core, a_house(), self.desk)

    @property
    def call(self) -> Call:
        return self.core.centre.calls[CALL]

    async def rings(self, outcome: str = Line.outcome) -> Miss | None:
        self.line.outcome = outcome
        return await self.offering.ring(self.orders[-1], self.call)

    def sent(self, word: str) -> list[str]:
        return [command for command in self.line.sent if word in command]

    @property
    def options(self) -> str:
        """What follows the name on the phone's display."""
        [dialled] = self.sent("Dial")
        return dialled.partition(">)")[2].rstrip('"')


class Served:
    """A caller who waits and is served by a session of their own, with nobody here to take the call at first."""

    def __init__(
        self,
        queue: str = "billing",
        *,
        queues: tuple[QueueRules, ...] = QUEUES,
        agents: tuple[AgentRules, ...] = AGENTS,
        keys: str = "",
    ) -> None:
        self.core = a_core(queues=queues, agents=agents)
        self.line = Line(keys)
        self.desk = Desk()
        self.board = Switchboard()
        self.core.hands |= {Wait: self._put, Offer: self._put, SendAway: self._put}
        house = a_house()
        caller = Caller(self.line.session, self.core, house)
        offering = Offering(self.line.session, caller, self.core, house, self.desk)
        passing = Passing(caller, self.core, offering, Targets(self.core, house.tree, {}))
        self.serving = Serving(self.line.session, self.core, self.board, caller, offering, passing)
        self.box = self.board.box(CALL)
        self.box.at_once = self.serving.offer_at_once
        self.line.session.on_ended(self.box.wake)
        self._queue = queue
        self._served: asyncio.Task[None] | None = None

    def _put(self, order: CallOrder) -> None:
        self.board.box(order.call).put(order)

    async def begins(self) -> None:
        """The caller asks for an agent, and hears music."""
        call(self.core, CALL, queue=self._queue)
        self._served = asyncio.create_task(self._serve())
        await asyncio.sleep(1)

    async def _serve(self) -> None:
        with suppress(SessionEnded):
            await self.serving.serve()

    @property
    def call(self) -> Call:
        return self.core.centre.calls[CALL]

    @property
    def is_over(self) -> bool:
        """Whether the session has led the call to its end; one that failed says so here."""
        assert self._served is not None, "it has not begun"
        if self._served.done():
            self._served.result()
        return self._served.done()

    def sent_since(self, before: int) -> list[str]:
        """What was sent after the first ``before`` commands, each by its first words."""
        return [" ".join(command.split()[:2]) for command in self.line.sent[before:]]

    def dialled(self) -> list[str]:
        """The phones that rang, in order."""
        return [line.split()[2].partition(",")[0].strip('"') for line in self.line.sent if line.startswith("EXEC Dial")]
