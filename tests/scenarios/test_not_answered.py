"""An agent's phone does not answer, or the caller does not wait for it."""

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import AgentUnpaused, DeviceChanged
from acd.engine.orders import Withdraw
from agents.states import AgentState, Device
from tests.scenarios.pbx import Habit
from tests.scenarios.stage import Stage

SILENT = Habit("silent")


async def test_a_call_that_nobody_answers_keeps_its_place_and_goes_to_the_next_agent(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    stage.phone("anna").habit = SILENT
    caller = await stage.call("102")
    await stage.rings("anna", caller)
    call = stage.call_of(caller)
    assert call is not None
    place = call.place
    await stage.talks("boris", caller)
    assert call.place == place
    assert stage.offered_to(caller) == ["anna", "boris"]
    assert stage.misses(caller) == [("anna", "no_answer")]
    assert stage.agent("anna").state is AgentState.READY


async def test_an_agent_who_missed_a_call_is_not_offered_it_again(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.phone("anna").habit = Habit("rejects")
    missed = await stage.call("102")
    await stage.waits_after_a_miss(missed, "anna")
    stage.phone("anna").habit = Habit()
    other = await stage.call("102")
    await stage.talks("anna", other)
    assert stage.offered_to(missed) == ["anna"]
    assert stage.state(missed) is CallState.WAITING


@pytest.mark.parametrize(("behaviour", "why"), [("busy", "busy"), ("rejects", "rejected")])
async def test_a_phone_that_refuses_passes_the_call_on(stage: Stage, behaviour: str, why: str) -> None:
    await stage.sign_in("anna", "boris")
    stage.phone("anna").habit = Habit("busy" if behaviour == "busy" else "rejects")
    caller = await stage.call("102")
    await stage.talks("boris", caller)
    assert stage.misses(caller) == [("anna", why)]
    await stage.rests("anna", AgentState.READY)


async def test_misses_in_a_row_pause_the_agent_and_say_why(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.phone("anna").habit = Habit("rejects")
    first = await stage.call("102")
    await stage.waits_after_a_miss(first, "anna")
    second = await stage.call("102")
    await stage.rests("anna", AgentState.PAUSED)
    assert stage.agent("anna").pause_reason == "missed:2:rejected"
    assert stage.state(second) is CallState.WAITING
    stage.phone("anna").habit = Habit()
    stage.tell(AgentUnpaused("anna"))
    third = await stage.call("102")
    await stage.talks("anna", third)


async def test_an_agent_whose_phone_is_not_registered_is_unreachable_until_it_is(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    await stage.phone("anna").unregister()
    await stage.rests("anna", AgentState.UNREACHABLE)
    first = await stage.call("102")
    await stage.talks("boris", first)
    second = await stage.call("102")
    await stage.waits(second, "support")
    await stage.phone("anna").register()
    await stage.talks("anna", second)
    assert stage.offered_to(first) == ["boris"]
    assert not stage.misses(second)


async def test_a_phone_that_vanished_unnoticed_passes_the_call_on(stage: Stage) -> None:
    await stage.sign_in("anna")
    await stage.phone("anna").unregister()
    await stage.rests("anna", AgentState.UNREACHABLE)
    stage.tell(DeviceChanged("anna", Device.FREE))  # as if the word of it had been lost
    await stage.sign_in("boris")
    caller = await stage.call("102")
    await stage.talks("boris", caller)
    assert stage.misses(caller) == [("anna", "unreachable")]
    await stage.phone("anna").register()


async def test_an_agent_in_a_call_of_their_own_is_busy_elsewhere(stage: Stage) -> None:
    await stage.sign_in("anna")
    await stage.phone("anna").dial("+49301234567")
    await stage.rests("anna", AgentState.BUSY_ELSEWHERE)
    caller = await stage.call("102")
    await stage.waits(caller, "support")
    await stage.phone("anna").hang_up()
    await stage.talks("anna", caller)
    assert stage.offered_to(caller) == ["anna"]


async def test_a_caller_who_leaves_while_it_rings_frees_the_agent_who_keeps_the_turn(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    stage.phone("anna").habit = SILENT
    impatient = await stage.call("102")
    await stage.rings("anna", impatient)
    await impatient.hang_up()
    await stage.gone(impatient)
    assert stage.agent("anna").state is AgentState.READY
    assert [order.agent for order in stage.orders(Withdraw)] == ["anna"]
    assert stage.agent("anna").misses == 0
    stage.phone("anna").habit = Habit()
    second = await stage.call("102")
    await stage.talks("anna", second)


async def test_music_plays_again_after_a_failed_offer(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.phone("anna").habit = Habit("silent")
    caller = await stage.call("102")
    await stage.waits_after_a_miss(caller, "anna")
    await stage.hears(caller, "music")
    assert [sound for sound in caller.heard if sound] == ["music", "music"]
