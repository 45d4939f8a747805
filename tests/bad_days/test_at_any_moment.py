"""One small story, and a blow that falls at any moment of it: nobody may be lost, wherever it hits."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from simulator.pbx import EmulatedCaller, Habit
from tests.bad_days.emulated_day import EmulatedDay, emulated_day

Blow = Callable[[EmulatedDay], Awaitable[None]]

MOMENTS = [round(0.4 + 0.65 * n, 2) for n in range(21)]
"""From the last arrival to the last word of the story, which takes 14 seconds when nothing happens."""

AGENTS = ("anna", "boris", "grace")
ANSWERS = Habit("answers", 1.2, 3.0)


async def kill(day: EmulatedDay) -> None:
    memory = await day.crash()
    await asyncio.sleep(0.7)
    await day.start(*memory)


async def cut_ami(day: EmulatedDay) -> None:
    day.pbx.drop_ami()


async def cut_ami_for_long(day: EmulatedDay) -> None:
    day.pbx.drop_ami()
    await day.pbx.refuse_ami()
    await asyncio.sleep(30.0)
    await day.pbx.accept_ami()


async def freeze_pbx(day: EmulatedDay) -> None:
    day.pbx.freeze()
    await asyncio.sleep(4.0)
    day.pbx.thaw()


async def cut_sessions(day: EmulatedDay) -> None:
    for connection in list(day.service.link.agi.connections):
        assert connection._transport is not None
        connection._transport.abort()


@pytest.mark.parametrize("blow", [kill, cut_ami, cut_ami_for_long, freeze_pbx, cut_sessions])
@pytest.mark.parametrize("moment", MOMENTS)
async def test_every_caller_is_served_once_and_every_agent_is_free_again(
    tmp_path: Path, moment: float, blow: Blow
) -> None:
    async with emulated_day(tmp_path, *AGENTS) as day:
        day.habits(ANSWERS)
        hitting = asyncio.create_task(hit(day, moment, blow))
        callers = await everybody_calls(day)
        await day.until(lambda: all(caller.ended for caller in callers), 120.0)
        await hitting
        await day.until(lambda: day.state().in_state("ready") == set(AGENTS), 60.0)
        assert not day.state().calls
        assert not day.pbx.channels
        assert [conversations(caller) for caller in callers] == [1, 1, 1, 0, 1, 1], day.account()
        first, second, third = answered_numbers(day)
        assert {first, second} == {"1", "2"}
        assert third == "3"


@pytest.mark.parametrize("blow", [kill, cut_ami, cut_ami_for_long, freeze_pbx, cut_sessions])
@pytest.mark.parametrize("moment", [round(0.02 + 0.65 * n, 2) for n in range(16)])
async def test_whoever_answers_among_several_has_the_caller_and_the_others_are_free_again(
    tmp_path: Path, moment: float, blow: Blow
) -> None:
    agents = ("anna", "boris", "clara")
    async with emulated_day(tmp_path, *agents) as day:
        day.habits(Habit("silent"))
        day.phone("clara").habit = ANSWERS
        hitting = asyncio.create_task(hit(day, moment, blow))
        callers = [day.pbx.call("107", "1")]
        await asyncio.sleep(0.05)
        callers.append(day.pbx.call("107", "2"))
        await day.until(lambda: all(caller.ended for caller in callers), 120.0)
        await hitting
        await day.until(lambda: day.state().in_state("ready") == set(agents), 60.0)
        assert not day.state().calls
        assert not day.pbx.channels
        assert [conversations(caller) for caller in callers] == [1, 1], day.account()
        assert all(day.phone(agent).rings for agent in agents)


async def hit(day: EmulatedDay, moment: float, blow: Blow) -> None:
    await asyncio.sleep(moment)
    await blow(day)


async def everybody_calls(day: EmulatedDay) -> list[EmulatedCaller]:
    """Two who are answered at once, one who waits, one who gives up while waiting, and two who use the menu."""
    callers = []
    for number, dialled in enumerate(("102", "102", "102", "102", "106", "106"), 1):
        callers.append(day.pbx.call(dialled, str(number)))
        await asyncio.sleep(0.05)
    impatient, plain, vip = callers[3:]
    await asyncio.gather(
        hangs_up(impatient, after_s=3.9), gives_account(plain, "1234567#"), gives_account(vip, "9876543#")
    )
    return callers


async def gives_account(caller: EmulatedCaller, keys: str) -> None:
    """Answer the menu's question each time it is asked."""
    answered = 0
    while "music" not in caller.sounds and "voice" not in caller.sounds and not caller.ended:
        asked = sum(sound.endswith("enter-account") for sound in caller.sounds)
        if asked > answered:
            answered = asked
            await asyncio.sleep(0.6)
            await caller.press(keys)
        await asyncio.sleep(0.05)


async def hangs_up(caller: EmulatedCaller, after_s: float) -> None:
    await asyncio.sleep(after_s)
    caller.hang_up()


def conversations(caller: EmulatedCaller) -> int:
    return caller.sounds.count("voice")


def answered_numbers(day: EmulatedDay) -> list[str]:
    """Whom the two support agents talked to, in order."""
    rings = [ring for agent in ("anna", "boris") for ring in day.phone(agent).rings if ring.answered]
    return [ring.calling_number for ring in sorted(rings, key=lambda ring: ring.at_s)]
