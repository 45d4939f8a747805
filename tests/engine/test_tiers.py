"""Lines 1, 2 and 3: a call is handed on to a tier, a skill need or a queue, with a note, and its measures stay true."""

from typing import Any

import pytest

from acd.engine.facts import CallTransferred, TalkEnded
from acd.engine.orders import Noted
from agents.needs import text_of
from tests.engine.centre_kit import CentreKit, agent, queue

PEOPLE = (
    agent("first", billing=2),
    agent("second", billing=5),
    agent("third", billing=9),
    agent("eve", english=5),
)
TIERS = {"1": "", "2": "billing >= 5", "3": "billing >= 8"}


def tiers_kit(*at_work: str, place: str = "original", need: str = "billing") -> CentreKit:
    """c1 waited for 10 s and has talked to an agent of line 1 for 60 s; others are at work since."""
    rules = queue("billing", need=need, tiers=TIERS, transfer_place=place, nobody_s=600.0)
    kit = CentreKit(rules, queue("support", {"english": 1}, transfer_place=place, nobody_s=600.0), agents=PEOPLE)
    kit.call("c1")
    kit.pass_time(9)
    kit.sign_in("first")
    kit.answer("c1")
    kit.sign_in(*at_work)
    kit.pass_time(60 - len(at_work))
    return kit


def hand_on(kit: CentreKit, queue: str = "billing", **more: Any) -> None:
    """The agent of c1 hands it on and is done."""
    by = kit.talks_to("c1") or ""
    kit.tell(CallTransferred(call="c1", queue=queue, by=by, **more))
    kit.tell(TalkEnded("c1", by))


def busy(kit: CentreKit, name: str, call_id: str, **asked: Any) -> None:
    """This agent comes to work and talks."""
    kit.sign_in(name)
    kit.call(call_id, **asked)
    assert kit.offered_to(call_id) == name
    kit.answer(call_id)


@pytest.mark.parametrize(("tier", "offered_to"), [("2", "second"), ("3", "third")])
def test_a_call_goes_to_the_tier_it_is_handed_on_to(tier: str, offered_to: str) -> None:
    kit = tiers_kit("second", "third")
    hand_on(kit, tier=tier)
    assert kit.offered_to("c1") == offered_to


def test_from_line_to_line_to_line() -> None:
    kit = tiers_kit("second", "third")
    hand_on(kit, tier="2", note="wants a refund")
    kit.answer("c1")
    kit.pass_time(30)
    hand_on(kit, tier="3", note="the refund is large")
    kit.answer("c1")
    call = kit.the_call("c1")
    assert [(talk.agent, talk.since) for talk in call.talks] == [("first", 10.0), ("second", 70.0), ("third", 100.0)]
    assert call.note == "the refund is large"


def test_the_need_of_a_tier_is_joined_with_that_of_the_queue() -> None:
    kit = tiers_kit("third", need="not english")
    hand_on(kit, tier="3")
    assert text_of(kit.the_call("c1").need) == "billing >= 8 and not english"


def test_a_call_may_be_handed_back_to_line_1() -> None:
    kit = tiers_kit("second")
    hand_on(kit, tier="2")
    kit.answer("c1")
    hand_on(kit, tier="1")
    assert kit.offered_to("c1") == "first"


def test_a_call_is_handed_on_by_a_skill_need_in_the_same_words() -> None:
    kit = tiers_kit("second", "third")
    hand_on(kit, need="billing > 5")
    assert kit.offered_to("c1") == "third"


def test_what_was_asked_before_is_asked_no_more() -> None:
    kit = tiers_kit("third", "eve")
    hand_on(kit, need="billing >= 8")
    kit.answer("c1")
    hand_on(kit, "support")
    assert (kit.offered_to("c1"), text_of(kit.the_call("c1").need)) == ("eve", "english")


def test_a_tier_nobody_is_here_for_asks_only_what_the_queue_asks() -> None:
    kit = tiers_kit("second")
    hand_on(kit, tier="3")
    assert kit.offered_to("c1") == "second"
    assert [note.values for note in kit.ordered(Noted)] == [{"need": "billing >= 8"}]


