"""The words of scenarios in which the centre's file is changed while calls are live."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from acd.config.load import BadCentre, Centre
from acd.live_change import LiveChange
from tests.scenarios.stage import CENTRE, Stage, centre_at

Raw: TypeAlias = dict[str, Any]


class Changing:
    """The centre of a stage; its file is a copy in ``folder``, and every edit adds to those before."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._raw = yaml.safe_load(CENTRE.read_text(encoding="utf-8"))
        self._file = folder / "centre.yaml"
        (folder / "scripts").symlink_to(CENTRE.parent / "scripts")

    @cached_property
    def _change(self) -> LiveChange:
        return LiveChange(self._stage.service, self._read)

    async def _read(self) -> Centre:
        return centre_at(self._stage.place, self._file)

    async def to(self, edit: Callable[[Raw], object]) -> None:
        """Edit the file and let it hold."""
        edit(self._raw)
        self._file.write_text(yaml.safe_dump(self._raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
        await self._change.reload()

    async def refused(self, edit: Callable[[Raw], object]) -> bool:
        """Edit the file so that it is not good; whether it is refused."""
        try:
            await self.to(edit)
        except BadCentre:
            return True
        return False

    async def back(self) -> None:
        """Put back what held before."""
        await self._change.put_back()
