"""``acd reload``, ``acd put-back`` and SIGHUP, on a service in a process of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from acd.runner import until_over
from tests.bad_days.centre import write_centre
from tests.test_cli import acd

PROJECT = Path(__file__).resolve().parents[1]
START = "import sys; from acd.cli import main; sys.exit(main())"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Running:
    """``acd run`` without a PBX: its lines can be read, its file edited."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "centre.yaml"
        write_centre(
            self.file, ami="127.0.0.1:1", ami_secret="lab-secret", agi="127.0.0.1:0",
            api=f"127.0.0.1:{free_port()}", journal=str(folder / "journal"), wrap_up="5s",
        )  # fmt: skip
        self._errors = (folder / "errors").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "run", str(self.file), "--no-screen", "--lang", "en"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors, text=True,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        )  # fmt: skip
        self.says("pages: http://127.0.0.1:")

    def says(self, what: str) -> str:
        """Wait for a line; the test's own limit ends a wait in vain."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if what in line:
                return line
        raise AssertionError(f"the service ended without saying {what!r}")

    def edit(self, agent: str, **values: Any) -> None:
        raw = yaml.safe_load(self.file.read_text())
        raw["agents"][agent] = {"phone": "PJSIP/1008", "skills": {"tech": 5}} | values
        self.file.write_text(yaml.safe_dump(raw, sort_keys=False))

    def stop(self) -> int:
        self.process.terminate()
        self.process.communicate(timeout=20)
        self._errors.close()
        return self.process.returncode


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_changed_file_is_taken_over_by_command_and_put_back(service: Running) -> None:
    service.edit("hanna")
    code, said = acd("reload", service.file)
    assert (code, "holds now: changed agents; new agents hanna" in said) == (0, True)
    assert "queues; new agents hanna" in service.says("new rules")
    assert acd("reload", service.file) == (0, f"{service.file} holds what held already\n")
    code, said = acd("put-back", service.file)
    assert (code, "holds again: changed agents; agents gone hanna" in said) == (0, True)
    assert "agents gone hanna" in service.says("new rules")
    assert service.stop() == 0


def test_by_a_signal_a_bad_file_is_refused_with_a_line_and_a_good_one_taken_over(service: Running) -> None:
    service.edit("hanna", phone="1008")
    service.process.send_signal(signal.SIGHUP)
    line = service.says("refused")
    assert "refused, 1 to mend; what held before still holds" in line
    assert "`1008` is not a phone" in line
    service.edit("hanna")
    service.process.send_signal(signal.SIGHUP)
    assert "new agents hanna" in service.says("new rules")
    assert service.stop() == 0


def test_a_bad_file_is_refused_before_the_service_is_asked_and_can_still_be_put_back_from(service: Running) -> None:
    service.edit("hanna")
    acd("reload", service.file)
    service.edit("hanna", phone="1008")
    code, said = acd("reload", service.file)
    assert (code, "`1008` is not a phone" in said, "refused, 1 to mend" in said) == (1, True, True)
    assert acd("put-back", service.file)[0] == 0


def test_what_the_service_refuses_is_said_with_its_findings(service: Running) -> None:
    text = service.file.read_text()
    service.file.write_text(text.replace("wrap_up: 5s", "wrap_up: 6s").replace("lab-secret", "new-secret"))
    code, said = acd("reload", service.file)
    assert code == 1
    assert "`pbx.ami.secret` needs a restart" in said
    assert "`pbx.agi.secret` needs a restart" in said
    assert "refuses: the file is refused, 2 to mend" in said
    code, said = acd("put-back", service.file, "--lang", "ru")
    assert (code, "возвращать нечего" in said) == (1, True)


def test_the_file_of_another_service_is_not_taken(service: Running, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(service.file.read_text())
    code, said = acd("reload", other)
    assert (code, f"runs with {service.file}, not with {other}" in said) == (1, True)


@pytest.mark.parametrize("command", ["reload", "put-back"])
def test_a_service_that_does_not_run_cannot_change(command: str, service: Running) -> None:
    service.stop()
    code, said = acd(command, service.file)
    assert (code, "is the service running?" in said) == (1, True)


@pytest.mark.parametrize(("on_terminal", "reloads"), [(False, [1]), (True, [])])
async def test_where_there_is_a_terminal_the_signal_says_that_it_has_gone(
    on_terminal: bool, reloads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda: on_terminal, raising=False)
    waiting = asyncio.create_task(until_over([], None, lambda: asked.append(1)))
    await asyncio.sleep(1)
    os.kill(os.getpid(), signal.SIGHUP)
    await asyncio.sleep(1)
    assert (asked, waiting.done()) == (reloads, on_terminal)
    waiting.cancel()
