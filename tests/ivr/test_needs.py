"""Needs in a menu tree: levels or a text, a credit in seconds, and what is said of those that cannot be read."""

import pytest

from ivr.actions import Route
from ivr.interpreter import Interpreter
from ivr.position import Call, read_position
from ivr.reading import read_menus
from ivr.words import sentence
from tests.ivr.trees import HOURS, call_through, problems_of, raw_tree, silent, tree_of

NEED = "ru >= 5 and (billing >= 3 or not tech)"


def routed(steps: dict[str, object]) -> Route:
    """What the queue is told of a caller who is led through these steps."""
    end = call_through(Interpreter(tree_of(steps), HOURS, Call("100")), silent)
    assert isinstance(end, Route)
    return end


def test_a_route_may_ask_by_a_text() -> None:
    end = routed({"go": {"route": "sales", "needs": NEED}})
    assert (end.need, end.needs) == (NEED, {})


def test_levels_noted_before_stay_beside_a_text() -> None:
    end = routed({"noted": {"set": {"needs": {"en": 3}}, "next": "go"}, "go": {"route": "sales", "needs": NEED}})
    assert (end.need, end.needs) == (NEED, {"en": 3})


def test_the_text_that_is_noted_later_counts() -> None:
    end = routed(
        {
            "first": {"set": {"needs": "tech"}, "next": "second"},
            "second": {"set": {"needs": NEED}, "next": "third"},
            "third": {"set": {"needs": {"en": 1}}, "next": "go"},
            "go": {"route": "sales"},
        }
    )
    assert (end.need, end.needs) == (NEED, {"en": 1})


@pytest.mark.parametrize(("route", "seconds"), [({}, 120.0), ({"credit": "1h"}, 3600.0), ({"credit": 0}, 0.0)])
def test_a_credit_is_noted_on_the_way_unless_the_route_has_its_own(route: dict[str, object], seconds: float) -> None:
    steps = {"noted": {"set": {"credit": "2m"}, "next": "go"}, "go": {"route": "sales", **route}}
    assert routed(steps).credit_s == seconds


def test_a_caller_who_is_taken_over_keeps_text_and_credit() -> None:
    tree = tree_of(
        {
            "noted": {"set": {"needs": NEED, "credit": "90s"}, "next": "ask"},
            "ask": {"menu": "main-menu", "keys": {1: "go"}, "otherwise": "go"},
            "go": {"route": "sales"},
        }
    )
    before = Interpreter(tree, HOURS, Call("100"))
    call_through(before, silent)
    end = call_through(Interpreter.resume(tree, HOURS, {**before.position(), "step": "ask"}), silent)
    assert isinstance(end, Route)
    assert (end.need, end.credit_s) == (NEED, 90.0)


@pytest.mark.parametrize(
    ("written", "need", "credit_s"),
    [
        ({"need": "ru%20and%20(", "credit": "x"}, "", 0.0),
        ({"need": "%0a", "credit": "-5.000"}, "", 0.0),
        ({"need": "x" * 20_000, "credit": "99999.000"}, "", 86400.0),
    ],
)
def test_rubbish_in_a_position_asks_nothing(written: dict[str, str], need: str, credit_s: float) -> None:
    place = read_position({"step": "go", **written}, 200)[1]
    assert (place.need, place.credit_s) == (need, credit_s)


@pytest.mark.parametrize(
    ("needs", "english", "russian"),
    [
        ("ru >= ", "column 7: the need ends where a level from 0 to 10", "столбец 7: требование кончилось"),
        ("ru >= 11", "column 7: a level from 0 to 10 was expected, not `11`", "ожидался уровень от 0 до 10"),
        ("ru and", "column 7: the need ends where a skill", "там, где ожидался навык"),
        ("ru and )", "column 8: a skill, `not` or `(` was expected, not `)`", "ожидался навык, `not` или `(`"),
        ("ru billing", "column 4: >=, >, <=, <, == or != was expected", "ожидалось >=, >, <=, <, == или !="),
        ("(ru or en", "column 10: the need ends where `)`", "требование кончилось там, где ожидалась `)`"),
        ("(ru >= 3 5", "column 10: `)` was expected, or `and` or `or`, not `5`", "ожидалась `)`"),
        ("ru >= 3 ) and en", "column 9: `and`, `or` or the end was expected, not `)`", "`or` или конец"),
        (" or ".join(["ru"] * 70), "a need tests at most 64 times", "не больше 64 сравнений"),
        ("(" * 20 + "ru" + ")" * 20, "nested too deep", "вложены слишком глубоко"),
        ("ru or " * 100, "at most 500 letters", "не больше 500 знаков"),
        (5, '`5` is no need; write levels like {billing: 3}, or a text like "ru', "`5` не требование"),
        (["ru"], "`['ru']` is no need", "не требование"),
        ("ru >= 5 and\nen", "visible letters", "видимых знаков"),
    ],
)
def test_what_is_no_need_is_refused_where_it_stands(needs: object, english: str, russian: str) -> None:
    tree, problems = read_menus(raw_tree({"go": {"route": "sales", "needs": needs}}))
    assert tree is None
    [problem] = problems
    assert problem.path == ("menus", "steps", "go", "needs")
    assert english in sentence(problem)
    assert russian in sentence(problem, "ru")


@pytest.mark.parametrize(
    ("needs", "path", "words"),
    [
        ("ru >= 5 and biling", ("needs",), "column 13: there is no skill `biling`; known: billing"),
        ({"biling": 3}, ("needs", "biling"), "there is no skill `biling`; known: billing"),
        ("{langage} >= 3", ("needs",), "nothing is ever kept under `langage`"),
    ],
)
@pytest.mark.parametrize("where", ["route", "set"])
def test_skills_and_values_that_there_are_not_are_named(
    needs: object, path: tuple[str, ...], words: str, where: str
) -> None:
    written = {"needs": needs} if where == "route" else {"set": {"needs": needs}}
    [problem] = problems_of(tree_of({"go": {"route": "sales", **written}}))
    inner = path if where == "route" else ("set", *path)
    assert problem.path == ("menus", "steps", "go", *inner)
    assert words in sentence(problem)


def test_values_of_every_call_and_those_that_are_kept_may_be_asked_for() -> None:
    steps = {
        "noted": {"set": {"data": {"tier": "5"}}, "next": "go"},
        "go": {"route": "sales", "needs": "{language} >= {tier}"},
    }
    assert problems_of(tree_of(steps)) == []


def test_a_credit_of_more_than_a_day_is_refused() -> None:
    _, problems = read_menus(raw_tree({"go": {"route": "sales", "credit": "25h"}}))
    assert [problem.key for problem in problems] == ["bad_credit"]
