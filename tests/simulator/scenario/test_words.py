"""Both languages say everything, with the same blanks, and nothing is said that nobody ever says."""

import re
from pathlib import Path
from string import Formatter

import simulator.scenario
from simulator.scenario.words import EN, OWN_EN, OWN_RU, RU

HERE = Path(simulator.scenario.__file__).parent


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    assert {key: blanks(text) for key, text in EN.items()} == {key: blanks(text) for key, text in RU.items()}


def test_russian_sentences_are_russian() -> None:
    assert [key for key, text in OWN_RU.items() if not re.search("[а-яё]{3}", text)] == []


def test_every_sentence_is_said_somewhere() -> None:
    code = "".join(path.read_text() for path in HERE.glob("*.py") if path.name != "words.py")
    said_of_every_file = {"file_too_large"}
    assert [key for key in OWN_EN if f'"{key}"' not in code and key not in said_of_every_file] == []


def test_every_sentence_says_what_to_do() -> None:
    """After what was found stands what to do, or what comes of it; a place of one's own file needs no more."""
    short = {
        "arrivals_ways",
        "unknown_definition",
        "unknown_group",
        "agent_of_group",
        "bad_setting_value",
        "bad_centre",
    }
    assert [key for key, text in OWN_EN.items() if not re.search("[;:,] ", text) and key not in short] == []
