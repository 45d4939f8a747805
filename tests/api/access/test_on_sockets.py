"""The gate on real sockets: a browser's cookie, a program's token, web sockets, and a restart of the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from api.access.visitors import COOKIE
from api.server import serve
from tests.api.access.test_gate_pages import with_more
from tests.api.access_kit import PASSWORD, TOKEN, people


@asynccontextmanager
async def served(folder: Path, make_people: bool = True) -> AsyncIterator[str]:
    """Where a server of the centre's people is; its database is a file."""
    async with people(with_more, f"sqlite:///{folder / 'acd.db'}", make_people) as centre:
        server = await serve(centre.app, "127.0.0.1", 0)  # type: ignore[arg-type]
        try:
            yield f"127.0.0.1:{server.port}"
        finally:
            await server.stop()


async def test_a_session_goes_on_when_the_server_was_restarted(tmp_path: Path) -> None:
    async with httpx.AsyncClient(trust_env=False) as browser:
        async with served(tmp_path) as where:
            wish = {"name": "sveta", "password": PASSWORD}
            me = (await browser.post(f"http://{where}/api/sign-in", json=wish)).json()
            assert (await browser.get(f"http://{where}/api/me")).json() == me
        async with served(tmp_path, make_people=False) as where:
            assert (await browser.get(f"http://{where}/api/me")).json() == me
            page = {"X-CSRF-Token": me["csrf"], "Origin": f"http://{where}"}
            out = await browser.post(f"http://{where}/api/sign-out", headers=page)
            assert out.status_code == 204 and COOKIE not in browser.cookies
            assert (await browser.get(f"http://{where}/api/me")).status_code == 401


async def test_a_web_socket_is_for_our_own_page_and_for_programs(tmp_path: Path) -> None:
    async with served(tmp_path) as where, httpx.AsyncClient(trust_env=False) as browser:
        await browser.post(f"http://{where}/api/sign-in", json={"name": "sveta", "password": PASSWORD})
        cookie = {"Cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
        live = f"ws://{where}/api/live"
        async with connect(live, additional_headers=cookie, origin=f"http://{where}", proxy=None) as socket:  # type: ignore[arg-type]
            assert await socket.recv() == "sveta"
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        async with connect(live, additional_headers=bearer, proxy=None) as socket:
            assert await socket.recv() == "configuration"
        for headers, origin, status in (
            (cookie, "http://evil.example", 403),
            (cookie, None, 403),
            ({}, f"http://{where}", 401),
            ({"Authorization": "Bearer wrong"}, None, 401),
        ):
            with pytest.raises(InvalidStatus) as refused:
                async with connect(live, additional_headers=headers, origin=origin, proxy=None):  # type: ignore[arg-type]
                    pass
            assert refused.value.response.status_code == status


async def test_a_fault_has_our_headers_and_a_head_too_large_is_no_fault(tmp_path: Path) -> None:
    async with served(tmp_path) as where, httpx.AsyncClient(trust_env=False) as client:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        fault = await client.get(f"http://{where}/api/fails", headers=bearer)
        assert (fault.status_code, fault.json()["code"]) == (500, "fault")
        assert "default-src 'none'" in fault.headers["content-security-policy"]
        large = await client.get(f"http://{where}/api/me", headers={"Cookie": "x" * 60_000})
        assert 400 <= large.status_code < 500
