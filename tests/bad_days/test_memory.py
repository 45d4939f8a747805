"""What a new service knows of the agents after the one before it ended badly."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedIn,
    AgentSignedOut,
    AnyFact,
    CallArrived,
    CallQueued,
    OfferAnswered,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.memory import remembered_agents
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


def live(folder: Path, *facts: tuple[float, AnyFact], begun_at: float = T) -> FileJournal:
    """Live through ``facts``, each with its seconds after ``begun_at``; the journal is left as a crash leaves it."""
    engine, journal = Engine(), FileJournal(folder, begun_at, 9)
    for after_s, fact in ((0.0, Started(RULES)), *facts):
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


def test_with_no_journal_there_is_no_memory(tmp_path: Path) -> None:
    assert journal_files(tmp_path) == []
    assert remembered_agents(tmp_path / "never", T) == []
