"""One connection: reading pauses while too much waits, and what it sends is bounded."""

import asyncio
from collections import Counter

import pytest
import structlog

from acd.asterisk.ami_actions import ActionRefused, Fields
from acd.asterisk.ami_connection import AmiConnection
from acd.asterisk.ami_events import MAX_WAITING
from acd.asterisk.ami_wire import Message
from acd.asterisk.gate import Hostile


class FakeTransport(asyncio.Transport):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def pause_reading(self) -> None:
        self.calls.append("pause")

    def resume_reading(self) -> None:
        self.calls.append("resume")

    def abort(self) -> None:
        self.calls.append("abort")

    def is_closing(self) -> bool:
        return "abort" in self.calls


def unconnected(heard: list[Message], counts: Counter[str] | None = None) -> AmiConnection:
    counts = Counter() if counts is None else counts
    return AmiConnection(frozenset({"Hangup"}), heard.append, "t-", counts, structlog.get_logger())


def connected(counts: Counter[str] | None = None) -> tuple[AmiConnection, FakeTransport, list[Message]]:
    heard: list[Message] = []
    connection = unconnected(heard, counts)
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


# -- actions whose answers nobody waits for ----------------------------------------------------------------


def setvar(name: str, value: str) -> tuple[str, Fields]:
    return "Setvar", {"Channel": "PJSIP/7-01", "Variable": name, "Value": value}


async def test_what_is_posted_goes_out_at_once_in_order_and_in_one_piece() -> None:
    connection, transport, _ = connected()
    assert connection.post([setvar("ACD_CALL", "queue=sales"), setvar("ACD_STATE", "offered")])
    assert transport.written == [
        b"Action: Setvar\r\nChannel: PJSIP/7-01\r\nVariable: ACD_CALL\r\nValue: queue=sales\r\n\r\n"
        b"Action: Setvar\r\nChannel: PJSIP/7-01\r\nVariable: ACD_STATE\r\nValue: offered\r\n\r\n"
    ]


async def test_one_hostile_value_and_nothing_is_posted() -> None:
    connection, transport, _ = connected()
    with pytest.raises(Hostile):
        connection.post([setvar("ACD_STATE", "offered"), setvar("ACD_CALL", "x\r\n\r\nAction: Command")])
    assert transport.written == []


async def test_nothing_is_posted_before_the_connection_is_there_or_after_its_end() -> None:
    assert not unconnected([]).post([setvar("ACD_STATE", "offered")])
    connection, transport, _ = connected()
    connection.close("enough")
    assert not connection.post([setvar("ACD_STATE", "offered")])
    assert transport.written == []


async def test_answers_to_what_was_posted_are_counted_and_taken_for_nobody_elses() -> None:
    counts: Counter[str] = Counter()
    connection, transport, heard = connected(counts)
    connection.post([setvar("ACD_CALL", "x")] * 3)
    asked = asyncio.ensure_future(connection.action("Getvar", {"Variable": "x"}, 5.0))
    refused = asyncio.ensure_future(connection.action("Getvar", {"Variable": "y"}, 5.0))
    await asyncio.sleep(0)
    connection.data_received(b"Response: Success\r\n\r\nResponse: Error\r\nMessage: No such channel\r\n\r\n" * 2)
    assert not asked.done()
    connection.data_received(b"Response: Success\r\nActionID: t-1\r\nValue: 7\r\n\r\n")
    connection.data_received(b"Response: Error\r\nActionID: t-2\r\nMessage: No such channel\r\n\r\n")
    assert (await asked).get("Value") == "7"
    with pytest.raises(ActionRefused):
        await refused
    assert (counts["late_responses"], heard, transport.calls) == (4, [], [])
