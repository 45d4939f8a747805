"""Who is let in: all accounts, sessions and tokens in memory, so that a request costs no database.

The database is what lasts. What changes here is written first and then true here, in one order; what the command
line changes there is seen within :data:`LOOK_S`. One process serves the pages of one database.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Scope

from acd.store.database import Database, DatabaseBusy
from api.access import accounts, sessions, tokens
from api.access.accounts import Account, Profile
from api.access.attempts import Guard
from api.access.book import Book, Newer
from api.access.passwords import Passwords
from api.access.rights import Person, Role
from api.access.sessions import Session, csrf_of, digest_of, new_secret
from api.access.tokens import Grant, Token
from api.access.visitors import OneToken, Visitor, visitor_of
from api.refusals import Refusal

T = TypeVar("T")

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


class Access:
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
        self.now = now
        self.changed: list[Callable[[str], None]] = []
        self.book = Book()
        self.passwords = passwords or Passwords()
        self._database = database
        self._configured = OneToken(token)
        self._guard = Guard()
        self._writing = asyncio.Lock()

    async def start(self) -> str | None:
        """Read what there is. If there is no account yet, make the first admin and return the password, this once."""
        await self.refresh()
        self.book.remember(await self._database.run(sessions.read), self.now())
        if self.book.accounts:
            return None
        password = secrets.token_urlsafe(12)
        await self.add_account(FIRST_ADMIN, Profile(role=Role.ADMIN), password)
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
            except (SQLAlchemyError, DatabaseBusy) as fault:
                log.warning("access_not_refreshed", why=type(fault).__name__)

    async def close(self) -> None:
        """Write down what was used, and end the threads of passwords; the database is somebody else's."""
        try:
            await self.touch()
        finally:
            self.passwords.close()

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

    def still(self, visitor: Visitor) -> bool:
        """Whether somebody who was let in is still let in as the same person; an open page counts as use."""
        if visitor.how == "session":
            now = self.book.by_session(visitor.digest, self.now())
        else:
            now = self.book.by_token(visitor.digest, self.now()) if visitor.digest else visitor
        return now is not None and now.person == visitor.person

    async def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """Begin a session.

        Raises:
            Refusal: name or password is wrong (401, whichever), it is too early (429), or too much to do (503).
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
        return await self._begin(account)

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

    def known(self, name: str) -> Account:
        """Return the account called ``name``.

        Raises:
            Refusal: there is none (404).
        """
        account = self.book.account(name)
        if account is None:
            raise Refusal(404, "unknown_account", name=name)
        return account

    async def add_account(self, name: str, profile: Profile, password: str) -> Account:
        """Make an account; see :func:`api.access.accounts.add`."""
        kept, now = await self.passwords.hash(password), self.now()
        return await self._change(lambda connection: accounts.add(connection, name, profile, kept, now))

    async def change_account(self, name: str, profile: Profile) -> Account:
        """Give an account another profile; see :func:`api.access.accounts.change_profile`."""
        return await self._change(lambda connection: accounts.change_profile(connection, name, profile))

    async def set_password(self, name: str, password: str) -> Account:
        """Give an account another password and end its sessions; see :func:`api.access.accounts.change_password`."""
        kept = await self.passwords.hash(password)
        return await self._change(lambda connection: accounts.change_password(connection, name, kept))

    async def remove_account(self, name: str) -> None:
        """Remove an account; see :func:`api.access.accounts.remove`."""
        await self._change(lambda connection: accounts.remove(connection, name))

    async def add_token(self, name: str, grant: Grant, made_by: str) -> tuple[Token, str]:
        """Make a token and return it with its secret; see :func:`api.access.tokens.add`."""
        secret, now = new_secret(), self.now()
        digest = digest_of(secret)
        token = await self._change(lambda connection: tokens.add(connection, name, grant, digest, made_by, now))
        return token, secret

    async def remove_token(self, name: str) -> None:
        """Remove a token; see :func:`api.access.tokens.remove`."""
        await self._change(lambda connection: tokens.remove(connection, name))

    async def refresh(self) -> None:
        """See what has changed in the database since the last look."""
        async with self._writing:
            seen = self.book.change
            changed = await self._database.run(lambda connection: newer(connection, seen))
        self._tell(self.book.take(changed))

    async def touch(self) -> None:
        """Write down which sessions and tokens were used, and forget sessions that are over."""
        used, now = self.book.used(), self.now()

        def write(connection: Connection) -> None:
            sessions.touch(connection, used.sessions)
            sessions.end_old(connection, now)
            tokens.touch(connection, used.tokens)

        await self._write(write)

    async def _begin(self, account: Account) -> SignedIn:
        secret, now = new_secret(), self.now()
        session = Session(digest_of(secret), account.id, account.password_no, now, now)
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

    async def _change(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in the database; what has changed there by it, or before it, is true here then."""
        done = await self._write(work)
        await self.refresh()
        return done

    async def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            async with self._writing:
                return await self._database.run(work)
        except DatabaseBusy:
            raise Refusal(503, "too_busy", wait_s=5) from None

    def _tell(self, names: set[str]) -> None:
        for name in names:
            for listener in self.changed:
                listener(name)


def newer(connection: Connection, seen: int) -> Newer:
    """Read what has changed after the change numbered ``seen``."""
    change = accounts.newest_change(connection)
    if change == seen:
        return Newer(change, [], [])
    return Newer(change, accounts.read(connection, seen), tokens.read(connection, seen))
