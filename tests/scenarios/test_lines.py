"""Calls are passed on to lines of a queue and to needs in words, with a note; what cannot be read harms nobody."""

import pytest

from acd.engine.calls import Call, CallState
from acd.engine.facts import CallQueued, CallTransferred
from acd.engine.orders import Note, Noted
from agents.needs import text_of
from agents.states import AgentState
from tests.scenarios.pbx import Caller
from tests.scenarios.stage import Stage

BY_LINES = "138"


def the_call(stage: Stage, caller: Caller) -> Call:
    call = stage.call_of(caller)
    assert call is not None
    return call


def dropped(stage: Stage) -> list[str]:
    return [order.values["need"] for order in stage.orders(Noted) if order.what is Note.NEED_DROPPED]


async def talks_to_clara(stage: Stage, *others: str) -> Caller:
    """A caller of the first line talks to Clara; the others are signed in too, and have been idle for less long."""
    await stage.sign_in("clara", *others)
    caller = await stage.call(BY_LINES)
    await stage.talks("clara", caller)
    return caller


async def test_a_call_passed_on_to_the_second_line_is_served_there_and_the_note_with_it(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "david", "boris")
    wish = {"to": {"tier": "2"}, "note": "роутер перезагружен, не помогло"}
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", wish)
    await stage.talks("boris", caller)
    call = the_call(stage, caller)
    assert (call.queue, text_of(call.need)) == ("by-lines", "ru >= 5 and tech >= 5")
    assert call.note == wish["note"]
    assert [talk.agent for talk in call.talks] == ["clara", "boris"]
    await stage.rests("clara", AgentState.READY)
    shown = await stage.ask("GET", f"/calls/{caller.call_id}")
    assert (shown["note"], shown["agent"]) == (wish["note"], "boris")


async def test_a_number_of_the_centre_leads_from_another_queue_to_the_third_line(stage: Stage) -> None:
    await stage.sign_in("clara", "boris", "anna")
    caller = await stage.call("102")
    await stage.talks("clara", caller)
    assert await stage.phone("clara").transfer("803")
    await stage.talks("anna", caller)
    [passed] = stage.facts(CallTransferred)
    assert (passed.queue, passed.tier, passed.by) == ("by-lines", "3", "clara")


async def test_a_number_of_the_centre_leads_to_a_need_in_words(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "boris", "david")
    assert await stage.phone("clara").transfer("802")
    await stage.talks("david", caller)
    assert the_call(stage, caller).asked_need == "sales >= 8 or billing >= 5 and not tech"


async def test_what_is_passed_on_within_the_lines_goes_before_who_waits_already(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "anna")
    other = await stage.call("102")
    await stage.talks("anna", other)
    waiting = await stage.call(BY_LINES)
    await stage.waits(waiting, "by-lines")
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", {"to": {"tier": "3"}})
    await stage.waits(caller, "by-lines")
    await stage.talks("clara", waiting)
    await stage.phone("anna").hang_up()
    await stage.talks("anna", caller)


async def test_an_agent_asks_the_third_line_first_and_hands_the_call_over(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "boris", "anna")
    await stage.phone("clara").consult("803")
    await stage.until(lambda: stage.phone("anna").in_call, "Anna has answered Clara")
    await stage.hands_over("clara")
    await stage.talks("anna", caller)
    assert [talk.agent for talk in the_call(stage, caller).talks] == ["clara", "anna"]


# ---- what cannot be read ----


@pytest.mark.parametrize("need", ["tech >=", "tech >= {level", "tech >= 50", "\x00)(", "tech or " * 200 + "tech"])
async def test_a_need_that_cannot_be_read_is_reported_and_the_call_reaches_somebody(stage: Stage, need: str) -> None:
    caller = await talks_to_clara(stage, "boris")
    stage.tell(CallTransferred(call=caller.call_id, queue="by-lines", by="clara", need=need))
    await stage.talks("boris", caller)
    assert dropped(stage) == [need[:80]]


async def test_a_need_of_values_that_are_not_there_is_reported_and_the_rest_of_it_holds(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "boris", "anna")
    need = "tech >= {grade} and {brand} and tech >= 8"
    stage.tell(CallTransferred(call=caller.call_id, queue="by-lines", by="clara", need=need))
    await stage.talks("anna", caller)
    absent = [order.values["value"] for order in stage.orders(Noted) if order.what is Note.VALUE_ABSENT]
    assert sorted(absent) == ["brand", "grade"]


async def test_a_need_that_nobody_here_has_is_dropped_and_the_call_reaches_somebody(stage: Stage) -> None:
    caller = await talks_to_clara(stage, "boris")
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", {"to": {"need": "tech >= 9 or sales == 10"}})
    await stage.talks("boris", caller)
    assert dropped(stage) == ["tech >= 9 or sales == 10"]
    assert stage.state(caller) is CallState.TALKING
    assert len(stage.facts(CallQueued)) == 1
