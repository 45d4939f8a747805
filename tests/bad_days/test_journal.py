"""A bad day for the disk: full, slow, torn, damaged, or with a clock that once ran ahead."""

import os
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acd.engine.facts import CallArrived, Settled
from acd.store.journal import Entry, FileJournal, journal_files, read_journal

TODAY = 1_800_000_000.0
LIMIT_S = 5.0


class Disk:
    """Takes half of what it is given, and nothing at all while it is full."""

    def __init__(self) -> None:
        self.full = False
        self.refused = threading.Event()

    def write(self, file: int, data: memoryview) -> int:
        if self.full:
            self.refused.set()
            raise OSError(28, "No space left on device")
        return os.write(file, data[: max(1, len(data) // 2)])


def journal_on(disk: Disk, folder: Path, room: int = 1_000) -> FileJournal:
    return FileJournal(folder, TODAY, 9, disk=disk.write, room=room, retry_s=0.001)


def fill(journal: FileJournal, first: int, last: int) -> None:
    for number in range(first, last):
        journal.write(TODAY + number, CallArrived(str(number)), ())


def numbers(entries: list[Entry]) -> list[int]:
    return [int(entry.fact.call) for entry in entries if isinstance(entry.fact, CallArrived)]


def test_a_disk_that_was_full_for_a_while_costs_nothing(tmp_path: Path) -> None:
    disk = Disk()
    journal = journal_on(disk, tmp_path)
    fill(journal, 0, 10)
    disk.full = True
    with capture_logs() as logs:
        fill(journal, 10, 200)
        assert disk.refused.wait(LIMIT_S)
        disk.full = False
        fill(journal, 200, 210)
        journal.close()
    assert numbers(list(read_journal(journal.path))) == list(range(210))
    assert [line["event"] for line in logs] == ["journal_refused", "journal_written_again"]
    assert journal.dropped == 0


def test_a_disk_that_stays_full_drops_lines_and_the_file_says_how_many(tmp_path: Path) -> None:
    disk = Disk()
    disk.full = True
    journal = journal_on(disk, tmp_path, room=5)
    fill(journal, 0, 1)
    assert disk.refused.wait(LIMIT_S)
    fill(journal, 1, 9)
    assert journal.dropped == 3
    disk.full = False
    while not journal_has_room(journal):
        pass  # bounded by the test's own time limit: the thread writes within milliseconds
    fill(journal, 9, 10)
    journal.close()
    told = read_journal(journal.path)
    assert [next(told).at for _ in range(6)] == [TODAY + number for number in range(6)]
    with pytest.raises(ValueError, match=r":7: 3 entries are missing here"):
        next(told)


def journal_has_room(journal: FileJournal) -> bool:
    return len(journal.path.read_bytes().splitlines()) == 6


def test_a_disk_that_is_full_to_the_end_does_not_hold_up_the_end(tmp_path: Path) -> None:
    disk = Disk()
    disk.full = True
    journal = journal_on(disk, tmp_path)
    fill(journal, 0, 3)
    with capture_logs() as logs:
        journal.close()
    assert logs[-1]["event"] == "journal_unfinished"
    assert logs[-1]["lines"] == 3


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path, TODAY, 9)
    fill(journal, 0, 3)
    journal.close()
    journal.path.write_bytes(journal.path.read_bytes()[:-10])
    assert numbers(list(read_journal(journal.path))) == [0, 1]


@pytest.mark.parametrize(
    "damage", [b"\x00\x00\x00", b"{}", b'{"at":1}', b'"\xff\xfe"', b"{" * 5_000, b'{"missing":"x"}']
)
def test_damage_in_the_middle_is_named_by_file_and_line(tmp_path: Path, damage: bytes) -> None:
    journal = FileJournal(tmp_path, TODAY, 9)
    fill(journal, 0, 3)
    journal.close()
    lines = journal.path.read_bytes().splitlines()
    journal.path.write_bytes(b"\n".join([lines[0], damage, lines[2], b""]))
    with pytest.raises(ValueError, match=rf"{journal.path.name}:2: not an entry of a journal"):
        list(read_journal(journal.path))


def test_journals_from_the_future_neither_stop_the_service_nor_hide_what_it_writes(tmp_path: Path) -> None:
    ahead = FileJournal(tmp_path, TODAY + 86_400 * 365, 9)
    ahead.close()
    names = []
    for _ in range(3):
        journal = FileJournal(tmp_path, TODAY, 9)
        journal.write(TODAY, Settled(), ())
        journal.close()
        names.append(journal.path)
    assert journal_files(tmp_path) == [ahead.path, *names]


def test_files_of_somebody_else_are_neither_read_nor_deleted(tmp_path: Path) -> None:
    for name in ("zz.journal.jsonl", "notes.txt", "abcdefghTijklmn-opq.journal.jsonl"):
        (tmp_path / name).write_text("not ours")
    for _ in range(3):
        FileJournal(tmp_path, TODAY, 1).close()
    assert len(journal_files(tmp_path)) == 1
    assert (tmp_path / "zz.journal.jsonl").exists()
    assert (tmp_path / "abcdefghTijklmn-opq.journal.jsonl").exists()
