"""Writes to the database later: what is put is queued, and written together as the database takes it."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from acd.store.database import Database, DatabaseBusy

T = TypeVar("T")

MOST_UNWRITTEN: Final = 10_000
"""Rows that wait to be written. A hundred people act once a second at most, so more means a database that is away;
then the oldest of them are lost here, and what they tell is in the journal only."""

MOST_AT_ONCE: Final = 500
"""Rows written in one transaction; more would keep others from the database for long."""

AGAIN_S: Final = 5.0
"""After how long writing is tried again when the database did not take it."""

READ_AFTER_S: Final = 1.0
"""How long a reader waits for what is being written; with a database that does not take it, it reads without."""

NEVER_TAKEN: Final = (DataError, IntegrityError, ValueError, OverflowError)
"""What is wrong with a row itself, however often it is tried: a character that the database does not know."""

log = structlog.get_logger()


class Later(Generic[T]):
    """A queue in front of ``database``; ``write`` writes a batch in one transaction, in the order of putting."""

    def __init__(self, database: Database, name: str, write: Callable[[Connection, list[T]], None]) -> None:
        self._database = database
        self._name = name
        self._write = write
        self._unwritten: deque[T] = deque(maxlen=MOST_UNWRITTEN)
        self._writing: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def put(self, row: T) -> None:
        """Have a row written; returns at once."""
        if len(self._unwritten) == MOST_UNWRITTEN:
            log.error("not_kept", what=self._name, row=str(self._unwritten[0])[:500])
        self._unwritten.append(row)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._work(), name=self._name)

    async def settle(self) -> None:
        """Wait until what was put is written, for a moment at most."""
        if self._writing is not None:
            await asyncio.wait({self._writing}, timeout=READ_AFTER_S)

    async def close(self) -> None:
        """Write what is left, and give up on what the database does not take."""
        self._closing.set()
        if self._writing is not None:
            await self._writing

    async def _work(self) -> None:
        try:
            while self._unwritten:
                if await self._attempt():
                    continue
                if self._closing.is_set():
                    break
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), AGAIN_S)
        finally:
            self._writing = None  # whatever happens, the next row begins anew

    async def _attempt(self) -> bool:
        batch = [self._unwritten[each] for each in range(min(MOST_AT_ONCE, len(self._unwritten)))]
        try:
            await self._put_down(batch)
        except (SQLAlchemyError, DatabaseBusy, RuntimeError) as fault:  # RuntimeError: it is closed already
            log.error("not_written", what=self._name, count=len(self._unwritten), why=type(fault).__name__)
            return False
        for row in batch:
            if self._unwritten and self._unwritten[0] is row:  # else it gave way to newer ones meanwhile
                self._unwritten.popleft()
        return True

    async def _put_down(self, batch: list[T]) -> None:
        """Write a batch; of one with a row that is never taken each row by itself, without that one."""
        try:
            await self._database.run(lambda connection: self._write(connection, batch))
        except NEVER_TAKEN as fault:
            if len(batch) == 1:
                log.error("not_kept", what=self._name, row=str(batch[0])[:500], why=type(fault).__name__)
                return
            for row in batch:
                await self._put_down([row])
