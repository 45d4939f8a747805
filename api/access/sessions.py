"""Sessions of pages: a random cookie, of which only a digest is kept, in memory and in the database."""

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Connection, select

from api.access.tables import sessions

IDLE_S = 12 * 3600.0
"""After so long without a request a session is over: a shift with its breaks."""

LONGEST_S = 7 * 24 * 3600.0
"""After so long it is over in any case."""

MOST_OF_ONE = 20
"""Sessions of one account: browsers of one person. The oldest makes room."""

MOST_SESSIONS = 50_000
"""Of all; the oldest makes room."""


class Session(NamedTuple):
    """A session; times in seconds since 1970. It holds while its account has the password of this number."""

    digest: str
    account: int
    password_no: int
    made_at: float
    used_at: float

    def is_over(self, now: float) -> bool:
        """Whether it is too old, or too long unused."""
        return now >= self.used_at + IDLE_S or now >= self.made_at + LONGEST_S


def new_secret() -> str:
    """Return 256 random bits, as letters that need no quoting."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret that is random itself: a hash that is quick is as good as a slow one then."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_of(secret: str) -> str:
    """Return the text that pages of this session's cookie send along; from it the cookie cannot be worked out."""
    return hashlib.sha256(b"csrf " + secret.encode()).hexdigest()


def read(connection: Connection) -> list[Session]:
    """Return all sessions, the longest unused first."""
    return [Session(**row._mapping) for row in connection.execute(select(sessions).order_by(sessions.c.used_at))]


def add(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    connection.execute(sessions.insert().values(session._asdict()))


def end(connection: Connection, digests: list[str]) -> None:
    """Forget sessions."""
    connection.execute(sessions.delete().where(sessions.c.digest.in_(digests)))


def end_old(connection: Connection, now: float) -> None:
    """Forget the sessions that are too old, or too long unused."""
    old = (sessions.c.used_at <= now - IDLE_S) | (sessions.c.made_at <= now - LONGEST_S)
    connection.execute(sessions.delete().where(old))


def touch(connection: Connection, used: dict[str, float]) -> None:
    """Note when sessions were used last."""
    for digest, used_at in used.items():
        connection.execute(sessions.update().where(sessions.c.digest == digest).values(used_at=used_at))
