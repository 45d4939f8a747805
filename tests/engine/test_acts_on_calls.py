"""A person's hand on a call: moved, given another priority, assigned, cut. At every state a call can be in."""

from collections.abc import Callable
from typing import Any

import pytest

from acd.engine.acts import AnyAct, CallAssigned, CallCut, CallMoved, CallPrioritised
from acd.engine.facts import CallArrived, CallQueued, CallReleased, Miss, RulesChanged
from acd.engine.orders import HangUp, Noted, Offer, Refused, SendAway, Wait, Withdraw
from acd.engine.routing_rules import LastAgent, Personal
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

PEOPLE = (
    agent("anna", billing=3),
    agent("boris", billing=3, deputy="clara"),
    agent("clara", english=5),
    agent("dora", english=1),
)
QUEUES = (
    queue("billing", {"billing": 1}, nobody_s=600.0, priority=1, answer_within_s=20.0),
    queue("support", {"english": 1}, nobody_s=600.0, answer_within_s=20.0),
    queue("full", most_waiting=0, nobody_s=600.0, full_exit=exit_to("hangup")),
)


def a_kit(*here: str, **rules: Any) -> CentreKit:
    kit = CentreKit(*QUEUES, agents=PEOPLE, **rules)
    kit.sign_in(*here)
    return kit


def busy(kit: CentreKit, name: str) -> None:
    """``name`` talks to somebody of no concern."""
    kit.call(f"with {name}", queue="full")
    kit.tell(CallAssigned(call=f"with {name}", agent=name))
    kit.answer(f"with {name}")
    assert kit.state(name) == "talking"


def adds_up(kit: CentreKit) -> bool:
    each = kit.engine.centre.counts.values()
    return all(one.offered == one.answered + one.abandoned + one.sent_away + one.waiting for one in each)


# -- moved -------------------------------------------------------------------------------------------------


def test_a_call_that_waits_is_moved_and_served_there() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.sign_in("clara")
    kit.pass_time(9)
    orders = kit.tell(CallMoved(call="c1", queue="support", who="sue", why="a regular"))
    assert [type(order) for order in orders][:2] == [Wait, Offer]
    assert (kit.the_call("c1").queue, kit.offered_to("c1")) == ("support", "clara")


def test_its_wait_goes_on_and_each_queue_counts_it_once() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.pass_time(15)
    kit.tell(CallMoved(call="c1", queue="support"))
    kit.pass_time(15)
    kit.sign_in("clara")
    kit.answer("c1")
    before, after = kit.counts("billing"), kit.counts("support")
    assert (before.offered, before.sent_away, before.waiting) == (1, 1, 0)
    assert (after.offered, after.answered, after.answered_in_time, after.wait_answered_sum_s) == (1, 1, 0, 31.0)
    assert adds_up(kit)


def test_its_place_is_that_of_when_it_first_asked() -> None:
    kit = a_kit()
    kit.call("early")
    kit.pass_time(5)
    kit.call("late", queue="support")
    kit.tell(CallMoved(call="early", queue="support"))
    kit.sign_in("clara")
    assert kit.offered_to("early") == "clara"


def test_it_has_the_priority_of_the_new_queue_and_what_the_menu_asked() -> None:
    kit = a_kit()
    kit.call("c1", priority=2)
    assert kit.the_call("c1").priority == 3
    kit.tell(CallMoved(call="c1", queue="support"))
    assert kit.the_call("c1").priority == 2


def test_a_queue_that_is_full_lets_it_in_all_the_same() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.tell(CallMoved(call="c1", queue="full"))
    assert (kit.state("c1"), kit.the_call("c1").queue) == ("waiting", "full")


def test_a_call_that_rings_is_taken_back_and_the_agent_keeps_their_turn() -> None:
    kit = a_kit("anna", "boris")
    idle_since = kit.the_agent("anna").idle_since
    kit.call("c1")
    assert kit.offered_to("c1") == "anna"
    orders = kit.tell(CallMoved(call="c1", queue="support"))
    assert [type(order) for order in orders][:2] == [Withdraw, Wait]
    assert (kit.state("c1"), kit.state("anna"), kit.the_agent("anna").idle_since) == ("waiting", "ready", idle_since)
    kit.call("c2")
    assert kit.offered_to("c2") == "anna"
    assert (kit.the_agent("anna").misses, kit.counts().missed_offers) == (0, 0)


