"""Why a call went where it went: its decisions shown again by replaying the facts of a journal.

Nothing is recorded for this while calls are served. The facts of a journal run through a fresh engine that is
watched, and every decision about one call is taken down with what was true at that moment: each agent with the one
reason that counted, and the calls that stood before it when an agent became free.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from acd.engine.calls import Call
from acd.engine.centre import Centre, Trigger
from acd.engine.engine import Engine
from acd.engine.facts import AnyFact
from acd.engine.lines import idle_key
from agents.roster import Agent
from agents.skills import Need
from agents.states import AgentState


class Verdict(StrEnum):
    """The one thing that counted about an agent; after skills and refusals, it is what they were doing."""

    CHOSEN = "chosen"
    IDLE = "idle"
    LACKS = "lacks"
    REFUSED = "refused"
    NOT_WANTED = "not_wanted"
    SIGNED_OUT = "signed_out"
    OFFERED = "offered"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    BUSY_ELSEWHERE = "busy_elsewhere"
    UNREACHABLE = "unreachable"


class AgentVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """An agent at the moment of a decision.

    ``rank`` (1 is longest idle) and ``idle_s`` are set for the chosen and the idle; ``lacks`` holds (skill, level
    the agent has, level asked); ``reason`` is that of a pause.
    """

    agent: str
    verdict: Verdict
    rank: int | None = None
    idle_s: float | None = None
    lacks: tuple[tuple[str, int, int], ...] = ()
    reason: str = ""


class PassedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting call whose turn was earlier but which the free agent could not take.

    It ``wanted`` another agent, or the agent ``lacks`` skills; neither: they missed it before.
    """

    call: str
    priority: int
    waited_s: float
    lacks: tuple[tuple[str, int, int], ...] = ()
    wanted: str = ""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about a call.

    ``trigger`` says who looked: the ``call`` for an agent, or an ``agent`` who became free for a call. ``agent`` is
    who was chosen, None if nobody could be. ``turn`` is the place in the line of ``line_length`` calls with this need.
    """

    at: float
    call: str
    trigger: Trigger
    queue: str
    need: Need
    priority: int
    waited_s: float
    turn: int
    line_length: int
    agent: str | None
    agents: tuple[AgentVerdict, ...]
    passed_over: tuple[PassedOver, ...] = ()


class Witness:
    """Watches an engine and takes down the decisions about one call."""

    def __init__(self, call_id: str) -> None:
        self.call_id = call_id
        self.at = 0.0
        self.seen: list[Explained] = []

    def watch(self, centre: Centre, trigger: Trigger, call: Call, agent: Agent | None) -> None:
        """See a decision just before it is carried out."""
        if call.call_id != self.call_id:
            return
        line = list(centre.floor.line_of(call).waiting)
        self.seen.append(
            Explained(
                at=self.at,
                call=call.call_id,
                trigger=trigger,
                queue=call.queue,
                need=call.need,
                priority=call.priority,
                waited_s=self.at - call.place,
                turn=line.index(call) + 1,
                line_length=len(line),
                agent=None if agent is None else agent.name,
                agents=judge_agents(centre, call, agent, self.at),
                passed_over=calls_passed_over(centre, call, agent, self.at) if trigger == "agent" else (),
            )
        )


def explain(journal: Iterable[tuple[float, AnyFact]], call_id: str) -> list[Explained]:
    """Replay a journal, from its ``Started`` on, and return the decisions about ``call_id``, earliest first."""
    witness = Witness(call_id)
    engine = Engine(witness.watch)
    for at, fact in journal:
        witness.at = at
        engine.handle(fact, at)
    return witness.seen


def judge_agents(centre: Centre, call: Call, chosen: Agent | None, at: float) -> tuple[AgentVerdict, ...]:
    """Give every agent on the roster a verdict: who could take the call by rank, then the rest by roster."""
    able = [
        agent
        for agent in centre.roster
        if agent.state is AgentState.READY and _may_take(centre, agent, call) and agent.name not in call.refused
    ]
    able.sort(key=idle_key)
    verdicts = [
        AgentVerdict(
            agent=agent.name,
            verdict=Verdict.CHOSEN if agent is chosen else Verdict.IDLE,
            rank=rank,
            idle_s=at - agent.idle_since,
        )
        for rank, agent in enumerate(able, 1)
    ]
    return (*verdicts, *(_why_not(centre, agent, call) for agent in centre.roster if agent not in able))


def _may_take(centre: Centre, agent: Agent, call: Call) -> bool:
    return agent.name == call.wanted if call.wanted else not _lacks(centre, agent, call)


def _why_not(centre: Centre, agent: Agent, call: Call) -> AgentVerdict:
    if call.wanted and agent.name != call.wanted:
        return AgentVerdict(agent=agent.name, verdict=Verdict.NOT_WANTED, reason=call.wanted)
    lacks = () if call.wanted else _lacks(centre, agent, call)
    if lacks:
        return AgentVerdict(agent=agent.name, verdict=Verdict.LACKS, lacks=lacks)
    if agent.name in call.refused:
        return AgentVerdict(agent=agent.name, verdict=Verdict.REFUSED)
    reason = (agent.pause_reason or "") if agent.state is AgentState.PAUSED else ""
    return AgentVerdict(agent=agent.name, verdict=Verdict(str(agent.state)), reason=reason)


def calls_passed_over(centre: Centre, call: Call, agent: Agent | None, at: float) -> tuple[PassedOver, ...]:
    """Return the waiting calls that stood before ``call``, with what kept each from ``agent``."""
    if agent is None:
        return ()
    waiting = centre.floor.everybody_waiting()
    return tuple(
        PassedOver(
            call=ahead.call_id,
            priority=ahead.priority,
            waited_s=at - ahead.place,
            lacks=_lacks(centre, agent, ahead),
            wanted=ahead.wanted if ahead.wanted != agent.name else "",
        )
        for ahead in waiting[: waiting.index(call)]
    )


def _lacks(centre: Centre, agent: Agent, call: Call) -> tuple[tuple[str, int, int], ...]:
    return tuple(centre.roster.matrix.lacking(agent.profile, call.need))
