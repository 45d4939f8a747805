"""The compiled engine is used when it was built from the files as they are, and never else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acd import compiled

ROOT = Path(__file__).parents[2]
WHICH = "import acd.engine.engine as it, acd.compiled; print(acd.compiled.in_use(), it.__file__.endswith('.py'))"


def ask(program: str, **environment: str) -> str:
    plain = {name: value for name, value in os.environ.items() if name != "ACD_PURE"}
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=ROOT, env=plain | environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_whoever_asks_for_the_plain_files_gets_them() -> None:
    assert ask(WHICH, ACD_PURE="1") == "False True"


def test_a_build_of_these_very_files_is_used() -> None:
    if not (compiled.folder() / "complete").exists():
        pytest.skip("the engine is not compiled here")
    assert ask(WHICH) == "True False"


def test_a_changed_file_has_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in compiled.FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
    file = tmp_path / "agents" / "roster.py"
    monkeypatch.setattr(compiled, "ROOT", tmp_path)
    folders = set()
    for text in ("a = 1\n", "a = 2\n"):
        file.write_text(text)
        compiled.folder.cache_clear()
        folders.add(compiled.folder())
    monkeypatch.undo()
    compiled.folder.cache_clear()
    assert len(folders) == 2


def test_every_module_that_is_to_stay_plain_exists() -> None:
    assert {compiled.module_of(file) for file in compiled.sources()} >= compiled.PLAIN


def test_the_finder_leaves_what_is_not_compiled_to_others() -> None:
    finder = compiled.Finder(Path("nowhere"))
    assert finder.find_spec("acd.engine.facts") is None
    assert finder.find_spec("json") is None
    found = finder.find_spec("acd.engine.moves")
    assert found is not None
    assert "nowhere" in str(found.origin)
