"""The live routes on a real socket, behind a gate that knows whom the test says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect

from api.access.rights import EVERYTHING, RIGHTS, Person, Right, Role
from api.access.rights import Scope as Rightful
from api.access.visitors import Visitor
from api.live.described import describe
from api.live.routes import live_routes
from api.live.streams import Streams
from api.refusals import answer_all
from api.server import Serving, serve
from tests.live.kit import Shown


def a_person(name: str = "vera", role: Role = Role.SUPERVISOR, scope: Rightful = EVERYTHING) -> Person:
    return Person(name, role, RIGHTS[role] or frozenset({Right.LOOK}), scope)


class Doorman:
    """Lets everybody in as the person that the header ``x-who`` names."""

    def __init__(self, app: ASGIApp, known: dict[str, Person]) -> None:
        self._app = app
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = next((value.decode() for name, value in scope["headers"] if name == b"x-who"), "vera")
        person = self._known[who]
        scope["state"] = {"person": person, "visitor": Visitor(person, "session", digest=who)}
        await self._app(scope, receive, send)


class Live:
    """A shown core, served; ticks come when the test says."""

    def __init__(self) -> None:
        self.shown = Shown()
        self.known = {"vera": a_person(), "wall": a_person("wall", Role.INTEGRATION)}
        self.let_in = True
        self.streams = Streams(self.shown.feed, self.shown.core.clock.now, lambda visitor: self.let_in)
        self.server: Serving | None = None

    def app(self) -> FastAPI:
        app = FastAPI()
        answer_all(app)
        app.include_router(live_routes(self.streams), prefix="/api")
        describe(app)
        app.add_middleware(Doorman, known=self.known)
        return app

    @property
    def where(self) -> str:
        assert self.server is not None
        return f"127.0.0.1:{self.server.port}"

    async def tick(self) -> None:
        self.shown.core.catch_up()
        await self.shown.feed.tick()

    @asynccontextmanager
    async def socket(self, who: str = "vera", query: str = "", **more: Any) -> AsyncIterator[ClientConnection]:
        address = f"ws://{self.where}/api/live{query}"
        headers = {"x-who": who}
        async with connect(
            address, additional_headers=headers, proxy=None, compression=None, max_size=None, **more
        ) as line:
            yield line


@asynccontextmanager
async def live() -> AsyncIterator[Live]:
    """A centre that is shown and served, until the test is over."""
    it = Live()
    it.server = await serve(it.app(), "127.0.0.1", 0, it.streams.end_all)
    await it.tick()
    try:
        yield it
    finally:
        await it.server.stop()


async def heard(line: ClientConnection) -> Any:
    """The next message."""
    async with asyncio.timeout(5):
        return msgspec.json.decode(await line.recv())
