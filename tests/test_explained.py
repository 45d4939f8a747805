"""Explanations beside a running service: few at a time, and none that outlives the one who asked."""

import asyncio
from pathlib import Path

import pytest

from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentSignedIn,
    AnyFact,
    CallArrived,
    CallQueued,
    Miss,
    OfferMissed,
    Settled,
    Started,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.explained import APART_S, MOST_AT_ONCE, Explanations, explain_from
from acd.store.journal import FileJournal
from agents.roster import AgentRules


class FakeProcess:
    """A process that thinks for a while and says one line."""

    def __init__(self, thinks_s: float) -> None:
        self.returncode: int | None = None
        self.killed = False
        self._thinks_s = thinks_s

    async def communicate(self) -> tuple[bytes, None]:
        await asyncio.sleep(self._thinks_s)
        self.returncode = 0
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
        begun.append(FakeProcess(2 * APART_S if words[-2].startswith("slow") else 1.0))
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


def asks(call: str) -> tuple[AnyFact, AnyFact]:
    return CallArrived(call), CallQueued(call=call, queue="support")
