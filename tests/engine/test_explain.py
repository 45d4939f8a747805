"""Why a call went where it went, shown again from the journal alone."""

from string import Formatter

import pytest

from acd.engine.engine import Engine
from acd.engine.explain import AgentVerdict, Explained, PassedOver, Verdict, Witness, explain
from acd.engine.explain_text import ENGLISH, RUSSIAN, render
from acd.engine.facts import Settled
from agents.states import AgentState, Device
from tests.engine.centre_kit import CentreKit, agent, queue

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


def explained(kit: CentreKit, call_id: str) -> list[Explained]:
    return explain(((at, fact) for at, fact, _ in kit.journal), call_id)


def verdicts(decision: Explained) -> dict[str, Verdict]:
    return {each.agent: each.verdict for each in decision.agents}


def test_every_agent_has_the_one_reason_that_counted() -> None:
    kit = a_full_house()
    kit.call("c1", priority=2)
    (decision,) = explained(kit, "c1")
    assert (decision.trigger, decision.agent, decision.at) == ("call", "boris", 11.0)
    assert (decision.need, decision.priority, decision.turn) == ((("billing", 3),), 2, 1)
    assert decision.agents == (
        AgentVerdict(agent="boris", verdict=Verdict.CHOSEN, rank=1, idle_s=5.0),
        AgentVerdict(agent="anna", verdict=Verdict.IDLE, rank=2, idle_s=4.0),
        AgentVerdict(agent="clara", verdict=Verdict.LACKS, lacks=(("billing", 2, 3),)),
        AgentVerdict(agent="dora", verdict=Verdict.PAUSED, reason="lunch"),
        AgentVerdict(agent="egor", verdict=Verdict.TALKING),
        AgentVerdict(agent="fedor", verdict=Verdict.WRAP_UP),
        AgentVerdict(agent="galina", verdict=Verdict.UNREACHABLE),
        AgentVerdict(agent="igor", verdict=Verdict.BUSY_ELSEWHERE),
    )


def test_each_decision_of_a_call_is_told_with_who_missed_it_before() -> None:
    kit = a_full_house()
    kit.call("c1")
    kit.miss("c1")
    kit.miss("c1")
    decisions = explained(kit, "c1")
    assert [each.agent for each in decisions] == ["boris", "anna", None]
    assert verdicts(decisions[1])["boris"] is Verdict.REFUSED
    assert verdicts(decisions[2])["anna"] is Verdict.REFUSED
    assert Verdict.CHOSEN not in verdicts(decisions[2]).values()


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
    (decision,) = explained(kit, "c1")
    assert decision.trigger == "call"
    kit.calls("c2", "c3")
    kit.answer("c1")
    kit.end_talk("c1")
    (waited, served) = explained(kit, "c2")
    assert (waited.agent, verdicts(waited)["anna"]) == (None, Verdict.OFFERED)
    assert (served.trigger, served.agent, served.turn, served.line_length) == ("agent", "anna", 2, 3)
    assert served.passed_over == (
        PassedOver(call="russian", priority=1, waited_s=7.0, lacks=(("russian", 0, 5),)),
        PassedOver(call="c0", priority=0, waited_s=7.0),
    )


def test_settling_decides_for_those_who_waited_before() -> None:
    kit = CentreKit(settled=False)
    kit.sign_in("anna")
    kit.call("c1")
    assert explained(kit, "c1") == []
    kit.tell(Settled())
    assert [each.agent for each in explained(kit, "c1")] == ["anna"]


def test_a_call_nobody_decided_about_has_nothing_to_tell() -> None:
    assert explained(a_full_house(), "unknown") == []


def test_watching_changes_no_order() -> None:
    kit = a_full_house()
    kit.call("c1")
    watched = Engine(Witness("c1").watch)
    assert [watched.handle(fact, at) for at, fact, _ in kit.journal] == [orders for *_, orders in kit.journal]


def test_every_state_of_an_agent_has_a_verdict_and_every_verdict_its_words() -> None:
    assert {state.value for state in AgentState if state is not AgentState.READY} <= set(Verdict)
    assert set(Verdict) <= set(ENGLISH)


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert ENGLISH.keys() == RUSSIAN.keys()
    assert {key: blanks(text) for key, text in ENGLISH.items()} == {key: blanks(text) for key, text in RUSSIAN.items()}


DECISION = Explained(
    at=11.0, call="c1", trigger="agent", queue="billing", need=(("billing", 3), ("english", 1)), priority=2,
    waited_s=7.4, turn=1, line_length=2, agent="anna",
    agents=(
        AgentVerdict(agent="anna", verdict=Verdict.CHOSEN, rank=1, idle_s=0.0),
        AgentVerdict(agent="clara", verdict=Verdict.LACKS, lacks=(("billing", 2, 3),)),
        AgentVerdict(agent="dora", verdict=Verdict.PAUSED, reason="lunch"),
    ),
    passed_over=(PassedOver(call="c0", priority=2, waited_s=9.0),),
)  # fmt: skip


def test_a_decision_in_english() -> None:
    assert render(DECISION, "en").splitlines() == [
        "11.0: anna became free and was offered call c1.",
        "  Queue billing; needs billing 3, english 1; priority 2; 1 of 2 in its line; waiting for 7 s.",
        "  Agents:",
        "    anna: chosen: ready, idle for 0 s, rank 1",
        "    clara: lacks billing 3 (has 2)",
        "    dora: paused: lunch",
        "  Calls whose turn was earlier, and why anna could not take them:",
        "    c0 (priority 2, waiting for 9 s): missed this call before",
    ]


def test_a_decision_in_russian_with_a_time_of_day() -> None:
    assert render(DECISION, "ru", time="09:15:02").splitlines() == [
        "09:15:02: anna освобождается и получает предложение: звонок c1.",
        "  Очередь billing; нужно: billing 3, english 1; приоритет 2; место в своей очереди 1 из 2; ожидание 7 с.",
        "  Агенты:",
        "    anna: выбор: свободен, без звонка 0 с, место 1",
        "    clara: не хватает: billing 3 (есть 2)",
        "    dora: на паузе: lunch",
        "  Звонки, чья очередь была раньше, и почему anna их не получает:",
        "    c0 (приоритет 2, ожидание 9 с): уже пропустил этот звонок",
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "looked for an agent and found nobody"), ("ru", "никто не подошёл")]
)
def test_finding_nobody_is_told_as_such(language: str, words: str) -> None:
    kit = CentreKit()
    kit.call("c1")
    (decision,) = explained(kit, "c1")
    text = render(decision, "en" if language == "en" else "ru")
    assert words in text
    assert "anna: signed out" in text or "anna: не на смене" in text
