"""What the API shows and takes, typed. Times are seconds since 1970, durations in seconds."""

from collections import Counter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from acd.core import Core
from acd.engine.calls import Call, CallState, RecordingState
from acd.waiting import need_now
from agents.needs import And, Expression, Test
from agents.roster import Agent
from agents.states import WORKING, AgentState, Device
from api.access.asking import sees_agent, sees_call
from api.access.rights import Person


def printable(text: str) -> str:
    """Let a text pass that can be read and shown."""
    if not text.isprintable():
        raise PydanticCustomError("not_printable", "not printable")
    return text


Reason = Annotated[
    str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=64), AfterValidator(printable)
]


class PauseWish(BaseModel):
    """Why an agent pauses: 1 to 64 printable characters."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class AgentDone(BaseModel):
    """What an agent has done since the start. Talk runs to the end of the agent's own part and includes hold."""

    answered: int
    missed: int
    passed_on: int
    talk_s: float
    hold_s: float
    wrap_up_s: float
    ready_s: float


class AgentView(BaseModel):
    """One agent. ``then`` is the state that the agent wants after the call in hand.

    After a missed offer nothing is offered until ``left_alone_until``, None if there is no such time.
    """

    name: str
    title: str
    phone: str
    skills: dict[str, int]
    state: AgentState
    since: float
    reason: str | None
    then: AgentState | None
    device: Device
    call: str | None
    misses: int
    left_alone_until: float | None
    done: AgentDone


class AgentsView(BaseModel):
    """A page of the roster; ``total`` counts all."""

    total: int
    agents: list[AgentView]


class TalkView(BaseModel):
    """One agent's part of a call; ``until`` is None while it goes on."""

    agent: str
    queue: str
    since: float
    until: float | None


class CallView(BaseModel):
    """One live call. ``place`` is when it asked for an agent, None before; ``wanted`` the one agent it waits for.

    ``waits_since`` is what its wait is measured from: the same, unless it was passed on since. ``need`` is all that it
    asks of an agent, relaxed by ``steps``; ``needs`` are the least levels in it that everybody must have. ``credit_s``
    is what it was given ahead of its place. While it is offered, ``also`` ring beside ``agent``. ``note`` is what an
    agent wrote for the next.
    """

    call: str
    number: str
    name: str
    dialled: str
    state: CallState
    since: float
    arrived_at: float
    queue: str | None
    place: float | None
    needs: dict[str, int]
    need: str
    steps: int
    priority: int
    credit_s: float
    topic: str
    language: str
    data: dict[str, str]
    agent: str | None
    also: list[str]
    wanted: str | None
    wanted_since: float | None
    waits_since: float | None
    note: str
    talks: list[TalkView]
    recording: RecordingState


class CallsView(BaseModel):
    """A page of the live calls, in the order they arrived; ``total`` counts all."""

    total: int
    calls: list[CallView]


class StatusView(BaseModel):
    """The centre at a glance: agents and calls by state, facts refused since the start."""

    centre: str
    uptime_s: float
    settled: bool
    refused: int
    agents: dict[AgentState, int]
    calls: dict[CallState, int]


class Health(BaseModel):
    """The service runs."""

    ok: bool = True


def agent_done(agent: Agent, now: float) -> AgentDone:
    """Show what ``agent`` has done, the state of now included."""
    counts, seconds = agent.counts, dict(agent.counts.seconds)
    seconds[agent.state] = seconds.get(agent.state, 0.0) + now - agent.since
    hold_s = counts.hold_s + (now - agent.held_since if agent.held_since is not None else 0.0)
    return AgentDone(
        answered=counts.answered, missed=counts.missed, passed_on=counts.passed_on, hold_s=round(hold_s, 3),
        talk_s=round(seconds.get(AgentState.TALKING, 0.0), 3), ready_s=round(seconds.get(AgentState.READY, 0.0), 3),
        wrap_up_s=round(seconds.get(AgentState.WRAP_UP, 0.0), 3),
    )  # fmt: skip


def agent_view(agent: Agent, now: float) -> AgentView:
    """Show ``agent`` as they are ``now``."""
    rules = agent.rules
    then = None
    if agent.state in WORKING:
        then = AgentState.SIGNED_OUT if agent.leaving else AgentState.PAUSED if agent.pause_reason is not None else None
    return AgentView(
        name=rules.name, title=rules.title or rules.name, phone=rules.endpoint, skills=rules.skills,
        state=agent.state, since=agent.since, reason=agent.pause_reason if agent.signed_in else None, then=then,
        device=agent.device, call=agent.call, misses=agent.misses, done=agent_done(agent, now),
        left_alone_until=agent.left_alone_until if agent.left_alone else None,
    )  # fmt: skip


def least_levels(need: Expression) -> dict[str, int]:
    """Return the levels that everybody must have who is to meet ``need``, whatever else it asks."""
    parts = need.parts if isinstance(need, And) else (need,)
    return {
        str(part.skill): part.level
        for part in parts
        if isinstance(part, Test) and part.operator == ">=" and isinstance(part.level, int)
    }


def call_view(call: Call) -> CallView:
    """Show ``call``."""
    asked = bool(call.queue)
    return CallView(
        call=call.call_id, number=call.number, name=call.name, dialled=call.dialled, state=call.state,
        since=call.since, arrived_at=call.arrived_at, queue=call.queue or None, place=call.place if asked else None,
        needs=least_levels(call.ladder.rungs[call.opened].need), need=need_now(call), steps=call.opened,
        priority=call.priority, credit_s=call.credit_s, topic=call.topic, language=call.language, data=call.data,
        agent=call.agent, also=list(call.also), wanted=call.wanted or None,
        wanted_since=call.wanted_since if call.wanted else None, waits_since=call.waits_since if asked else None,
        note=call.note,
        talks=[
            TalkView(agent=talk.agent, queue=talk.queue, since=talk.since, until=talk.until)
            for talk in call.talks
        ],
        recording=call.recording,
    )  # fmt: skip


def status_view(core: Core, started_at: float, person: Person) -> StatusView:
    """Show the centre at a glance, as far as ``person`` sees it."""
    centre = core.centre
    return StatusView(
        centre=centre.rules.name,
        uptime_s=round(core.clock.now() - started_at, 3),
        settled=centre.settled,
        refused=core.refused,
        agents=Counter(agent.state for agent in centre.roster if sees_agent(person, agent)),
        calls=Counter(call.state for call in centre.calls.values() if sees_call(person, core, call)),
    )
