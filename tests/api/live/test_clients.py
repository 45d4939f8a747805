"""What waits for a client, and when it is dropped: units with a wire that reads as the test says."""

import asyncio

import pytest

from acd.live.channels import Message
from api.live import clients
from api.live.clients import MOST_ON_WIRE, MOST_WAITING, SLOWEST_S, QueueClient, SocketClient
from api.live.endings import SIGNED_OUT, TOO_SLOW, Ending
from api.live.wire import ws_frame


class Line:
    """A wire with bytes that wait on it until the other side reads."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.waiting = 0
        self.endings: list[Ending] = []

    def write(self, frame: bytes) -> None:
        self.written.append(frame)
        self.waiting += len(frame)

    def unsent(self) -> int:
        return self.waiting

    def end(self, ending: Ending) -> None:
        self.endings.append(ending)


class Clock:
    now_s = 0.0

    def now(self) -> float:
        return self.now_s


def a_client() -> tuple[SocketClient, Line, Clock]:
    line, clock = Line(), Clock()
    return SocketClient(line, clock.now), line, clock


SMALL, LARGE = Message(1, b"{}"), Message(2, b"x" * MOST_ON_WIRE)


def test_messages_are_written_at_once_and_their_frame_is_one_for_all() -> None:
    (one, line, _), (another, same, _) = a_client(), a_client()
    one.take(SMALL)
    another.take(SMALL)
    assert line.written == same.written == [ws_frame(SMALL)]
    assert line.written[0] is same.written[0]


def test_while_a_wire_is_full_messages_wait_and_follow_in_order() -> None:
    client, line, _ = a_client()
    client.take(LARGE)
    client.take(SMALL)
    assert len(line.written) == 1
    line.waiting = 0
    client.take(Message(3, b"[]"))
    assert [frame[-2:] for frame in line.written[1:]] == [b"{}", b"[]"]


def test_who_is_too_many_messages_behind_is_dropped_once_and_hears_no_more() -> None:
    client, line, _ = a_client()
    client.take(LARGE)
    for _ in range(MOST_WAITING):
        client.take(SMALL)
    assert line.endings == []
    client.take(SMALL)
    client.take(SMALL)
    client.end(SIGNED_OUT)
    assert line.endings == [TOO_SLOW] == [client.ending]
    assert len(line.written) == 1


def test_who_is_too_many_bytes_behind_is_dropped_but_one_large_snapshot_may_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clients, "MOST_BYTES_WAITING", 100)
    client, line, _ = a_client()
    client.take(LARGE)
    client.take(LARGE)
    assert line.endings == []
    client.take(SMALL)
    assert line.endings == [TOO_SLOW]


def test_a_wire_on_which_nothing_moves_for_long_is_given_up_and_one_that_creeps_is_not() -> None:
    (stuck, line, clock), (creeps, slow, same) = a_client(), a_client()
    for client in (stuck, creeps):
        client.take(Message(1, b"x" * (4 * MOST_ON_WIRE)))
        client.take(SMALL)
    for _ in range(4):
        clock.now_s = same.now_s = clock.now_s + SLOWEST_S / 2
        slow.waiting -= 1000
        stuck.take(SMALL)
        creeps.take(SMALL)
    assert (line.endings, slow.endings) == ([TOO_SLOW], [])


def test_a_client_that_had_nothing_to_read_for_long_is_not_slow() -> None:
    client, line, clock = a_client()
    client.take(LARGE)
    clock.now_s = 100 * SLOWEST_S
    client.take(SMALL)
    assert line.endings == []


async def test_a_reader_waits_for_the_next_message_and_for_the_end() -> None:
    cut: list[int] = []
    client = QueueClient(Clock().now, lambda: cut.append(1))
    reading = asyncio.create_task(client.next())
    await asyncio.sleep(1)
    client.take(SMALL)
    assert await reading is SMALL
    client.end(SIGNED_OUT)
    assert await client.next() is None
    assert not cut, "who reads is told, and not cut off"


async def test_a_reader_who_is_stuck_is_cut_off() -> None:
    cut: list[int] = []
    client = QueueClient(Clock().now, lambda: cut.append(1))
    for _ in range(MOST_WAITING + 1):
        client.take(SMALL)
    assert cut == [1]
