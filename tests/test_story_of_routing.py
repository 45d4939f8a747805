"""What people read of routing by what is known: needs that relax, persons, ways out, misses, other rules."""

import asyncio

import pytest

from acd.engine.facts import (
    AgentPaused,
    CallbackAnswered,
    CallersRestored,
    CallTransferred,
    Miss,
    RulesChanged,
)
from acd.engine.orders import Note
from acd.engine.routing_rules import (
    Bounds,
    Deflection,
    Exit,
    LastAgent,
    MissRule,
    Overflow,
    Personal,
    Schedule,
    Step,
    Turns,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.story import NOTES, WHYS
from acd.story_words import TABLES
from agents.roster import AgentRules
from ivr.words import Language
from tests.core_kit import AGENTS, answer, call, end_talk, hang_up, miss, sign_in
from tests.story_kit import Told

SUPPORT = QueueRules(name="support", title="Support")
CALL_BACK = Deflection(when=Bounds(waiting=0), to=Exit(go="callback"))


def paused(told: Told) -> None:
    """Anna is here, and takes no calls."""
    sign_in(told.core, "anna")
    told.core.tell(AgentPaused("anna", "lunch"))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["not taken by Anna Petrova: rejected", "left alone for 7.5 s: rejected"]),
        ("ru", ["не взят, Anna Petrova: отклонил", "в покое 7,5 с: отклонил"]),
    ],
)
async def test_a_miss_that_leaves_the_agent_alone(language: Language, lines: list[str]) -> None:
    told = Told(language, misses=MissRule(rejected_s=7.5))
    sign_in(told.core, "anna")
    call(told.core, "c1")
    miss(told.core, "c1", Miss.REJECTED)
    assert [line.split("  ")[1] for line in told.lines[-2:]] == lines
    assert "Anna Petrova" in told.last()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "the need relaxes by time, step 1: now sales >= 3 is enough"),
        ("ru", "требование смягчается по времени, шаг 1: теперь достаточно sales >= 3"),
    ],
)
async def test_a_need_that_relaxes_in_time(language: Language, line: str) -> None:
    steps = (Step(need="sales >= 3", when=Bounds(after_s=30)), Step(need="", when=Bounds(after_s=60)))
    told = Told(language, queues=(QueueRules(name="support", need="sales >= 5", nobody_s=600, steps=steps),))
    paused(told)
    call(told.core, "c1", queue="support")
    await asyncio.sleep(31)
    assert told.of("c1")[-1] == line
    await asyncio.sleep(30)
    assert told.of("c1")[-1].split(": ")[1] in ("now anybody is enough", "теперь достаточно любой агент")


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (Bounds(waiting=0), "by the length of the line"),
        (Bounds(signed_in=2), "by how few are signed in"),
        (Bounds(expected_wait_s=1), "by the expected wait"),
    ],
)
async def test_a_need_that_relaxes_under_load_says_which_bound_was_crossed(when: Bounds, why: str) -> None:
    told = Told(queues=(QueueRules(name="support", need="ru >= 9", steps=(Step(need="ru", when=when),)),))
    paused(told)
    call(told.core, "c1", queue="support")
    assert f"the need relaxes {why}, step 1: now ru is enough" in told.of("c1")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Support asks for tier, which is not known or does not fit: that part of the need is left out"),
        ("ru", "«Support» спрашивает tier, а этого нет или оно не годится: эта часть требования опущена"),
    ],
)
async def test_a_value_that_a_need_asks_for_and_nobody_knows(language: Language, line: str) -> None:
    told = Told(language, queues=(QueueRules(name="support", title="Support", need="ru >= {tier}"),))
    sign_in(told.core, "anna")
    call(told.core, "c1", queue="support", data={"tier": "gold"})
    assert line in told.of("c1")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "waits for Anna Petrova first, the personal agent, 60 s at most",
                "waits for Anna Petrova no longer, anybody with the skills may help",
                "waits for Boris Ivanov first, the deputy, 20 s at most",
            ],
        ),
        (
            "ru",
            [
                "сначала ждёт: Anna Petrova, личный агент, не дольше 60 с",
                "больше не ждёт (Anna Petrova), поможет любой с нужными навыками",
                "сначала ждёт: Boris Ivanov, заместитель, не дольше 20 с",
            ],
        ),
    ],
)
async def test_a_personal_agent_and_then_the_deputy(language: Language, lines: list[str]) -> None:
    anna = AgentRules(name="anna", endpoint="PJSIP/1001", title="Anna Petrova", deputy="boris")
    queues = (QueueRules(name="support", personal=Personal(data="manager")),)
    told = Told(language, queues=queues, agents=(anna, AGENTS[1]))
    sign_in(told.core, "anna")
    call(told.core, "talks", queue="support")
    answer(told.core, "talks")
    sign_in(told.core, "boris")
    call(told.core, "c1", queue="support", data={"manager": "anna"})
    await asyncio.sleep(61)
    assert [line for line in told.of("c1") if "Anna" in line or "Boris" in line][:3] == lines


