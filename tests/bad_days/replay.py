"""The promise of the journal: the same facts give a fresh engine the same orders."""

from collections.abc import Iterable
from pathlib import Path

from acd.engine.engine import Engine
from acd.store.journal import Entry, journal_files, read_journal


def check_replay(journals: Path) -> None:
    """Replay every journal of the day."""
    for file in journal_files(journals):
        check_entries(read_journal(file))


def check_entries(entries: Iterable[Entry]) -> None:
    engine = Engine()
    for entry in entries:
        assert engine.handle(entry.fact, entry.at) == entry.orders, entry