def test_whoever_it_was_taken_from_takes_the_next_who_waits() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.call("c2")
    kit.tell(CallMoved(call="c1", queue="support"))
    assert kit.offered_to("c2") == "anna"


def test_who_missed_it_there_may_take_it_here() -> None:
    kit = CentreKit(queue("billing", nobody_s=99.0), queue("support", nobody_s=99.0))
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.miss("c1")
    assert kit.offered_to("c1") == "boris"
    kit.miss("c1", Miss.REJECTED)
    kit.tell(CallMoved(call="c1", queue="support"))
    assert kit.offered_to("c1") == "anna"


def test_the_new_queue_asks_for_whom_the_caller_would_rather_have() -> None:
    own = queue("own", {"russian": 1}, personal=Personal(data="manager"), last_agent=LastAgent(within_s=60), nobody_s=9)
    kit = CentreKit(queue("billing", {"russian": 1}, nobody_s=9.0), own)
    kit.sign_in("anna", "boris")
    kit.call("c1", data={"manager": "boris"})
    kit.tell(CallMoved(call="c1", queue="own"))
    assert kit.offered_to("c1") == "boris"


def test_overflows_and_the_longest_wait_begin_anew() -> None:
    kit = CentreKit(
        queue("billing", {"billing": 9}, longest_wait_s=30.0, nobody_s=999.0),
        queue("support", {"billing": 9}, longest_wait_s=30.0, nobody_s=999.0),
    )
    kit.call("c1")
    kit.pass_time(20)
    kit.tell(CallMoved(call="c1", queue="support"))
    kit.pass_time(29)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert [order.why for order in kit.ordered(SendAway)] == ["longest_wait"]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (CallMoved(call="c1", queue="none"), "queue none is not configured"),
        (CallMoved(call="c1", queue="billing"), "call c1 waits in queue billing already"),
        (CallMoved(call="c9", queue="support"), "call c9 is not known"),
        (CallPrioritised(call="c1", priority=1001), "priority 1001 is not within -1000 to 1000"),
        (CallPrioritised(call="c9", priority=1), "call c9 is not known"),
        (CallAssigned(call="c1", agent="zoe"), "agent zoe is not on the roster"),
        (CallAssigned(call="c1", agent="clara"), "agent clara is signed out"),
        (CallAssigned(call="c9", agent="anna"), "call c9 is not known"),
        (CallCut(call="c9"), "call c9 is not known"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(act: AnyAct, why: str) -> None:
    kit = a_kit()
    kit.call("c1")
    kit.tell(act)
    assert kit.why_refused() == why


def in_menu(kit: CentreKit) -> None:
    kit.tell(CallArrived("c1"))


def in_talk(kit: CentreKit) -> None:
    kit.sign_in("anna")
    kit.call("c1")
    kit.answer("c1")


def on_the_way_out(kit: CentreKit) -> None:
    kit.call("c1")
    kit.tell(CallReleased("c1"))


NOT_WAITING = {"menu": in_menu, "talking": in_talk, "leaving": on_the_way_out}


@pytest.mark.parametrize("state", NOT_WAITING)
@pytest.mark.parametrize(
    ("act", "done"),
    [
        (CallMoved(call="c1", queue="support"), "moved"),
        (CallPrioritised(call="c1", priority=1), "given another priority"),
        (CallAssigned(call="c1", agent="boris"), "assigned"),
    ],
)
def test_only_a_call_that_waits_can_be_steered(state: str, act: AnyAct, done: str) -> None:
    kit = a_kit("boris")
    NOT_WAITING[state](kit)
    kit.tell(act)
    assert kit.why_refused() == f"call c1 is {state}: only a call that waits can be {done}"


# -- priority ----------------------------------------------------------------------------------------------


def test_a_call_with_more_priority_is_served_first() -> None:
    kit = a_kit()
    kit.calls("c1", "c2", "c3")
    kit.tell(CallPrioritised(call="c3", priority=5, who="sue"))
    kit.tell(CallPrioritised(call="c1", priority=0))
    kit.sign_in("anna")
    assert kit.serve_all() == ["c3", "c2", "c1"]


def test_a_priority_while_the_phone_rings_is_for_when_the_offer_fails() -> None:
    kit = a_kit("anna")
    kit.calls("c1", "c2", "c3")
    kit.tell(CallPrioritised(call="c1", priority=-3))
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1")
    kit.sign_in("boris")
    assert kit.serve_all() == ["c2", "c3", "c1"]


def test_the_priority_survives_other_rules_and_is_told_to_the_world() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.tell(CallPrioritised(call="c1", priority=7))
    assert [(note.about, note.values) for note in kit.ordered(Noted)] == [("c1", {"priority": "7"})]
    kit.tell(RulesChanged(kit.rules))
    assert (kit.the_call("c1").priority, kit.the_call("c1").turn[0]) == (7, -7e8)


# -- assigned ----------------------------------------------------------------------------------------------


def test_an_agent_who_is_ready_is_offered_the_call_whatever_their_skills() -> None:
    kit = a_kit("clara")
    kit.call("c1")
    kit.tell(CallAssigned(call="c1", agent="clara", who="clara", why="I know them"))
    assert (kit.offered_to("c1"), kit.the_call("c1").wanted) == ("clara", "clara")


def test_an_agent_who_talks_gets_it_next_though_others_are_free() -> None:
    kit = a_kit("clara")
    busy(kit, "clara")
    kit.call("c1")
    kit.tell(CallAssigned(call="c1", agent="clara"))
    kit.sign_in("anna")
    assert kit.state("c1") == "waiting"
    kit.end_talk("with clara")
    assert kit.offered_to("c1") == "clara"


def test_after_the_personal_wait_it_is_anybodys_and_not_the_deputys() -> None:
    kit = a_kit("boris", "clara", personal_wait_s=45.0)
    busy(kit, "boris")
    kit.call("c1", needs={"russian": 1})
    kit.tell(CallAssigned(call="c1", agent="boris"))
    assert kit.notes()[-1] == "c1: waits_for agent=boris why=assigned seconds=45"
    kit.pass_time(44)
    assert kit.the_call("c1").wanted == "boris"
    kit.pass_time(1)
    assert (kit.the_call("c1").wanted, kit.state("c1"), kit.state("clara")) == ("", "waiting", "ready")


def test_a_call_that_rings_elsewhere_is_taken_from_there() -> None:
    kit = a_kit("anna", "boris")
    kit.call("c1")
    kit.call("c2")
    orders = kit.tell(CallAssigned(call="c1", agent="boris"))
    assert not any(isinstance(order, Refused) for order in orders)
    assert (kit.offered_to("c2"), kit.state("c1"), kit.state("anna")) == ("boris", "waiting", "ready")
    kit.serve("c2")
    assert kit.offered_to("c1") == "boris"


def test_one_whose_phone_rings_for_it_already_is_left_to_ring() -> None:
    kit = a_kit("anna", "boris")
    kit.call("c1")
    orders = kit.tell(CallAssigned(call="c1", agent="anna"))
    assert not [order for order in orders if isinstance(order, Withdraw | Offer)]
    assert (kit.offered_to("c1"), kit.the_call("c1").wanted) == ("anna", "anna")
    kit.miss("c1")
    assert kit.offered_to("c1") == "boris"


def test_of_several_phones_that_ring_only_theirs_goes_on() -> None:
    kit = CentreKit(queue("billing", ring_at_once=3, nobody_s=99.0), agents=PEOPLE)
    kit.sign_in("anna", "boris", "clara")
    kit.call("c1")
    assert kit.rings("c1") == ["anna", "boris", "clara"]
    kit.tell(CallAssigned(call="c1", agent="boris"))
    assert (kit.rings("c1"), kit.state("anna"), kit.state("clara")) == (["boris"], "ready", "ready")
    kit.answer("c1")
    assert kit.talks_to("c1") == "boris"


def test_who_rejected_it_gets_it_after_all_for_a_person_decided_so() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED)
    assert kit.state("c1") == "waiting"
    kit.tell(CallAssigned(call="c1", agent="anna"))
    assert kit.offered_to("c1") == "anna"
    assert kit.the_call("c1").rejected == frozenset()


