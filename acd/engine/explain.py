"""Why a call went where it went: its decisions shown again by replaying the facts of a journal.

Nothing is recorded for this while calls are served. The facts of a journal run through a fresh engine that is
watched, and every decision about one call is taken down with what was true at that moment: each agent with what
counted, every term of the order of calls, each step that widened the need. Between them stands what else became of
the call: what it asked, what moved it to another queue or out, who took it and who did not.
"""

from collections.abc import Iterable, Sequence

import msgspec

from acd.engine import acts, facts
from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre, Trigger
from acd.engine.engine import Engine
from acd.engine.explain_agents import Judge
from acd.engine.explain_calls import calls_passed_over, served_first, standing_of, steps_of, waits_for
from acd.engine.explain_happened import happened, noted, sent_away
from acd.engine.explain_parts import AgentVerdict, Explained, Happened, PassedOver, ServedFirst, Told, Verdict
from acd.engine.orders import AnyOrder, Note, Noted, Offer, Refused, SendAway, Wait
from agents.needs import text_of
from agents.roster import Agent

__all__ = [
    "AgentVerdict", "Explained", "Happened", "PassedOver", "ServedFirst", "Told", "Verdict", "Witness",
    "explain", "witness",
]  # fmt: skip

ENDS = facts.CallLeft | facts.CallReleased | facts.TalkEnded
"""What is told only of a call that has a story."""

NEW_HOPES = facts.CallQueued | facts.CallTransferred | facts.CallbackAnswered | acts.CallMoved | acts.CallAssigned
"""After these a call may hope for other agents."""


class Witness:
    """Watches an engine and takes down the story of one call: ``told``, in its order.

    ``agents`` are the names of everybody who was ever on the roster.
    """

    def __init__(self, call_id: str) -> None:
        self.call_id = call_id
        self.told: list[Told] = []
        self.agents: dict[str, None] = {}
        self._at = 0.0
        self._heard = 0
        self._enters = True
        self._opened: dict[int, tuple[float, str]] = {}
        self._hoped_why = ""
        self._awaited: set[str] = set()
        self._refusals: dict[str, str] = {}

    def tell(self, engine: Engine, fact: facts.AnyFact, at: float) -> tuple[AnyOrder, ...]:
        """Tell ``engine``, which this witness watches, a fact, and hear everything that it leads to."""
        before, self._at, self._heard = len(self.told), at, 0
        self._enters = not isinstance(fact, acts.QueueSteered)
        if getattr(fact, "call", "") == self.call_id:
            self._remember(fact)
            self.told += happened(fact, at) if self.told or not isinstance(fact, ENDS) else []
        orders = engine.handle(fact, at)
        if any(type(order) is Refused for order in orders):
            del self.told[before:]
            return orders
        self._hear(engine.centre, orders)
        if isinstance(fact, facts.Started | facts.RulesChanged):
            self.agents |= dict.fromkeys(agent.name for agent in engine.centre.roster)
        return orders

    def watch(self, centre: Centre, trigger: Trigger, call: Call, agent: Agent | None) -> None:
        """See a decision just before it is carried out."""
        self._hear(centre, centre.orders)
        if call.call_id == self.call_id:
            self.told.append(self._explained(centre, trigger, call, agent))
        elif trigger == "agent" and agent is not None:
            ours = centre.calls.get(self.call_id)
            if ours is not None and ours.state is CallState.WAITING:
                passed = served_first(centre, ours, call, agent, self._at)
                self.told += [] if passed is None else [passed]

    def _explained(self, centre: Centre, trigger: Trigger, call: Call, agent: Agent | None) -> Explained:
        line = centre.floor.line_of(call)
        assert line is not None, "who looks for an agent stands in a line"
        waiting = list(line.waiting)
        judge = Judge(centre, call, self._at, self._refusals)
        tried = (*call.hoped_for, call.wanted)
        return Explained(
            at=self._at,
            call=call.call_id,
            trigger=trigger,
            queue=call.queue,
            choice=call.ladder.queue.choice,
            needs=tuple(text_of(rung.need) for rung in call.ladder.rungs),
            steps=steps_of(call, self._opened),
            absent=call.ladder.absent,
            standing=standing_of(centre, call, self._at),
            turn=waiting.index(call) + 1,
            line_length=len(waiting),
            agent=None if agent is None else agent.name,
            agents=judge.verdicts(agent),
            waits_for=waits_for(centre, call, self._hoped_why),
            not_awaited=tuple(dict.fromkeys(name for name in tried if name and name not in self._awaited)),
            drawn=judge.drawn(agent) if trigger == "call" else None,
            passed_over=() if trigger == "call" or agent is None else calls_passed_over(centre, call, agent, self._at),
        )

    def _remember(self, fact: facts.AnyFact) -> None:
        """Note how the call comes to be offered to some agents no more, and that whom it hopes for is new."""
        if isinstance(fact, NEW_HOPES):
            self._awaited = set()
        match fact:
            case facts.CallArrived(by_agent=by):
                self._refusals = {by: "own"}
            case facts.CallTransferred(by=by):
                self._refusals = {by: "passed_on"}
            case facts.CallRestored(refused=refused, by_agent=by):
                self._refusals = dict.fromkeys(refused, "before") | {by: "own"}
            case facts.OfferMissed(agent=agent, why=why):
                self._refusals.setdefault(agent, str(why))
            case acts.CallAssigned(agent=agent):
                self._refusals.pop(agent, None)

    def _hear(self, centre: Centre, orders: Sequence[AnyOrder]) -> None:
        """Take down what the orders since last time say of the call."""
        for order in orders[self._heard :]:
            if getattr(order, "call", "") == self.call_id or (type(order) is Noted and order.about == self.call_id):
                self._hear_one(centre, order)
        self._heard = len(orders)

    def _hear_one(self, centre: Centre, order: AnyOrder) -> None:
        match order:
            case Wait() if self._enters:
                self._opened = {}
            case Offer(also=also):
                self._ring_also(also)
            case SendAway():
                self.told.append(sent_away(centre, order, self._at))
            case Noted():
                self._learn(order)
                self.told += noted(centre, order, self._at)

    def _learn(self, note: Noted) -> None:
        match note.what:
            case Note.RELAXED:
                first = max(self._opened, default=0) + 1
                for number in range(first, int(note.values["step"]) + 1):
                    self._opened[number] = self._at, note.values["why"]
            case Note.WAITS_FOR:
                self._hoped_why = note.values["why"]
                self._awaited.add(note.values["agent"])
            case Note.MOVED:
                self._awaited = set()
            case Note.LEASE_OVER:
                self._refusals.setdefault(note.values["agent"], "lease_over")

    def _ring_also(self, also: tuple[str, ...]) -> None:
        """Add to the decision that is being carried out who rings beside the one chosen."""
        last = self.told[-1]
        if also and isinstance(last, Explained):
            self.told[-1] = msgspec.structs.replace(last, also=also)


def witness(journal: Iterable[tuple[float, facts.AnyFact]], call_id: str) -> Witness:
    """Replay a journal, from its ``Started`` on, before a witness of ``call_id``."""
    seen = Witness(call_id)
    engine = Engine(seen.watch)
    for at, fact in journal:
        seen.tell(engine, fact, at)
    return seen


def explain(journal: Iterable[tuple[float, facts.AnyFact]], call_id: str) -> list[Explained]:
    """Replay a journal, from its ``Started`` on, and return the decisions about ``call_id``, earliest first."""
    return [told for told in witness(journal, call_id).told if isinstance(told, Explained)]
