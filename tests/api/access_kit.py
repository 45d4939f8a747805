"""People of a centre who have signed in, each in a browser of their own, and programs with tokens; without a network.

``people()`` makes one of each role over the routes of access alone; with ``make`` over another application.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.types import ASGIApp

from acd.store.database import Database
from api.access.access import Access
from api.access.accounts import Profile
from api.access.accounts_routes import account_routes
from api.access.checks import Known
from api.access.passwords import Passwords
from api.access.rights import Right, Role
from api.access.routes import access_routes
from api.access.token_routes import token_routes
from api.access.tokens import Grant
from api.gate import Gate
from api.refusals import answer_all
from tests.core_kit import NOON

TOKEN = "of-the-configuration"
PASSWORD = "correct horse battery"
KNOWN = Known(queues=("billing", "sales"), teams=("day", "night"), agents=("anna", "boris"))
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

PEOPLE = {
    "ada": Profile(title="Ada", role=Role.ADMIN),
    "sveta": Profile(title="Света", role=Role.SUPERVISOR, queues=("sales",), teams=("day",), phone="PJSIP/2001"),
    "anna": Profile(role=Role.AGENT, agent="anna"),
    "pavel": Profile(role=Role.PLANNER, queues=None, teams=None),
}
PROGRAM = Grant(frozenset({Right.LOOK}), queues=None, teams=None)


def now() -> float:
    """The time of the virtual loop, beginning at noon, as the core of these tests has it."""
    return NOON + asyncio.get_running_loop().time()


def own_app(access: Access, https: bool = False) -> FastAPI:
    """An application with the routes of access alone."""
    app = FastAPI(openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    answer_all(app)
    for routes in (access_routes(access, https), account_routes(access, lambda: KNOWN)):
        app.include_router(routes, prefix="/api")
    app.include_router(token_routes(access, lambda: KNOWN), prefix="/api")
    app.add_api_route("/api/health", healthy)
    app.add_middleware(Gate, keeper=access, is_page=lambda path: path in ("/", "/sign-in"))
    return app


async def healthy() -> dict[str, bool]:
    return {"ok": True}


class Browser:
    """One browser: keeps its cookie, and sends the text against forgery as our pages do."""

    def __init__(self, app: ASGIApp, address: str = "192.0.2.1", base: str = "http://acd") -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 50000))
        self.http = httpx.AsyncClient(transport=transport, base_url=base)
        self.csrf = ""

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        return await self.http.request(method, f"/api{path}", headers=headers | more.pop("headers", {}), **more)

    async def get(self, path: str, **more: Any) -> Any:
        """Get what must be there."""
        return self.good(await self.ask("GET", path, **more))

    async def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.good(await self.ask("POST", path, json=body, **more))

    async def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.good(await self.ask("PUT", path, json=body, **more))

    async def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, str]:
        """Status and code of a refusal."""
        if body is not None:
            more["json"] = body
        response = await self.ask(method, path, **more)
        return response.status_code, response.json()["code"]

    async def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> Any:
        me = await self.post("/sign-in", {"name": name, "password": password, **more})
        self.csrf = me["csrf"]
        return me

    @staticmethod
    def good(response: httpx.Response) -> Any:
        assert response.is_success, response.text
        return response.json() if response.content else None


class Program(Browser):
    """A program with a token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        super().__init__(app)
        self.http.headers["Authorization"] = f"Bearer {token}"


class People:
    """The people of :data:`PEOPLE` and the program ``board``; ``access`` is what knows them."""

    password: str | None = None
    """Of the first admin, if this was the first start."""

    def __init__(self, access: Access, app: ASGIApp, tokens: dict[str, str]) -> None:
        self.access = access
        self.app = app
        self.tokens = tokens

    def browser(self, **more: Any) -> Browser:
        """A browser in which nobody has signed in."""
        return Browser(self.app, **more)

    async def signed_in(self, name: str, **more: Any) -> Browser:
        """A browser in which this person has signed in."""
        browser = Browser(self.app)
        await browser.sign_in(name, **more)
        return browser

    def program(self, name: str = "board") -> Program:
        """The program with the token of this name; "configuration" is the one of the centre's file."""
        return Program(self.app, self.tokens[name])

    async def of_role(self, role: Role) -> Browser:
        """Whoever is of this role."""
        if role is Role.INTEGRATION:
            return self.program()
        return await self.signed_in(next(name for name, profile in PEOPLE.items() if profile.role is role))


@asynccontextmanager
async def people(
    make: Callable[[Access], ASGIApp] = own_app, url: str = "sqlite://", make_people: bool = True
) -> AsyncIterator[People]:
    """One person of each role and a program, over the application that ``make`` makes."""
    database = Database(url)
    access = Access(database, now, TOKEN, Passwords(CHEAP))
    centre = People(access, make(access), {"configuration": TOKEN})
    centre.password = await access.start()
    if make_people:
        for name, profile in PEOPLE.items():
            await access.add_account(name, profile, PASSWORD)
        _, centre.tokens["board"] = await access.add_token("board", PROGRAM, "ada")
    try:
        yield centre
    finally:
        await access.close()
        await database.close()
