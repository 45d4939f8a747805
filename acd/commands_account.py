"""``acd account`` and ``acd token``: who is let in, changed in the database itself, whether the service runs or not.

A running service looks each second whether something has changed. Passwords are asked for or read from standard
input; as arguments other people of the machine would see them.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from acd.cli_parts import DEMO, MOST_OF_A_FINDING, ConfigOption, Lang, fail, read_centre, tongue
from acd.commands_account_words import say
from acd.config.load import Centre
from acd.printable import printable
from acd.store.database import Database, DatabaseUnusable, default_url, reason_of
from acd.words import Language, language_of_environment
from acd.words import say as say_of_acd
from api.access import accounts, tokens
from api.access.accounts import Names, Profile
from api.access.checks import Known, checked_grant, checked_name, checked_profile
from api.access.passwords import Passwords, check_new
from api.access.rights import Right, Role
from api.access.sessions import digest_of, new_secret
from api.access.tokens import Grant
from api.refusals import Refusal
from api.words import sentence

T = TypeVar("T")

DAY_S = 24 * 3600.0
MOST_DAYS = 3650
BY_COMMAND = "acd token"
"""Who has made a token that was made here."""


def help_of(key: str) -> str:
    """Return a help text; it is needed when this module loads, so only the environment can choose its language."""
    return say(f"help_{key}", language_of_environment())


account_app = typer.Typer(no_args_is_help=True, help=help_of("account"))
token_app = typer.Typer(no_args_is_help=True, help=help_of("token"))

Name = Annotated[str, typer.Argument(help=help_of("name"), metavar="NAME")]
Queues = Annotated[str, typer.Option("--queues", help=help_of("queues"))]
Teams = Annotated[str, typer.Option("--teams", help=help_of("teams"))]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help=help_of("password_stdin"))]


class Store:
    """The database of a centre, opened for one command, and its language."""

    def __init__(self, file: Path, language: Language) -> None:
        self.language = language
        self.centre: Centre = read_centre(file, language)
        part = self.centre.part
        try:
            self._database = Database(part.store.url or default_url(Path(part.journal.directory)))
        except DatabaseUnusable as fault:
            fail(say_of_acd(fault.code, language, **fault.values))

    def known(self) -> Known:
        """Return the names that there are in the centre's file."""
        part = self.centre.part
        return Known(part.queues, part.teams, part.agents)

    def do(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` as one transaction."""
        return self._database.run_now(work)

    def say(self, key: str, **values: object) -> None:
        """Say a sentence."""
        shown = {name: printable(str(value), MOST_OF_A_FINDING) for name, value in values.items()}
        typer.echo(say(key, self.language, **shown))

    def scope(self, queues: Names, teams: Names) -> str:
        """Say which queues and teams are seen."""
        return say("sees", self.language, queues=self._names(queues), teams=self._names(teams))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close_now()

    def _names(self, names: Names) -> str:
        return say("all" if names is None else "none", self.language) if not names else ", ".join(names)


@contextmanager
def store_of(file: Path, lang: Lang) -> Iterator[Store]:
    """Open the database of the centre in ``file``; what is refused is said in a sentence, and ends."""
    store = Store(file, tongue(lang))
    try:
        yield store
    except Refusal as refusal:
        place = f"{refusal.field}: " if refusal.field else ""
        fail(printable(place + sentence(refusal.code, store.language, **refusal.values), MOST_OF_A_FINDING))
    except SQLAlchemyError as fault:
        where = default_url(Path(store.centre.part.journal.directory))
        fail(say_of_acd("database_unusable", store.language, where=where, why=reason_of(fault)))
    finally:
        store.close()


def names_in(text: str) -> Names:
    """Read names with commas between; ``all`` is None."""
    return None if text == "all" else tuple(name.strip() for name in text.split(",") if name.strip())


def password_for(name: str, from_stdin: bool, language: Language) -> str:
    """Ask for a new password, twice, or read it from standard input; return its hash.

    Raises:
        Refusal: it is none that can be taken.
    """
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        again = say("again", language)
        password = typer.prompt(say("new_password", language), hide_input=True, confirmation_prompt=again)
    check_new(password, name)
    return Passwords().hash_now(password)


@account_app.command("add", help=help_of("account_add"))
def account_add(
    name: Name,
    role: Annotated[Role, typer.Option("--role", help=help_of("role"))],
    queues: Queues = "",
    teams: Teams = "",
    agent: Annotated[str, typer.Option("--agent", help=help_of("agent"))] = "",
    phone: Annotated[str, typer.Option("--phone", help=help_of("phone"))] = "",
    title: Annotated[str, typer.Option("--title", help=help_of("title"))] = "",
    password_stdin: FromStdin = False,
    config: ConfigOption = DEMO,
    lang: Lang = None,
) -> None:
    """Make an account."""
    with store_of(config, lang) as store:
        wanted = checked_name(name)
        wish = Profile(printable(title), role, names_in(queues), names_in(teams), agent, phone)
        profile = checked_profile(wish, store.known())
        kept = password_for(wanted, password_stdin, store.language)
        added = store.do(lambda connection: accounts.add(connection, wanted, profile, kept, time.time()))
        store.say("account_added", name=added.name, role=role, scope=scope_said(store, profile))


@account_app.command("list", help=help_of("account_list"))
def account_list(config: ConfigOption = DEMO, lang: Lang = None) -> None:
    """List the accounts."""
    with store_of(config, lang) as store:
        found = [account for account in store.do(accounts.read) if not account.removed]
        for account in sorted(found, key=lambda each: each.name):
            role, scope = account.profile.role, scope_said(store, account.profile)
            store.say("account_added", name=account.name, role=role, scope=scope)
        if not found:
            store.say("no_accounts")


@account_app.command("password", help=help_of("account_password"))
def account_password(
    name: Name, password_stdin: FromStdin = False, config: ConfigOption = DEMO, lang: Lang = None
) -> None:
    """Give an account another password."""
    with store_of(config, lang) as store:
        found = store.do(lambda connection: accounts.find(connection, checked_name(name))).name
        kept = password_for(found, password_stdin, store.language)
        store.do(lambda connection: accounts.change_password(connection, found, kept))
        store.say("password_set", name=found)


@account_app.command("remove", help=help_of("account_remove"))
def account_remove(name: Name, config: ConfigOption = DEMO, lang: Lang = None) -> None:
    """Remove an account."""
    with store_of(config, lang) as store:
        removed = store.do(lambda connection: accounts.remove(connection, checked_name(name)))
        store.say("account_removed", name=removed.name)


@token_app.command("add", help=help_of("token_add"))
def token_add(
    name: Name,
    rights: Annotated[str, typer.Option("--rights", help=help_of("rights"))],
    queues: Queues = "",
    teams: Teams = "",
    days: Annotated[float | None, typer.Option("--days", help=help_of("days"), min=0.001, max=MOST_DAYS)] = None,
    config: ConfigOption = DEMO,
    lang: Lang = None,
) -> None:
    """Make a token; it alone is printed on the output, what it is on the error stream."""
    with store_of(config, lang) as store:
        now, wanted = time.time(), checked_name(name)
        ends_at = None if days is None else now + days * DAY_S
        named = Grant(rights_in(rights, store.language), names_in(queues), names_in(teams), ends_at)
        grant, secret = checked_grant(named, store.known(), now), new_secret()
        digest = digest_of(secret)
        store.do(lambda connection: tokens.add(connection, wanted, grant, digest, BY_COMMAND, now))
        typer.echo(secret)
        typer.echo(token_said(store, wanted, grant) + " " + say("shown_once", store.language), err=True)


@token_app.command("list", help=help_of("token_list"))
def token_list(config: ConfigOption = DEMO, lang: Lang = None) -> None:
    """List the tokens."""
    with store_of(config, lang) as store:
        found = [token for token in store.do(tokens.read) if not token.removed]
        for token in sorted(found, key=lambda each: each.name):
            typer.echo(token_said(store, token.name, token.grant))
        if not found:
            store.say("no_tokens")


@token_app.command("remove", help=help_of("token_remove"))
def token_remove(name: Name, config: ConfigOption = DEMO, lang: Lang = None) -> None:
    """Remove a token."""
    with store_of(config, lang) as store:
        removed = store.do(lambda connection: tokens.remove(connection, checked_name(name)))
        store.say("token_removed", name=removed.name)


def rights_in(text: str, language: Language) -> frozenset[Right]:
    """Read rights with commas between, or say which there are and end."""
    found = []
    for word in filter(None, (each.strip() for each in text.split(","))):
        if word not in tuple(Right):
            fail(say("no_such_right", language, right=printable(word), known=", ".join(Right)))
        found.append(Right(word))
    if not found:
        fail(say("no_rights", language, known=", ".join(Right)))
    return frozenset(found)


def scope_said(store: Store, profile: Profile) -> str:
    """Say what an account sees: of admins and agents what their role gives."""
    queues, teams = (None if names is None else tuple(sorted(names)) for names in profile.scope)
    return f"{profile.agent}; {store.scope(queues, teams)}" if profile.agent else store.scope(queues, teams)


def token_said(store: Store, name: str, grant: Grant) -> str:
    """Say what a token may, where and until when."""
    ends = say("for_ever", store.language)
    if grant.ends_at is not None:
        ends = say("until", store.language, day=datetime.fromtimestamp(grant.ends_at, UTC).date())
    scope, rights = store.scope(grant.queues, grant.teams), ", ".join(sorted(grant.rights))
    return printable(
        say("token_said", store.language, name=name, rights=rights, scope=scope, ends=ends), MOST_OF_A_FINDING
    )


def register(app: typer.Typer) -> None:
    """Put both groups into the command line."""
    app.add_typer(account_app, name="account")
    app.add_typer(token_app, name="token")
