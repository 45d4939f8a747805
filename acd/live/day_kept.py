"""Where days are kept: a table of the database, each day in blocks."""

import datetime as dt
from typing import Protocol

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, bindparam, select

from acd.live.day_record import Key
from acd.store.database import Database, metadata

MOST_BLOCKS = 200_000
"""Blocks read of one day; a thousand queues round the clock make 25,000, so more is damage."""

blocks_of_days = Table(
    "day_blocks",
    metadata,
    Column("date", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("block", LargeBinary, nullable=False),
)


class DayStore(Protocol):
    """Where days are kept, each under its date."""

    async def keep(self, date: dt.date, blocks: dict[Key, bytes]) -> None:
        """Keep blocks of a day; those of the same key are replaced."""

    async def load(self, date: dt.date) -> dict[Key, bytes]:
        """Return all blocks of a day."""

    async def forget(self, newest: int) -> None:
        """Delete the blocks of all days but so many of the newest."""


class DayTable:
    """Keeps days in ``database``. Everything raises what :meth:`Database.run` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, date: dt.date, blocks: dict[Key, bytes]) -> None:
        """Keep blocks of a day; those of the same key are replaced."""
        await self._database.run(lambda connection: write(connection, date.isoformat(), blocks))

    async def load(self, date: dt.date) -> dict[Key, bytes]:
        """Return all blocks of a day."""
        return await self._database.run(lambda connection: read(connection, date.isoformat()))

    async def forget(self, newest: int) -> None:
        """Delete the blocks of all days but so many of the newest."""
        await self._database.run(lambda connection: forget(connection, newest))


def write(connection: Connection, date: str, blocks: dict[Key, bytes]) -> None:
    """Put ``blocks`` in the place of those of the same keys."""
    if not blocks:
        return
    columns = blocks_of_days.c
    same = (columns.date == date, *(columns[name] == bindparam(f"the_{name}") for name in ("kind", "name", "number")))
    keys = [{"the_kind": kind, "the_name": name, "the_number": number} for kind, name, number in blocks]
    connection.execute(blocks_of_days.delete().where(*same), keys)
    rows = [
        {"date": date, "kind": kind, "name": name, "number": number, "block": block}
        for (kind, name, number), block in blocks.items()
    ]
    connection.execute(blocks_of_days.insert(), rows)


def read(connection: Connection, date: str) -> dict[Key, bytes]:
    """Return the blocks of a day."""
    columns = blocks_of_days.c
    wanted = select(columns.kind, columns.name, columns.number, columns.block).where(columns.date == date)
    rows = connection.execute(wanted.limit(MOST_BLOCKS))
    return {(kind, name, number): block for kind, name, number, block in rows}


def forget(connection: Connection, newest: int) -> None:
    """Delete all days but so many of the newest."""
    date = blocks_of_days.c.date
    old = connection.scalars(select(date).distinct().order_by(date.desc()).offset(newest)).all()
    connection.execute(blocks_of_days.delete().where(date.in_(old)))


class DayInMemory:
    """Keeps days as long as the process lives: for tests, and where there is no database."""

    def __init__(self) -> None:
        self.days: dict[dt.date, dict[Key, bytes]] = {}

    async def keep(self, date: dt.date, blocks: dict[Key, bytes]) -> None:
        """Keep blocks of a day; those of the same key are replaced."""
        self.days.setdefault(date, {}).update(blocks)

    async def load(self, date: dt.date) -> dict[Key, bytes]:
        """Return all blocks of a day."""
        return dict(self.days.get(date, {}))

    async def forget(self, newest: int) -> None:
        """Delete the blocks of all days but so many of the newest."""
        for date in sorted(self.days)[:-newest]:
            del self.days[date]
