"""What must hold when any story is over: nothing is left anywhere, and the journal tells the same story again."""

import asyncio

import msgspec

from acd.engine.engine import Engine
from acd.engine.orders import Refused
from acd.store.journal import Entry
from agents.states import WORKING
from tests.scenarios.stage import LIMIT_S, LOOK_EVERY_S, Stage


async def check_nothing_is_left(stage: Stage) -> None:
    """Nobody is at work, and neither engine nor adapter nor PBX holds anything of a call."""
    centre, board = stage.core.centre, stage.service.link.switchboard
    await stage.until(lambda: all(caller.ended for caller in stage.callers), "every caller has hung up")
    await stage.until(lambda: not centre.calls, "every call has left the engine")
    await stage.until(lambda: all(agent.state not in WORKING for agent in centre.roster), "nobody is at work")
    await stage.until(lambda: not board.legs and not board.boxes, "legs and boxes are empty")
    await stage.until(lambda: not any(queue.waiting for queue in centre.counts.values()), "nobody counts as waiting")
    assert not stage.orders(Refused), f"a fact was refused.\n{stage.account()}"
    await check_no_channels(stage)


async def check_no_channels(stage: Stage) -> None:
    """The PBX has no channel any more."""
    for _ in range(round(LIMIT_S / LOOK_EVERY_S)):
        if not (left := await stage.pbx.channels()):
            return
        await asyncio.sleep(LOOK_EVERY_S)
    raise AssertionError(f"channels are left: {left}")


def check_replay(story: list[Entry]) -> None:
    """The same facts give a fresh engine the same orders, to the letter."""
    engine = Engine()
    for entry in story:
        assert msgspec.json.encode(engine.handle(entry.fact, entry.at)) == msgspec.json.encode(entry.orders)
