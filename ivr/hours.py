"""Opening hours: a week of periods in a time zone, and dates that are different.

Periods are wall-clock times, so a centre that opens at nine opens at nine on both sides of a clock change. A
period that ends at or before its beginning runs into the next day (``22:00-06:00``) and belongs, also for
``dates``, to the day on which it begins. What they mean at a moment, :mod:`acd.engine.hours` says to menus and engine.
"""

import datetime as dt
import re
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from acd.engine.hours import DAY_MIN, is_open
from acd.engine.routing_rules import Schedule
from ivr.fields import text_from
from ivr.model import Part

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PERIOD = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})", re.ASCII)
_YEARLY = re.compile(r"[0-9]{2}-[0-9]{2}", re.ASCII)


class Period(NamedTuple):
    """Minutes after midnight: from ``begin`` up to, not including, ``end``."""

    begin: int
    end: int


Day = tuple[Period, ...]


def _refusal(key: str, raw: object) -> PydanticCustomError:
    return PydanticCustomError(key, "not understood: {got}", {"got": str(raw)[:64]})


def period_from(raw: object) -> Period:
    """Read ``09:00-18:00``; ``24:00`` is the end of a day."""
    found = _PERIOD.fullmatch(str(raw))
    if not found:
        raise _refusal("bad_period", raw)
    begin_h, begin_min, end_h, end_min = (int(part) for part in found.groups())
    period = Period(begin_h * 60 + begin_min, end_h * 60 + end_min)
    if max(begin_min, end_min) > 59 or period.begin >= DAY_MIN or period.end > DAY_MIN:
        raise _refusal("bad_period", raw)
    if period.begin == period.end:
        raise _refusal("empty_period", raw)
    return period


def day_from(raw: object) -> Day:
    """Read a day: ``open`` (round the clock), ``closed``, one period or a list of periods."""
    if raw == "open":
        return (Period(0, DAY_MIN),)
    if raw == "closed":
        return ()
    return tuple(period_from(each) for each in (raw if isinstance(raw, list | tuple) else [raw]))


def week_from(raw: object) -> dict[str, Day]:
    """Read ``{mon-fri: 09:00-18:00, sat: ...}`` into a mapping of single days; a day not named is closed."""
    if not isinstance(raw, dict):
        raise _refusal("not_mapping", raw)
    week: dict[str, Day] = {}
    for named, periods in raw.items():
        first, _, last = str(named).partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise _refusal("bad_day", named)
        begin, end = DAYS.index(first), DAYS.index(last or first)
        for number in range(begin, end + 1 if end >= begin else end + 8):
            week[DAYS[number % 7]] = day_from(periods)
    return week


def date_from(raw: object) -> str:
    """Read a date: ``2026-12-25``, or ``12-25`` for that day of every year."""
    text = str(raw)
    try:
        dt.date.fromisoformat(f"2024-{text}" if _YEARLY.fullmatch(text) else text)
    except ValueError:
        raise _refusal("bad_date", raw) from None
    return text


def zone_from(raw: object) -> str:
    """Read the name of a time zone, ``Europe/Berlin``."""
    name = text_from(raw)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # what is missing, what is a folder, and what is no path at all
        raise _refusal("bad_zone", raw) from None
    return name


_NAMED = "|".join(DAYS)
_ONE: dict[str, Any] = {"type": "string", "pattern": f"^(open|closed|{_PERIOD.pattern})$"}
_DAY = {"anyOf": [_ONE, {"type": "array", "items": {"type": "string", "pattern": f"^{_PERIOD.pattern}$"}}]}
_WEEK = {"type": "object", "patternProperties": {f"^({_NAMED})(-({_NAMED}))?$": _DAY}, "additionalProperties": False}
_DATES = {
    "type": "object",
    "patternProperties": {f"^([0-9]{{4}}-)?{_YEARLY.pattern}$": _DAY},
    "additionalProperties": False,
}

# The inner types are loose because the readers above have already made what is promised.
Dates = dict[Annotated[str, BeforeValidator(date_from)], Annotated[tuple[Any, ...], BeforeValidator(day_from)]]


class Hours(Part):
    """Opening hours under one name."""

    zone: Annotated[str, BeforeValidator(zone_from)]
    week: Annotated[dict[str, Any], BeforeValidator(week_from), WithJsonSchema(_WEEK)]
    dates: Annotated[Dates, Field(default_factory=dict), WithJsonSchema(_DATES)]

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether it is open at this moment, in whatever zone the moment is given.

        Raises:
            ValueError: ``at`` has no time zone, so it is no moment.
        """
        if at.tzinfo is None:
            raise ValueError(f"a moment with a time zone was expected, got {at.isoformat()}")
        return is_open(self.schedule(), at.timestamp())

    def schedule(self) -> Schedule:
        """The same hours as the engine knows them."""
        week = tuple(self.week.get(day, ()) for day in DAYS)
        return Schedule(zone=self.zone, week=week, dates=dict(self.dates))
