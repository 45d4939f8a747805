"""What people do to calls and queues at this moment, as callers and phones on a PBX meet with it."""

import asyncio

from acd.engine.acts import CallAssigned, CallCut, CallMoved, Door, QueueSteered
from acd.engine.facts import AgentPaused, AgentUnpaused, CallRestored, OfferAnswered
from acd.engine.orders import HangUp, SendAway
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

MESSAGE, OTHER, LONG = "acd/en/one-moment-person", "acd/en/queue-full", "acd/en/please-wait"
"""Prompts to be put on a queue; the last one lasts two seconds here."""

TOLD_S = 0.3
"""How far into the long prompt something happens."""


async def waiting(stage: Stage) -> Caller:
    """A caller who waits in support and hears music, with somebody there who is paused."""
    await stage.sign_in("anna")
    stage.tell(AgentPaused("anna", "lunch"))
    caller = await stage.call("139")
    await stage.hears(caller, "music")
    return caller


async def rings_in_vain(stage: Stage) -> Caller:
    """A caller for whom Anna's phone rings, and she lets it."""
    await stage.sign_in("anna")
    stage.phone("anna").habit = Habit("silent")
    caller = await stage.call("102")
    await stage.rings("anna", caller)
    return caller


async def told(stage: Stage, caller: Caller, sound: str) -> None:
    """Put a message on the queue, which the caller begins to hear."""
    stage.tell(QueueSteered(queue="patient", door=Door.OPEN, say=sound.rpartition("/")[2], who="chief", why="news"))
    await stage.hears(caller, sound)


async def test_a_message_put_on_a_queue_is_heard_by_who_waits_each_time_and_the_music_goes_on(stage: Stage) -> None:
    caller = await waiting(stage)
    for sound in (MESSAGE, OTHER):
        await told(stage, caller, sound)
        await stage.hears(caller, "music")
    assert [sound for sound in caller.heard if sound not in ("", "music")] == [MESSAGE, OTHER]
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)


async def test_a_second_message_during_the_first_is_heard_after_it(stage: Stage) -> None:
    caller = await waiting(stage)
    await told(stage, caller, OTHER)
    await told(stage, caller, MESSAGE)
    await stage.hears(caller, "music")
    assert [sound for sound in caller.heard if sound not in ("", "music")] == [OTHER, MESSAGE]


async def test_a_message_is_cut_short_when_an_agent_becomes_free(stage: Stage) -> None:
    caller = await waiting(stage)
    await told(stage, caller, LONG)
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)
    assert stage.when(OfferAnswered) - stage.when(AgentUnpaused) < 1.0


async def test_who_is_hung_up_in_the_middle_of_a_message_does_not_hear_its_end(stage: Stage) -> None:
    caller = await waiting(stage)
    await told(stage, caller, LONG)
    await asyncio.sleep(TOLD_S)
    stage.tell(CallCut(call=caller.call_id, who="chief", why="a prank"))
    assert await caller.wait_ended(1.0)
    await stage.gone(caller)
    assert [order.why for order in stage.orders(SendAway)] == ["act"]


async def test_a_queue_that_closes_during_a_message_shows_out_who_waits_after_it(stage: Stage) -> None:
    caller = await waiting(stage)
    await told(stage, caller, MESSAGE)
    stage.tell(QueueSteered(queue="patient", door=Door.CLOSED, who="chief", why="a fire"))
    await stage.gone(caller)
    assert [order.why for order in stage.orders(SendAway)] == ["closed"]


async def test_a_call_is_hung_up_while_it_talks_and_the_agent_is_free_after_it(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    stage.tell(CallCut(call=caller.call_id, who="chief", why="threats"))
    await stage.gone(caller)
    await stage.until(lambda: not stage.phone("anna").in_call, "Anna's phone is free")
    await stage.rests("anna", AgentState.READY)
    assert [order.why for order in stage.orders(HangUp)] == ["threats"]


async def test_a_call_is_hung_up_in_the_menu(stage: Stage) -> None:
    caller = await stage.call("106")
    await stage.comes_to(caller, "account")
    stage.tell(CallCut(call=caller.call_id, who="chief", why="the line is stuck"))
    await stage.gone(caller)


async def test_a_call_for_which_a_phone_rings_is_hung_up_and_the_phone_stops(stage: Stage) -> None:
    caller = await rings_in_vain(stage)
    stage.tell(CallCut(call=caller.call_id, who="chief", why="a prank"))
    assert await caller.wait_ended(1.0)
    await stage.rests("anna", AgentState.READY)
    assert not stage.facts(CallRestored)


async def test_a_call_moved_while_a_phone_rings_for_it_waits_on_and_is_served_there(stage: Stage) -> None:
    caller = await rings_in_vain(stage)
    stage.phone("anna").habit = Habit()
    stage.tell(CallMoved(call=caller.call_id, queue="billing", who="chief", why="about an invoice"))
    await stage.talks("anna", caller)
    assert [ring.calling_name[:7] for ring in stage.phone("anna").rings] == ["Support", "Billing"]


async def test_a_call_moved_from_a_ringing_phone_to_where_nobody_can_serve_it_is_shown_out_there(stage: Stage) -> None:
    caller = await rings_in_vain(stage)
    stage.tell(CallMoved(call=caller.call_id, queue="sales", who="chief", why="wants to buy"))
    assert await caller.wait_ended(1.0)
    assert [order.why for order in stage.orders(SendAway)] == ["nobody"]
    assert not stage.facts(CallRestored)


async def test_a_call_that_waits_is_assigned_to_who_talks_and_rings_there_next(stage: Stage) -> None:
    await stage.sign_in("anna", "david")
    first = await stage.call("102")
    await stage.talks("anna", first)
    second = await stage.call("102", number="+74957654321")
    await stage.hears(second, "music")
    stage.tell(CallAssigned(call=second.call_id, agent="david", who="chief", why="knows them"))
    await stage.talks("david", second)
