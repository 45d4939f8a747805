"""A queue as its owner writes it, typed: what its calls need, whose turn it is, which agent, and the ways out."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from acd.config.fields import Duration, Lasting, Remembered, Way
from acd.engine.routing_rules import Bounds, Choice, Exit, Patience, Place
from acd.engine.rules import Recording
from agents.needs import HIGHEST_LEVEL
from ivr.fields import A_LEVEL, A_NUMBER, DataName, Name, Text
from ivr.needs import LEVELS, TEXT, NeedText, form_of, one_of_forms
from ivr.problems import Path

LIST, STEP = "[list]", "[step]"
"""Marks of forms in the places that pydantic names, beside those of ``ivr.needs``."""

MOST_STEPS, MOST_RULES = 16, 16
"""Steps of one need; overflows, deflections and credits of one queue."""

Level = Annotated[int, Field(ge=1, le=HIGHEST_LEVEL), A_LEVEL]
Skills = dict[Name, Level]
Asked = Annotated[Annotated[Skills, Tag(LEVELS)] | Annotated[NeedText, Tag(TEXT)], one_of_forms()]
"""What a call asks of an agent: levels by skill, or a text."""


class Part(BaseModel):
    """What every part has in common: it never changes, and a misspelt word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


class LoadPart(Part):
    """Bounds of the load. The first two are crossed from above, the last from below."""

    expected_wait: Duration | None = None
    waiting: Annotated[int, Field(ge=0, le=20_000), A_NUMBER] | None = None
    signed_in: Annotated[int, Field(ge=1, le=20_000), A_NUMBER] | None = None

    def bounds(self) -> Bounds:
        """The bounds as the engine knows them."""
        after_s = getattr(self, "after", None)
        waiting, signed_in = self.waiting, self.signed_in
        return Bounds(after_s=after_s, expected_wait_s=self.expected_wait, waiting=waiting, signed_in=signed_in)


class BoundsPart(LoadPart):
    """Bounds of time and load; one that is crossed is enough."""

    after: Duration | None = None


class StepPart(BoundsPart):
    """A step by which a need relaxes: from then on also agents who meet ``needs`` may serve."""

    needs: Asked


STEP_WORDS = frozenset(StepPart.model_fields)


def form_of_needs(raw: object) -> str | None:
    """Tell the forms of a queue's needs apart: one need, or a list of it and the steps that relax it."""
    return LIST if isinstance(raw, list | tuple) else form_of(raw)


def form_of_rung(raw: object) -> str | None:
    """Tell a need and a step apart."""
    if isinstance(raw, StepPart) or (isinstance(raw, dict) and not STEP_WORDS.isdisjoint(raw)):
        return STEP
    return form_of(raw)


Rung = Annotated[
    Annotated[StepPart, Tag(STEP)] | Annotated[Skills, Tag(LEVELS)] | Annotated[NeedText, Tag(TEXT)],
    Discriminator(form_of_rung, custom_error_type="no_needs", custom_error_message="no needs"),
]
Ladder = Annotated[
    Annotated[Skills, Tag(LEVELS)]
    | Annotated[NeedText, Tag(TEXT)]
    | Annotated[list[Rung], Tag(LIST), Field(min_length=1, max_length=MOST_STEPS + 1)],
    Discriminator(form_of_needs, custom_error_type="no_needs", custom_error_message="no needs"),
]


class WayOut(Part):
    """A prompt, and where the caller goes then."""

    say: Name | None = None
    then: Way = Exit(go="hangup")

    def exit(self) -> Exit:
        """The way out as the engine knows it."""
        return Exit(go=self.then.go, target=self.then.target, say=self.say or "")


class TimedWayOut(WayOut):
    """A way out after some time."""

    after: Duration = 0.0


class LongestWaitPart(WayOut):
    """The way out that ends every wait; nobody is shown out on coming."""

    after: Lasting = 3600.0


class FullWayOut(WayOut):
    """A way out when so many wait already."""

    at: Annotated[int, Field(ge=0, le=20_000), A_NUMBER] = 1000


