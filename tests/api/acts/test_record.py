"""The record of acts: everything that was done and refused, for who may see it, and never in the way."""

from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from acd.store import acts
from acd.store.acts import ActBook, Acted, Sought
from acd.store.database import Database
from acd.store.later import AGAIN_S, MOST_UNWRITTEN
from api.access.rights import Role, Scope
from tests.api.acts.kit import OF_BILLING, OLGA, PETR, Desk, person

HOSTILE = "<script>alert(1)</script> '; DROP TABLE acts; -- {why} %s"


async def test_an_act_is_on_record_with_who_why_what_changed_and_what_it_led_to() -> None:
    desk = Desk()
    desk.waits("c1")
    _, act = await desk.post("/calls/c1/move", {"queue": "support", "why": "asked twice"})
    [line] = await desk.recorded()
    assert line == {
        "id": act["id"], "at": act["at"], "who": "olga", "role": "supervisor", "why": "asked twice", "act": "move",
        "about": {"kind": "call", "name": "c1"}, "changed": {"queue": ["billing", "support"]}, "outcome": "done",
        "code": "", "led_to": ["waits in Support, 1 in line"],
    }  # fmt: skip
    [line] = await desk.recorded(language="ru")
    assert line["led_to"] == ["ждёт в «Support», в очереди 1"], "each reader has it in their language"


async def test_what_was_refused_is_on_record_with_its_reason() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/calls/c1/move", {"queue": "support", "why": "w"}, language="ru")
    await desk.post("/calls/c9/hang-up", {"why": "w"})
    unknown, refused = await desk.recorded()
    assert (refused["outcome"], refused["code"], refused["changed"]) == ("refused", "act_refused", {})
    assert refused["led_to"] == ["call c1 is talking: only a call that waits can be moved"]
    assert (unknown["code"], unknown["led_to"]) == ("unknown_call", ["no call c9 is known"])
    assert (await desk.recorded(language="ru"))[1]["led_to"] == ["звонок c1 сейчас «говорит», это невозможно"]


async def test_the_record_is_read_in_pages_and_by_what_and_whom() -> None:
    desk = Desk()
    desk.waits("c1")
    desk.waits("c2")
    for number in range(5):
        await desk.post("/calls/c1/priority", {"priority": number + 1}, who=(OLGA, PETR)[number % 2])
    await desk.post("/calls/c2/priority", {"priority": 9})
    _, first = await desk.ask("GET", "/acts?limit=4")
    _, second = await desk.ask("GET", f"/acts?limit=4&before={first['before']}")
    assert second["before"] is None
    shown = [act["changed"]["priority"][1] for act in first["acts"] + second["acts"]]
    assert shown == [9, 5, 4, 3, 2, 1]
    assert len(await desk.recorded("?about=c1")) == 5
    assert len(await desk.recorded("?who=petr")) == 2
    assert len(await desk.recorded("?about=c2&who=petr")) == 0


async def test_acts_are_shown_to_whose_scope_they_belong() -> None:
    desk = Desk()
    desk.waits("c1")
    desk.waits("c2", "sales")
    await desk.post("/calls/c2/priority", {"priority": 1})
    await desk.put("/queues/sales/door", {"door": "open", "why": "w"})
    await desk.post("/agents/boris/state", {"state": "ready", "why": "w"})
    await desk.put("/agents/boris/skills", {"skills": {}, "why": "w"})
    await desk.post("/agents/nobody/state", {"state": "ready", "why": "w"})
    assert await desk.recorded(who=OF_BILLING) == []
    await desk.post("/calls/c2/move", {"queue": "billing", "why": "to us"})
    await desk.put("/queues/billing/door", {"door": "open", "why": "w"})
    await desk.put("/agents/anna/skills", {"skills": {}, "why": "w"})
    assert [act["act"] for act in await desk.recorded(who=OF_BILLING)] == ["skills", "door", "move"]
    await desk.post("/calls/c9/priority", {"priority": 1}, who=OF_BILLING)
    assert (await desk.recorded(who=OF_BILLING))[0]["code"] == "unknown_call", "one's own are always shown"
    of_team = person("vera", scope=Scope(None, frozenset({"north"})))
    assert {act["about"]["name"] for act in await desk.recorded(who=of_team)} == {
        "anna",
        "c2",
        "sales",
        "billing",
        "c9",
    }


