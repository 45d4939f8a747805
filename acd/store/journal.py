"""The journal: every fact with its time and the orders it led to, one JSON line each, append-only.

One file for each start of the service; the first fact of a file is ``Started`` with the rules, so every file can
be replayed by itself. A thread of its own writes, so that a slow disk never holds up a call. While the disk is
full or away lines wait in memory and writing is tried again; a short outage loses nothing. What waits is bounded:
beyond it lines are dropped, counted and reported, because routing goes on without a journal and a journal without
routing is of no use. Where lines are missing the file says how many, and is not replayed beyond that.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
import structlog

from acd.engine.facts import AnyFact
from acd.engine.orders import AnyOrder

MOST_UNWRITTEN = 100_000
"""Lines that may wait for the disk: a minute and a half of a very busy centre, some 40 MB."""

MOST_AT_ONCE = 1_000
"""Lines joined for one write: some 130 kB."""

MOST_IN_A_SECOND = 999
"""Files of one second; more are only asked for when the clock stands still or ran ahead."""

RETRY_S = 1.0
"""How long a disk that refused is left alone; a thread that asked all the time would only burn a core."""

ENDING = ".journal.jsonl"
NAMES = f"????????T??????-???{ENDING}"
STAMP = "%Y%m%dT%H%M%S"

Disk = Callable[[int, memoryview], int]

log = structlog.get_logger()


class Entry(msgspec.Struct, frozen=True):
    """One line: when (seconds since 1970), what was told, what was ordered."""

    at: float
    fact: AnyFact
    orders: tuple[AnyOrder, ...] = ()


class Gap(msgspec.Struct, frozen=True):
    """A line that says how many entries are missing here."""

    missing: int


GAP = b'{"missing":'


class Journal(Protocol):
    """Where entries go."""

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Keep one entry; returns at once."""

    def close(self) -> None:
        """Finish what waits."""

    def discard(self) -> None:
        """Close, and leave nothing behind: nothing has happened."""


class MemoryJournal:
    """A journal that is only remembered: for tests and simulations."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Keep one entry in memory."""
        self.entries.append(Entry(at, fact, orders))

    def close(self) -> None:
        """Nothing waits."""

    def discard(self) -> None:
        """Forget everything."""
        self.entries.clear()


