"""What is known in memory of accounts, sessions and tokens; looking somebody up takes a few microseconds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from api.access.accounts import Account, key_of
from api.access.rights import at_a_screen
from api.access.sessions import BOUNDS, MOST_SESSIONS, Session
from api.access.tokens import Token
from api.access.visitors import Visitor


class Newer(NamedTuple):
    """What has changed in the database up to the change of this number."""

    change: int
    accounts: list[Account]
    tokens: list[Token]


class Used(NamedTuple):
    """When sessions (by digest) and tokens (by id) were used last, in seconds since 1970."""

    sessions: dict[str, float]
    tokens: dict[int, float]


class Book:
    """Accounts and tokens as of ``change``, and the sessions; a session holds while its account has its password."""

    def __init__(self) -> None:
        self.change = -1
        self.accounts: dict[int, Account] = {}
        self.tokens: dict[int, Token] = {}
        self.sessions: dict[str, Session] = {}
        self._by_key: dict[str, Account] = {}
        self._by_digest: dict[str, Token] = {}
        self._of_account: defaultdict[int, list[str]] = defaultdict(list)
        self._used = Used({}, {})

    def account(self, name: str) -> Account | None:
        """Return the account called ``name``, None if there is none."""
        return self._by_key.get(key_of(name))

    def by_token(self, digest: str, now: float) -> Visitor | None:
        """Return whose token has this digest, and note that it is used; None if nobody's."""
        token = self._by_digest.get(digest)
        if token is None or token.is_over(now):
            return None
        self.tokens[token.id] = self._by_digest[digest] = token._replace(used_at=now)
        self._used.tokens[token.id] = now
        return Visitor(token.person, "token", digest)

    def by_session(self, digest: str, now: float) -> Visitor | None:
        """Return whose session has this digest, and note that it is used; None if nobody's."""
        session = self.sessions.get(digest)
        if session is None:
            return None
        account = self.accounts.get(session.account)
        if account is None or account.password_no != session.password_no or session.is_over(now):
            self.forget([digest])
            return None
        self.sessions[digest] = session._replace(used_at=now)
        self._used.sessions[digest] = now
        person = at_a_screen(account.person) if session.screen else account.person
        return Visitor(person, "session", digest, screen=session.screen)

    def take(self, newer: Newer) -> set[str]:
        """Take over what has changed; return the names of who was known before and is another now, or nobody."""
        self.change = newer.change
        changed = {account.name for account in newer.accounts if self._take_account(account)}
        return changed | {token.name for token in newer.tokens if self._take_token(token)}

    def remember(self, sessions: Iterable[Session], now: float) -> None:
        """Know these sessions from now on, but for those that are over."""
        for session in sessions:
            if not session.is_over(now):
                self.sessions[session.digest] = session
                self._of_account[session.account].append(session.digest)

    def forget(self, digests: Iterable[str]) -> None:
        """Know these sessions no more."""
        for digest in digests:
            session = self.sessions.pop(digest, None)
            if session is not None:
                self._of_account[session.account].remove(digest)

    def room_for(self, session: Session) -> list[str]:
        """Return the sessions that must end before this one begins: of its account and kind those that were unused
        longest, or the oldest of all. Pages never end screens, which nobody sits at, nor screens pages.
        """
        own = [self.sessions[digest] for digest in self._of_account[session.account]]
        alike = sorted((each for each in own if each.screen == session.screen), key=lambda each: each.used_at)
        over = [each.digest for each in alike[: max(0, len(alike) - BOUNDS[session.screen].most_of_one + 1)]]
        if len(self.sessions) >= MOST_SESSIONS and not over:
            pages = (digest for digest, each in self.sessions.items() if not each.screen)
            over = [next(pages, next(iter(self.sessions)))]
        return over

    def sessions_of(self, account: Account) -> int:
        """Return how many sessions an account has; one that nobody came back to may be over."""
        return len(self._of_account.get(account.id, ()))

    def used(self) -> Used:
        """Return what was used since this was asked last."""
        used, self._used = self._used, Used({}, {})
        return used

    def _take_account(self, account: Account) -> bool:
        old = self.accounts.get(account.id)
        if old is not None:
            del self._by_key[key_of(old.name)]
        if account.removed:
            self.accounts.pop(account.id, None)
        else:
            self.accounts[account.id] = self._by_key[key_of(account.name)] = account
        same = old is not None and (old.person, old.password_no) == (account.person, account.password_no)
        return old is not None and not (same and not account.removed)

    def _take_token(self, token: Token) -> bool:
        old = self.tokens.pop(token.id, None)
        if old is not None:
            del self._by_digest[old.digest]
        if not token.removed:
            self.tokens[token.id] = self._by_digest[token.digest] = token
        return old is not None and (token.removed or old.digest != token.digest)
