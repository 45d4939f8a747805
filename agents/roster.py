"""The roster: each agent's rules from the configuration, and the record of what they do now."""

from collections.abc import Iterator, Mapping

import msgspec

from agents.skills import SkillMatrix
from agents.states import REST, TRANSITIONS, AgentEvent, AgentState, Device, Illegal, resting_state


class AgentRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration says of an agent.

    ``name`` is the identity everywhere, ``title`` is what people read, ``endpoint`` is the phone as the PBX
    names it (``PJSIP/1001``), ``skills`` maps skill to level 1 to 10, ``wrap_up_s`` is in seconds. Who must
    ``confirm`` presses a key before the caller is connected; without ``announce`` they hear no queue's name.
    ``language`` is what the agent hears, "" for the centre's.
    """

    name: str
    endpoint: str
    title: str = ""
    skills: dict[str, int] = {}
    wrap_up_s: float = 0.0
    confirm: bool = False
    announce: bool = True
    language: str = ""


class AgentCounts(msgspec.Struct):
    """What an agent has done since the engine began: calls, and seconds in each state that is over.

    ``talking`` among the seconds counts from the answer to the end of the agent's own part, hold included;
    ``hold_s`` is what of it the caller was on hold. ``passed_on`` are calls transferred, ``missed`` offers.
    """

    answered: int = 0
    missed: int = 0
    passed_on: int = 0
    hold_s: float = 0.0
    seconds: dict[str, float] = {}


class Agent:
    """One agent as the engine sees them; changed by the engine only.

    Times are engine seconds. ``since`` is when the state began, ``idle_since`` orders the longest idle,
    ``misses`` counts offers missed in a row, ``call`` and ``offer`` name the work in hand, ``held_since`` says since
    when its caller is on hold, None if not.
    """

    __slots__ = (
        "call", "counts", "device", "held_since", "idle_since", "leaving", "misses", "number", "offer",
        "pause_reason", "profile", "rules", "since", "state", "wrap_up_until",
    )  # fmt: skip

    def __init__(self, rules: AgentRules, number: int, profile: int) -> None:
        self.rules = rules
        self.number = number
        self.profile = profile
        self.state = AgentState.SIGNED_OUT
        self.since = 0.0
        self.idle_since = 0.0
        self.leaving = True
        self.pause_reason: str | None = None
        self.device = Device.FREE
        self.misses = 0
        self.call: str | None = None
        self.offer: int | None = None
        self.wrap_up_until = 0.0
        self.held_since: float | None = None
        self.counts = AgentCounts()

    @property
    def name(self) -> str:
        """The agent's identity."""
        return self.rules.name

    @property
    def signed_in(self) -> bool:
        """Whether the agent is here at all, in whatever state."""
        return self.state is not AgentState.SIGNED_OUT

    def may(self, event: AgentEvent) -> bool:
        """Whether the table has a row for ``event`` in the present state."""
        return (self.state, event) in TRANSITIONS

    def check(self, event: AgentEvent) -> None:
        """Raise :class:`Illegal` unless ``event`` is legal now."""
        if not self.may(event):
            raise Illegal(f"agent {self.name} is {self.state}: {event} is not possible")

    def apply(self, event: AgentEvent, at: float) -> None:
        """Move to the state the table gives for ``event``; ``since`` moves only if the state does."""
        target = TRANSITIONS[self.state, event]
        state = resting_state(self) if target is REST else target
        assert isinstance(state, AgentState)
        if state is not self.state:
            seconds = self.counts.seconds
            seconds[self.state] = seconds.get(self.state, 0.0) + at - self.since
            self.state, self.since = state, at

    def resume(self, at: float) -> None:
        """The caller is on hold no longer."""
        if self.held_since is not None:
            self.counts.hold_s += at - self.held_since
            self.held_since = None


class Roster:
    """All agents by name, their profiles in one skill matrix."""

    def __init__(self, skills: Mapping[str, str], rules: list[AgentRules]) -> None:
        self.matrix = SkillMatrix(skills)
        self._agents = {
            each.name: Agent(each, number, self.matrix.profile(each.skills)) for number, each in enumerate(rules)
        }

    def __iter__(self) -> Iterator[Agent]:
        return iter(self._agents.values())

    def __len__(self) -> int:
        return len(self._agents)

    def get(self, name: str) -> Agent | None:
        """Return the agent called ``name``, or None."""
        return self._agents.get(name)

    def __getitem__(self, name: str) -> Agent:
        return self._agents[name]
