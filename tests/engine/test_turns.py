"""Whose turn it is: calls by priority and time, agents by skills and the longest idle."""

import pytest

from acd.engine import floor as floor_module
from acd.engine.floor import MOST_LINES
from acd.engine.orders import Offer, Wait
from agents.needs import ANYBODY
from tests.engine.centre_kit import CentreKit, agent, queue


def test_a_call_goes_to_the_agent_who_is_idle_longest() -> None:
    kit = CentreKit()
    kit.sign_in("boris", "anna")
    kit.call("c1")
    assert kit.offered_to("c1") == "boris"


def test_who_just_ended_a_call_goes_to_the_end_of_the_idle_order() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.answer("c1")
    kit.pass_time(60)
    kit.end_talk("c1")
    kit.calls("c2", "c3")
    assert (kit.offered_to("c2"), kit.offered_to("c3")) == ("boris", "anna")


def test_the_one_who_waits_longest_is_offered_first() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c0")
    kit.calls("c1", "c2")
    kit.answer("c0")
    kit.end_talk("c0")
    assert (kit.offered_to("c1"), kit.offered_to("c2")) == ("anna", None)


def test_a_higher_priority_goes_before_an_earlier_place() -> None:
    kit = CentreKit(queue("billing"), queue("vip", priority=5))
    kit.sign_in("anna")
    kit.call("c0")
    kit.calls("ordinary")
    kit.calls("vip", queue="vip")
    kit.call("asked", priority=6)
    kit.answer("c0")
    kit.end_talk("c0")
    assert kit.offered_to("asked") == "anna"
    kit.answer("asked")
    kit.end_talk("asked")
    assert kit.offered_to("vip") == "anna"


def test_calls_of_the_same_second_go_in_the_order_they_came() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    for call_id in ("c0", "z", "a", "m"):
        kit.call(call_id)
    served = []
    while kit.engine.centre.calls:
        (call_id,) = [each for each in kit.engine.centre.calls if kit.offered_to(each)]
        served.append(call_id)
        kit.answer(call_id)
        kit.end_talk(call_id)
        kit.hang_up(call_id)
    assert served == ["c0", "z", "a", "m"]


def test_every_needed_skill_must_be_there_at_its_level() -> None:
    agents = (
        agent("one", billing=5),
        agent("low", billing=2, english=5),
        agent("fit", billing=3, english=5),
        agent("best", billing=10, english=10),
    )
    kit = CentreKit(queue("billing", {"billing": 3}), agents=agents)
    kit.sign_in("one", "low", "fit", "best")
    kit.call("c1", needs={"english": 5})
    assert kit.offered_to("c1") == "fit"


def test_the_higher_of_what_queue_and_menu_ask_holds() -> None:
    agents = (agent("three", billing=3), agent("seven", billing=7))
    kit = CentreKit(queue("billing", {"billing": 3}), agents=agents)
    kit.sign_in("three", "seven")
    kit.call("hard", needs={"billing": 7})
    kit.call("easy", needs={"billing": 1})
    assert (kit.offered_to("hard"), kit.offered_to("easy")) == ("seven", "three")


def test_a_need_of_level_zero_asks_nothing() -> None:
    kit = CentreKit(agents=(agent("anna"),))
    kit.sign_in("anna")
    kit.call("c1", needs={"russian": 0})
    assert kit.offered_to("c1") == "anna"
    assert kit.the_call("c1").need == ANYBODY


def test_level_zero_from_the_menu_does_not_take_away_what_the_queue_needs() -> None:
    kit = CentreKit(queue("billing", {"billing": 3}), agents=(agent("anna"), agent("boris", billing=3)))
    kit.sign_in("anna", "boris")
    kit.call("c1", needs={"billing": 0})
    assert kit.offered_to("c1") == "boris"


def test_unknown_needs_are_dropped_and_noted() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1", needs={"juggling": 3, "billing": 11, "english": -1})
    assert kit.offered_to("c1") == "anna"
    assert kit.notes() == [
        "c1: need_dropped need=juggling:3",
        "c1: need_dropped need=billing:11",
        "c1: need_dropped need=english:-1",
    ]


def test_a_call_nobody_idle_may_serve_does_not_hold_up_the_next() -> None:
    agents = (agent("anna", english=5), agent("ivan", russian=5))
    kit = CentreKit(agents=agents)
    kit.sign_in("anna", "ivan")
    kit.call("first", needs={"russian": 5})
    kit.call("russian", needs={"russian": 5})
    kit.call("english", needs={"english": 5})
    assert (kit.offered_to("russian"), kit.offered_to("english")) == (None, "anna")


def test_the_phone_shows_queue_topic_and_caller() -> None:
    kit = CentreKit(queue("billing", title="Billing"))
    kit.sign_in("anna")
    kit.call("c1", topic="refund")
    (offer,) = kit.ordered(Offer)
    assert offer.label == "Billing · refund · +35315550100"
    assert (offer.agent, offer.ring_s, offer.until) == ("anna", 20.0, kit.now + 25.0)


def test_the_caller_is_told_to_wait_with_the_place_to_be_kept() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.pass_time(9)
    kit.call("c1")
    assert kit.ordered(Wait) == [Wait("c1", "billing", 10.0)]


def test_lines_nobody_waits_in_are_forgotten_beyond_a_limit_and_nobody_is_lost() -> None:
    kit = CentreKit(queue("billing", longest_wait_s=1e6))
    kit.sign_in("anna")
    kit.call("ringing", needs={"billing": 2})
    kit.call("waiting", needs={"billing": 3})
    floor = kit.engine.centre.floor
    for number in range(MOST_LINES + 10):  # a hostile feed of needs; more than the limit of lines
        levels = [number // 11**place % 11 for place in range(4)]
        kit.call("hostile", need="billing > {} or english > {} or russian > {} or billing == {}".format(*levels))
        kit.hang_up("hostile")
    assert len(floor.lines) <= MOST_LINES
    kit.miss("ringing")
    assert kit.offered_to("waiting") == "anna"
    kit.sign_in("boris")
    assert kit.offered_to("ringing") == "boris"


def test_more_lines_than_the_limit_with_somebody_waiting_in_each_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor_module, "MOST_LINES", 10)
    kit = CentreKit(queue("billing", nobody_s=1e6))
    kit.sign_in("anna")
    kit.call("c0")
    needs = [f"billing >= {level} or english == {other}" for level in range(1, 4) for other in range(20)]
    for number, need in enumerate(needs, 1):
        kit.call(f"c{number}", need=need)
        kit.pass_time(0.01)
    assert len(kit.engine.centre.floor.lines) > 30
    assert kit.serve_all() == [f"c{number}" for number in range(len(needs) + 1)]
