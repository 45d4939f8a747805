"""A process: clients of the live stream that read everything and look at nothing but when it came.

A change's age is how long after its first fact the last of the clients had it. Clients do not take messages apart, so
that two hundred of them cost the machine no more than it takes to read.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any, Final, NamedTuple

from benchmarks.live.centre import TOKEN

SINCE: Final = re.compile(rb'"seq":(\d+),"at":[\d.]+,"since":([\d.]+)')
HEAD: Final = 120
"""Bytes of a message in which its number and time are."""

COME_S: Final = 10.0
"""How long all may take to connect and to have their snapshots."""


class Seen(NamedTuple):
    """What is known of one change: how many clients had it, and how old it was for the last."""

    clients: int
    age_s: float


class Reader(asyncio.Protocol):
    """One client: ``seen`` is of all of them."""

    def __init__(self, seen: dict[int, Seen]) -> None:
        self.begun = asyncio.Event()
        self.bytes = 0
        self.ended = False
        self._seen = seen
        self._got = bytearray()
        self._is_open = False

    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        self.transport = transport
        transport.write(wish())

    def data_received(self, data: bytes) -> None:
        """Read what has come, message by message."""
        self.bytes += len(data)
        self._got += data
        if not self._is_open:
            self._is_open = self._read_answer()
        while self._is_open and (frame := frame_in(self._got)) is not None:
            self._hear(bytes(self._got[frame.begin : frame.begin + HEAD]))
            del self._got[: frame.end]

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self.ended = True

    def _read_answer(self) -> bool:
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self._got.startswith(b"HTTP/1.1 101"):
            raise RuntimeError(f"the live stream did not open: {bytes(self._got[:end])!r}")
        del self._got[: end + 4]
        return True

    def _hear(self, head: bytes) -> None:
        if head.startswith(b'{"type":"change"') and (found := SINCE.search(head)) is not None:
            number, age_s = int(found[1]), time.time() - float(found[2])
            seen = self._seen.get(number, Seen(0, 0.0))
            self._seen[number] = Seen(seen.clients + 1, max(seen.age_s, age_s))
        elif head.startswith(b'{"type":"snapshot"'):
            self.begun.set()


def wish() -> bytes:
    """Return the request that opens the stream."""
    return (
        b"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n"
    )


class Frame(NamedTuple):
    """Where the payload of a frame begins and ends."""

    begin: int
    end: int


def frame_in(data: bytearray) -> Frame | None:
    """Return the first frame in ``data`` if it is whole; those of a server have no mask."""
    if len(data) < 2:
        return None
    size, begin = data[1], 2
    if size >= 126:
        more = 2 if size == 126 else 8
        begin = 2 + more
        if len(data) < begin:
            return None
        size = int.from_bytes(data[2:begin])
    return Frame(begin, begin + size) if len(data) >= begin + size else None


async def stay(port: int, clients: int) -> None:
    """Let so many clients come, look on until the next line is asked, go, and say what they saw."""
    loop, seen = asyncio.get_running_loop(), dict[int, Seen]()
    readers = [(await loop.create_connection(lambda: Reader(seen), "127.0.0.1", port))[1] for _ in range(clients)]
    async with asyncio.timeout(COME_S):
        for reader in readers:
            await reader.begun.wait()
    seen.clear()
    before = sum(reader.bytes for reader in readers)
    say({"clients": clients})
    await asyncio.to_thread(sys.stdin.readline)
    ages = [each.age_s * 1000 for each in seen.values() if each.clients == clients]
    read = sum(reader.bytes for reader in readers) - before
    lost = sum(reader.ended for reader in readers)
    for reader in readers:
        reader.transport.close()
    say({"ages_ms": ages, "bytes": read, "lost": lost})


def say(what: object) -> None:
    """Write a line."""
    print(json.dumps(what), flush=True)


async def main() -> None:
    """Do as each line says: PORT CLIENTS."""
    while asked := await asyncio.to_thread(sys.stdin.readline):
        port, clients = asked.split()
        await stay(int(port), int(clients))


if __name__ == "__main__":
    asyncio.run(main())
