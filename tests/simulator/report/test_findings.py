"""The sentences beside the pictures say what is in the figures, in both languages."""

import re

import msgspec
import pytest

from acd.words import Language
from simulator.report import findings
from simulator.report.plots import KINDS
from simulator.report.series import honest
from simulator.statistics.results import Figure, Results
from tests.simulator.report.kit import bare, nothing, results

LANGUAGES: tuple[Language, ...] = ("en", "ru")


def with_level(mean: float, half_width: float, **fields: object) -> Results:
    day = results()
    total = day.total | {"service_level": Figure(mean, half_width)}
    return msgspec.structs.replace(day, total=total, **fields)


@pytest.mark.parametrize(
    ("mean", "kind", "english", "russian"),
    [
        (0.9, "met", "The target of 80% is met: the service level is 90.0%", "Цель 80 % достигнута"),
        (0.7, "missed", "The target of 80% is missed", "Цель 80 % не достигнута"),
        (0.81, "open", "too little was simulated to tell", "имитировано слишком мало"),
    ],
)
def test_the_target_is_met_or_missed_only_beyond_chance(mean: float, kind: str, english: str, russian: str) -> None:
    day = with_level(mean, 0.02)
    assert findings.judged(day) == kind
    assert english in findings.verdict(day, "en")
    assert russian in findings.verdict(day, "ru").replace("\u00a0", " ")


def test_one_day_is_not_judged() -> None:
    one = honest(results(days=1))
    assert findings.verdict(one, "en") == "The service level is 81.2%, the target 80%."


def test_nobody_called_and_nothing_is_judged() -> None:
    assert findings.verdict(nothing(), "en") == "No calls came, so there is nothing to judge."


def test_a_planner_is_told_on_how_many_days_the_target_is_reached() -> None:
    assert "It is reached on 58.0%" in findings.verdict(results(), "en")
    assert "58 of 100 days" in findings.days(results(), "en")
    assert "58 из 100" in findings.days(results(), "ru")


def test_a_steady_state_has_batches_and_no_days() -> None:
    steady = with_level(0.9, 0.01, steady=True)
    assert "58 of 100 batches" in findings.days(steady, "en")
    assert "days" not in findings.verdict(steady, "en")


def test_it_is_said_when_the_target_is_missed() -> None:
    told = findings.service_level(results(), "en")
    assert told.startswith("The target of 80% is missed in 11:00–12:30;")
    assert "the lowest service level is 68.5%" in told
    assert "11:30–12:00" in told


def test_a_target_that_is_met_all_day_is_called_so() -> None:
    easy = msgspec.structs.replace(results(), target=0.5)
    assert findings.service_level(easy, "en").startswith("The target of 50% is met in every period")


def test_intervals_that_hold_the_target_are_neither_met_nor_missed() -> None:
    day = results()
    unsure = day.periods[0] | {"service_level": Figure(0.79, 0.05)}
    told = findings.service_level(msgspec.structs.replace(day, periods=(unsure, *day.periods[1:])), "en")
    assert "In 08:00–08:30 too little was simulated to tell." in told
    assert "missed in 11:00–12:30;" in told


def test_the_load_names_the_peak_and_the_tightest_interval() -> None:
    told = findings.load(results(), "en")
    assert "Most calls come in 11:30–12:00: 160.0" in told
    assert "20.6 erlangs for 24 agents on duty" in told
    assert "more work than agents" not in told


def test_more_work_than_agents_is_told() -> None:
    day = results()
    few = msgspec.structs.replace(day, groups={"bilingual": day.groups["bilingual"]})
    assert "There is more work than agents in 08:00–20:00." in findings.load(few, "en")


def test_waits_are_told_with_the_unlucky_tenth() -> None:
    assert re.search(r"longest in 11:30–12:00: 18\.9.* One caller in ten waits 58\.6", findings.waits(results(), "en"))
    told = findings.waits_distribution(results(), "en").replace("\u00a0", " ")
    assert told.startswith("82.9% of callers wait 20 s at most. 71.2% do not wait at all.")


def test_the_busiest_group_is_named_with_its_busiest_interval() -> None:
    told = findings.occupancy(results(), "en").replace("\u00a0", " ")
    assert told.startswith("The busiest agents are those of “bilingual”: 77.0%")
    assert "11:30–12:00: 97.0%" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("odd", [nothing(), nothing(periods=1), honest(nothing(1)), honest(results(days=1)), bare()])
def test_no_sentence_says_what_is_no_number(odd: Results, language: Language) -> None:
    told = [findings.verdict(odd, language)]
    told += [kind.finding(odd, language) for kind in KINDS.values() if kind.possible(odd)]
    assert not re.search(r"\b(nan|inf|None)\b|{|}", " ".join(told))
