"""Recordings as the engine knows them: a state of the call, told by the PBX, that goes with the caller."""

from acd.engine.calls import RecordingState
from acd.engine.facts import CallRestored, RecordingChanged
from tests.engine.centre_kit import CentreKit


def test_what_the_recording_does_is_known_of_the_call() -> None:
    kit = CentreKit()
    kit.call("c1")
    assert kit.the_call("c1").recording is RecordingState.OFF
    for state in (RecordingState.ON, RecordingState.PAUSED, RecordingState.OFF):
        kit.tell(RecordingChanged("c1", state))
        assert kit.the_call("c1").recording is state


def test_a_recording_goes_with_the_caller_to_the_next_agent() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.tell(RecordingChanged("c1", RecordingState.ON))
    kit.miss("c1")
    kit.answer("c1")
    assert (kit.talks_to("c1"), kit.the_call("c1").recording) == ("boris", RecordingState.ON)


def test_a_recording_of_nobody_is_refused() -> None:
    kit = CentreKit()
    kit.tell(RecordingChanged("c1", RecordingState.ON))
    assert kit.why_refused() == "call c1 is not known"


def test_a_call_that_is_taken_over_is_recorded_as_it_was() -> None:
    kit = CentreKit()
    kit.tell(CallRestored(call="c1", state="menu", arrived_at=0.0, recording=RecordingState.PAUSED))
    assert kit.the_call("c1").recording is RecordingState.PAUSED