class OverflowPart(WayOut, BoundsPart):
    """A way out of who waits, when a bound is crossed."""

    then: Way


class DeflectPart(WayOut, LoadPart):
    """A way out of who comes, when a bound is crossed and nobody is free."""

    then: Way


class PatiencePart(Part):
    """How long a call waits for one certain agent, by what that agent does."""

    ready: Duration = Patience().ready_s
    busy: Duration = Patience().busy_s
    wrap_up: Duration = Patience().wrap_up_s
    paused: Duration = Patience().paused_s
    away: Duration = Patience().away_s

    def patience(self) -> Patience:
        """The same as the engine knows it."""
        return Patience(**{f"{word}_s": getattr(self, word) for word in PatiencePart.model_fields})


class PersonalPart(Part):
    """Calls whose data names an agent wait for that agent first."""

    data: DataName
    wait: PatiencePart = PatiencePart()


class LastAgentPart(Part):
    """Calls wait first for the agent who talked to this number last."""

    within: Remembered
    wait: PatiencePart = PatiencePart()


class CreditPart(Part):
    """Calls with this data are served as if they had waited so much longer."""

    data: Annotated[dict[DataName, Text], Field(min_length=1, max_length=MOST_RULES)]
    worth: Duration


class QueuePart(Part):
    """One queue. ``announce`` is the prompt that the agent hears before the caller, ``record`` when calls are kept."""

    title: Text | None = None
    needs: Ladder = {}
    tiers: dict[Name, Asked] = {}
    priority: Annotated[int, Field(ge=0, le=100), A_NUMBER] = 0
    weight: Annotated[float, Field(ge=0.01, le=100, allow_inf_nan=False), A_NUMBER] = 1.0
    credits: Annotated[list[CreditPart], Field(max_length=MOST_RULES)] = []
    choose: Choice = "longest-idle"
    ring: Duration = 20.0
    ring_at_once: Annotated[int, Field(ge=1, le=20), A_NUMBER] = 1
    personal: PersonalPart | None = None
    last_agent: LastAgentPart | None = None
    answer_within: Duration = 20.0
    longest_wait: LongestWaitPart = LongestWaitPart()
    full: FullWayOut = FullWayOut()
    nobody: TimedWayOut = TimedWayOut()
    overflow: Annotated[list[OverflowPart], Field(max_length=MOST_RULES)] = []
    deflect: Annotated[list[DeflectPart], Field(max_length=MOST_RULES)] = []
    hours: Name | None = None
    closed: WayOut = WayOut()
    at_closing: Literal["serve", "exit"] = "serve"
    transfer_place: Place = "original"
    announce: Name | None = None
    confirm: bool = False
    record: Recording = "never"

    @property
    def first_need(self) -> dict[str, int] | str:
        """What is asked before anything has relaxed."""
        first = self.needs[0] if isinstance(self.needs, list) else self.needs
        return {} if isinstance(first, StepPart) else first

    @property
    def steps(self) -> list[StepPart]:
        """The steps by which the need relaxes."""
        return [each for each in self.needs if isinstance(each, StepPart)] if isinstance(self.needs, list) else []

    def all_needs(self) -> Iterator[tuple[Path, dict[str, int] | str]]:
        """Every need of the queue, with its place: the first, those of the steps, and those of the tiers."""
        yield (("needs", 0) if isinstance(self.needs, list) else ("needs",)), self.first_need
        yield from ((("needs", number, "needs"), step.needs) for number, step in enumerate(self.steps, 1))
        yield from ((("tiers", name), need) for name, need in self.tiers.items())

    def ways(self) -> Iterator[tuple[Path, WayOut]]:
        """Every way out of the queue, with its place."""
        yield ("longest_wait",), self.longest_wait
        yield ("full",), self.full
        yield ("nobody",), self.nobody
        yield from ((("overflow", number), way) for number, way in enumerate(self.overflow))
        yield from ((("deflect", number), way) for number, way in enumerate(self.deflect))
        yield ("closed",), self.closed
