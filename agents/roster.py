"""The roster: each agent's rules from the configuration, and the record of what they do now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from agents.agent_rules import AgentRules
from agents.occupancy import Doing, Occupancy
from agents.skills import SkillMatrix
from agents.states import REST, TRANSITIONS, AgentEvent, AgentState, Device, Illegal, by_state

__all__ = ["Agent", "AgentCounts", "AgentRules", "Roster"]

DOING: Final = {
    **dict.fromkeys(AgentState, Doing.NEITHER),
    AgentState.READY: Doing.READY,
    AgentState.TALKING: Doing.HANDLING,
    AgentState.WRAP_UP: Doing.HANDLING,
}
"""What an agent's time counts as, for their occupancy."""

NEXT: Final = by_state(TRANSITIONS)
SIGNED_OUT: Final = AgentState.SIGNED_OUT
READY: Final = AgentState.READY
FREE: Final = Device.FREE
RESTS: Final = REST


class AgentCounts:
    """What an agent has done since the engine began: calls, and seconds in each state that is over.

    ``talking`` among the seconds counts from the answer to the end of the agent's own part, hold included;
    ``hold_s`` is what of it the caller was on hold. ``passed_on`` are calls transferred, ``missed`` offers.
    """

    __slots__ = ("answered", "hold_s", "missed", "passed_on", "seconds")

    def __init__(self) -> None:
        self.answered = 0
        self.missed = 0
        self.passed_on = 0
        self.hold_s = 0.0
        self.seconds: dict[str, float] = {}


class Agent:
    """One agent as the engine sees them; changed by the engine only.

    Times are engine seconds. ``since`` is when the state began, ``idle_since`` orders the longest idle,
    ``misses`` counts offers missed in a row, after which who is ``left_alone`` is offered nothing until
    ``left_alone_until``; ``offered_at`` is when the phone last rang, ``call`` and ``offer`` name the work in
    hand, ``held_since`` says since when its caller is on hold, None if not. During wrap-up ``handles`` names the queue
    of the call that was answered at ``handles_since``.
    """

    __slots__ = (
        "call", "counts", "device", "handles", "handles_since", "held_since", "idle_since", "leaving", "left_alone",
        "left_alone_until", "misses", "name", "number", "occupancy", "offer", "offered_at", "pause_reason", "profile",
        "rules", "since", "state", "wrap_up_until",
    )  # fmt: skip

    def __init__(self, rules: AgentRules, number: int, profile: int, window_s: float = 1800.0) -> None:
        self.rules = rules
        self.name = rules.name
        self.number = number
        self.profile = profile
        self.state = AgentState.SIGNED_OUT
        self.since = 0.0
        self.idle_since = 0.0
        self.leaving = True
        self.pause_reason: str | None = None
        self.device = Device.FREE
        self.misses = 0
        self.left_alone = False
        self.left_alone_until = 0.0
        self.offered_at = 0.0
        self.occupancy = Occupancy(window_s)
        self.call: str | None = None
        self.offer: int | None = None
        self.wrap_up_until = 0.0
        self.handles, self.handles_since = "", 0.0
        self.held_since: float | None = None
        self.counts = AgentCounts()

    @property
    def signed_in(self) -> bool:
        """Whether the agent is here at all, in whatever state."""
        return self.state is not SIGNED_OUT

    def may(self, event: AgentEvent) -> bool:
        """Whether the table has a row for ``event`` in the present state."""
        return event in NEXT[self.state]

    def check(self, event: AgentEvent) -> None:
        """Raise :class:`Illegal` unless ``event`` is legal now."""
        if not self.may(event):
            raise Illegal(f"agent {self.name} is {self.state}: {event} is not possible")

    def apply(self, event: AgentEvent, at: float) -> None:
        """Move to the state the table gives for ``event``; ``since`` moves only if the state does."""
        before = self.state
        target = NEXT[before][event]
        state = resting_state(self) if target is RESTS else cast(AgentState, target)
        if state is not before:
            seconds = self.counts.seconds
            seconds[before] = seconds.get(before, 0.0) + at - self.since
            self.state, self.since = state, at
            self.occupancy.turn(DOING[state], at)

    def resume(self, at: float) -> None:
        """The caller is on hold no longer."""
        if self.held_since is not None:
            self.counts.hold_s += at - self.held_since
            self.held_since = None


def resting_state(agent: Agent) -> AgentState:
    """Return the state in which an agent without work rests."""
    if agent.leaving:
        return SIGNED_OUT
    if agent.pause_reason is not None:
        return AgentState.PAUSED
    if agent.device is not FREE:
        return AgentState.UNREACHABLE if agent.device is Device.GONE else AgentState.BUSY_ELSEWHERE
    return AgentState.AFTER_MISS if agent.left_alone else READY


class Roster:
    """All agents by name, their profiles in one skill matrix.

    Whoever other rules name no more is here until they go home. After that only ``[name]`` and :meth:`record` still
    find them, for what was begun with them.
    """

    def __init__(self, skills: Mapping[str, str], rules: list[AgentRules], window_s: float = 1800.0) -> None:
        self.matrix = SkillMatrix(skills)
        self._unnamed: dict[str, bool] = {}
        self._agents = {
            each.name: Agent(each, number, self.matrix.profile(each.skills), window_s)
            for number, each in enumerate(rules)
        }

    def change(self, skills: Mapping[str, str], rules: Iterable[AgentRules], window_s: float) -> list[Agent]:
        """Take other rules: agents keep their state. Return those who are named no more and still here.

        Who is named no more and away is forgotten; the others stay with what they can, until they go.
        """
        before, self._agents = self._agents, {}
        wished, self._unnamed = self._unnamed, {}
        self.matrix = SkillMatrix(skills)
        for each in rules:
            agent = before.pop(each.name, None) or Agent(each, 0, 0, window_s)
            if agent.signed_in:  # whoever is named again stays, unless they meant to go
                agent.leaving = wished.get(each.name, agent.leaving)
            agent.rules = each
            self._add(agent)
        gone = [agent for agent in before.values() if agent.signed_in]
        for agent in gone:
            self._unnamed[agent.name] = wished.get(agent.name, agent.leaving)
            self._add(agent)
        return gone

    def names(self, agent: Agent) -> bool:
        """Whether the rules of now name ``agent``; who is named no more only ends what they do."""
        return agent.name not in self._unnamed

    def _add(self, agent: Agent) -> None:
        known = {skill: level for skill, level in agent.rules.skills.items() if self.matrix.knows(skill)}
        agent.number, agent.profile = len(self._agents), self.matrix.profile(known)
        self._agents[agent.name] = agent

    def _is_here(self, agent: Agent) -> bool:
        return agent.name not in self._unnamed or agent.signed_in

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[Agent]:
        return filter(self._is_here, self._agents.values())

    def __len__(self) -> int:
        return len(self._agents) - sum(not self._agents[name].signed_in for name in self._unnamed)

    def get(self, name: str) -> Agent | None:
        """Return the agent called ``name``, or None."""
        agent = self._agents.get(name)
        return agent if agent is not None and self._is_here(agent) else None

    def record(self, name: str) -> Agent | None:
        """Return the agent called ``name``, here or gone for good, or None."""
        return self._agents.get(name)

    def __getitem__(self, name: str) -> Agent:
        return self._agents[name]
