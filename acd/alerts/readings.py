"""What is measured for alerts, once a second, in pieces that hold up nobody."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

from acd.alerts.measures import Kind, Measure
from acd.alerts.rules import AlertRule, Reading
from acd.core import Core
from acd.engine import ways_out
from acd.engine.rules import QueueRules
from acd.live.day import Day, pieces
from acd.waiting import IN_LINE
from agents.pauses import read_missed
from agents.roster import Agent
from agents.states import AT_WORK, AgentState

QUEUES_A_PIECE, CALLS_A_PIECE, AGENTS_A_PIECE = 20, 300, 100
"""Work between two turns of the loop, each a fraction of a millisecond."""

OF_AGENTS = frozenset({Measure.AGENT_IN_STATE, Measure.MISSES})
OF_TEAMS = frozenset({Measure.READY, Measure.AT_WORK})

Found: TypeAlias = dict[str, list[Reading]]
"""Readings by :func:`key_of` their rules."""


def key_of(rule: AlertRule) -> str:
    """Return under which name the readings for ``rule`` are."""
    return f"{rule.measure}:{rule.state}" if rule.state else str(rule.measure)


class Readings:
    """Measures the centre of ``core``; ``is_pbx_there`` says whether the PBX answers."""

    def __init__(self, core: Core, day: Day, is_pbx_there: Callable[[], bool]) -> None:
        self._core = core
        self._day = day
        self._is_pbx_there = is_pbx_there
        self._away_since: float | None = None

    async def read(self, rules: Collection[AlertRule], late_s: float) -> Found:
        """Measure what ``rules`` watch; ``late_s`` is how late the service came to this."""
        found: Found = defaultdict(list)
        found[Measure.LOOP_LATE].append(centre_reading(late_s))
        found[Measure.PBX_AWAY].append(centre_reading(self._away_s()))
        longest = await self._calls(found, any(rule.measure is Measure.CALL_WAITS for rule in rules))
        for queues in pieces(list(self._core.centre.queues.values()), QUEUES_A_PIECE):
            for queue in queues:
                self._queue(found, queue, longest.get(queue.name, 0.0))
            await asyncio.sleep(0)
        wanted = [rule for rule in rules if rule.measure in OF_AGENTS or rule.kind == "team"]
        if wanted:
            await self._agents(found, {rule.state for rule in wanted if rule.state})
        return found

    def _away_s(self) -> float | None:
        now = self._core.clock.now()
        if self._is_pbx_there():
            self._away_since = None
            return None
        if self._away_since is None:
            self._away_since = now
        return now - self._away_since

    async def _calls(self, found: Found, each_by_itself: bool) -> dict[str, float]:
        """Read how long calls wait, if wanted; return the longest wait of each queue in which anybody waits."""
        longest: dict[str, float] = {}
        for calls in pieces(list(self._core.centre.calls.values()), CALLS_A_PIECE):
            now, queues = self._core.clock.now(), self._core.centre.queues
            for call in calls:
                if call.state in IN_LINE and call.queue in queues:
                    waited_s, queue = now - call.place, queues[call.queue]
                    longest[call.queue] = max(longest.get(call.queue, 0.0), waited_s)
                    if each_by_itself:
                        reading = a_reading("call", call.call_id, waited_s, queue.title, queue=call.queue)
                        found[Measure.CALL_WAITS].append(reading)
            await asyncio.sleep(0)
        return longest

    def _queue(self, found: Found, queue: QueueRules, longest_s: float) -> None:
        for measure, value in self._measured(queue, longest_s):
            found[measure].append(a_reading("queue", queue.name, value, queue.title, queue=queue.name))

    def _measured(self, queue: QueueRules, longest_s: float) -> Iterator[tuple[Measure, float | None]]:
        centre, name = self._core.centre, queue.name
        counts, at_work, day = centre.counts[name], self._day.crews.at_work(name), self._day.of_queue(name)
        waiting = counts.waiting
        yield Measure.WAITING, waiting
        yield Measure.LONGEST_WAIT, longest_s
        yield Measure.EXPECTED_WAIT, (waiting + 1) * counts.handling_s / at_work if at_work else None
        yield Measure.SERVICE_LEVEL, day.service_level_now
        yield Measure.ABANDONED_SHARE, day.abandoned_share_now
        is_served = waiting > 0 or not ways_out.is_closed(centre, queue, self._core.clock.now())
        yield Measure.READY, self._day.crews.ready(name) if is_served else None
        yield Measure.AT_WORK, at_work if is_served else None
        yield Measure.UNSERVED, 0 if at_work else waiting

    async def _agents(self, found: Found, states: set[str]) -> None:
        ready: Counter[str] = Counter()
        at_work: Counter[str] = Counter()
        for agents in pieces(list(self._core.centre.roster), AGENTS_A_PIECE):
            now = self._core.clock.now()
            for agent in agents:
                team = agent.rules.team
                at_work[team] += agent.state in AT_WORK
                ready[team] += agent.state is AgentState.READY
                if agent.state in states:
                    found[f"{Measure.AGENT_IN_STATE}:{agent.state}"].append(of_agent(agent, now - agent.since))
                if misses := misses_of(agent):
                    found[Measure.MISSES].append(of_agent(agent, misses))
            await asyncio.sleep(0)
        for measure, counted in ((Measure.READY, ready), (Measure.AT_WORK, at_work)):
            found[measure] += [a_reading("team", team, count, team=team) for team, count in counted.items() if team]


def misses_of(agent: Agent) -> int:
    """Return how many offers ``agent`` has missed in a row, also those for which the engine has paused them."""
    missed = read_missed(agent.pause_reason) if agent.state is AgentState.PAUSED and agent.pause_reason else None
    return agent.misses if missed is None else missed[0]


def of_agent(agent: Agent, value: float) -> Reading:
    """Make a reading about an agent."""
    return a_reading("agent", agent.name, value, agent.rules.title, team=agent.rules.team)


def a_reading(kind: Kind, name: str, value: float | None, title: str = "", queue: str = "", team: str = "") -> Reading:
    """Make a reading; people read its title, or its name if it has none."""
    return Reading(kind=kind, name=name, value=value, title=title or name, queue=queue, team=team)


def centre_reading(value: float | None) -> Reading:
    """Make a reading about the whole centre."""
    return Reading(kind="centre", name="", value=value)
