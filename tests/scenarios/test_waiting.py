"""Callers wait in line, lose patience, are sent away, or are taken elsewhere."""

from acd.engine.calls import CallState
from acd.engine.facts import AgentPaused, AgentUnpaused, CallQueued, CallReleased, OfferAnswered
from acd.engine.orders import Offer, SendAway
from agents.states import AgentState
from tests.scenarios.pbx import Caller
from tests.scenarios.stage import Stage


async def somebody_who_is_paused(stage: Stage) -> None:
    """Let callers wait: somebody is there who could serve them, and does not."""
    await stage.sign_in("anna")
    stage.tell(AgentPaused("anna", "meeting"))


async def test_a_caller_who_hangs_up_while_waiting_is_out_of_the_line(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    caller = await stage.call("102")
    await stage.waits(caller, "support")
    await caller.hang_up()
    await stage.gone(caller)
    assert stage.core.centre.counts["support"].abandoned == 1
    stage.tell(AgentUnpaused("anna"))
    assert not stage.orders(Offer)


async def test_callers_are_served_by_priority_and_then_in_order_of_arrival(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    accounts = {"first": "1111111", "second": "2222222", "vip": "9111111"}
    callers = {}
    for name, account in accounts.items():
        callers[name] = await stage.call("106", name=name)
        await stage.press(callers[name], f"{account}#", at="account")
        await stage.waits(callers[name], "billing")
    stage.tell(AgentUnpaused("anna"))
    for name in ("vip", "first", "second"):
        await stage.talks("anna", callers[name])
        await stage.phone("anna").hang_up()
        await stage.gone(callers[name])
    shown = [ring.calling_name for ring in stage.phone("anna").rings]
    assert shown == [f"Billing · invoices · {name}" for name in ("vip", "first", "second")]


async def test_a_caller_too_many_is_told_so(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    for _ in range(2):
        await stage.waits(await stage.call("102"), "support")
    too_many = await stage.call("102")
    await stage.hears(too_many, "acd/en/queue-full")
    await stage.gone(too_many)
    assert [(order.call, order.why) for order in stage.orders(SendAway)] == [(too_many.call_id, "full")]
    assert stage.core.centre.counts["support"].waiting == 2


async def test_the_longest_wait_ends_with_a_word_and_the_end_of_the_call(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    caller = await stage.call("102")
    await stage.waits(caller, "support")
    await stage.hears(caller, "acd/en/all-busy-goodbye")
    await stage.gone(caller)
    assert [order.why for order in stage.orders(SendAway)] == ["longest_wait"]


async def test_the_longest_wait_leads_to_another_queue_after_a_word(stage: Stage) -> None:
    caller = await moved_from_sales_to_support(stage)
    await stage.hears(caller, "music")
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)
    [ring] = stage.phone("anna").rings
    assert ring.calling_name.startswith("Support · sales")


async def test_an_announcement_is_cut_short_when_an_agent_becomes_free(stage: Stage) -> None:
    caller = await moved_from_sales_to_support(stage)
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)
    # The announcement alone would have lasted for two seconds.
    assert stage.when(OfferAnswered) - stage.when(AgentUnpaused) < 1.0


async def moved_from_sales_to_support(stage: Stage) -> Caller:
    """A caller whom sales let wait for too long, and who has just begun to hear so."""
    await stage.sign_in("anna", "david")
    for agent in ("anna", "david"):
        stage.tell(AgentPaused(agent, "meeting"))
    caller = await stage.call("104")
    await stage.waits(caller, "sales")
    await stage.waits(caller, "support")
    await stage.hears(caller, "acd/en/please-wait")
    return caller


async def test_a_caller_whom_nobody_signed_in_can_serve_is_told_so(stage: Stage) -> None:
    await stage.sign_in("david")  # who knows nothing of support
    caller = await stage.call("102")
    await stage.hears(caller, "acd/en/nobody-here")
    await stage.gone(caller)
    assert [order.why for order in stage.orders(SendAway)] == ["nobody"]


async def test_a_waiting_caller_who_is_taken_elsewhere_is_released_and_not_offered(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    caller = await stage.call("102")
    await stage.waits(caller, "support")
    await stage.pbx.redirect(caller, "600")
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is released")
    assert [fact.call for fact in stage.facts(CallReleased)] == [caller.call_id]
    assert not caller.ended
    stage.tell(AgentUnpaused("anna"))
    assert stage.agent("anna").state is AgentState.READY
    assert not stage.orders(Offer)


async def test_a_waiting_caller_who_is_sent_back_into_the_centre_waits_again(stage: Stage) -> None:
    await somebody_who_is_paused(stage)
    caller = await stage.call("106")
    await stage.press(caller, "654321#", at="account")
    await stage.waits(caller, "billing")
    await stage.pbx.redirect(caller, "102", context="acd")
    await stage.waits(caller, "support")
    assert stage.core.centre.counts["billing"].waiting == 0
    stage.tell(AgentUnpaused("anna"))
    await stage.talks("anna", caller)


async def test_a_caller_who_is_taken_elsewhere_while_it_rings_frees_the_agent(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.phone("anna").habit = stage.phone("anna").habit._replace(behaviour="silent")
    caller = await stage.call("102")
    await stage.rings("anna", caller)
    await stage.pbx.redirect(caller, "600")
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is released")
    await stage.rests("anna", AgentState.READY)
    assert stage.when(CallReleased) - stage.when(CallQueued) < 1.0  # at once, not when the ringing should be over
    assert not stage.misses(caller)
    assert not caller.ended


async def test_a_talking_caller_who_is_taken_elsewhere_leaves_the_agent_free(stage: Stage) -> None:
    await stage.sign_in("anna")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.pbx.redirect(caller, "600")
    await stage.rests("anna", AgentState.WRAP_UP)
    await stage.until(lambda: stage.state(caller) is CallState.LEAVING, "the call is no longer the agent's")
    await stage.rests("anna", AgentState.READY)
    assert not caller.ended


async def test_a_caller_handed_to_a_colleague_keeps_the_colleague_busy(stage: Stage) -> None:
    await stage.sign_in("anna", "boris")
    caller = await stage.call("102")
    await stage.talks("anna", caller)
    await stage.pbx.redirect(caller, "1002")
    await stage.rests("boris", AgentState.BUSY_ELSEWHERE)
    await stage.rests("anna", AgentState.READY)
    second = await stage.call("102")
    await stage.talks("anna", second)
    assert stage.offered_to(second) == ["anna"]
    await caller.hang_up()
    await stage.rests("boris", AgentState.READY)
