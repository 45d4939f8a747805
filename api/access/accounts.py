"""Accounts: who people are in the centre. Each function that takes a connection is one step of a transaction."""

import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from api.access.rights import EVERYTHING, NOTHING, RIGHTS, Person, Role, Scope
from api.access.tables import accounts, changes, sessions, tokens
from api.asking import shown
from api.refusals import Refusal

MOST_ACCOUNTS = 25_000
"""More than a centre has agents; all are kept in memory, about a kilobyte each."""

RESERVED = frozenset({"configuration", "system", "acd token"})
"""Names that records use for the token of the centre's file, for the service itself and for the command line."""

Names = tuple[str, ...] | None
"""Names of queues or teams; None is all there are."""


class Profile(NamedTuple):
    """What can be wished of an account. ``queues`` and ``teams`` are None for all of them; ``phone`` is for listening.

    ``agent`` is the agent that this person is, ``language`` en or ru; each "" for none.
    """

    title: str = ""
    role: Role = Role.AGENT
    queues: Names = ()
    teams: Names = ()
    agent: str = ""
    phone: str = ""
    language: str = ""

    @property
    def scope(self) -> Scope:
        """What they see and steer: admins all, agents only themselves."""
        if self.role is Role.ADMIN:
            return EVERYTHING
        return NOTHING if self.role is Role.AGENT else scope_of(self.queues, self.teams)


class Account(NamedTuple):
    """An account as it is kept. ``password_no`` grows with every password: sessions begun with another one are over."""

    id: int
    name: str
    profile: Profile
    password: str
    password_no: int
    made_at: float
    removed: bool
    change: int
    person: Person


def scope_of(queues: Names, teams: Names) -> Scope:
    """Return the scope of these names."""
    return Scope(None if queues is None else frozenset(queues), None if teams is None else frozenset(teams))


def key_of(name: str) -> str:
    """Return what two names have in common that people would take for the same."""
    return unicodedata.normalize("NFKC", name).casefold()


def account_of(row: Row[Any]) -> Account:
    """Read an account as the database has it."""
    kept = row._mapping
    role = Role(kept["role"])
    queues, teams = (None if kept[name] is None else tuple(kept[name]) for name in ("queues", "teams"))
    profile = Profile(kept["title"], role, queues, teams, kept["agent"], kept["phone"], kept["language"])
    name, language = kept["name"], profile.language
    person = Person(name, role, RIGHTS[role], profile.scope, profile.agent, language, profile.phone)
    no, made_at = kept["password_no"], kept["made_at"]
    return Account(kept["id"], name, profile, kept["password"], no, made_at, kept["removed"], kept["change"], person)


def read(connection: Connection, after: int = -1) -> list[Account]:
    """Return the accounts whose last change is newer than ``after``, removed ones too."""
    rows = connection.execute(select(accounts).where(accounts.c.change > after).order_by(accounts.c.id))
    return [account_of(row) for row in rows]


def find(connection: Connection, name: str) -> Account:
    """Return the account called ``name``, locked until the end of the transaction.

    Raises:
        Refusal: there is none (404).
    """
    query = select(accounts).where(accounts.c.key == key_of(name), ~accounts.c.removed)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise Refusal(404, "unknown_account", name=shown(name))
    return account_of(row)


def add(connection: Connection, name: str, profile: Profile, password: str, now: float) -> Account:
    """Make an account; ``password`` is its hash.

    Raises:
        Refusal: the name is taken, or there are too many (409).
    """
    change = next_change(connection)
    check_free(connection, name)
    if len(list(connection.execute(select(accounts.c.id).where(~accounts.c.removed)))) >= MOST_ACCOUNTS:
        raise Refusal(409, "too_many_accounts", limit=MOST_ACCOUNTS)
    values: dict[str, Any] = {"name": name, "password": password, "made_at": now, "removed": False, "change": change}
    values |= profile._asdict()
    old = connection.execute(select(accounts).where(accounts.c.key == key_of(name))).one_or_none()
    if old is None:
        connection.execute(accounts.insert().values(key=key_of(name), password_no=1, **values))
    else:  # the one of this name was removed
        values["password_no"] = account_of(old).password_no + 1
        connection.execute(accounts.update().where(accounts.c.key == key_of(name)).values(values))
    return find(connection, name)


def change_profile(connection: Connection, name: str, profile: Profile) -> Account:
    """Give an account another profile.

    Raises:
        Refusal: there is no such account (404), or nobody would be admin then (409).
    """
    change = next_change(connection)
    account = find(connection, name)
    if profile.role is not Role.ADMIN:
        check_not_last_admin(connection, account)
    values = profile._asdict() | {"change": change}
    connection.execute(accounts.update().where(accounts.c.id == account.id).values(values))
    return find(connection, name)


def change_password(connection: Connection, name: str, password: str) -> Account:
    """Give an account another password (its hash); all its sessions are over.

    Raises:
        Refusal: there is no such account (404).
    """
    change = next_change(connection)
    account = find(connection, name)
    values = {"password": password, "password_no": account.password_no + 1, "change": change}
    connection.execute(accounts.update().where(accounts.c.id == account.id).values(values))
    connection.execute(sessions.delete().where(sessions.c.account == account.id))
    return find(connection, name)


def rehash(connection: Connection, account: Account, password: str) -> None:
    """Keep the same password under a better hash, unless it was changed meanwhile; nobody's session ends."""
    same = (accounts.c.id == account.id) & (accounts.c.password == account.password)
    connection.execute(accounts.update().where(same).values(password=password, change=next_change(connection)))


def remove(connection: Connection, name: str) -> Account:
    """Remove an account and end its sessions.

    Raises:
        Refusal: there is no such account (404), or nobody would be admin then (409).
    """
    change = next_change(connection)
    account = find(connection, name)
    check_not_last_admin(connection, account)
    values = {"removed": True, "password": "", "change": change}
    connection.execute(accounts.update().where(accounts.c.id == account.id).values(values))
    connection.execute(sessions.delete().where(sessions.c.account == account.id))
    return account._replace(removed=True, change=change)


def next_change(connection: Connection) -> int:
    """Count a change; whoever else wants to change something waits until this transaction is over."""
    counted = connection.execute(changes.update().values(change=changes.c.change + 1)).rowcount
    if not counted:
        connection.execute(changes.insert().values(id=1, change=1))
    return newest_change(connection)


def newest_change(connection: Connection) -> int:
    """Return the number of the newest change, 0 before the first."""
    return connection.scalar(select(changes.c.change)) or 0


def check_free(connection: Connection, name: str) -> None:
    """Check that no account, no token and no part of the service is called so: records of acts name who by it.

    Raises:
        Refusal: the name is taken (409).
    """
    key = key_of(name)
    for table in (accounts, tokens):
        if connection.execute(select(table.c.id).where(table.c.key == key, ~table.c.removed)).first():
            raise Refusal(409, "name_taken", name=name).at("name")
    if key in RESERVED:
        raise Refusal(409, "name_taken", name=name).at("name")


def check_not_last_admin(connection: Connection, account: Account) -> None:
    """Check that somebody else is admin, if this account is.

    Raises:
        Refusal: nobody else is (409).
    """
    others = (accounts.c.role == Role.ADMIN) & ~accounts.c.removed & (accounts.c.id != account.id)
    if account.profile.role is Role.ADMIN and not connection.execute(select(accounts.c.id).where(others)).first():
        raise Refusal(409, "last_admin", name=account.name)
