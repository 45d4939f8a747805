"""Taking what has happened since it was looked at last: of the counts that the engine keeps, and of calls found again.

The engine counts from its start. A call that waits when the service is started anew is counted as offered once more,
and one in conversation as answered once more by its agent; both are known by what the day kept last, and taken back.
"""

from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.engine.facts import CallRestored
from acd.engine.measures import QueueCounts
from acd.live.day_record import COUNTS, DayRecord
from acd.waiting import IN_LINE
from agents.roster import Agent
from agents.states import AgentState

NOTHING: Final = (0.0,) * len(COUNTS)
IDLE: Final = (0.0,) * 7
READ: Final = attrgetter(*COUNTS)

MOST_REMEMBERED = 20_000
"""Calls remembered across a restart; of a centre with more, the others count twice."""


class QueueSeen(NamedTuple):
    """What a queue's counts were when they were looked at last."""

    counts: QueueCounts
    values: tuple[float, ...]


class AgentSeen(NamedTuple):
    """What an agent had done when that was looked at last, and which day it was."""

    agent: Agent
    done: tuple[float, ...]
    day: DayRecord


class Alive(msgspec.Struct):
    """Calls as the day left them: the queue of each that waited, the agent of each in conversation."""

    waiting: dict[str, str] = {}
    talking: dict[str, str] = {}

    def note(self, call: Call) -> None:
        """Remember ``call`` if there is anything to remember."""
        if len(self.waiting) + len(self.talking) >= MOST_REMEMBERED:
            return
        if call.state in IN_LINE:
            self.waiting[call.call_id] = call.queue
        elif call.state is CallState.TALKING and call.agent:
            self.talking[call.call_id] = call.agent


class Taking:
    """What was seen of queues and agents, by which only what is new is counted."""

    def __init__(self) -> None:
        self.queues: dict[str, QueueSeen] = {}
        self.agents: dict[str, AgentSeen] = {}

    def queue(self, day: DayRecord, name: str, counts: QueueCounts, minute: int) -> tuple[float, ...]:
        """Count what is new of a queue in ``minute`` of ``day``; return its counts."""
        seen, values = self.queues.get(name), READ(counts)
        before = seen.values if seen is not None and seen.counts is counts else NOTHING
        if values == before:
            return before
        day.count(name, minute, tuple(now - then for now, then in zip(values, before, strict=True)))
        self.queues[name] = QueueSeen(counts, values)
        return values

    def agent(self, day: DayRecord, agent: Agent, now: float) -> None:
        """Count what is new of an agent; what was begun on the day before, until it is looked at, is counted there."""
        seen, done = self.agents.get(agent.name), done_by(agent, now)
        if seen is None or seen.agent is not agent:
            seen = AgentSeen(agent, IDLE, day)
        if done != seen.done:
            seen.day.work(agent.name, [now - then for now, then in zip(done, seen.done, strict=True)])
        self.agents[agent.name] = AgentSeen(agent, done, day)

    def found(self, day: DayRecord, fact: CallRestored, alive: Alive, minute: int) -> None:
        """Take back what the engine counts once more of a call that the day knows."""
        if fact.state == "waiting" and (queue := alive.waiting.pop(fact.call, None)) is not None:
            # In another queue by now, it was sent there when nobody was left to keep it.
            sent = queue != fact.queue
            day.count(queue, minute, (0 if sent else -1, 0, 0, 0, 0, int(sent), 0))
        elif fact.state == "talking" and alive.talking.pop(fact.call, None) == fact.agent:
            day.work(fact.agent, (-1, 0, 0, 0, 0, 0, 0))


def done_by(agent: Agent, now: float) -> tuple[float, ...]:
    """Say what ``agent`` has done since the engine began, the state of now included."""
    counts, seconds = agent.counts, agent.counts.seconds
    state, lasts = agent.state, now - agent.since
    talk, wrap_up, ready = (
        seconds.get(each, 0.0) + (lasts if state is each else 0.0)
        for each in (AgentState.TALKING, AgentState.WRAP_UP, AgentState.READY)
    )
    hold = counts.hold_s + (now - agent.held_since if agent.held_since is not None else 0.0)
    return counts.answered, counts.missed, counts.passed_on, talk, hold, wrap_up, ready


def alive_in(centre: Centre) -> Alive:
    """Remember the calls of now."""
    alive = Alive({}, {})
    for call in list(centre.calls.values()):
        alive.note(call)
    return alive
