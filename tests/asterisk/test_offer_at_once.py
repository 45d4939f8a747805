"""A session that only waits rings in the very turn in which the engine makes the offer; one at work does so after."""

import asyncio

import pytest

from acd.asterisk.switchboard import Box, CallOrder
from acd.engine.calls import CallState
from acd.engine.facts import AgentPaused, Miss
from acd.engine.orders import Offer, SendAway, Wait
from acd.engine.routing_rules import Exit
from tests.asterisk.caller_stand import CALL, SORRY, Served
from tests.core_kit import hang_up, miss, sign_in

OFFER = Offer(offer=1, call=CALL, agent="anna", ring_s=15.0, until=0.0, label="")


# -- the box -----------------------------------------------------------------------------------------------


async def test_a_box_gives_each_offer_and_nothing_else_to_who_sends_it_on_and_keeps_it() -> None:
    box, given = Box(), list[Offer]()
    box.at_once = given.append
    wait, away = Wait(CALL, "billing", 0.0), SendAway(CALL, Exit(go="hangup"), "nobody")
    for order in (wait, OFFER, away):
        box.put(order)
    assert given == [OFFER]
    assert list(box.orders) == [wait, OFFER, away]


async def test_a_box_that_nobody_leads_keeps_its_offer() -> None:
    box = Box()
    box.put(OFFER)
    assert box.offers_next()


# -- at once -----------------------------------------------------------------------------------------------


async def test_the_phone_of_an_agent_who_comes_rings_before_anything_else_happens() -> None:
    served = Served()
    await served.begins()
    assert served.sent_since(0)[-1] == "SET MUSIC"
    sign_in(served.core, "anna")
    assert served.dialled() == ["PJSIP/1001"], "not one turn of the loop has passed"
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001"], "and the order in the box rings nobody again"
    assert served.is_over


async def test_the_next_phone_rings_as_the_last_is_missed_and_no_music_is_played_between() -> None:
    served = Served()
    await served.begins()
    served.line.outcome = "BUSY|17|offered"
    before = len(served.line.sent)
    sign_in(served.core, "anna", "boris")
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001", "PJSIP/1002"]
    assert served.sent_since(before)[:4] == ["EXEC Dial", "GET FULL", "EXEC Dial", "GET FULL"]
    assert served.sent_since(before)[-1] == "SET MUSIC"
    assert served.call.state is CallState.WAITING


async def test_while_a_phone_rings_no_other_is_rung() -> None:
    served = Served()
    served.line.outcome = "NOANSWER|0|offered"
    served.line.rings_out.clear()
    await served.begins()
    sign_in(served.core, "anna")
    await asyncio.sleep(1)
    sign_in(served.core, "boris")
    miss(served.core, CALL, Miss.BUSY)
    await asyncio.sleep(1)
    assert served.call.agent == "boris"
    assert served.dialled() == ["PJSIP/1001"]
    served.line.rings_out.set()
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001", "PJSIP/1002"]


# -- not now -----------------------------------------------------------------------------------------------


async def test_a_session_at_work_ends_that_first_and_rings_once() -> None:
    served = Served()
    await served.begins()
    served.box.put(Wait(CALL, "billing", 0.0))
    await asyncio.sleep(0)
    before = len(served.line.sent)
    sign_in(served.core, "anna")
    assert served.dialled() == []
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001"]
    assert "EXEC Dial" in served.sent_since(before)


async def test_between_two_commands_of_a_session_nothing_is_slipped_in() -> None:
    """Else its next command would meet the ringing, and two at a time stall the channel."""
    served = Served()
    served.line.once_written = lambda: sign_in(served.core, "anna")
    await served.begins()
    assert served.dialled() == ["PJSIP/1001"]
    assert served.is_over


@pytest.mark.parametrize("first", [Wait(CALL, "billing", 0.0, say="sorry"), SendAway(CALL, SORRY, "full")])
async def test_what_the_caller_is_to_hear_first_is_heard_first(first: CallOrder) -> None:
    served = Served()
    await served.begins()
    served.box.put(first)
    sign_in(served.core, "anna")
    assert served.call.agent == "anna"
    assert served.dialled() == []
    assert served.box.orders[0] is first


async def test_an_offer_that_the_engine_has_withdrawn_already_rings_nobody() -> None:
    served = Served()
    await served.begins()
    served.box.put(OFFER)
    hang_up(served.core, CALL)
    served.box.put(OFFER)
    await asyncio.sleep(1)
    assert served.dialled() == []


async def test_a_session_that_is_over_rings_nobody() -> None:
    served = Served()
    await served.begins()
    served.line.session.end("hangup")
    sign_in(served.core, "anna")
    await asyncio.sleep(1)
    assert served.call.agent == "anna", "its lease ends by itself, or the caller comes back"
    assert served.dialled() == []


# -- withdrawn at the very moment --------------------------------------------------------------------------


async def withdrawn_at_once() -> Served:
    """Anna is offered the call and is found to be busy in the same turn; her phone rings."""
    served = Served()
    await served.begins()
    served.line.rings_out.clear()
    sign_in(served.core, "anna")
    miss(served.core, CALL, Miss.BUSY)
    served.core.tell(AgentPaused("anna", "lunch"))
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001"]
    return served


async def test_after_an_offer_withdrawn_as_it_was_made_the_next_one_rings() -> None:
    served = await withdrawn_at_once()
    served.line.outcome = "NOANSWER|0|offered"
    served.line.rings_out.set()
    await asyncio.sleep(1)
    sign_in(served.core, "boris")
    await asyncio.sleep(1)
    assert served.dialled() == ["PJSIP/1001", "PJSIP/1002"]
    assert not served.is_over


async def test_after_an_offer_withdrawn_as_it_was_made_the_caller_hears_music_again() -> None:
    served = await withdrawn_at_once()
    served.line.outcome = "NOANSWER|0|offered"
    served.line.rings_out.set()
    await asyncio.sleep(1)
    assert served.sent_since(0)[-1] == "SET MUSIC"


async def test_who_is_sent_away_while_a_withdrawn_phone_still_rings_goes_when_it_has_stopped() -> None:
    served = await withdrawn_at_once()
    served.line.outcome = "NOANSWER|0|offered"
    await asyncio.sleep(70)
    assert not served.is_over
    served.line.rings_out.set()
    await asyncio.sleep(1)
    assert served.is_over
    assert "STREAM FILE" in served.sent_since(0)
