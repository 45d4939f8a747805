"""The journal: every fact with its time and the orders it led to, one JSON line each, append-only.

One file for each start of the service; the first fact of a file is ``Started`` with the rules, so every file can
be replayed by itself. A thread of its own writes, so that a slow disk never holds up a call. What waits to be
written is bounded: beyond it lines are dropped, counted and reported, because routing goes on without a journal
and a journal without routing is of no use.
"""

import os
import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
import structlog

from acd.engine.facts import AnyFact
from acd.engine.orders import AnyOrder

MOST_UNWRITTEN = 100_000
"""Lines that may wait for the disk: a minute and a half of a very busy centre, some 40 MB."""

ENDING = ".journal.jsonl"

log = structlog.get_logger()


class Entry(msgspec.Struct, frozen=True):
    """One line: when (seconds since 1970), what was told, what was ordered."""

    at: float
    fact: AnyFact
    orders: tuple[AnyOrder, ...] = ()


class Journal(Protocol):
    """Where entries go."""

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Keep one entry; returns at once."""

    def close(self) -> None:
        """Finish what waits."""


class MemoryJournal:
    """A journal that is only remembered: for tests and simulations."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Keep one entry in memory."""
        self.entries.append(Entry(at, fact, orders))

    def close(self) -> None:
        """Nothing waits."""


class FileJournal:
    """A journal in ``directory``, in a new file named after the time ``started_at``; keeps the last ``keep``."""

    def __init__(self, directory: Path, started_at: float, keep: int) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = new_file(directory, started_at)
        self.dropped = 0
        self._encoder = msgspec.json.Encoder()
        self._waiting: queue.Queue[bytes | None] = queue.Queue(MOST_UNWRITTEN)
        # Callers' numbers are in it: only the owner of the service may read it.
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()
        for old in journal_files(directory)[:-keep]:
            old.unlink(missing_ok=True)

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Hand one entry to the writing thread; dropped and counted when the disk is far behind."""
        try:
            self._waiting.put_nowait(self._encoder.encode(Entry(at, fact, orders)) + b"\n")
        except queue.Full:
            self.dropped += 1
            if self.dropped == 1:
                log.error("journal_behind", path=self.path.name, limit=MOST_UNWRITTEN)

    def close(self) -> None:
        """Write what waits, make it safe on disk and close the file."""
        self._waiting.put(None)
        self._thread.join()

    def _write_all(self) -> None:
        try:
            while self._write_some():
                pass
        except OSError as fault:
            log.error("journal_failed", path=self.path.name, why=str(fault), then="routing goes on without it")
        finally:
            os.close(self._file)

    def _write_some(self) -> bool:
        """Write what has gathered and sync now and then; False when the end mark came."""
        lines, open_ended = self._gather()
        if lines:
            data = memoryview(b"".join(lines))
            while data:
                data = data[os.write(self._file, data) :]
            if self._waiting.empty():
                os.fsync(self._file)
        return open_ended

    def _gather(self) -> tuple[list[bytes], bool]:
        lines: list[bytes] = []
        line = self._waiting.get()
        while line is not None:
            lines.append(line)
            try:
                line = self._waiting.get_nowait()
            except queue.Empty:
                return lines, True
        return lines, False


def new_file(directory: Path, started_at: float) -> Path:
    """Name a file that sorts after all that are there."""
    stamp = datetime.fromtimestamp(started_at, UTC).strftime("%Y%m%dT%H%M%S")
    taken = [path.name for path in journal_files(directory)]
    number = 0
    while (name := f"{stamp}-{number:03d}{ENDING}") in taken or (taken and name < taken[-1]):
        number += 1
        if number > 999:
            raise FileExistsError(f"{directory}: journals from the future are there ({taken[-1]}); move them away")
    return directory / name


def journal_files(directory: Path) -> list[Path]:
    """Return the journals in ``directory``, oldest first."""
    return sorted(directory.glob(f"*{ENDING}"))


def read_journal(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file; a last line torn by a crash is left out.

    Raises:
        ValueError: a line before the last cannot be read; names the file and the line.
    """
    decoder = msgspec.json.Decoder(Entry)
    torn: tuple[int, Exception] | None = None
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if torn is not None:
                raise ValueError(f"{path}:{torn[0]}: not an entry of a journal ({torn[1]})")
            try:
                entry = decoder.decode(line)
            except msgspec.DecodeError as fault:
                torn = (number, fault)
            else:
                yield entry
