"""The curve of the day, and how the day is kept in a database."""

import asyncio
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from acd.engine.facts import AgentPaused, RulesChanged
from acd.engine.rules import CentreRules, QueueRules
from acd.live.day import KEPT_DAYS
from acd.live.day_kept import DayTable
from acd.live.day_record import COUNTS, MOST_CREWS, DayRecord
from acd.live.day_sheets import Sheet
from acd.store.database import Database
from agents.roster import AgentRules
from tests.core_kit import NOON, a_core, answer, call, sign_in
from tests.live.day_kit import a_day

DATE = dt.date(2023, 11, 15)
QUEUES = tuple(
    QueueRules(name=name, needs=needs, longest_wait_s=9e4, nobody_s=9e4, ring_s=9e4)
    for name, needs in (("billing", {"ru": 1}), ("sales", {"sales": 1}), ("tech", {"ru": 1, "sales": 1}))
)
AGENTS = tuple(
    AgentRules(name=name, endpoint=f"PJSIP/{name}", skills=skills)
    for name, skills in (("anna", {"ru": 5}), ("boris", {"sales": 5}), ("clara", {"sales": 1, "ru": 1}))
)


async def test_agents_who_serve_several_queues_are_at_work_once() -> None:
    core = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(core) as day:
        sign_in(core, "anna", "boris", "clara")
        await asyncio.sleep(60)
        at_work = {
            name: day.curve(None if name == "all" else set(name.split()), 60)[-1].at_work_mean
            for name in ("billing", "sales", "tech", "billing tech", "billing sales", "all")
        }
        assert at_work == {"billing": 2, "sales": 2, "tech": 1, "billing tech": 2, "billing sales": 3, "all": 3}


async def test_means_are_those_of_the_time_in_which_the_service_ran() -> None:
    core = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(core) as day:
        sign_in(core, "anna")
        await asyncio.sleep(30.5)
        call(core, "1", "billing")
        answer(core, "1")
        call(core, "2", "billing")
        core.tell(AgentPaused("anna", "lunch"))
        await asyncio.sleep(29)
        points = day.curve({"billing"}, 60)
    assert [(point.waiting_mean, point.talking_mean) for point in points[:12]] == [(None, None)] * 12
    now = points[12]
    assert now.at == NOON
    assert (now.waiting_mean, now.talking_mean) == pytest.approx((29 / 59, 29 / 59))
    assert now.at_work_mean == 1.0


async def test_who_serves_what_is_worked_out_anew_when_the_rules_change() -> None:
    core = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(core) as day:
        sign_in(core, "anna", "boris")
        await asyncio.sleep(5)
        assert (day.crews.at_work("sales"), day.crews.ready("sales")) == (1, 1)
        everybody = tuple(AgentRules(name=each.name, endpoint=each.endpoint, skills={"sales": 2}) for each in AGENTS)
        core.tell(
            RulesChanged(CentreRules(name="x", skills={"sales": "S", "ru": "R"}, queues=QUEUES, agents=everybody))
        )
        assert (day.crews.at_work("sales"), day.crews.at_work("billing")) == (2, 0)
        assert day.crews.at_work("nothing") == day.crews.ready("nothing") == 0


async def test_stretches_cover_the_day_from_midnight_to_now() -> None:
    core = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(core) as day:
        call(core, "1", "billing")
        await asyncio.sleep(2)
        for minutes in (1, 7, 15, 60, 240):
            points = day.curve(None, minutes)
            assert [point.at for point in points] == [
                NOON - 12 * 3600 + 60 * minutes * number for number in range(len(points))
            ]
            assert points[-1].at <= NOON < points[-1].at + 60 * minutes
            assert sum(point.offered for point in points) == 1


