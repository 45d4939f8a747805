"""A real Asterisk whose AMI goes away, that restarts, or that does not accept the secret."""

from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.gate import Gate
from tests.bad_days.live_service import LiveService
from tests.bad_days.real_day import RealDay, real_day
from tests.scenarios.pbx import Habit

pytestmark = pytest.mark.asterisk


async def test_what_happened_while_ami_was_away_is_true_afterwards(lab: AsteriskLab, tmp_path: Path) -> None:
    gate = Gate((lab.settings.host, lab.settings.ami_port))
    await gate.open()
    try:
        async with real_day(lab, tmp_path, wrap_up="30s", ami=gate.address) as day:
            await day.service.start("anna", "boris", "clara", "david", "grace")
            agent_ends, caller_ends = await day.call_and_be("talking"), await day.call_and_be("talking")
            day.habits(Habit("answers", 1.5), "clara", "david")
            answered = await day.call_and_be("offered")
            gives_up_ringing = await day.call_and_be("offered")
            gives_up, stays = await day.call_and_be("waiting"), await day.call_and_be("waiting")
            await gate.shut()
            await day.service.until(lambda state: not state.connected)
            await day.phone("anna").hang_up()
            for caller in (caller_ends, gives_up, gives_up_ringing):
                await caller.hang_up()
            new = await day.queues_with_account("1234567")
            await day.until(lambda: day.phone("clara").in_call and day.phone("grace").in_call)
            await gate.open()
            await day.service.until(lambda state: state.connected, 10.0)
            state = await day.service.until(lambda state: len(state.calls) == 3, 2.0)
            assert state.talks() >= {(answered.call_id, "clara"), (new.call_id, "grace")}
            assert state.in_state("wrap_up") == {"anna", "boris"}
            assert agent_ends.ended
            await day.talk(stays, "david")
    finally:
        await gate.shut()


async def test_a_kicked_connection_is_made_anew(lab: AsteriskLab, tmp_path: Path) -> None:
    async with real_day(lab, tmp_path) as day:
        await day.service.start("anna")
        kick(lab)
        await day.service.until(lambda state: state.ami["connections"] == 2 and state.connected)
        caller = await day.call("102")
        await day.talk(caller, "anna")
        assert logged(day, "ami_disconnected") == 1
        assert logged(day, "pbx_events_lost") == 1
        assert logged(day, "agreed_with_pbx") == 2


async def test_an_asterisk_that_restarts_is_served_again(lab: AsteriskLab, tmp_path: Path) -> None:
    async with real_day(lab, tmp_path, wrap_up="1s") as day:
        await day.service.start("anna", "boris")
        await day.call_and_be("talking")
        day.habits(Habit("silent"), "boris")
        await day.call_and_be("offered")
        await day.call_and_be("waiting")
        await day.pbx.restart()
        for agent in ("anna", "boris"):  # else Asterisk takes its time to see that their phones are there
            day.habits(Habit("answers", 0.1), agent)
            await day.phone(agent).unregister()
            await day.phone(agent).register()
        await day.service.until(lambda state: state.connected, 20.0)
        state = await day.service.until(lambda state: state.in_state("ready") == {"anna", "boris"})
        assert not state.calls
        await day.call_and_be("talking")


async def test_a_wrong_secret_ends_the_service_with_one_sentence(lab: AsteriskLab, tmp_path: Path) -> None:
    tried_before = refused_logins(lab)
    service = LiveService(lab, tmp_path, secret="not-the-secret")
    await service.launch()
    try:
        assert await service.exit_code(within_s=15.0) == 1
        assert refused_logins(lab) == tried_before + 1
        assert "check the user and the secret in manager.conf" in service.log_tail()
        assert "not-the-secret" not in service.log_tail(1000)
    finally:
        await service.stop()


def kick(lab: AsteriskLab) -> None:
    """Let Asterisk end the service's AMI connection."""
    connected = [line.split() for line in lab.cli("manager show connected").splitlines()]
    (descriptor,) = [words[4] for words in connected if words[0] == "acd"]
    lab.cli(f"manager kick session {descriptor}")


def logged(day: RealDay, event: str) -> int:
    return day.service.log_tail(10_000).count(event)


def refused_logins(lab: AsteriskLab) -> int:
    messages = lab.log.with_name("messages").read_text(errors="replace")
    return messages.count("failed to authenticate as 'acd'")
