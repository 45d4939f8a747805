"""The service in a process of its own, for tests that kill it, freeze it and start it again."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from acd.engine.facts import AgentPaused, AgentSignedIn, AgentUnpaused, AnyFact
from acd.store.journal import Entry, journal_files, read_journal
from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.centre import write_centre
from tests.bad_days.state import State

PROJECT = Path(__file__).resolve().parents[2]
START_LIMIT_S = 15.0
LOOK_EVERY_S = 0.02


class LiveService:
    """One service after another with the same configuration, against the Asterisk of ``lab``."""

    def __init__(self, lab: AsteriskLab, folder: Path, *, secret: str = "", ami: str = "", wrap_up: str = "2s") -> None:
        self.journals, self.log, self._config = folder / "journal", folder / "service.log", folder / "centre.yaml"
        settings = lab.settings
        write_centre(
            self._config,
            ami=ami or f"{settings.host}:{settings.ami_port}",
            ami_secret=secret or settings.secret,
            agi=settings.engine,
            api=f"{settings.host}:8090",
            journal=self.journals.name,
            wrap_up=wrap_up,
        )
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "start it first"
        return self._process

    async def launch(self) -> None:
        """Start the process, and wait for nothing."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bad_days.service_process", str(self._config),
                cwd=self._config.parent, env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip

    async def start(self, *agents: str) -> State:
        """Start it, wait until it offers calls, and sign ``agents`` in."""
        await self.launch()
        await self.until(lambda state: state.settled, START_LIMIT_S)
        for agent in agents:
            await self.tell(AgentSignedIn(agent))
        return await self.state()

    async def kill(self) -> None:
        """``kill -9``: it says goodbye to nobody."""
        self.process.send_signal(signal.SIGKILL)
        await self._wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """End it in an orderly way, or if it does not, by force; harmless when it has ended."""
        if self._process is None or self._process.returncode is not None:
            return
        self.thaw()
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), 5.0)
        if self._process.returncode is None:
            self._process.kill()
        await self._wait()

    async def exit_code(self, within_s: float) -> int:
        return await asyncio.wait_for(self.process.wait(), within_s)

    async def tell(self, fact: AnyFact) -> State:
        return await self._ask(msgspec.json.encode(fact))

    async def pause(self, agent: str, reason: str) -> State:
        return await self.tell(AgentPaused(agent, reason))

    async def unpause(self, agent: str) -> State:
        return await self.tell(AgentUnpaused(agent))

    async def state(self) -> State:
        return await self._ask(b'"state"')

    async def until(self, condition: Callable[[State], bool], within_s: float = 5.0) -> State:
        """Wait until the state is as wanted, and return it."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while not condition(state := await self.state()):
            assert loop.time() < give_up, f"not so after {within_s} s:\n{state}\n{self.log_tail()}"
            await asyncio.sleep(LOOK_EVERY_S)
        return state

    def entries(self) -> list[Entry]:
        """The journal of the service that was started last."""
        return list(read_journal(journal_files(self.journals)[-1]))

    def log_tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    async def _ask(self, line: bytes) -> State:
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(line + b"\n")
            async with asyncio.timeout(START_LIMIT_S):
                while (answer := await self.process.stdout.readline()) and not answer.startswith(b"{"):
                    pass  # a line for people
        except (TimeoutError, ConnectionError):
            answer = b""
        assert answer, f"the service does not answer; its log:\n{self.log_tail()}"
        return msgspec.json.decode(answer, type=State)

    async def _wait(self) -> None:
        """Reap the process and close its pipes, so that the loop of the test ends clean."""
        await self.process.wait()
        transport = self.process._transport  # type: ignore[attr-defined]
        transport.close()
