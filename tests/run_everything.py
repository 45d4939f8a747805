"""`make test`: every check and every test, with what they need installed first.

Two lanes, because there are two cores: the checks and what is short beside the longest part of the tests. What needs
the machine for itself (the real Asterisk) comes after, alone. As root the real Asterisk, SIPp and a browser are
installed (once) and all tests run. Without root what needs them is listed and the run fails at its end, so that a half
is never taken for the whole.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-p", "no:cacheprovider", "--durations=8")
SIMULATED = ("tests/simulator", "tests/benchmarks")
CHECKS = (
    ("lint", (PYTHON, "-m", "ruff", "check", ".")),
    ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("types", (PYTHON, "-m", "mypy")),
    ("the engine as plain files", ("env", "ACD_PURE=1", *PYTEST, "tests/engine", "tests/agents")),
    ("tests of the simulator", (*PYTEST, "-m", "not asterisk", *SIMULATED)),
)
BROWSER = (
    ("the browser", (PYTHON, "-m", "tests.browser.install")),
    ("tests in a browser", (*PYTEST, "-m", "browser and not asterisk")),
)
OTHERS = tuple(f"--ignore={folder}" for folder in SIMULATED)
TESTS = (("all other tests", (*PYTEST, "-m", "not asterisk and not browser", *OTHERS)),)
ON_ASTERISK = (
    ("real Asterisk", (PYTHON, "-m", "simulator.lab.install")),
    ("tests on a real Asterisk", (*PYTEST, "-m", "asterisk")),
)


def main() -> int:
    """Run everything; 0 only if all of it ran and passed."""
    # A shell that starts this in the background has interrupts ignored, and all children would; some tests send them.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    is_root = os.geteuid() == 0
    with ThreadPoolExecutor(2) as lanes:
        short, long = lanes.submit(lane, CHECKS + (BROWSER if is_root else ())), lanes.submit(lane, TESTS)
        failed = [*short.result(), *long.result()]
    if is_root:
        failed += lane(ON_ASTERISK, aside=False)
    else:
        say("not root: these tests, which need a real Asterisk or a browser, did not run")
        subprocess.run((*PYTEST, "-m", "asterisk or browser", "--collect-only", "-q"), check=False)
        failed.append("tests on a real Asterisk and in a browser (run `make test` as root)")
    say("everything passed" if not failed else "FAILED: " + "; ".join(failed))
    return 1 if failed else 0


def lane(steps: tuple[tuple[str, tuple[str, ...]], ...], *, aside: bool = True) -> list[str]:
    """Run steps one after another; return the names of those that failed. What an installation is for is then skipped.

    What is run ``aside`` has its words printed at its end, or those of two lanes would be mixed.
    """
    failed: list[str] = []
    for name, command in steps:
        if not step(name, command, aside=aside):
            failed.append(name)
            if name in ("the browser", "real Asterisk"):
                break
    return failed


def step(name: str, command: tuple[str, ...], *, aside: bool) -> bool:
    """Run one command and say how long it took; True if it succeeded."""
    say(name)
    began = time.monotonic()
    with tempfile.TemporaryFile() as words:
        out = words if aside else None
        succeeded = subprocess.run(command, stdout=out, stderr=out, check=False).returncode == 0
        words.seek(0)
        said = words.read().decode(errors="replace")
    end = f"== {name}: {'passed' if succeeded else 'FAILED'} in {time.monotonic() - began:.0f} s"
    print(said + end, flush=True)
    return succeeded


def say(text: str) -> None:
    print(f"== {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
