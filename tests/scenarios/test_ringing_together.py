"""Several phones ring for one caller: the first to answer has the call, and what the others did is told of each."""

import pytest

from acd.engine.calls import CallState
from acd.engine.facts import DeviceChanged, OfferAnswered, OfferMissed
from acd.engine.orders import Offer, Withdraw
from agents.states import AgentState, Device
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.stage import Stage

TOGETHER = "134"
SILENT, REJECTS, BUSY = Habit("silent"), Habit("rejects"), Habit("busy")


async def rings_everybody(stage: Stage, *agents: str) -> Caller:
    """A caller for whom the phones of all these agents ring, in one offer."""
    await stage.sign_in(*agents)
    caller = await stage.call(TOGETHER)
    for agent in agents:
        await stage.rings(agent, caller)
    assert [(offer.agent, *offer.also) for offer in stage.orders(Offer)] == [agents]
    return caller


async def test_the_first_to_answer_has_the_call_and_the_others_have_missed_nothing(stage: Stage) -> None:
    stage.phone("anna").habit = stage.phone("clara").habit = SILENT
    stage.phone("boris").habit = Habit(after_s=0.5)
    caller = await rings_everybody(stage, "anna", "boris", "clara")
    await stage.talks("boris", caller)
    assert [fact.agent for fact in stage.facts(OfferAnswered)] == ["boris"]
    assert [order.agent for order in stage.orders(Withdraw)] == ["anna", "clara"]
    assert stage.misses(caller) == []
    for agent in ("anna", "clara"):
        await stage.rests(agent, AgentState.READY)
        assert stage.agent(agent).misses == 0
        assert [ring.answered for ring in stage.phone(agent).rings] == [False]
    second = await stage.call("102")
    await stage.rings("anna", second)  # who keeps the turn
    await stage.phone("boris").hang_up()
    await stage.gone(caller)


async def test_who_rejects_while_others_ring_has_missed_the_call_at_once(stage: Stage) -> None:
    stage.phone("anna").habit, stage.phone("boris").habit = REJECTS, Habit(after_s=1.0)
    caller = await rings_everybody(stage, "anna", "boris")
    await stage.until(lambda: stage.misses(caller) == [("anna", "rejected")], "Anna has rejected the call")
    assert stage.state(caller) is CallState.OFFERED
    await stage.talks("boris", caller)
    assert stage.when(OfferAnswered) - stage.when(OfferMissed) > 0.5
    assert stage.offered_to(caller) == ["anna", "boris"]
    assert stage.agent("anna").misses == 1


async def test_who_rejects_can_be_offered_another_call_while_the_first_still_rings(stage: Stage) -> None:
    stage.phone("anna").habit, stage.phone("boris").habit = REJECTS, SILENT
    first = await rings_everybody(stage, "anna", "boris")
    await stage.until(lambda: bool(stage.misses(first)), "Anna has rejected the call")
    stage.phone("anna").habit = Habit()
    second = await stage.call("102")
    await stage.talks("anna", second)
    assert stage.state(first) is CallState.OFFERED


@pytest.mark.parametrize(
    ("habits", "misses"),
    [
        ((SILENT, SILENT), [("anna", "no_answer"), ("boris", "no_answer")]),
        ((BUSY, Habit("rejects", after_s=0.4)), [("anna", "busy"), ("boris", "rejected")]),
        ((REJECTS, Habit("busy", after_s=0.4)), [("anna", "rejected"), ("boris", "busy")]),
        ((SILENT, BUSY), [("anna", "no_answer"), ("boris", "busy")]),
    ],
)
async def test_when_nobody_answers_each_has_missed_it_for_a_reason_of_their_own(
    stage: Stage, habits: tuple[Habit, Habit], misses: list[tuple[str, str]]
) -> None:
    stage.phone("anna").habit, stage.phone("boris").habit = habits
    await stage.sign_in("anna", "boris")
    caller = await stage.call(TOGETHER)
    await stage.until(lambda: sorted(stage.misses(caller)) == misses, "both have missed the call")
    await stage.waits(caller, "together")
    await stage.hears(caller, "music")
    await stage.sign_in("clara")
    await stage.talks("clara", caller)
    assert stage.offered_to(caller) == ["anna", "boris", "clara"]


async def test_a_phone_that_vanished_unnoticed_is_unreachable_and_the_others_ring(stage: Stage) -> None:
    await stage.sign_in("anna")
    await stage.phone("anna").unregister()
    await stage.rests("anna", AgentState.UNREACHABLE)
    stage.tell(DeviceChanged("anna", Device.FREE))  # as if the word of it had been lost
    stage.phone("boris").habit = SILENT
    await stage.sign_in("boris")
    caller = await stage.call(TOGETHER)
    await stage.until(lambda: len(stage.misses(caller)) == 2, "both have missed the call")
    assert sorted(stage.misses(caller)) == [("anna", "unreachable"), ("boris", "no_answer")]
    await stage.phone("anna").register()


async def test_a_caller_who_hangs_up_while_several_ring_frees_them_all(stage: Stage) -> None:
    stage.phone("anna").habit = stage.phone("boris").habit = stage.phone("clara").habit = SILENT
    caller = await rings_everybody(stage, "anna", "boris", "clara")
    await caller.hang_up()
    await stage.gone(caller)
    for agent in ("anna", "boris", "clara"):
        await stage.rests(agent, AgentState.READY)
        assert stage.agent(agent).misses == 0
    assert stage.misses(caller) == []
    assert stage.core.centre.counts["together"].abandoned == 1


async def test_a_caller_who_is_taken_elsewhere_while_several_ring_frees_them_all(stage: Stage) -> None:
    stage.phone("anna").habit = stage.phone("boris").habit = SILENT
    caller = await rings_everybody(stage, "anna", "boris")
    await stage.pbx.redirect(caller, "600")
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is released")
    for agent in ("anna", "boris"):
        await stage.rests(agent, AgentState.READY)
    assert stage.misses(caller) == []


async def test_who_answered_among_several_passes_the_call_on_like_anybody(stage: Stage) -> None:
    stage.phone("anna").habit = SILENT
    caller = await rings_everybody(stage, "anna", "boris")
    await stage.talks("boris", caller)
    await stage.sign_in("clara")
    assert await stage.phone("boris").transfer("1003")
    await stage.talks("clara", caller)
    call = stage.call_of(caller)
    assert call is not None and [talk.agent for talk in call.talks] == ["boris", "clara"]
