"""Agents who dial codes on their own phones, and phones that are nobody's."""

from acd.engine.facts import AgentPaused, AgentSignedIn, AgentSignedOut
from agents.states import AgentState, Device
from tests.scenarios.stage import Stage

RIGHT, WRONG = "4711#", "1234#"


async def dials(stage: Stage, agent: str, code: str, *keys: str, at: str = "", then: str) -> None:
    """Let an agent dial a code, press keys each time that ``at`` is asked, hear ``then``, and be hung up."""
    phone = stage.phone(agent)
    before = len(phone.heard)

    async def hears(prompt: str, times: int = 1) -> None:
        def heard() -> bool:
            return sum(sound.endswith(f"/{prompt}") for sound in phone.heard[before:]) == times

        await stage.until(heard, f"{agent} hears {prompt}, time {times}")

    await phone.dial(code)
    for number, pressed in enumerate(keys, 1):
        await hears(at, number)
        await phone.press(pressed)
    await hears(then)
    await stage.until(lambda: stage.agent(agent).device is Device.FREE, f"{agent}'s phone is free again")


async def test_an_agent_signs_in_with_the_pin_and_takes_a_call(stage: Stage) -> None:
    await dials(stage, "anna", "*40", RIGHT, at="enter-pin", then="state-ready")
    await stage.rests("anna", AgentState.READY)
    caller = await stage.call("102")
    await stage.talks("anna", caller)


async def test_a_call_that_waits_comes_only_when_the_agent_has_hung_up(stage: Stage) -> None:
    await stage.sign_in("boris")
    first = await stage.call("102")
    await stage.talks("boris", first)
    second = await stage.call("102")
    await stage.waits(second, "support")
    await stage.phone("anna").dial("*40")
    await stage.until(lambda: "acd/en/enter-pin" in stage.phone("anna").heard, "anna is asked for the PIN")
    await stage.phone("anna").press(RIGHT)
    await stage.rests("anna", AgentState.BUSY_ELSEWHERE)
    assert stage.offered_to(second) == []
    await stage.talks("anna", second)
    assert stage.misses(second) == []


async def test_three_wrong_pins_lock_the_door_to_the_right_one(stage: Stage) -> None:
    await dials(stage, "anna", "*40", WRONG, WRONG, WRONG, at="enter-pin", then="pin-locked")
    await dials(stage, "anna", "*40", then="pin-locked")
    assert stage.facts(AgentSignedIn) == []
    await dials(stage, "boris", "*40", "0815#", at="enter-pin", then="state-ready")
    assert "acd/ru/enter-pin" in stage.phone("boris").heard


async def test_an_agent_pauses_for_lunch_and_comes_back(stage: Stage) -> None:
    await stage.sign_in("anna")
    await dials(stage, "anna", "*421", then="state-paused")
    assert stage.facts(AgentPaused) == [AgentPaused("anna", "lunch")]
    await dials(stage, "anna", "*42", "2", at="choose-pause", then="state-paused")
    assert stage.agent("anna").pause_reason == "training"
    await dials(stage, "anna", "*43", then="state-ready")
    await stage.rests("anna", AgentState.READY)
    await dials(stage, "anna", "*41", then="state-signed-out")
    assert stage.facts(AgentSignedOut) == [AgentSignedOut("anna")]


async def test_a_pause_asked_for_on_a_second_line_waits_for_the_end_of_the_call(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    phone = stage.phone("anna")
    await phone.consult("*421")
    await stage.until(lambda: "acd/en/then-paused" in phone.heard, "anna hears that the pause comes later")
    assert stage.agent("anna").state is AgentState.TALKING
    await caller.hang_up()
    await stage.rests("anna", AgentState.PAUSED)


async def test_nobody_signs_in_for_another(stage: Stage) -> None:
    """The phone is boris's, whatever PIN is entered: neither he nor anna comes to work."""
    await dials(stage, "boris", "*40", RIGHT, RIGHT, RIGHT, at="enter-pin", then="pin-locked")
    assert stage.facts(AgentSignedIn) == []


async def test_a_phone_that_is_no_agents_hears_so_and_changes_nothing(stage: Stage) -> None:
    phone = stage.pbx.phone("1009")
    await phone.dial("*40")
    await stage.until(lambda: "acd/en/nobodys-phone" in phone.heard, "the phone hears that it is nobody's")
    await stage.until(lambda: "acd/en/nothing-changed" in phone.heard, "and that nothing has changed")
    assert stage.facts(AgentSignedIn) == []


async def test_a_code_typed_wrong_changes_nothing(stage: Stage) -> None:
    await stage.sign_in("anna")
    await dials(stage, "anna", "*4299", then="code-unknown")
    await dials(stage, "anna", "*44", then="state-ready")
    assert stage.facts(AgentPaused) == []


async def test_a_caller_who_is_put_through_to_a_code_waits_again_and_is_served(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.phone("anna").consult("*40")
    await stage.until(lambda: "acd/en/enter-pin" in stage.phone("anna").heard, "anna is asked for the PIN")
    assert await stage.phone("anna").complete()
    await stage.talks("boris", caller)
    assert stage.facts(AgentSignedIn) == [AgentSignedIn("anna"), AgentSignedIn("boris")]
