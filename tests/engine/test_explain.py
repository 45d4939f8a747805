"""Why a call went where it went, shown again from the journal alone: decisions, agents, and who was passed over."""

from string import Formatter

import pytest

from acd.engine.engine import Engine
from acd.engine.explain import Witness, explain
from acd.engine.explain_parts import AgentVerdict, Lack, Verdict
from acd.engine.explain_words import ENGLISH
from acd.engine.explain_words_ru import RUSSIAN
from acd.engine.facts import Miss, Settled
from acd.engine.routing_rules import MissRule
from agents.needs import Test
from agents.states import AgentState, Device
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import decisions, last_told, ranked, the_last, verdict, verdicts

AGENTS = (
    agent("anna", billing=3, english=5),
    agent("boris", billing=4, english=5),
    agent("clara", billing=2, english=5),
    agent("dora", billing=3, english=5),
    agent("egor", billing=3, english=5),
    agent("fedor", billing=3, english=5, wrap_up_s=99.0),
    agent("galina", billing=3, english=5),
    agent("igor", billing=3, english=5),
)


def a_full_house() -> CentreKit:
    """Everybody does something else; Anna and Boris are ready, Boris for longer."""
    kit = CentreKit(queue("billing", {"billing": 3}), agents=AGENTS)
    kit.sign_in("egor", "fedor", "galina", "igor", "dora", "clara", "boris", "anna")
    kit.call("t1")
    kit.answer("t1")
    kit.call("t2")
    kit.answer("t2")
    kit.end_talk("t2")
    kit.device("galina", Device.GONE)
    kit.device("igor", Device.BUSY)
    kit.pause("dora", "lunch")
    kit.pass_time(3)
    return kit


def test_every_agent_has_what_counted() -> None:
    kit = a_full_house()
    kit.call("c1", priority=2)
    (decision,) = decisions(kit, "c1")
    assert (decision.trigger, decision.agent, decision.at) == ("call", "boris", 11.0)
    assert (decision.needs, decision.standing.priority, decision.turn) == (("billing >= 3",), 2, 1)
    assert decision.agents == (
        AgentVerdict(agent="boris", verdict=Verdict.CHOSEN, place=1, rung=0, rank=1, idle_s=5.0),
        AgentVerdict(agent="anna", verdict=Verdict.IDLE, place=0, rung=0, rank=2, idle_s=4.0),
        AgentVerdict(agent="clara", verdict=Verdict.LACKS, place=2, lacks=(Lack(Test("billing", ">=", 3), 2),)),
        AgentVerdict(agent="dora", verdict=Verdict.PAUSED, place=3, rung=0, reason="lunch"),
        AgentVerdict(agent="egor", verdict=Verdict.TALKING, place=4, rung=0, busy_with="t1"),
        AgentVerdict(agent="fedor", verdict=Verdict.WRAP_UP, place=5, rung=0, until=107.0),
        AgentVerdict(agent="galina", verdict=Verdict.UNREACHABLE, place=6, rung=0),
        AgentVerdict(agent="igor", verdict=Verdict.BUSY_ELSEWHERE, place=7, rung=0),
    )


def test_everything_else_that_stood_in_the_way_is_known_too() -> None:
    kit = a_full_house()
    kit.pause("clara", "training")
    kit.call("c1")
    clara = verdict(the_last(kit, "c1"), "clara")
    assert (clara.verdict, clara.besides, clara.reason) == (Verdict.LACKS, (Verdict.PAUSED,), "training")


def test_each_decision_of_a_call_is_told_with_who_missed_it_before_and_how() -> None:
    kit = a_full_house()
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED)
    kit.miss("c1", Miss.BUSY)
    first, second, third = decisions(kit, "c1")
    assert [each.agent for each in (first, second, third)] == ["boris", "anna", None]
    assert (verdict(second, "boris").verdict, verdict(second, "boris").refusal) == (Verdict.REFUSED, "rejected")
    assert (verdict(third, "anna").refusal, verdict(third, "boris").refusal) == ("busy", "rejected")
    assert ranked(third) == []


def test_an_agent_who_is_left_alone_after_a_miss_is_so_until_a_time() -> None:
    kit = CentreKit(misses=MissRule(no_answer_s=30.0))
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1")
    kit.call("c2")
    anna = verdict(the_last(kit, "c2"), "anna")
    assert (anna.verdict, anna.until) == (Verdict.AFTER_MISS, 31.0)
    assert "    anna: was left alone after a missed offer until 31.0" in last_told(kit, "c2")


