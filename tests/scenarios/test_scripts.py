"""An owner's AGI script as a step of the menu: what it sets routes the call, and what it breaks loses nobody."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import CallArrived, CallQueued
from tests.scenarios.pbx import Caller
from tests.scenarios.stage import Stage


@pytest.fixture(autouse=True)
def _python_with_pyst2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts' ``python3`` is the one that runs this."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def queued(stage: Stage) -> CallQueued:
    [asked] = stage.facts(CallQueued)
    return asked


async def test_a_script_of_pyst2_looks_the_caller_up_and_the_call_goes_by_what_it_found(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("121", number="+74951110000")
    await stage.talks("anna", caller)
    asked = queued(stage)
    assert (asked.queue, asked.priority) == ("billing", 10)
    assert asked.data == {"customer": "Anna Smirnova", "tier": "vip"}


async def test_a_caller_whom_the_script_does_not_know_goes_on_too(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("121")
    await stage.talks("anna", caller)
    assert (queued(stage).queue, queued(stage).data) == ("support", {"tier": "unknown"})


@pytest.mark.parametrize("dialled", ["122", "123", "124"], ids=["hangs", "prints rubbish", "dies"])
async def test_a_caller_whose_script_fails_reaches_a_person(stage: Stage, dialled: str) -> None:
    await stage.sign_in("anna")
    caller = await stage.call(dialled)
    await stage.talks("anna", caller)
    assert (queued(stage).topic, queued(stage).data) == ("a person", {})
    assert stage.when(CallQueued) - stage.when(CallArrived) < 3.0


async def test_a_caller_whose_script_lets_the_pbx_hang_comes_back_and_reaches_a_person(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("125")
    await stage.talks("anna", caller)
    assert queued(stage).topic == "a person"


async def test_a_script_cannot_hang_up_on_the_caller(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("126")
    await stage.talks("anna", caller)
    assert queued(stage).data == {"tier": "510 Invalid or unknown command"}


async def test_a_caller_who_hangs_up_while_the_script_runs_is_forgotten(stage: Stage) -> None:
    caller = await in_script(stage)
    await caller.hang_up()
    await stage.gone(caller)
    await no_script_is_left(stage)
    assert not stage.facts(CallQueued)


async def test_a_caller_who_is_taken_elsewhere_while_the_script_runs_is_released(stage: Stage) -> None:
    caller = await in_script(stage)
    await stage.pbx.redirect(caller, "600")
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is released")
    await no_script_is_left(stage)
    assert not caller.ended


async def in_script(stage: Stage) -> Caller:
    """A caller for whom a script runs that hangs."""
    caller = await stage.call("122")
    await stage.until(lambda: stage.service.scripts.running == 1, "the script runs")
    await asyncio.sleep(0.1)
    return caller


async def no_script_is_left(stage: Stage) -> None:
    await stage.until(lambda: stage.service.scripts.running == 0, "no script runs", within_s=1.5)
