"""Facts enter in one place: stamped, journalled, carried out, and shown to listeners."""

import asyncio
from collections.abc import Iterable

import pytest
from structlog.testing import capture_logs

from acd.clock import Clock
from acd.core import HEARD_AFTER_S, Core
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
    core.catch_up()
    return core, journal


def queue(core: Core, call: str = "c1") -> None:
    """A caller comes and asks for an agent."""
    core.tell(CallArrived(call))
    core.tell(CallQueued(call=call, queue="support"))


async def a_moment() -> None:
    """Let the loop come to what was put off until journal and listeners may hear."""
    await asyncio.sleep(2 * HEARD_AFTER_S)


def kinds(told: Iterable[object]) -> list[str]:
    return [type(each).__name__ for each in told]


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
    queue(core)
    core.catch_up()
    entry = journal.entries[-1]
    assert entry.at == EPOCH_S + 5
    assert [type(order) for order in entry.orders if not isinstance(order, WakeAt)] == [orders.Wait, Offer]


async def test_orders_are_carried_out_before_journal_and_listeners_hear_of_them() -> None:
    core, journal = started()
    done: list[str] = []

    def kept(at: float, fact: AnyFact, orders: tuple[AnyOrder, ...]) -> None:
        done.append(f"journal {type(fact).__name__}")

    journal.write = kept  # type: ignore[method-assign]
    core.hands[Offer] = lambda order: done.append("phone rings")
    core.listeners.append(lambda at, fact, led_to: done.append(f"first {type(fact).__name__}"))
    core.listeners.append(lambda at, fact, led_to: done.append(f"second {type(fact).__name__}"))
    queue(core)
    assert done == ["phone rings"]
    await a_moment()
    assert done[1:] == [
        *("journal CallArrived", "first CallArrived", "second CallArrived"),
        *("journal CallQueued", "first CallQueued", "second CallQueued"),
    ]


async def test_they_hear_the_time_at_which_it_was_true_not_when_they_were_told() -> None:
    core, journal = started()
    at = core.clock.now()
    core.tell(CallArrived("c1"))
    await asyncio.sleep(5)
    assert (journal.entries[-1].fact, journal.entries[-1].at) == (CallArrived("c1"), at)


async def test_what_was_caught_up_with_is_not_heard_again() -> None:
    core, journal = started()
    for call in ("c1", "c2"):
        core.tell(CallArrived(call))
        core.catch_up()
        core.catch_up()
    await a_moment()
    assert [entry.fact for entry in journal.entries[3:]] == [CallArrived("c1"), CallArrived("c2")]


