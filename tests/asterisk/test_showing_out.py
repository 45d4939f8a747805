"""Ways out as the caller's session goes them: what is said and asked, and where each ends when it does not help."""

import asyncio

import pytest

from acd.asterisk.showing_out import MOST_NUMBERS
from acd.engine import call_facts
from acd.engine.calls import CallState
from acd.engine.facts import AnyFact, CallbackAnswered, CallTransferred
from acd.engine.orders import AnyOrder
from acd.engine.routing_rules import Exit
from acd.engine.rules import QueueRules
from tests.asterisk.caller_stand import Served
from tests.core_kit import sign_in

OUTSIDE, CALLBACK = Exit(go="number", target="+79991234567"), Exit(go="callback", say="sorry")
ANSWERED, NOBODY = "ANSWER", "CHANUNAVAIL"
LONGEST_S = 30.0


class Shown(Served):
    """A caller who has waited for so long that they are shown out by ``way``; ``keys`` are pressed when asked."""

    def __init__(self, way: Exit, keys: str = "", outside: str = NOBODY) -> None:
        queue = QueueRules(name="billing", nobody_s=600.0, longest_wait_s=LONGEST_S, longest_wait_exit=way)
        super().__init__(queues=(queue,), keys=keys)
        self.line.outcome = outside
        self.facts: list[AnyFact] = []
        self.core.listeners.append(self._heard)

    def _heard(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        self.facts.append(fact)

    async def waits(self, times: int = 1) -> None:
        """Wait for the way out, and for what comes of it; so many times."""
        if self._served is None:
            await self.begins()
        await asyncio.sleep(times * (LONGEST_S + 10.0))

    def answers(self) -> list[bool]:
        self.core.catch_up()
        return [fact.wanted for fact in self.facts if isinstance(fact, CallbackAnswered)]

    def rung_outside(self) -> int:
        return len(self.dialled())


# -- a number outside --------------------------------------------------------------------------------------


async def test_a_number_that_answers_is_the_end_of_waiting() -> None:
    shown = Shown(OUTSIDE, outside=ANSWERED)
    await shown.waits()
    assert shown.dialled() == ["Local/+79991234567@acd-outside/n"]
    assert shown.is_over
    assert "ACD_STATE=done" in shown.line.sent[-1]


async def test_a_number_that_nobody_answers_leads_back_into_line() -> None:
    shown = Shown(OUTSIDE)
    await shown.waits()
    assert (shown.call.state, shown.rung_outside()) == (CallState.WAITING, 1)
    assert any("not-reached" in command for command in shown.line.sent)
    assert [type(fact) for fact in shown.facts][-1] is CallTransferred
    sign_in(shown.core, "anna")
    await asyncio.sleep(1)
    assert shown.dialled()[-1] == "PJSIP/1001"


async def test_a_number_that_never_answers_is_not_rung_for_ever() -> None:
    shown = Shown(OUTSIDE)
    await shown.waits(MOST_NUMBERS + 2)
    assert shown.rung_outside() == MOST_NUMBERS
    assert shown.is_over


# -- being called back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [" 1", "  1"])
async def test_who_presses_1_during_the_question_or_after_it_is_called_back(keys: str) -> None:
    shown = Shown(CALLBACK, keys)
    await shown.waits()
    assert shown.line.said == ["sorry", "callback-offer", "callback-noted"]
    assert [slot.number for slot in shown.core.centre.callbacks] == ["+74951234567"]
    assert shown.answers() == [True]
    assert shown.is_over


@pytest.mark.parametrize("keys", [" 2", " *", "", "  9"])
async def test_any_other_key_and_silence_mean_waiting_on_and_nobody_is_asked_twice(keys: str) -> None:
    shown = Shown(CALLBACK, keys)
    await shown.waits()
    assert shown.line.said == ["sorry", "callback-offer"]
    assert any("callback-wait" in command for command in shown.line.sent)
    assert (shown.answers(), shown.call.state) == ([False], CallState.WAITING)
    await shown.waits()
    assert shown.line.said == ["sorry", "callback-offer", "sorry"]
    assert shown.is_over
    assert shown.core.centre.callbacks == []


async def test_when_all_slots_are_taken_the_caller_waits_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_facts, "MOST_CALLBACKS", 0)
    shown = Shown(CALLBACK, " 1")
    await shown.waits()
    assert shown.line.said == ["sorry", "callback-offer"]
    assert (shown.answers(), shown.call.state) == ([True, False], CallState.WAITING)
    assert shown.core.centre.callbacks == []


@pytest.mark.parametrize("number", ["", "anonymous", "+7999;cause=1"])
async def test_who_cannot_be_called_is_not_asked(number: str) -> None:
    shown = Shown(CALLBACK, " 1")
    await shown.begins()
    shown.call.number = number
    await shown.waits()
    assert shown.line.said == ["sorry"]
    assert (shown.answers(), shown.call.state) == ([False], CallState.WAITING)


async def test_a_prompt_that_is_not_there_asks_nothing_and_the_caller_waits_on() -> None:
    shown = Shown(CALLBACK, " 1")
    shown.line._missing = {"callback-offer"}
    await shown.waits()
    assert (shown.answers(), shown.call.state) == ([False], CallState.WAITING)
