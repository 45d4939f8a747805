"""What came of each offer of a call, from facts and orders."""

import asyncio

from acd.engine.facts import Miss
from acd.engine.rules import QueueRules
from acd.live.offers import MOST_OF_A_CALL
from acd.live.views import OfferLive
from agents.roster import AgentRules
from tests.core_kit import AGENTS, NOON, a_core, answer, call, hang_up, miss, sign_in
from tests.live.kit import Shown


async def test_an_offer_rings_and_is_answered() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    call(shown.core, "c1")
    await shown.look()
    assert shown.call("c1").offers == [OfferLive(agent="anna", at=NOON)]
    answer(shown.core, "c1")
    await shown.look()
    assert [(each.agent, each.result) for each in shown.call("c1").offers] == [("anna", "answered")]


async def test_an_offer_is_missed_and_the_next_begins() -> None:
    shown = Shown()
    sign_in(shown.core, "anna", "boris")
    call(shown.core, "c1")
    miss(shown.core, "c1", Miss.REJECTED)
    await shown.look()
    assert [(each.agent, each.result) for each in shown.call("c1").offers] == [("anna", "rejected"), ("boris", "")]


async def test_of_several_who_ring_one_answers_and_the_others_are_withdrawn() -> None:
    shown = Shown(a_core(queues=(QueueRules(name="billing", ring_at_once=2),)))
    sign_in(shown.core, "anna", "boris")
    await shown.look()
    call(shown.core, "c1")
    changed = await shown.look()
    assert changed is not None and changed["agents"] == {"anna", "boris"}, "both ring"
    answer(shown.core, "c1")
    await shown.look()
    assert {each.agent: each.result for each in shown.call("c1").offers} == {"anna": "answered", "boris": "withdrawn"}


async def test_an_offer_whose_end_nobody_tells_counts_as_missed() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    call(shown.core, "c1")
    await asyncio.sleep(25.0)
    await shown.look()
    assert [each.result for each in shown.call("c1").offers] == ["no_answer"]


async def test_only_the_last_offers_of_a_call_are_kept_and_none_of_one_that_is_gone() -> None:
    many = tuple(AgentRules(name=f"a{number}", endpoint=f"PJSIP/{number}") for number in range(MOST_OF_A_CALL + 5))
    shown = Shown(a_core(agents=(*AGENTS, *many)))
    sign_in(shown.core, *(each.name for each in many))
    call(shown.core, "c1")
    for _ in range(MOST_OF_A_CALL + 2):
        miss(shown.core, "c1")
    await shown.look()
    offers = shown.call("c1").offers
    assert len(offers) == MOST_OF_A_CALL
    assert [each.result for each in offers] == ["no_answer"] * (MOST_OF_A_CALL - 1) + [""]
    hang_up(shown.core, "c1")
    await shown.look()
    assert not shown.state._offers.of("c1")
