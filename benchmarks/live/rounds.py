"""Conducts the processes: lets the centre fill, then looks at it with and without clients in turn."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple, TypeAlias

from benchmarks.asterisk.measures import percentile
from benchmarks.live.centre import write_centre

CLIENTS: Final = 200
END_S: Final = 15.0
"""How long a process may take to end after it was told to."""

Say: TypeAlias = Callable[..., object]


class Plan(NamedTuple):
    """How long the centre fills, how many rounds there are, and how long each half of one is."""

    fill_s: float
    rounds: int
    half_s: float
    snapshots: int


FULL, QUICK = Plan(18.0, 5, 6.0, 15), Plan(7.0, 2, 3.0, 5)


class Half(NamedTuple):
    """What the service used and how late its loop was in a half of a round."""

    cpu_s: float
    late_p99_ms: float
    calls: int


class Round(NamedTuple):
    """A round: without clients, with them, and what they saw."""

    without: Half
    with_clients: Half
    ages_ms: list[float]
    bytes_per_client_s: float
    lost: int


class ProcessEnded(Exception):
    """A part of the benchmark has ended before it was told to."""


class Asked:
    """A process that answers lines with lines of JSON."""

    def __init__(self, module: str, *arguments: str, log: Path) -> None:
        self._log = log
        self._module = module
        with log.open("w") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own modules
                (sys.executable, "-m", module, *arguments),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, bufsize=1,
            )  # fmt: skip

    def tell(self, line: str) -> None:
        """Write a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")

    def hear(self) -> dict[str, Any]:
        """Return the next answer.

        Raises:
            ProcessEnded: there will be none.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ProcessEnded(f"{self._module} has ended: {self._log.read_text()[-2000:]}")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def ask(self, line: str) -> dict[str, Any]:
        """Write a line and return the answer."""
        self.tell(line)
        return self.hear()

    def end(self) -> None:
        """Let it end by itself, or end it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def asked(module: str, *arguments: str, log: Path) -> Iterator[Asked]:
    """A process of ours, for as long as it is needed."""
    process = Asked(module, *arguments, log=log)
    try:
        yield process
    finally:
        process.end()


def rounds(plan: Plan, say: Say) -> list[Round]:
    """Run them all.

    Raises:
        ProcessEnded: a part did not work; it says why.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        callers = stack.enter_context(asked("benchmarks.live.callers", log=folder / "callers.err"))
        port = free_port()
        file = write_centre(folder, callers.hear()["ami_port"], port)
        say("starting")
        service = stack.enter_context(asked("benchmarks.live.service", str(file), log=folder / "service.err"))
        callers.tell(str(service.hear()["agi_port"]))
        readers = stack.enter_context(asked("benchmarks.live.readers", log=folder / "readers.err"))
        say("filling")
        time.sleep(plan.fill_s)
        return [one_round(plan, service, readers, port, number, say) for number in range(plan.rounds)]


def one_round(plan: Plan, service: Asked, readers: Asked, port: int, number: int, say: Say) -> Round:
    """Look without clients and with them; every other round begins with them, so that no trend looks like a cost."""
    say("round", number=number + 1, of=plan.rounds)
    if number % 2 == 0:
        without = half(service, plan.half_s)
        return with_clients(plan, service, readers, port, without)
    seen = with_clients(plan, service, readers, port, None)
    return seen._replace(without=half(service, plan.half_s))


def with_clients(plan: Plan, service: Asked, readers: Asked, port: int, without: Half | None) -> Round:
    """Look while clients look on."""
    readers.ask(f"{port} {CLIENTS}")
    seen = half(service, plan.half_s)
    heard = readers.ask("enough")
    rate = heard["bytes"] / CLIENTS / plan.half_s
    return Round(without or seen, seen, heard["ages_ms"], rate, heard["lost"])


def half(service: Asked, seconds: float) -> Half:
    """Let the service work for so long and return what it used."""
    time.sleep(1.0)  # whoever has just come or gone is no part of it
    before = service.ask("begin")["cpu_s"]
    time.sleep(seconds)
    after = service.ask("end")
    return Half((after["cpu_s"] - before) / seconds, percentile(after["late_ms"], 99), after["calls"])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