def test_those_who_missed_it_before_are_asked_again_also_after_it_was_taken_back() -> None:
    kit = a_kit("anna", "boris")
    kit.call("c1")
    kit.miss("c1")
    kit.pass_time(29)
    kit.tell(CallAssigned(call="c1", agent="boris"))
    kit.pass_time(2)  # the alarm for those who missed it rings while another phone does
    busy(kit, "anna")
    kit.miss("c1")
    kit.end_talk("with anna")
    kit.pass_time(30)
    assert kit.offered_to("c1") == "anna"


def away(kit: CentreKit) -> None:
    kit.device("anna", Device.GONE)


def leaves_later(kit: CentreKit) -> None:
    busy(kit, "anna")
    kit.sign_out("anna")


def pauses_later(kit: CentreKit) -> None:
    busy(kit, "anna")
    kit.pause("anna")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda kit: kit.sign_out("anna"), "agent anna is signed out"),
        (lambda kit: kit.pause("anna"), "agent anna is paused"),
        (away, "the phone of agent anna cannot be reached"),
        (leaves_later, "agent anna is signed out, after what they do now"),
        (pauses_later, "agent anna is paused, after what they do now"),
    ],
)
def test_an_agent_who_does_not_come_is_refused(happens: Callable[[CentreKit], None], why: str) -> None:
    kit = a_kit("anna")
    happens(kit)
    kit.call("c1")
    kit.tell(CallAssigned(call="c1", agent="anna"))
    assert kit.why_refused() == why


