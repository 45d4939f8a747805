"""What an explanation is made of: plain data, taken down at the moment of a decision and told later.

Every number stands as the engine compared it. Times are engine seconds.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from acd.engine.centre import Trigger
from acd.engine.routing_rules import Bounds, Choice
from agents.needs import Test


class Verdict(StrEnum):
    """What counted about an agent: the first of these that held, from the call's wish to what they were doing."""

    CHOSEN = "chosen"
    IDLE = "idle"
    NOT_WANTED = "not_wanted"
    LACKS = "lacks"
    LATER = "later"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    OFFERED = "offered"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    AFTER_MISS = "after_miss"
    BUSY_ELSEWHERE = "busy_elsewhere"
    UNREACHABLE = "unreachable"


class Lack(msgspec.Struct, frozen=True):
    """A test that an agent does not pass, and the level they have."""

    test: Test
    has: int


class AgentVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """An agent at the moment of a decision.

    ``rung`` is where the ladder of needs lets them in: 0 for the need itself, n for step n, None for nowhere. ``rank``
    is set for the chosen and the idle, who could have been; ``idle_s`` and ``measure`` (what the queue's way to choose
    compares, None if it compares nothing else) go with it. ``lacks`` is what they lack for the rungs that are open; of
    an idle one, for the rung of the chosen. ``besides`` is what else stood in the way. ``reason`` is that of a pause,
    and ``refusal`` how the call was not theirs any more; ``until`` is when the state ends by itself, None if it is not
    known, and ``busy_with`` the call they had. ``place`` is where they stand on the roster.
    """

    agent: str
    verdict: Verdict
    place: int = 0
    rung: int | None = None
    rank: int | None = None
    idle_s: float | None = None
    measure: float | None = None
    lacks: tuple[Lack, ...] = ()
    besides: tuple[Verdict, ...] = ()
    reason: str = ""
    refusal: str = ""
    until: float | None = None
    busy_with: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a call stands in the order of calls, with every term: the least ``rank`` is served first.

    ``moment`` is the place, less the ``credits`` (what for, seconds), less ``priority`` times ``priority_worth_s``,
    put to the front if it is ``at_front``, plus ``target_s`` where the order is that of targets. ``rank`` is the
    moment, or its distance from now times the queue's ``weight`` where queues have weights.
    """

    at: float
    place: float
    credits: tuple[tuple[str, float], ...]
    priority: int
    priority_worth_s: float
    at_front: bool
    target_s: float | None
    weight: float | None
    moment: float
    rank: float

    @property
    def waited_s(self) -> float:
        """How long it has waited, by its place."""
        return self.at - self.place

    @property
    def credit_s(self) -> float:
        """All credits together."""
        return sum(seconds for _, seconds in self.credits)


class PassedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting call whose turn was earlier but which the free agent could not take.

    It ``wanted`` another agent, or the agent ``lacks`` something, or is let in by a step to come (``later``), or had
    it before and did not take it: ``refusal``.
    """

    call: str
    queue: str
    standing: Standing
    wanted: str = ""
    lacks: tuple[Lack, ...] = ()
    later: int = 0
    refusal: str = ""


class StepSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a need, by its number from 1: open since ``opened_at`` because of ``why`` (None, "": not known any
    more), or not open, with the time at which it opens by itself (None if time does not)."""

    number: int
    need: str
    when: Bounds
    is_open: bool
    opened_at: float | None = None
    why: str = ""
    opens_at: float | None = None


class WaitsFor(msgspec.Struct, frozen=True, kw_only=True):
    """The one agent whom a call waits for, why, since when, and until when if that agent goes on with what they do."""

    agent: str
    why: str
    since: float
    until: float


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about a call.

    ``trigger`` says who looked: the ``call`` for an agent, or an ``agent`` who became free for a call. ``agent`` is
    who was chosen, None if nobody could be, and ``also`` ring with them. ``turn`` is the place in the line of
    ``line_length`` calls with this need. ``needs`` are those of all rungs as texts, "" for anybody. ``absent`` are
    values of the call that the need asks for and nobody knows; ``not_awaited`` are agents whom the call would rather
    have had and for whom it does not wait, as they are. ``drawn`` is (number, among how many), where lots were drawn.
    """

    at: float
    call: str
    trigger: Trigger
    queue: str
    choice: Choice
    needs: tuple[str, ...]
    steps: tuple[StepSeen, ...]
    absent: tuple[str, ...]
    standing: Standing
    turn: int
    line_length: int
    agent: str | None
    agents: tuple[AgentVerdict, ...]
    also: tuple[str, ...] = ()
    waits_for: WaitsFor | None = None
    not_awaited: tuple[str, ...] = ()
    drawn: tuple[int, int] | None = None
    passed_over: tuple[PassedOver, ...] = ()

    def verdict_of(self, agent: str) -> AgentVerdict | None:
        """Return what counted about ``agent``, None if they were not on the roster."""
        return next((each for each in self.agents if each.agent == agent), None)


class ServedFirst(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who could have taken the call became free, and took another whose turn was earlier."""

    at: float
    call: str
    agent: str
    other: str
    queue: str
    standing: Standing
    other_standing: Standing


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """Something else in the story of a call's routing; ``what`` names the sentence, ``values`` fill it.

    ``why`` is the reason of a way out, ``limit`` the number or name it goes by, ``bounds`` those of the rules.
    """

    at: float
    call: str
    what: str
    values: dict[str, str] = {}
    why: str = ""
    limit: str = ""
    bounds: tuple[Bounds, ...] = ()


Told: TypeAlias = Explained | ServedFirst | Happened
