"""The virtual clock jumps, keeps order, and still lets bytes arrive before time moves."""

import asyncio
import time

import pytest

from simulator.virtual_time import run_virtual


async def test_three_hours_pass_at_once_and_exactly() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(3 * 3600)
    assert loop.time() == pytest.approx(3 * 3600)


async def test_timers_fire_in_the_order_of_their_times() -> None:
    fired: list[str] = []
    loop = asyncio.get_running_loop()
    loop.call_later(2, fired.append, "second")
    loop.call_later(1, fired.append, "first")
    await asyncio.sleep(3)
    assert fired == ["first", "second"]


async def test_bytes_on_a_socket_arrive_before_time_moves() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(4))
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        writer.write(b"ping")
        assert await asyncio.wait_for(reader.readexactly(4), timeout=0.001) == b"ping"
        writer.close()
        await writer.wait_closed()


def test_waiting_for_nothing_is_an_error_and_not_a_hang() -> None:
    async def wait_for_ever() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="nothing can ever happen"):
        run_virtual(wait_for_ever())


class Child(asyncio.SubprocessProtocol):
    """A process, and what it wrote."""

    def __init__(self) -> None:
        self.wrote = b""
        self.over = asyncio.Event()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self.wrote += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.over.set()


async def test_time_is_real_while_a_child_process_lives_and_jumps_again_after_it() -> None:
    loop = asyncio.get_running_loop()
    real_began, began = time.monotonic(), loop.time()
    transport, child = await loop.subprocess_exec(Child, "sh", "-c", "sleep 0.2; echo done")
    await asyncio.wait_for(child.over.wait(), 60)
    transport.close()
    assert child.wrote == b"done\n"
    assert 0.2 <= time.monotonic() - real_began < 10
    assert loop.time() - began == pytest.approx(time.monotonic() - real_began, abs=0.2)
    await asyncio.sleep(3600)
    assert time.monotonic() - real_began < 60


async def test_a_process_that_cannot_be_started_leaves_time_as_it_was() -> None:
    loop = asyncio.get_running_loop()
    with pytest.raises(FileNotFoundError):
        await loop.subprocess_exec(Child, "/no/such/program")
    began = time.monotonic()
    await asyncio.sleep(3600)
    assert time.monotonic() - began < 60


async def test_work_for_a_thread_takes_no_time_and_raises_where_it_is_awaited() -> None:
    assert await asyncio.to_thread(sum, (1, 2)) == 3
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(divmod, 1, 0)
    assert asyncio.get_running_loop().time() == 0
