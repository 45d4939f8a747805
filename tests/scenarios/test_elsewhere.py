"""Agents elsewhere confirm by a key, so that voicemail never wins a call; agents hear which queue calls."""

import pytest

from acd.asterisk.truth import CONFIRMING, STATE
from acd.engine.calls import CallState
from acd.engine.facts import OfferAnswered
from agents.states import AgentState
from tests.scenarios.pbx import Habit
from tests.scenarios.stage import Stage

KEY, VOICEMAIL = Habit(keys="1"), Habit()


async def is_asked_for_the_key(stage: Stage, agent: str) -> None:
    """Wait until an agent has picked up and hears what to press."""
    phone = stage.phone(agent)
    await stage.until(lambda: any("confirm-call" in sound for sound in phone.heard), f"{agent} is asked for the key")


def prompts(heard: list[str]) -> list[str]:
    """The names of the prompts among what was heard."""
    return [sound for sound in heard if sound not in ("", "music", "voice")]


async def test_an_agent_elsewhere_takes_the_call_by_a_key(stage: Stage) -> None:
    await stage.sign_in("elsa")
    stage.phone("elsa").habit = KEY
    caller = await stage.call("131", name="Bob")
    await stage.talks("elsa", caller)
    [ring] = stage.phone("elsa").rings
    assert (ring.calling_name, ring.calling_number) == ("Mobile · Bob", "+74951234567")
    assert prompts(stage.phone("elsa").heard)[0].endswith("ru/queue-sales")
    await stage.phone("elsa").hang_up()
    await stage.gone(caller)
    await stage.rests("elsa", AgentState.READY)


async def test_voicemail_never_wins_a_call(stage: Stage) -> None:
    await stage.sign_in("elsa", "clara")
    stage.phone("elsa").habit = VOICEMAIL
    caller = await stage.call("131")
    await is_asked_for_the_key(stage, "elsa")
    assert await stage.pbx.variable(caller.call_id, STATE) == CONFIRMING
    assert stage.state(caller) is CallState.OFFERED
    await stage.hears(caller, "music")
    await stage.talks("clara", caller)
    assert stage.misses(caller) == [("elsa", "not_confirmed")]
    assert [fact.agent for fact in stage.facts(OfferAnswered)] == ["clara"]
    assert prompts(caller.heard) == []
    assert not stage.phone("elsa").in_call


async def test_an_agent_who_puts_the_receiver_down_does_not_get_the_call(stage: Stage) -> None:
    await stage.sign_in("elsa")
    stage.phone("elsa").habit = VOICEMAIL
    caller = await stage.call("131")
    await is_asked_for_the_key(stage, "elsa")
    await stage.phone("elsa").hang_up()
    await stage.waits_after_a_miss(caller, "elsa")
    assert stage.misses(caller) == [("elsa", "not_confirmed")]
    await stage.hears(caller, "music")
    await stage.rests("elsa", AgentState.READY)


async def test_a_caller_who_leaves_while_the_key_is_asked_for_ends_the_agents_call(stage: Stage) -> None:
    await stage.sign_in("elsa")
    stage.phone("elsa").habit = VOICEMAIL
    caller = await stage.call("131")
    await is_asked_for_the_key(stage, "elsa")
    await caller.hang_up()
    await stage.gone(caller)
    await stage.until(lambda: not stage.phone("elsa").in_call, "the agent's call is over")
    await stage.rests("elsa", AgentState.READY)
    assert stage.misses(caller) == []
    assert stage.core.centre.counts["mobile"].abandoned == 1


@pytest.mark.parametrize(
    ("habit", "why"), [(Habit("rejects"), "rejected"), (Habit("busy"), "busy"), (Habit("silent"), "no_answer")]
)
async def test_a_number_elsewhere_that_is_not_picked_up_says_why(stage: Stage, habit: Habit, why: str) -> None:
    await stage.sign_in("elsa")
    stage.phone("elsa").habit = habit
    caller = await stage.call("131")
    await stage.waits_after_a_miss(caller, "elsa")
    assert stage.misses(caller) == [("elsa", why)]
    await stage.hears(caller, "music")


async def test_an_agent_at_a_desk_hears_which_queue_calls_before_the_caller(stage: Stage) -> None:
    await stage.sign_in("clara")
    caller = await stage.call("131")
    await stage.talks("clara", caller)
    assert [sound.rpartition("/")[2] for sound in prompts(stage.phone("clara").heard)] == ["queue-sales"]
    assert prompts(caller.heard) == []


async def test_a_queue_that_announces_nothing_is_connected_at_once(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    assert prompts(stage.phone("anna").heard) == []
