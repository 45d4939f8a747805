"""A caller reaches an agent, and the ways in which their conversation ends."""

import asyncio

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import AgentPaused, AgentUnpaused, CallArrived, CallQueued, OfferAnswered, TalkEnded
from agents.states import AgentState
from simulator.lab.lab_config import PROJECT
from tests.scenarios.pbx import Habit
from tests.scenarios.stage import LIMIT_S, LOOK_EVERY_S, Stage


async def test_a_caller_reaches_the_longest_idle_agent_who_has_the_skills(stage: Stage) -> None:
    # Boris speaks no English and Clara knows too little of billing; of the other two David has been idle longer.
    await stage.sign_in("boris", "clara", "david", "anna")
    caller = await stage.call("100", name="Иван Петров")
    await stage.press(caller, "1", at="choose-language")
    await stage.press(caller, "2", at="main")
    await stage.press(caller, "1234567#", at="account")
    await stage.talks("david", caller)
    assert stage.offered_to(caller) == ["david"]
    [asked] = stage.facts(CallQueued)
    assert (asked.queue, asked.language, asked.data) == ("billing", "en", {"account": "1234567"})
    [ring] = stage.phone("david").rings
    assert ring.calling_name == "Billing · invoices · Иван Петров"
    assert ring.calling_number == "+74951234567"


@pytest.mark.parametrize(
    "name",
    [
        "Bob\r\nAction: Originate\r\nChannel: PJSIP/1003\r\n",
        "Bob\"' <666>, ${SHELL(touch /lab/hacked)}",
        "$[1/0] & ${EVAL(${CHANNEL})} | \\\\ ^ ; %0D%0AX-Evil: 1",
    ],
)
async def test_a_hostile_name_is_only_a_name(stage: Stage, name: str) -> None:
    await stage.sign_in("anna")
    # A SIP header cannot carry a line break: there it comes in disguise.
    caller = await stage.call("102", name=name.replace("\r\n", "%0D%0A") if stage.on_asterisk else name)
    await stage.talks("anna", caller)
    assert len(await stage.pbx.channels()) == 2
    assert not stage.phone("clara").rings
    assert not (PROJECT / "var" / "lab" / "scenarios" / "hacked").exists()
    [ring] = stage.phone("anna").rings
    shown = ring.calling_name.removeprefix("Support · technical support · ")
    assert shown != ring.calling_name
    assert not set('\r\n"${}|;&<>\\') & set(shown)


async def test_an_agent_hangs_up_first(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.phone("anna").habit = Habit(talk_s=0.3)
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.gone(caller)
    await stage.rests("anna", AgentState.READY)


async def test_a_caller_hangs_up_first(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await caller.hang_up()
    await stage.rests("anna", AgentState.WRAP_UP)
    await stage.gone(caller)
    assert not stage.phone("anna").in_call


async def test_wrap_up_keeps_the_next_caller_waiting(stage: Stage) -> None:
    await stage.sign_in("anna")
    first = await stage.call("102")
    await stage.talks("anna", first)
    second = await stage.call("102")
    await stage.waits(second, "support")
    await stage.phone("anna").hang_up()
    await stage.rests("anna", AgentState.WRAP_UP)
    assert stage.state(second) is CallState.WAITING
    await stage.talks("anna", second)
    assert stage.when(OfferAnswered) - stage.when(TalkEnded) == pytest.approx(1.1, abs=0.3)  # it rings for 0.1 s


async def test_a_pause_asked_for_while_talking_begins_after_the_call(stage: Stage) -> None:
    await stage.sign_in("anna")
    first = await stage.call("102")
    await stage.talks("anna", first)
    stage.tell(AgentPaused("anna", "lunch"))
    assert stage.agent("anna").state is AgentState.TALKING
    second = await stage.call("102")
    await stage.phone("anna").hang_up()
    await stage.rests("anna", AgentState.PAUSED)
    assert stage.agent("anna").pause_reason == "lunch"
    assert stage.state(second) is CallState.WAITING
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", second)


async def test_one_agent_serves_two_callers_one_after_the_other(stage: Stage) -> None:
    await stage.sign_in("anna")
    first = await stage.call("102", name="First")
    second = await stage.call("102", name="Second")
    await stage.talks("anna", first)
    await stage.waits(second, "support")
    await first.hang_up()
    await stage.talks("anna", second)
    assert [ring.calling_name.split()[-1] for ring in stage.phone("anna").rings] == ["First", "Second"]


async def test_a_talking_caller_who_is_sent_back_into_the_centre_is_served_again(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.pbx.redirect(caller, "102", context="acd")
    await stage.talks("boris", caller)
    assert [fact.agent for fact in stage.facts(TalkEnded)] == ["anna"]
    assert len(stage.facts(CallArrived)) == 2
    assert not stage.phone("anna").in_call
    await stage.rests("anna", AgentState.READY)
    await stage.phone("boris").hang_up()
    await stage.gone(caller)


async def test_an_agent_who_talks_on_after_the_caller_left_gets_nobody_else(stage: Stage) -> None:
    await stage.sign_in("anna")
    first = await stage.call("102")
    await stage.talks("anna", first)
    await stage.phone("anna").dial("+49301234567")
    for _ in range(round(LIMIT_S / LOOK_EVERY_S)):
        if len(await stage.pbx.channels()) == 3:
            break
        await asyncio.sleep(LOOK_EVERY_S)
    await first.hang_up()
    await stage.gone(first)
    await stage.rests("anna", AgentState.BUSY_ELSEWHERE)
    second = await stage.call("102")
    await stage.waits(second, "support")
    await stage.phone("anna").hang_up()
    await stage.talks("anna", second)
    assert stage.offered_to(second) == ["anna"]
