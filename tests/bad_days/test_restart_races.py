"""A service that starts in the middle of things: whatever comes first, everybody ends where they belong."""

import asyncio
from pathlib import Path

import pytest

from simulator.pbx import EmulatedCaller, Habit
from tests.bad_days.emulated_day import EmulatedDay, emulated_day

ANSWERED_AFTER_S = 1.2


@pytest.mark.parametrize("away_s", [round(0.55 + 0.01 * n, 2) for n in range(20)])
async def test_an_agent_may_pick_up_before_while_and_after_the_new_service_looks(tmp_path: Path, away_s: float) -> None:
    async with emulated_day(tmp_path, "anna", "boris") as day:
        day.habits(Habit("answers", ANSWERED_AFTER_S))
        caller = await day.call_and_be("offered")
        await asyncio.sleep(0.5)
        await restart(day, away_s)
        await day.until(lambda: day.state().talks() == {(caller.call_id, "anna")}, 3.0)
        assert len(day.phone("anna").rings) == 1
        assert not day.phone("boris").rings
        day.phone("anna").hang_up()
        await day.until(lambda: "anna" in day.state().in_state("wrap_up"))
        assert caller.ended


@pytest.mark.parametrize("left_after_s", [0.0, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 1.9, 2.0])
async def test_a_caller_may_hang_up_while_the_new_service_finds_its_feet(tmp_path: Path, left_after_s: float) -> None:
    async with emulated_day(tmp_path) as day:
        day.habits(Habit("answers", 0.5, 2.0))
        first, second = await day.call_and_be("waiting"), await day.call_and_be("waiting")
        await restart(day, 0.5)
        await day.sign_in("anna")
        await asyncio.sleep(left_after_s)
        first.hang_up()
        assert await second.wait_ended(20.0)
        assert "voice" in second.sounds
        await day.until(lambda: day.state().in_state("ready") == {"anna"}, 5.0)
        assert not day.state().calls
        assert day.state().refused_facts == 0


@pytest.mark.parametrize("left_after_s", [0.0, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.02])
async def test_a_caller_may_hang_up_before_the_first_word(tmp_path: Path, left_after_s: float) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        caller = day.pbx.call("102")
        await asyncio.sleep(left_after_s)
        caller.hang_up()
        await asyncio.sleep(0.05)
        assert not day.state().calls
        assert not day.service.link.switchboard.boxes
        assert day.state().in_state("ready") == {"anna"}
        assert day.state().agents["anna"].misses == 0


async def test_sessions_that_come_before_ami_wait_in_order_until_the_pbx_is_seen(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        day.habits(Habit("answers", 0.5))
        callers = [await day.call_and_be("waiting") for _ in range(3)]
        memory = await day.crash()
        await day.pbx.refuse_ami()
        await day.start(*memory)
        late = day.pbx.call("102")
        await day.until(lambda: len(day.state().waiting) == 4)
        await day.sign_in("anna")
        await asyncio.sleep(5.0)
        assert not day.phone("anna").rings
        await day.pbx.accept_ami()
        await day.until(lambda: day.state().settled, 20.0)
        waiting = [*callers, late]
        await day.until(lambda: day.state().talks() == {(waiting[0].call_id, "anna")})
        assert day.state().waiting == [each.call_id for each in waiting[1:]]


async def test_who_missed_a_call_unseen_is_not_offered_it_again(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        day.habits(Habit("silent"))
        ringing = await day.call_and_be("offered")
        behind = await day.call_and_be("waiting")
        await restart(day, 0.5)
        await day.until(lambda: day.state_of(ringing) == "waiting", 10.0)
        assert day.state().waiting[0] == ringing.call_id
        assert day.state().calls[ringing.call_id].refused == ["anna"]
        await day.until(lambda: day.state_of(behind) == "offered")
        day.habits(Habit("answers", 0.5))
        await day.sign_in("boris")
        await day.until(lambda: (ringing.call_id, "boris") in day.state().talks())
        assert not day.phone("anna").rings[0].answered


async def test_who_talked_before_and_waits_again_may_be_offered_to_the_same_agent(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna", wrap_up="1s") as day:
        day.habits(Habit("answers", 0.5))
        caller = await day.call_and_be("talking")
        day.pbx.redirect(caller, "102", "acd")
        await day.until(lambda: day.state_of(caller) == "waiting")
        await restart(day, 0.3)
        await day.until(lambda: day.state().talks() == {(caller.call_id, "anna")})
        assert len(day.phone("anna").rings) == 2


async def test_a_caller_on_the_way_out_is_shown_out_though_the_session_is_lost(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        caller = await day.call_and_be("waiting")
        await day.until(lambda: "acd/en/nobody-here" in caller.sounds, 301.0)
        cut_sessions(day)
        assert await caller.wait_ended(301.0 + 30.0)


async def test_a_second_and_a_third_crash_change_nothing(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        day.habits(Habit("answers", 0.5))
        talking = await day.call_and_be("talking")
        waiting = [await day.call_and_be("waiting") for _ in range(3)]
        menu = day.pbx.call("106")
        for away_s in (0.05, 0.3, 5.0):
            await restart(day, away_s)
            await day.until(lambda: day.state().settled)
        assert day.state().waiting == [each.call_id for each in waiting]
        assert day.state().talks() == {(talking.call_id, "anna")}
        await press_when_asked(day, menu)
        await day.until(lambda: menu.call_id in day.state().waiting)
        assert day.phone("anna").in_call


async def test_a_clock_that_is_set_back_between_two_services_changes_nobodys_place(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        callers = [await day.call_and_be("waiting") for _ in range(5)]
        day.set_back_s = 3600.0
        await restart(day, 0.5)
        await day.until(lambda: day.state().settled)
        callers.append(await day.call_and_be("waiting"))
        assert day.state().waiting == [each.call_id for each in callers]


async def restart(day: EmulatedDay, away_s: float) -> None:
    memory = await day.crash()
    await asyncio.sleep(away_s)
    await day.start(*memory)


async def press_when_asked(day: EmulatedDay, caller: EmulatedCaller) -> None:
    await day.until(lambda: caller.sounds[-1].endswith("enter-account"))
    await caller.press("1234567#")


def cut_sessions(day: EmulatedDay) -> None:
    for connection in list(day.service.link.agi.connections):
        assert connection._transport is not None
        connection._transport.abort()
