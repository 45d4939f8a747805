"""An agent passes a call on: blind or after asking, by phone or through the API, to whoever can help."""

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import CallHandedOver, CallHeld, CallPutThrough, CallResumed, CallTransferred, TalkEnded
from agents.needs import text_of
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

OUTSIDE = "+79991234567"


async def talks_to_anna(stage: Stage, *others: str) -> Caller:
    """A caller talks to Anna; the others are signed in too and have been idle for less long."""
    await stage.sign_in("anna", *others)
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    return caller


def talks_of(stage: Stage, caller: Caller) -> list[str]:
    call = stage.call_of(caller)
    assert call is not None
    return [talk.agent for talk in call.talks]


async def is_free_again(stage: Stage, agent: str) -> None:
    """The agent's own part is over: wrap-up, and ready for the next call."""
    await stage.rests(agent, AgentState.READY)


# ---- blind, by phone ----


async def test_a_call_sent_to_a_colleague_is_offered_to_that_colleague_and_no_other(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "clara", "boris")
    assert await stage.phone("anna").transfer("1002")
    await stage.talks("boris", caller)
    await is_free_again(stage, "anna")
    assert talks_of(stage, caller) == ["anna", "boris"]
    assert stage.offered_to(caller) == ["anna", "boris"]
    [passed] = stage.facts(CallTransferred)
    assert (passed.by, passed.agent, passed.queue) == ("anna", "boris", "support")
    assert (stage.agent("anna").counts.passed_on, stage.agent("boris").counts.answered) == (1, 1)
    await stage.phone("boris").hang_up()
    await stage.gone(caller)


async def test_a_call_sent_to_a_queue_waits_there_and_keeps_its_history(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "clara")
    assert await stage.phone("anna").transfer("800")
    await stage.waits(caller, "billing")
    await stage.hears(caller, "music")
    await stage.sign_in("david")
    await stage.talks("david", caller)
    assert talks_of(stage, caller) == ["anna", "david"]
    counts = stage.core.centre.counts
    assert (counts["support"].answered, counts["billing"].offered, counts["billing"].answered) == (1, 1, 1)


async def test_a_call_sent_to_a_need_goes_to_somebody_who_has_it(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "boris", "david")
    assert await stage.phone("anna").transfer("801")
    await stage.talks("david", caller)
    call = stage.call_of(caller)
    assert call is not None and text_of(call.need) == "sales >= 3"


async def test_a_call_sent_to_a_number_outside_frees_the_agent(stage: Stage) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    caller = await talks_to_anna(stage)
    assert await stage.phone("anna").transfer(OUTSIDE)
    await stage.until(lambda: outside.in_call, "the number outside has answered")
    await is_free_again(stage, "anna")
    assert stage.state(caller) is CallState.LEAVING
    assert [each.number for each in stage.facts(CallPutThrough)] == [OUTSIDE]
    await outside.hang_up()
    await stage.gone(caller)


async def test_a_number_outside_that_does_not_answer_gives_the_caller_back_to_the_queue(stage: Stage) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    outside.habit = Habit("rejects")
    caller = await talks_to_anna(stage)
    assert await stage.phone("anna").transfer(OUTSIDE)
    await stage.waits(caller, "support")
    await stage.sign_in("boris")
    await stage.talks("boris", caller)
    assert talks_of(stage, caller) == ["anna", "boris"]


