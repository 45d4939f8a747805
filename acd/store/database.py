"""The database: accounts, acts, alerts and the day's figures, in SQLite or, by its URL, in PostgreSQL.

Whoever keeps something declares its tables with :data:`metadata` and gives work to :meth:`Database.run`: a function of
a connection, which runs as one transaction on the database's own thread. So the engine's loop never waits for a disk.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, StaticPool, Table, create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from acd.store.upgrades import NEWEST_VERSION, UPGRADES

T = TypeVar("T")

MOST_WAITING = 1000
"""Pieces of work that wait for the thread. Each takes about a millisecond, so more means that the disk stands still."""

LONGEST_LOCK_S = 5.0
"""How long another program (``acd account``) may keep the file to itself; its own work takes milliseconds."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

versions = Table("schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))


class DatabaseUnusable(Exception):
    """The database cannot be opened; ``code`` names why (words of ``acd.words``), ``values`` fill the blanks."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}")
        self.code = code
        self.values = values


class DatabaseBusy(Exception):
    """More work waits than can be done soon; this piece was not begun."""


def default_url(journal: Path) -> str:
    """Return the URL of the file beside the folder of the journal."""
    return f"sqlite:///{journal.parent / 'acd.db'}"


class Database:
    """The database at ``url``, with every table of :data:`metadata` that is declared by then.

    Raises:
        DatabaseUnusable: the URL or its driver is not known, nothing answers there, or a newer release has made it.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine_for(url)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._waiting = 0
        try:
            self.run_now(prepare)
        except SQLAlchemyError as fault:
            self.close_now()
            raise DatabaseUnusable("database_unusable", where=self.where, why=reason_of(fault)) from None
        except DatabaseUnusable:
            self.close_now()
            raise

    @property
    def where(self) -> str:
        """Where it is, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` as one transaction, after what was given before; an exception undoes it and is raised here.

        Raises:
            DatabaseBusy: too much waits already.
        """
        if self._waiting >= MOST_WAITING:
            raise DatabaseBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)
        finally:
            self._waiting -= 1

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` and wait for it: at start, and on the command line, where there is no loop."""
        return self._thread.submit(self._do, work).result()

    async def close(self) -> None:
        """Finish the work that was given, and let go of the database."""
        await asyncio.get_running_loop().run_in_executor(None, self.close_now)

    def close_now(self) -> None:
        """Do the same where there is no loop."""
        self._thread.shutdown()
        self._engine.dispose()

    def _do(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)


def engine_for(url: str) -> Engine:
    """Make the engine for ``url``; a file of SQLite is made readable by its owner alone.

    Raises:
        DatabaseUnusable: the URL or its driver is not known, or the file cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_size=1, max_overflow=0, pool_pre_ping=True)
        if not parsed.database:
            return on_sqlite(create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}))
        make_file(Path(parsed.database))
        return on_sqlite(create_engine(parsed, connect_args={"timeout": LONGEST_LOCK_S}))
    except (ArgumentError, NoSuchModuleError):
        raise DatabaseUnusable("database_url", where=shown(url)) from None
    except ImportError as fault:
        raise DatabaseUnusable("database_driver", where=shown(url), driver=fault.name or fault) from None
    except OSError as fault:
        raise DatabaseUnusable("database_unusable", where=shown(url), why=fault.strerror or fault) from None


def make_file(path: Path) -> None:
    """Make the file, and its folder, for its owner alone; SQLite gives the files beside it the same mode.

    What is there already is left as it is: a path that was mistyped may name anything.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def on_sqlite(engine: Engine) -> Engine:
    """Let SQLite hold foreign keys, write beside readers, and lock when a transaction begins rather than amid it."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def prepare(connection: Connection) -> None:
    """Make the tables that are not there, and bring those of an older release up to date.

    Raises:
        DatabaseUnusable: a newer release has made them.
    """
    versions.create(connection, checkfirst=True)
    found = connection.scalar(select(versions.c.version))
    if found is not None and found > NEWEST_VERSION:
        where = connection.engine.url.render_as_string(hide_password=True)
        raise DatabaseUnusable("database_newer", where=where, found=found, known=NEWEST_VERSION)
    for version in range((found or NEWEST_VERSION) + 1, NEWEST_VERSION + 1):
        UPGRADES[version](connection)
    metadata.create_all(connection)
    if found != NEWEST_VERSION:
        connection.execute(versions.delete())
        connection.execute(versions.insert().values(version=NEWEST_VERSION))


def reason_of(fault: SQLAlchemyError) -> str:
    """Return what the database says, without our statement and its values."""
    return " ".join(str(getattr(fault, "orig", None) or fault).split())[:200]


def shown(url: str) -> str:
    """Return ``url`` without its password, or only how it begins if it is none."""
    try:
        parsed: URL = make_url(url)
    except ArgumentError:
        return url.partition(":")[0][:16]
    return parsed.render_as_string(hide_password=True)
