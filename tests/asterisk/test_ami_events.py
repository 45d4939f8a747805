"""Events wait in order, reading pauses when too many do, and a lost connection drops them."""

import asyncio
from collections import Counter

import structlog

from acd.asterisk.ami_events import DELIVERED_AT_ONCE, EventQueue
from acd.asterisk.ami_wire import Message


class Ear:
    """What the queue did."""

    def __init__(self, limit: int) -> None:
        self.heard: list[str] = []
        self.pauses: list[bool] = []
        self.queue = EventQueue(self.hear, self.pauses.append, Counter(), structlog.get_logger(), limit)

    def hear(self, event: Message) -> None:
        self.heard.append(event.event)
        if event.event == "close":
            self.queue.close()

    def put(self, *names: str) -> None:
        for name in names:
            self.queue.put(Message(f"Event: {name}".encode()))


async def test_a_free_queue_delivers_within_the_call() -> None:
    ear = Ear(10)
    ear.queue.release()
    ear.put("a")
    assert ear.heard == ["a"]


async def test_reading_pauses_when_too_many_wait_and_goes_on_when_none_does() -> None:
    ear = Ear(limit=250)
    names = [f"e{number}" for number in range(300)]
    ear.put(*names)
    assert ear.pauses == [True]
    ear.queue.release()
    assert len(ear.heard) == DELIVERED_AT_ONCE
    ear.put("late")
    assert ear.pauses == [True]
    await asyncio.sleep(0.1)
    assert ear.heard == [*names, "late"]
    assert ear.pauses == [True, False]
    ear.put("now")
    assert ear.heard[-1] == "now"


async def test_a_few_that_wait_do_not_pause_reading() -> None:
    ear = Ear(limit=250)
    ear.put(*["x"] * 249)
    ear.queue.release()
    await asyncio.sleep(0.1)
    assert ear.pauses == []


async def test_nothing_is_delivered_after_the_end_of_the_connection() -> None:
    ear = Ear(10)
    ear.put("a", "close", "b")
    ear.queue.release()
    ear.put("c")
    await asyncio.sleep(0.1)
    assert ear.heard == ["a", "close"]