async def test_a_transfer_to_no_number_is_refused_and_the_conversation_goes_on(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    assert not await stage.phone("anna").transfer("nowhere")
    await stage.talks("anna", caller)
    assert not stage.facts(CallTransferred)
    await stage.phone("anna").hang_up()
    await stage.gone(caller)


async def test_a_call_for_a_colleague_who_is_not_here_is_for_anybody_with_the_skills(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "clara")
    assert await stage.phone("anna").transfer("1002")
    await stage.talks("clara", caller)


async def test_a_colleague_who_is_busy_for_too_long_is_waited_for_no_more(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    await stage.sign_in("boris")
    other = await stage.call("102")
    await stage.talks("boris", other)
    assert await stage.phone("anna").transfer("1002")
    await stage.waits(caller, "support")
    await stage.sign_in("clara")
    assert stage.offered_to(caller) == ["anna"]
    await stage.talks("clara", caller)


async def test_a_colleague_who_does_not_answer_loses_the_call_to_the_next(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "boris", "clara")
    stage.phone("boris").habit = Habit("rejects")
    assert await stage.phone("anna").transfer("1002")
    await stage.talks("clara", caller)
    assert stage.offered_to(caller) == ["anna", "boris", "clara"]


async def test_a_call_sent_to_a_number_of_the_menu_hears_the_menu_again(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    assert await stage.phone("anna").transfer("100")
    await stage.comes_to(caller, "choose-language")
    await is_free_again(stage, "anna")


async def test_a_caller_who_hangs_up_while_passed_on_frees_the_next_agent(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "boris")
    stage.phone("boris").habit = Habit("silent")
    assert await stage.phone("anna").transfer("1002")
    await stage.rings("boris", caller)
    await caller.hang_up()
    await stage.gone(caller)
    await stage.rests("boris", AgentState.READY)
    assert stage.core.centre.counts["support"].abandoned == 1


# ---- after asking, by phone ----


async def test_a_call_handed_over_to_a_colleague_who_was_asked(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "boris")
    await stage.phone("anna").consult("1002")
    await stage.until(lambda: stage.phone("boris").in_call, "Boris has answered Anna")
    await stage.hands_over("anna")
    await stage.talks("boris", caller)
    await is_free_again(stage, "anna")
    assert talks_of(stage, caller) == ["anna", "boris"]
    [over] = stage.facts(CallHandedOver)
    assert (over.by, over.to, over.consult) == ("anna", "boris", "")
    await stage.phone("boris").hang_up()
    await stage.gone(caller)
    await is_free_again(stage, "boris")


async def test_a_call_handed_over_to_whoever_a_queue_gave(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "david")
    await stage.phone("anna").consult("800")
    await stage.until(lambda: stage.phone("david").in_call, "David has answered Anna")
    await stage.hands_over("anna")
    await stage.talks("david", caller)
    await is_free_again(stage, "anna")
    assert talks_of(stage, caller) == ["anna", "david"]
    assert list(stage.core.centre.calls) == [caller.call_id]
    counts = stage.core.centre.counts["billing"]
    assert (counts.offered, counts.answered, counts.abandoned) == (1, 1, 0)
    await caller.hang_up()
    await stage.gone(caller)
    await is_free_again(stage, "david")
    assert [each.agent for each in stage.facts(TalkEnded)] == ["anna", "david"]


async def test_a_call_put_through_to_a_queue_before_anybody_answered_waits_there(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    await stage.sign_in("boris")
    other = await stage.call("102")
    await stage.talks("boris", other)
    await stage.phone("anna").consult("800")
    await stage.until(lambda: len(stage.core.centre.calls) == 3, "Anna waits in the other queue")
    await stage.until(lambda: stage.phone("anna").heard[-1:] == ["music"], "Anna hears the queue's music")
    await stage.hands_over("anna")
    await stage.waits(caller, "billing")
    await is_free_again(stage, "anna")
    await stage.sign_in("david")
    await stage.talks("david", caller)
    assert stage.core.centre.counts["billing"].abandoned == 0


async def test_a_caller_whom_nobody_else_can_help_comes_back_to_who_passed_them_on(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    assert await stage.phone("anna").transfer("800")
    await stage.until(lambda: talks_of(stage, caller) == ["anna", "anna"], "Anna talks to the caller again")


@pytest.mark.parametrize("target", ["1&PJSIP/1003", "1,30,U(acd-answered)", "99abc"])
async def test_a_transfer_to_what_is_no_number_dials_nothing_and_the_caller_waits_again(
    stage: Stage, target: str
) -> None:
    caller = await talks_to_anna(stage, "boris")
    await stage.phone("anna").transfer(target)
    await stage.talks("boris" if stage.facts(CallTransferred) else "anna", caller)
    assert not stage.facts(CallPutThrough)
    assert not stage.phone("clara").rings


async def test_a_call_put_through_to_a_number_outside_that_was_asked(stage: Stage) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    caller = await talks_to_anna(stage)
    await stage.phone("anna").consult(OUTSIDE)
    await stage.until(lambda: outside.in_call, "the number outside has answered")
    await stage.hands_over("anna")
    await is_free_again(stage, "anna")
    assert outside.in_call
    assert stage.state(caller) is CallState.LEAVING
    await outside.hang_up()
    await stage.gone(caller)


async def test_an_agent_who_asked_and_goes_back_talks_on(stage: Stage) -> None:
    caller = await talks_to_anna(stage, "boris")
    await stage.phone("anna").consult("1002")
    await stage.until(lambda: stage.phone("boris").in_call, "Boris has answered Anna")
    await stage.phone("anna").back()
    await stage.until(lambda: bool(stage.facts(CallResumed)), "Anna is back")
    await stage.talks("anna", caller)
    assert stage.agent("anna").counts.hold_s > 0
    assert not stage.facts(CallHandedOver)


async def test_an_agent_who_gives_up_asking_has_not_abandoned_a_queue(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    await stage.phone("anna").consult("800")
    await stage.until(lambda: len(stage.core.centre.calls) == 2, "Anna waits in the other queue")
    await stage.phone("anna").back()
    await stage.until(lambda: len(stage.core.centre.calls) == 1, "Anna has given up")
    await stage.talks("anna", caller)
    assert stage.core.centre.counts["billing"].abandoned == 0


async def test_hold_is_part_of_the_talk_and_counted(stage: Stage) -> None:
    caller = await talks_to_anna(stage)
    await stage.phone("anna").hold()
    await stage.until(lambda: bool(stage.facts(CallHeld)), "the caller is on hold")
    assert stage.state(caller) is CallState.TALKING
    await stage.phone("anna").unhold()
    await stage.until(lambda: bool(stage.facts(CallResumed)), "the caller is back")
    hold_s = stage.when(CallResumed) - stage.when(CallHeld)
    assert stage.agent("anna").counts.hold_s == pytest.approx(hold_s)


# ---- through the API ----


@pytest.mark.parametrize(
    ("to", "agent"),
    [({"agent": "boris"}, "boris"), ({"queue": "sales"}, "david"), ({"needs": {"tech": 5}}, "clara")],
)
async def test_a_call_passed_on_through_the_api(stage: Stage, to: dict[str, object], agent: str) -> None:
    caller = await talks_to_anna(stage, "clara", "boris", "david")
    act = await stage.ask("POST", f"/calls/{caller.call_id}/transfer", {"to": to})
    assert act["call"]["talks"][0]["agent"] == "anna"
    assert act["changed"]["state"][0] == "talking" and act["led_to"]
    await stage.talks(agent, caller)
    assert talks_of(stage, caller) == ["anna", agent]
    await is_free_again(stage, "anna")


async def test_a_call_put_through_outside_by_the_api(stage: Stage) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    caller = await talks_to_anna(stage)
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", {"to": {"number": OUTSIDE}})
    await stage.until(lambda: outside.in_call, "the number outside has answered")
    await is_free_again(stage, "anna")
    await outside.hang_up()
    await stage.gone(caller)


async def test_a_number_outside_that_rejects_gives_a_call_of_the_api_back(stage: Stage) -> None:
    outside = await stage.pbx.outside(OUTSIDE)
    outside.habit = Habit("busy")
    caller = await talks_to_anna(stage, "boris")
    await stage.ask("POST", f"/calls/{caller.call_id}/transfer", {"to": {"number": OUTSIDE}})
    await stage.talks("boris", caller)
    assert talks_of(stage, caller) == ["anna", "boris"]
