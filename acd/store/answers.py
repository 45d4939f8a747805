"""Answers to acts by their clients' keys, kept for a day: after a restart too, an act sent again is not done again."""

from typing import Final, NamedTuple

from sqlalchemy import Column, Connection, Float, Integer, LargeBinary, String, Table, delete, select, tuple_

from acd.store.database import Database, metadata
from acd.store.later import Later

KEPT_S: Final = 24 * 3600.0
MOST_KEPT: Final = 10_000
"""Answers kept, some kilobytes each: a client that keys every act once a second has three hours."""

answers = Table(
    "answers",
    metadata,
    Column("owner", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


class Kept(NamedTuple):
    """An answer: to whose key, to which request (a digest), when, and what it was."""

    owner: str
    key: str
    digest: str
    at: float
    status: int
    body: bytes


class AnswerStore:
    """Keeps answers in ``database``.

    They are written just after they are given: a crash within that moment forgets the last ones.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._later = Later(database, "answers", write)
        self.put = self._later.put
        self.close = self._later.close

    async def recall(self, now: float) -> tuple[Kept, ...]:
        """Return the answers of the last day, oldest first, and forget those before."""
        return await self._database.run(lambda connection: recalled(connection, now))


def write(connection: Connection, batch: list[Kept]) -> None:
    """Write answers; of one key the last counts."""
    rows = {(each.owner, each.key): each for each in batch}
    connection.execute(delete(answers).where(tuple_(answers.c.owner, answers.c.key).in_(rows)))
    connection.execute(delete(answers).where(answers.c.at < batch[-1].at - KEPT_S))
    connection.execute(answers.insert(), [each._asdict() for each in rows.values()])


def recalled(connection: Connection, now: float) -> tuple[Kept, ...]:
    """Read the answers of the last day."""
    connection.execute(delete(answers).where(answers.c.at < now - KEPT_S))
    rows = connection.execute(select(answers).order_by(answers.c.at.desc()).limit(MOST_KEPT))
    return tuple(Kept(**row._mapping) for row in rows)[::-1]