@pytest.mark.parametrize(
    ("zone", "date", "hours"),
    [
        ("Europe/Berlin", dt.date(2026, 3, 29), 23),
        ("Europe/Berlin", dt.date(2026, 10, 25), 25),
        ("Europe/Moscow", dt.date(2026, 10, 25), 24),
        ("Australia/Lord_Howe", dt.date(2026, 4, 5), 24.5),
        ("America/Sao_Paulo", dt.date(2018, 11, 4), 23),
    ],
)
def test_a_day_is_as_long_as_it_is_where_the_centre_is(zone: str, date: dt.date, hours: float) -> None:
    record = DayRecord(date, ZoneInfo(zone))
    assert record.minutes == hours * 60
    assert record.minute(record.begins_at - 9) == 0
    assert record.minute(record.begins_at + hours * 3600 + 9) == record.minutes - 1
    record.count("billing", record.minutes - 1, (1, 0, 0, 0, 0, 0, 0))
    points = record.curve(None, 60, record.minutes)
    assert [point.offered for point in points] == [0] * (len(points) - 1) + [1]


def test_a_sheet_sums_any_minutes() -> None:
    sheet = Sheet(2)
    for minute in (0, 59, 60, 61, 700):
        sheet.add(minute, (1, 2))
    assert sheet.between(0, 60).tolist() == [2, 4]
    assert sheet.between(59, 62).tolist() == [3, 6]
    assert sheet.between(62, 700).tolist() == [0, 0]
    assert sheet.between(-30, 1).tolist() == [1, 2]
    assert sheet.total() == [5, 10]
    assert sheet.touched == {0, 1, 11}
    again = Sheet(2)
    again.restore(1, sheet.kept(1))
    assert again.between(60, 62).tolist() == [2, 4]
    for hour, kept in ((1, b""), (26, sheet.kept(1)), (-1, sheet.kept(1)), (1, np.full(120, np.nan, "<f4").tobytes())):
        with pytest.raises(ValueError, match="was expected"):
            again.restore(hour, kept)


def test_only_what_is_different_is_kept_again() -> None:
    record = DayRecord(DATE, dt.UTC)
    record.count("billing", 1, (1, 0, 0, 0, 0, 0, 0))
    record.crew(frozenset({"billing"}), 70, 3)
    blocks = record.touched()
    assert set(blocks) == {("queue", "billing", 0), ("crew", "0", 1), ("crews", "", 0)}
    assert record.touched() == {}
    record.touch(blocks)
    assert set(record.touched()) == set(blocks)
    again = DayRecord(DATE, dt.UTC)
    assert again.restore(blocks) == 0
    assert again.totals["billing"] == [1.0] + [0.0] * (len(COUNTS) - 1)
    assert list(again.crews) == [frozenset({"billing"})]


def test_a_day_has_an_end_to_the_sets_of_queues_that_it_knows() -> None:
    record = DayRecord(DATE, dt.UTC)
    for number in range(MOST_CREWS + 5):
        record.crew(frozenset({str(number)}), 0, 1)
    assert len(record.crews) == MOST_CREWS


async def test_the_day_is_kept_in_a_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    core = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(core, DayTable(database)) as day:
        sign_in(core, "anna")
        call(core, "1", "billing")
        answer(core, "1")
        await asyncio.sleep(25)
        before = day.curve(None, 15)
    again = a_core(queues=QUEUES, agents=AGENTS)
    async with a_day(again, DayTable(database)) as day:
        assert day.of_queue("billing").answered == 1
        assert day.of_agent("anna").talk_s == pytest.approx(25)
        assert day.curve(None, 15)[-1].at_work_mean == before[-1].at_work_mean == 1.0
    await database.close()


async def test_of_old_days_only_the_newest_are_kept(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    table = DayTable(database)
    for day in range(1, 13):
        await table.keep(dt.date(2026, 1, day), {("queue", "a", 0): b"1", ("queue", "b", 0): b"2"})
    await table.keep(dt.date(2026, 1, 12), {("queue", "a", 0): b"3"})
    await table.keep(dt.date(2026, 1, 12), {})
    await table.forget(KEPT_DAYS)
    kept = [day for day in range(1, 13) if await table.load(dt.date(2026, 1, day))]
    assert kept == list(range(5, 13))
    assert await table.load(dt.date(2026, 1, 12)) == {("queue", "a", 0): b"3", ("queue", "b", 0): b"2"}
    await database.close()
