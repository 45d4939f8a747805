"""The database: one thread, one transaction at a time, a file for its owner alone, and refusals in sentences."""

import asyncio
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, ForeignKey, MetaData, String, Table, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from acd.store import acts as tables_of_acts  # noqa: F401 - so that they are known
from acd.store import database as module
from acd.store.database import MOST_WAITING, Database, DatabaseBusy, DatabaseUnusable, default_url, metadata, versions
from acd.store.upgrades import NEWEST_VERSION
from acd.words import EN, RU, say
from api.access import tables as tables_of_access  # noqa: F401

ours = MetaData()
words = Table("words", ours, Column("word", String(10), primary_key=True))
uses = Table("uses", ours, Column("word", ForeignKey("words.word"), primary_key=True))


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'var' / 'acd.db'}"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Database]:
    """A database in a file, with two tables of this test's."""
    database = Database(url_in(tmp_path))
    database.run_now(ours.create_all)
    yield database
    database.close_now()


def add(word: str) -> Any:
    return lambda connection: connection.execute(words.insert().values(word=word)) and None


def read(connection: Connection) -> list[str]:
    return list(connection.scalars(select(words.c.word).order_by(words.c.word)))


def why_not(url: str) -> DatabaseUnusable:
    with pytest.raises(DatabaseUnusable) as refused:
        Database(url)
    for language in ("en", "ru"):
        assert "{" not in say(refused.value.code, language, **refused.value.values)
    return refused.value


async def test_work_is_done_in_the_order_it_was_given_and_lasts(tmp_path: Path) -> None:
    there = Database(url_in(tmp_path))
    await there.run(ours.create_all)
    await asyncio.gather(*(there.run(add(word)) for word in "cab"))
    await there.close()
    again = Database(url_in(tmp_path))
    assert await again.run(read) == ["a", "b", "c"]
    await again.close()


async def test_what_fails_is_undone_and_raised_where_it_was_asked(there: Database) -> None:
    def fail(connection: Connection) -> None:
        add("half")(connection)
        raise ValueError("the other half")

    with pytest.raises(ValueError, match="the other half"):
        await there.run(fail)
    assert await there.run(read) == []


async def test_foreign_keys_hold(there: Database) -> None:
    with pytest.raises(IntegrityError):
        await there.run(lambda connection: connection.execute(uses.insert().values(word="unknown")))


def test_the_loop_goes_on_while_the_disk_stands_still_and_waiting_work_is_limited(there: Database) -> None:
    held, begun = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        begun.set()
        held.wait(10)

    async def ask() -> None:
        first = asyncio.create_task(there.run(hold))
        await asyncio.to_thread(begun.wait, 10)
        waiting = [asyncio.create_task(there.run(lambda _: None)) for _ in range(MOST_WAITING - 1)]
        await asyncio.sleep(0)
        with pytest.raises(DatabaseBusy):
            await there.run(lambda _: None)
        held.set()
        await asyncio.gather(first, *waiting)
        await there.run(add("room again"))

    asyncio.run(ask())
    assert there.run_now(read) == ["room again"]


def test_file_and_folder_are_for_their_owner_alone(tmp_path: Path, there: Database) -> None:
    there.run_now(add("secret"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var").iterdir()}
    assert modes == {"acd.db": 0o600, "acd.db-wal": 0o600, "acd.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear all, " * 100)
    other.chmod(0o644)
    assert why_not(f"sqlite:///{other}").code == "database_unusable"
    assert (other.read_text(), stat.S_IMODE(other.stat().st_mode)) == ("Dear all, " * 100, 0o644)


def test_another_program_may_write_in_between_and_waits_for_its_turn(tmp_path: Path, there: Database) -> None:
    other = Database(url_in(tmp_path))

    def slowly(connection: Connection) -> None:
        seen = read(connection)
        began.set()
        time.sleep(0.05)  # the other one wants to write now; it must not come between reading and writing
        connection.execute(words.insert().values(word=f"after {len(seen)}"))

    began = threading.Event()
    thread = threading.Thread(target=there.run_now, args=(slowly,))
    thread.start()
    began.wait(10)
    other.run_now(add("other"))
    thread.join()
    assert there.run_now(read) == ["after 0", "other"]
    other.close_now()


def test_a_newer_release_s_database_is_refused_with_a_sentence(tmp_path: Path, there: Database) -> None:
    there.run_now(lambda connection: connection.execute(versions.update().values(version=99)))
    refused = why_not(url_in(tmp_path))
    assert refused.code == "database_newer"
    assert f"tables 99, this one knows {NEWEST_VERSION}" in say(refused.code, "en", **refused.values)


def test_an_older_release_s_database_is_brought_up_to_date_step_by_step(
    tmp_path: Path, there: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = {3: add("three"), 2: add("two")}
    there.run_now(lambda connection: connection.execute(versions.update().values(version=1)))
    monkeypatch.setattr(module, "NEWEST_VERSION", 3)
    monkeypatch.setattr(module, "UPGRADES", steps)
    for _ in range(2):
        newer = Database(url_in(tmp_path))
        assert newer.run_now(read) == ["three", "two"]
        assert newer.run_now(lambda connection: connection.scalar(select(versions.c.version))) == 3
        newer.close_now()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("rubbish", "database_url"),
        ("", "database_url"),
        ("sqlite+nothing://x", "database_url"),
        ("postgresql+nothing://user:hunter2@host/acd", "database_url"),
        ("sqlite:////proc/nowhere/acd.db", "database_unusable"),
    ],
)
def test_what_is_no_database_is_refused(url: str, code: str) -> None:
    assert why_not(url).code == code


def test_a_driver_that_is_not_installed_is_named_and_no_password_shown() -> None:
    refused = why_not("postgresql+psycopg2://user:hunter2@host/acd")
    said = say(refused.code, "en", **refused.values)
    assert said == "the database postgresql+psycopg2://user:***@host/acd needs the Python package psycopg2; " + (
        "install it beside acd"
    )
    assert "hunter2" not in str(refused)


def test_it_is_beside_the_folder_of_the_journal() -> None:
    assert default_url(Path("var/journal")) == "sqlite:///var/acd.db"


def test_every_table_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    assert {"acts", "accounts", "sessions", "tokens"} <= {table.name for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    reasons = {key for key in EN if key.startswith("database_")}
    assert reasons == {"database_url", "database_driver", "database_unusable", "database_newer"} == reasons & RU.keys()
