"""SIGSTOP of the service on a real Asterisk: the PBX goes on without it, and afterwards both agree."""

import asyncio
from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.real_day import real_day
from tests.scenarios.pbx import Habit

pytestmark = pytest.mark.asterisk

FROZEN_S = 6.0
AGREES_WITHIN_S = 2.0


async def test_a_frozen_service_holds_nobody_and_agrees_with_the_pbx_afterwards(
    lab: AsteriskLab, tmp_path: Path
) -> None:
    async with real_day(lab, tmp_path, wrap_up="30s") as day:
        service = day.service
        await service.start("anna", "boris", "clara", "david")
        agent_ends, caller_ends = await day.call_and_be("talking"), await day.call_and_be("talking")
        day.habits(Habit("answers", 1.5), "clara")
        answered_unseen = await day.call_and_be("offered")
        goes_on = await day.call_and_be("talking")
        leaves, taken_away, stays = [await day.call_and_be("waiting") for _ in range(3)]

        service.freeze()
        thaw_at = asyncio.get_running_loop().time() + FROZEN_S
        await leaves.hang_up()
        await caller_ends.hang_up()
        await day.pbx.redirect(taken_away, "5550100")
        await day.phone("anna").hang_up()
        newcomer = await day.pbx.call("102", number="+441632960099")
        await day.gone_from_pbx(leaves, within_s=0.5)
        await day.gone_from_pbx(caller_ends, within_s=0.5)
        await day.until(lambda: not day.phone("boris").in_call, 0.5)
        await day.until(lambda: day.phone("clara").in_call)
        assert await day.pbx.variable(taken_away.call_id, "CHANNEL(context)") == "acd-colleagues"
        await asyncio.sleep(thaw_at - asyncio.get_running_loop().time())
        service.thaw()

        state = await service.until(
            lambda state: (
                {call for call, seen in state.calls.items() if seen.state != "leaving"}
                == {each.call_id for each in (answered_unseen, goes_on, stays, newcomer)}
                and state.in_state("wrap_up") == {"anna", "boris"}
            ),
            AGREES_WITHIN_S,
        )
        assert state.talks() == {(answered_unseen.call_id, "clara"), (goes_on.call_id, "david")}
        assert state.waiting == [stays.call_id, newcomer.call_id]
        assert agent_ends.ended
        assert not taken_away.ended
        await service.unpause("anna")
        await day.talk(stays, "anna")
