"""A scenario as its planner writes it, typed: the day, the callers, who works when, and rules as in production."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from acd.config.fields import Folder
from acd.config.model import MissesPart, TurnsPart
from acd.config.queue_model import Asked, Part, QueuePart, Skills
from acd.engine.hours import DAY_MIN
from ivr.fields import A_NUMBER, DataName, Name, Text
from ivr.hours import Period, period_from
from simulator.scenario.arriving import Calls
from simulator.scenario.distributions import Busyness, Distribution, Patience
from simulator.scenario.limits import (
    MOST_AGENTS,
    MOST_BREAKS,
    MOST_DAYS,
    MOST_GROUPS,
    MOST_LINES,
    MOST_PERIODS,
    MOST_SHIFTS,
    MOST_TRIES,
    MOST_TYPES,
)
from simulator.scenario.units import DurationS, Share
from simulator.statistics.definitions import DEFINITIONS

SAME, BY_PERIOD, BY_GROUP, ONE, MANY = "[same]", "[by period]", "[by group]", "[one]", "[many]"
"""Marks of forms in the places that pydantic names; no name of a planner's can look like one."""


def hours_from(raw: object) -> Period:
    """Read ``08:00-20:00``, or ``open`` for a whole day from midnight, as in opening hours."""
    return Period(0, DAY_MIN) if raw == "open" else period_from(raw)


HOURS: dict[str, Any] = {"type": "string", "pattern": r"^(open|\d{1,2}:\d\d-\d{1,2}:\d\d)$"}
Hours = Annotated[Period, BeforeValidator(hours_from), WithJsonSchema(HOURS)]
"""From one time of the day to another."""

Count = Annotated[int, Field(ge=0, le=MOST_AGENTS), A_NUMBER]


class DayPart(Part):
    """A day that starts empty: calls come within ``hours``, and it runs until the last of them has ended."""

    hours: Hours
    period: DurationS


class SteadyPart(Part):
    """A steady state: after ``warm_up``, which is not counted, ``length`` counts, in ``batches`` of equal length."""

    warm_up: DurationS
    length: DurationS
    batches: Annotated[int, Field(ge=2, le=MOST_PERIODS - 1), A_NUMBER] = 20


class ByPeriodPart(Part):
    """Durations by the period in which the call came."""

    by_period: Annotated[list[Distribution], Field(min_length=1, max_length=MOST_PERIODS)]


def form_within_group(raw: object) -> str:
    """Tell the same duration all day and one for each period apart."""
    return BY_PERIOD if isinstance(raw, ByPeriodPart) or (isinstance(raw, dict) and "by_period" in raw) else SAME


PerPeriod = Annotated[
    Annotated[Distribution, Tag(SAME)] | Annotated[ByPeriodPart, Tag(BY_PERIOD)], Discriminator(form_within_group)
]


class ByGroupPart(Part):
    """Durations by the group of the agent who answers; ``otherwise`` holds for every group that is not named."""

    by_group: Annotated[dict[Name, PerPeriod], Field(min_length=1, max_length=MOST_GROUPS)]
    otherwise: PerPeriod | None = None


def form_of_durations(raw: object) -> str:
    """Tell the three ways apart in which durations can be given."""
    by_group = isinstance(raw, dict) and not {"by_group", "otherwise"}.isdisjoint(raw)
    return BY_GROUP if by_group or isinstance(raw, ByGroupPart) else form_within_group(raw)


Lasting = Annotated[
    Annotated[Distribution, Tag(SAME)]
    | Annotated[ByPeriodPart, Tag(BY_PERIOD)]
    | Annotated[ByGroupPart, Tag(BY_GROUP)],
    Discriminator(form_of_durations),
]
"""How long something takes of an agent: one distribution, or one by period of arrival, by group, or both."""


class RetrialsPart(Part):
    """Who abandons calls again with this ``probability``, ``after`` some time, at ``most`` so many times."""

    probability: Share
    after: Distribution
    most: Annotated[int, Field(ge=1, le=MOST_TRIES), A_NUMBER] = 10


