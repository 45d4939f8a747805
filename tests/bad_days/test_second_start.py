"""Somebody starts the service a second time by mistake: the first one goes on, and so does what it remembers."""

from pathlib import Path

import pytest

from acd.config.load import load_centre
from acd.engine.facts import AgentRestored, AgentSignedIn
from acd.memory import remembered
from acd.service import JournalUnusable, Service, open_service
from acd.store.journal import journal_files
from tests.bad_days.centre import write_centre
from tests.bad_days.emulated_day import SECRET


def service_at(folder: Path, agi_port: int) -> Service:
    file, journals = folder / "centre.yaml", folder / "journal"
    agi = f"127.0.0.1:{agi_port}"
    write_centre(
        file, ami="127.0.0.1:1", ami_secret=SECRET, agi=agi, api="127.0.0.1:0", journal="journal", wrap_up="5s"
    )
    return open_service(load_centre(file), journals)


async def test_a_second_service_gives_up_and_leaves_no_journal_that_hides_the_first_ones(tmp_path: Path) -> None:
    first = service_at(tmp_path, 0)
    port = await first.start()
    first.core.tell(AgentSignedIn("anna"))
    second = service_at(tmp_path, port)
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    await second.stop()
    first.core.tell(AgentSignedIn("boris"))
    await first.stop()
    assert len(journal_files(tmp_path / "journal")) == 1
    memory = remembered(tmp_path / "journal", 0.0, first.centre.rules)
    assert [each.agent for each in memory if isinstance(each, AgentRestored)] == ["anna", "boris"]


async def test_a_journal_that_cannot_be_made_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file where a folder should be")
    with pytest.raises(JournalUnusable, match="journal"):
        service_at(tmp_path, 0)
