"""Help on the command line, in the language of the environment; it is chosen when the program starts."""

import os
import subprocess
import sys

import pytest

from acd.words import EN, RU
from simulator.commands_words import EN as PLANNERS_EN
from simulator.commands_words import RU as PLANNERS_RU


def help_for(*words: str, language: str) -> str:
    """What the program prints, as one line: tables break sentences."""
    environment = os.environ | {"ACD_LANG": language, "COLUMNS": "200", "TERM": "dumb"}
    program = (sys.executable, "-c", "from acd.cli import main; main()", *words, "--help")
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(("language", "phrases"), [("en", EN), ("ru", RU)])
def test_help_names_every_command_and_option_in_the_readers_language(language: str, phrases: dict[str, str]) -> None:
    overview, explain = help_for(language=language), help_for("explain", language=language)
    for key in ("acd", "check", "doctor", "run", "explain", "status", "schema"):
        assert phrases[f"help_{key}"] in overview
    for key in ("simulate", "compare"):
        assert (PLANNERS_RU if language == "ru" else PLANNERS_EN)[f"help_{key}"] in overview
    for key in ("call", "file", "journal", "lang"):
        assert phrases[f"help_{key}"] in explain