async def test_hostile_words_come_back_as_they_are() -> None:
    desk = Desk()
    desk.waits("c1")
    who = person(HOSTILE.replace("'", ""), Role.ADMIN)
    _, act = await desk.post("/calls/c1/priority", {"priority": 1, "why": HOSTILE}, who=who)
    assert (act["why"], act["who"]) == (HOSTILE, who.name)
    [line] = await desk.recorded()
    assert (line["why"], line["who"]) == (HOSTILE, who.name)
    _, said = await desk.post("/calls/c1/priority", {"priority": 2, "why": "w", "was": 0})
    assert HOSTILE in said["detail"], "braces in it are no blanks"
    assert (await desk.recorded("?about=' OR 1=1 --"))[:1] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "before=0", "before=" + "9" * 400, "who=" + "x" * 65]
)
async def test_a_question_that_cannot_be_understood_is_refused_with_its_field(query: str) -> None:
    status, said = await Desk().ask("GET", f"/acts?{query}")
    assert (status, said["fields"][0]["field"]) == (422, query.partition("=")[0])


class LostDatabase(Database):
    """A database that takes nothing as long as it is ``lost``."""

    lost = False

    async def run(self, work: Any) -> Any:
        if self.lost:
            raise OperationalError("", {}, Exception("disk is gone"))
        return await super().run(work)


def acted(number: int) -> Acted:
    return Acted(
        id=str(number), at=float(number), who="olga", role="admin", why="", act="move", kind="call", name="c1",
        outcome="done",
    )  # fmt: skip


async def test_an_act_waits_for_no_database_and_is_written_when_it_is_back() -> None:
    database = LostDatabase("sqlite://")
    database.lost = True
    desk = Desk(database=database)
    desk.waits("c1")
    at = desk.core.clock.now()
    with capture_logs() as logged:
        assert (await desk.post("/calls/c1/priority", {"priority": 1}))[0] == 200
        assert desk.core.clock.now() == at, "no waiting"
        status, said = await desk.ask("GET", "/acts")
    assert (status, said["code"]) == (503, "book_away")
    assert logged[0]["event"] == "not_written"
    database.lost = False
    assert AGAIN_S > 1.0
    while not (found := await desk.recorded()):
        pass
    assert found[0]["act"] == "priority"


async def test_of_too_many_unwritten_acts_the_oldest_are_lost_and_logged() -> None:
    database = LostDatabase("sqlite://")
    database.lost = True
    book = ActBook(database)
    with capture_logs() as logged:
        for number in range(MOST_UNWRITTEN + 2):
            book.put(acted(number))
        assert [line["event"] for line in logged] == ["not_kept"] * 2
        database.lost = False
        found = await book.read(Sought(limit=1000, before=3))
        assert [each.id for each in found] == ["3", "2"]


async def test_an_act_that_the_database_never_takes_keeps_no_other_from_the_record() -> None:
    book = ActBook(Database("sqlite://"))
    with capture_logs() as logged:
        book.put(acted(1))
        book.put(msgspec.structs.replace(acted(2), name="\ud800"))
        book.put(acted(3))
        assert [each.id for each in await book.read(Sought())] == ["3", "1"]
        book.put(acted(4))
        assert [each.id for each in await book.read(Sought())] == ["4", "3", "1"], "and those after it"
    assert [line["event"] for line in logged] == ["not_kept"]
    await book.close()


async def test_a_name_that_nobody_can_read_is_on_record_as_something_that_can_be_read() -> None:
    desk = Desk()
    await desk.post("/calls/a%00b/hang-up", {"why": "w"})
    [line] = await desk.recorded()
    assert line["about"]["name"] == "'a\\x00b'", "NUL is in no database but SQLite"
    status, said = await desk.ask("GET", "/acts?about=%00")
    assert (status, said["fields"][0]["field"]) == (422, "about")


async def test_at_the_end_what_is_left_is_written_and_a_lost_database_holds_up_nothing() -> None:
    database = LostDatabase("sqlite://")
    book = ActBook(database)
    book.put(acted(1))
    await book.close()
    assert [each.id for each in await ActBook(database).read(Sought())] == ["1"]
    database.lost = True
    book = ActBook(database)
    book.put(acted(2))
    with capture_logs():
        await book.close()


async def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_KEPT", 3)
    book = ActBook(Database("sqlite://"))
    for number in range(5):
        book.put(acted(number))
    assert [each.id for each in await book.read(Sought())] == ["4", "3", "2"]
