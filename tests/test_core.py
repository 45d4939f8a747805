"""Facts enter in one place: stamped, journalled, carried out, and shown to listeners."""

import asyncio

import pytest
from structlog.testing import capture_logs

from acd.clock import Clock
from acd.core import Core
from acd.engine import facts, orders
from acd.engine.facts import AlarmRang, AnyFact, CallArrived, CallLeft, CallQueued, Settled, Started
from acd.engine.orders import AnyOrder, Offer, Refused, WakeAt
from acd.engine.rules import CentreRules, QueueRules
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules

EPOCH_S = 1_767_225_600.0
RULES = CentreRules(
    name="test",
    skills={"en": "English"},
    queues=(QueueRules(name="support", needs={"en": 1}, ring_s=10.0),),
    agents=(AgentRules(name="anna", endpoint="PJSIP/1001", skills={"en": 5}, wrap_up_s=2.0),),
)


def started() -> tuple[Core, MemoryJournal]:
    journal = MemoryJournal()
    core = Core(Clock(asyncio.get_running_loop(), EPOCH_S), journal)
    core.tell(Started(RULES))
    core.tell(Settled())
    core.tell(facts.AgentSignedIn("anna"))
    return core, journal


async def test_a_machine_whose_clock_is_set_moves_the_time_of_day_and_no_waiting_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("acd.clock.time.time", lambda: EPOCH_S)
    clock = Clock(asyncio.get_running_loop())
    monkeypatch.setattr("acd.clock.time.time", lambda: EPOCH_S + 3600)
    await asyncio.sleep(10)
    assert clock.now() == EPOCH_S + 10
    assert clock.time_of_day() == EPOCH_S + 3600


async def test_each_fact_is_journalled_with_its_time_and_its_orders() -> None:
    core, journal = started()
    await asyncio.sleep(5)
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    entry = journal.entries[-1]
    assert entry.at == EPOCH_S + 5
    assert [type(order) for order in entry.orders if not isinstance(order, WakeAt)] == [orders.Wait, Offer]


async def test_the_engine_is_woken_at_the_time_it_asked_for_and_not_before() -> None:
    core, journal = started()
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    wake_at = next(order.at for order in journal.entries[-1].orders if isinstance(order, WakeAt))
    await asyncio.sleep(100)
    rings = [entry for entry in journal.entries if isinstance(entry.fact, AlarmRang)]
    assert rings[0].at == wake_at
    assert len(rings) == 1, "an alarm that rang a hair too early would ring again at once"


async def test_an_hour_of_alarms_at_awkward_fractions_never_rings_twice_for_one() -> None:
    core, journal = started()
    for number in range(100):
        await asyncio.sleep(1 / 3)
        core.tell(CallArrived(f"c{number}"))
        core.tell(CallQueued(call=f"c{number}", queue="support"))
        core.tell(CallLeft(f"c{number}"))
    await asyncio.sleep(3600)
    rings = [entry.at for entry in journal.entries if isinstance(entry.fact, AlarmRang)]
    assert len(rings) == len(set(rings))
    assert len(rings) <= 200


async def test_a_fact_told_while_an_order_is_carried_out_waits_for_its_turn() -> None:
    core, journal = started()
    seen: list[str] = []
    core.hands[Offer] = lambda order: core.tell(
        facts.OfferMissed(order.offer, order.call, order.agent, facts.Miss.BUSY)
    )
    core.listeners.append(lambda at, fact, led_to: seen.append(type(fact).__name__))
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    assert seen == ["CallArrived", "CallQueued", "OfferMissed"]
    assert [type(entry.fact).__name__ for entry in journal.entries[-2:]] == ["CallQueued", "OfferMissed"]


async def test_who_asks_hears_why_the_engine_refuses_and_nothing_of_other_facts() -> None:
    core, journal = started()
    listeners = list(core.listeners)
    assert core.ask(facts.AgentPaused("anna", "lunch")) is None
    assert core.ask(facts.AgentSignedIn("anna")) == "agent anna is paused: sign_in is not possible"
    assert core.ask(facts.AgentUnpaused("anna")) is None
    assert core.listeners == listeners
    assert [type(entry.fact).__name__ for entry in journal.entries[3:]] == [
        "AgentPaused",
        "AgentSignedIn",
        "AgentUnpaused",
    ]


async def test_a_listener_that_fails_hurts_nobody() -> None:
    core, _ = started()
    heard: list[AnyFact] = []

    def broken(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        raise ZeroDivisionError

    core.listeners += [broken, lambda at, fact, led_to: heard.append(fact)]
    core.tell(CallArrived("c1"))
    assert heard == [CallArrived("c1")]


async def test_a_fact_that_cannot_be_true_is_counted_journalled_and_logged_with_the_calls_id() -> None:
    core, journal = started()
    with capture_logs() as logs:
        core.tell(CallLeft("nobody"))
    assert [(entry["event"], entry["call"]) for entry in logs] == [("fact_refused", "nobody")]
    assert core.refused == 1
    assert isinstance(journal.entries[-1].orders[0], Refused)


async def test_after_closing_no_alarm_rings() -> None:
    core, journal = started()
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    core.close()
    count = len(journal.entries)
    await asyncio.sleep(3600)
    assert len(journal.entries) == count


async def test_a_journal_that_fails_keeps_no_order_from_being_carried_out() -> None:
    core, journal = started()
    offers: list[Offer] = []
    core.hands[Offer] = offers.append

    def broken(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        raise UnicodeEncodeError("utf-8", "\udcff", 0, 1, "not encodable")

    write, journal.write = journal.write, broken  # type: ignore[method-assign, assignment]
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    journal.write = write  # type: ignore[method-assign]
    assert [offer.agent for offer in offers] == ["anna"]
    await asyncio.sleep(60)
    assert core.centre.calls["c1"].refused == {"anna"}, "the lease ended, though its order came with a broken entry"


async def test_a_hand_that_fails_keeps_no_other_order_from_being_carried_out() -> None:
    core, _ = started()

    def broken(order: AnyOrder) -> None:
        raise ZeroDivisionError

    core.hands[orders.Wait] = core.hands[Offer] = broken
    core.tell(CallArrived("c1"))
    core.tell(CallQueued(call="c1", queue="support"))
    await asyncio.sleep(60)
    assert core.centre.calls["c1"].refused == {"anna"}
