"""A look at the PBX while an agent elsewhere is asked for the key, or a recording changed while nobody saw it."""

from acd.asterisk.ami_wire import Message
from acd.engine.calls import RecordingState
from acd.engine.facts import AnyFact, OfferAnswered, RecordingChanged
from tests.bad_days.test_reconciliation import BRIDGE, Looks, caller, leg, message, talk


def on_the_way(agent: str) -> tuple[Message, ...]:
    """The two halves of a Local channel and the trunk's: the first half is asked, the others talk to each other."""
    first = leg(agent, bridge="", uniqueid=f"leg-{agent}")
    second = message(
        ("Event", "Status"), ("Channel", f"PJSIP/{agent}-0001"), ("Uniqueid", "half-2"), ("Context", "acd-outside"),
        ("BridgeID", "b-2"),
    )  # fmt: skip
    trunk = message(("Event", "Status"), ("Channel", "PJSIP/trunk-0002"), ("Uniqueid", "t"), ("BridgeID", "b-2"))
    return first, second, trunk


async def test_a_leg_that_is_asked_for_the_key_is_no_conversation() -> None:
    looks = Looks("anna")
    looks.queue("1")
    asked = caller("1", state="confirming", agent="anna")
    assert looks.told(asked, *on_the_way("anna")) == []
    assert looks.state("1") == "offered"


async def test_once_confirmed_it_is_one() -> None:
    looks = Looks("anna")
    looks.queue("1")
    told: list[AnyFact] = looks.told(caller("1", bridge=BRIDGE, state="talking", agent="anna"), leg("anna"))
    assert [type(fact) for fact in told] == [OfferAnswered]


def recorded(call: str, agent: str, state: str) -> tuple[Message, ...]:
    found, other = talk(call, agent)
    return message_with(found.raw.decode(), f"ACD_RECORDING={state}"), other


def message_with(text: str, variable: str) -> Message:
    headers = [tuple(line.split(": ", 1)) for line in text.split("\r\n")]
    return message(*((name, value) for name, value in headers), ("Variable", variable))


async def test_a_recording_that_began_while_nobody_saw_it_is_known_and_told_once() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.answer("1")
    assert looks.told(*recorded("1", "anna", "on")) == [RecordingChanged("1", RecordingState.ON)]
    assert looks.told(*recorded("1", "anna", "on")) == []
    assert looks.told(*talk("1", "anna")) == []  # a channel that says nothing is not believed to be silent


async def test_a_recording_that_changed_after_the_question_is_as_it_is_now() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.answer("1")
    before = looks.ask()
    looks.core.tell(RecordingChanged("1", RecordingState.ON))
    assert looks.agree(before, *recorded("1", "anna", "off")).told == []
