"""The story of a centre in lines, in both languages, with nothing in it that a terminal would obey."""

import asyncio
import string
from datetime import UTC

import pytest

from acd.engine.calls import CallState, RecordingState
from acd.engine.facts import (
    AgentPaused,
    AgentSignedOut,
    AgentUnpaused,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    CallRestored,
    DeviceChanged,
    Miss,
    RecordingChanged,
    TalkEnded,
)
from acd.engine.orders import AnyOrder
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules
from acd.story import Story
from acd.story_words import EN, RU
from agents.states import AgentState, Device
from ivr.words import Language
from tests.core_kit import NOON, PromptCore, a_core, answer, call, end_talk, hang_up, miss, sign_in
from tests.story_kit import Told


async def test_a_call_from_arrival_to_the_end() -> None:
    told = Told()
    sign_in(told.core, "anna")
    call(told.core, "1700000000.3", name="Иван")
    await asyncio.sleep(4.2)
    answer(told.core, "1700000000.3")
    await asyncio.sleep(63)
    end_talk(told.core, "1700000000.3")
    hang_up(told.core, "1700000000.3")
    assert told.lines == [
        "12:00:00 agent Anna Petrova  signed in: ready",
        "12:00:00 call 1700000000.3  arrived from +74951234567 (Иван), dialled 100",
        "12:00:00 call 1700000000.3  waits in Billing, 1 in line",
        "12:00:00 call 1700000000.3  offered to Anna Petrova (rings 15 s)",
        "12:00:04 call 1700000000.3  answered by Anna Petrova after 4.2 s",
        "12:01:07 call 1700000000.3  talk with Anna Petrova over after 63.0 s",
        "12:01:07 call 1700000000.3  left",
    ]


async def test_the_same_in_russian() -> None:
    told = Told("ru")
    sign_in(told.core, "anna")
    call(told.core, "c1")
    await asyncio.sleep(4.2)
    miss(told.core, "c1", Miss.REJECTED)
    await asyncio.sleep(26.8)
    hang_up(told.core, "c1")
    assert told.of("c1") == [
        "звонит +74951234567, набран 100",
        "ждёт в «Billing», в очереди 1",
        "предложен: Anna Petrova (звонит 15 с)",
        "не взят, Anna Petrova: отклонил",
        "не дождался за 31,0 с",
    ]


async def test_a_missed_offer_goes_to_the_next_agent() -> None:
    told = Told()
    sign_in(told.core, "anna", "boris")
    call(told.core, "c1")
    miss(told.core, "c1")
    assert told.of("c1")[-2:] == ["not taken by Anna Petrova: no answer", "offered to Boris Ivanov (rings 15 s)"]


async def test_who_hangs_up_while_waiting_ringing_or_talking() -> None:
    told = Told()
    sign_in(told.core, "anna")
    call(told.core, "talks")
    answer(told.core, "talks")
    call(told.core, "waits")
    await asyncio.sleep(31)
    hang_up(told.core, "waits")
    hang_up(told.core, "talks")
    assert told.of("waits")[-1] == "abandoned after 31.0 s"
    assert told.of("talks")[-1] == "hung up after talking to Anna Petrova for 31.0 s"
    told.core.tell(TalkEnded("talks", "anna"))
    assert told.of("talks")[-1].startswith("hung up"), "the agent's leg follows by itself and is not told twice"


async def test_who_leaves_from_the_menu() -> None:
    told = Told()
    told.core.tell(CallArrived("c1"))
    hang_up(told.core, "c1")
    assert told.of("c1") == ["arrived from an unknown number, dialled nothing", "left in the menu"]


async def test_ways_out_say_why_and_where() -> None:
    told = Told()
    call(told.core, "c1")
    call(told.core, "c2", queue="sales")
    assert told.of("c1")[1:] == ["sent out: nobody signed in"]
    assert told.of("c2")[1:] == ["sent to extension 600: nobody signed in"]


async def test_a_call_that_waited_too_long_moves_on() -> None:
    queues = (
        QueueRules(name="a", title="Sales", longest_wait_s=60, longest_wait_exit=Exit(go="queue", target="b")),
        QueueRules(name="b", title="Support"),
    )
    told = Told(queues=queues)
    sign_in(told.core, "anna")
    told.core.tell(AgentPaused("anna", "lunch"))
    call(told.core, "c1", queue="a")
    await asyncio.sleep(61)
    assert told.of("c1")[-2:] == ["moved from Sales to Support: waited too long", "waits in Support, 1 in line"]


async def test_an_offer_the_pbx_forgot_is_told_as_that() -> None:
    told = Told()
    sign_in(told.core, "anna")
    call(told.core, "c1")
    await asyncio.sleep(21)
    assert told.of("c1")[-1] == "not taken by Anna Petrova: the PBX did not say what became of the offer"


async def test_calls_that_come_back_go_elsewhere_or_were_taken_over() -> None:
    told = Told()
    sign_in(told.core, "anna")
    told.core.tell(AgentPaused("anna", "lunch"))
    call(told.core, "c1")
    told.core.tell(CallArrived("c1", dialled="101"))
    told.core.tell(CallReleased("c1"))
    assert told.of("c1")[-2:] == ["came back into the menu, dialled 101", "goes elsewhere on the PBX"]
    told.core.tell(CallRestored(call="c2", state="waiting", arrived_at=NOON, queued_at=NOON, queue="billing"))
    assert told.of("c2") == ["taken over: waiting", "waits in Billing, 1 in line"]


