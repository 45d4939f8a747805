"""Accounts and tokens in the database and, in one order with it, in memory; what changes there is told."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from acd.store.database import Database, DatabaseBusy
from api.access import accounts, sessions, tokens
from api.access.accounts import Account, Profile
from api.access.book import Book, Newer
from api.access.passwords import Passwords
from api.access.sessions import digest_of, new_secret
from api.access.tokens import Grant, Token
from api.asking import shown
from api.refusals import Refusal

T = TypeVar("T")

log = structlog.get_logger()

AGAIN_S = 5
"""After how long to try again what the database has no time for."""


class Records:
    """Keeps accounts and tokens. ``now`` gives seconds since 1970.

    What changes is written first and then true in the ``book``. ``changed`` are told the name of a person whose rights,
    scope or sessions have changed or ended.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time, passwords: Passwords | None = None):
        self.now = now
        self.changed: list[Callable[[str], None]] = []
        self.book = Book()
        self.passwords = passwords or Passwords()
        self._database = database
        self._writing = asyncio.Lock()

    def known(self, name: str) -> Account:
        """Return the account called ``name``.

        Raises:
            Refusal: there is none (404).
        """
        account = self.book.account(name)
        if account is None:
            raise Refusal(404, "unknown_account", name=shown(name))
        return account

    def known_token(self, name: str) -> Token:
        """Return the token called ``name``.

        Raises:
            Refusal: there is none (404).
        """
        key = accounts.key_of(name)
        for token in self.book.tokens.values():
            if accounts.key_of(token.name) == key:
                return token
        raise Refusal(404, "unknown_token", name=shown(name))

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
            raise Refusal(503, "too_busy", wait_s=AGAIN_S) from None

    def _tell(self, names: set[str]) -> None:
        for name in names:
            for listener in self.changed:
                try:
                    listener(name)
                except Exception:  # what somebody else makes of it keeps nobody in or out
                    log.exception("access_listener_failed")


def newer(connection: Connection, seen: int) -> Newer:
    """Read what has changed after the change numbered ``seen``."""
    change = accounts.newest_change(connection)
    if change == seen:
        return Newer(change, [], [])
    return Newer(change, accounts.read(connection, seen), tokens.read(connection, seen))
