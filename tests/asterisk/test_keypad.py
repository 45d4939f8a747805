"""Keypad codes: what an agent hears, what the engine is told, and that nothing else can come of them."""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from acd.asterisk.codes import read_codes
from acd.asterisk.keypad import LONGEST_S
from acd.config.load import load_centre
from acd.core import Core
from acd.engine.facts import (
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    DeviceChanged,
    Miss,
    TalkEnded,
)
from agents.states import AgentState, Device
from simulator.virtual_time import run_virtual
from tests.asterisk.desk_phone import ANNA, BORIS, STRANGER, WISHES, DeskPhone, Desks
from tests.core_kit import answer, call, miss, sign_in

DEMO = Path("configs/demo.yaml")


def warnings(logs: list[MutableMapping[str, Any]]) -> list[MutableMapping[str, Any]]:
    return [entry for entry in logs if entry["log_level"] == "warning"]


async def talking(core: Core) -> None:
    """Anna talks with a caller."""
    sign_in(core, "anna")
    call(core, "17.1")
    answer(core, "17.1")


# -- signing in --------------------------------------------------------------------------------------------


async def test_an_agent_signs_in_with_the_pin_and_is_ready_once_the_phone_is_put_down() -> None:
    desks = Desks()
    assert await desks.dial(ANNA, "*40", "4711#") == ["enter-pin", "state-ready"]
    assert desks.wishes == [AgentSignedIn("anna")]
    assert desks.state() is AgentState.BUSY_ELSEWHERE
    desks.hang_up()
    assert desks.state() is AgentState.READY


async def test_no_call_is_offered_to_a_phone_that_is_still_in_the_call_to_the_code() -> None:
    desks = Desks()
    sign_in(desks.core, "boris")
    call(desks.core, "17.1")
    call(desks.core, "17.2")
    await desks.dial(ANNA, "*40", "4711#")
    assert desks.core.centre.calls["17.2"].agent is None
    desks.hang_up()
    assert desks.core.centre.calls["17.2"].agent == "anna"


async def test_a_phone_that_the_pbx_called_gone_does_not_become_reachable_by_dialling() -> None:
    desks = Desks()
    desks.core.tell(DeviceChanged("anna", Device.GONE))
    assert await desks.dial(ANNA, "*40", "4711#") == ["enter-pin", "state-unreachable"]


async def test_the_session_picks_up_first_and_says_nothing_of_where_the_call_goes_then() -> None:
    phone = await Desks().dialled(DeskPhone(ANNA, "*44"))
    assert phone.sent[0] == "ANSWER"
    assert not [line for line in phone.sent if "ACD_NEXT" in line]


async def test_a_wrong_pin_is_said_and_asked_again() -> None:
    desks = Desks()
    assert await desks.dial(ANNA, "*40", "1# 4711#") == ["enter-pin", "pin-wrong", "enter-pin", "state-ready"]
    assert desks.wishes == [AgentSignedIn("anna")]


async def test_the_third_wrong_pin_locks_the_door_is_said_and_logged_and_unlocks_by_itself() -> None:
    desks = Desks()
    with capture_logs() as logs:
        said = await desks.dial(ANNA, "*40", "1# 2# 3#")
    assert said[-3:] == ["pin-locked", "nothing-changed", "state-signed-out"]
    assert [entry["agent"] for entry in warnings(logs)] == ["anna"]
    assert await desks.dial(ANNA, "*40", "4711#") == ["pin-locked", "nothing-changed", "state-signed-out"]
    await asyncio.sleep(300)
    assert await desks.dial(ANNA, "*40", "4711#") == ["enter-pin", "state-ready"]
    assert desks.wishes == [AgentSignedIn("anna")]


async def test_wrong_pins_are_counted_over_calls() -> None:
    desks = Desks()
    for keys in ("1#", "2#"):
        await desks.dial(ANNA, "*40", keys, leaves_at="pin-wrong")
    assert (await desks.dial(ANNA, "*40", "3#"))[1:2] == ["pin-locked"]


