"""The journal of a simulated day: ``acd explain`` tells from it why a simulated call went where it went."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from acd.cli import app
from acd.engine.engine import Engine
from acd.engine.facts import AlarmRang, OfferAnswered
from acd.explained import explain_from
from acd.store.journal import Entry, journal_files, read_journal
from simulator import traced
from simulator.days.world import World
from simulator.scenario.load import load_scenario
from simulator.traced import DayTooLong, FolderTaken, journal_of, retold, write_day
from tests.simulator.days.by_hand import calls, duty, takes, world
from tests.simulator.days.test_journal import busy

SCENARIO = """\
scenario: A small centre
day: {hours: 08:00-09:00, period: 30 min}
days: 2
seed: 5
types:
  english: {arrivals: 90 per h, handling: 3 min, wrap_up: 20 s, patience: "exponential, mean 2 min", needs: {en: 1}}
  spanish: {arrivals: 40 per h, handling: 3 min, patience: "exponential, mean 2 min", needs: {es: 1}}
groups:
  english: {skills: {en: 5}, agents: 4}
  bilingual: {skills: {en: 5, es: 5}, agents: 2}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SCENARIO)
    return file


def alike() -> World:
    """Whole numbers everywhere, so that many things happen at the very same moment."""
    return world(
        calls([each * 5.0 for each in range(180)], takes(20, 30, 10), patience=takes(40, 60)),
        agents=("anna", "boris", "clara"), wrap_up_s=10.0, ring=takes(5),
        duties=[duty(name, breaks=((300.0, 400.0), (500.0, 505.0))) for name in ("anna", "boris", "clara")],
    )  # fmt: skip


def thirds() -> World:
    """The same moment reached by different sums, which another clock rounds differently."""
    return world(
        calls([each / 3 for each in range(600)], takes(0.1, 0.2, 0.3, 0.7), patience=takes(0.4, 1.7)),
        agents=("anna", "boris"), wrap_up_s=0.1,
    )  # fmt: skip


DAYS = {"busy": busy(), "wrap-up by rules": busy(drawn=False), "whole numbers": alike(), "thirds": thirds()}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("begins_at", [86_400.0, 115_200.3, 1.8e9])
def test_by_another_clock_it_is_the_same_day(name: str, begins_at: float) -> None:
    journal = journal_of(DAYS[name], 5, 0)
    entries = list(retold(journal, begins_at))
    assert [entry.fact for entry in entries if not isinstance(entry.fact, AlarmRang)] == [
        fact for fact in journal.facts if not isinstance(fact, AlarmRang)
    ]
    told = [at for at, fact in zip(journal.times, journal.facts, strict=True) if not isinstance(fact, AlarmRang)]
    again = [entry.at - begins_at for entry in entries if not isinstance(entry.fact, AlarmRang)]
    assert again == pytest.approx(told, abs=1e-5)
    assert sum(isinstance(entry.fact, OfferAnswered) for entry in entries) > 50


def test_the_file_is_a_journal_that_gives_its_decisions_again(tmp_path: Path) -> None:
    found = write_day(busy(), tmp_path / "new" / "folder", seed=5, day=0)
    assert journal_files(tmp_path / "new" / "folder") == [found.file]
    fresh = Engine()
    entries: list[Entry] = list(read_journal(found.file))
    assert len(entries) > 5000
    for entry in entries:
        assert fresh.handle(entry.fact, entry.at) == entry.orders


def test_the_call_that_waited_longest_is_named_and_its_wait_explained(tmp_path: Path) -> None:
    late = calls([10, 100, 130], takes(60), "c")
    found = write_day(world(late, opens_at_s=8 * 3600.0), tmp_path, seed=1, day=0)
    assert found[1:] == (3, "c-3")
    text = explain_from(tmp_path, "c-3", "en")
    assert text is not None
    assert "08:02:10: call c-3 asked for an agent of queue q." in text
    assert "was talking (c-2)" in text
    assert "08:02:40: anna answered call c-3." in text


