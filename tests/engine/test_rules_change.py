"""A new configuration is swapped in while calls wait, ring and talk: nobody is lost, and the new rules hold at once."""

from typing import Any

import msgspec
import pytest

from acd.engine.facts import RulesChanged
from acd.engine.orders import SendAway, Withdraw
from acd.engine.routing_rules import (
    Bounds,
    Credit,
    Overflow,
    Step,
    Turns,
)
from acd.engine.rules import CentreRules, QueueRules
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue
from tests.engine.dump import dump

PEOPLE = (agent("anna", billing=3), agent("boris", billing=5), agent("eve", english=5))
BILLING = queue("billing", need="billing", nobody_s=600.0)
SUPPORT = queue("support", nobody_s=600.0)


def kit_of(*queues: QueueRules, at_work: tuple[str, ...] = ("anna",), **rules: Any) -> CentreKit:
    kit = CentreKit(*(queues or (BILLING, SUPPORT)), agents=PEOPLE, **rules)
    kit.sign_in(*at_work)
    return kit


def change(kit: CentreKit, *queues: QueueRules, **rules: Any) -> CentreRules:
    """Swap in these queues and rules; return those of before."""
    before = kit.engine.centre.rules
    new = msgspec.structs.replace(before, **({"queues": queues} if queues else {}), **rules)
    kit.tell(RulesChanged(new))
    return before


def with_rules(queue: QueueRules, **rules: Any) -> QueueRules:
    return msgspec.structs.replace(queue, **rules)


def busy_kit(*call_ids: str, **rules: Any) -> CentreKit:
    """Anna talks, and these callers wait, a second apart."""
    kit = kit_of(**rules)
    kit.call("c0")
    kit.answer("c0")
    kit.calls(*call_ids)
    return kit


def served(kit: CentreKit) -> list[str]:
    kit.end_talk("c0")
    return kit.serve_all()


# ---- what stays ----


def test_the_order_of_those_who_wait_is_kept() -> None:
    kit = busy_kit("c1", "c2", "c3")
    change(kit, with_rules(BILLING, title="Bills", ring_s=9.0), SUPPORT)
    assert served(kit) == ["c1", "c2", "c3"]


def test_a_conversation_and_a_ringing_phone_are_not_disturbed() -> None:
    kit = kit_of(at_work=("anna", "boris"))
    kit.call("talks")
    kit.answer("talks")
    kit.call("rings")
    change(kit, with_rules(BILLING, need="billing >= 9"), SUPPORT)
    assert (kit.talks_to("talks"), kit.offered_to("rings"), kit.ordered(Withdraw)) == ("anna", "boris", [])
    kit.answer("rings")
    assert kit.talks_to("rings") == "boris"


def test_counts_pauses_and_refusals_stay() -> None:
    kit = busy_kit("c1")
    kit.sign_in("boris")
    kit.miss("c1")
    kit.pause("boris", "tea")
    change(kit)
    kit.unpause("boris")
    assert kit.offered_to("c1") is None
    assert (kit.counts().offered, kit.counts().missed_offers, kit.the_agent("boris").counts.missed) == (2, 1, 1)


def test_rules_that_are_the_same_change_nothing_to_the_letter() -> None:
    kit = busy_kit("c1", "c2")
    before = dump(kit.engine)
    kit.tell(RulesChanged(kit.rules))
    after = dump(kit.engine)
    assert {name for name in before if before[name] != after[name]} <= {"now", "alarms", "wake_at"}


# ---- what is new ----


def test_what_is_needed_from_now_on_is_needed_of_those_who_wait_too() -> None:
    kit = busy_kit("c1")
    kit.sign_in("eve")
    assert kit.offered_to("c1") is None
    change(kit, with_rules(BILLING, need="billing or english"), SUPPORT)
    assert kit.offered_to("c1") == "eve"


def test_what_the_menu_asked_is_still_asked() -> None:
    kit = kit_of(at_work=("eve",))
    kit.call("c1", needs={"russian": 1})
    change(kit, with_rules(BILLING, need=""), SUPPORT)
    assert kit.offered_to("c1") is None


def test_priorities_credits_and_ageing_of_now_order_those_who_wait() -> None:
    vip = queue("support", priority=1, nobody_s=600.0)
    kit = busy_kit("c1", "c2")
    kit.call("gold", data={"tier": "gold"})
    kit.pass_time(1)
    kit.call("vip", queue="support")
    change(
        kit,
        with_rules(BILLING, credits=(Credit(data={"tier": "gold"}, seconds=1.5),)),
        vip,
        turns=Turns(priority_worth_s=2.75),
    )
    assert served(kit) == ["c1", "vip", "gold", "c2"]


