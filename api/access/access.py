"""Who is let in: all accounts, sessions and tokens in memory, so that a request costs no database.

The database is what lasts. What changes here is written first and then true here, in one order; what the command
line changes there is seen within :data:`LOOK_S`. One process serves the pages of one database.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Scope

from acd.store.database import Database, DatabaseBusy
from api.access import accounts, sessions
from api.access.accounts import Account, Profile
from api.access.attempts import Guard
from api.access.passwords import Passwords
from api.access.records import Records
from api.access.rights import Person, Right, Role
from api.access.sessions import Session, csrf_of, digest_of, new_secret
from api.access.visitors import OneToken, Visitor, visitor_of
from api.refusals import Refusal

LOOK_S = 1.0
"""How often it is looked whether the command line has changed something."""

TOUCH_S = 60.0
"""How often it is written which sessions and tokens were used: a crash makes sessions look that much older."""

FIRST_ADMIN = "admin"

log = structlog.get_logger()


class SignedIn(NamedTuple):
    """A session that has begun: ``secret`` goes into the cookie, and nowhere else."""

    visitor: Visitor
    secret: str


class Access(Records):
    """Knows who is let in, and changes it. ``now`` gives seconds since 1970.

    ``changed`` are told the name of a person whose rights, scope or sessions have changed or ended: who serves them
    for longer than a request asks :meth:`still` then.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], float] = time.time,
        token: str | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        super().__init__(database, now, passwords)
        self._configured = OneToken(token)
        self._guard = Guard()

    async def start(self, phone: str = "") -> str | None:
        """Read what there is. If there is no account yet, make the first admin and return the password, this once.

        ``phone`` is where the first admin listens to calls, if that is known.
        """
        await self.refresh()
        self.book.remember(await self._database.run(sessions.read), self.now())
        if self.book.accounts:
            return None
        password = secrets.token_urlsafe(12)
        await self.add_account(FIRST_ADMIN, Profile(role=Role.ADMIN, phone=phone), password)
        return password

    async def run(self) -> None:
        """See what the command line changes and write down what was used, until cancelled."""
        next_touch = self.now() + TOUCH_S
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.refresh()
                if self.now() >= next_touch:
                    next_touch = self.now() + TOUCH_S
                    await self.touch()
            except (SQLAlchemyError, DatabaseBusy, Refusal) as fault:
                log.warning("access_not_refreshed", why=type(fault).__name__)

    async def close(self) -> None:
        """Write down what was used, and end the threads of passwords; the database is somebody else's."""
        self.passwords.close()
        try:
            await self.touch()
        except (SQLAlchemyError, Refusal) as fault:
            log.warning("access_not_written", why=type(fault).__name__)

    def by_token(self, token: str) -> Visitor | None:
        """Return who shows this token."""
        configured = self._configured.by_token(token)
        if configured is not None:
            return configured
        return self.book.by_token(digest_of(token), self.now())

    def by_session(self, secret: str) -> Visitor | None:
        """Return whose session's cookie holds this, and note that it is used."""
        visitor = self.book.by_session(digest_of(secret), self.now())
        return visitor and visitor._replace(csrf=csrf_of(secret))

    def person_of(self, scope: Scope) -> Person | None:
        """Return who makes this request, None if nobody we know."""
        try:
            return visitor_of(self, scope).person
        except Refusal:
            return None

    def person_called(self, name: str) -> Person | None:
        """Return who has the account of this name, None if nobody has."""
        account = self.book.account(name)
        return account and account.person

    def still(self, visitor: Visitor) -> bool:
        """Whether somebody who was let in is still let in as the same person; an open page counts as use."""
        if visitor.how == "session":
            now = self.book.by_session(visitor.digest, self.now())
        else:
            now = self.book.by_token(visitor.digest, self.now()) if visitor.digest else visitor
        return now is not None and now.person == visitor.person

    async def sign_in(self, name: str, password: str, address: str, screen: bool = False) -> SignedIn:
        """Begin a session; ``screen`` is one for a screen on a wall.

        Raises:
            Refusal: name or password is wrong (401, whichever), it is too early (429), or too much to do (503); or it
                is for a screen, and there is nothing that this account could look at (403).
        """
        key, now = accounts.key_of(name), self.now()
        self._guard.begin(key, address, now)
        account = self.book.account(name)
        try:
            right = await self.passwords.is_right(account and account.password, password)
        except Refusal:
            self._guard.undo(key, address)
            raise
        if account is None or not right:
            log.info("sign_in_refused", name=name, address=address)
            raise Refusal(401, "wrong_password")
        self._guard.right(key, address)
        if self.passwords.is_old(account.password):
            better = await self.passwords.hash(password)
            await self._write(lambda connection: accounts.rehash(connection, account, better))
        if screen and not account.person.may(Right.LOOK):
            raise Refusal(403, "screen_needs_look", name=account.name).at("screen")
        log.info("signed_in", name=account.name, address=address, screen=screen)
        return await self._begin(account, screen)

    async def sign_out(self, visitor: Visitor) -> None:
        """End a session."""
        await self._write(lambda connection: sessions.end(connection, [visitor.digest]))
        self.book.forget([visitor.digest])
        self._tell({visitor.person.name})

    async def change_own_password(self, visitor: Visitor, old: str, new: str, address: str) -> SignedIn:
        """Change the password of who asks, and begin a session in place of all they had.

        Raises:
            Refusal: the old one is wrong (403), or as for :meth:`sign_in`.
        """
        key = accounts.key_of(visitor.person.name)
        self._guard.begin(key, address, self.now())
        account = self.known(visitor.person.name)
        if not await self.passwords.is_right(account.password, old):
            raise Refusal(403, "wrong_old_password").at("old")
        self._guard.right(key, address)
        return await self._begin(await self.set_password(account.name, new))

    async def _begin(self, account: Account, screen: bool = False) -> SignedIn:
        secret, now = new_secret(), self.now()
        session = Session(digest_of(secret), account.id, account.password_no, now, now, screen)
        over = self.book.room_for(session)

        def write(connection: Connection) -> None:
            sessions.end(connection, over)
            sessions.add(connection, session)

        await self._write(write)
        self.book.forget(over)
        self.book.remember([session], now)
        visitor = self.by_session(secret)
        if visitor is None:  # the account was changed while the password was looked at
            raise Refusal(401, "wrong_password")
        return SignedIn(visitor, secret)
