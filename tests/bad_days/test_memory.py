"""What a new service knows of the agents after the one before it ended badly."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedIn,
    AgentSignedOut,
    AnyFact,
    CallArrived,
    CallbackAnswered,
    CallersRestored,
    CallLeft,
    CallQueued,
    OfferAnswered,
    RulesChanged,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.restored import CallbackSlot
from acd.engine.routing_rules import Bounds, Deflection, Exit, LastAgent, Turns
from acd.engine.rules import CentreRules, QueueRules
from acd.memory import LONGEST_PROMISE_S, remembered
from acd.store.journal import FileJournal, journal_files
from agents.roster import AgentRules

T = 1_800_000_000.0
NAMES = ("anna", "boris", "clara", "david")
RULES = CentreRules(
    name="Memory",
    skills={"tech": "Tech"},
    queues=(QueueRules(name="support"),),
    agents=tuple(AgentRules(name=name, endpoint=f"PJSIP/{name}", skills={"tech": 5}, wrap_up_s=60.0) for name in NAMES),
)


def remembered_agents(folder: Path, now: float) -> list[AgentRestored]:
    return [fact for fact in remembered(folder, now, RULES) if isinstance(fact, AgentRestored)]


def live(folder: Path, *facts: tuple[float, AnyFact], begun_at: float = T, rules: CentreRules = RULES) -> FileJournal:
    """Live through ``facts``, each with its seconds after ``begun_at``; the journal is left as a crash leaves it."""
    engine, journal = Engine(), FileJournal(folder, begun_at, 9)
    for after_s, fact in ((0.0, Started(rules)), *facts):
        journal.write(begun_at + after_s, fact, engine.handle(fact, begun_at + after_s))
    journal.close()
    return journal


def call_of_anna() -> tuple[tuple[float, AnyFact], ...]:
    queued = CallQueued(call="1.1", queue="support", needs={"tech": 1})
    return (1.0, AgentSignedIn("anna")), (2.0, Settled()), (3.0, CallArrived("1.1")), (4.0, queued)


def test_agents_stand_as_the_last_journal_left_them(tmp_path: Path) -> None:
    talked = (5.0, OfferAnswered(1, "1.1", "anna")), (6.0, TalkEnded("1.1", "anna"))
    lunch = (7.0, AgentSignedIn("boris")), (8.0, AgentPaused("boris", "lunch"))
    left = (9.0, AgentSignedIn("clara")), (10.0, AgentSignedOut("clara"))
    live(tmp_path, *call_of_anna(), *talked, *lunch, *left)
    assert remembered_agents(tmp_path, T + 20.0) == [
        AgentRestored(agent="anna", signed_in=True, idle_since=T + 1.0, wrap_up_until=T + 66.0),
        AgentRestored(agent="boris", signed_in=True, idle_since=T + 7.0, pause_reason="lunch"),
    ]


def test_who_was_talking_gets_a_wrap_up_in_case_it_ended_unseen(tmp_path: Path) -> None:
    live(tmp_path, *call_of_anna(), (5.0, OfferAnswered(1, "1.1", "anna")))
    (anna,) = remembered_agents(tmp_path, T + 20.0)
    assert anna.wrap_up_until == T + 80.0


def test_a_clock_that_was_set_back_makes_no_wrap_up_longer(tmp_path: Path) -> None:
    live(tmp_path, *call_of_anna(), (5.0, OfferAnswered(1, "1.1", "anna")), (6.0, TalkEnded("1.1", "anna")))
    (anna,) = remembered_agents(tmp_path, T - 3600.0)
    assert anna.wrap_up_until == T - 3540.0


def test_who_wanted_to_leave_after_the_call_is_not_brought_back(tmp_path: Path) -> None:
    live(tmp_path, *call_of_anna(), (5.0, OfferAnswered(1, "1.1", "anna")), (6.0, AgentSignedOut("anna")))
    assert remembered_agents(tmp_path, T + 20.0) == []


@pytest.mark.parametrize("starts", [1, 3])
def test_a_service_killed_right_after_its_start_loses_nobody(tmp_path: Path, starts: int) -> None:
    live(tmp_path, (1.0, AgentSignedIn("anna")))
    for start in range(starts):
        live(tmp_path, begun_at=T + 10.0 + start)
    assert [each.agent for each in remembered_agents(tmp_path, T + 20.0)] == ["anna"]


def test_damage_costs_what_it_hides_and_no_more(tmp_path: Path) -> None:
    journal = live(tmp_path, *((float(n), AgentSignedIn(name)) for n, name in enumerate(NAMES, 1)))
    lines = journal.path.read_bytes().splitlines(keepends=True)
    lines[2] = b"\xff\xfe rubbish\n"
    lines[3] = b"\n"
    journal.path.write_bytes(b"".join(lines))
    with capture_logs() as logs:
        assert [each.agent for each in remembered_agents(tmp_path, T + 20.0)] == ["anna", "david"]
    assert logs == [{"event": "journal_damaged", "path": journal.path.name, "lines": 2, "log_level": "warning"}]


def test_a_journal_that_is_all_rubbish_leads_to_the_one_before(tmp_path: Path) -> None:
    live(tmp_path, (1.0, AgentSignedIn("anna")))
    journal = live(tmp_path, (1.0, AgentSignedIn("boris")), begun_at=T + 10.0)
    journal.path.write_bytes(b"\x00" * 4096)
    assert [each.agent for each in remembered_agents(tmp_path, T + 20.0)] == ["anna"]


def test_a_journal_of_nothing_but_rules_leads_to_the_one_before(tmp_path: Path) -> None:
    live(tmp_path, (1.0, AgentSignedIn("anna")))
    live(tmp_path, (1.0, RulesChanged(RULES)), begun_at=T + 10.0)
    assert [each.agent for each in remembered_agents(tmp_path, T + 20.0)] == ["anna"]


def test_an_agent_whom_changed_rules_name_is_remembered_and_one_whom_they_do_not_is_not(tmp_path: Path) -> None:
    changed = replace(RULES, agents=RULES.agents[1:])
    live(tmp_path, (1.0, AgentSignedIn("anna")), (1.0, AgentSignedIn("boris")), (2.0, RulesChanged(changed)))
    assert [each.agent for each in remembered_agents(tmp_path, T + 20.0)] == ["boris"]


def test_with_no_journal_there_is_no_memory(tmp_path: Path) -> None:
    assert journal_files(tmp_path) == []
    assert remembered_agents(tmp_path / "never", T) == []


# -- callers -----------------------------------------------------------------------------------------------

NUMBER = "+35315550100"
KNOWS_CALLERS = replace(
    RULES,
    queues=(QueueRules(name="support", last_agent=LastAgent(within_s=3600.0)),),
    turns=Turns(redial_s=600.0),
)
CALLS_BACK = replace(
    RULES,
    queues=(QueueRules(name="support", deflect=(Deflection(when=Bounds(waiting=0), to=Exit(go="callback")),)),),
)


def talks_and_calls_again() -> tuple[tuple[float, AnyFact], ...]:
    """A caller talks to Anna, calls again while she still talks, and gives up."""
    here = (1.0, AgentSignedIn("anna")), (2.0, Settled())
    calls = (3.0, CallArrived("1.1", number=NUMBER)), (4.0, CallQueued(call="1.1", queue="support"))
    again = (6.0, CallArrived("1.2", number=NUMBER)), (7.0, CallQueued(call="1.2", queue="support"))
    return *here, *calls, (5.0, OfferAnswered(1, "1.1", "anna")), *again, (9.0, CallLeft("1.2"))


def asks_to_be_called_back() -> tuple[tuple[float, AnyFact], ...]:
    """Anna is here and pauses; a caller would rather be called back."""
    here = (1.0, AgentSignedIn("anna")), (2.0, AgentPaused("anna", "lunch")), (3.0, Settled())
    calls = (4.0, CallArrived("1.1", number=NUMBER)), (4.0, CallQueued(call="1.1", queue="support"))
    return *here, *calls, (8.0, CallbackAnswered("1.1", wanted=True))


def callers(folder: Path, after_s: float, rules: CentreRules) -> list[CallersRestored]:
    return [fact for fact in remembered(folder, T + after_s, rules) if isinstance(fact, CallersRestored)]


def test_callers_find_their_last_agent_and_their_old_place_after_a_restart(tmp_path: Path) -> None:
    live(tmp_path, *talks_and_calls_again(), rules=KNOWS_CALLERS)
    assert callers(tmp_path, 20.0, KNOWS_CALLERS) == [
        CallersRestored(talked=((NUMBER, "anna", T + 5.0),), left=((NUMBER, "support", T + 7.0, T + 9.0),))
    ]


def test_what_no_rule_asks_for_any_more_is_not_carried_along(tmp_path: Path) -> None:
    live(tmp_path, *talks_and_calls_again(), rules=KNOWS_CALLERS)
    assert callers(tmp_path, 20.0, RULES) == []
    (found,) = callers(tmp_path, 610.0, KNOWS_CALLERS)
    assert (len(found.talked), found.left) == (1, ())
    assert callers(tmp_path, 3606.0, KNOWS_CALLERS) == []


def test_who_was_promised_to_be_called_back_is_not_forgotten_for_a_day(tmp_path: Path) -> None:
    live(tmp_path, *asks_to_be_called_back(), rules=CALLS_BACK)
    slot = CallbackSlot(call="1.1", number=NUMBER, queue="support", place=T + 4.0, asked_at=T + 8.0)
    assert callers(tmp_path, 20.0, CALLS_BACK) == [CallersRestored(callbacks=(slot,))]
    assert callers(tmp_path, 9.0 + LONGEST_PROMISE_S, CALLS_BACK) == []


def test_what_is_remembered_is_remembered_again_by_the_next(tmp_path: Path) -> None:
    live(tmp_path, *asks_to_be_called_back(), rules=CALLS_BACK)
    once = remembered(tmp_path, T + 20.0, CALLS_BACK)
    live(tmp_path, *((0.0, fact) for fact in once), begun_at=T + 30.0, rules=CALLS_BACK)
    assert remembered(tmp_path, T + 40.0, CALLS_BACK) == once
