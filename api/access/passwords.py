"""Passwords: hashed by argon2 in threads of their own, slowly on purpose, and never in the way of calls."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from api.refusals import Refusal

T = TypeVar("T")

SHORTEST, LONGEST = 10, 200
"""Characters of a password."""

THREADS = 2
"""Passwords hashed at once: 128 MiB, and no more of the machine than one shift's sign-ins need."""

MOST_WAITING = 64
"""Who waits for these threads; about five seconds of work. Others are told to come again."""

AGAIN_S = 5


def slow_hasher() -> PasswordHasher:
    """Return RFC 9106's second choice (64 MiB, three passes), in one lane: four would take four cores from calls."""
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)


class Passwords:
    """Hashes and checks passwords; ``hasher`` is cheap in tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or slow_hasher()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """Return the hash of a new password.

        Raises:
            Refusal: too many wait already (503).
        """
        return await self._run(lambda: self.hash_now(password))

    def hash_now(self, password: str) -> str:
        """Do the same where there is no loop."""
        return self._hasher.hash(same_for_all(password))

    async def is_right(self, kept: str | None, password: str) -> bool:
        """Whether ``password`` belongs to the hash ``kept``; of nobody (None) it takes as long, and does not.

        Raises:
            Refusal: too many wait already (503).
        """
        return await self._run(lambda: self._verify(kept, password))

    def is_old(self, kept: str) -> bool:
        """Whether this hash was made with other parameters than those of now."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Finish what was begun."""
        self._threads.shutdown()

    def _verify(self, kept: str | None, password: str) -> bool:
        if not self._nobodys:
            self._nobodys = self.hash_now("the password of nobody")
        try:
            return self._hasher.verify(kept or self._nobodys, same_for_all(password)) and bool(kept)
        except (Argon2Error, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise Refusal(503, "too_busy", wait_s=AGAIN_S)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def same_for_all(password: str) -> str:
    """Return a password as every keyboard gives it: letters with accents are one or two characters on some."""
    return unicodedata.normalize("NFKC", password)


def check_new(password: str, name: str, field: str = "password") -> None:
    """Check a password that somebody has chosen.

    Raises:
        Refusal: it is too short, too long or the name itself (422).
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(422, "bad_password", shortest=SHORTEST, longest=LONGEST).at(field)
    if password.casefold() == name.casefold():
        raise Refusal(422, "password_is_name").at(field)
