"""``kill -9`` of the service on a real Asterisk, with callers in every state there is."""

from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.real_day import RealDay, real_day
from tests.bad_days.state import State
from tests.scenarios.pbx import Caller, Habit

pytestmark = pytest.mark.asterisk

TALKS = Habit("answers", 0.1)
RINGS = Habit("silent")


async def test_after_a_kill_everybody_is_where_they_belong(lab: AsteriskLab, tmp_path: Path) -> None:
    async with real_day(lab, tmp_path, wrap_up="30s") as day:
        service = day.service
        await service.start("anna", "boris", "clara", "david", "elena", "grace")
        await service.pause("grace", "lunch")
        finished = await day.call_and_be("talking")
        talking = await day.call_and_be("talking")
        again = await day.call_and_be("talking")
        await day.phone("anna").hang_up()
        assert await finished.wait_ended(5.0)
        day.habits(Habit("answers", 4.0), "david")
        ringing = await day.call_and_be("offered")
        day.habits(Habit("rejects", 4.0), "elena")
        rejected = await day.call_and_be("offered")
        await day.pbx.redirect(again, "102", "acd")
        await service.until(lambda state: state.state_of(again.call_id) == "waiting")
        first, second = await day.call_and_be("waiting"), await day.call_and_be("waiting")
        plain = await day.queues_with_account("1234567")
        vip = await day.queues_with_account("9876543")
        menu = await day.call("101")
        await day.comes_to(menu, "main")
        await menu.press("2")
        await day.comes_to(menu, "account")
        before = await service.state()

        await service.kill()
        after = await service.start()
        await service.pause("elena", "her phone refuses everybody")

        waiting = [each.call_id for each in (vip, again, first, second, plain)]
        assert after.waiting == before.waiting == waiting
        assert [after.calls[call] for call in waiting] == [before.calls[call] for call in waiting]
        assert after.calls[vip.call_id].data == {"account": "9876543", "tier": "vip"}
        assert after.calls[vip.call_id].priority == 10
        assert finished.call_id not in after.calls
        assert where(after, talking) == ("talking", "boris") and day.phone("boris").in_call
        assert after.agents["anna"].state == "wrap_up"
        assert after.agents["clara"].state == "wrap_up"
        assert after.agents["grace"].pause_reason == "lunch"
        assert after.in_state("signed_out") == {"fedor"}

        await menu.press("7654321#")
        state = await service.until(lambda state: state.state_of(menu.call_id) == "waiting")
        assert state.calls[menu.call_id].data == {"account": "7654321"}

        await day.talk(ringing, "david")
        assert len(day.phone("david").rings) == 1

        state = await service.until(lambda state: rejected.call_id in state.waiting)
        assert state.waiting[:2] == [vip.call_id, rejected.call_id]
        assert state.calls[rejected.call_id].refused == ["elena"]

        await talking.hang_up()
        await service.until(lambda state: state.agents["boris"].state == "wrap_up")
        assert not day.phone("boris").in_call

        await everybody_is_served(day, "grace", vip, plain, menu)
        await everybody_is_served(day, "clara", rejected, again, first, second)


async def everybody_is_served(day: RealDay, agent: str, *callers: Caller) -> None:
    """Let one agent take the calls one after another."""
    for caller in callers:
        await day.service.unpause(agent)
        await day.talk(caller, agent)
        await day.phone(agent).hang_up()
        assert await caller.wait_ended(5.0)


def where(state: State, caller: Caller) -> tuple[str, str | None]:
    call = state.calls.get(caller.call_id)
    return (call.state, call.agent) if call is not None else ("", None)
