"""Recordings: by a queue's rule, by an agent's keys, through the service; paused, and never where the queue says so."""

import pytest

from acd.asterisk.recording import RecordingRefused, Wish
from acd.engine.calls import RecordingState
from acd.engine.facts import CallArrived, RecordingChanged
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

OFF, ON, PAUSED = RecordingState


async def is_recorded(stage: Stage, caller: Caller, state: RecordingState) -> None:
    """Wait until the recording of the caller does this, in the engine and as written on the channel."""

    def known() -> bool:
        call = stage.call_of(caller)
        return call is not None and call.recording is state

    await stage.until(known, f"the recording of {caller.call_id} is {state}")


async def file_of(stage: Stage, caller: Caller) -> str:
    """The file that the PBX writes for the caller, without the PBX's own folder."""
    return (await stage.pbx.variable(caller.call_id, "MIXMONITOR_FILENAME")).partition("monitor/")[2]


def states(stage: Stage) -> list[RecordingState]:
    return [fact.recording for fact in stage.facts(RecordingChanged)]


async def ask(stage: Stage, caller: Caller, wish: str) -> str:
    """Ask the service through its API; return what the recording does then."""
    before = await stage.ask("GET", f"/calls/{caller.call_id}")
    act = await stage.ask("POST", f"/calls/{caller.call_id}/recording", {"do": wish})
    seen = await stage.ask("GET", f"/calls/{caller.call_id}")
    assert act["call"]["recording"] == seen["recording"]
    assert act["changed"]["recording"] == [before["recording"], seen["recording"]]
    return str(seen["recording"])


async def is_refused(stage: Stage, caller: Caller, wish: str, why: str) -> None:
    """The service does not do it, and says why."""
    call = stage.call_of(caller)
    assert call is not None
    with pytest.raises(RecordingRefused, match=why):
        await stage.service.link.recordings.ask(call, Wish(wish))


async def test_a_queue_that_always_records_begins_before_anybody_answers_and_names_the_file_by_the_call(
    stage: Stage,
) -> None:
    await stage.sign_in("anna", "boris")
    stage.phone("anna").habit = Habit("silent")
    caller = await stage.call("132")
    await stage.talks("boris", caller)
    await is_recorded(stage, caller, ON)
    assert await file_of(stage, caller) == f"acd/{caller.call_id}.wav"
    assert stage.misses(caller) == [("anna", "no_answer")]
    assert states(stage) == [ON]  # once, whoever is offered the call


async def test_the_agents_keys_pause_it_for_card_digits_and_go_on(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("132")
    await stage.talks("anna", caller)
    await stage.phone("anna").press("*4")
    await is_recorded(stage, caller, PAUSED)
    await stage.phone("anna").press("*4")
    await is_recorded(stage, caller, ON)


async def test_the_service_pauses_and_resumes_what_it_always_records_and_does_not_stop_it(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("132")
    await stage.talks("anna", caller)
    assert await ask(stage, caller, "pause") == PAUSED
    assert await ask(stage, caller, "resume") == ON
    await is_refused(stage, caller, "stop", "always")
    assert states(stage) == [ON, PAUSED, ON]


async def test_an_agent_starts_pauses_and_stops_a_recording_on_demand(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("133")
    await stage.talks("anna", caller)
    assert await file_of(stage, caller) == ""
    for keys, state in (("*3", ON), ("*4", PAUSED), ("*4", ON), ("*3", OFF), ("*3", ON)):
        await stage.phone("anna").press(keys)
        await is_recorded(stage, caller, state)
    assert await file_of(stage, caller) == f"acd/{caller.call_id}.wav"


async def test_the_service_starts_and_stops_a_recording_on_demand(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("133")
    await stage.talks("anna", caller)
    assert [await ask(stage, caller, wish) for wish in ("start", "pause", "stop")] == [ON, PAUSED, OFF]
    assert await ask(stage, caller, "start") == ON


async def test_an_agent_elsewhere_records_by_the_same_keys(stage: Stage) -> None:
    await stage.sign_in("elsa")
    stage.phone("elsa").habit = Habit(keys="1")
    caller = await stage.call("133")
    await stage.talks("elsa", caller)
    await stage.phone("elsa").press("*3")
    await is_recorded(stage, caller, ON)
    await stage.phone("elsa").press("*4")
    await is_recorded(stage, caller, PAUSED)


async def test_a_recording_goes_with_the_caller_who_is_passed_on_and_the_state_with_it(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    caller = await stage.call("132")
    await stage.talks("anna", caller)
    assert await ask(stage, caller, "pause") == PAUSED
    assert await stage.phone("anna").transfer("1002")
    await stage.talks("boris", caller)
    await is_recorded(stage, caller, PAUSED)
    assert await stage.pbx.variable(caller.call_id, "ACD_RECORDING") == "paused"
    await stage.phone("boris").press("*4")
    await is_recorded(stage, caller, ON)
    assert states(stage) == [ON, PAUSED, ON]


async def test_a_recording_goes_on_with_whom_the_agent_had_asked_first(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    caller = await stage.call("133")
    await stage.talks("anna", caller)
    assert await ask(stage, caller, "start") == ON
    await stage.phone("anna").consult("1002")
    await stage.until(lambda: stage.phone("boris").in_call, "boris is asked")
    await stage.hands_over("anna")
    await stage.talks("boris", caller)
    assert [await ask(stage, caller, wish) for wish in ("pause", "stop")] == [PAUSED, OFF]  # of what still records


async def test_a_recording_goes_on_when_the_caller_is_left_waiting_where_the_agent_had_called(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("133")
    await stage.talks("anna", caller)
    assert await ask(stage, caller, "start") == ON
    await stage.phone("anna").consult("133")
    await stage.until(lambda: len(stage.facts(CallArrived)) == 2, "the second call waits")
    await stage.until(lambda: stage.phone("anna").heard[-1:] == ["music"], "Anna hears the queue's music")
    await stage.hands_over("anna")
    await stage.sign_in("boris")
    await stage.talks("boris", caller)
    assert [await ask(stage, caller, wish) for wish in ("pause", "stop")] == [PAUSED, OFF]


async def test_a_call_passed_on_to_a_queue_that_never_records_is_recorded_no_longer(stage: Stage) -> None:
    await stage.sign_in("anna", "david")
    caller = await stage.call("132")
    await stage.talks("anna", caller)
    assert await stage.phone("anna").transfer("801")
    await stage.talks("david", caller)
    await is_recorded(stage, caller, OFF)


async def test_keys_record_nothing_where_the_queue_never_records_and_callers_have_none(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.phone("anna").press("*3*4")
    await is_refused(stage, caller, "start", "never")
    await stage.phone("anna").hang_up()
    await stage.gone(caller)
    await stage.rests("anna", AgentState.READY)
    second = await stage.call("133")
    await stage.talks("anna", second)
    await second.press("*3")
    await stage.phone("anna").press("*3")  # so much later than the caller's keys that these have come to nothing
    await is_recorded(stage, second, ON)
    assert states(stage) == [ON]