async def test_agents_come_pause_and_go_now_or_after_the_call() -> None:
    told = Told()
    sign_in(told.core, "anna")
    told.core.tell(AgentPaused("anna", "lunch"))
    told.core.tell(AgentUnpaused("anna"))
    call(told.core, "c1")
    answer(told.core, "c1")
    told.core.tell(AgentPaused("anna", "lunch"))
    told.core.tell(AgentSignedOut("anna"))
    end_talk(told.core, "c1")
    hang_up(told.core, "c1")
    told.core.tell(AgentSignedOut("anna"))
    begin = "12:00:00 agent Anna Petrova  "
    assert [line.removeprefix(begin) for line in told.lines if line.startswith(begin)] == [
        "signed in: ready",
        "paused: lunch",
        "no longer paused: ready",
        "pauses after this call: lunch",
        "signs out after this call",
        "signed out",
    ]


@pytest.mark.parametrize(
    ("language", "what"),
    [("en", "paused: missed 3 offers, the last: busy"), ("ru", "пауза: пропущено предложений 3, последнее: занято")],
)
async def test_a_pause_after_misses_is_told_in_the_language(language: Language, what: str) -> None:
    told = Told(language)
    sign_in(told.core, "anna")
    for number in range(3):
        call(told.core, f"c{number}")
        miss(told.core, f"c{number}", Miss.BUSY)
        told.core.tell(DeviceChanged("anna", Device.FREE))
        hang_up(told.core, f"c{number}")
    assert any(line.endswith(what) for line in told.lines)


async def test_a_phone_is_worth_a_line_only_when_it_keeps_the_agent_away() -> None:
    told = Told()
    sign_in(told.core, "anna")
    for device in (Device.GONE, Device.GONE, Device.FREE, Device.FREE):
        told.core.tell(DeviceChanged("anna", device))
    call(told.core, "c1")
    told.core.tell(DeviceChanged("anna", Device.BUSY))
    now = [line.split("  ")[1] for line in told.lines if "  now " in line]
    assert now == ["now unreachable", "now ready"]


async def test_a_story_that_begins_late_knows_who_was_there() -> None:
    core, lines = a_core(kind=PromptCore), list[str]()
    sign_in(core, "anna")
    call(core, "talks")
    answer(core, "talks")
    call(core, "waits")
    core.tell(CallArrived("menu"))
    await asyncio.sleep(3)
    core.listeners.append(Story(core, "en", lines.append, UTC))
    for call_id in ("talks", "waits", "menu"):
        hang_up(core, call_id)
    assert [line.split("  ")[1] for line in lines] == [
        "hung up after talking to Anna Petrova for 3.0 s",
        "abandoned after 3.0 s",
        "left in the menu",
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["is recorded", "the recording is paused", "is recorded no longer"]),
        ("ru", ["записывается", "запись приостановлена", "больше не записывается"]),
    ],
)
async def test_a_recording_is_told_as_it_begins_pauses_and_ends(language: Language, lines: list[str]) -> None:
    told = Told(language)
    call(told.core, "c1")
    for state in (RecordingState.ON, RecordingState.PAUSED, RecordingState.OFF):
        told.core.tell(RecordingChanged("c1", state))
    assert told.of("c1")[-3:] == lines


async def test_a_refused_fact_is_no_part_of_the_story() -> None:
    told = Told()
    told.core.tell(CallLeft("never came"))
    told.core.tell(AgentPaused("anna", "lunch"))
    assert told.lines == []


async def test_nothing_from_outside_moves_the_cursor() -> None:
    told = Told()
    evil = "\x1b]0;owned\x07\x9b2J\r\nAction: Originate\u202e"
    sign_in(told.core, "anna")
    told.core.tell(CallArrived("c\x1b1", number=evil, name=evil, dialled=evil))
    told.core.tell(CallQueued(call="c\x1b1", queue="billing", needs={evil: 1}))
    told.core.tell(AgentPaused("anna", evil))
    assert len(told.lines) == 6
    assert all(line.isprintable() for line in told.lines)
    assert "Action: Originate" in told.lines[1]


async def test_what_is_remembered_of_calls_goes_with_them() -> None:
    told = Told()
    sign_in(told.core, "anna")
    for number in range(50):
        call(told.core, f"c{number}")
    for number in range(50):
        hang_up(told.core, f"c{number}")
    assert told.story._stages.of == {}


async def test_every_note_of_the_engine_is_told_in_russian() -> None:
    """The engine notes in English; a note that no line stands for would be lost to the reader."""
    told = Told("ru")
    noted: list[str] = []

    def listen(_: float, __: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        noted.extend(type(order).__name__ for order in led_to if type(order).__name__ == "Noted")

    told.core.listeners.append(listen)
    sign_in(told.core, "anna")
    call(told.core, "c1", needs={"chess": 3})
    answer(told.core, "c1")
    hang_up(told.core, "c1")
    await asyncio.sleep(11)
    assert noted == ["Noted", "Noted"]
    assert "требование chess:3 здесь ничего не значит и отброшено" in told.of("c1")
    assert told.last().endswith("о конце разговора АТС не сообщила; считается оконченным")


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    assert EN.keys() == RU.keys()
    assert {key: blanks(EN[key]) for key in EN} == {key: blanks(RU[key]) for key in RU}


def test_every_state_and_every_miss_has_a_word() -> None:
    assert {*CallState, *AgentState, *Miss} <= EN.keys()
