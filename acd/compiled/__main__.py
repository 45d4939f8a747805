"""``python -m acd.compiled``: compile the engine for this machine, if that has not been done yet."""

import io
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from acd import compiled

MOST_SHOWN = 2000
"""Letters of what a compiler that failed has said: its last words tell why."""


def main() -> int:
    """Compile; 0 if the compiled engine is there afterwards, 1 if the plain files have to do."""
    where = compiled.folder()
    if (where / "complete").exists():
        return 0
    say("Compiling the engine (once after each change of it, about a minute) ...")
    heard = io.StringIO()
    try:
        # It warns where a generator becomes a list, which changes nothing here; only who fails is listened to.
        with redirect_stdout(heard), redirect_stderr(heard):
            build(where)
    except (Exception, SystemExit) as why:
        # Whatever a compiler that is missing or different says, the plain files do the same work.
        shutil.rmtree(where, ignore_errors=True)
        say(f"The engine was not compiled, so it runs as plain Python, at about a third of the speed: {why}")
        say(heard.getvalue()[-MOST_SHOWN:])
        return 1
    for other in compiled.BUILDS.iterdir():
        if other != where:
            shutil.rmtree(other, ignore_errors=True)
    return 0


def say(sentence: str) -> None:
    """Show what is going on to whoever sets up."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def build(where: Path) -> None:
    """Translate and compile the modules into ``where``."""
    from mypyc.build import mypycify
    from setuptools import setup

    where.mkdir(parents=True, exist_ok=True)
    files = [str(file.relative_to(compiled.ROOT)) for file in compiled.modules().values()]
    name = compiled.SHARED.removesuffix("__mypyc")
    with tempfile.TemporaryDirectory() as work:
        extensions: list[Any] = mypycify(files, opt_level="3", debug_level="0", group_name=name, target_dir=work)
        options = ["--quiet", "build_ext", "--build-lib", str(where), "--build-temp", work]
        setup(name=name, packages=[], ext_modules=extensions, script_args=options)
    (where / "complete").touch()


if __name__ == "__main__":
    sys.exit(main())
