"""Calls that agents pass on: each agent's part is their own, the caller keeps their place, nobody is lost."""

import pytest

from acd.engine.calls import MOST_TALKS
from acd.engine.facts import (
    AgentSignedOut,
    CallArrived,
    CallHandedOver,
    CallHeld,
    CallPutThrough,
    CallQueued,
    CallReleased,
    CallResumed,
    CallTransferred,
    Miss,
    TalkEnded,
)
from acd.engine.orders import Fetch, Noted, PutThrough, Refused, Wait
from tests.engine.centre_kit import CentreKit, agent, queue

PEOPLE = (
    agent("anna", wrap_up_s=10.0, billing=3),
    agent("boris", wrap_up_s=10.0, billing=3),
    agent("clara", billing=1, english=5),
)
QUEUES = (
    queue("billing", {"billing": 2}, nobody_s=600.0),
    queue("support", {"english": 1}, nobody_s=600.0),
    queue("tiny", {"russian": 1}, most_waiting=0, nobody_s=600.0),
)


def talking_kit(*others: str) -> CentreKit:
    """Anna has talked in c1 for 30 s, after it waited for 6; the others have come meanwhile."""
    kit = CentreKit(*QUEUES, agents=PEOPLE)
    kit.call("c1")
    kit.pass_time(5)
    kit.sign_in("anna")
    kit.answer("c1")
    kit.sign_in(*others)
    kit.pass_time(30 - len(others))
    return kit


def passed_on(queue: str = "billing", **more: object) -> CallTransferred:
    return CallTransferred(call="c1", queue=queue, by="anna", **more)  # type: ignore[arg-type]


def parts(kit: CentreKit, call_id: str = "c1") -> list[tuple[str, str, float | None]]:
    return [
        (talk.agent, talk.queue, None if talk.until is None else talk.until - talk.since)
        for talk in kit.the_call(call_id).talks
    ]


def test_a_call_passed_on_to_a_queue_is_fetched_and_offered_there_at_once() -> None:
    kit = talking_kit("clara")
    orders = kit.tell(passed_on("support"))
    assert [type(order).__name__ for order in orders][:3] == ["Fetch", "Wait", "Offer"]
    assert kit.offered_to("c1") == "clara"


def test_one_who_is_back_already_is_not_fetched() -> None:
    kit = talking_kit()
    assert not [order for order in kit.tell(passed_on("support", fetched=True)) if isinstance(order, Fetch)]


def test_the_first_agent_is_free_when_their_own_leg_has_ended_and_not_before() -> None:
    kit = talking_kit("clara")
    kit.tell(passed_on("support"))
    assert kit.state("anna") == "talking"
    kit.tell(TalkEnded("c1", "anna"))
    assert kit.state("anna") == "wrap_up"
    kit.answer("c1")
    kit.pass_time(10)
    assert (kit.state("anna"), kit.state("c1")) == ("ready", "talking")


def test_a_leg_whose_end_is_never_told_ends_by_itself() -> None:
    kit = talking_kit("clara")
    kit.tell(passed_on("support"))
    kit.answer("c1")
    kit.pass_time(20)
    assert (kit.state("anna"), kit.state("c1")) == ("ready", "talking")


