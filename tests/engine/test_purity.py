"""Nothing of Asterisk, of the wall clock, of input and output or of chance can creep into the engine."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "acd" / "engine").glob("*.py"), *(ROOT / "agents").glob("*.py")])
ALLOWED = {
    "bisect", "collections", "dataclasses", "enum", "functools", "heapq", "itertools", "math", "operator", "pathlib",
    "re", "sys", "types", "typing",
    "msgspec", "numpy", "agents", "acd.engine",
}  # fmt: skip
CALENDAR = {"hours.py": {"datetime", "zoneinfo"}}  # what time it is in a zone, of a moment that is told
WHAT_TIME_IS_IT = {"now", "today", "utcnow"}
OUTPUT_ALLOWED = {"diagrams.py"}  # draws the docs; the engine does not import it


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield node.module or ""


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_what_is_pure_is_imported(source: Path) -> None:
    strangers = {
        module
        for module in imported(ast.parse(source.read_text(encoding="utf-8")))
        if not any(module == allowed or module.startswith(allowed + ".") for allowed in ALLOWED)
    }
    if source == ROOT / "agents" / "__init__.py":
        strangers -= {"acd"}  # which says where the compiled modules are
    assert strangers == CALENDAR.get(source.name, set())


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_input_no_output_and_no_clock_is_called(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names.isdisjoint({"open", "print", "input", "datetime", "hash", "id"})
    if source.name in CALENDAR:
        assert {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}.isdisjoint(WHAT_TIME_IS_IT)
    if source.name not in OUTPUT_ALLOWED:
        assert {"sys", "pathlib", "Path"}.isdisjoint({*imported(tree), *names})


def test_the_running_engine_loads_none_of_it() -> None:
    program = (
        "import sys, msgspec, numpy, zoneinfo, acd.compiled; before = set(sys.modules);"
        "import acd.engine.engine, acd.engine.explain_text;"
        "print(*sorted(set(sys.modules) - before))"
    )
    plain = os.environ | {"ACD_PURE": "1"}
    out = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=plain, capture_output=True, text=True, check=True
    ).stdout
    loaded = out.split()
    ours = [name for name in loaded if name.split(".")[0] in ("acd", "agents")]
    assert "acd.engine.moves" in ours
    assert not [name for name in ours if name.startswith("acd.") and not name.startswith("acd.engine")]
    assert {name.split(".")[0].lstrip("_") for name in loaded if name not in ours} <= ALLOWED
