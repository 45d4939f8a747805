"""Sessions of pages: a random cookie, of which only a digest is kept, in memory and in the database.

A session is a person's, at a desk, or a screen's, on a wall: that one lasts, and only looks.
"""

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Connection, select

from api.access.tables import sessions

DAY_S = 24 * 3600.0

IDLE_S = 12 * 3600.0
"""After so long without a request a session is over: a shift with its breaks."""

LONGEST_S = 7 * DAY_S
"""After so long it is over in any case."""

MOST_OF_ONE = 20
"""Sessions of one account: browsers of one person. The one that was unused longest makes room."""

SCREEN_IDLE_S = 30 * DAY_S
"""The same of a screen, which asks all day while it is on: it may be dark over the holidays, or wait for a repair."""

SCREEN_LONGEST_S = 400 * DAY_S
"""The same of a screen: browsers keep no cookie longer."""

MOST_SCREENS_OF_ONE = 10
"""Screens of one account, beside its pages: half of the live streams that an account may have."""

MOST_SESSIONS = 50_000
"""Of all; the oldest makes room, a screen only if there are none but screens."""


class Bounds(NamedTuple):
    """How long a session of a kind lasts unused and in all, and how many an account has."""

    idle_s: float
    longest_s: float
    most_of_one: int


BOUNDS = {
    False: Bounds(IDLE_S, LONGEST_S, MOST_OF_ONE),
    True: Bounds(SCREEN_IDLE_S, SCREEN_LONGEST_S, MOST_SCREENS_OF_ONE),
}
"""By whether it is a screen's."""


class Session(NamedTuple):
    """A session; times in seconds since 1970. It holds while its account has the password of this number."""

    digest: str
    account: int
    password_no: int
    made_at: float
    used_at: float
    screen: bool = False

    def is_over(self, now: float) -> bool:
        """Whether it is too old, or too long unused."""
        bounds = BOUNDS[self.screen]
        return now >= self.used_at + bounds.idle_s or now >= self.made_at + bounds.longest_s


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
    for screen, bounds in BOUNDS.items():
        old = (sessions.c.used_at <= now - bounds.idle_s) | (sessions.c.made_at <= now - bounds.longest_s)
        connection.execute(sessions.delete().where(sessions.c.screen == screen, old))


def touch(connection: Connection, used: dict[str, float]) -> None:
    """Note when sessions were used last."""
    for digest, used_at in used.items():
        connection.execute(sessions.update().where(sessions.c.digest == digest).values(used_at=used_at))
