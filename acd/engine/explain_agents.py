"""Every agent judged at the moment of a decision: who could take the call, in what order, and what kept the others.

The order is worked out here from the rules as they are written, agent by agent; the engine finds the first by group.
That both agree is a test's business.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.draws import draw
from acd.engine.explain_parts import AgentVerdict, Lack, Verdict
from acd.engine.routing_rules import NEVER_S, Choice
from agents.needs import Expression
from agents.roster import Agent
from agents.states import AgentState

Refusals = Mapping[str, str]
"""By agent: how the call is not theirs any more."""


class Reach(NamedTuple):
    """Which rung of a ladder lets a group in, how well it fits, and how much it is needed elsewhere."""

    rung: int
    fit: float
    needed: float


class Comparison(NamedTuple):
    """What a way to choose compares (the least first), and the number that people are told."""

    key: Callable[[Agent, Reach], tuple[float, ...]]
    measure: Callable[[Agent, Reach, float], float | None]


COMPARISONS: Final[dict[Choice, Comparison]] = {
    "longest-idle": Comparison(lambda agent, reach: (agent.idle_since,), lambda agent, reach, at: None),
    "best-level": Comparison(lambda agent, reach: (-reach.fit, agent.idle_since), lambda agent, reach, at: reach.fit),
    "least-occupied": Comparison(
        lambda agent, reach: (agent.occupancy.order,), lambda agent, reach, at: agent.occupancy.share(at)
    ),
    "fewest-calls": Comparison(
        lambda agent, reach: (agent.counts.answered,), lambda agent, reach, at: float(agent.counts.answered)
    ),
    "round-robin": Comparison(
        lambda agent, reach: (agent.offered_at,),
        lambda agent, reach, at: at - agent.offered_at if agent.offered_at else None,
    ),
    "random": Comparison(lambda agent, reach: (), lambda agent, reach, at: None),
    "specialists-first": Comparison(
        lambda agent, reach: (reach.needed, agent.idle_since), lambda agent, reach, at: reach.needed
    ),
}


class Judge:
    """Judges all agents for one decision about one call."""

    def __init__(self, centre: Centre, call: Call, at: float, refusals: Refusals) -> None:
        self._centre, self._call, self._at, self._refusals = centre, call, at, refusals
        self._comparison = COMPARISONS[call.ladder.queue.choice]
        self._reach = reach_of_groups(centre, call, at)
        self._lacks: dict[tuple[int, int], tuple[Lack, ...]] = {}

    def verdicts(self, chosen: Agent | None) -> tuple[AgentVerdict, ...]:
        """Give every agent a verdict: those who could take the call by rank, then the rest by roster."""
        judged = [(agent, self._obstacles(agent)) for agent in self._centre.roster]
        able = sorted((agent for agent, kept in judged if not kept), key=lambda agent: self._key(agent, chosen))
        best = min((self._rung(agent) or 0 for agent in able), default=0)
        ranked = [self._able(agent, rank, agent is chosen, best) for rank, agent in enumerate(able, 1)]
        return (*ranked, *(self._not_able(agent, kept) for agent, kept in judged if kept))

    def drawn(self, chosen: Agent | None) -> tuple[int, int] | None:
        """Return which lot was drawn among how many; None where none was."""
        if chosen is None or self._call.wanted or self._call.ladder.queue.choice != "random":
            return None
        rung = self._call.ladder.rungs[self._rung(chosen) or 0]
        groups = (self._centre.floor.groups[number] for number in rung.groups)
        among = sum(1 for group in groups for _ in group.free_for(self._call))
        return draw(self._centre.rules.seed, self._centre.floor.draws, among) + 1, among

    def _key(self, agent: Agent, chosen: Agent | None) -> tuple[float, ...]:
        reach = self._reach_of(agent) or Reach(0, 0.0, 0.0)
        by_lot = not self._call.wanted and self._call.ladder.queue.choice == "random"
        return reach.rung, by_lot and agent is not chosen, *self._comparison.key(agent, reach), agent.number

    def _able(self, agent: Agent, rank: int, is_chosen: bool, best: int) -> AgentVerdict:
        reach = self._reach_of(agent)
        return AgentVerdict(
            agent=agent.name,
            verdict=Verdict.CHOSEN if is_chosen else Verdict.IDLE,
            place=agent.number,
            rung=None if reach is None else reach.rung,
            rank=rank,
            idle_s=self._at - agent.idle_since,
            measure=None if reach is None else self._comparison.measure(agent, reach, self._at),
            lacks=() if self._call.wanted or reach is None or reach.rung <= best else self._lacking(agent, best),
        )

    def _not_able(self, agent: Agent, obstacles: list[Verdict]) -> AgentVerdict:
        first, *besides = obstacles
        paused = agent.state is AgentState.PAUSED
        wrap_up_until = agent.wrap_up_until if agent.rules.wrap_up_s < NEVER_S else None
        until = {AgentState.WRAP_UP: wrap_up_until, AgentState.AFTER_MISS: agent.left_alone_until}
        return AgentVerdict(
            agent=agent.name,
            verdict=first,
            place=agent.number,
            rung=self._rung(agent),
            lacks=() if agent.name == self._call.wanted else self._least_lacking(agent),
            besides=tuple(besides),
            reason=(agent.pause_reason or "") if paused else "",
            refusal=self._refusals.get(agent.name, "missed") if agent.name in self._call.refused else "",
            until=until.get(agent.state),
            busy_with=(agent.call or "") if agent.state in (AgentState.OFFERED, AgentState.TALKING) else "",
        )

    def _obstacles(self, agent: Agent) -> list[Verdict]:
        """Everything that keeps ``agent`` from the call, what counts first."""
        found = []
        if self._call.wanted and agent.name != self._call.wanted:
            found.append(Verdict.NOT_WANTED)
        if agent.name != self._call.wanted and not self._is_let_in(agent):
            found.append(Verdict.LACKS if self._rung(agent) is None else Verdict.LATER)
        if agent.name in self._call.refused:
            found.append(Verdict.REFUSED)
        if agent.state is not AgentState.READY:
            found.append(Verdict(str(agent.state)))
        return found

    def _reach_of(self, agent: Agent) -> Reach | None:
        return self._reach.get(self._centre.floor.group_of(agent).number)

    def _rung(self, agent: Agent) -> int | None:
        reach = self._reach_of(agent)
        return None if reach is None else reach.rung

    def _is_let_in(self, agent: Agent) -> bool:
        rung = self._rung(agent)
        return rung is not None and rung <= self._call.opened

    def _lacking(self, agent: Agent, rung: int) -> tuple[Lack, ...]:
        key = agent.profile, rung
        if key not in self._lacks:
            self._lacks[key] = lacks_of(self._centre, agent, self._call.ladder.rungs[rung].need)
        return self._lacks[key]

    def _least_lacking(self, agent: Agent) -> tuple[Lack, ...]:
        if self._is_let_in(agent):
            return ()
        return min((self._lacking(agent, rung) for rung in range(self._call.opened, -1, -1)), key=len)


def reach_of_groups(centre: Centre, call: Call, at: float) -> dict[int, Reach]:
    """Return by number which groups the ladder of ``call`` lets in at all, and what they are compared by."""
    floor, found = centre.floor, {}
    by_demand = call.ladder.queue.choice == "specialists-first"
    for number, rung in enumerate(call.ladder.rungs):
        fits = rung.fit
        needed = floor.demand.of_groups(rung.groups, call.ladder, at) if by_demand else fits
        for index, group in enumerate(rung.groups):
            found[group] = Reach(number, fits[index], needed[index])
    return found


def lacks_of(centre: Centre, agent: Agent, need: Expression) -> tuple[Lack, ...]:
    """Return the fewest tests that would have to be different for ``agent`` to meet ``need``."""
    matrix = centre.roster.matrix
    levels = matrix.levels_of(agent.profile)
    return tuple(Lack(test, levels.get(str(test.skill), 0)) for test in matrix.lacking(agent.profile, need))