async def test_the_agent_who_talked_to_the_caller_last() -> None:
    told = Told(queues=(QueueRules(name="support", last_agent=LastAgent(within_s=600)),))
    sign_in(told.core, "anna")
    call(told.core, "c1", queue="support")
    answer(told.core, "c1")
    end_talk(told.core, "c1")
    call(told.core, "c2", queue="support")
    assert "waits for Anna Petrova first, who talked to the caller last, 60 s at most" in told.of("c2")


async def test_a_call_that_is_passed_on_to_one_agent_or_to_a_tier() -> None:
    queues = (QueueRules(name="support", title="Support", tiers={"second line": "ru >= 4"}),)
    told = Told(queues=queues)
    sign_in(told.core, "boris")
    call(told.core, "c1", queue="support")
    answer(told.core, "c1")
    sign_in(told.core, "anna")
    told.core.tell(CallTransferred(call="c1", queue="support", by="boris", agent="anna"))
    assert "passed on by Boris Ivanov to Anna Petrova" in told.of("c1")
    assert "waits for Anna Petrova first, to whom it was passed on, 45 s at most" in told.of("c1")
    answer(told.core, "c1")
    told.core.tell(CallTransferred(call="c1", queue="support", by="anna", tier="second line", note="account 4711"))
    assert "passed on by Anna Petrova to Support, second line" in told.of("c1")
    assert not any("4711" in line for line in told.lines), "what agents write about callers is not for logs"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "calls again and has the old place, 45 s in line"),
        ("ru", "перезвонил, место прежнее: в очереди 45 с"),
    ],
)
async def test_a_caller_who_calls_again_has_the_old_place(language: Language, line: str) -> None:
    told = Told(language, queues=(SUPPORT,), turns=Turns(redial_s=60))
    paused(told)
    call(told.core, "c1", queue="support")
    await asyncio.sleep(30)
    hang_up(told.core, "c1")
    await asyncio.sleep(15)
    call(told.core, "c2", queue="support")
    assert line in told.of("c2")
    await asyncio.sleep(5)
    hang_up(told.core, "c2")
    assert told.of("c2")[-1] in ("abandoned after 5.0 s", "не дождался за 5,0 с")


async def test_several_phones_ring_for_one_call() -> None:
    told = Told(queues=(QueueRules(name="support", ring_at_once=2),))
    sign_in(told.core, "anna", "boris")
    call(told.core, "c1", queue="support")
    assert told.of("c1")[-1] == "offered to Anna Petrova, Boris Ivanov (rings 20 s)"
    answer(told.core, "c1")
    assert told.of("c1")[-1] == "answered by Anna Petrova after 0.0 s"


CLOSED = Schedule(zone="UTC", week=((),) * 7)


