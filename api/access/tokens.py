"""Tokens: what programs show. A token has named rights and a scope, is shown once, and kept as a digest."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from api.access.accounts import Names, check_free, key_of, next_change, scope_of
from api.access.rights import Person, Right, Role
from api.access.tables import tokens
from api.asking import shown
from api.refusals import Refusal

MOST_TOKENS = 1000
"""Programs of one centre; all are kept in memory."""


class Grant(NamedTuple):
    """What a token may: rights, and which queues and teams (None is all). ``ends_at`` None is never."""

    rights: frozenset[Right]
    queues: Names = ()
    teams: Names = ()
    ends_at: float | None = None


class Token(NamedTuple):
    """A token as it is kept; times in seconds since 1970."""

    id: int
    name: str
    digest: str
    grant: Grant
    made_by: str
    made_at: float
    used_at: float | None
    removed: bool
    change: int
    person: Person

    def is_over(self, now: float) -> bool:
        """Whether its time is up."""
        return self.grant.ends_at is not None and now >= self.grant.ends_at


def token_of(row: Row[Any]) -> Token:
    """Read a token as the database has it; a right that this release does not know is none."""
    kept = row._mapping
    queues, teams = (None if kept[name] is None else tuple(kept[name]) for name in ("queues", "teams"))
    rights = frozenset(right for right in Right if right in kept["rights"])
    grant = Grant(rights, queues, teams, kept["ends_at"])
    person = Person(kept["name"], Role.INTEGRATION, rights, scope_of(queues, teams))
    same = {name: kept[name] for name in Token._fields if name not in ("grant", "person")}
    return Token(grant=grant, person=person, **same)


def read(connection: Connection, after: int = -1) -> list[Token]:
    """Return the tokens whose last change is newer than ``after``, removed ones too."""
    rows = connection.execute(select(tokens).where(tokens.c.change > after).order_by(tokens.c.id))
    return [token_of(row) for row in rows]


def find(connection: Connection, name: str) -> Token:
    """Return the token called ``name``.

    Raises:
        Refusal: there is none (404).
    """
    row = connection.execute(select(tokens).where(tokens.c.key == key_of(name), ~tokens.c.removed)).one_or_none()
    if row is None:
        raise Refusal(404, "unknown_token", name=shown(name))
    return token_of(row)


def add(connection: Connection, name: str, grant: Grant, digest: str, made_by: str, now: float) -> Token:
    """Make a token.

    Raises:
        Refusal: the name is taken, or there are too many (409).
    """
    change = next_change(connection)
    check_free(connection, name)
    if len(list(connection.execute(select(tokens.c.id).where(~tokens.c.removed)))) >= MOST_TOKENS:
        raise Refusal(409, "too_many_tokens", limit=MOST_TOKENS)
    values = grant._asdict() | {"rights": sorted(grant.rights), "digest": digest, "made_by": made_by, "made_at": now}
    values |= {"name": name, "used_at": None, "removed": False, "change": change}
    old = tokens.c.key == key_of(name)  # one that was removed: who knows it must see that it is another now
    if not connection.execute(tokens.update().where(old).values(values)).rowcount:
        connection.execute(tokens.insert().values(key=key_of(name), **values))
    return find(connection, name)


def remove(connection: Connection, name: str) -> Token:
    """Remove a token.

    Raises:
        Refusal: there is none (404).
    """
    change = next_change(connection)
    token = find(connection, name)
    connection.execute(tokens.update().where(tokens.c.id == token.id).values(removed=True, change=change))
    return token._replace(removed=True, change=change)


def touch(connection: Connection, used: dict[int, float]) -> None:
    """Note when tokens were used last."""
    for token, used_at in used.items():
        connection.execute(tokens.update().where(tokens.c.id == token).values(used_at=used_at))
