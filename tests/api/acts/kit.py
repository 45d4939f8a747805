"""The routes of acts in front of a core, with people who ask; no gate but one that believes who they say they are."""

import json
from collections.abc import Callable
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Asked

from acd.asterisk.listening import SpyRefused
from acd.core import Core
from acd.engine.rules import QueueRules
from acd.live.views import ListenerLive
from acd.store.acts import ActBook
from acd.store.answers import AnswerStore, Kept
from acd.store.database import Database
from agents.roster import AgentRules
from api.access.rights import EVERYTHING, RIGHTS, Person, Role, Scope
from api.access.visitors import Visitor
from api.acts.once import Answers
from api.acts.routes import act_routes, shared
from api.refusals import answer_all
from tests import core_kit

AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", title="Anna Petrova", skills={"ru": 5}, team="north"),
    AgentRules(name="boris", endpoint="PJSIP/1002", title="Boris Ivanov", skills={"ru": 3}, team="south"),
)
QUEUES = tuple(
    QueueRules(name=name, title=name.title(), nobody_s=600.0, longest_wait_s=600.0, record="on-demand")
    for name in ("billing", "support", "sales")
)


def person(name: str = "olga", role: Role = Role.SUPERVISOR, scope: Scope = EVERYTHING, **more: Any) -> Person:
    return Person(name, role, RIGHTS[role], scope, **more)


OLGA = person()
PETR = person("petr")
OF_BILLING = person("vera", scope=Scope(frozenset({"billing"}), frozenset({"north"})))


class Believing:
    """A gate that lets everybody in as who ``people`` knows by the name they give."""

    def __init__(self, app: ASGIApp, people: dict[str, Person]) -> None:
        self._app = app
        self._people = people

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        scope.setdefault("state", {})["person"] = self._people[headers[b"x-person"].decode()]
        await self._app(scope, receive, send)


class FakeSpies:
    """Spies that call no phone: who listens to what, and the refusal that comes next, if one does."""

    def __init__(self) -> None:
        self.heard: dict[str, tuple[str, str, str]] = {}
        self.touched: list[Callable[[str], None]] = []
        self.fault: Exception | None = None

    def of(self, call_id: str) -> tuple[ListenerLive, ...]:
        here = ((who, mode) for who, (call, _, mode) in self.heard.items() if call == call_id)
        return tuple(ListenerLive(who=who, mode=mode) for who, mode in here)

    async def listen(self, call_id: str, who: str, phone: str, mode: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.heard[who] = (call_id, phone, mode)

    async def stop(self, who: str) -> str:
        if self.fault is not None:
            raise self.fault
        if who not in self.heard:
            raise SpyRefused("not_listening")
        return self.heard.pop(who)[0]


class FakeDoors:
    """Lets nobody in any more whose name it is told."""

    def __init__(self) -> None:
        self.changed: list[Callable[[str], None]] = []
        self.people: dict[str, Person] = {}

    def person_called(self, name: str) -> Person | None:
        return self.people.get(name)

    def still(self, visitor: Visitor) -> bool:
        return False


class Desk:
    """A core with three queues and two agents, its acts, and whoever asks for them."""

    def __init__(self, core: Core | None = None, database: Database | None = None, kept: tuple[Kept, ...] = ()) -> None:
        self.core = core or core_kit.a_core(queues=QUEUES, agents=AGENTS)
        self.people: dict[str, Person] = {}
        self.spies = FakeSpies()
        self.connected = True
        self.book = ActBook(database or Database("sqlite://"))
        self.answers = AnswerStore(database) if database is not None else None
        answers = Answers(self.core.clock, self.answers, kept)
        acts = shared(self.core, self.book, lambda: self.connected, answers)
        self.app = FastAPI()
        answer_all(self.app)
        self.doors = FakeDoors()
        routes = act_routes(acts, self.spies, lambda: {"delay", "ru/delay"}, self.doors)
        self.app.include_router(routes, prefix="/api")
        self.app.add_middleware(Believing, people=self.people)
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://acd/api")

    async def ask(
        self, method: str, path: str, body: Any = None, who: Person = OLGA, language: str = "en", key: str = ""
    ) -> tuple[int, Any]:
        """Ask as ``who``; a ``body`` of bytes is sent as it is. Returns the status and what was answered."""
        self.people[who.name] = who
        headers = {"X-Person": who.name, "Accept-Language": language, "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        answer = await self._http.request(method, path, content=content, headers=headers)
        return answer.status_code, answer.json()

    async def post(self, path: str, body: Any, **more: Any) -> tuple[int, Any]:
        return await self.ask("POST", path, body, **more)

    async def put(self, path: str, body: Any, **more: Any) -> tuple[int, Any]:
        return await self.ask("PUT", path, body, **more)

    async def recorded(self, query: str = "", who: Person = OLGA, language: str = "en") -> list[dict[str, Any]]:
        """The acts on record, the latest first."""
        status, found = await self.ask("GET", f"/acts{query}", who=who, language=language)
        assert status == 200, found
        return list(found["acts"])

    def waits(self, call_id: str, queue: str = "billing", **asked: Any) -> None:
        """A caller waits, and nobody is ready."""
        core_kit.call(self.core, call_id, queue, **asked)
        assert self.core.centre.calls[call_id].state == "waiting"

    def talks(self, call_id: str, agent: str = "anna", queue: str = "billing") -> None:
        """A caller talks to an agent."""
        core_kit.sign_in(self.core, agent)
        core_kit.call(self.core, call_id, queue)
        core_kit.answer(self.core, call_id)
