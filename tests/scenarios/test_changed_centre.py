"""The centre's file is changed while callers are in the menu, wait, hear a phone ring and talk; nobody is lost."""

from pathlib import Path

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import AgentPaused, AgentUnpaused, DeviceChanged, RulesChanged
from acd.engine.orders import SendAway
from agents.states import AgentState, Device
from tests.scenarios.changing import Changing, Raw
from tests.scenarios.pbx import Habit
from tests.scenarios.stage import Stage

ASKED = "133"


@pytest.fixture
def centre(stage: Stage, tmp_path: Path) -> Changing:
    """What is to change the centre; the stage opens later."""
    return Changing(stage, tmp_path)


def with_frida(raw: Raw) -> None:
    raw["agents"]["frida"] = {"phone": "PJSIP/1009", "skills": {"en": 10, "tech": 5}}


def without_clara(raw: Raw) -> None:
    del raw["agents"]["clara"]


def less_is_needed(raw: Raw) -> None:
    raw["queues"]["asked"]["needs"] = {"billing": 1}


async def test_who_talks_who_rings_and_who_waits_is_kept_and_a_new_agent_takes_the_next(
    stage: Stage, centre: Changing
) -> None:
    stage.phone("boris").habit = Habit(after_s=1.0)
    await stage.sign_in("anna", "boris")
    talking = await stage.call("102")
    await stage.talks("anna", talking)
    ringing = await stage.call("102")
    await stage.rings("boris", ringing)
    waiting = await stage.call("102")
    await stage.waits(waiting, "support")
    await centre.to(with_frida)
    assert [stage.state(caller) for caller in (talking, ringing, waiting)] == [
        CallState.TALKING, CallState.OFFERED, CallState.WAITING,
    ]  # fmt: skip
    await stage.sign_in("frida")
    await stage.talks("frida", waiting)
    await stage.talks("boris", ringing)
    await stage.talks("anna", talking)
    assert not stage.orders(SendAway)


async def test_an_agent_who_is_taken_out_ends_the_talk_and_is_gone(stage: Stage, centre: Changing) -> None:
    await stage.sign_in("clara")
    caller = await stage.call("102")
    await stage.talks("clara", caller)
    phone = stage.phone("clara")
    await centre.to(without_clara)
    await stage.talks("clara", caller)
    await phone.hang_up()
    await stage.gone(caller)
    await stage.until(lambda: "clara" not in stage.core.centre.roster, "clara is gone")


async def test_a_phone_that_rings_for_an_agent_who_is_taken_out_may_still_be_answered(
    stage: Stage, centre: Changing
) -> None:
    stage.phone("clara").habit = Habit(after_s=0.8)
    await stage.sign_in("clara")
    caller = await stage.call("102")
    await stage.rings("clara", caller)
    phone = stage.phone("clara")
    await centre.to(without_clara)
    await stage.until(lambda: phone.in_call, "clara has answered")
    await stage.until(lambda: stage.state(caller) is CallState.TALKING, "they talk")
    await caller.hang_up()
    await stage.until(lambda: "clara" not in stage.core.centre.roster, "clara is gone")


async def test_a_waiting_caller_is_served_by_what_is_needed_now(stage: Stage, centre: Changing) -> None:
    await stage.sign_in("anna", "clara")
    stage.tell(AgentPaused("anna", "meeting"))
    caller = await stage.call(ASKED)
    await stage.waits(caller, "asked")
    await centre.to(less_is_needed)
    await stage.talks("clara", caller)


async def test_what_is_put_back_holds_for_the_next_caller(stage: Stage, centre: Changing) -> None:
    await stage.sign_in("anna", "clara")
    stage.tell(AgentPaused("anna", "meeting"))
    await centre.to(less_is_needed)
    await centre.back()
    caller = await stage.call(ASKED)
    await stage.waits(caller, "asked")
    assert stage.offered_to(caller) == []
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)


async def test_a_bad_file_changes_nothing_for_anybody(stage: Stage, centre: Changing) -> None:
    await stage.sign_in("anna", "clara")
    stage.tell(AgentPaused("anna", "meeting"))
    caller = await stage.call(ASKED)
    await stage.waits(caller, "asked")

    def nearly_good(raw: Raw) -> None:
        less_is_needed(raw)
        raw["agents"]["boris"]["phone"] = "1002"

    assert await centre.refused(nearly_good)
    assert not stage.facts(RulesChanged)
    assert stage.state(caller) is CallState.WAITING
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)


async def test_a_caller_in_the_menu_finishes_by_it_and_the_next_hears_the_new_one(
    stage: Stage, centre: Changing
) -> None:
    await stage.sign_in("anna", "david")
    before = await stage.call("100")
    await stage.comes_to(before, "choose-language")

    def another_menu(raw: Raw) -> None:
        raw["menus"]["entries"] |= {"100": "sales", "default": "sales"}
        raw["menus"]["steps"]["main"]["keys"] = {0: "person"}

    await centre.to(another_menu)
    after = await stage.call("100")
    await stage.talks("david", after)
    await stage.press(before, "1", at="choose-language")
    await stage.press(before, "3", at="main")
    await stage.talks("anna", before)


async def test_a_caller_whose_queue_is_taken_out_while_in_the_menu_comes_to_a_person(
    stage: Stage, centre: Changing
) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("106")
    await stage.comes_to(caller, "account")

    def without_billing(raw: Raw) -> None:
        del raw["queues"]["billing"]
        raw["transfers"]["numbers"] = {}
        raw["menus"]["steps"]["billing"] |= {"route": "support", "needs": {}}

    await centre.to(without_billing)
    await stage.press(caller, "1234567#", at="account")
    await stage.talks("anna", caller)
    call = stage.call_of(caller)
    assert call is not None
    assert call.queue == "support"


async def test_a_new_agents_phone_that_is_not_there_is_known_to_be_away(stage: Stage, centre: Changing) -> None:
    await stage.pbx.phone("1009").unregister()
    await centre.to(with_frida)
    await stage.until(lambda: stage.agent("frida").device is Device.GONE, "frida's phone is seen to be away")
    await stage.sign_in("frida")
    assert stage.agent("frida").state is AgentState.UNREACHABLE
    await stage.pbx.phone("1009").register()
    await stage.rests("frida", AgentState.READY)
    assert [fact.agent for fact in stage.facts(DeviceChanged)][:1] == ["frida"]
