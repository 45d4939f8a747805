"""Opening hours for the engine: open or not, and the moment at which that changes, also when clocks are changed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.engine.hours import is_open, next_change
from acd.engine.routing_rules import Schedule

MINUTE_S = 60.0
NINE_TO_SIX = ((540, 1080),)
OFFICE = Schedule(
    zone="Europe/Berlin", week=(NINE_TO_SIX,) * 5 + ((), ()), dates={"12-25": (), "2026-12-24": ((540, 720),)}
)
ROUND_THE_CLOCK = Schedule(zone="Europe/Berlin", week=(((0, 1440),),) * 7)
NEVER = Schedule(zone="Europe/Berlin", week=((),) * 7)


def utc(text: str) -> float:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()


def on_sundays(*periods: tuple[int, int]) -> Schedule:
    return Schedule(zone="Europe/Berlin", week=((),) * 6 + (periods,))


def changes(schedule: Schedule, begin: str, count: int) -> list[str]:
    """The next ``count`` changes after a moment, in UTC."""
    at, found = utc(begin), []
    for _ in range(count):
        change = next_change(schedule, at)
        assert change is not None
        at = change
        found.append(dt.datetime.fromtimestamp(at, dt.UTC).strftime("%m-%d %H:%M"))
    return found


def test_an_office_opens_and_closes_and_keeps_its_weekend() -> None:
    assert changes(OFFICE, "2026-03-05 12:00", 4) == ["03-05 17:00", "03-06 08:00", "03-06 17:00", "03-09 08:00"]


def test_the_moment_of_a_change_is_the_first_of_what_comes_then() -> None:
    closing = utc("2026-03-05 17:00")
    assert is_open(OFFICE, closing - 0.001) and not is_open(OFFICE, closing)
    assert next_change(OFFICE, closing) == utc("2026-03-06 08:00")


def test_nine_is_nine_on_both_sides_of_a_clock_change() -> None:
    assert changes(OFFICE, "2026-03-27 20:00", 1) == ["03-30 07:00"]
    assert changes(OFFICE, "2026-10-23 20:00", 1) == ["10-26 08:00"]


def test_dates_go_before_the_week() -> None:
    assert changes(OFFICE, "2026-12-24 09:00", 2) == ["12-24 11:00", "12-28 08:00"]


def test_a_night_runs_into_the_next_day_and_belongs_to_the_day_it_begins_on() -> None:
    nights = Schedule(zone="UTC", week=((),) * 5 + (((1320, 360),), ()), dates={"2026-03-14": ()})
    assert changes(nights, "2026-03-06 00:00", 4) == ["03-07 22:00", "03-08 06:00", "03-21 22:00", "03-22 06:00"]


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    begin = "2026-10-24 12:00"
    assert changes(on_sundays((120, 150)), begin, 4) == ["10-25 00:00", "10-25 00:30", "10-25 01:00", "10-25 01:30"]


def test_clocks_that_go_back_close_what_had_just_opened_until_it_opens_again() -> None:
    begin = "2026-10-24 12:00"
    assert changes(on_sundays((150, 240)), begin, 4) == ["10-25 00:30", "10-25 01:00", "10-25 01:30", "10-25 03:00"]


def test_an_opening_that_is_left_out_is_when_the_clocks_go_forward() -> None:
    assert changes(on_sundays((150, 240)), "2026-03-28 12:00", 2) == ["03-29 01:00", "03-29 02:00"]


def test_an_hour_that_is_left_out_never_opens() -> None:
    assert changes(on_sundays((120, 180)), "2026-03-28 12:00", 1) == ["04-05 00:00"]


@pytest.mark.parametrize("schedule", [ROUND_THE_CLOCK, NEVER], ids=["open", "closed"])
def test_what_never_changes_has_no_next_change(schedule: Schedule) -> None:
    assert next_change(schedule, utc("2026-03-05 12:00")) is None
    assert is_open(schedule, 0.0) is (schedule is ROUND_THE_CLOCK)


def test_one_day_a_year_is_found_from_the_day_after_the_last() -> None:
    yearly = Schedule(zone="Europe/Berlin", week=((),) * 7, dates={"12-31": ((600, 660),)})
    assert next_change(yearly, utc("2026-12-31 10:00")) == utc("2027-12-31 09:00")


minutes = st.integers(0, 1439)
days = st.lists(st.tuples(minutes, st.integers(0, 1440)).filter(lambda each: each[0] != each[1]), max_size=2)
whole_days = st.sampled_from([[], [(0, 1440)], [(0, 1440), (600, 30)]])
SUNDAYS = ["2026-03-28 20:00", "2026-10-24 20:00", "2026-04-04 10:00", "2026-12-30 23:30"]


@given(st.lists(days | whole_days, min_size=7, max_size=7), st.sampled_from(SUNDAYS), st.sampled_from([
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "UTC"
]))  # fmt: skip
def test_the_next_change_is_the_one_a_walk_minute_by_minute_finds(
    week: list[list[tuple[int, int]]], begin: str, zone: str
) -> None:
    schedule = Schedule(zone=zone, week=tuple(tuple(day) for day in week))
    at = utc(begin)
    now = is_open(schedule, at)
    walked = (at + step * MINUTE_S for step in range(1, 2 * 1440))
    expected = next((moment for moment in walked if is_open(schedule, moment) is not now), None)
    found = next_change(schedule, at)
    assert found == expected if expected is not None else found is None or found >= at + 2 * 1440 * MINUTE_S