@pytest.mark.parametrize(
    ("rules", "lines"),
    [
        (
            {"hours": "never", "closed_exit": Exit(go="number", target="+74951234567")},
            ["sent to the number +74951234567: the queue is closed"],
        ),
        ({"deflect": (CALL_BACK,)}, ["is asked whether to call back: deflected on entry"]),
        (
            {"overflow": (Overflow(when=Bounds(after_s=10), to=Exit(go="queue", target="billing")),)},
            ["waits in Support, 1 in line", "moved from Support to Billing: the queue overflows"],
        ),
    ],
)
async def test_ways_out_say_where_and_why(rules: dict[str, object], lines: list[str]) -> None:
    support = QueueRules(name="support", title="Support", **rules)  # type: ignore[arg-type]
    told = Told(queues=(support, QueueRules(name="billing", title="Billing")), hours={"never": CLOSED})
    paused(told)
    call(told.core, "c1", queue="support")
    await asyncio.sleep(11)
    assert told.of("c1")[1 : 1 + len(lines)] == lines


@pytest.mark.parametrize(
    ("language", "asked", "wants", "waits"),
    [
        (
            "en",
            "is asked whether to call back",
            "wants to be called back, for Support",
            "waits on, and is not called back",
        ),
        ("ru", "спрошен, перезвонить ли", "просит перезвонить, «Support»", "ждёт дальше, перезванивать не нужно"),
    ],
)
async def test_who_is_offered_to_be_called_back(language: Language, asked: str, wants: str, waits: str) -> None:
    told = Told(language, queues=(QueueRules(name="support", title="Support", deflect=(CALL_BACK,)),))
    paused(told)
    call(told.core, "yes", queue="support")
    call(told.core, "no", queue="support")
    told.core.tell(CallbackAnswered("yes", wanted=True))
    told.core.tell(CallbackAnswered("no", wanted=False))
    assert told.of("yes")[-1] == wants
    assert waits in told.of("no")
    await asyncio.sleep(7)
    hang_up(told.core, "no")
    assert told.of("no")[-1] in ("abandoned after 7.0 s", "не дождался за 7,0 с")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "hold: 1 agents, 1 queues; new queues support; queues gone billing, sales; agents gone boris"),
        ("ru", ": агентов 1, очередей 1; новые очереди: support; убраны очереди: billing, sales; убраны агенты: boris"),
    ],
)
async def test_other_rules(language: Language, line: str) -> None:
    told = Told(language)
    told.core.tell(RulesChanged(CentreRules(name="New", skills={"ru": ""}, queues=(SUPPORT,), agents=AGENTS[:1])))
    assert told.last().endswith(line)


async def test_of_other_rules_the_next_are_told_apart_and_many_names_are_cut_short() -> None:
    told = Told()
    crowd = tuple(AgentRules(name=f"a{number}", endpoint=f"PJSIP/{number}") for number in range(10))
    for agents in (AGENTS, crowd):
        told.core.tell(RulesChanged(CentreRules(name="New", skills={"ru": ""}, queues=(SUPPORT,), agents=agents)))
    names = "a0, a1, a2, a3, a4, a5, a6, a7 … and 2 more"
    assert told.last().endswith(f"10 agents, 1 queues; new agents {names}; agents gone anna, boris")


async def test_names_that_the_rules_do_not_have_any_more_are_told_as_they_are() -> None:
    told = Told()
    assert (told.story._queue("gone"), told.story._title("gone")) == ("gone", "gone")


async def test_what_is_remembered_of_callers_is_no_part_of_the_story() -> None:
    told = Told()
    told.core.tell(CallersRestored(talked=(("+1", "anna", 0.0),)))
    assert told.lines == []


def test_every_note_and_every_reason_in_it_has_a_sentence() -> None:
    en, hopes = TABLES["en"], ("personal", "last_agent", "deputy", "transfer", "assigned")
    silent = {Note.LEASE_OVER, Note.PRIORITISED}  # the withdrawal, and the act, are told
    assert {NOTES.get(note, note) for note in set(Note) - silent} <= en.keys()
    whys = {Note.RELAXED: ("time", "wait", "line", "signed_in"), Note.WAITS_FOR: hopes}
    assert whys.keys() == WHYS.keys()
    assert {WHYS[note] + why for note, each in whys.items() for why in each} <= en.keys()
    assert {"longest_wait", "full", "nobody", "closed", "overflow", "deflected", "act"} <= en.keys()
