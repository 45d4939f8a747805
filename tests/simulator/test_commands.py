"""``acd simulate`` and ``acd compare`` as a planner meets them: tables, JSON, files, a sentence where it is wrong."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from acd.cli import app
from simulator import planning, running
from simulator.days.world import World
from simulator.report import html
from simulator.statistics.paired import Comparison
from simulator.statistics.results import MEASURES, Results

SCENARIO = """\
scenario: A small centre
day: {hours: 08:00-09:00, period: 30 min}
days: 8
seed: 5
types:
  english: {arrivals: 90 per h, handling: 3 min, patience: "exponential, mean 2 min", needs: {en: 1}}
  spanish: {arrivals: 40 per h, handling: 3 min, patience: "exponential, mean 2 min", needs: {es: 1}}
groups:
  english: {skills: {en: 5}, agents: 4}
  bilingual: {skills: {en: 5, es: 5}, agents: 2}
"""
STAFF = "groups.bilingual.agents"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SCENARIO)
    return file


class Said:
    """What came of a command: its exit code, and what it said on each stream."""

    def __init__(self, *words: object, **environment: str) -> None:
        found = CliRunner().invoke(app, [str(word) for word in words], env={"ACD_LANG": "en"} | environment)
        self.code, self.out, self.err = found.exit_code, found.stdout, found.stderr
        self.line = self.err.rstrip("\n")


def test_simulate_shows_the_total_then_types_periods_and_groups(scenario: Path) -> None:
    said = Said("simulate", scenario)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("A small centre: 8 days, seed 5; ± is half a 95 % interval\n")
    places = [
        said.out.index(each) for each in ("offered", "Types of call", "spanish", "08:30–09:00", "Groups of agents")
    ]
    assert places == sorted(places)


def test_json_has_the_shape_that_programs_count_on(scenario: Path) -> None:
    found = json.loads(Said("simulate", scenario, "--json", "--days", 3, "--seed", 9).out)
    assert (found["scenario"], found["days"], found["seed"]) == ("A small centre", 3, 9)
    assert list(found["types"]) == ["english", "spanish"]
    assert list(found["groups"]) == ["english", "bilingual"]
    both = [found["total"], found["types"]["spanish"]["all"], *found["types"]["spanish"]["periods"]]
    assert len(both) == 4
    for figures in both:
        for name in MEASURES:
            assert set(figures[name]) == {"mean", "half_width"}, name


def test_the_same_seed_gives_the_same_bytes_with_any_number_of_processes(scenario: Path) -> None:
    one, two, three = (Said("simulate", scenario, "--json", "--jobs", jobs).out for jobs in (1, 2, 3))
    assert one == two == three
    assert Said("simulate", scenario, "--json", "--seed", 6).out != one


def test_a_place_of_the_scenario_can_be_set(scenario: Path) -> None:
    plain, more = (
        json.loads(Said("simulate", scenario, "--json", *words).out) for words in ((), ("--set", f"{STAFF}=4"))
    )
    assert more["total"]["offered"] == plain["total"]["offered"]
    assert more["total"]["abandoned"]["mean"] < plain["total"]["abandoned"]["mean"]


def test_russian_has_russian_words_and_numbers(scenario: Path) -> None:
    said = Said("simulate", scenario, "--lang", "ru", "--days", 2)
    assert "Типы звонков" in said.out
    assert "отвечено за 20\u00a0с" in said.out
    assert not any(letter in said.out for letter in ("offered", "0.", "1."))


@pytest.mark.parametrize("command", [("simulate",), ("compare", "--vary", f"{STAFF}=1,2")])
def test_every_fault_of_a_scenario_is_a_line_with_its_place(scenario: Path, command: tuple[str, ...]) -> None:
    scenario.write_text(SCENARIO.replace("90 per h", "often").replace("handling: 3 min", "handling: 3"))
    name, *words = command
    said = Said(name, scenario, *words)
    assert (said.code, said.out) == (2, "")
    assert f"{scenario}:6: " in said.err
    assert "`often`" in said.err
    assert "[types.spanish.handling]" in said.err
    assert said.line.endswith("to mend.")


def test_a_warning_is_said_beside_the_figures(scenario: Path) -> None:
    scenario.write_text(SCENARIO.replace(', patience: "exponential, mean 2 min"', "").replace("90 per h", "900 per h"))
    said = Said("simulate", scenario, "--days", 1)
    assert said.code == 0
    assert f"{scenario}:" in said.err
    assert "A small centre: one day" in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "agents"), "`agents` is not understood; write --set groups.en.agents=12"),
        (("--set", "\x1b[2J"), "`?[2J` is not understood; write --set groups.en.agents=12"),
    ],
)
def test_what_is_no_change_is_one_sentence(scenario: Path, words: tuple[str, ...], sentence: str) -> None:
    said = Said("simulate", scenario, *words)
    assert (said.code, said.out, said.line) == (2, "", sentence)


def test_compare_shows_which_differences_are_significant(scenario: Path) -> None:
    said = Said("compare", scenario, "--vary", f"{STAFF}=2,4", "--days", 30)
    rows = [" ".join(line.split()) for line in said.out.splitlines()]
    assert said.code == 0
    assert rows[0].startswith("2 variants on the same callers, 30 days, seed 5")
    (offered,) = (row for row in rows if row.startswith("bilingual.agents=4") and row.endswith("0.0 no"))
    level = rows[rows.index(offered) + 2]
    assert level.startswith("bilingual.agents=4")
    assert level.endswith(" yes")
    assert "+" in level


def test_compare_as_json_has_the_variants_and_their_paired_differences(scenario: Path) -> None:
    found = json.loads(Said("compare", scenario, "--vary", f"{STAFF}=2,2,4", "--json").out)
    names = ["bilingual.agents=2 (1)", "bilingual.agents=2 (2)", "bilingual.agents=4"]
    assert [each["scenario"] for each in found["variants"]] == names
    same, more = (each["total"]["service_level"] for each in found["differences"])
    assert (same["difference"], same["half_width"], same["significant"]) == (0.0, 0.0, False)
    assert more["significant"]
    assert more["difference"] == pytest.approx(more["other"] - more["base"])


def test_compare_takes_several_files(scenario: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SCENARIO.replace("A small centre", "Another").replace("seed: 5", "seed: 77"))
    found = json.loads(Said("compare", scenario, other, "--json", "--days", 2).out)
    assert [(each["scenario"], each["seed"]) for each in found["variants"]] == [("A small centre", 5), ("Another", 5)]
    assert found["differences"][0]["total"]["offered"]["difference"] == 0


def test_compare_needs_something_to_compare_with_and_not_too_much(scenario: Path) -> None:
    alone = Said("compare", scenario)
    assert (alone.code, alone.line) == (
        2, "there is nothing to compare with; give several scenarios, or one with --vary",
    )  # fmt: skip
    many = Said("compare", scenario, "--vary", f"{STAFF}={','.join('1' * 30)}")
    assert (many.code, "these are 30 variants; at most 24" in many.line) == (2, True)
    typo = Said("compare", scenario, "--vary", f"{STAFF}=1,,2")
    assert (typo.code, "write --vary groups.en.agents=10,11,12" in typo.line) == (2, True)


def test_a_comparison_of_batches_that_cannot_be_paired_says_so(scenario: Path) -> None:
    steady = "steady: {warm_up: 10 min, length: 1 h, batches: 2}"
    scenario.write_text(SCENARIO.replace("day: {hours: 08:00-09:00, period: 30 min}", steady))
    said = Said("compare", scenario, "--vary", "steady.batches=2,4", "--days", 1)
    assert (said.code, said.line) == (
        2, "one variant has other batches than the first, so they cannot be compared pair by pair",
    )  # fmt: skip


def test_figures_by_period_go_into_a_spreadsheet(scenario: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    said = Said("simulate", scenario, "--csv", file, "--json")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert said.line == f"written: {file}"
    assert [(row["of"], row["name"], row["from"]) for row in rows[:4]] == [
        ("total", "", ""), ("total", "", "08:00"), ("total", "", "08:30"), ("type", "english", ""),
    ]  # fmt: skip
    total = json.loads(said.out)["total"]
    assert float(rows[0]["service_level"]) == total["service_level"]["mean"]
    assert float(rows[2]["offered_half_width"]) == total["periods"][1]["offered"]["half_width"]


def test_a_name_in_a_spreadsheet_is_no_formula(scenario: Path, tmp_path: Path) -> None:
    from simulator.figures_csv import rows_of

    results: Any = type("Results", (), {"edges_s": ()})
    (row,) = rows_of("type", "=1+1", {}, (), results)
    assert row[1] == "'=1+1"


def test_a_file_that_cannot_be_written_is_one_sentence_after_the_figures(scenario: Path, tmp_path: Path) -> None:
    said = Said("simulate", scenario, "--days", 1, "--csv", tmp_path / "nowhere" / "figures.csv")
    assert said.code == 1
    assert said.out.startswith("A small centre: one day")
    assert said.line == f"{tmp_path / 'nowhere' / 'figures.csv'} cannot be written: No such file or directory"


def test_a_report_is_written_where_it_is_wanted(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, Path, str]] = []

    def report(results: Results, folder: Path, language: str) -> Path:
        written.append((results.scenario, folder, language))
        return folder / "report.html"

    def comparison(variants: list[Results], differences: list[Comparison], folder: Path, language: str) -> Path:
        written.extend((each.scenario, folder, language) for each in variants)
        assert [each.other for each in differences] == [each.scenario for each in variants[1:]]
        return folder / "report.html"

    monkeypatch.setattr(html, "write_report", report)
    monkeypatch.setattr(html, "write_comparison", comparison)
    said = Said("simulate", scenario, "--days", 1, "--report", tmp_path)
    assert said.line == f"written: {tmp_path / 'report.html'}"
    Said("compare", scenario, "--days", 1, "--vary", f"{STAFF}=2,3", "--report", tmp_path, "--lang", "ru")
    assert written == [
        ("A small centre", tmp_path, "en"),
        ("bilingual.agents=2", tmp_path, "ru"),
        ("bilingual.agents=3", tmp_path, "ru"),
    ]


def impossible(world: World, seed: int, day: int, progress: object = None) -> None:
    raise ValueError("the \x1b[1mthird agent has two heads")


def deadly(world: World, seed: int, day: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_day_that_cannot_be_simulated_is_a_sentence_that_says_how_to_see_it_again(
    scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "tally_of_day", impossible)
    said = Said("simulate", scenario, "--jobs", 1)
    assert said.code == 1
    assert said.line == (
        f"day 0 of {scenario} could not be simulated: the ?[1mthird agent has two heads. "
        "The same again: --seed 5 --jobs 1"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="processes that are not forked have their own code")
def test_a_process_that_is_killed_is_a_sentence(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "tally_of_day", deadly)
    said = Said("simulate", scenario, "--jobs", 2)
    assert (said.code, said.line.startswith("a process that simulated days was ended from outside")) == (1, True)


def test_a_machine_that_starts_no_processes_is_a_sentence(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(running, "ProcessPoolExecutor", full)
    said = Said("simulate", scenario, "--jobs", 2)
    assert (said.code, said.line) == (
        1, "processes for the days cannot be started: Resource temporarily unavailable. Try --jobs 1",
    )  # fmt: skip


def test_a_bar_is_shown_to_people_and_nothing_of_it_gets_into_a_pipe(scenario: Path) -> None:
    piped = Said("simulate", scenario, "--json")
    watched = Said("simulate", scenario, "--json", FORCE_COLOR="1", COLUMNS="60")
    assert piped.err == ""
    assert "simulating" in watched.err
    assert watched.out == piped.out


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_it_with_one_sentence(scenario: Path, jobs: int) -> None:
    program = (sys.executable, "-c", "from acd.cli import main; main()")
    words = ("simulate", str(scenario), "--days", "1000000", "--jobs", str(jobs))
    environment = os.environ | {"ACD_LANG": "en", "FORCE_COLOR": "1", "COLUMNS": "60"}
    with subprocess.Popen(
        (*program, *words), stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    ) as running:
        assert running.stderr is not None
        before = running.stderr.read(1)  # the bar: it has begun
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)
    said = (before + err).decode()
    assert (running.returncode, out) == (130, b"")
    assert "stopped; nothing was written" in said
    assert "Traceback" not in said


def test_who_runs_a_centre_loads_nothing_of_the_planners() -> None:
    script = "import sys, acd.cli; print([each for each in ('matplotlib', 'scipy', 'jinja2') if each in sys.modules])"
    done = subprocess.run((sys.executable, "-c", script), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
