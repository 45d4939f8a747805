"""``acd erlang``: a planner's first answer, or one sentence about what was not understood."""

import json
from string import Formatter

import pytest
from typer.testing import CliRunner

from acd.cli import app
from simulator.commands_erlang_words import EN, RU

CALLS = ("erlang", "--rate", "100 per 30 min", "--handling", "3 min")


def acd(*words: str, language: str = "en") -> tuple[int, str]:
    result = CliRunner().invoke(app, words, env={"ACD_LANG": language, "COLUMNS": "80"})
    return result.exit_code, result.output


def test_the_least_number_of_agents_is_shown_among_its_neighbours() -> None:
    code, said = acd(*CALLS)
    assert code == 0
    rows = [line.split() for line in said.splitlines() if line.strip()[:1].isdigit()]
    assert rows[2] == ["14", "17.4", "88.8", "7.8", "71.4"]
    assert [row[0] for row in rows] == ["12", "13", "14", "15", "16"]
    assert "At least 14 agents for a service level of 80.0 % within 20 s." in said


def test_fewer_agents_than_erlangs_are_not_shown_where_nobody_hangs_up() -> None:
    _, said = acd(*CALLS, "--target", "40 %")
    assert [line.split()[0] for line in said.splitlines() if line.strip()[:1].isdigit()] == ["11", "12", "13", "14"]


def test_with_patience_it_is_erlang_a_in_the_readers_language() -> None:
    code, said = acd(*CALLS, "--patience", "5 min", "--agents", "14", "--lang", "ru")
    assert code == 0
    assert "Эрланг A: нагрузка 10,00 эрл." in said
    assert ["14", "14,5", "91,7", "92,3", "1,4", "4,2", "70,4"] in [line.split() for line in said.splitlines()]


def test_one_object_holds_all_measures() -> None:
    code, said = acd(*CALLS, "--patience", "5 min", "--agents", "14", "--json")
    found = json.loads(said)
    assert (code, found["agents"], found["patience_s"]) == (0, 14, 300)
    assert found["answered_within"] == pytest.approx(0.916792, abs=1e-6)
    assert json.loads(acd(*CALLS, "--json")[1])["patience_s"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--agents", "9"), "unstable: a load of 10 erlangs on 9 agents makes the queue grow for ever"),
        (("--agents", "0"), "the number of agents is 0: expected a whole number from 1"),
        (("--target", "100 %"), "the target is 1.0: expected a share between 0 and 1"),
        (("--threshold", "20"), "`20` has no unit; write it like 20 s"),
        (("--patience", "0"), "the mean patience is 0.0: expected a number above 0"),
        (("--rate", "many"), "`many` is not a rate"),
    ],
)
def test_what_is_impossible_is_said_in_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    code, said = acd(*CALLS, *words)
    assert code == 1
    assert said.startswith(sentence)
    assert said.count("\n") == 1


def test_russian_readers_are_refused_in_russian() -> None:
    assert acd(*CALLS, "--agents", "9", "--lang", "ru")[1].startswith("неустойчиво: при нагрузке 10 эрл. и 9 агентах")
    assert acd(*CALLS, "--rate", "много", "--lang", "ru")[1].startswith("`много` не частота")


def test_both_languages_say_the_same() -> None:
    assert EN.keys() == RU.keys()
    for key, phrase in EN.items():
        both = [{blank for _, blank, *_ in Formatter().parse(each) if blank} for each in (phrase, RU[key])]
        assert both[0] == both[1], key
