"""A script as a process of its own: lines in and out, and an end that leaves nothing behind."""

import asyncio
import os
import signal
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from acd.printable import printable

KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")
"""What a script is told of the service's surroundings: secrets of the service are in none of these."""

LONGEST_LINE = 2_000
"""Bytes of a command, as Asterisk reads them."""

MOST_LINES = 100
"""Commands that may wait for their turn; a script that does not wait for answers is out of step."""

COMPLAINTS, LONGEST_COMPLAINT = 20, 300
"""The last lines of stderr that are kept for the log, and their characters: a Python traceback ends it."""

LAST_WORDS_S = 1.0
"""What a script may take over its end after it was told to, and before it is killed."""

STDIN, STDOUT, STDERR = 0, 1, 2


class OutOfStep(Exception):
    """What the script writes cannot be commands."""


class ScriptProcess(asyncio.SubprocessProtocol):
    """One running script; ``exit_code`` is None until it has ended, and negative when a signal ended it."""

    def __init__(self) -> None:
        self.exit_code: int | None = None
        self._complaints: deque[str] = deque(maxlen=COMPLAINTS)
        self._transport: asyncio.SubprocessTransport | None = None
        self._lines: deque[str] = deque()
        self._rest = {STDOUT: b"", STDERR: b""}
        self._is_out_of_step = self._is_silent = False
        self._changed = asyncio.Event()
        self._exited = asyncio.Event()

    # -- what the loop tells -----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # uvloop's transports are no subclass, though they do the same.
        self._transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Cut lines out of what was written."""
        lines = (self._rest[fd] + data).split(b"\n")
        self._rest[fd] = lines.pop()
        if fd == STDERR:
            self._rest[fd] = self._rest[fd][:LONGEST_LINE]
            self._complaints.extend(map(shown, lines))
            return
        if self._is_out_of_step:
            return
        self._lines.extend(line.decode("utf-8", "surrogateescape").removesuffix("\r") for line in lines)
        too_long = any(len(line) > LONGEST_LINE for line in (*lines, self._rest[fd]))
        self._is_out_of_step = too_long or len(self._lines) > MOST_LINES
        self.wake()

    def process_exited(self) -> None:
        """Note the end; what it left running ends too, and what it wrote before may still come."""
        assert self._transport is not None
        self.exit_code = self._transport.get_returncode()
        self._send(signal.SIGKILL)
        self._exited.set()
        self.wake()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Note that nothing more will come."""
        if fd == STDOUT:
            self._is_silent = True
            self.wake()

    # -- what the conversation does ----------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """Whether the script has ended, and all that it wrote has come."""
        return self.exit_code is not None and self._is_silent

    @property
    def complaints(self) -> tuple[str, ...]:
        """The last of what it wrote to stderr."""
        return (*self._complaints, *([shown(self._rest[STDERR])] if self._rest[STDERR] else []))

    def wake(self) -> None:
        """Let whoever waits for a line look at the world again."""
        self._changed.set()

    async def next_line(self) -> str | None:
        """Wait for a line; None when there is none and somebody woke us, or the script is over.

        Raises:
            OutOfStep: it writes without end, or without waiting for answers.
        """
        if not (self._lines or self.is_over or self._is_out_of_step):
            self._changed.clear()
            await self._changed.wait()
        if self._is_out_of_step:
            raise OutOfStep
        return self._lines.popleft() if self._lines else None

    def write(self, data: bytes) -> None:
        """Give the script something to read; one that has closed its ears or its doors misses it."""
        stdin = self._transport.get_pipe_transport(STDIN) if self._transport is not None else None
        if stdin is not None and not stdin.is_closing():
            cast(asyncio.WriteTransport, stdin).write(data)

    async def end(self, first: signal.Signals) -> None:
        """Make sure that neither the script nor what it started is there any more: ask with ``first``, then kill."""
        assert self._transport is not None
        if self.exit_code is None:
            try:
                self._send(first)
                await self._until_exit()
            finally:
                self._send(signal.SIGKILL)
            await self._until_exit()
        self._transport.close()

    async def _until_exit(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._exited.wait(), LAST_WORDS_S)

    def _send(self, what: signal.Signals) -> None:
        """Send a signal to the script and all that it started: its session is its own."""
        assert self._transport is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._transport.get_pid(), what)


def shown(line: bytes) -> str:
    """Make a line of stderr fit for the log."""
    return printable(line.decode("utf-8", "replace"), LONGEST_COMPLAINT)


async def start(program: str, arguments: Sequence[str], folder: Path) -> ScriptProcess:
    """Start ``program`` in ``folder``, in a session of its own, so that a signal to the service is not one to it.

    Raises:
        OSError: it cannot be started.
    """
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    _, process = await asyncio.get_running_loop().subprocess_exec(
        ScriptProcess, program, *arguments, cwd=folder, env=kept, start_new_session=True
    )
    return process
