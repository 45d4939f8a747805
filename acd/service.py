"""The service: one centre, one engine, one Asterisk, wired together and run until told to stop."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import structlog

from acd.asterisk.caller import House
from acd.asterisk.codes import read_codes
from acd.asterisk.link import AsteriskLink
from acd.asterisk.script import Scripts
from acd.asterisk.targets import Targets
from acd.clock import Clock
from acd.config.load import Centre
from acd.core import Core
from acd.engine.facts import AgentRestored, RulesChanged, Started
from acd.memory import Remembered, remembered
from acd.store.journal import FileJournal, Journal

BEAT_S = 1.0
LATE_S = 3.0
"""A loop this late was stopped or starved: what the PBX said meanwhile may be lost, so it is asked."""

log = structlog.get_logger()


class Service:
    """A centre at work. :meth:`start`, then :meth:`run` until it is cancelled, then :meth:`stop`."""

    def __init__(self, centre: Centre, clock: Clock, journal: Journal, memory: Sequence[Remembered]) -> None:
        self.centre = centre
        self.core = Core(clock, journal)
        self._memory = memory
        self.scripts, self._codes = Scripts(centre.folder), read_codes(centre.part)
        self.targets = Targets(self.core, centre.tree, centre.part.transfers.numbers)
        self.link = AsteriskLink(self.core, centre.part.pbx, self._house(), self.targets)

    def _house(self) -> House:
        """What sessions need to know of the centre of now."""
        centre, pbx = self.centre, self.centre.part.pbx
        return House(
            centre.tree, centre.hours, pbx.sounds, pbx.music, pbx.exits, pbx.outside, self._codes, self.scripts,
            pbx.recordings,
        )  # fmt: skip

    async def start(self) -> int:
        """Give the engine its rules and its memory, and take calls; return the FastAGI port.

        Raises:
            OSError: nobody can listen there, perhaps because a service does already.
        """
        self.core.tell(Started(self.centre.rules))
        for fact in self._memory:
            if not isinstance(fact, AgentRestored) or fact.agent in self.core.centre.roster:
                self.core.tell(fact)
        try:
            return await self.link.start()
        except OSError:
            # Nothing happened, and the next start must not take this journal for the last day's.
            self.core.discard()
            raise

    def move_into(self, centre: Centre) -> str | None:
        """Let ``centre`` hold from now on, for calls that wait too; callers in a menu finish by theirs.

        Its doors and its journal must be those of the service. If the engine refuses the rules nothing has changed,
        and its sentence is returned.
        """
        if (why := self.core.ask(RulesChanged(centre.rules))) is not None:
            return why
        codes = read_codes(centre.part)
        codes.pins.remember(self._codes.pins)
        self.centre, self._codes = centre, codes
        self.targets.change(centre.tree, centre.part.transfers.numbers)
        self.link.move_into(self._house())
        return None

    async def run(self) -> None:
        """Keep connected to the PBX until cancelled.

        Raises:
            LoginRefused: the PBX does not accept user and secret.
        """
        beat = asyncio.ensure_future(self._beat())
        try:
            await self.link.run()
        finally:
            beat.cancel()

    async def stop(self) -> None:
        """Let go of everything; calls stay with the PBX, and the next start takes them over."""
        await self.link.stop()
        self.core.close()

    async def _beat(self) -> None:
        """Notice that the process stood still (SIGSTOP, a sleeping machine) and agree with the PBX again."""
        loop = asyncio.get_running_loop()
        while True:
            expected = loop.time() + BEAT_S
            await asyncio.sleep(BEAT_S)
            late_s = loop.time() - expected
            if late_s > LATE_S:
                log.warning("stood_still", for_s=round(late_s, 1))
                self.link.look_soon("the process stood still")


class JournalUnusable(Exception):
    """The journal cannot be written where the configuration says."""


def open_service(centre: Centre, directory: Path, *, remember: bool = True) -> Service:
    """Make the service of ``centre`` on the running loop, with its journal in ``directory``.

    Raises:
        JournalUnusable: the journal cannot be opened there.
    """
    clock = Clock(asyncio.get_running_loop())
    memory = remembered(directory, clock.now(), centre.rules) if remember else []
    try:
        journal = FileJournal(directory, clock.now(), centre.part.journal.keep)
    except OSError as fault:
        raise JournalUnusable(fault) from None
    log.info("journal_opened", file=journal.path.name, facts_remembered=len(memory))
    return Service(centre, clock, journal, memory)
