"""The PBX's events are away for a while, or the PBX itself: afterwards the engine believes what is true."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_login import LoginRefused
from acd.asterisk.caller import Caller
from acd.asterisk.truth import Truth
from acd.engine.facts import CallLeft
from acd.engine.orders import Withdraw
from simulator.pbx import Habit
from tests.bad_days.emulated_day import EmulatedDay, emulated_day

SILENT = Habit("silent")


async def blind(day: EmulatedDay) -> None:
    """Take the AMI connection away, and let nobody make another."""
    day.pbx.drop_ami()
    await day.pbx.refuse_ami()
    await day.until(lambda: not day.state().connected)


async def see_again(day: EmulatedDay) -> None:
    await day.pbx.accept_ami()
    await day.until(lambda: day.state().connected, 20.0)
    await asyncio.sleep(0.5)  # virtual: the look itself takes milliseconds


async def test_what_happened_while_ami_was_away_is_true_afterwards(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna", "boris", "clara", "grace", wrap_up="30s") as day:
        day.habits(Habit("answers", 1.0))
        day.phone("clara").habit = Habit("answers", 6.0)
        agent_ends, caller_ends = await day.call_and_be("talking"), await day.call_and_be("talking")
        answered_blindly = await day.call_and_be("offered")
        gives_up, stays = await day.call_and_be("waiting"), await day.call_and_be("waiting")
        await blind(day)
        day.phone("anna").hang_up()
        caller_ends.hang_up()
        gives_up.hang_up()
        new = day.pbx.call("106")
        await asyncio.sleep(2.0)
        await new.press("1234567#")
        await day.until(lambda: day.phone("clara").in_call)
        await see_again(day)
        state = day.state()
        assert set(state.calls) == {answered_blindly.call_id, stays.call_id, new.call_id}
        assert state.talks() == {(answered_blindly.call_id, "clara"), (new.call_id, "grace")}
        assert state.waiting == [stays.call_id]
        assert state.in_state("wrap_up") == {"anna", "boris"}
        assert agent_ends.ended
        answered_blindly.hang_up()
        await day.until(lambda: "clara" in day.state().in_state("wrap_up"))


async def test_a_lease_that_ends_while_ami_is_away_hangs_up_no_conversation(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna", "boris") as day:
        day.habits(Habit("answers", 3.0))
        caller = await day.call_and_be("offered")
        await blind(day)
        await asyncio.sleep(60.0)
        assert day.phone("anna").in_call
        assert day.state().talks() == {(caller.call_id, "anna")}
        assert day.phone("boris").rings == []
        await see_again(day)
        await asyncio.sleep(60.0)
        assert day.phone("anna").in_call
        day.phone("anna").hang_up()
        await day.until(lambda: day.state().in_state("ready") == {"anna", "boris"})


async def test_when_every_word_of_an_answer_is_lost_its_conversation_still_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with emulated_day(tmp_path, "anna", "boris") as day:
        link = day.service.link
        monkeypatch.setitem(link.events._handlers, "DialEnd", lambda event: None)
        monkeypatch.setattr(link, "overdue", lambda offer: None)
        day.habits(Habit("answers", 3.0))
        caller = await day.call_and_be("offered")
        await asyncio.sleep(20.0)
        assert any(isinstance(order, Withdraw) for entry in day.journals[0].entries for order in entry.orders)
        assert day.state().talks() == {(caller.call_id, "anna")}
        assert day.phone("anna").in_call
        assert day.phone("boris").rings == []
        assert day.state().in_state("ready") == {"boris"}


async def test_the_end_of_a_conversation_frees_the_agent_though_ami_is_away(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        day.habits(Habit("answers", 1.0, 2.0))
        first = await day.call_and_be("talking")
        await blind(day)
        second = day.pbx.call("102")
        assert await first.wait_ended(5.0)
        assert await second.wait_ended(30.0)
        assert "voice" in second.sounds


async def test_phones_do_not_ring_for_callers_who_left_unseen(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        day.phone("anna").habit = Habit("answers", 0.5, 4.0)
        await day.call_and_be("talking")
        gone, stays = await day.call_and_be("waiting"), await day.call_and_be("waiting")
        await blind(day)
        gone.hang_up()
        await day.until(lambda: gone.call_id not in day.state().calls, 2.0)
        assert await stays.wait_ended(20.0)
        assert day.state().agents["anna"].misses == 0


async def test_nothing_is_kept_of_callers_who_left_unseen(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        callers = [await day.call_and_be("waiting"), await day.call_and_be("menu", "101")]
        await blind(day)
        for caller in callers:
            caller.hang_up()
        await day.until(lambda: not day.state().calls, 2.0)
        await see_again(day)
        assert not day.service.link.switchboard.boxes


async def test_a_caller_who_comes_back_at_the_moment_of_being_given_up_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with emulated_day(tmp_path) as day:
        day.habits(Habit("answers", 0.5))
        caller, link, read_truth = await day.call_and_be("waiting"), day.service.link, Caller.read_truth

        async def given_up_meanwhile(self: Caller) -> Truth:
            found = await read_truth(self)
            day.tell(CallLeft(caller.call_id))
            link.switchboard.forget(caller.call_id)
            return found

        monkeypatch.setattr(Caller, "read_truth", given_up_meanwhile)
        (connection,) = link.agi.connections
        connection.shut_down()
        await asyncio.sleep(0.5)
        await day.sign_in("anna")
        await day.until(lambda: day.state().talks() == {(caller.call_id, "anna")})


async def test_a_caller_taken_elsewhere_unseen_is_not_offered(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        caller = await day.call_and_be("waiting")
        await blind(day)
        day.pbx.redirect(caller, "1006")
        await asyncio.sleep(2.0)
        await day.sign_in("anna")
        await see_again(day)
        assert day.phone("anna").rings == []
        assert day.state_of(caller) != "waiting"


async def test_a_pbx_that_restarts_has_forgotten_everybody_and_is_served_again(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna", "boris") as day:
        day.habits(Habit("answers", 0.5))
        day.phone("boris").habit = SILENT
        for state in ("talking", "offered", "waiting"):
            await day.call_and_be(state)
        await day.pbx.restart(5.0)
        day.habits(Habit("answers", 0.5))
        await day.until(lambda: day.state().connected, 20.0)
        await day.until(lambda: day.state().in_state("ready") == {"anna", "boris"}, 20.0)
        assert not day.state().calls
        assert day.state().agents["boris"].misses == 0
        await day.call_and_be("talking")


async def test_reconnection_slows_down_asks_once_and_reports_the_gap(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        with capture_logs() as logs:
            await blind(day)
            await asyncio.sleep(100.0)
            await see_again(day)
            await asyncio.sleep(60.0)
        pauses = [line["retry_in_s"] for line in logs if line["event"] == "ami_disconnected"]
        assert pauses[0] <= 0.5
        assert max(pauses) > 7.0
        assert pauses[:5] == sorted(pauses[:5])  # the sixth is the longest, and chance may make it shorter
        (agreed,) = [line for line in logs if line["event"] == "agreed_with_pbx"]
        assert 100.0 <= agreed["blind_s"] <= 116.0


async def test_a_wrong_secret_is_one_clear_error_and_no_hammering(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, ami_secret="not-the-one") as day:
        with pytest.raises(LoginRefused, match=r"Authentication failed.*check the user and the secret"):
            await day.running
        await asyncio.sleep(600.0)
        assert day.state().ami == {"connections": 1}


async def test_callers_who_cannot_come_to_a_session_cost_no_agent_a_miss(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        day.habits(Habit("answers", 0.5))
        caller, later = await day.call_and_be("waiting"), await day.call_and_be("waiting")
        agi, (host, port) = day.service.link.agi, day.pbx.engine_address
        await agi.stop()
        await day.sign_in("anna")
        await asyncio.sleep(40.0)
        anna = day.state().agents["anna"]
        assert (anna.state, anna.misses) == ("ready", 0)
        await agi.start(host, port)
        await day.until(lambda: bool(day.state().talks()))
        state = day.state()
        (talking,) = {call for call, _ in state.talks()}  # whoever was back first: Anna was free
        assert {talking, *state.waiting} == {caller.call_id, later.call_id}
