"""One connection: reading pauses while too much waits, and what it sends is bounded."""

import asyncio
from collections import Counter

import structlog

from acd.asterisk.ami_connection import AmiConnection
from acd.asterisk.ami_events import MAX_WAITING
from acd.asterisk.ami_wire import Message


class FakeTransport(asyncio.Transport):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def pause_reading(self) -> None:
        self.calls.append("pause")

    def resume_reading(self) -> None:
        self.calls.append("resume")

    def abort(self) -> None:
        self.calls.append("abort")

    def is_closing(self) -> bool:
        return "abort" in self.calls


def connected() -> tuple[AmiConnection, FakeTransport, list[Message]]:
    heard: list[Message] = []
    connection = AmiConnection(frozenset({"Hangup"}), heard.append, "t-", Counter(), structlog.get_logger())
    transport = FakeTransport()
    connection.connection_made(transport)
    connection.data_received(b"Asterisk Call Manager/11.0.0\r\n")
    return connection, transport, heard


async def test_reading_pauses_while_too_many_events_wait() -> None:
    connection, transport, heard = connected()
    connection.data_received(b"Event: Hangup\r\n\r\n" * MAX_WAITING)
    assert transport.calls == ["pause"]
    connection.events.release()
    await asyncio.sleep(1)
    assert transport.calls == ["pause", "resume"]
    assert len(heard) == MAX_WAITING


async def test_a_closed_connection_is_not_asked_to_read() -> None:
    connection, transport, heard = connected()
    connection.data_received(b"Event: Hangup\r\n\r\n" * MAX_WAITING)
    connection.close("enough")
    connection.close("twice")
    connection.events.release()
    await asyncio.sleep(1)
    assert transport.calls == ["pause", "abort"]
    assert (heard, connection.lost.result()) == ([], "enough")


async def test_an_event_is_heard_within_the_call_that_brought_it() -> None:
    connection, _, heard = connected()
    connection.events.release()
    connection.data_received(b"Event: VarSet\r\n\r\nEvent: Hangup\r\nUniqueid: 1\r\n\r\nEvent: Han")
    assert [event.get("Uniqueid") for event in heard] == ["1"]
