"""The numbers of the last line: each call once, waits of the answered, and a beginning that scripts can read."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core import Core
from acd.engine.facts import (
    AgentPaused,
    AgentUnpaused,
    AnyFact,
    CallArrived,
    CallbackAnswered,
    CallLeft,
    CallQueued,
    CallReleased,
    CallRestored,
)
from acd.engine.routing_rules import Bounds, Deflection, Exit
from acd.engine.rules import QueueRules
from acd.summary import LONGEST_COUNTED, Summary
from ivr.words import Language
from simulator.virtual_time import run_virtual
from tests.core_kit import NOON, QUEUES, PromptCore, a_core, answer, call, end_talk, hang_up, miss, sign_in

CALL_BACK = Deflection(when=Bounds(waiting=0), to=Exit(go="callback"))


def counted(**centre: Any) -> tuple[Core, Summary]:
    """A core whose calls are counted; Anna is here."""
    core, summary = a_core(kind=PromptCore, **centre), Summary()
    core.listeners.append(summary)
    sign_in(core, "anna")
    return core, summary


async def test_the_last_line_after_one_of_each() -> None:
    core, summary = counted()
    call(core, "answered")
    await asyncio.sleep(4)
    answer(core, "answered")
    call(core, "abandons")
    call(core, "waits")
    call(core, "sent away", queue="sales")
    core.tell(CallArrived("menu"))
    await asyncio.sleep(1)
    hang_up(core, "abandons")
    hang_up(core, "menu")
    assert summary.line("en") == (
        "offered 4 answered 1 abandoned 1 sent_away 1 left_in_menu 1 waiting 1 talking 1; "
        "waits: mean 4.0 s, p90 4.0 s, longest 4.0 s"
    )


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_line_begins_the_same_in_every_language(language: Language) -> None:
    _, summary = counted()
    assert re.match(r"offered 0 answered 0 abandoned 0\W", summary.line(language))


async def test_a_call_is_offered_once_however_often_it_rings_or_moves() -> None:
    core, summary = counted()
    sign_in(core, "boris")
    call(core, "c1")
    miss(core, "c1")
    miss(core, "c1")
    assert summary.numbers()["offered"] == 1
    assert summary.numbers()["waiting"] == 1


async def test_a_call_that_asks_again_counts_once_by_how_its_last_wait_ended() -> None:
    core, summary = counted()
    call(core, "c1")
    answer(core, "c1")
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="billing"))
    assert [summary.numbers()[name] for name in ("offered", "answered", "waiting")] == [1, 0, 1]
    hang_up(core, "c1")
    assert [summary.numbers()[name] for name in ("offered", "answered", "abandoned")] == [1, 0, 1]


async def test_who_is_found_at_the_start() -> None:
    core, summary = counted()
    core.tell(CallRestored(call="talks", state="talking", arrived_at=NOON, agent="anna"))
    core.tell(CallRestored(call="waits", state="waiting", arrived_at=NOON - 60, queued_at=NOON - 30, queue="billing"))
    found = summary.numbers()
    assert (found["offered"], found["answered"], found["waiting"], found["talking"]) == (1, 0, 1, 1)
    end_talk(core, "talks")
    hang_up(core, "talks")
    assert summary.numbers()["left_in_menu"] == 0
    await asyncio.sleep(5)
    answer(core, "waits")
    assert summary.numbers()["longest_wait_s"] == 35


async def test_who_is_taken_elsewhere_while_waiting_is_sent_away() -> None:
    core, summary = counted()
    core.tell(AgentPaused("anna", "lunch"))
    call(core, "c1")
    core.tell(CallReleased("c1"))
    hang_up(core, "c1")
    assert summary.numbers()["sent_away"] == 1
    assert summary.numbers()["abandoned"] == 0


async def test_who_would_rather_wait_than_be_called_back_is_one_caller_who_waits_again() -> None:
    core, summary = counted(queues=(QueueRules(name="billing", deflect=(CALL_BACK,)),))
    core.tell(AgentPaused("anna", "lunch"))
    for call_id in ("waits on", "is called back"):
        call(core, call_id)
    assert [summary.numbers()[name] for name in ("offered", "sent_away", "waiting")] == [2, 2, 0]
    await asyncio.sleep(3)
    core.tell(CallbackAnswered("waits on", wanted=False))
    core.tell(CallbackAnswered("is called back", wanted=True))
    assert [summary.numbers()[name] for name in ("offered", "sent_away", "waiting")] == [2, 1, 1]
    await asyncio.sleep(4)
    core.tell(AgentUnpaused("anna"))
    answer(core, "waits on")
    assert (summary.numbers()["answered"], summary.numbers()["longest_wait_s"]) == (1, 7.0)


async def test_a_refused_fact_counts_nothing() -> None:
    core, summary = counted()
    core.tell(CallQueued(call="never came", queue="billing"))
    core.tell(CallLeft("never came"))
    assert not any(summary.numbers().values())


async def test_waits_are_exact_in_mean_and_longest_and_to_a_tenth_in_p90() -> None:
    core, summary = counted()
    for wait_s in range(1, 11):
        call(core, f"c{wait_s}")
        await asyncio.sleep(wait_s)
        answer(core, f"c{wait_s}")
        end_talk(core, f"c{wait_s}")
        hang_up(core, f"c{wait_s}")
        await asyncio.sleep(10)
    found = summary.numbers()
    waits = [found[f"{name}_wait_s"] for name in ("mean", "p90", "longest")]
    assert waits == pytest.approx([5.5, 9.0, 10.0])


def test_what_is_kept_of_waits_has_an_end() -> None:
    summary = Summary()
    for hours in range(1, 100):
        summary._count_wait(3600.0 * hours)
    assert list(summary._waits) == [LONGEST_COUNTED]
    assert summary.numbers()["longest_wait_s"] == 99 * 3600.0


FACTS: dict[str, Callable[[str], AnyFact]] = {
    "leave": CallLeft,
    "back": CallArrived,
    "queue": lambda call_id: CallQueued(call=call_id, queue="sales"),
    "deflected": lambda call_id: CallQueued(call=call_id, queue="support"),
    "wait on": lambda call_id: CallbackAnswered(call_id, wanted=False),
    "call back": lambda call_id: CallbackAnswered(call_id, wanted=True),
    "release": CallReleased,
}
STEPS = st.sampled_from(["call", "answer", "miss", "end", "time", *FACTS])
CALLS_BACK = QueueRules(name="support", deflect=(CALL_BACK,))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=40))
def test_every_call_that_asked_is_in_exactly_one_number(steps: list[tuple[str, int]]) -> None:
    async def play() -> None:
        core, summary = counted(queues=(*QUEUES, CALLS_BACK))
        for step, number in steps:
            await take(core, step, f"c{number}")
            found = {name: value or 0 for name, value in summary.numbers().items()}
            ended = found["answered"] + found["abandoned"] + found["sent_away"] + found["waiting"]
            assert found["offered"] == ended
            in_line = [one for one in core.centre.calls.values() if one.state in ("waiting", "offered")]
            assert found["waiting"] == len(in_line)
            assert found["talking"] == sum(one.state == "talking" for one in core.centre.calls.values())

    run_virtual(play())


async def take(core: Core, step: str, call_id: str) -> None:
    """Do one step to one call, if it can be done now; facts that make no sense are told as well."""
    live = core.centre.calls.get(call_id)
    match step:
        case "call":
            call(core, call_id)
        case "answer" if live and live.offer:
            answer(core, call_id)
        case "miss" if live and live.offer:
            miss(core, call_id)
        case "end" if live and live.state == "talking":
            end_talk(core, call_id)
        case "time":
            await asyncio.sleep(40)
        case _ if step in FACTS:
            core.tell(FACTS[step](call_id))