def test_wrap_up_that_the_world_ends_is_explained_without_a_time_to_come(tmp_path: Path) -> None:
    write_day(world(calls([0, 15], takes(10), wrap_up={"": (takes(20),)})), tmp_path, seed=1, day=0)
    text = explain_from(tmp_path, "c-2", "en")
    assert text is not None
    assert "wrap-up" in text
    assert "1973" not in text
    assert "until a time unknown" in text


def test_a_day_without_calls_has_a_journal_too(tmp_path: Path) -> None:
    assert write_day(world(), tmp_path, seed=1, day=0)[1:] == (0, "")


def test_a_folder_with_journals_is_left_alone(tmp_path: Path) -> None:
    before = write_day(alike(), tmp_path, seed=1, day=0).file.read_bytes()
    with pytest.raises(FolderTaken):
        write_day(alike(), tmp_path, seed=2, day=0)
    assert [file.read_bytes() for file in journal_files(tmp_path)] == [before]


def test_a_day_of_too_many_facts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traced, "MOST_FACTS", 100)
    with pytest.raises(DayTooLong):
        write_day(alike(), tmp_path, seed=1, day=0)
    assert journal_files(tmp_path) == []


def said(*words: object) -> tuple[int, str, str]:
    """The exit code of a command, and what it said on each stream."""
    found = CliRunner().invoke(app, [str(word) for word in words], env={"ACD_LANG": "en"})
    return found.exit_code, found.stdout, found.stderr


def test_simulate_writes_the_journal_beside_its_figures_and_says_how_to_ask_it(scenario: Path, tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    code, out, err = said("simulate", scenario, "--journal", folder)
    assert code == 0
    assert out == said("simulate", scenario)[1]
    words = err.splitlines()[0].split()
    call = words[words.index("explain") + 1]
    assert f"acd explain {call} --journal {folder}" in err
    code, text, _ = said("explain", call, "--journal", folder)
    assert (code, text[:3]) == (0, "08:")
    assert f"call {call} asked for an agent" in text


def test_the_journal_is_of_the_day_and_the_seed_that_were_asked_for(scenario: Path, tmp_path: Path) -> None:
    for name, words in {"0": (), "1": ("--day", 1), "6": ("--seed", 6), "again": ()}.items():
        assert said("simulate", scenario, "--journal", tmp_path / name, *words)[0] == 0
    first, second, other, again = (journal_files(tmp_path / name)[0].read_bytes() for name in ("0", "1", "6", "again"))
    assert first == again
    assert len({first, second, other}) == 3
    whole = load_scenario(scenario).world
    answers = [
        entry.fact for entry in read_journal(journal_files(tmp_path / "1")[0]) if isinstance(entry.fact, OfferAnswered)
    ]
    assert answers == [fact for fact in journal_of(whole, 5, 1).facts if isinstance(fact, OfferAnswered)]


def test_journals_in_the_folder_are_told_before_anything_is_simulated(scenario: Path, tmp_path: Path) -> None:
    said("simulate", scenario, "--journal", tmp_path / "journal")
    code, out, err = said("simulate", scenario, "--journal", tmp_path / "journal")
    assert (code, out) == (2, "")
    assert "holds journals already" in err
    code, out, err = said("simulate", scenario, "--journal", tmp_path / "journal", "--lang", "ru")
    assert "уже есть журналы" in err


def test_a_day_without_calls_says_so(scenario: Path, tmp_path: Path) -> None:
    quiet = ("--set", "types.english.arrivals=0 per h", "--set", "types.spanish.arrivals=0 per h")
    code, _, err = said("simulate", scenario, "--journal", tmp_path / "journal", *quiet)
    assert code == 0
    assert "on day 0 nobody asked for an agent" in err


def test_a_folder_that_cannot_be_is_answered_with_a_sentence(scenario: Path) -> None:
    code, _, err = said("simulate", scenario, "--journal", scenario / "inside")
    assert code == 1
    assert "cannot be written" in err
