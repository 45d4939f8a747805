"""What is said of acts: both languages say the same, and the engine's refusals are said in Russian, too."""

import string

import pytest

from acd.engine.calls import CallState, RecordingState
from acd.engine.facts import AgentPaused, AgentSignedOut, DeviceChanged
from agents.states import Device
from api.acts.models import Mode
from api.acts.seen import agent_seen, call_seen, queue_seen
from api.acts.words import EN, FIELDS, REFUSALS, RU, engine_said, said
from tests.api.acts.kit import Desk
from tests.core_kit import sign_in


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_both_languages_have_the_same_sentences() -> None:
    assert EN.keys() == RU.keys()
    assert {key: blanks(EN[key]) for key in EN} == {key: blanks(RU[key]) for key in RU}
    assert set(Mode) <= EN.keys()
    assert {f"recording_is_{state}" for state in RecordingState} <= EN.keys()


def test_states_are_said_in_the_language_and_names_are_left_as_they_are() -> None:
    assert said("now_state", {"state": "wrap_up"}, "ru") == "сейчас: обработка"
    assert said("hears_no_more", {"who": "listen"}, "ru") == "listen его больше не слышит"
    assert said("now_state", {"state": "a state to come"}, "ru") == "сейчас: a state to come"


@pytest.mark.parametrize("state", [state for state in CallState if state not in ("waiting", "offered")])
def test_every_state_of_a_call_is_said_in_russian(state: str) -> None:
    told = engine_said(f"call c1 is {state}: only a call that waits can be moved", "ru")
    assert told.startswith("звонок c1 сейчас «") and state not in told


async def test_why_an_agent_is_given_no_call_is_said_in_russian() -> None:
    desk = Desk()
    desk.talks("c0", "anna")
    desk.waits("c1", needs={"sales": 9})
    sign_in(desk.core, "boris")
    told = []
    for agent, fact in (
        ("anna", AgentPaused("anna", "lunch")),
        ("anna", AgentSignedOut("anna")),
        ("boris", DeviceChanged("boris", Device.GONE)),
        ("boris", AgentPaused("boris", "lunch")),
        ("boris", AgentSignedOut("boris")),
    ):
        desk.core.tell(fact)
        status, refused = await desk.post("/calls/c1/assign", {"agent": agent}, language="ru")
        assert status == 409
        told.append(refused["detail"])
    assert told == [
        "агент anna уйдёт на паузу, как только закончит",
        "агент anna уйдёт со смены, как только закончит",
        "телефон агента boris недоступен",
        "агент boris на паузе",
        "агент boris не на смене",
    ]


async def test_every_field_that_may_have_changed_has_its_word() -> None:
    desk = Desk()
    desk.waits("c1")
    seen = call_seen(desk.core.centre.calls["c1"]) | agent_seen(desk.core.centre.roster["anna"])
    seen |= queue_seen(desk.core.centre, "billing", desk.core.clock.now())
    shown = {"queue", "priority", "wanted", "state", "skills", "door", "message"}
    assert FIELDS.keys() == shown <= seen.keys()


def test_a_sentence_that_nobody_has_translated_is_named_as_the_reason() -> None:
    assert engine_said("the moon is full", "ru") == "сейчас это невозможно (the moon is full)"
    assert engine_said("the moon is full", "en") == "the moon is full"
    assert len(REFUSALS) > 10


def test_a_name_with_braces_breaks_no_sentence() -> None:
    assert engine_said("call {0.__class__} is done: x", "ru") == "звонок {0.__class__} сейчас «ушёл», это невозможно"
