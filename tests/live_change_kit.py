"""A service without a PBX and a file that can be edited under it: for tests of live change."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from acd.clock import Clock
from acd.config.load import BadCentre, Centre, load_centre
from acd.engine.facts import AnyFact, RulesChanged, Settled
from acd.live_change import Change, LiveChange
from acd.service import Service
from acd.store.journal import MemoryJournal
from tests.bad_days.centre import write_centre
from tests.core_kit import NOON

Edit: TypeAlias = Callable[[dict[str, Any]], object]


class Changing:
    """The centre of the bad days at work, in ``folder``; a test edits its file and reloads."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "centre.yaml"
        here = "127.0.0.1:0"
        write_centre(
            self.file, ami="127.0.0.1:1", ami_secret="lab-secret", agi=here, api=here, journal="journal", wrap_up="5s"
        )
        self.journal = MemoryJournal()
        self.service = Service(load_centre(self.file), Clock(asyncio.get_running_loop(), NOON), self.journal, [])
        self.core, self.link = self.service.core, self.service.link
        self.change = LiveChange(self.service, self._read)

    async def start(self) -> None:
        await self.service.start()
        self.core.tell(Settled())

    async def _read(self) -> Centre:
        return load_centre(self.file)

    def edit(self, edit: Edit) -> None:
        raw = yaml.safe_load(self.file.read_text())
        edit(raw)
        self.file.write_text(yaml.safe_dump(raw, sort_keys=False))

    def line(self, number: int) -> str:
        return self.file.read_text().splitlines()[number - 1]

    async def reload(self, edit: Edit) -> Change:
        """Edit the file and let it hold."""
        self.edit(edit)
        return await self.change.reload()

    async def refused(self, edit: Edit) -> list[str]:
        """Edit the file so that it is refused, and return the findings."""
        self.edit(edit)
        try:
            await self.change.reload()
        except BadCentre as refused:
            return [finding.text() for finding in refused.findings]
        raise AssertionError("the file was not refused")

    def told(self, kind: type[AnyFact] = RulesChanged) -> int:
        """How many facts of a kind the engine was told."""
        self.core.catch_up()
        return sum(isinstance(entry.fact, kind) for entry in self.journal.entries)

    @property
    def agents(self) -> list[str]:
        return [agent.name for agent in self.core.centre.roster]


def without_anna(raw: dict[str, Any]) -> None:
    """Take the first agent out of a file."""
    del raw["agents"]["anna"]


def with_hanna(raw: dict[str, Any]) -> None:
    """Add an agent to a file."""
    raw["agents"]["hanna"] = {"phone": "PJSIP/1008", "pin": "4711", "skills": {"tech": 5}}


def hanna_for_anna(raw: dict[str, Any]) -> None:
    """Have one agent in place of another."""
    without_anna(raw)
    with_hanna(raw)