def test_a_tier_the_queue_does_not_have_is_refused_and_the_talk_goes_on() -> None:
    kit = tiers_kit("second")
    kit.tell(CallTransferred(call="c1", queue="billing", by="first", tier="4"))
    assert kit.why_refused() == "queue billing has no tier '4', only 1, 2, 3"
    assert kit.talks_to("c1") == "first"
    kit.tell(CallTransferred(call="c1", queue="support", by="first", tier="1"))
    assert kit.why_refused() == "queue support has no tier '1', only none"


def test_the_note_is_there_for_the_next_agent_and_stays_when_nothing_new_is_written() -> None:
    kit = tiers_kit("second", "third")
    hand_on(kit, tier="2", note="paid twice")
    kit.answer("c1")
    hand_on(kit, tier="3")
    assert kit.the_call("c1").note == "paid twice"


# ---- where it stands ----


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("front", ["c1", "important", "early", "late"]),
        ("original", ["important", "early", "c1", "late"]),
        ("back", ["important", "early", "late", "c1"]),
    ],
)
def test_it_stands_where_the_queue_wants_calls_that_are_handed_on(place: str, order: list[str]) -> None:
    kit = CentreKit(queue("billing", transfer_place=place, tiers=TIERS, nobody_s=600.0), agents=PEOPLE)
    kit.sign_in("first", "second")
    kit.call("with first")
    kit.answer("with first")
    kit.call("with second")
    kit.answer("with second")
    kit.call("early", need="billing >= 5")
    kit.pass_time(1)
    kit.call("c1", need="billing < 5")
    kit.pass_time(1)
    kit.call("late", need="billing >= 5")
    kit.call("important", need="billing >= 5", priority=1)
    kit.end_talk("with first")
    kit.answer("c1")
    kit.pass_time(30)
    hand_on(kit, tier="2")
    kit.end_talk("with second")
    assert kit.serve_all() == order


def test_two_that_are_handed_on_to_the_front_stand_by_their_arrival() -> None:
    kit = tiers_kit(place="front")
    busy(kit, "second", "with second", need="billing >= 5")
    kit.call("c2")
    kit.sign_in("third")
    kit.answer("c2")
    kit.tell(CallTransferred(call="c2", queue="billing", by="third", need="billing == 5"))
    hand_on(kit, need="billing == 5")
    kit.end_talk("with second")
    assert kit.offered_to("c1") == "second"


def test_the_front_is_left_when_the_call_is_answered() -> None:
    kit = tiers_kit("second", place="front")
    hand_on(kit, tier="2")
    assert kit.the_call("c1").at_front
    kit.answer("c1")
    assert not kit.the_call("c1").at_front


# ---- measures ----


def test_the_wait_and_the_talk_of_each_line_are_its_own() -> None:
    kit = tiers_kit()
    busy(kit, "second", "c2", need="billing >= 5")
    hand_on(kit, tier="2")
    handed_on_at = kit.now
    kit.pass_time(20)
    kit.end_talk("c2")
    kit.answer("c1")
    kit.pass_time(40)
    kit.end_talk("c1")
    counts = kit.counts()
    assert (counts.offered, counts.answered, counts.sent_away, counts.waiting) == (3, 3, 0, 0)
    assert counts.wait_answered_sum_s == 10.0 + 0.0 + 20.0
    assert [talk.until - talk.since for talk in kit.the_call("c1").talks if talk.until] == [handed_on_at - 10.0, 40.0]


def test_to_hand_on_is_not_to_miss_and_is_counted_for_the_agent() -> None:
    kit = tiers_kit("second")
    hand_on(kit, tier="2")
    counts = kit.the_agent("first").counts
    assert (counts.answered, counts.passed_on, counts.missed) == (1, 1, 0)


def test_a_caller_who_hangs_up_after_it_abandoned_the_new_line_after_the_wait_there() -> None:
    kit = tiers_kit()
    hand_on(kit, "support")
    kit.pass_time(25)
    kit.hang_up("c1")
    assert (kit.counts("support").abandoned, kit.counts("support").abandoned_quick) == (1, 0)
    assert (kit.counts("billing").answered, kit.counts("billing").abandoned) == (1, 0)


def test_the_service_level_of_the_new_line_does_not_suffer_for_the_time_before() -> None:
    kit = tiers_kit("eve")
    hand_on(kit, "support")
    kit.answer("c1")
    assert kit.counts("support").service_level() == 1.0
    assert kit.counts("support").wait_answered_most_s == 0.0
