"""What the keypad says to an agent who is left alone after a miss: the phone that dials is busy with just that."""

import asyncio

import pytest

from acd.asterisk.keypad import STANDING
from acd.config.desk_checks import KEYPAD_PROMPTS
from acd.engine.facts import Miss
from acd.engine.routing_rules import MissRule
from agents.states import AgentState
from tests.asterisk.desk_phone import ANNA, Desks
from tests.core_kit import call, hang_up, miss, sign_in


def anna_is_left_alone() -> Desks:
    """Anna has rejected a call, and is offered nothing for a minute."""
    desks = Desks(misses=MissRule(rejected_s=60.0))
    sign_in(desks.core, "anna")
    call(desks.core, "17.1")
    miss(desks.core, "17.1", Miss.REJECTED)
    hang_up(desks.core, "17.1")
    assert desks.state() is AgentState.AFTER_MISS
    return desks


async def test_the_state_is_said_and_goes_on_when_the_phone_is_put_down() -> None:
    desks = anna_is_left_alone()
    assert await desks.dial(ANNA, "*44") == ["state-after-miss"]
    desks.hang_up()
    assert desks.state() is AgentState.AFTER_MISS


async def test_the_code_for_being_back_ends_it_and_the_next_call_comes_once_the_phone_is_put_down() -> None:
    desks = anna_is_left_alone()
    call(desks.core, "17.2")
    assert await desks.dial(ANNA, "*43") == ["state-ready"]
    desks.hang_up()
    assert desks.core.centre.calls["17.2"].agent == "anna"


@pytest.mark.parametrize(
    ("dialled", "said", "then"),
    [("*421", "state-paused", AgentState.PAUSED), ("*41", "state-signed-out", AgentState.SIGNED_OUT)],
)
async def test_pausing_and_going_home_are_possible_meanwhile(dialled: str, said: str, then: AgentState) -> None:
    desks = anna_is_left_alone()
    assert await desks.dial(ANNA, dialled) == [said]
    desks.hang_up()
    assert desks.state() is then


async def test_when_it_ends_during_the_call_to_the_code_the_agent_is_ready_afterwards() -> None:
    desks = anna_is_left_alone()
    await asyncio.sleep(59.8)
    assert await desks.dial(ANNA, "*44") == ["state-after-miss"]
    await asyncio.sleep(1)
    desks.hang_up()
    assert desks.state() is AgentState.READY


def test_every_state_has_a_prompt_that_is_looked_for_at_the_start() -> None:
    assert STANDING.keys() == set(AgentState)
    assert set(STANDING.values()) <= KEYPAD_PROMPTS
