"""The command line: each command says what is so, or one sentence about what is wrong, in two languages."""

from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from acd.asterisk.ami_login import LoginRefused
from acd.cli import app, run_loop
from acd.config.load import load_centre
from acd.engine.facts import AgentSignedIn, AnyFact, CallArrived, CallQueued, Settled, Started
from acd.service import JournalUnusable
from acd.store.journal import FileJournal
from tests.config.kit import write

DEMO = Path("configs/demo.yaml")


def acd(*words: object) -> tuple[int, str]:
    """Run the command line and return its exit code and everything it said."""
    result = CliRunner().invoke(app, [str(word) for word in words], env={"ACD_LANG": "en"})
    return result.exit_code, result.output


def with_journal_in(tmp_path: Path) -> Path:
    """The demo centre with a journal of its own."""
    path = tmp_path / "centre.yaml"
    path.write_text(DEMO.read_text().replace("directory: var/journal", f"directory: {tmp_path / 'journal'}"))
    return path


def test_check_says_that_a_good_file_is_good_and_counts_its_parts() -> None:
    assert acd("check", DEMO) == (0, f"{DEMO}: good. 3 queues, 24 agents, 16 menu steps.\n")


def test_check_counts_one_as_one(tmp_path: Path) -> None:
    path = write(tmp_path)
    one = yaml.safe_load(path.read_text())
    one["queues"].pop("second")
    one["menus"]["steps"] = {"start": {"set": {"priority": 1}, "next": "person"}}
    path.write_text(yaml.safe_dump(one))
    assert f"{path}: good. 1 queue, 3 agents, 1 menu step." in acd("check", path)[1]
    assert f"{path}: всё в порядке. Очередей: 1, агентов: 3, шагов меню: 1." in acd("check", path, "--lang", "ru")[1]


def test_check_says_every_fault_with_its_line_and_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(DEMO.read_text().replace("wrap_up: 5s", "wrap_up: soon").replace("PJSIP/1001", "1001"))
    code, said = acd("check", bad)
    assert code == 1
    assert "`soon` is not a duration" in said
    assert "`1001` is not a phone" in said
    assert said.rstrip().endswith("refused, 2 to mend.")


def test_what_a_bad_file_holds_is_only_text_to_a_terminal(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(DEMO.read_text().replace("centre: Northern Lights support", r'centre: "a\e[2J\nb"'))
    code, said = acd("check", bad)
    assert (code, "not `a?[2J?b`" in said) == (1, True)


def test_check_speaks_russian_when_asked() -> None:
    code, said = acd("check", DEMO, "--lang", "ru")
    assert (code, "всё в порядке" in said) == (0, True)


def test_check_of_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    code, said = acd("check", tmp_path / "nowhere.yaml")
    assert (code, "cannot be read" in said) == (1, True)


def test_run_whose_log_cannot_be_written_says_so_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the log's folder should be")
    path = tmp_path / "centre.yaml"
    path.write_text(DEMO.read_text().replace("directory: var/journal", f"directory: {tmp_path / 'taken' / 'journal'}"))
    code, said = acd("run", path, "--screen")
    assert (code, "the log cannot be written" in said) == (1, True)


def test_explain_without_a_journal_says_so(tmp_path: Path) -> None:
    code, said = acd("explain", "1.1", "--config", with_journal_in(tmp_path))
    assert (code, "no journal in" in said) == (1, True)


def test_explain_tells_why_from_the_journal_and_knows_no_other_call(tmp_path: Path) -> None:
    config = with_journal_in(tmp_path)
    write_journal(config, tmp_path / "journal")
    code, said = acd("explain", "17.1", "--config", config)
    assert code == 0
    assert "roman" in said
    assert "anna" in said
    assert acd("explain", "17.9", "--config", config)[0] == 1


def test_explain_says_why_it_was_not_a_certain_agent(tmp_path: Path) -> None:
    config = with_journal_in(tmp_path)
    write_journal(config, tmp_path / "journal")
    code, said = acd("explain", "17.1", "--config", config, "--not", "anna")
    assert (code, "To be chosen, anna would at least have had to\n  - have tech (has 0)" in said) == (0, True)
    code, said = acd("explain", "17.1", "--config", config, "--not", "sarah", "--lang", "ru")
    assert (code, "Чтобы выбор пал на sarah, нужно было бы хотя бы\n  - быть свободным: не на смене" in said) == (
        0,
        True,
    )


def test_explain_asks_whether_an_agent_or_a_call_with_nearly_that_name_was_meant(tmp_path: Path) -> None:
    config = with_journal_in(tmp_path)
    write_journal(config, tmp_path / "journal")
    code, said = acd("explain", "17.1", "--config", config, "--not", "Romann")
    assert (code, said) == (
        1, "nobody called Romann was on the roster when call 17.1 was here; did you mean roman, anna?\n",
    )  # fmt: skip
    code, said = acd("explain", "17.11", "--config", config)
    assert (code, "; did you mean 17.1, 17.2?; `acd status` shows live calls" in said) == (1, True)
    code, said = acd("explain", "\x1b[2J", "--config", config)
    assert (code, "\x1b" in said) == (1, False)


def test_explain_from_a_damaged_journal_says_where_the_damage_is(tmp_path: Path) -> None:
    config = with_journal_in(tmp_path)
    write_journal(config, tmp_path / "journal")
    (journal,) = (tmp_path / "journal").iterdir()
    journal.write_bytes(journal.read_bytes().replace(b"roman", b"\xff", 1))
    code, said = acd("explain", "17.1", "--config", config)
    assert (code, f"a journal cannot be replayed: {journal}:1: " in said) == (1, True)


def test_explain_of_a_call_that_never_asked_for_an_agent_says_so(tmp_path: Path) -> None:
    config = with_journal_in(tmp_path)
    write_journal(config, tmp_path / "journal")
    code, said = acd("explain", "17.2", "--config", config)
    assert (code, "never asked for an agent" in said) == (0, True)


def write_journal(config: Path, directory: Path) -> None:
    journal = FileJournal(directory, 1_767_225_600.0, keep=3)
    told: list[AnyFact] = [
        Started(load_centre(config).rules),
        Settled(),
        AgentSignedIn("anna"),
        AgentSignedIn("roman"),
        CallArrived("17.1"),
        CallArrived("17.2"),
        CallQueued(call="17.1", queue="support"),
    ]
    for second, fact in enumerate(told):
        journal.write(1_767_225_600.0 + second, fact, ())
    journal.close()


def test_status_of_a_service_that_does_not_run_says_so(tmp_path: Path) -> None:
    config = tmp_path / "centre.yaml"
    config.write_text(DEMO.read_text().replace("listen: 127.0.0.1:8090", "listen: 127.0.0.1:1"))
    code, said = acd("status", "--config", config)
    assert (code, "nothing answers at 127.0.0.1:1" in said) == (1, True)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (LoginRefused("the PBX answered 'Authentication failed'"), "AMI: the PBX answered"),
        (JournalUnusable("Permission denied"), "the journal cannot be written: Permission denied"),
        (OSError(98, "Address already in use"), "cannot listen: [Errno 98] Address already in use"),
    ],
)
def test_what_people_cause_is_one_sentence_and_no_traceback(
    fault: Exception, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def failing() -> None:
        raise fault

    with pytest.raises(typer.Exit) as ended:
        run_loop(failing(), "en")
    assert ended.value.exit_code == 1
    assert sentence in capsys.readouterr().err
