"""What callers do in the menu, and what it does when they do nothing."""

from acd.engine.calls import CallState
from acd.engine.facts import CallLeft, CallQueued, CallReleased
from tests.scenarios.stage import Stage


async def test_a_caller_who_hangs_up_in_the_menu_is_forgotten(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("100")
    await stage.comes_to(caller, "choose-language")
    assert stage.state(caller) is CallState.MENU
    await caller.hang_up()
    await stage.gone(caller)
    assert len(stage.facts(CallLeft)) == 1
    assert not stage.facts(CallQueued)


async def test_a_caller_who_presses_wrong_keys_reaches_a_person(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("100")
    await stage.press(caller, "7", at="choose-language")
    await stage.press(caller, "9", at="choose-language", tries=1)
    await stage.talks("anna", caller)
    [ring] = stage.phone("anna").rings
    assert ring.calling_name == "Support · a person · +74951234567"


async def test_a_caller_who_presses_nothing_reaches_a_person(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("100")
    await stage.talks("anna", caller)
    [asked] = stage.facts(CallQueued)
    assert (asked.queue, asked.topic) == ("support", "a person")


async def test_a_wrong_account_number_is_asked_for_again(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("106")
    await stage.press(caller, "12#", at="account")
    await stage.press(caller, "654321#", at="account", tries=1)
    await stage.talks("anna", caller)
    assert stage.facts(CallQueued)[0].data == {"account": "654321"}


async def test_a_caller_outside_opening_hours_hears_so_and_is_gone(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("103")
    await stage.hears(caller, "acd/en/closed")
    await stage.gone(caller)
    assert len(stage.facts(CallReleased)) == 1
    assert not stage.phone("anna").rings


async def test_a_caller_who_is_taken_elsewhere_out_of_the_menu_is_released(stage: Stage) -> None:
    caller = await stage.call("100")
    await stage.comes_to(caller, "choose-language")
    await stage.pbx.redirect(caller, "600")
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is released")
    assert not caller.ended
