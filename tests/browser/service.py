"""``acd run`` in a process of its own, on free ports and in a folder of its own, which tests kill and start again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import yaml

PROJECT = Path(__file__).resolve().parents[2]
START_LIMIT_S = 30.0
LOOK_EVERY_S = 0.05
TOKEN = "browser-tests"

Change: TypeAlias = Callable[[dict[str, Any]], None]
"""Changes what is read from a centre's file, before the addresses are filled in."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class LiveCentre:
    """One service after another on the same ports with the same store: ``file`` is a centre, its addresses are not."""

    def __init__(self, file: Path, folder: Path, *, agi_port: int, ami_port: int, change: Change) -> None:
        self.port, self.journal, self.log = free_port(), folder / "journal", folder / "service.log"
        self._file, self._folder = folder / "centre.yaml", folder
        wanted = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(wanted)
        wanted["pbx"]["ami"]["address"] = f"127.0.0.1:{ami_port}"
        wanted["pbx"]["ami"]["secret"] = wanted["pbx"]["agi"]["secret"] = "emulated"
        wanted["pbx"]["agi"]["listen"] = f"127.0.0.1:{agi_port}"
        wanted["api"] |= {"listen": f"127.0.0.1:{self.port}", "token": TOKEN}
        wanted["journal"] = {"directory": "journal"}
        self._file.write_text(yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None
        self._http = httpx.Client(
            base_url=f"{self.address}/api", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10.0
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers and knows what the PBX has."""
        command = (sys.executable, "-c", "from acd.cli import main; main()", "run", str(self._file), "--no-screen")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.until(self._answers, START_LIMIT_S)

    def kill(self) -> None:
        """``kill -9``: it says goodbye to nobody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> None:
        """End it in an orderly way."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def close(self) -> None:
        self.stop()
        self._http.close()

    def ask(self, path: str) -> Any:
        """Ask the API as the program whose token is in the centre's file."""
        return self._http.get(path).raise_for_status().json()

    def tell(self, path: str, body: dict[str, Any] | None = None, *, verb: str = "POST") -> int:
        """Have something done through the API, and return the status of its answer."""
        return self._http.request(verb, path, json=body).status_code

    def until(self, holds: Callable[[], bool], within_s: float = 10.0) -> None:
        """Wait until something is so."""
        give_up = time.monotonic() + within_s
        while not holds():
            assert time.monotonic() < give_up, f"not so after {within_s} s\n{self.log_tail()}"
            time.sleep(LOOK_EVERY_S)

    def log_tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.log_tail()
        try:
            return self._http.get("/health").is_success
        except httpx.TransportError:
            return False