def test_an_agent_who_calls_cannot_get_their_own_call() -> None:
    kit = a_kit("anna")
    kit.tell(CallArrived("c1", by_agent="anna"))
    kit.tell(CallQueued(call="c1", queue="billing"))
    kit.tell(CallAssigned(call="c1", agent="anna"))
    assert kit.why_refused() == "agent anna is the one who calls"


def test_an_agent_who_goes_home_leaves_it_to_anybody() -> None:
    kit = a_kit("clara")
    busy(kit, "clara")
    kit.call("c1")
    kit.tell(CallAssigned(call="c1", agent="clara"))
    kit.sign_in("anna")
    kit.sign_out("clara")
    kit.end_talk("with clara")
    assert kit.offered_to("c1") == "anna"


# -- cut ---------------------------------------------------------------------------------------------------


def test_a_call_that_waits_is_cut_by_a_way_out_and_counted_as_sent_away() -> None:
    kit = a_kit()
    kit.call("c1")
    orders = kit.tell(CallCut(call="c1", who="sue", why="a prank"))
    (order,) = [order for order in orders if isinstance(order, SendAway)]
    assert (order.exit.go, order.why, kit.state("c1")) == ("hangup", "act", "leaving")
    kit.hang_up("c1")
    assert (kit.counts().sent_away, kit.counts().abandoned) == (1, 0)
    assert adds_up(kit)


def test_a_call_that_rings_is_taken_back_before_it_is_cut() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.call("c2")
    orders = kit.tell(CallCut(call="c1"))
    assert [type(order) for order in orders][:3] == [Withdraw, SendAway, Offer]
    assert (kit.offered_to("c2"), kit.counts().sent_away) == ("anna", 1)


@pytest.mark.parametrize("state", NOT_WAITING)
def test_any_other_call_is_hung_up_where_it_is(state: str) -> None:
    kit = a_kit()
    NOT_WAITING[state](kit)
    assert kit.tell(CallCut(call="c1", why="a prank")) == (HangUp("c1", "a prank"),)
    assert kit.state("c1") == state