class TypePart(Part):
    """Callers of one kind. ``queue`` is one of ``queues``; without it there is one for them, called as they are."""

    arrivals: Calls
    handling: Lasting
    wrap_up: Lasting | None = None
    patience: Patience = None
    balking: Share = 0.0
    retrials: RetrialsPart | None = None
    busyness: Busyness | None = None
    queue: Name | None = None
    needs: Asked = Field(default={})
    priority: Annotated[int, Field(ge=0, le=100), A_NUMBER] = 0
    language: Name | None = None
    topic: Text | None = None
    data: dict[DataName, Text] = Field(default={})
    threshold: DurationS | None = None
    quick: DurationS | None = None


def one_or_more(raw: Any) -> Any:
    """Take one for a list of one."""
    return raw if isinstance(raw, list | tuple) else [raw]


ONE_OR_MORE = BeforeValidator(one_or_more, json_schema_input_type=Hours | list[Hours])
Spells = Annotated[list[Hours], ONE_OR_MORE, Field(min_length=1, max_length=MOST_BREAKS)]


class ShiftPart(Part):
    """So many agents (or those of the centre's agents who are named) work within ``hours``, all but ``breaks``."""

    hours: Spells
    agents: Annotated[int, Field(ge=0, le=MOST_AGENTS), A_NUMBER] | None = None
    who: Annotated[list[Name], Field(min_length=1, max_length=MOST_AGENTS)] | None = None
    breaks: Annotated[list[Hours], ONE_OR_MORE, Field(max_length=MOST_BREAKS)] = Field(default=[])


def form_of_heads(raw: object) -> str:
    """Tell a number and a list of numbers apart."""
    return MANY if isinstance(raw, list | tuple) else ONE


Heads = Annotated[
    Annotated[Count, Tag(ONE)] | Annotated[list[Count], Tag(MANY), Field(min_length=1, max_length=MOST_PERIODS)],
    Discriminator(form_of_heads),
]
"""How many agents are there: all day, or in each period."""


class GroupPart(Part):
    """Agents who are counted together: new ones with ``skills``, new ones ``like`` one of the centre's, or its own.

    Of the centre's own, ``who`` names some, or all whom no other group names. Either ``agents`` says how many are
    there, or ``shifts`` say who works when; of the centre's own all are, unless it is said.
    """

    skills: Skills | None = None
    like: Name | None = None
    who: Literal["all"] | Annotated[list[Name], Field(min_length=1, max_length=MOST_AGENTS)] | None = None
    agents: Heads | None = None
    shifts: Annotated[list[ShiftPart], Field(min_length=1, max_length=MOST_SHIFTS)] | None = None


class ScenarioPart(Part):
    """The whole file. With ``centre`` the queues, skills, agents and rules of that production file hold.

    ``queues``, ``turns`` and all that follows are as in a production file; beside a ``centre`` what is written here
    holds instead of what is written there.
    """

    scenario: Text
    centre: Folder | None = None
    days: Annotated[int, Field(ge=1, le=MOST_DAYS), A_NUMBER] | None = None
    seed: Annotated[int, Field(ge=0, le=2**53), A_NUMBER] = 1
    day: DayPart | None = None
    steady: SteadyPart | None = None
    threshold: DurationS | None = None
    quick: DurationS | None = None
    target: Share = 0.8
    service_level: Annotated[Name, Field(json_schema_extra={"enum": [*DEFINITIONS]})] = "acd"
    busyness: Busyness | None = None
    ring: Distribution | None = None
    lines: Annotated[int, Field(ge=1, le=MOST_LINES), A_NUMBER] | None = None
    types: Annotated[dict[Name, TypePart], Field(min_length=1, max_length=MOST_TYPES)]
    groups: Annotated[dict[Name, GroupPart], Field(min_length=1, max_length=MOST_GROUPS)] | None = None
    queues: dict[Name, QueuePart] = Field(default={}, max_length=MOST_TYPES)
    turns: TurnsPart | None = None
    misses: MissesPart | None = None
    misses_to_pause: Annotated[int, Field(ge=1, le=100), A_NUMBER] | None = None
    occupancy_window: Annotated[DurationS, Field(ge=60)] | None = None
