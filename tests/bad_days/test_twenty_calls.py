"""``kill -9`` on a real Asterisk with twenty calls in progress: all of them are served, in order."""

import asyncio
from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.real_day import real_day
from tests.scenarios.pbx import Habit

pytestmark = pytest.mark.asterisk

AGENTS = ("anna", "boris", "clara", "david", "elena")


async def test_a_kill_with_five_who_talk_and_fifteen_who_wait_loses_nobody(lab: AsteriskLab, tmp_path: Path) -> None:
    async with real_day(lab, tmp_path, wrap_up="0.1s") as day:
        await day.service.start(*AGENTS)
        talking = [await day.call_and_be("talking") for _ in AGENTS]
        waiting = [await day.call_and_be("waiting") for _ in range(15)]
        before = await day.service.state()

        await day.service.kill()
        after = await day.service.start()

        assert after.talks() == before.talks()
        assert after.waiting == before.waiting == [caller.call_id for caller in waiting]
        assert all(day.phone(agent).in_call for agent in AGENTS)
        assert not any(caller.ended for caller in (*talking, *waiting))

        day.habits(Habit("answers", 0.1, 0.2), *AGENTS)
        for agent in AGENTS:
            await day.phone(agent).hang_up()
        assert all(await asyncio.gather(*(caller.wait_ended(20.0) for caller in (*talking, *waiting))))
        assert day.offered_calls() == after.waiting
        answered = [ring.calling_number for agent in AGENTS for ring in day.phone(agent).rings if ring.answered]
        assert len(answered) == len(set(answered)) == 20
