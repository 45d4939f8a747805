"""Many callers at once, who do as they please, and agents whose phones do too."""

import asyncio
from random import Random

import pytest

from acd.engine.facts import CallArrived, OfferAnswered, OfferMissed
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

AGENTS = ("anna", "boris", "clara", "david")
HABITS = (
    Habit("answers", after_s=0.05, talk_s=0.3),
    Habit("answers", after_s=0.4, talk_s=1.0),
    Habit("answers", after_s=0.0, talk_s=0.0),
    Habit("rejects", after_s=0.0),
    Habit("busy", after_s=0.1),
    Habit("silent"),
)
NUMBERS = ("100", "102", "102", "104", "134", "134", "135", "136", "138")
"""The menu, one phone at a time, several at once, and queues that offer to call back."""

CALLERS = 60
MEAN_GAP_S = 0.25


@pytest.mark.looks(4)  # phones that answer as their offer is withdrawn
async def test_whatever_callers_and_phones_do_nothing_is_left_behind(stage: Stage) -> None:
    await stage.sign_in(*AGENTS)
    draws = Random(7)
    people = [asyncio.ensure_future(somebody(stage, Random(draws.random()))) for _ in range(CALLERS)]
    shuffling = asyncio.ensure_future(agents_change_their_habits(stage, draws))
    await asyncio.gather(*people)
    shuffling.cancel()
    await asyncio.wait([shuffling])
    assert len(stage.facts(CallArrived)) >= CALLERS
    assert stage.facts(OfferAnswered)
    assert stage.facts(OfferMissed)


async def somebody(stage: Stage, draws: Random) -> None:
    """Call at some time, perhaps press something, perhaps be sent elsewhere, and leave at some time."""
    await asyncio.sleep(draws.uniform(0, CALLERS * MEAN_GAP_S))
    caller = await stage.call(draws.choice(NUMBERS))
    patience_s = draws.choice((0.0, draws.uniform(0, 0.5), draws.uniform(0, 5), 5.0))
    for _ in range(draws.randrange(3)):
        await asyncio.sleep(patience_s / 3)
        await act(stage, caller, draws)
    await caller.wait_ended(patience_s)
    await caller.hang_up()
    await stage.gone(caller)


async def act(stage: Stage, caller: Caller, draws: Random) -> None:
    what = draws.random()
    if caller.ended:
        return
    if what < 0.5:
        await caller.press(draws.choice("123"))
    elif what < 0.7:
        await stage.pbx.redirect(caller, "102", context="acd")
    elif what < 0.8:
        await stage.pbx.redirect(caller, draws.choice(("600", "1002")))


async def agents_change_their_habits(stage: Stage, draws: Random) -> None:
    """Phones answer in another way now and then, vanish and come back; who was paused goes on."""
    while True:
        vanished = stage.phone(draws.choice(AGENTS))
        await vanished.unregister()
        for agent in AGENTS:
            stage.phone(agent).habit = draws.choice(HABITS)
            stage.come_back(agent)
        await asyncio.sleep(0.5)
        await vanished.register()