def test_who_is_idle_gets_whose_turn_it_is_by_the_new_order() -> None:
    kit = kit_of(with_rules(BILLING, need="billing >= 9"), queue("vip", need="billing >= 9", nobody_s=600.0))
    kit.calls("plain", queue="billing")
    kit.calls("vip", queue="vip")
    change(kit, BILLING, queue("vip", priority=1, nobody_s=600.0))
    assert (kit.offered_to("plain"), kit.offered_to("vip")) == (None, "anna")


def test_the_way_to_choose_is_the_new_one() -> None:
    kit = kit_of(at_work=("anna", "boris"))
    change(kit, with_rules(BILLING, choice="best-level"), SUPPORT)
    kit.call("c1")
    assert kit.offered_to("c1") == "boris"


def test_steps_and_overflow_of_now_count_from_when_the_call_came() -> None:
    kit = busy_kit("c1")
    kit.sign_in("eve")
    kit.pass_time(20)
    to_support = Overflow(when=Bounds(after_s=60.0), to=exit_to("queue", "support"))
    step = Step(need="billing >= 2 and english", when=Bounds(after_s=30.0))
    change(kit, with_rules(BILLING, steps=(step,), overflow=(to_support,)), SUPPORT)
    kit.pass_time(8)
    assert "c1: relaxed step=1 need=billing >= 2 and english why=time" in kit.notes()
    kit.pass_time(30)
    assert kit.offered_to("c1") == "eve"


def test_steps_that_are_open_stay_open() -> None:
    wide = Step(need="english", when=Bounds(after_s=5.0))
    kit = kit_of(with_rules(BILLING, steps=(wide,)), SUPPORT)
    kit.call("c0")
    kit.answer("c0")
    kit.call("c1")
    kit.pass_time(6)
    change(kit, with_rules(BILLING, steps=(with_rules(wide, when=Bounds(after_s=300.0)),)), SUPPORT)  # type: ignore[arg-type]
    kit.sign_in("eve")
    assert kit.offered_to("c1") == "eve"


def test_the_longest_wait_of_now_counts_from_when_the_call_came() -> None:
    kit = busy_kit("c1")
    kit.pass_time(50)
    change(kit, with_rules(BILLING, longest_wait_s=60.0), SUPPORT)
    kit.pass_time(9)
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("hangup"), "longest_wait")]


@pytest.mark.parametrize(("nobody_s", "at"), [(30.0, 30.0), (120.0, 120.0), (0.0, 20.0)])
def test_the_patience_with_nobody_is_the_new_one(nobody_s: float, at: float) -> None:
    kit = kit_of(with_rules(BILLING, nobody_s=60.0), SUPPORT, at_work=())
    kit.call("c1")
    kit.pass_time(20)
    change(kit, with_rules(BILLING, nobody_s=nobody_s), SUPPORT)
    kit.pass_time(at - 20 - 0.1 if at > 20 else 0)
    assert kit.state("c1") == ("waiting" if at > 20 else "leaving")
    kit.pass_time(0.1)
    assert kit.state("c1") == "leaving"


def test_a_new_agent_may_come_to_work_at_once() -> None:
    kit = busy_kit("c1")
    change(kit, agents=(*PEOPLE, agent("new", billing=1)))
    kit.sign_in("new")
    assert kit.offered_to("c1") == "new"


def test_an_agent_who_has_learnt_something_serves_it_at_once() -> None:
    kit = busy_kit("c1")
    kit.sign_in("eve")
    change(kit, agents=(*PEOPLE[:2], agent("eve", english=5, billing=1)))
    assert kit.offered_to("c1") == "eve"


# ---- refused, and put back ----


@pytest.mark.parametrize(
    "wrong",
    [
        with_rules(BILLING, need="juggling"),
        with_rules(BILLING, need="billing >="),
        with_rules(BILLING, longest_wait_exit=exit_to("queue", "nowhere")),
        with_rules(BILLING, hours="never defined"),
        with_rules(BILLING, ring_at_once=0),
        with_rules(BILLING, weight=float("nan")),
        with_rules(BILLING, steps=(Step(need="chess", when=Bounds(after_s=1.0)),)),
    ],
)
def test_rules_that_do_not_hold_together_are_refused_and_change_nothing(wrong: QueueRules) -> None:
    kit = busy_kit("c1", "c2")
    before = dump(kit.engine)
    change(kit, wrong, SUPPORT)
    assert "billing" in kit.why_refused()
    assert dump(kit.engine) == before
    assert served(kit) == ["c1", "c2"]


def test_the_old_rules_can_be_put_back() -> None:
    kit = busy_kit("c1", "c2")
    kit.sign_in("eve")
    old = change(kit, SUPPORT, agents=PEOPLE[2:])
    kit.tell(RulesChanged(old))
    kit.sign_in("boris")
    assert kit.offered_to("c1") == "boris"
    assert served(kit) == ["c1", "c2"]
