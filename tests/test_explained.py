"""Explanations beside a running service: few at a time, and none that outlives the one who asked."""

import asyncio
from pathlib import Path

import pytest

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentSignedIn,
    AnyFact,
    CallArrived,
    CallQueued,
    CallRestored,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.explained import (
    APART_S,
    MOST_AT_ONCE,
    MOST_SERVED_FIRST,
    NO_SUCH_AGENT,
    Explanations,
    NoSuchAgent,
    calls_like,
    explain_from,
    main,
)
from acd.store.journal import FileJournal
from agents.roster import AgentRules


class FakeProcess:
    """A process that thinks for a while and says one line."""

    def __init__(self, thinks_s: float) -> None:
        self.returncode: int | None = None
        self.killed = False
        self.ends_with = 0
        self._thinks_s = thinks_s

    async def communicate(self) -> tuple[bytes, None]:
        await asyncio.sleep(self._thinks_s)
        self.returncode = self.ends_with
        return b"because", None

    def kill(self) -> None:
        self.killed, self.returncode = True, -9

    async def wait(self) -> None:
        """It ends at once."""


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[FakeProcess]:
    """Every process that was begun; calls whose id begins with ``slow`` take too long."""
    begun: list[FakeProcess] = []

    async def begin(*words: str, **options: object) -> FakeProcess:
        begun.append(FakeProcess(2 * APART_S if words[4].startswith("slow") else 1.0))
        return begun[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
    return begun


async def test_so_many_explanations_run_at_a_time_and_all_are_given(processes: list[FakeProcess]) -> None:
    explanations = Explanations(Path())
    asked = [asyncio.create_task(explanations.explain(f"1.{n}", "en")) for n in range(3 * MOST_AT_ONCE)]
    await asyncio.sleep(0.5)
    assert len(processes) == MOST_AT_ONCE
    assert await asyncio.gather(*asked) == ["because"] * len(asked)


async def test_one_that_takes_too_long_is_ended(processes: list[FakeProcess]) -> None:
    assert await Explanations(Path()).explain("slow", "en") is None
    assert [process.killed for process in processes] == [True]


async def test_one_that_nobody_waits_for_any_more_is_ended(processes: list[FakeProcess]) -> None:
    asked = asyncio.create_task(Explanations(Path()).explain("slow", "en"))
    await asyncio.sleep(1.0)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert [process.killed for process in processes] == [True]


@pytest.mark.parametrize("call", ["1.1\0", "1.1\r\n", "\x1b[2J"])
async def test_what_cannot_be_a_call_is_not_known(processes: list[FakeProcess], call: str) -> None:
    assert await Explanations(Path()).explain(call, "en") is None
    assert not processes


async def test_why_not_a_certain_agent_is_asked_and_who_is_nobody_is_said(
    processes: list[FakeProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, ...]] = []

    async def begin(*words: str, **options: object) -> FakeProcess:
        begun.append(words)
        process = FakeProcess(1.0)
        if words[6] == "nobody":
            process.ends_with = NO_SUCH_AGENT
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
    explanations = Explanations(Path("journal"))
    assert await explanations.explain("1.1", "ru", "anna", frozenset({"b", "a"})) == "because"
    assert begun[0][3:] == ("journal", "1.1", "ru", "anna", '["a", "b"]')
    await explanations.explain("1.1", "en", queues=frozenset())
    assert begun[1][6:] == ("", "[]"), "no queue is not every queue"
    with pytest.raises(NoSuchAgent):
        await explanations.explain("1.1", "en", "nobody")


def test_what_the_process_says_it_says_of_calls_in_the_queues_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = CentreRules(name="Explained", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,))
    write(tmp_path, rules, AgentSignedIn("anna"), *asks("1.1"))
    assert main(str(tmp_path), "1.1", "en", "", '["support"]') == 0
    assert "call 1.1" in capsys.readouterr().out
    assert main(str(tmp_path), "1.1", "en", "", '["sales"]') == 1
    assert main(str(tmp_path), "1.1", "en", "", "[]") == 1
    assert main(str(tmp_path), "1.1", "en", "nobody", "null") == NO_SUCH_AGENT
    assert main(str(tmp_path / "none"), "1.1", "en") == 1
    assert capsys.readouterr().out == ""