async def test_silence_is_no_wrong_pin_but_has_an_end_too() -> None:
    desks = Desks()
    said = await desks.dial(ANNA, "*40")
    assert said == [*["enter-pin", "nothing-heard"] * 3, "nothing-changed", "state-signed-out"]
    assert (await desks.dial(ANNA, "*40", "4711#"))[-1] == "state-ready"


async def test_an_agent_without_a_pin_cannot_sign_in_by_the_keypad() -> None:
    desks = Desks()
    assert await desks.dial(BORIS, "*40", "4711#") == ["pin-missing", "nothing-changed", "state-signed-out"]
    assert desks.wishes == []


async def test_neither_the_pin_nor_what_was_entered_nor_a_code_with_a_pin_behind_it_is_logged() -> None:
    desks = Desks()
    with capture_logs() as logs:
        await desks.dial(ANNA, "*40", "8256#4711#")
        await desks.dial(ANNA, "*404711")
    assert logs
    assert not [entry for entry in logs if "4711" in str(entry) or "8256" in str(entry)]


# -- pausing, coming back, going home ----------------------------------------------------------------------


@pytest.mark.parametrize(("dialled", "keys", "asked"), [("*421", "", []), ("*42", "1", ["choose-pause"])])
async def test_an_agent_pauses_with_a_reason_dialled_or_pressed(dialled: str, keys: str, asked: list[str]) -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    assert await desks.dial(ANNA, dialled, keys) == [*asked, "state-paused"]
    assert desks.wishes[-1] == AgentPaused("anna", "lunch")


@pytest.mark.parametrize(("dialled", "keys"), [("*42", "978"), ("*429", "78")])
async def test_a_reason_that_there_is_not_is_asked_again_twice_and_changes_nothing(dialled: str, keys: str) -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    said = await desks.dial(ANNA, dialled, keys)
    assert said[-3:] == ["pause-unknown", "nothing-changed", "state-ready"]
    assert desks.wishes == [AgentSignedIn("anna")]


async def test_a_reason_may_be_right_at_the_second_try() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    assert await desks.dial(ANNA, "*429", " 2") == ["pause-unknown", "choose-pause", "state-paused"]
    assert desks.wishes[-1] == AgentPaused("anna", "training")


async def test_without_a_list_of_reasons_a_pause_is_a_break() -> None:
    desks = Desks(pauses={})
    sign_in(desks.core, "anna")
    assert await desks.dial(ANNA, "*42") == ["state-paused"]
    assert desks.wishes[-1] == AgentPaused("anna", "break")
    assert (await desks.dial(ANNA, "*421"))[:2] == ["code-unknown", "nothing-changed"]


async def test_an_agent_comes_back_from_a_pause() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    await desks.dial(ANNA, "*421")
    desks.hang_up()
    assert await desks.dial(ANNA, "*43") == ["state-ready"]
    desks.hang_up()
    assert desks.state() is AgentState.READY


async def test_an_agent_ends_wrap_up_early() -> None:
    desks = Desks()
    await talking(desks.core)
    desks.core.tell(TalkEnded("17.1", "anna"))
    assert await desks.dial(ANNA, "*44") == ["state-wrap-up"]
    assert await desks.dial(ANNA, "*43") == ["state-ready"]
    assert desks.wishes[-1] == AgentUnpaused("anna")


async def test_an_agent_goes_home_without_a_pin() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    assert await desks.dial(ANNA, "*41") == ["state-signed-out"]
    assert desks.wishes[-1] == AgentSignedOut("anna")


async def test_in_a_conversation_a_wish_waits_for_its_end_and_that_is_said() -> None:
    desks = Desks()
    await talking(desks.core)
    assert await desks.dial(ANNA, "*44") == ["state-talking"]
    assert await desks.dial(ANNA, "*421") == ["then-paused"]
    assert await desks.dial(ANNA, "*41") == ["then-signed-out"]
    assert await desks.dial(ANNA, "*44") == ["then-signed-out"]
    assert await desks.dial(ANNA, "*40", "4711#") == ["enter-pin", "state-talking"]
    assert desks.state() is AgentState.TALKING


