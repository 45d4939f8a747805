"""The words engine tests are written in: a centre with a clock of its own, told facts and asked questions."""

from typing import Any, Literal, TypeVar

from acd.engine.calls import Call
from acd.engine.centre import Watcher
from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    AlarmRang,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    DeviceChanged,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.measures import QueueCounts
from acd.engine.orders import AnyOrder, Noted, Refused, WakeAt
from acd.engine.routing_rules import Exit
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import Agent, AgentRules
from agents.states import Device

OrderT = TypeVar("OrderT", bound=AnyOrder)
TO_HANGUP = Exit(go="hangup")


def queue(name: str, needs: dict[str, int] | None = None, **rules: Any) -> QueueRules:
    """A queue that needs nothing, unless told otherwise."""
    return QueueRules(name=name, needs=needs or {}, **rules)


def agent(name: str, wrap_up_s: float = 0.0, deputy: str = "", **skills: int) -> AgentRules:
    """An agent with ``skills``."""
    return AgentRules(name=name, endpoint=f"PJSIP/{name}", skills=skills, wrap_up_s=wrap_up_s, deputy=deputy)


def exit_to(go: Literal["queue", "extension", "number", "callback", "hangup"], target: str = "", say: str = "") -> Exit:
    """A way out."""
    return Exit(go=go, target=target, say=say)


ANNA_AND_BORIS = (agent("anna", billing=3, english=5), agent("boris", billing=3, english=5))


class CentreKit:
    """A running engine, a clock that only moves when told, and a journal of everything."""

    def __init__(
        self,
        *queues: QueueRules,
        agents: tuple[AgentRules, ...] = ANNA_AND_BORIS,
        settled: bool = True,
        watch: Watcher | None = None,
        skills: dict[str, str] | None = None,
        **rules: Any,
    ) -> None:
        self.rules = CentreRules(
            name="test",
            skills=skills or {"billing": "Billing", "english": "English", "russian": "Russian"},
            queues=queues or (queue("billing"), queue("support")),
            agents=agents,
            **rules,
        )
        self.engine = Engine(watch)
        self.now = 0.0
        self.wake_at: float | None = None
        self.journal: list[tuple[float, AnyFact, tuple[AnyOrder, ...]]] = []
        self.tell(Started(self.rules))
        if settled:
            self.tell(Settled())

    def tell(self, fact: AnyFact, at: float | None = None) -> tuple[AnyOrder, ...]:
        """Tell the engine a fact, now unless said otherwise; return its orders."""
        time = self.now if at is None else at
        if isinstance(fact, AlarmRang):
            self.wake_at = None
        orders = self.engine.handle(fact, time)
        self.journal.append((time, fact, orders))
        for order in orders:
            if isinstance(order, WakeAt):
                self.wake_at = order.at
        return orders

    def pass_time(self, seconds: float) -> None:
        """Let time pass; the alarm rings at every moment the engine asked for."""
        until = self.now + seconds
        while self.wake_at is not None and self.wake_at <= until:
            self.now = max(self.now, self.wake_at)
            self.tell(AlarmRang())
        self.now = until

    # Facts.

    def sign_in(self, *names: str) -> None:
        """Each agent comes to work, one second after the other, so that the first is idle longest."""
        for name in names:
            self.tell(AgentSignedIn(name))
            self.pass_time(1)

    def sign_out(self, name: str) -> None:
        self.tell(AgentSignedOut(name))

    def pause(self, name: str, reason: str = "lunch") -> None:
        self.tell(AgentPaused(name, reason))

    def unpause(self, name: str) -> None:
        self.tell(AgentUnpaused(name))

    def device(self, name: str, device: Device) -> None:
        self.tell(DeviceChanged(name, device))

    def call(self, call_id: str, queue: str = "billing", number: str = "+35315550100", **asked: Any) -> None:
        """A caller comes and asks for an agent at once."""
        self.tell(CallArrived(call_id, number=number))
        self.tell(CallQueued(call=call_id, queue=queue, **asked))

    def calls(self, *call_ids: str, queue: str = "billing") -> None:
        """Several callers, a second apart."""
        for call_id in call_ids:
            self.call(call_id, queue)
            self.pass_time(1)

    def answer(self, call_id: str, by: str = "") -> None:
        call = self.the_call(call_id)
        assert call.offer is not None and call.agent is not None, f"{call_id} is not offered"
        self.tell(OfferAnswered(call.offer, call_id, by or call.agent))

    def miss(self, call_id: str, why: Miss = Miss.NO_ANSWER, by: str = "") -> None:
        call = self.the_call(call_id)
        assert call.offer is not None and call.agent is not None, f"{call_id} is not offered"
        self.tell(OfferMissed(call.offer, call_id, by or call.agent, why))

    def end_talk(self, call_id: str) -> None:
        """The agent hangs up."""
        name = self.the_call(call_id).agent
        assert name is not None, f"{call_id} has no agent"
        self.tell(TalkEnded(call_id, name))

    def hang_up(self, call_id: str) -> None:
        """The caller hangs up."""
        self.tell(CallLeft(call_id))

    def serve(self, call_id: str) -> None:
        """Whoever is offered the call takes it and is done with it at once."""
        self.answer(call_id)
        self.end_talk(call_id)
        self.hang_up(call_id)

    def serve_all(self) -> list[str]:
        """Every call that rings is served, until none does; return them in that order."""
        served = []
        while ringing := [call_id for call_id in self.engine.centre.calls if self.offered_to(call_id)]:
            served.append(ringing[0])
            self.serve(ringing[0])
        return served

    # Questions.

    def the_call(self, call_id: str) -> Call:
        return self.engine.centre.calls[call_id]

    def the_agent(self, name: str) -> Agent:
        return self.engine.centre.roster[name]

    def offered_to(self, call_id: str) -> str | None:
        """Who the call is offered to now."""
        call = self.the_call(call_id)
        return call.agent if call.offer is not None else None

    def talks_to(self, call_id: str) -> str | None:
        call = self.the_call(call_id)
        return call.agent if call.state == "talking" else None

    def state(self, name_or_call: str) -> str:
        """The state of an agent or of a call, whichever has that name."""
        found = self.engine.centre.roster.get(name_or_call) or self.the_call(name_or_call)
        return str(found.state)

    def counts(self, queue: str = "billing") -> QueueCounts:
        return self.engine.centre.counts[queue]

    def rings(self, call_id: str) -> list[str]:
        """Whose phones ring for the call now."""
        return list(self.the_call(call_id).ringing)

    def ordered(self, kind: type[OrderT]) -> list[OrderT]:
        """All orders of one kind so far."""
        return [order for _, _, orders in self.journal for order in orders if isinstance(order, kind)]

    def notes(self) -> list[str]:
        said = (
            (note.about, note.what, *(f"{key}={value}" for key, value in note.values.items()))
            for note in self.ordered(Noted)
        )
        return [f"{about}: {' '.join(words)}" for about, *words in said]

    def why_refused(self) -> str:
        """Why the last fact was refused."""
        (order,) = self.journal[-1][2]
        assert isinstance(order, Refused), f"not refused: {order}"
        return order.why
