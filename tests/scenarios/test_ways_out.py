"""Ways out of waiting: being called back, a number outside; and back in line for whom neither was of use."""

import pytest

from acd.asterisk.truth import STATE
from acd.engine.calls import Call, CallState
from acd.engine.facts import CallbackAnswered, CallTransferred
from acd.engine.orders import SendAway
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

ASKED_BACK, FULL_HOUSE, OVERFLOWING = "135", "136", "137"
OUTSIDE = "+79990000900"


async def asked(stage: Stage, *, number: str = "+74951234567") -> Caller:
    """A caller who has waited so long that they are asked whether to be called back; Clara cannot serve them."""
    await stage.sign_in("david")
    other = await stage.call("104")
    await stage.talks("david", other)
    caller = await stage.call(ASKED_BACK, number=number)
    await stage.waits(caller, "asked-back")
    return caller


def the_call(stage: Stage, caller: Caller) -> Call:
    call = stage.call_of(caller)
    assert call is not None
    return call


def callbacks(stage: Stage) -> list[str]:
    return [slot.call for slot in stage.core.centre.callbacks]


# ---- being called back ----


async def test_who_wants_to_be_called_back_presses_1_and_has_a_slot_with_the_place(stage: Stage) -> None:
    caller = await asked(stage)
    place = the_call(stage, caller).place
    await stage.hears(caller, "acd/en/callback-offer")
    await caller.press("1")
    await stage.hears(caller, "acd/en/callback-noted")
    await stage.gone(caller)
    [slot] = stage.core.centre.callbacks
    assert (slot.call, slot.number, slot.queue, slot.place) == (caller.call_id, "+74951234567", "asked-back", place)
    assert [order.why for order in stage.orders(SendAway)] == ["overflow"]
    assert caller.heard.index("acd/en/please-wait") < caller.heard.index("acd/en/callback-offer")


@pytest.mark.parametrize("key", ["2", ""])
async def test_who_does_not_want_that_or_says_nothing_waits_on_at_the_old_place_and_is_not_asked_again(
    stage: Stage, key: str
) -> None:
    caller = await asked(stage)
    place, waits_since = the_call(stage, caller).place, the_call(stage, caller).waits_since
    await stage.hears(caller, "acd/en/callback-offer")
    await caller.press(key)
    await stage.hears(caller, "acd/en/callback-wait")
    await stage.hears(caller, "music")
    assert stage.state(caller) is CallState.WAITING
    assert (the_call(stage, caller).place, the_call(stage, caller).waits_since) == (place, waits_since)
    await stage.phone("david").hang_up()
    await stage.talks("david", caller)
    assert [fact.wanted for fact in stage.facts(CallbackAnswered)] == [False]
    assert callbacks(stage) == []
    counts = stage.core.centre.counts["asked-back"]
    assert (counts.offered, counts.answered, counts.sent_away) == (1, 1, 0)


@pytest.mark.parametrize("number", ["anonymous", "reception"])
async def test_whose_number_is_not_known_is_not_asked_and_waits_on(stage: Stage, number: str) -> None:
    caller = await asked(stage, number=number)
    await stage.hears(caller, "acd/en/callback-wait")
    await stage.hears(caller, "music")
    assert "acd/en/callback-offer" not in caller.heard
    assert stage.state(caller) is CallState.WAITING
    assert [fact.wanted for fact in stage.facts(CallbackAnswered)] == [False]


async def test_who_waits_on_is_offered_at_once_to_an_agent_who_became_free_meanwhile(stage: Stage) -> None:
    caller = await asked(stage)
    await stage.hears(caller, "acd/en/callback-offer")
    await stage.phone("david").hang_up()
    await stage.rests("david", AgentState.READY)
    await caller.press("2")
    await stage.talks("david", caller)
    assert "acd/en/callback-wait" not in caller.heard


async def test_who_hangs_up_instead_of_an_answer_is_gone_and_has_no_slot(stage: Stage) -> None:
    caller = await asked(stage)
    await stage.hears(caller, "acd/en/callback-offer")
    await caller.hang_up()
    await stage.gone(caller)
    assert callbacks(stage) == []
    assert stage.facts(CallbackAnswered) == []


async def test_a_full_queue_lets_in_who_does_not_want_to_be_called_back(stage: Stage) -> None:
    await stage.sign_in("david")
    other = await stage.call("104")
    await stage.talks("david", other)
    first = await stage.call(FULL_HOUSE)
    await stage.waits(first, "full-house")
    second = await stage.call(FULL_HOUSE)
    await stage.hears(second, "acd/en/callback-offer")
    await second.press("3")
    await stage.waits(second, "full-house")
    assert [order.why for order in stage.orders(SendAway)] == ["full"]


# ---- a number outside ----


async def overflows(stage: Stage, habit: Habit) -> Caller:
    """A caller whom nobody here can serve soon is sent to a number outside, where the phone does as it does."""
    outside = await stage.pbx.outside(OUTSIDE)
    outside.habit = habit
    await stage.sign_in("david")
    other = await stage.call("104")
    await stage.talks("david", other)
    caller = await stage.call(OVERFLOWING)
    await stage.waits(caller, "overflowing")
    return caller


async def test_a_number_outside_helps_who_has_waited_for_too_long(stage: Stage) -> None:
    caller = await overflows(stage, Habit())
    outside = await stage.pbx.outside(OUTSIDE)
    await stage.until(lambda: outside.in_call, "the number outside has answered")
    assert stage.state(caller) is CallState.LEAVING
    assert await stage.pbx.variable(caller.call_id, STATE) == "outside"
    await outside.hang_up()
    await stage.gone(caller)


@pytest.mark.parametrize("behaviour", ["rejects", "busy"])
async def test_a_number_outside_that_is_not_reached_gives_the_caller_the_old_place_and_is_not_rung_again(
    stage: Stage, behaviour: str
) -> None:
    caller = await overflows(stage, Habit("rejects" if behaviour == "rejects" else "busy"))
    place = the_call(stage, caller).place
    await stage.until(lambda: bool(stage.facts(CallTransferred)), "the caller is back in line")
    await stage.hears(caller, "acd/en/not-reached")
    await stage.hears(caller, "music")
    assert (the_call(stage, caller).place, the_call(stage, caller).queue) == (place, "overflowing")
    await stage.phone("david").hang_up()
    await stage.talks("david", caller)
    assert len((await stage.pbx.outside(OUTSIDE)).rings) == 1
    counts = stage.core.centre.counts["overflowing"]
    assert (counts.offered, counts.answered, counts.sent_away) == (1, 1, 0)
