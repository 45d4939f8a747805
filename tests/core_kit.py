"""A core at work on the virtual loop, for tests of what watches it: facts are told, time is slept through."""

import asyncio
from typing import Any

from acd.clock import Clock
from acd.core import Core
from acd.engine.facts import (
    AgentSignedIn,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.routing_rules import Exit
from acd.engine.rules import CentreRules, QueueRules
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules

NOON = 1_700_049_600.0
"""2023-11-15 12:00:00 UTC."""

QUEUES = (
    QueueRules(name="billing", title="Billing", ring_s=15.0, longest_wait_s=600.0),
    QueueRules(
        name="sales",
        title="Sales",
        needs={"sales": 1},
        longest_wait_s=60.0,
        longest_wait_exit=Exit(go="queue", target="billing"),
        nobody_exit=Exit(go="extension", target="600"),
    ),
)
AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", title="Anna Petrova", skills={"ru": 5}, wrap_up_s=5.0),
    AgentRules(name="boris", endpoint="PJSIP/1002", title="Boris Ivanov", skills={"ru": 3}),
)


class PromptCore(Core):
    """A core whose listeners hear of each fact before ``tell`` returns.

    Tests of listeners tell several facts in one turn of the loop and say what is heard of each. In the service these
    would be heard together, at the end of the turn, when the centre has changed again.
    """

    def tell(self, fact: AnyFact) -> None:
        super().tell(fact)
        self.catch_up()

    def ask(self, fact: AnyFact) -> str | None:
        raise NotImplementedError("here the answer has been heard, and forgotten, when tell returns; ask a Core")


def a_core(
    *,
    queues: tuple[QueueRules, ...] = QUEUES,
    agents: tuple[AgentRules, ...] = AGENTS,
    started: bool = True,
    kind: type[Core] = Core,
    **rules: Any,
) -> Core:
    """A core at noon, with two queues and two agents who are not here yet; ``rules`` are more of the centre's."""
    core = kind(Clock(asyncio.get_running_loop(), NOON), MemoryJournal())
    if started:
        start(core, queues, agents, **rules)
    return core


def start(
    core: Core, queues: tuple[QueueRules, ...] = QUEUES, agents: tuple[AgentRules, ...] = AGENTS, **rules: Any
) -> None:
    skills = {"ru": "Russian", "sales": "Sales"}
    core.tell(Started(CentreRules(name="Northern Lights", skills=skills, queues=queues, agents=agents, **rules)))
    core.tell(Settled())


def sign_in(core: Core, *names: str) -> None:
    for name in names:
        core.tell(AgentSignedIn(name))


def call(core: Core, call_id: str, queue: str = "billing", name: str = "", **asked: Any) -> None:
    """A caller comes and asks for an agent at once."""
    core.tell(CallArrived(call_id, number="+74951234567", name=name, dialled="100"))
    core.tell(CallQueued(call=call_id, queue=queue, **asked))


def answer(core: Core, call_id: str) -> None:
    offer, agent = offer_of(core, call_id)
    core.tell(OfferAnswered(offer, call_id, agent))


def miss(core: Core, call_id: str, why: Miss = Miss.NO_ANSWER) -> None:
    offer, agent = offer_of(core, call_id)
    core.tell(OfferMissed(offer, call_id, agent, why))


def offer_of(core: Core, call_id: str) -> tuple[int, str]:
    offered = core.centre.calls[call_id]
    assert offered.offer is not None and offered.agent is not None, f"{call_id} is not offered"
    return offered.offer, offered.agent


def end_talk(core: Core, call_id: str) -> None:
    """The agent hangs up."""
    agent = core.centre.calls[call_id].agent
    assert agent is not None, f"{call_id} has no agent"
    core.tell(TalkEnded(call_id, agent))


def hang_up(core: Core, call_id: str) -> None:
    """The caller hangs up."""
    core.tell(CallLeft(call_id))
