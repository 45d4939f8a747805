"""When calls come, as a planner writes it, typed: rates, numbers by period, counts of observed days, or moments."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from acd.config.queue_model import Part
from ivr.fields import A_NUMBER, Text
from simulator.scenario.limits import MOST_PERIODS
from simulator.scenario.units import RatePerS, figure

MOST_IN_A_PERIOD = 1_000_000
MOST_OBSERVED = 2_000
"""Days of counts."""

WAYS = ("rate", "rates", "per_period", "counts", "calls")
"""The words by which arrivals are given, of which one is written."""

Number = Annotated[
    float,
    PlainValidator(lambda raw: figure(raw, 0, MOST_IN_A_PERIOD)),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
Count = Annotated[int, Field(ge=0, le=MOST_IN_A_PERIOD), A_NUMBER]
A_ROW = Field(min_length=1, max_length=MOST_PERIODS)


class MomentsPart(Part):
    """Moments in a CSV file beside the scenario: its column, and that column's unit (``clock`` for times of day)."""

    file: Text
    column: Text
    unit: Text = "clock"


class ArrivalsPart(Part):
    """One way of saying when calls come.

    ``rate`` is the same all day, ``rates`` are by period; ``per_period`` are mean numbers of calls by period. All three
    are Poisson. ``counts`` are what was counted on observed days, a list of a number for each period for each day; each
    simulated day takes one of them. ``calls`` are moments, the same every day.
    """

    rate: RatePerS | None = None
    rates: Annotated[list[RatePerS], A_ROW] | None = None
    per_period: Annotated[list[Number], A_ROW] | None = None
    counts: Annotated[list[Annotated[list[Count], A_ROW]], Field(min_length=1, max_length=MOST_OBSERVED)] | None = None
    calls: MomentsPart | None = None

    @property
    def way(self) -> str:
        """The word by which it is given."""
        return next(word for word in WAYS if getattr(self, word) is not None)


def in_short(raw: Any) -> Any:
    """Take one value for a rate and a list for numbers by period; of several ways refuse all but one."""
    if isinstance(raw, ArrivalsPart) or raw is None:
        return raw
    if isinstance(raw, list | tuple):
        return {"per_period": raw}
    if not isinstance(raw, dict):
        return {"rate": raw}
    ways = [word for word in WAYS if raw.get(word) is not None]
    if len(ways) != 1 and set(raw) <= set(WAYS):
        raise PydanticCustomError("arrivals_ways", "one of {known}", {"known": ", ".join(WAYS)})
    return raw


Calls = Annotated[
    ArrivalsPart, BeforeValidator(in_short, json_schema_input_type=RatePerS | list[Number] | ArrivalsPart)
]