async def test_a_pause_of_the_engine_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    rules = CentreRules(
        name="Explained",
        skills={"tech": "Tech"},
        queues=(QueueRules(name="support", needs={"tech": 1}, nobody_s=600.0),),
        agents=(AgentRules(name="anna", endpoint="PJSIP/1001", skills={"tech": 5}),),
        misses_to_pause=1,
    )
    told = Started(rules), Settled(), AgentSignedIn("anna"), *asks("1.1"), OfferMissed(1, "1.1", "anna", Miss.BUSY)
    journal, engine = FileJournal(tmp_path, 1_800_000_000.0, 9), Engine()
    for second, fact in enumerate((*told, *asks("1.2"))):
        journal.write(float(second), fact, engine.handle(fact, float(second)))
    journal.close()
    assert "paused: missed 1 offers, the last: " in (explain_from(tmp_path, "1.2", "en") or "")
    assert "на паузе: пропущено предложений 1, последнее: " in (explain_from(tmp_path, "1.2", "ru") or "")


def write(directory: Path, rules: CentreRules, *told: AnyFact) -> None:
    """A journal of these facts, a second apart."""
    journal, engine = FileJournal(directory, 1_800_000_000.0, 9), Engine()
    for second, fact in enumerate((Started(rules), Settled(), *told)):
        journal.write(float(second), fact, engine.handle(fact, float(second)))
    journal.close()


ONE_QUEUE = QueueRules(name="support", nobody_s=600.0)
ANNA = AgentRules(name="anna", endpoint="PJSIP/1001", skills={})


def test_calls_that_went_first_are_counted_when_they_are_too_many(tmp_path: Path) -> None:
    told: list[AnyFact] = [AgentSignedIn("anna"), *asks("1.0"), *asks("low")]
    for number in range(MOST_SERVED_FIRST + 3):
        told += [CallArrived(f"2.{number}"), CallQueued(call=f"2.{number}", queue="support", priority=1)]
        before = f"2.{number - 1}" if number else "1.0"
        told += [OfferAnswered(number + 1, before, "anna"), TalkEnded(before, "anna")]
    write(tmp_path, CentreRules(name="x", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,)), *told)
    said = explain_from(tmp_path, "low", "en") or ""
    assert said.count("whose turn was earlier") == MOST_SERVED_FIRST
    assert said.endswith("… and 3 more")


def test_what_people_wrote_is_only_text_to_a_terminal(tmp_path: Path) -> None:
    told = AgentSignedIn("anna"), AgentPaused("anna", "\x1b[2Jlunch\n00:00:00: x"), *asks("1.1")
    write(tmp_path, CentreRules(name="x", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,)), *told)
    said = explain_from(tmp_path, "1.1", "en") or ""
    assert ("anna: paused: ?[2Jlunch?00:00:00: x" in said, "\x1b" in said) == (True, False)


def test_a_call_in_two_journals_is_told_from_both(tmp_path: Path) -> None:
    rules = CentreRules(name="x", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,))
    write(tmp_path, rules, *asks("1.1"))
    write(tmp_path, rules, CallRestored(call="1.1", state="waiting", arrived_at=2.0, queue="support"))
    said = explain_from(tmp_path, "1.1", "en") or ""
    assert said.count("looked for an agent and found nobody") == 2
    assert "was found in queue support after a restart" in said


def test_ids_that_are_like_an_unknown_one_are_named_the_latest_of_which_it_is_a_part_first(tmp_path: Path) -> None:
    rules = CentreRules(name="x", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,))
    write(tmp_path, rules, *asks("1795300609.16"), *asks("1795300700.17"), *asks("1795309999.17"))
    assert calls_like(tmp_path, ".17") == ("1795309999.17", "1795300700.17")
    assert calls_like(tmp_path, "1795300609.15")[0] == "1795300609.16"
    assert calls_like(tmp_path, "nothing") == ()


def test_nobody_of_that_name_is_an_error_that_knows_who_was_there(tmp_path: Path) -> None:
    write(tmp_path, CentreRules(name="x", skills={}, queues=(ONE_QUEUE,), agents=(ANNA,)), *asks("1.1"))
    with pytest.raises(NoSuchAgent) as unknown:
        explain_from(tmp_path, "1.1", "en", "ANN")
    assert unknown.value.close == ("anna",)


def asks(call: str) -> tuple[AnyFact, AnyFact]:
    return CallArrived(call), CallQueued(call=call, queue="support")
