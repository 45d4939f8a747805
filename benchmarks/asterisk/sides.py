"""Who serves the callers: this service as its owner runs it, or Asterisk's own ``Queue()``."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import httpx

from benchmarks.asterisk.place import API_PORT, NUMBERS, SECRET, write_centre
from benchmarks.asterisk.plan import Route, SideName
from simulator.lab.asterisk_lab import LabError

START_S = 20.0
"""How long the service may take until it serves; it takes one or two seconds."""

STOP_S = 10.0
LOOK_S = 0.05

ENTERING = {(SideName.ACD, Route.IVR): "AGIExecEnd"}
"""The event from which a caller's wait for a dialled phone is counted: after our menu, the end of its last step;
elsewhere the dialplan's own step, ``AGI()`` or ``Queue()``, whose ``Newexten`` is told on entering either."""


class Side(Protocol):
    """Serves callers from :meth:`start` to :meth:`stop`."""

    @property
    def pid(self) -> int | None:
        """The side's own process; None if Asterisk is all there is."""

    @property
    def died(self) -> bool:
        """Whether it has ended by itself."""

    def start(self, agents: int) -> None:
        """Be ready for callers, with ``agents`` agents at work."""

    def stop(self) -> None:
        """Let go of everything; harmless when it is not started."""


def number(side: SideName, route: Route) -> str:
    """Return what callers dial."""
    return NUMBERS[side, route]


def entering(side: SideName, route: Route) -> str:
    """Return the name of the event that begins a caller's wait."""
    return ENTERING.get((side, route), "Newexten")


class QueueSide:
    """``Queue()``: its members are in ``queues.conf``, and nothing runs beside Asterisk."""

    pid: int | None = None
    died = False

    def start(self, agents: int) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


class AcdSide:
    """``acd run`` as a process of its own, with its journal, its API and its log; agents sign in over the API."""

    def __init__(self, folder: Path, host: str) -> None:
        self._folder, self._host = folder, host
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The service's process."""
        return None if self._process is None else self._process.pid

    def start(self, agents: int) -> None:
        """Start it with an empty journal; return when every agent is ready.

        Raises:
            LabError: it did not come that far; with the last it said.
        """
        shutil.rmtree(self._folder / "journal", ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        centre = write_centre(self._folder, self._host, agents)
        command = [sys.executable, "-c", "from acd.cli import main; main()", "run", str(centre), "--no-screen"]
        with (self._folder / "acd.out").open("wb") as out, (self._folder / "acd.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=log)  # noqa: S603
        key = {"Authorization": f"Bearer {SECRET}"}
        with httpx.Client(base_url=f"http://{self._host}:{API_PORT}/api", headers=key, trust_env=False) as api:
            self._sign_in(api, agents)

    def stop(self) -> None:
        """End it as systemd would; harmless when it does not run."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _sign_in(self, api: httpx.Client, agents: int) -> None:
        self._wait("agree with Asterisk", lambda: bool(api.get("/status").json()["settled"]))
        for agent in api.get("/agents").json()["agents"]:
            api.post(f"/agents/{agent['name']}/sign-in").raise_for_status()
        self._wait("have its agents ready", lambda: api.get("/status").json()["agents"].get("ready") == agents)

    def _wait(self, what: str, is_true: Callable[[], bool]) -> None:
        give_up = time.monotonic() + START_S
        while not self._asked(is_true):
            if self.died or time.monotonic() > give_up:
                self.stop()
                said = (self._folder / "acd.log").read_text(errors="replace")[-800:]
                raise LabError(f"the service did not {what} in {START_S:.0f} s; its log says:\n{said}")
            time.sleep(LOOK_S)

    @property
    def died(self) -> bool:
        """Whether it has ended by itself."""
        return self._process is not None and self._process.poll() is not None

    @staticmethod
    def _asked(is_true: Callable[[], bool]) -> bool:
        try:
            return is_true()
        except httpx.TransportError:
            return False  # it does not listen yet