async def test_while_the_phone_rings_for_a_call_the_state_says_so() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    call(desks.core, "17.1")
    assert await desks.dial(ANNA, "*44") == ["state-ringing"]


async def test_a_pause_after_missed_calls_says_why() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    for call_id in ("17.1", "17.2", "17.3"):
        call(desks.core, call_id)
        miss(desks.core, call_id, Miss.NO_ANSWER)
    assert await desks.dial(ANNA, "*44") == ["state-paused-missed"]


@pytest.mark.parametrize("dialled", ["*41", "*421", "*43"])
async def test_what_the_engine_refuses_is_said_with_the_state_as_it_is(dialled: str) -> None:
    desks = Desks()
    assert await desks.dial(ANNA, dialled) == ["nothing-changed", "state-signed-out"]
    assert desks.core.refused == 1


# -- who dials, and what ----------------------------------------------------------------------------------


async def test_a_phone_that_is_no_agents_changes_nothing_and_is_logged() -> None:
    desks = Desks()
    with capture_logs() as logs:
        assert await desks.dial(STRANGER, "*40", "4711#") == ["nobodys-phone", "nothing-changed"]
    assert desks.told == []
    assert [entry["channel"] for entry in warnings(logs)] == [STRANGER]


@pytest.mark.parametrize("dialled", ["*", "*4", "*45", "*410", "*4211", "*42**", "*400", "*" * 30])
async def test_a_code_typed_wrong_changes_nothing(dialled: str) -> None:
    desks = Desks()
    assert await desks.dial(ANNA, dialled) == ["code-unknown", "nothing-changed", "state-signed-out"]
    assert desks.wishes == []


async def test_agents_hear_their_own_language_and_strangers_the_centres() -> None:
    desks = Desks()
    assert (await desks.dialled(DeskPhone(BORIS, "*44"))).heard == ["acd/ru/state-signed-out"]
    assert (await desks.dialled(DeskPhone(STRANGER, "*44"))).heard[0] == "acd/en/nobodys-phone"


async def test_a_session_that_would_not_end_is_ended_after_a_minute() -> None:
    desks = Desks()
    endless = DeskPhone(ANNA, "*40", "1 " * 100)
    loop = asyncio.get_running_loop()
    began = loop.time()
    desks.pins.tries = 1000
    with capture_logs() as logs:
        await desks.dialled(endless)
    assert loop.time() - began == pytest.approx(LONGEST_S)
    assert "keypad_took_too_long" in [entry["event"] for entry in logs]
    assert desks.wishes == []


async def test_prompts_that_are_not_recorded_are_logged_and_the_wish_comes_true_all_the_same() -> None:
    desks = Desks()
    sign_in(desks.core, "anna")
    with capture_logs() as logs:
        assert await desks.dial(ANNA, "*421", missing=["state-paused"]) == []
    assert desks.state() is AgentState.PAUSED
    assert [entry["event"] for entry in warnings(logs)] == ["keypad_not_heard"]


async def test_a_call_put_down_before_the_pin_changes_nothing() -> None:
    desks = Desks()
    await desks.dial(ANNA, "*40", "4711#", leaves_at="enter-pin")
    assert desks.wishes == []


@settings(max_examples=60)
@given(st.text("0123456789*#", max_size=8), st.text("0123456789*# ", max_size=30))
def test_whatever_is_dialled_and_pressed_only_the_agents_own_wishes_are_told(dialled: str, keys: str) -> None:
    async def day() -> None:
        desks = Desks()
        said = await desks.dial(ANNA, f"*{dialled}", keys)
        assert len(said) < 12
        assert {getattr(fact, "agent", "") for fact in desks.told} <= {"anna"}
        assert "4711#" in keys or desks.wishes == [] or desks.core.refused

    run_virtual(day())


def test_the_codes_and_pins_of_the_demo_are_those_of_its_file() -> None:
    part = load_centre(DEMO).part
    codes = read_codes(part)
    assert codes.wishes == WISHES
    assert codes.pauses == part.pauses
    assert codes.pins.has("anna")
    assert not codes.pins.has("boris")
