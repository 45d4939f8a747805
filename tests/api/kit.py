"""A client of the API in front of a core, without a network."""

from typing import Any

import httpx

from acd.core import Core
from api.app import create_app
from tests.core_kit import a_core

TOKEN = "only-for-tests"


class Client:
    """Asks the API of a core; shows its token unless told otherwise."""

    def __init__(self, core: Core | None = None, explain: Any = None) -> None:
        self.core = core or a_core()
        transport = httpx.ASGITransport(create_app(self.core, TOKEN, explain), raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://acd/api")

    async def ask(
        self, method: str, path: str, *, token: str | None = TOKEN, language: str = "", **more: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        headers |= {"Accept-Language": language} if language else {}
        return await self._http.request(method, path, headers=headers | more.pop("headers", {}), **more)

    async def get(self, path: str, **more: Any) -> Any:
        """Get what must be there."""
        response = await self.ask("GET", path, **more)
        assert response.status_code == 200, response.text
        return response.json()

    async def post(self, path: str, **more: Any) -> httpx.Response:
        return await self.ask("POST", path, **more)

    async def refused(self, method: str, path: str, **more: Any) -> tuple[int, str, str]:
        """Status, code and sentence of a refusal."""
        response = await self.ask(method, path, **more)
        said = response.json()
        return response.status_code, said["code"], said["detail"]

    def state(self, name: str) -> str:
        return str(self.core.centre.roster[name].state)
