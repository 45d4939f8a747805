"""The API as the pages show it: the demo's centre, and the call that a request names in a conversation."""

import asyncio

import httpx

from acd.alerts.book import Alerts
from acd.alerts.evaluate import Happened
from acd.alerts.rules import BUILT_IN, Reading
from acd.asterisk.recording import Wish
from acd.clock import Clock
from acd.config.load import Centre, load_centre
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import RecordingChanged, Settled, Started
from acd.live.day import Day
from acd.live_change import LiveChange
from acd.service import Service
from acd.store.acts import ActBook
from acd.store.database import Database
from acd.store.journal import MemoryJournal
from api.acts.routes import shared
from api.app import create_app
from api.transfers import Passing
from simulator import demo
from tests import core_kit
from tests.api.acts.kit import FakeSpies
from tests.api.kit import TOKEN, Client
from tests.docs.pages import ROOT

OF_WAITING = ("/move", "/priority", "/assign", "/hang-up")
OF_AGENTS = ("/state", "/skills")
"""How the addresses of acts end that are about a call that waits, and about an agent."""


async def explained(call: str, language: str, not_agent: str = "", queues: frozenset[str] | None = None) -> str:
    """An explanation of any call."""
    return f"call {call} asked for an agent"


def an_alert() -> Alerts:
    """A book with one alert, called ALERT."""
    alerts = Alerts(lambda: "ALERT")
    reading = Reading(kind="centre", name="", value=9.0)
    alerts.take([Happened("raised", BUILT_IN[0], ("centre", ""), reading)], core_kit.NOON)
    return alerts


class PageClient(Client):
    """A client that may do all that a page shows; a call in ``path`` talks to Anna, and Boris is at work too.

    For what is done to calls that wait, it waits, while Anna talks to another.
    """

    def __init__(self, path: str) -> None:
        centre, clock = load_centre(ROOT / demo.CENTRE), Clock(asyncio.get_running_loop(), core_kit.NOON)
        service = Service(centre, clock, MemoryJournal(), [])
        super().__init__(service.core)
        self.core.tell(Started(centre.rules))
        self.core.tell(Settled())
        passing, change = Passing(service.targets, lambda: True), LiveChange(service, self._read)
        if path == "/centre/put-back":
            change.older = centre
        app = create_app(
            self.core, TOKEN, explained, passing, self._record, change,
            acts=shared(self.core, ActBook(Database("sqlite://"))), spies=FakeSpies(), recorded=lambda: {"please-wait"},
            day=Day(self.core), alerts=an_alert(),
        )  # fmt: skip
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://acd/api")
        if path.endswith(OF_WAITING):
            self._talk("another")
            core_kit.call(self.core, path.split("/")[2], "sales")
        elif path.startswith("/calls/"):
            self._talk(path.split("/")[2])
        if path.endswith(OF_AGENTS):
            core_kit.sign_in(self.core, "anna")

    def _talk(self, call: str) -> None:
        core_kit.sign_in(self.core, "anna")
        core_kit.call(self.core, call, "sales")
        core_kit.answer(self.core, call)
        core_kit.sign_in(self.core, "boris")

    async def _read(self) -> Centre:
        return load_centre(ROOT / demo.CENTRE)

    async def _record(self, call: Call, wish: Wish) -> RecordingState:
        state = {Wish.STOP: RecordingState.OFF, Wish.PAUSE: RecordingState.PAUSED}.get(wish, RecordingState.ON)
        self.core.tell(RecordingChanged(call.call_id, state))
        return state
