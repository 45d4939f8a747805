"""The benchmark of truth runs until it knows enough, on any number of processes, and says plainly what differs."""

import json
from dataclasses import replace
from functools import partial
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from acd.words import Language
from benchmarks.__main__ import app
from benchmarks.truth import command, runs
from benchmarks.truth.case import Case, Row
from benchmarks.truth.command import line_of, verdict
from benchmarks.truth.figures import Figures
from benchmarks.truth.judging import Estimate, Judged
from benchmarks.truth.measures import Measure
from benchmarks.truth.runs import AT_ONCE, MOST_CALLS, Plan, days_wanted, results, study, until_known
from benchmarks.truth.words import EN, RU
from benchmarks.truth.worlds import agents, centre, kind
from simulator.scenario.draws import Exponential

EDGES = (0.0, 3600.0)


def tiny(name: str, *, offered: float = 36.0, days_to_the_end: int | None = None) -> Case:
    """36 calls of a minute in an hour, and what is believed of their number."""
    world = centre(EDGES, agents(9), kind(name, 0.01, Exponential(60.0), EDGES), steady=False)
    row = Row("offered", Measure("offered", "once"), offered, "somebody")
    return Case(name, world, (row,), days=20, days_to_the_end=days_to_the_end)


RIGHT, WRONG = partial(tiny, "right"), partial(tiny, "wrong", offered=72.0)


@pytest.fixture
def two_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CASES", (RIGHT, WRONG))
    monkeypatch.setattr(command, "CASES", (RIGHT, WRONG))
    monkeypatch.setattr(runs, "case_of", lambda number: (RIGHT, WRONG)[number]())
    monkeypatch.setattr(command, "case_of", runs.case_of)


def judged(value: float = 36.0, error: float = 0.1, calls: int = 1000) -> Judged:
    return Judged("a case", "a row", 36.0, 0.0, Estimate(value, error, 1000), calls, "somebody")


@pytest.mark.usefixtures("two_cases")
def test_a_quick_run_has_the_days_that_each_case_asks_for() -> None:
    (row,) = study(Plan(quick=True, seed=1), 0)
    assert row.found.freedom == 19
    assert row.calls == pytest.approx(20 * 36, rel=0.15)
    assert row.agrees(1)


@pytest.mark.usefixtures("two_cases")
def test_a_whole_run_goes_on_until_the_half_width_is_near_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "NEAR_ENOUGH", 0.03)
    (row,) = study(Plan(quick=False, seed=1), 0)
    assert row.relative_half_width <= 0.03
    assert row.found.freedom > 100


def test_days_that_are_laid_down_are_all_simulated_and_no_others() -> None:
    assert len(until_known(tiny("laid down", days_to_the_end=30), seed=1).over) == 30


def test_how_many_days_would_do() -> None:
    near, wide = judged(error=0.1), judged(error=0.3)
    assert days_wanted([near], 20) == 20
    assert days_wanted([near, wide], 20) == pytest.approx(20 * 1.1 * 1.635**2, abs=1.5)
    assert days_wanted([judged(error=20.0)], 20) == AT_ONCE * 20
    assert days_wanted([judged(error=20.0, calls=MOST_CALLS // 2)], 20) == 40
    assert days_wanted([judged(error=20.0, calls=MOST_CALLS)], 20) == 20


@pytest.mark.usefixtures("two_cases")
def test_the_number_of_processes_makes_no_difference() -> None:
    plan = Plan(quick=True, seed=3)
    assert dict(results(plan, jobs=1)) == dict(results(plan, jobs=2))


@pytest.mark.usefixtures("two_cases")
def test_other_seeds_are_other_callers() -> None:
    assert study(Plan(True, 1), 0) != study(Plan(True, 2), 0)
    assert study(Plan(True, 1), 0) == study(Plan(True, 1), 0)


@pytest.mark.usefixtures("two_cases")
def test_the_last_line_is_one_json_object_and_what_differs_fails() -> None:
    ran = CliRunner().invoke(app, ["truth", "--quick", "--json", "--jobs", "1", "--lang", "en"])
    assert ran.exit_code == 1
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    assert (seen["quick"], seen["seed"], seen["agree"]) == (True, 1, False)
    right, wrong = seen["rows"]
    assert (right["case"], right["row"], right["exact"], right["agrees"]) == ("right", "offered", 36.0, True)
    assert (wrong["case"], wrong["agrees"]) == ("wrong", False)
    assert wrong["z"] < -10
    assert "1 of 2 figures differ, judged together at 99 %: wrong: offered" in ran.stdout


@pytest.mark.usefixtures("two_cases")
def test_where_all_agree_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CASES", (RIGHT,))
    monkeypatch.setattr(command, "CASES", (RIGHT,))
    ran = CliRunner().invoke(app, ["truth", "--quick", "--seed", "4", "--jobs", "1", "--lang", "en"])
    assert ran.exit_code == 0, ran.output
    assert "All 1 figures agree" in ran.stdout


@pytest.mark.usefixtures("two_cases")
def test_a_run_that_is_stopped_shows_what_it_knows_and_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(plan: Plan, jobs: int) -> object:
        yield 0, study(plan, 0)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "results", stopped)
    ran = CliRunner().invoke(app, ["truth", "--quick", "--json", "--lang", "en"])
    assert ran.exit_code == 1
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    assert [row["case"] for row in seen["rows"]] == ["right"]
    assert seen["agree"] is False
    assert "Stopped" in ran.output


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_person_sees_what_differs_and_what_is_vague(language: Language) -> None:
    out = StringIO()
    rows = [judged(), judged(value=50.0, error=2.0)]
    verdict(Figures(rows, 2, quick=True, seed=1, seconds=1.0), language, Console(file=out, width=200))
    assert "a case: a row" in out.getvalue()
    assert "10.9 %" in out.getvalue()
    assert line_of(rows[1], 2, language).plain.split()[-1] == (EN if language == "en" else RU)["differs"]


def test_what_never_varies_and_is_wrong_has_no_z() -> None:
    row = replace(judged(value=37.0), found=Estimate(37.0, 0.0, 100))
    figures = Figures([row], 1, quick=False, seed=1, seconds=1.0)
    (shown,) = json.loads(json.dumps(figures.as_object(), allow_nan=False))["rows"]
    assert (shown["z"], shown["agrees"]) == (None, False)


def test_both_languages_have_the_same_phrases_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, set[str]]:
        return {key: {part.split("}")[0] for part in text.split("{")[1:]} for key, text in phrases.items()}

    assert blanks(EN) == blanks(RU)
