"""Accounts and tokens on the command line: changed in the database itself, told in sentences, passwords never shown."""

import re
import stat
import string
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from acd.cli import app
from acd.commands_account_words import EN, RU
from acd.store.database import Database, default_url
from api.access import accounts, tokens
from tests.api.access_kit import CHEAP

DEMO = Path("configs/demo.yaml")
PASSWORD = "correct horse battery"
T = TypeVar("T")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.passwords.slow_hasher", lambda: CHEAP)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The demo's centre with a journal, and so a database, of its own."""
    path = tmp_path / "centre.yaml"
    path.write_text(DEMO.read_text().replace("directory: var/journal", f"directory: {tmp_path / 'var/journal'}"))
    return path


def acd(centre: Path, *words: str, typed: str = f"{PASSWORD}\n", language: str = "en") -> tuple[int, str]:
    """Run a command of the centre; return its exit code and all that it said."""
    result = CliRunner().invoke(app, [*words, "-c", str(centre)], env={"ACD_LANG": language}, input=typed)
    return result.exit_code, result.output


def add(centre: Path, name: str, *words: str, typed: str = f"{PASSWORD}\n") -> tuple[int, str]:
    return acd(centre, "account", "add", name, *words, "--password-stdin", typed=typed)


def kept(centre: Path, work: Callable[[Connection], T]) -> T:
    """What the database holds."""
    database = Database(default_url(centre.parent / "var/journal"))
    try:
        return database.run_now(work)
    finally:
        database.close_now()


def test_accounts_are_made_listed_changed_and_removed(centre: Path) -> None:
    assert acd(centre, "account", "list") == (
        0,
        "there are no accounts yet; the service makes the first admin when it starts\n",
    )
    assert add(centre, "света", "--role", "supervisor", "--queues", "sales, billing", "--phone", "PJSIP/9") == (
        0,
        "света: supervisor, queues: billing, sales; teams: none.\n",
    )
    assert add(centre, "root", "--role", "admin") == (0, "root: admin, queues: all; teams: all.\n")
    listed = acd(centre, "account", "list")[1].splitlines()
    assert [line.partition(":")[0] for line in listed] == ["root", "света"]
    assert acd(centre, "account", "password", "СВЕТА", "--password-stdin", typed="another password\n")[0] == 0
    assert CHEAP.verify(kept(centre, lambda rows: accounts.find(rows, "света")).password, "another password")
    assert acd(centre, "account", "remove", "света")[0] == 0
    assert "света" not in acd(centre, "account", "list")[1]


def test_the_file_and_its_folder_are_for_their_owner_alone(centre: Path) -> None:
    add(centre, "root", "--role", "admin")
    file = centre.parent / "var/acd.db"
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_password_that_is_typed_is_asked_for_twice_and_not_shown(centre: Path) -> None:
    code, said = acd(centre, "account", "add", "root", "--role", "admin", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert code == 0 and PASSWORD not in said
    assert CHEAP.verify(kept(centre, lambda rows: accounts.find(rows, "root")).password, PASSWORD)


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (("boris", "--role", "supervisor"), PASSWORD, "queues: names no queue"),
        (("boris", "--role", "supervisor", "--queues", "nope"), PASSWORD, "queues: no queue is called nope"),
        (("boris", "--role", "supervisor", "--teams", "nope"), PASSWORD, "teams: no team is called nope"),
        (("boris", "--role", "agent"), PASSWORD, "agent: an agent's account names the agent"),
        (("boris", "--role", "agent", "--agent", "nobody"), PASSWORD, "agent: no agent is called nobody"),
        (("boris", "--role", "admin", "--queues", "sales"), PASSWORD, "queues: goes with supervisors"),
        (("boris", "--role", "integration"), PASSWORD, "role: programs have tokens"),
        (("boris", "--role", "admin", "--phone", "1001"), PASSWORD, "phone: must be a phone"),
        (("bo\x1b[2Jris", "--role", "admin"), PASSWORD, "name: a name has 1 to 64"),
        (("boris", "--role", "admin"), "short", "password: a password has 10 to 200"),
        (("configuration", "--role", "admin"), PASSWORD, "name: the name configuration is taken"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(centre: Path, words: tuple[str, ...], typed: str, why: str) -> None:
    code, said = add(centre, *words, typed=f"{typed}\n")
    assert code == 1 and said.startswith(why), said
    assert "\x1b" not in said
    assert "there are no accounts" in acd(centre, "account", "list")[1]


def test_the_last_admin_stays_and_what_is_not_there_is_said(centre: Path) -> None:
    add(centre, "root", "--role", "admin")
    assert acd(centre, "account", "remove", "root") == (1, "root is the last admin; make another one first\n")
    assert acd(centre, "account", "remove", "nobody") == (1, "no account is called nobody\n")
    assert acd(centre, "token", "remove", "nobody", language="ru") == (1, "токена nobody нет\n")


def test_a_token_is_printed_once_and_kept_as_a_digest(centre: Path) -> None:
    code, said = acd(centre, "token", "add", "board", "--rights", "look,acts", "--queues", "all", "--days", "90")
    secret, about = said.splitlines()
    assert code == 0 and re.fullmatch(r"[\w-]{43}", secret, re.ASCII)
    assert re.match(r"board may acts, look; queues: all; teams: none; until \d{4}-\d\d-\d\d\. ", about)
    assert secret.encode() not in (centre.parent / "var/acd.db").read_bytes()
    assert secret not in acd(centre, "token", "list")[1]
    assert acd(centre, "token", "remove", "board") == (0, "board is removed.\n")
    assert acd(centre, "token", "list") == (0, "there are no tokens\n")
    assert kept(centre, tokens.read)[0].removed


def test_a_token_without_a_scope_or_with_a_right_there_is_not_is_refused(centre: Path) -> None:
    assert acd(centre, "token", "add", "board", "--rights", "look")[1].startswith("queues: names no queue")
    code, said = acd(centre, "token", "add", "board", "--rights", "look,rule", "--queues", "all")
    assert code == 1 and said.startswith("there is no right rule; there are: look, explain")
    assert acd(centre, "token", "add", "board", "--rights", " , ", "--queues", "all")[0] == 1


def test_a_database_that_cannot_be_used_is_said_in_a_sentence(centre: Path) -> None:
    (centre.parent / "var").mkdir()
    (centre.parent / "var/acd.db").write_text("this is no database " * 100)
    code, said = acd(centre, "account", "list")
    assert code == 1 and said.startswith("the database sqlite:///") and "file is not a database" in said


def test_both_languages_have_the_same_sentences() -> None:
    def blanks(phrase: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}

    assert {key: blanks(phrase) for key, phrase in EN.items()} == {key: blanks(phrase) for key, phrase in RU.items()}