async def test_what_a_listener_tells_is_heard_after_what_it_heard() -> None:
    core, _ = started()
    heard: list[AnyFact] = []

    def answer(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        if fact == CallArrived("c1"):
            core.tell(CallLeft("c1"))

    core.listeners += [answer, lambda at, fact, led_to: heard.append(fact)]
    core.tell(CallArrived("c1"))
    core.tell(CallArrived("c2"))
    await a_moment()
    assert heard == [CallArrived("c1"), CallArrived("c2"), CallLeft("c1")]


async def test_the_engine_is_woken_at_the_time_it_asked_for_and_not_before() -> None:
    core, journal = started()
    queue(core)
    core.catch_up()
    wake_at = next(order.at for order in journal.entries[-1].orders if isinstance(order, WakeAt))
    await asyncio.sleep(wake_at - core.clock.now() + 5)
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
    seen: list[AnyFact] = []
    core.hands[Offer] = lambda order: core.tell(
        facts.OfferMissed(order.offer, order.call, order.agent, facts.Miss.BUSY)
    )
    core.listeners.append(lambda at, fact, led_to: seen.append(fact))
    queue(core)
    core.catch_up()
    assert kinds(seen) == ["CallArrived", "CallQueued", "OfferMissed"]
    assert kinds(entry.fact for entry in journal.entries[-2:]) == ["CallQueued", "OfferMissed"]


async def test_who_asks_hears_why_the_engine_refuses_and_nothing_of_other_facts() -> None:
    core, journal = started()
    assert core.ask(facts.AgentPaused("anna", "lunch")) is None
    assert core.ask(facts.AgentSignedIn("anna")) == "agent anna is paused: sign_in is not possible"
    assert core.ask(facts.AgentUnpaused("anna")) is None
    core.catch_up()
    assert kinds(entry.fact for entry in journal.entries[3:]) == ["AgentPaused", "AgentSignedIn", "AgentUnpaused"]


async def test_who_asks_for_what_leads_to_a_refused_fact_is_not_refused() -> None:
    core, _ = started()
    core.hands[Offer] = lambda order: core.tell(CallLeft("nobody"))
    core.tell(CallArrived("c1"))
    assert core.ask(CallQueued(call="c1", queue="support")) is None
    assert core.refused == 1


async def test_who_asks_twice_in_one_turn_hears_each_answer() -> None:
    core, _ = started()
    sign_in = facts.AgentSignedIn("anna")
    assert core.ask(sign_in) == "agent anna is ready: sign_in is not possible"
    core.tell(facts.AgentSignedOut("anna"))
    assert core.ask(sign_in) is None, "the same fact was refused before, and that was another time"


async def test_a_listener_that_asks_hears_its_answer_too() -> None:
    core, journal = started()
    answers: list[str | None] = []

    def ask(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        if isinstance(fact, CallArrived):
            answers.append(core.ask(CallLeft("nobody")))
            answers.append(core.ask(CallQueued(call="c1", queue="support")))

    core.listeners.append(ask)
    core.tell(CallArrived("c1"))
    await a_moment()
    assert answers == ["call nobody is not known", None]
    assert kinds(entry.fact for entry in journal.entries[3:]) == ["CallArrived", "CallLeft", "CallQueued"]


async def test_a_listener_that_fails_hurts_nobody() -> None:
    core, _ = started()
    heard: list[AnyFact] = []

    def broken(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        raise ZeroDivisionError

    core.listeners += [broken, lambda at, fact, led_to: heard.append(fact)]
    core.tell(CallArrived("c1"))
    with capture_logs() as logs:
        core.catch_up()
    assert heard == [CallArrived("c1")]
    assert [(entry["event"], entry["part"]) for entry in logs] == [("part_failed", "listener")]


async def test_a_fact_that_cannot_be_true_is_counted_journalled_and_logged_with_the_calls_id() -> None:
    core, journal = started()
    with capture_logs() as logs:
        core.tell(CallLeft("nobody"))
    assert [(entry["event"], entry["call"]) for entry in logs] == [("fact_refused", "nobody")]
    assert core.refused == 1
    core.catch_up()
    assert isinstance(journal.entries[-1].orders[0], Refused)


async def test_after_closing_no_alarm_rings() -> None:
    core, journal = started()
    queue(core)
    core.close()
    count = len(journal.entries)
    await asyncio.sleep(3600)
    assert len(journal.entries) == count


async def test_closing_lets_journal_and_listeners_hear_the_rest_first() -> None:
    core, journal = started()
    heard: list[AnyFact] = []
    core.listeners.append(lambda at, fact, led_to: heard.append(fact))
    queue(core)
    at_close: list[str] = []
    journal.close = lambda: at_close.extend(kinds(each.fact for each in journal.entries[3:]))  # type: ignore[method-assign]
    core.close()
    assert at_close == kinds(heard) == ["CallArrived", "CallQueued"]


async def test_a_journal_that_fails_keeps_no_order_from_being_carried_out() -> None:
    core, journal = started()
    offers: list[Offer] = []
    core.hands[Offer] = offers.append

    def broken(at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        raise UnicodeEncodeError("utf-8", "\udcff", 0, 1, "not encodable")

    write, journal.write = journal.write, broken  # type: ignore[method-assign, assignment]
    queue(core)
    core.catch_up()
    journal.write = write  # type: ignore[method-assign]
    assert [offer.agent for offer in offers] == ["anna"]
    await asyncio.sleep(60)
    assert core.centre.calls["c1"].refused == {"anna"}, "the lease ended, though its order came with a broken entry"


async def test_a_hand_that_fails_keeps_no_other_order_from_being_carried_out() -> None:
    core, _ = started()

    def broken(order: AnyOrder) -> None:
        raise ZeroDivisionError

    core.hands[orders.Wait] = core.hands[Offer] = broken
    queue(core)
    await asyncio.sleep(60)
    assert core.centre.calls["c1"].refused == {"anna"}
