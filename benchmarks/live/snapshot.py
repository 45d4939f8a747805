"""How long a snapshot of a large centre takes: from the wish to connect to its last byte, through the real server."""

import asyncio
import socket
import time
from collections.abc import Callable
from typing import Any, Final

import uvloop
from fastapi import FastAPI

from acd.alerts.book import Alerts
from acd.clock import Clock
from acd.core import Core
from acd.engine.facts import AgentSignedIn, CallArrived, CallQueued, OfferAnswered, Settled, Started
from acd.engine.orders import Offer
from acd.engine.rules import CentreRules, QueueRules
from acd.live.day import Day
from acd.live.feed import Feed
from acd.live.state import LiveState
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules
from api.gate import Gate
from api.live.routes import live_routes
from api.live.streams import Streams
from api.server import serve
from benchmarks.live.centre import AGENTS, QUEUES, TEAMS, TOKEN
from benchmarks.live.readers import frame_in, wish

CALLS: Final = 2_000
PIECE: Final = 1 << 20


class NothingMore:
    """Nothing is known beside the engine: no way through a menu, nobody who listens."""

    def __init__(self) -> None:
        self.touched: list[Callable[[str], None]] = []

    def of(self, call_id: str) -> tuple[Any, ...]:
        """Return nothing."""
        return ()


def large_core() -> Core:
    """Return a core of a thousand agents who all talk, while as many callers wait."""
    core = Core(Clock(asyncio.get_running_loop()), MemoryJournal())
    names = [f"queue-{number}" for number in range(QUEUES)]
    core.tell(
        Started(
            CentreRules(
                name="Benchmark",
                skills={name: name.title() for name in names},
                queues=tuple(QueueRules(name=name, needs={name: 3}) for name in names),
                agents=tuple(
                    AgentRules(
                        name=f"agent-{number}", title=f"Agent {number}", endpoint=f"PJSIP/{10_000 + number}",
                        team=f"team-{number % TEAMS}", skills={names[number % QUEUES]: 5},
                    )
                    for number in range(AGENTS)
                ),
            )
        )
    )  # fmt: skip
    core.tell(Settled())
    core.hands[Offer] = lambda order: core.tell(OfferAnswered(order.offer, order.call, order.agent))
    for number in range(AGENTS):
        core.tell(AgentSignedIn(f"agent-{number}"))
    for number in range(CALLS):
        call = f"1767225600.{number}"
        core.tell(CallArrived(call, number=f"+7495{number:07}", name="Somebody", dialled="200"))
        core.tell(CallQueued(call=call, queue=names[number % QUEUES], topic="help", language="en"))
    return core


async def snapshots(times: int) -> list[float]:
    """Return how long each of so many snapshots took, in milliseconds; each is of another moment."""
    core = large_core()
    state = LiveState(core, Day(core), Alerts(), NothingMore(), NothingMore())
    core.listeners.append(state)
    feed = Feed(state, core.clock)
    await feed.tick()
    app = FastAPI()
    app.include_router(live_routes(Streams(feed, core.clock.now)), prefix="/api")
    app.add_middleware(Gate, token=TOKEN)
    server = await serve(app, "127.0.0.1", 0)
    took: list[float] = []
    try:
        for number in range(times):
            core.tell(CallArrived(f"1767225601.{number}"))
            core.catch_up()
            await feed.tick()
            took.append(await asyncio.to_thread(fetch, server.port))
    finally:
        await server.stop()
        core.close()
    return took


def fetch(port: int) -> float:
    """Connect, read the first message whole, and return the milliseconds it took."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(wish())
        got, is_open = bytearray(), False
        while True:
            got += line.recv(PIECE)
            if not is_open and (end := got.find(b"\r\n\r\n")) >= 0:
                is_open = True
                del got[: end + 4]
            if is_open and frame_in(got) is not None:
                return (time.perf_counter() - began) * 1000


def snapshot_times(times: int) -> list[float]:
    """Measure on the loop that production has; the first, which warms everything up, does not count."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(snapshots(times + 1))[1:]
