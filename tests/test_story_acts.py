"""The line that people read for each thing a person does: who, what and why, in both languages."""

from collections.abc import Callable

import pytest

from acd import story_acts
from acd.engine.acts import AnyAct, CallAssigned, CallCut, CallMoved, CallPrioritised, Door, QueueSteered, SkillsChanged
from acd.engine.facts import (
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    AnyFact,
    CallPutThrough,
    CallTransferred,
)
from acd.engine.rules import QueueRules
from acd.story_words import EN, RU
from ivr.words import Language
from tests.core_kit import answer, call, sign_in
from tests.story_kit import Told

QUEUES = tuple(QueueRules(name=name, title=name.title(), nobody_s=600.0) for name in ("billing", "support"))


def said(told: Told, fact: AnyFact) -> str:
    """The first line that a fact leads to, without its time."""
    told.lines.clear()
    told.core.tell(fact)
    told.core.catch_up()
    return told.lines[0].split(" ", 1)[1]


@pytest.mark.parametrize(
    ("fact", "english", "russian"),
    [
        (
            CallPrioritised(call="c1", priority=5, who="sue", why="a regular"),
            "call c1  sue gave it priority 5: a regular",
            "звонок c1  sue даёт приоритет 5: a regular",
        ),
        (
            CallCut(call="c1", who="sue", why="a prank"),
            "call c1  sue ended it: a prank",
            "звонок c1  sue завершает звонок: a prank",
        ),
        (CallCut(call="c1"), "call c1  somebody ended it", "звонок c1  кто-то завершает звонок"),
        (
            SkillsChanged(agent="anna", skills={"ru": 7}, who="sue"),
            "agent Anna Petrova  sue changed what they can do to ru 7",
            "агент Anna Petrova  sue меняет навыки: ru 7",
        ),
        (
            SkillsChanged(agent="anna", skills={}, who="sue"),
            "agent Anna Petrova  sue changed what they can do to nothing",
            "агент Anna Petrova  sue меняет навыки: никаких",
        ),
        (
            QueueSteered(queue="support", door=Door.CLOSED, say="a-fire", who="sue", why="fire"),
            "queue Support  sue steered it, closed, who waits hears a-fire: fire",
            "очередь Support  sue управляет: закрыта, ждущие слышат a-fire: fire",
        ),
        (
            QueueSteered(queue="support", who="sue"),
            "queue Support  sue steered it, open by its hours, no message",
            "очередь Support  sue управляет: открыта по расписанию, без сообщения",
        ),
    ],
)
async def test_an_act_is_told_in_a_line(fact: AnyAct, english: str, russian: str) -> None:
    lines: dict[Language, str] = {"en": english, "ru": russian}
    for language, line in lines.items():
        told = Told(language, queues=QUEUES)
        call(told.core, "c1")
        assert said(told, fact) == line


async def test_a_call_that_is_moved_or_assigned_is_told_by_titles() -> None:
    told = Told(queues=QUEUES)
    call(told.core, "c1")
    moved = CallMoved(call="c1", queue="support", who="sue", why="a regular")
    assert said(told, moved) == "call c1  sue moved it to Support: a regular"
    assert told.of("c1")[1] == "waits in Support, 1 in line"
    sign_in(told.core, "anna")
    assert said(told, CallAssigned(call="c1", agent="anna", who="sue")) == "call c1  sue assigned it to Anna Petrova"
    assert told.of("c1")[1] == "waits for Anna Petrova first, to whom it was assigned, 45 s at most"


async def test_a_message_for_all_who_wait_is_one_line() -> None:
    told = Told(queues=QUEUES)
    for number in range(3):
        call(told.core, f"c{number}")
    assert said(told, QueueSteered(queue="billing", say="a-fire"))
    assert len(told.lines) == 1


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", [AgentSignedIn, AgentUnpaused, AgentSignedOut])
async def test_what_is_done_for_an_agent_is_told_with_who_did_it(
    language: Language, kind: Callable[..., AnyFact]
) -> None:
    told = Told(language)
    if kind is not AgentSignedIn:
        sign_in(told.core, "anna")
        told.core.tell(AgentPaused("anna", "tea"))
    by = " (by sue: late)" if language == "en" else " (так решил sue: late)"
    assert said(told, kind("anna", who="sue", why="late")).endswith(by)


async def test_a_forced_pause_and_a_call_taken_out_of_a_talk_are_told_with_who_did_it() -> None:
    told = Told(queues=QUEUES)
    sign_in(told.core, "anna")
    call(told.core, "c1")
    answer(told.core, "c1")
    pause = AgentPaused("anna", "training", who="sue")
    assert said(told, pause) == "agent Anna Petrova  pauses after this call: training (by sue)"
    through = CallPutThrough(call="c1", number="123", by="anna", who="sue", why="asked")
    assert said(told, through) == "call c1  passed on by Anna Petrova to 123 (by sue: asked)"
    back = CallTransferred(call="c1", queue="support", who="sue", fetched=True)
    assert "(by sue)" in said(told, back)


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    assert story_acts.EN.keys() == story_acts.RU.keys()
    assert not story_acts.EN.keys() & EN.keys() and not story_acts.RU.keys() & RU.keys()
    for key, english in story_acts.EN.items():
        blanks = {part.split("}")[0] for part in english.split("{")[1:]}
        assert blanks == {part.split("}")[0] for part in story_acts.RU[key].split("{")[1:]}, key
    assert {f"door_{door}" for door in Door} <= story_acts.EN.keys()
