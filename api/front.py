"""The front of a service: all that people and programs see of it and do to it, wired together.

The store comes first (accounts, acts, alerts, the day so far), then what is kept up from what the engine is told, then
the application. :meth:`Front.open` comes before the service starts, so that nothing it counts is missed.
"""

import asyncio
from collections.abc import Collection, Coroutine
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from acd.alerts.book import Alerts
from acd.alerts.kept import AlertsKept
from acd.alerts.watching import Watching
from acd.engine.facts import AnyFact, RulesChanged
from acd.engine.orders import AnyOrder
from acd.explained import Explanations
from acd.live.day import Day, zone_of
from acd.live.day_kept import DayTable
from acd.live.feed import Feed
from acd.live.state import LiveState
from acd.live_change import LiveChange
from acd.service import Service
from acd.store.acts import ActBook
from acd.store.answers import AnswerStore
from acd.store.database import Database, default_url
from api.access.access import Access
from api.access.checks import Known
from api.acts.once import Answers
from api.acts.routes import shared
from api.app import create_app
from api.live.streams import Streams
from api.transfers import Passing


class Front:
    """What is seen of ``service`` and done to it; ``journal`` is the folder of its journal.

    Raises:
        DatabaseUnusable: the store cannot be opened.
    """

    def __init__(self, service: Service, journal: Path) -> None:
        part = service.centre.part
        self._service, self._explanations = service, Explanations(journal)
        self.database = Database(part.store.url or default_url(journal))
        self.access = Access(self.database, token=part.api.token)
        self._acts, self._kept_answers = ActBook(self.database), AnswerStore(self.database)
        core, link = service.core, service.link
        self.day = Day(core, zone_of(service.centre.hours.values()), DayTable(self.database))
        self.alerts, kept = Alerts(), AlertsKept(self.database)
        self.watching = Watching(core, self.day, self.alerts, lambda: service.centre.part, self._is_connected, kept)
        state = LiveState(core, self.day, self.alerts, link.paths, link.spies)
        self.feed = Feed(state, core.clock)
        self.streams = Streams(self.feed, core.clock.now, self.access.still)
        self.access.changed.append(self.streams.person_changed)
        core.listeners += [self.day, state, self._heard]

    async def open(self, phone: str = "") -> str | None:
        """Read what is kept; return the first admin's password if there was no account yet, to be shown this once.

        ``phone`` is the first admin's, to listen to calls.
        """
        await self.day.load()
        await self.watching.load()
        return await self.access.start(phone)

    async def app(self, change: LiveChange) -> FastAPI:
        """Make the application."""
        service, core = self._service, self._service.core
        kept = await self._kept_answers.recall(core.clock.now())
        answers = Answers(core.clock, self._kept_answers, kept)
        return create_app(
            core,
            access=self.access,
            explain=self._explanations.explain,
            passing=Passing(service.targets, self._is_connected),
            recording=service.link.recordings.ask,
            change=change,
            acts=shared(core, self._acts, self._is_connected, answers),
            spies=service.link.spies,
            recorded=self._prompts,
            known=self._known,
            streams=self.streams,
            day=self.day,
            alerts=self.alerts,
            team_titles=lambda: service.centre.part.teams,
            https=service.centre.part.api.https,
        )

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """Everything that runs beside the service until it is cancelled."""
        return [self.access.run(), self.day.run(), self.watching.run(), self.feed.run(), self.streams.run()]

    def end_streams(self) -> None:
        """Tell whoever looks on that the service stops; pages come back by themselves."""
        self.streams.end_all()

    async def close(self) -> None:
        """Keep what is to be kept, and close the store."""
        await asyncio.gather(
            self.day.stop(), self.watching.stop(), self.access.close(), self._acts.close(), self._kept_answers.close()
        )
        await self.database.close()

    def _heard(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        """With other rules the centre may have another midnight."""
        if isinstance(fact, RulesChanged):
            self.day.zone = zone_of(self._service.centre.hours.values())

    def _is_connected(self) -> bool:
        return self._service.link.ami.is_connected

    def _known(self) -> Known:
        centre = self._service.core.centre
        return Known(centre.queues, self._service.centre.part.teams, centre.roster)

    def _prompts(self) -> Collection[str]:
        """Name every prompt that can be put on a queue, as menus name them: ``delay``, ``ru/delay``."""
        centre = self._service.centre
        recorded = centre.sounds.by_language(centre.part.languages)
        of_one = {f"{language}/{name}" for language, names in recorded.items() for name in names}
        return of_one | set.intersection(*recorded.values())
