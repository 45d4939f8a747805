"""The memory of the service is measured with callers who truly wait."""

import asyncio
import os
from pathlib import Path

import pytest

from benchmarks import memory
from benchmarks.memory import Memory, measured, resident_mb


def test_a_caller_costs_what_the_process_takes_more_for_each() -> None:
    assert Memory(callers=1000, idle_mb=75.0, waiting_mb=91.0).kb_per_call == 16.0


def test_the_memory_of_a_process_is_read() -> None:
    assert 10 < resident_mb(os.getpid()) < 2000


def test_the_service_is_measured_when_everybody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited_for: list[int] = []
    wait = memory.all_wait

    async def and_note(callers: int) -> None:
        await wait(callers)
        waited_for.append(callers)

    monkeypatch.setattr(memory, "all_wait", and_note)
    seen = asyncio.run(measured(tmp_path, 5))
    assert waited_for == [5]
    assert 20 < seen.idle_mb <= seen.waiting_mb < 500
    (journal,) = (tmp_path / "journal").iterdir()
    assert journal.read_text().count('"CallQueued"') == 6  # those who wait, and the one who talks