def test_each_agents_talk_is_their_own() -> None:
    kit = talking_kit("clara")
    kit.tell(passed_on("support"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(4)
    kit.answer("c1")
    kit.pass_time(60)
    kit.end_talk("c1")
    assert parts(kit) == [("anna", "billing", 30.0), ("clara", "support", 60.0)]
    seconds = {name: kit.engine.centre.roster[name].counts.seconds["talking"] for name in ("anna", "clara")}
    assert seconds == {"anna": 30.0, "clara": 60.0}


def test_the_wait_after_a_transfer_is_measured_from_the_transfer() -> None:
    kit = talking_kit()
    kit.tell(passed_on("support"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(7)
    kit.sign_in("clara")
    kit.answer("c1")
    billing, support = kit.counts("billing"), kit.counts("support")
    assert (billing.answered, billing.wait_answered_sum_s) == (1, 6.0)
    assert (support.offered, support.answered, support.wait_answered_sum_s) == (1, 1, 8.0)


def test_a_call_passed_on_stands_before_those_who_came_after_it() -> None:
    kit = talking_kit()
    kit.call("c2", queue="support")
    kit.tell(passed_on("support"))
    kit.sign_in("clara")
    assert (kit.offered_to("c1"), kit.offered_to("c2")) == ("clara", None)


def test_whoever_passes_a_call_on_is_not_offered_it_again_while_others_can_help() -> None:
    kit = talking_kit("boris")
    kit.call("c2")
    kit.answer("c2")
    kit.tell(passed_on("billing"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(60)
    assert (kit.state("anna"), kit.offered_to("c1")) == ("ready", None)
    kit.end_talk("c2")
    kit.pass_time(10)
    assert kit.offered_to("c1") == "boris"


def test_a_full_queue_turns_away_nobody_who_is_passed_on() -> None:
    kit = talking_kit()
    kit.tell(passed_on("tiny"))
    assert kit.state("c1") == "waiting"


# ---- to one certain agent ----


def test_a_call_for_one_agent_waits_for_that_agent_though_others_are_free() -> None:
    kit = talking_kit("boris", "clara")
    kit.call("c2")
    kit.answer("c2")
    kit.tell(passed_on("support", agent="boris"))
    assert kit.offered_to("c1") is None
    kit.end_talk("c2")
    kit.pass_time(10)
    assert kit.offered_to("c1") == "boris"


def test_it_is_the_agents_next_call_by_its_place() -> None:
    kit = talking_kit("boris")
    kit.call("c2")
    kit.answer("c2")
    kit.call("c3")
    kit.tell(passed_on("support", agent="boris"))
    kit.end_talk("c2")
    kit.pass_time(10)
    assert (kit.offered_to("c1"), kit.offered_to("c3")) == ("boris", None)


def test_skills_do_not_matter_to_who_was_asked_for_by_name() -> None:
    kit = talking_kit("clara")
    kit.tell(passed_on("billing", agent="clara"))
    assert kit.offered_to("c1") == "clara"


@pytest.mark.parametrize("what", ["too long", "leaves", "misses"])
def test_when_the_one_agent_cannot_anybody_with_the_skills_may(what: str) -> None:
    kit = talking_kit("boris", "clara")
    if what != "misses":
        kit.call("c2")
        kit.answer("c2")
    kit.tell(passed_on("support", agent="boris"))
    if what == "too long":
        kit.pass_time(45)
    elif what == "leaves":
        kit.end_talk("c2")
        kit.tell(AgentSignedOut("boris"))
    else:
        kit.miss("c1", Miss.REJECTED)
    assert kit.offered_to("c1") == "clara"


def test_one_who_is_not_here_is_not_waited_for() -> None:
    kit = talking_kit("clara")
    kit.tell(passed_on("support", agent="boris"))
    assert kit.offered_to("c1") == "clara"


def test_an_agent_who_leaves_after_this_call_is_not_waited_for() -> None:
    kit = talking_kit("boris", "clara")
    kit.call("c2")
    kit.answer("c2")
    kit.tell(AgentSignedOut("boris"))
    kit.tell(passed_on("support", agent="boris"))
    assert kit.offered_to("c1") == "clara"


# ---- to a number outside ----


def test_a_call_put_through_outside_is_fetched_and_leaves() -> None:
    kit = talking_kit()
    orders = kit.tell(CallPutThrough(call="c1", number="+7999", by="anna"))
    assert [order for order in orders if isinstance(order, Fetch | PutThrough)] == [
        Fetch("c1"),
        PutThrough("c1", "+7999"),
    ]
    assert kit.state("c1") == "leaving"
    kit.tell(TalkEnded("c1", "anna"))
    assert kit.state("anna") == "wrap_up"


def test_a_number_that_cannot_be_reached_gives_the_call_back() -> None:
    kit = talking_kit("boris")
    kit.tell(CallPutThrough(call="c1", number="+7999", by="anna", fetched=True))
    kit.tell(TalkEnded("c1", "anna"))
    orders = kit.tell(CallTransferred(call="c1", queue="billing", fetched=True, say="not-reached"))
    assert [order.say for order in orders if isinstance(order, Wait)] == ["not-reached"]
    assert kit.offered_to("c1") == "boris"


# ---- handed over after asking ----


def test_a_call_handed_over_to_a_colleague_is_theirs_from_then_on() -> None:
    kit = talking_kit("boris")
    kit.tell(CallHandedOver(call="c1", by="anna", to="boris"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(12)
    assert (kit.state("c1"), kit.the_call("c1").agent, kit.state("boris")) == ("talking", "boris", "talking")
    kit.end_talk("c1")
    assert parts(kit) == [("anna", "billing", 30.0), ("boris", "billing", 12.0)]


def test_two_calls_become_one_when_the_agents_talked_through_a_queue() -> None:
    kit = talking_kit("clara")
    kit.tell(CallArrived("ask", name="Anna", by_agent="anna"))
    kit.call("ask", queue="support")
    kit.answer("ask")
    kit.pass_time(20)
    kit.tell(CallHandedOver(call="c1", by="anna", to="clara", consult="ask"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(5)
    assert list(kit.engine.centre.calls) == ["c1"]
    assert (kit.the_call("c1").queue, kit.engine.centre.roster["clara"].call) == ("support", "c1")
    kit.end_talk("c1")
    assert parts(kit)[1] == ("clara", "support", 25.0)
    assert (kit.counts("support").offered, kit.counts("support").answered) == (1, 1)


def test_a_call_handed_over_to_somebody_outside_leaves() -> None:
    kit = talking_kit()
    kit.tell(CallHandedOver(call="c1", by="anna"))
    assert (kit.state("c1"), kit.state("anna")) == ("leaving", "talking")
    kit.tell(TalkEnded("c1", "anna"))
    assert kit.state("anna") == "wrap_up"


def test_an_agent_who_gives_up_asking_did_not_abandon_the_queue() -> None:
    kit = talking_kit()
    kit.tell(CallArrived("ask", by_agent="anna"))
    kit.call("ask", queue="support")
    kit.hang_up("ask")
    assert (kit.counts("support").abandoned, kit.counts("support").sent_away) == (0, 1)


def test_an_agent_is_not_offered_their_own_question() -> None:
    kit = CentreKit(*QUEUES, agents=PEOPLE)
    kit.sign_in("anna")
    kit.tell(CallArrived("ask", by_agent="anna"))
    kit.tell(CallQueued(call="ask", queue="billing"))
    assert kit.offered_to("ask") is None
    kit.sign_in("boris")
    assert kit.offered_to("ask") == "boris"


# ---- when nobody else can help ----


def test_a_caller_whom_nobody_else_here_can_help_comes_back_to_who_passed_them_on() -> None:
    kit = talking_kit()
    kit.tell(passed_on("billing"))
    kit.tell(TalkEnded("c1", "anna"))
    kit.pass_time(10)
    assert kit.offered_to("c1") == "anna"


def test_a_need_that_nobody_here_has_is_dropped_and_said() -> None:
    kit = talking_kit("boris")
    orders = kit.tell(passed_on("billing", needs={"english": 9}))
    assert [order.values for order in orders if isinstance(order, Noted)] == [{"need": "english:9"}]
    assert kit.offered_to("c1") == "boris"


def test_a_call_found_after_a_crash_can_still_be_put_through_outside() -> None:
    kit = CentreKit(*QUEUES, agents=PEOPLE)
    kit.tell(CallArrived("c1"))
    kit.tell(CallPutThrough(call="c1", number="+7999", fetched=True))
    assert kit.state("c1") == "leaving"


# ---- hold ----


def test_hold_is_counted_beside_the_talk_that_goes_on() -> None:
    kit = talking_kit()
    kit.tell(CallHeld("c1", "anna"))
    kit.pass_time(8)
    kit.tell(CallHeld("c1", "anna"))
    kit.tell(CallResumed("c1", "anna"))
    kit.pass_time(2)
    kit.tell(CallHeld("c1", "anna"))
    kit.pass_time(3)
    kit.end_talk("c1")
    counts = kit.engine.centre.roster["anna"].counts
    assert (counts.hold_s, counts.seconds["talking"]) == (11.0, 43.0)


# ---- what cannot be ----


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (CallTransferred(call="c9", queue="billing"), "call c9 is not known"),
        (passed_on("chess"), "queue chess is not configured"),
        (passed_on(agent="nobody"), "agent nobody is not on the roster"),
        (passed_on(agent="anna"), "agent anna cannot pass a call on to themselves"),
        (CallHandedOver(call="c1", by="boris"), "agent boris is not in call c1"),
        (CallHandedOver(call="c1", by="anna", to="clara"), "agent clara is offered: found_talking is not possible"),
        (CallHeld("c1", "boris"), "agent boris does not talk in call c1"),
        (CallResumed("c9", "anna"), "agent anna does not talk in call c9"),
        (CallReleased("c1"), "call c1 is talking: send_away is not possible"),
    ],
)
def test_what_cannot_be_is_refused_and_says_why(fact: CallTransferred, why: str) -> None:
    kit = talking_kit("clara")
    kit.call("c2", queue="support")
    assert kit.tell(fact) == (Refused(type(fact).__name__, why),)


def test_a_call_that_is_passed_round_in_a_circle_is_remembered_up_to_a_limit() -> None:
    kit = talking_kit("boris")
    kit.tell(TalkEnded("c1", "anna"))
    for turn in range(2 * MOST_TALKS):
        by, to = ("anna", "boris") if turn % 2 == 0 else ("boris", "anna")
        kit.tell(CallTransferred(call="c1", queue="billing", by=by, agent=to, fetched=True))
        kit.pass_time(15)
        if kit.offered_to("c1") is not None:
            kit.answer("c1")
            kit.pass_time(1)
            kit.tell(TalkEnded("c1", to))
    assert len(kit.the_call("c1").talks) == MOST_TALKS
