"""The record of acts: who did what to which call, agent or queue, why, and what it led to; also what was refused.

Writing never delays an answer: acts are queued, and written together as the database takes them.
"""

import json
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Float, Integer, String, Table, and_, delete, func, or_, select

from acd.store.database import Database, metadata
from acd.store.later import Later

MOST_KEPT: Final = 1_000_000
"""Acts kept, half a gigabyte: a thousand a day for some years. Beyond it the oldest make room."""

Outcome = Literal["done", "refused"]
Kind = Literal["call", "agent", "queue"]
Sentences = tuple[tuple[str, dict[str, str]], ...]
"""Sentences by their code and the values in their blanks, so that each reader has them in their own language."""

acts = Table(
    "acts",
    metadata,
    Column("number", Integer, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("id", "who", "role", "why", "act", "kind")),
    Column("name", String, nullable=False, index=True),
    Column("at", Float, nullable=False, index=True),
    *(Column(name, String, nullable=False) for name in ("queue", "next_queue", "team", "outcome", "code")),
    Column("changed", String, nullable=False),
    Column("led_to", String, nullable=False),
)


class Acted(msgspec.Struct, frozen=True, kw_only=True):
    """One act. ``kind`` and ``name`` say what it is about; ``code`` why it was refused, "" if it was done.

    ``queue`` and ``next_queue`` are where a call was and is, ``team`` is whose agent it was about: by them it is shown
    to whose scope it belongs. ``changed`` maps a field to what it was and is. ``number`` is the database's.
    """

    id: str
    at: float
    who: str
    role: str
    why: str
    act: str
    kind: Kind
    name: str
    outcome: Outcome
    code: str = ""
    queue: str = ""
    next_queue: str = ""
    team: str = ""
    changed: dict[str, tuple[Any, Any]] = {}
    led_to: Sentences = ()
    number: int = 0


class Sought(NamedTuple):
    """Which acts are wanted: ``about`` a name, by ``who`` ("" for any), and with a number below ``before``.

    ``queues`` and ``teams`` are those that may be shown, None for all; own acts (of ``own``) are always.
    """

    about: str = ""
    who: str = ""
    limit: int = 100
    before: int | None = None
    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    own: str = ""


class ActBook:
    """Keeps acts in ``database``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._later = Later(database, "acts", write)
        self.put = self._later.put
        self.close = self._later.close

    async def read(self, sought: Sought) -> list[Acted]:
        """Return the acts that are wanted, the latest first.

        Raises:
            DatabaseBusy: too much waits already.
            SQLAlchemyError: the database cannot be read.
        """
        await self._later.settle()
        return await self._database.run(lambda connection: found(connection, sought))


def write(connection: Connection, batch: list[Acted]) -> None:
    """Write acts, in their order; the oldest make room."""
    connection.execute(acts.insert(), [row_of(each) for each in batch])
    newest = select(func.max(acts.c.number)).scalar_subquery()
    connection.execute(delete(acts).where(acts.c.number <= newest - MOST_KEPT))


def row_of(acted: Acted) -> dict[str, Any]:
    """Return the row of an act; lists and mappings as JSON."""
    row = msgspec.structs.asdict(acted)
    del row["number"]
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in ("changed", "led_to")}


def found(connection: Connection, sought: Sought) -> list[Acted]:
    """Read acts."""
    conditions: list[ColumnElement[bool]] = []
    if sought.about:
        conditions.append(acts.c.name == sought.about)
    if sought.who:
        conditions.append(acts.c.who == sought.who)
    if sought.before is not None:
        conditions.append(acts.c.number < sought.before)
    if sought.queues is not None or sought.teams is not None:
        conditions.append(in_scope(sought))
    rows = connection.execute(select(acts).where(*conditions).order_by(acts.c.number.desc()).limit(sought.limit))
    return [acted_of(dict(row._mapping)) for row in rows]


def in_scope(sought: Sought) -> ColumnElement[bool]:
    """The condition that an act is about something that may be shown."""
    allowed = [acts.c.who == sought.own] if sought.own else []
    if sought.queues is None:
        allowed += [and_(acts.c.kind == "call", acts.c.queue != ""), acts.c.kind == "queue"]
    else:
        allowed.append(and_(acts.c.kind != "agent", or_(*(each.in_(sought.queues) for each in of_queues()))))
    of_agents = acts.c.kind == "agent"
    allowed.append(of_agents if sought.teams is None else and_(of_agents, acts.c.team.in_(sought.teams)))
    return or_(*allowed)


def of_queues() -> tuple[Column[str], Column[str]]:
    """The columns in which a queue stands; of an act about a queue, the first has its name."""
    return acts.c.queue, acts.c.next_queue


def acted_of(row: dict[str, Any]) -> Acted:
    """Make the act of a row."""
    changed = {field: tuple(pair) for field, pair in json.loads(row["changed"]).items()}
    led_to = tuple((code, values) for code, values in json.loads(row["led_to"]))
    return Acted(**row | {"changed": changed, "led_to": led_to})
