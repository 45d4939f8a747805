"""Opening hours as a function of the moment: is it open, and when does that change?

Periods are wall-clock times of the schedule's zone, so a centre that opens at nine opens at nine on both sides of a
clock change, an hour that comes twice is open twice, and one that is left out is never open. Moments are seconds since
1970; no clock is read here.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from acd.engine.routing_rules import Schedule

DAY_MIN = 24 * 60
ALL_DAY = (0, DAY_MIN)
LOOKED_AHEAD_DAYS, LOOKED_AHEAD_IN_A_WEEK = 400, 22
"""What does not change within more than a year does not change; without dates weeks repeat, but for changed clocks."""

_DAY = dt.timedelta(days=1)


def is_open(schedule: Schedule, at: float) -> bool:
    """Say whether it is open at this moment."""
    local = dt.datetime.fromtimestamp(at, ZoneInfo(schedule.zone))
    minute, today = local.hour * 60 + local.minute, local.date()
    return any(begin <= minute < (end if end > begin else DAY_MIN) for begin, end in periods(schedule, today)) or any(
        end <= begin and minute < end for begin, end in periods(schedule, today - _DAY)
    )


def next_change(schedule: Schedule, at: float) -> float | None:
    """Find the first moment after ``at`` at which it opens or closes; None if that is more than a year ahead."""
    zone = ZoneInfo(schedule.zone)
    now = is_open(schedule, at)
    first = dt.datetime.fromtimestamp(at, zone).date()
    for ahead in range(LOOKED_AHEAD_DAYS if schedule.dates else LOOKED_AHEAD_IN_A_WEEK):
        date = first + ahead * _DAY
        if _is_all(schedule, date, now):
            continue  # as most days of a centre that never closes
        for moment in sorted(set(_bounds(schedule, zone, date))):
            if moment > at and is_open(schedule, moment) is not now:
                return moment
    return None


def _is_all(schedule: Schedule, date: dt.date, opened: bool) -> bool:
    """Whether a date is open, or closed, from its first minute to its last."""
    if opened:
        return ALL_DAY in periods(schedule, date)
    return not periods(schedule, date) and all(end > begin for begin, end in periods(schedule, date - _DAY))


def periods(schedule: Schedule, date: dt.date) -> tuple[tuple[int, int], ...]:
    """Find the periods that begin on a date: the exact date first, then the yearly one, then the week."""
    exact = date.isoformat() if schedule.dates else ""
    for named in (exact, exact[5:]):
        if named in schedule.dates:
            return schedule.dates[named]
    return schedule.week[date.weekday()]


def _bounds(schedule: Schedule, zone: ZoneInfo, date: dt.date) -> Iterator[float]:
    """List every moment of a date at which it may open or close: ends of periods, and changes of the clock."""
    minutes = {0, DAY_MIN, *(minute for period in periods(schedule, date) for minute in period)}
    minutes.update(end for begin, end in periods(schedule, date - _DAY) if end <= begin)
    midnight = dt.datetime.combine(date, dt.time())
    for minute in minutes:
        wall = (midnight + dt.timedelta(minutes=minute)).replace(tzinfo=zone)
        yield from (wall.replace(fold=fold).timestamp() for fold in (0, 1))
    yield from _clock_change(zone, midnight.replace(tzinfo=zone), (midnight + _DAY).replace(tzinfo=zone))


def _clock_change(zone: ZoneInfo, begin: dt.datetime, end: dt.datetime) -> Iterator[float]:
    """Find the second between ``begin`` and ``end`` at which the clock changes, if it does."""
    if begin.utcoffset() == end.utcoffset():
        return
    before, after = int(begin.timestamp()), int(end.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        same = dt.datetime.fromtimestamp(middle, zone).utcoffset() == begin.utcoffset()
        before, after = (middle, after) if same else (before, middle)
    yield float(after)
