"""The server on a real loopback socket, in the loop of the engine."""

import asyncio
import signal

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from api.app import create_app
from api.server import MOST_REQUESTS, SLOWEST_HEAD_S, serve
from tests.api.kit import TOKEN
from tests.core_kit import a_core


async def test_it_serves_until_it_is_stopped_and_leaves_signals_alone() -> None:
    core = a_core()
    before = signal.getsignal(signal.SIGINT)
    server = await serve(create_app(core, TOKEN), "127.0.0.1", 0)
    assert signal.getsignal(signal.SIGINT) is before
    address = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{address}/api/health")).json() == {"ok": True}
        response = await client.post(f"{address}/api/agents/anna/sign-in", headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.json()["state"] == "ready"
        assert "server" not in response.headers
    await server.stop()
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", server.port)


async def test_a_taken_address_is_an_error_of_the_one_who_asked() -> None:
    app = create_app(a_core(), TOKEN)
    first = await serve(app, "127.0.0.1", 0)
    with pytest.raises(OSError):
        await serve(app, "127.0.0.1", first.port)
    await first.stop()


async def test_a_web_socket_that_is_refused_is_no_fault_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    server = await serve(create_app(a_core(), TOKEN), "127.0.0.1", 0)
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"ws://127.0.0.1:{server.port}/api/live", proxy=None):
            pass
    assert refused.value.response.status_code == 401
    await server.stop()
    assert not caplog.records, "anybody can knock, as often as they like"


async def test_rubbish_and_endless_headers_are_cut_off() -> None:
    server = await serve(create_app(a_core(), TOKEN), "127.0.0.1", 0)
    for rubbish in (b"\x16\x03\x01\x00\xa5" * 20 + b"\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(rubbish)
        answer = await reader.read(64)
        assert answer.startswith(b"HTTP/1.1 400") or answer == b""
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)
    await server.stop()


@pytest.mark.parametrize("before", [b"", b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["first", "second"])
async def test_connections_that_never_finish_a_request_shut_nobody_out(before: bytes) -> None:
    server = await serve(create_app(a_core(), TOKEN), "127.0.0.1", 0)
    slow = []
    for _ in range(MOST_REQUESTS):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        slow.append(writer)
        if before:
            writer.write(before)
            assert await reader.read(1)
        writer.write(b"GET /api/health HT")
    await asyncio.sleep(SLOWEST_HEAD_S + 1)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{server.port}/api/health")).status_code == 200
    for writer in slow:
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)
    await server.stop()
