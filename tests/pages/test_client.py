"""The pages' own tests: types hold, as the API describes itself now, and what they work out is right."""

import subprocess
from pathlib import Path

import pytest

from api.pages import PAGES, build

HERE = Path(__file__).parent


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    assert build.main() == 0, "the pages could not be built"


def run(*arguments: str | Path) -> None:
    done = subprocess.run((build.NODE / "bin/node", *arguments), cwd=PAGES, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_fit_the_types_that_the_api_describes() -> None:
    run(build.PARTS / "typescript/bin/tsc", "--noEmit", "--project", "tsconfig.tests.json")


def test_what_the_pages_work_out_is_right() -> None:
    run("--test", *sorted(HERE.glob("*.test.ts")))
