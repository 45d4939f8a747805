"""Everything that is said about a tree is said in both languages."""

import ast
import re
from pathlib import Path

import pytest

from ivr import check, check_steps, fields, hours, needs, reading, scripts
from ivr.problems import Problem
from ivr.words import EN, RU, sentence

SOURCES = "".join(
    Path(str(module.__file__)).read_text("utf-8")
    for module in (check, check_steps, fields, hours, needs, reading, scripts)
)


def test_both_languages_have_the_same_phrases() -> None:
    assert list(EN) == list(RU)


@pytest.mark.parametrize("key", EN)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    english, russian = (sorted(set(re.findall(r"{(\w+)}", words[key]))) for words in (EN, RU))
    assert english == russian
    assert re.search("[а-я]", RU[key]) and not re.search("[а-я]", EN[key])


@pytest.mark.parametrize("key", EN)
def test_no_phrase_is_left_over(key: str) -> None:
    assert f'"{key}"' in SOURCES


def said_keys() -> set[str]:
    """Find the key in each call that makes a problem or a refusal."""
    place_of_key = {"Problem": 1, "PydanticCustomError": 0, "_refusal": 0, "_matching": 1}
    keys: set[str] = set()
    for call in ast.walk(ast.parse(SOURCES)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in place_of_key:
            key = call.args[place_of_key[call.func.id]]
            keys |= {str(key.value)} if isinstance(key, ast.Constant) else set()
    return keys


def test_every_refusal_has_its_phrase() -> None:
    assert len(said_keys()) > 30
    assert said_keys() <= set(EN)
    assert {*needs.PHRASES.values(), *needs.PHRASES_AT_END.values()} <= set(EN)


def test_a_blank_that_nobody_filled_still_gives_a_sentence() -> None:
    assert sentence(Problem((), "unknown_step"), "ru") == "шага `?` нет; есть: ?"
