"""When a scenario's day begins and ends, its periods, and where times of the day fall in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from acd.engine.hours import DAY_MIN
from ivr.hours import Period
from ivr.problems import Problem
from simulator.days.world import Spell
from simulator.scenario.limits import MOST_PERIODS
from simulator.scenario.model import DayPart, ScenarioPart, SteadyPart

MINUTE_S = 60.0
ROUNDING = 1e-9


@dataclass(frozen=True)
class Times:
    """The borders of the periods in seconds from the beginning, and the wall clock's time of the beginning.

    In a steady state the first period is the warm-up, the others are batches, and no time of the day means anything.
    """

    edges: tuple[float, ...]
    opens_at_s: float = 0.0
    steady: bool = False

    @property
    def ends_at(self) -> float:
        """When the last caller may come."""
        return self.edges[-1]

    @property
    def periods(self) -> int:
        """For how many periods something may be given: in a steady state nothing changes."""
        return 1 if self.steady else len(self.edges) - 1

    @property
    def borders(self) -> tuple[float, ...]:
        """The borders of what :attr:`periods` counts."""
        return (0.0, self.ends_at) if self.steady else self.edges

    def spell(self, hours: Period) -> Spell:
        """Return from when to when ``hours`` are; what begins before the day begins before 0.

        Hours that end at or before their beginning run into the next day, as in opening hours.
        """
        begin = hours.begin * MINUTE_S - self.opens_at_s
        if begin + DAY_MIN * MINUTE_S < self.ends_at:
            begin += DAY_MIN * MINUTE_S
        return begin, begin + length_s(hours)

    def meets(self, spell: Spell) -> bool:
        """Whether any of the spell is within the day."""
        return spell[0] < self.ends_at and spell[1] > 0.0

    def duty(self, spell: Spell) -> Spell:
        """Return the part of a working spell within the day; who works at its end stays until all calls have ended."""
        return max(0.0, spell[0]), inf if spell[1] >= self.ends_at else spell[1]

    def shown(self, period: int) -> str:
        """Name a period as people do: ``09:30-10:00``."""
        return f"{self.clock(self.borders[period])}-{self.clock(self.borders[period + 1])}"

    def clock(self, at: float) -> str:
        """Write a moment as the wall clock shows it, with seconds only where there are some."""
        seconds = round(self.opens_at_s + at)
        hour, minute, second = seconds // 3600 % 24, seconds // 60 % 60, seconds % 60
        return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def length_s(hours: Period) -> float:
    """How long such hours last."""
    return ((hours.end - hours.begin - 1) % DAY_MIN + 1) * MINUTE_S


def times_of(part: ScenarioPart) -> tuple[Times | None, list[Problem]]:
    """Return the times of a scenario, or what is wrong with them."""
    problems = list(problems_of(part))
    if problems:
        return None, problems
    return (of_day(part.day) if part.day is not None else of_steady(part.steady)), []


def problems_of(part: ScenarioPart) -> Iterator[Problem]:
    """Say what is wrong with the day, or the steady state."""
    if (part.day is None) is (part.steady is None):
        yield Problem(("steady",) if part.day else (), "day_and_steady" if part.day else "day_or_steady")
    elif part.day is not None:
        yield from problems_of_day(part.day)
    elif part.steady is not None and not part.steady.warm_up <= part.steady.length:
        values = {"warm_up": shown(part.steady.warm_up), "length": shown(part.steady.length)}
        yield Problem(("steady", "warm_up"), "long_warm_up", values)
    elif part.steady is not None and part.steady.length <= 0:
        yield Problem(("steady", "length"), "no_length")


def problems_of_day(day: DayPart) -> Iterator[Problem]:
    """Periods that do not fill the day, or are too many."""
    length, place = length_s(day.hours), ("day", "period")
    values = {"length": shown(length), "period": shown(day.period), "most": str(MOST_PERIODS)}
    if day.period <= 0 or length / day.period > MOST_PERIODS:
        yield Problem(place, "too_many_periods", values)
    elif abs(length / day.period - round(length / day.period)) > ROUNDING or day.period > length:
        yield Problem(place, "uneven_periods", values)


def of_day(day: DayPart) -> Times:
    """The times of a day."""
    count = round(length_s(day.hours) / day.period)
    return Times(tuple(number * day.period for number in range(count + 1)), day.hours.begin * MINUTE_S)


def of_steady(steady: SteadyPart | None) -> Times:
    """The times of a steady state."""
    assert steady is not None, "there is a day or a steady state"
    batches = range(steady.batches + 1)
    counted = (steady.warm_up + number * steady.length / steady.batches for number in batches)
    return Times((0.0, *counted), steady=True)


def shown(seconds: float) -> str:
    """Write a duration with the unit in which it is shortest."""
    for unit, size in (("h", 3600.0), ("min", 60.0)):
        if seconds >= size and (seconds % (size / 2) == 0.0):
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"
