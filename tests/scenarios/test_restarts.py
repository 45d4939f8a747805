"""The service stops and starts again while callers wait and phones ring; the PBX has kept what routing knew of them."""

import pytest

from acd.engine.acts import CallPrioritised
from acd.engine.calls import Call, CallState
from acd.engine.facts import AgentPaused, CallRestored, CallTransferred
from acd.engine.orders import Note, Noted
from agents.needs import text_of
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

PATIENT, TOGETHER, BY_LINES, OVERFLOWING, ASKED_BACK = "139", "134", "138", "137", "135"
OUTSIDE = "+79990000900"


def the_call(stage: Stage, caller: Caller) -> Call:
    call = stage.call_of(caller)
    assert call is not None
    return call


async def is_back(stage: Stage, caller: Caller, state: CallState = CallState.WAITING) -> Call:
    await stage.until(lambda: stage.state(caller) is state, f"the call is {state} again")
    return the_call(stage, caller)


async def test_a_need_that_has_relaxed_stays_relaxed_and_the_place_is_the_old_one(stage: Stage) -> None:
    await stage.sign_in("clara")
    other = await stage.call("102")
    await stage.talks("clara", other)
    caller = await stage.call(PATIENT)
    await stage.until(lambda: the_call(stage, caller).opened == 1, "the first step is open")
    place = the_call(stage, caller).place
    await stage.restart("clara")
    call = await is_back(stage, caller)
    assert (call.opened, text_of(call.need)) == (1, "tech >= 8")
    assert call.place == pytest.approx(place, abs=0.001)
    await stage.talks("clara", other)
    await stage.phone("clara").hang_up()
    await stage.talks("clara", caller)


async def test_a_priority_that_a_person_gave_a_call_that_waits_is_kept(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.tell(AgentPaused("anna", "lunch"))
    caller = await stage.call(PATIENT)
    await stage.hears(caller, "music")
    stage.tell(CallPrioritised(call=caller.call_id, priority=7, who="chief", why="a regular"))
    box = stage.service.link.switchboard.box(caller.call_id)
    await stage.until(lambda: not box.is_stale, "it is written down")
    await stage.restart("anna")
    await stage.talks("anna", caller)
    assert (the_call(stage, caller).priority, [fact.priority for fact in stage.facts(CallRestored)]) == (7, [7])


async def test_a_call_passed_on_to_a_line_with_a_note_is_found_with_both(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    other = await stage.call("102")
    await stage.talks("anna", other)
    caller = await stage.call(BY_LINES)
    await stage.talks("boris", caller)
    to = {"to": {"tier": "3"}, "note": "Сервер не отвечает; перезвонить после 17:00"}
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", to)
    await stage.waits(caller, "by-lines")
    await stage.hears(caller, "music")
    await stage.restart("anna", "boris")
    call = await is_back(stage, caller)
    assert (call.asked_need, call.note, call.stays) == ("tech >= 8", to["note"], True)
    assert [talk.agent for talk in call.talks] == ["boris"]
    await stage.talks("anna", other)
    await stage.phone("anna").hang_up()
    await stage.talks("anna", caller)


async def test_phones_that_ring_together_ring_on_and_whoever_answers_has_the_call(stage: Stage) -> None:
    stage.phone("anna").habit, stage.phone("boris").habit = Habit("silent"), Habit(after_s=1.0)
    await stage.sign_in("anna", "boris")
    caller = await stage.call(TOGETHER)
    await stage.rings("boris", caller)
    await stage.restart("anna", "boris")
    await stage.until(lambda: stage.state(caller) is CallState.TALKING, "the conversation was found")
    await stage.talks("boris", caller)
    await stage.rests("anna", AgentState.READY)
    [found] = stage.facts(CallRestored)
    assert (found.agent, found.state) == ("boris", "talking")


async def test_phones_that_ring_together_for_nothing_while_nobody_sees_it_are_not_rung_again(stage: Stage) -> None:
    stage.phone("anna").habit = stage.phone("boris").habit = Habit("silent")
    await stage.sign_in("anna", "boris")
    caller = await stage.call(TOGETHER)
    await stage.rings("boris", caller)
    await stage.restart("anna", "boris")
    call = await is_back(stage, caller)
    assert call.refused == {"anna", "boris"}
    await stage.sign_in("clara")
    await stage.talks("clara", caller)
    assert not stage.facts(CallTransferred)
    assert not [order for order in stage.orders(Noted) if order.what is Note.NEED_DROPPED]


@pytest.mark.parametrize("comes", [True, False])
async def test_a_number_outside_that_is_rung_meanwhile_has_the_caller_or_gives_the_old_place_back(
    stage: Stage, comes: bool
) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    outside.habit = Habit("answers" if comes else "busy", after_s=1.0)
    await stage.sign_in("david")
    other = await stage.call("104")
    await stage.talks("david", other)
    caller = await stage.call(OVERFLOWING)
    await stage.waits(caller, "overflowing")
    place = the_call(stage, caller).place
    await stage.until(lambda: bool(outside.rings), "the phone outside rings")
    await stage.restart("david")
    if comes:
        await stage.until(lambda: outside.in_call, "the number outside has answered")
        await outside.hang_up()
        assert await caller.wait_ended(5.0)
    else:
        call = await is_back(stage, caller)
        assert call.queue == "overflowing"
        assert call.place == pytest.approx(place, abs=0.001)


async def test_who_was_just_asked_whether_to_be_called_back_waits_again_at_the_old_place(stage: Stage) -> None:
    await stage.sign_in("david")
    other = await stage.call("104")
    await stage.talks("david", other)
    caller = await stage.call(ASKED_BACK)
    await stage.waits(caller, "asked-back")
    place = the_call(stage, caller).place
    await stage.hears(caller, "acd/en/callback-offer")
    await stage.restart("david")
    call = await is_back(stage, caller)
    assert call.queue == "asked-back"
    assert call.place == pytest.approx(place, abs=0.001)
    await stage.talks("david", other)
    await stage.phone("david").hang_up()
    await stage.talks("david", caller)
