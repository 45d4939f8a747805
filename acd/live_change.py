"""Another centre while calls are live: its file is read anew and checked as a whole, then swapped in, or refused.

A file with a single error changes nothing, and so does one that changes what a running service cannot: its doors
(addresses, secrets, the API's token), its journal and its store. The centre that held before is kept, and can be put
back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import structlog
from pydantic import BaseModel

from acd.config.load import BadCentre, Centre, Finding, load_centre
from acd.config.located import Unreadable, read_yaml
from acd.config.model import CentrePart
from acd.differences import Differences, between
from acd.service import Service
from ivr.problems import Path as Place
from ivr.problems import Problem

Read: TypeAlias = Callable[[], Awaitable[Centre]]
"""Reads the centre's file anew, or raises BadCentre."""

MOST_LOGGED = 20
"""Findings of a refused file in the log; ``acd check`` and the API show all."""

FOR_A_RESTART = ("pbx.ami", "pbx.agi", "api", "journal", "store")
"""Sections that hold from a start to its end."""

log = structlog.get_logger()


class NothingOlder(Exception):
    """There is no centre to put back: none was changed since the start."""


class Change(NamedTuple):
    """What is different now (nothing, if the file holds what held already), and what deserves a warning."""

    differences: Differences
    warnings: list[Finding]


class LiveChange:
    """Changes the centre of ``service`` while it runs, one change at a time.

    ``since`` is when the centre of now began to hold, ``older`` the one before, ``on_refused`` hears of refusals.
    """

    def __init__(self, service: Service, read: Read | None = None) -> None:
        self.since = service.core.clock.now()
        self.older: Centre | None = None
        self.on_refused: Callable[[BadCentre], None] = lambda refused: None
        self.file = service.centre.file.absolute()
        self._service = service
        self._read = read or self._read_apart
        self._changing = asyncio.Lock()
        self._asked = asyncio.Event()

    async def reload(self) -> Change:
        """Let what is in the service's own file now hold from now on.

        Raises:
            BadCentre: the file is not good, or changes what needs a restart; nothing of it holds.
        """
        async with self._changing:
            try:
                centre = await self._read()
                check_doors(self._service.centre.part, centre.part, self.file)
                return self._swap(centre)
            except BadCentre as refused:
                said = [finding.text() for finding in refused.findings[:MOST_LOGGED]]
                log.warning("change_refused", file=str(self.file), count=len(refused.findings), findings=said)
                self.on_refused(refused)
                raise

    async def put_back(self) -> Change:
        """Let the centre hold again that held before the last change; that of now becomes the one before.

        Raises:
            NothingOlder: there is none.
        """
        async with self._changing:
            if self.older is None:
                raise NothingOlder
            return self._swap(self.older)

    def ask(self) -> None:
        """Ask :meth:`run` to reload; asked while it does, it reloads once more after that."""
        self._asked.set()

    async def run(self) -> None:
        """Reload whenever asked, until cancelled; what comes of it is in the log."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self.reload()
            except BadCentre:
                pass
            except Exception:
                log.exception("change_failed", file=str(self.file))

    async def _read_apart(self) -> Centre:
        """Read in a thread: a large file takes seconds, and calls go on."""
        return await asyncio.to_thread(load_centre, self.file)

    def _swap(self, centre: Centre) -> Change:
        before = self._service.centre
        differences = between(before.part, centre.part)
        if not differences.sections:
            log.info("centre_unchanged", file=str(self.file))
        else:
            if (why := self._service.move_into(centre)) is not None:
                raise BadCentre([Finding(str(self.file), 1, Problem((), "not_taken", {"why": why}))])
            self.older, self.since = before, self._service.core.clock.now()
            log.info("centre_changed", file=str(self.file), **in_log(differences))
        return Change(differences, centre.warnings)


def check_doors(running: CentrePart, new: CentrePart, file: Path) -> None:
    """Refuse a centre whose doors or journal are not those of the running service.

    Raises:
        BadCentre: names each key that needs a restart.
    """
    keys = [key for section in FOR_A_RESTART for key in changed_keys(running, new, section.split("."))]
    if not keys:
        return
    try:
        line_of = read_yaml(file).line
    except Unreadable:  # it has gone since it was read
        raise BadCentre([restart_finding(file, 1, key) for key in keys]) from None
    raise BadCentre(sorted((restart_finding(file, line_of(key), key) for key in keys), key=lambda each: each.line))


def changed_keys(running: BaseModel, new: BaseModel, section: list[str]) -> Iterator[Place]:
    """Yield the place of each key of a section that is not the same."""
    for name in section:
        running, new = getattr(running, name), getattr(new, name)
    for name in type(running).model_fields:
        if getattr(running, name) != getattr(new, name):
            yield (*section, name)


def restart_finding(file: Path, line: int, key: Place) -> Finding:
    """Say that a key needs a restart."""
    name = ".".join(str(part) for part in key)
    return Finding(str(file), line, Problem(key, "needs_restart", {"key": name}))


def in_log(differences: Differences) -> dict[str, object]:
    """Lay differences out for a line of the log."""
    line: dict[str, object] = {"sections": list(differences.sections)}
    for kind in ("queues", "agents"):
        for what, found in getattr(differences, kind)._asdict().items():
            if found:
                line[f"{kind}_{what}"] = list(found)
    return line
