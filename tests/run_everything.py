"""`make test`: every check and every test, with what they need installed first.

As root the real Asterisk and SIPp are installed (once) and all tests run. Without root what needs them is listed
and the run fails at its end, so that a half is never taken for the whole.
"""

import os
import subprocess
import sys
import time

PYTHON = sys.executable
CHECKS = (
    ("lint", (PYTHON, "-m", "ruff", "check", ".")),
    ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("types", (PYTHON, "-m", "mypy")),
)
PYTEST = (PYTHON, "-m", "pytest", "-p", "no:cacheprovider", "--durations=8")
WITHOUT_ASTERISK = (*PYTEST, "-m", "not asterisk")
PLAIN = (*PYTEST, "tests/engine", "tests/agents")
ON_ASTERISK = (*PYTEST, "-m", "asterisk")


def main() -> int:
    """Run everything; 0 only if all of it ran and passed."""
    failed = [name for name, command in CHECKS if not step(name, command)]
    if not step("tests", WITHOUT_ASTERISK):
        failed.append("tests")
    if not step("the engine as plain files", PLAIN, ACD_PURE="1"):
        failed.append("the engine as plain files")
    if os.geteuid() != 0:
        say("not root: these tests, which need a real Asterisk, did not run")
        subprocess.run((*ON_ASTERISK, "--collect-only", "-q"), check=False)
        failed.append("tests on a real Asterisk (run `make test` as root)")
    elif not step("real Asterisk", (PYTHON, "-m", "simulator.lab.install")):
        failed.append("installing the real Asterisk")
    elif not step("tests on a real Asterisk", ON_ASTERISK):
        failed.append("tests on a real Asterisk")
    say("everything passed" if not failed else "FAILED: " + "; ".join(failed))
    return 1 if failed else 0


def step(name: str, command: tuple[str, ...], **environment: str) -> bool:
    """Run one command and say how long it took; True if it succeeded."""
    say(name)
    began = time.monotonic()
    succeeded = subprocess.run(command, env=os.environ | environment, check=False).returncode == 0
    say(f"{name}: {'passed' if succeeded else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return succeeded


def say(text: str) -> None:
    print(f"== {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