def test_when_an_agent_becomes_free_the_calls_before_are_told_with_why_not() -> None:
    kit = CentreKit(queue("billing"), agents=(agent("anna", billing=3), agent("ivan", russian=5)))
    kit.sign_in("anna", "ivan")
    kit.pause("ivan")
    kit.call("c0")
    kit.call("russian", needs={"russian": 5}, priority=1)
    kit.pass_time(2)
    kit.miss("c0")  # anna, free again, cannot take the first nor again the second
    kit.pass_time(3)
    kit.call("c1")
    kit.calls("c2", "c3")
    kit.answer("c1")
    kit.end_talk("c1")
    waited, served = decisions(kit, "c2")
    assert (waited.agent, verdicts(waited)["anna"], waited.passed_over) == (None, Verdict.OFFERED, ())
    assert (served.trigger, served.agent, served.turn, served.line_length) == ("agent", "anna", 2, 3)
    russian, c0 = served.passed_over
    assert (russian.call, russian.standing.priority, russian.standing.waited_s) == ("russian", 1, 7.0)
    assert (russian.lacks, russian.refusal) == ((Lack(Test("russian", ">=", 5), 0),), "")
    assert (c0.call, c0.lacks, c0.refusal) == ("c0", (), "missed")
    assert last_told(kit, "c2")[-3:] == [
        "  Calls whose turn was earlier, and why anna could not take them:",
        "    russian (billing; waited for 7 s, since 2.0; priority 1 goes before all lower): "
        "lacks russian >= 5 (has 0)",
        "    c0 (billing; waited for 7 s, since 2.0): did not take this call before",
    ]


def test_settling_decides_for_those_who_waited_before() -> None:
    kit = CentreKit(settled=False)
    kit.sign_in("anna")
    kit.call("c1")
    assert decisions(kit, "c1") == []
    kit.tell(Settled())
    assert [each.agent for each in decisions(kit, "c1")] == ["anna"]


def test_a_call_nobody_decided_about_has_nothing_to_tell() -> None:
    kit = a_full_house()
    assert explain(((at, fact) for at, fact, _ in kit.journal), "unknown") == []


def test_an_engine_may_be_watched_without_being_told_through_the_witness() -> None:
    kit = a_full_house()
    kit.call("c1")
    seen = Witness("c1")
    engine = Engine(seen.watch)
    assert [engine.handle(fact, at) for at, fact, _ in kit.journal] == [orders for *_, orders in kit.journal]
    assert len(seen.told) == 1


def test_every_state_of_an_agent_has_a_verdict_and_every_verdict_its_words() -> None:
    assert {state.value for state in AgentState if state is not AgentState.READY} <= set(Verdict)
    assert set(Verdict) <= set(ENGLISH)


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert ENGLISH.keys() == RUSSIAN.keys()
    assert {key: blanks(text) for key, text in ENGLISH.items()} == {key: blanks(text) for key, text in RUSSIAN.items()}


def test_a_decision_in_english() -> None:
    kit = a_full_house()
    kit.call("c1", priority=2)
    assert last_told(kit, "c1") == [
        "11.0: call c1 looked for an agent and was offered to boris.",
        "  Queue billing; needs billing >= 3; 1 of 1 in its line.",
        "  Turn: waited for 0 s, since 11.0; priority 2 goes before all lower.",
        "  Of those who are free and meet the earliest step: longest idle.",
        "  Agents:",
        "    boris: chosen: ready, idle for 5 s, rank 1",
        "    anna: ready, idle for 4 s, rank 2",
        "    clara: lacks billing >= 3 (has 2)",
        "    dora: paused: lunch",
        "    egor: was talking (t1)",
        "    fedor: was in wrap-up until 107.0",
        "    galina: the phone was unreachable",
        "    igor: the phone was busy elsewhere",
    ]


def test_a_decision_in_russian() -> None:
    kit = a_full_house()
    kit.call("c1", priority=2)
    assert last_told(kit, "c1", "ru")[:9] == [
        "11.0: для звонка c1 искали агента, звонок предложен: boris.",
        "  Очередь billing; нужно: billing >= 3; место в своей очереди 1 из 1.",
        "  Очерёдность: ожидание 0 с, с 11.0; приоритет 2 идёт раньше всех меньших.",
        "  Из свободных на самом раннем шаге: кто дольше без звонка.",
        "  Агенты:",
        "    boris: выбор: свободен, без звонка 5 с, место 1",
        "    anna: свободен, без звонка 4 с, место 2",
        "    clara: не хватает: billing >= 3 (есть 2)",
        "    dora: на паузе: lunch",
    ]


def test_agents_with_the_same_reason_share_a_line_and_too_many_are_counted() -> None:
    names = [f"a{number:02}" for number in range(30)]
    kit = CentreKit(queue("billing"), agents=tuple(agent(name) for name in names))
    kit.sign_in(*names[:25])
    kit.call("c1")
    told = last_told(kit, "c1")
    assert told[-2:] == ["    … and 5 more", "    a25, a26, a27, a28, a29: signed out"]
    assert told[-3] == "    a19: ready, idle for 6 s, rank 20"


@pytest.mark.parametrize("why", [Miss.NO_ANSWER, Miss.UNREACHABLE])
def test_a_pause_of_the_engine_is_told_as_people_say_it(why: Miss) -> None:
    kit = CentreKit(misses_to_pause=1)
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1", why)
    kit.call("c2")
    assert f"    anna: paused: missed 1 offers, the last: {ENGLISH[why]}" in last_told(kit, "c2")