class FileJournal:
    """A journal in ``directory``, in a new file named after the time ``started_at``; keeps the last ``keep``.

    ``disk`` writes as ``os.write`` does, and may raise OSError.

    Raises:
        OSError: the file cannot be made.
    """

    def __init__(
        self,
        directory: Path,
        started_at: float,
        keep: int,
        *,
        disk: Disk = os.write,
        room: int = MOST_UNWRITTEN,
        retry_s: float = RETRY_S,
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = new_file(directory, started_at)
        self.dropped = 0
        self._encoder = msgspec.json.Encoder()
        self._waiting: queue.Queue[bytes] = queue.Queue(room)
        self._disk, self._retry_s = disk, retry_s
        self._closing = threading.Event()
        self._missing = 0
        # Callers' numbers are in it: only the owner of the service may read it.
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()
        for old in journal_files(directory)[:-keep]:
            old.unlink(missing_ok=True)

    def write(self, at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        """Hand one entry to the writing thread; dropped and counted when the disk is far behind."""
        line = self._encoder.encode(Entry(at, fact, orders)) + b"\n"
        if self._missing:
            line = self._encoder.encode(Gap(self._missing)) + b"\n" + line
        try:
            self._waiting.put_nowait(line)
        except queue.Full:
            if not self._missing:
                log.error("journal_behind", path=self.path.name, limit=self._waiting.maxsize)
            self.dropped += 1
            self._missing += 1
        else:
            self._missing = 0

    def close(self) -> None:
        """Write what waits, make it safe on disk and close the file; a disk that refuses is not waited for."""
        self._closing.set()
        # Wakes the thread. When there is no room for it, lines are there to wake it.
        with suppress(queue.Full):
            self._waiting.put_nowait(b"")
        self._thread.join()

    def discard(self) -> None:
        """Close the file and remove it."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _write_all(self) -> None:
        try:
            while not (self._closing.is_set() and self._waiting.empty()):
                lines = self._gather()
                if not self._write(lines):
                    unwritten = sum(map(bool, [*lines, *self._waiting.queue]))
                    log.error("journal_unfinished", path=self.path.name, lines=unwritten)
                    return
        finally:
            os.close(self._file)

    def _gather(self) -> list[bytes]:
        lines = [self._waiting.get()]
        with suppress(queue.Empty):
            while len(lines) < MOST_AT_ONCE:
                lines.append(self._waiting.get_nowait())
        return lines

    def _write(self, lines: list[bytes]) -> bool:
        """Write lines, going on at the very byte where a full disk refused; False if it still does at the end."""
        data, refusals = memoryview(b"".join(lines)), 0
        while data:
            try:
                data = data[self._disk(self._file, data) :]
            except OSError as fault:
                refusals += 1
                if refusals == 1:
                    log.error("journal_refused", path=self.path.name, why=str(fault), then="lines wait in memory")
                if self._closing.is_set():
                    return False
                self._closing.wait(self._retry_s)
        if refusals:
            log.info("journal_written_again", path=self.path.name, dropped=self.dropped)
        if self._waiting.empty():
            with suppress(OSError):  # the kernel has the lines; only a loss of power could still take them
                os.fsync(self._file)
        return True


def new_file(directory: Path, started_at: float) -> Path:
    """Name a file that sorts after all that are there, even if the clock was once ahead of today."""
    stamp, number = datetime.fromtimestamp(started_at, UTC).strftime(STAMP), 0
    if taken := journal_files(directory):
        last_stamp, _, last_number = taken[-1].name.removesuffix(ENDING).partition("-")
        if stamp <= last_stamp:
            stamp, number = last_stamp, int(last_number) + 1
    if number > MOST_IN_A_SECOND:
        raise FileExistsError(f"{directory}: {taken[-1].name} and a thousand more are from the future; move them away")
    return directory / f"{stamp}-{number:03d}{ENDING}"


def journal_files(directory: Path) -> list[Path]:
    """Return the journals in ``directory``, oldest first."""
    return sorted(path for path in directory.glob(NAMES) if path.name[16:19].isdigit())


def read_journal(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file; a last line torn by a crash is left out.

    Raises:
        ValueError: a line before the last cannot be read, or entries are missing; names the file and the line.
    """
    bad: tuple[int, str] | None = None
    for number, entry in enumerate(_lines(path), 1):
        if bad is not None:
            raise ValueError(f"{path}:{bad[0]}: not an entry of a journal ({bad[1]})")
        if isinstance(entry, Gap):
            raise ValueError(f"{path}:{number}: {entry.missing} entries are missing here, the disk was away")
        if isinstance(entry, Entry):
            yield entry
        else:
            bad = (number, entry)


def readable_entries(path: Path) -> Iterator[Entry]:
    """Yield what can be read of a file, around damage and gaps: good for a rough picture, not for a replay."""
    bad = 0
    for entry in _lines(path):
        if isinstance(entry, Entry):
            yield entry
        else:
            bad += 1
    if bad > 1:  # one is the line that a crash tore
        log.warning("journal_damaged", path=path.name, lines=bad)


def _lines(path: Path) -> Iterator[Entry | Gap | str]:
    """Yield each line as an entry, a gap, or the reason why it is neither."""
    entries, gaps = msgspec.json.Decoder(Entry), msgspec.json.Decoder(Gap)
    with path.open("rb") as lines:
        for line in lines:
            try:
                yield (gaps if line.startswith(GAP) else entries).decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as fault:
                yield str(fault)
