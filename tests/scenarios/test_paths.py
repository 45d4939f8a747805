"""The way of a call through the menu, as a supervisor sees it while the call is alive."""

from acd.asterisk.paths import MASK
from tests.scenarios.pbx import Caller
from tests.scenarios.stage import Stage


def way(stage: Stage, caller: Caller) -> list[tuple[str, str]]:
    """The steps of a call, each with what was pressed there."""
    return [(step.step, step.pressed) for step in stage.service.link.paths.of(caller.call_id)]


async def chooses(stage: Stage, caller: Caller) -> None:
    """The caller presses the way to the question for the account."""
    await stage.press(caller, "1", at="choose-language")
    await stage.press(caller, "7", at="main")
    await stage.press(caller, "2", at="main", tries=1)
    await stage.comes_to(caller, "account")


ASKED = [("choose-language", "1"), ("in-english", ""), ("main", "2"), ("account", "")]


async def test_each_step_is_known_with_its_time_and_keys_and_what_was_collected_is_not_shown(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("100")
    touched: list[str] = []
    stage.service.link.paths.touched.append(touched.append)
    await chooses(stage, caller)
    assert way(stage, caller) == ASKED
    await stage.press(caller, "1234567#", at="account")
    await stage.talks("anna", caller)
    assert way(stage, caller) == [*ASKED[:-1], ("account", 7 * MASK), ("vip-or-not", ""), ("billing", "")]
    times = [step.at for step in stage.service.link.paths.of(caller.call_id)]
    assert times == sorted(times)
    assert times[0] > stage.story[0].at
    assert set(touched) == {caller.call_id}
    await caller.hang_up()
    await stage.gone(caller)
    stage.core.catch_up()
    assert way(stage, caller) == []


async def test_after_a_restart_the_present_step_is_known_and_the_way_goes_on_from_there(stage: Stage) -> None:
    caller = await stage.call("100")
    await chooses(stage, caller)
    await stage.restart("anna")
    await stage.until(lambda: way(stage, caller) == [("account", "")], "the call is back at its step")
    await stage.press(caller, "1234567#", at="account")
    await stage.talks("anna", caller)
    assert way(stage, caller) == [("account", 7 * MASK), ("vip-or-not", ""), ("billing", "")]
