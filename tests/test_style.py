"""The rules of style that matter, held by a test."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from acd import words

ROOMS = ("acd", "agents", "ivr", "simulator", "api", "benchmarks")
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
SOURCES = sorted(path for room in ROOMS for path in Path(room).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_files_and_functions_are_short_enough_to_read(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE, "a second idea has moved in; give it a file of its own"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


@pytest.mark.parametrize("room", ["agents", "acd/engine"])
def test_the_engine_has_no_clock_no_chance_and_no_io(room: str) -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:asyncio|time|random|socket|datetime|threading|os|structlog)\b", re.M
    )
    for path in Path(room).rglob("*.py"):
        text = path.read_text().replace("import datetime as dt", "")  # only hours.py has it, see engine/test_purity
        assert not forbidden.search(text), path


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in Path("requirements").glob("*.lock"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"://|--index-url|--find-links", text), path


def test_no_committed_file_names_a_registry_or_a_home_folder() -> None:
    listed = subprocess.run(("git", "ls-files", "-z"), capture_output=True, text=True, check=True).stdout
    # Written in halves, so that this file does not hold what it looks for.
    found = re.compile(
        "|".join(("pypi" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian", "/ro" + "ot/", "/wo" + "rk/"))
    )
    for name in filter(None, listed.split("\0")):
        path = Path(name)
        if path.suffix not in (".wav", ".png", ".svg") and path.is_file():
            match = found.search(path.read_text(errors="replace"))
            assert match is None, f"{name} names {match and match[0]}"


def test_the_command_line_speaks_both_languages_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()}

    assert blanks(words.EN) == blanks(words.RU)
