"""The PBX's side of FastAGI connections, scripted by a test, and a server for it to talk to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from acd.asterisk.agi_server import AgiLimits, AgiServer
from acd.asterisk.agi_session import AgiSession

SECRET = "open sesame"


ENVIRONMENT = f"agi_network: yes\nagi_channel: PJSIP/7-01\nagi_arg_1: {SECRET}\nagi_arg_2: sales\n\n".encode()


class Pbx:
    """The PBX's side of one connection, scripted by the test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, data: str | bytes) -> None:
        self.writer.write(data.encode() if isinstance(data, str) else data)

    async def hear(self) -> str:
        return (await asyncio.wait_for(self.reader.readline(), 10)).decode()

    async def is_closed_within(self, seconds: float) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(), seconds) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


Connect = Callable[[], Awaitable[Pbx]]


@asynccontextmanager
async def serving(
    handler: Callable[[AgiSession], Awaitable[None]],
    limits: AgiLimits | None = None,
    peers: tuple[str, ...] = ("127.0.0.0/8",),
) -> AsyncIterator[tuple[AgiServer, Connect]]:
    server = AgiServer(handler, SECRET, peers, limits)
    port = await server.start("127.0.0.1", 0)
    pbxes: list[Pbx] = []

    async def connect() -> Pbx:
        pbxes.append(Pbx(*await asyncio.open_connection("127.0.0.1", port)))
        return pbxes[-1]

    try:
        yield server, connect
    finally:
        await server.stop()
        for pbx in pbxes:
            pbx.writer.close()
        await asyncio.sleep(0.01)


async def answers_and_leaves(session: AgiSession) -> None:
    await session.command("ANSWER")


async def waits(session: AgiSession) -> None:
    await session.ended.wait()
