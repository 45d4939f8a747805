"""Opening hours: weeks, nights, holidays and the two odd nights of the year."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from ivr.hours import Hours
from ivr.reading import read_hours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours.model_validate(
    {
        "zone": "Europe/Berlin",
        "week": {"mon-thu": "09:00-18:00", "fri": ["09:00-12:00", "13:00-16:00"], "sat": "22:00-06:00"},
        "dates": {
            dt.date(2026, 12, 24): "09:00-12:00",
            "12-25": "closed",
            "2026-12-27": "open",
            dt.date(2027, 12, 25): "10:00-11:00",
        },
    }
)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def berlin(text: str, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-02 08:59", False),  # a Monday
        ("2026-03-02 09:00", True),
        ("2026-03-02 17:59:59", True),
        ("2026-03-02 18:00", False),
        ("2026-03-06 12:30", False),  # a Friday, between its two periods
        ("2026-03-06 13:00", True),
        ("2026-03-07 21:59", False),  # Saturday night into Sunday
        ("2026-03-07 23:00", True),
        ("2026-03-08 05:59", True),
        ("2026-03-08 06:00", False),
        ("2026-03-09 05:00", False),
    ],
)
def test_a_week_is_kept(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(berlin(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-12-24 11:00", True),
        ("2026-12-24 14:00", False),  # a Thursday, but not that one
        ("2026-12-25 10:00", False),  # every year
        ("2028-12-25 10:00", False),
        ("2027-12-25 10:30", True),  # the exact date goes before the yearly one
        ("2026-12-27 03:00", True),  # a Sunday that is open round the clock
        ("2026-12-27 23:59", True),
    ],
)
def test_dates_go_before_the_week(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(berlin(moment)) is is_open


def test_nine_is_nine_on_both_sides_of_a_clock_change() -> None:
    assert [OFFICE.is_open(utc(f"2026-03-{day} 07:30")) for day in (27, 30)] == [False, True]
    assert [OFFICE.is_open(utc(f"2026-10-{day} 07:30")) for day in (23, 26)] == [True, False]


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    night = Hours.model_validate({"zone": "Europe/Berlin", "week": {"sun": "02:00-03:00"}})
    opened = [night.is_open(utc("2026-10-25 00:00") + dt.timedelta(minutes=minute)) for minute in range(180)]
    assert opened == [True] * 120 + [False] * 60
    assert night.is_open(berlin("2026-10-25 02:30", fold=1))


def test_an_hour_that_is_left_out_is_never_open() -> None:
    night = Hours.model_validate({"zone": "Europe/Berlin", "week": {"sun": "02:00-03:00"}})
    assert not any(night.is_open(utc("2026-03-29 00:00") + dt.timedelta(minutes=minute)) for minute in range(180))


def test_a_moment_counts_wherever_its_clock_stands() -> None:
    moment = dt.datetime(2026, 3, 2, 2, 30, tzinfo=ZoneInfo("America/New_York"))
    assert not OFFICE.is_open(moment) and OFFICE.is_open(moment + dt.timedelta(minutes=30))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.is_open(dt.datetime(2026, 3, 2, 12))  # noqa: DTZ001 - that is the point


def test_days_go_round_the_weekend() -> None:
    hours = Hours.model_validate({"zone": "UTC", "week": {"sat-mon": "open"}})
    opened = [hours.is_open(utc(f"2026-03-0{day} 12:00")) for day in range(1, 9)]
    assert opened == [True, True, False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("part", "place", "key"),
    [
        ({"zone": "Mars/Base", "week": {}}, "zone", "bad_zone"),
        ({"zone": "../etc/passwd", "week": {}}, "zone", "bad_zone"),
        ({"zone": "UTC", "week": {"mon": "9-18"}}, "week", "bad_period"),
        ({"zone": "UTC", "week": {"mon": 570}}, "week", "bad_period"),
        ({"zone": "UTC", "week": {"mon": "09:00-25:00"}}, "week", "bad_period"),
        ({"zone": "UTC", "week": {"mon": "09:00-09:00"}}, "week", "empty_period"),
        ({"zone": "UTC", "week": {"someday": "open"}}, "week", "bad_day"),
        ({"zone": "UTC", "week": []}, "week", "not_mapping"),
        ({"zone": "UTC", "week": {}, "dates": {"02-30": "open"}}, "dates", "bad_date"),
        ({"zone": "UTC", "week": {}, "dates": {"12-25": "shut"}}, "dates", "bad_period"),
        ({"week": {}}, "zone", "missing_word"),
        ({"zone": "UTC", "week": {}, "holidays": {}}, "holidays", "unknown_word"),
    ],
)
def test_what_is_no_opening_hours_is_refused_with_its_place(part: object, place: str, key: str) -> None:
    read, problems = read_hours({"office": part})
    assert read == {} and problems[0].key == key
    assert problems[0].path[:3] == ("hours", "office", place)
