"""Several phones ring at once for one call: the first to answer has it, and whoever does not take it is told apart."""

from typing import Any

import msgspec
import pytest

from acd.engine.facts import CallTransferred, Miss, OfferAnswered
from acd.engine.orders import Offer, Refused, Withdraw
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, queue

FOUR = tuple(agent(name, billing=3) for name in ("anna", "boris", "clara", "dora"))


def kit_of(ring_at_once: int, *agents: AgentRules, **rules: Any) -> CentreKit:
    """Agents who came one second after the other, and a queue that rings several of them."""
    agents = agents or FOUR
    kit = CentreKit(queue("billing", ring_at_once=ring_at_once, nobody_s=60.0, **rules), agents=agents)
    kit.sign_in(*(each.name for each in agents))
    return kit


def confirming(name: str) -> AgentRules:
    """An agent who must press a key before the caller is connected."""
    return msgspec.structs.replace(agent(name, billing=3), confirm=True)


def test_as_many_phones_ring_as_the_queue_says_in_the_order_of_its_choice() -> None:
    kit = kit_of(3)
    kit.call("c1")
    assert kit.rings("c1") == ["anna", "boris", "clara"]
    (offer,) = kit.ordered(Offer)
    assert (offer.agent, offer.also) == ("anna", ("boris", "clara"))


def test_fewer_ring_when_fewer_are_free() -> None:
    kit = kit_of(3, *FOUR[:2])
    kit.call("c1")
    assert kit.rings("c1") == ["anna", "boris"]


@pytest.mark.parametrize("name", ["anna", "boris", "clara"])
def test_the_first_to_answer_has_the_call_and_the_others_stop_ringing_with_their_turn_kept(name: str) -> None:
    kit = kit_of(3)
    kit.call("c1")
    kit.pass_time(5)
    kit.answer("c1", by=name)
    others = [each for each in ("anna", "boris", "clara") if each != name]
    assert kit.talks_to("c1") == name
    assert [order.agent for order in kit.ordered(Withdraw)] == others
    assert [kit.state(each) for each in others] == ["ready", "ready"]
    kit.call("c2")
    assert kit.rings("c2") == [*others, "dora"]
    assert [kit.the_agent(each).counts.missed for each in others] == [0, 0]


def test_whoever_answers_a_moment_later_is_too_late_and_hears_nobody() -> None:
    kit = kit_of(2)
    kit.call("c1")
    offer = kit.the_call("c1").offer
    kit.answer("c1", by="boris")
    (refused,) = kit.tell(OfferAnswered(offer or 0, "c1", "anna"))
    assert isinstance(refused, Refused)
    assert (kit.talks_to("c1"), kit.state("anna")) == ("boris", "ready")


def test_one_who_does_not_take_it_leaves_the_others_ringing() -> None:
    kit = kit_of(2)
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED, by="anna")
    assert (kit.rings("c1"), kit.state("anna")) == (["boris"], "ready")
    assert len(kit.ordered(Offer)) == 1
    kit.answer("c1")
    assert kit.talks_to("c1") == "boris"


def test_who_did_not_take_it_is_free_for_another_call_meanwhile() -> None:
    kit = kit_of(2, *FOUR[:2])
    kit.call("c1")
    kit.call("c2")
    kit.miss("c1", by="anna")
    assert (kit.rings("c1"), kit.rings("c2")) == (["boris"], ["anna"])


def test_when_nobody_takes_it_the_next_ones_ring_and_nobody_twice() -> None:
    kit = kit_of(2)
    kit.call("c1")
    kit.miss("c1", by="anna")
    kit.miss("c1", by="boris")
    assert kit.rings("c1") == ["clara", "dora"]
    kit.miss("c1", by="clara")
    kit.miss("c1", by="dora")
    assert (kit.state("c1"), kit.rings("c1")) == ("waiting", [])
    assert kit.counts().missed_offers == 4


def test_the_place_is_kept_when_nobody_takes_it() -> None:
    kit = kit_of(2, *FOUR[:3])
    kit.call("c1")
    kit.pass_time(1)
    kit.call("c2")  # rings clara alone
    kit.pass_time(1)
    kit.call("c3")
    kit.miss("c1", by="anna")
    kit.miss("c1", by="boris")
    assert kit.rings("c3") == ["anna"]
    kit.answer("c2")
    kit.end_talk("c2")
    assert kit.rings("c1") == ["clara"]


def test_a_lease_without_a_word_ends_for_all_of_them() -> None:
    kit = kit_of(2)
    kit.call("c1")
    kit.pass_time(25)
    assert [(order.agent) for order in kit.ordered(Withdraw)] == ["anna", "boris"]
    assert kit.rings("c1") == ["clara", "dora"]
    assert [kit.the_agent(name).counts.missed for name in ("anna", "boris")] == [1, 1]


def test_a_caller_who_hangs_up_frees_all_of_them_with_their_turn_kept() -> None:
    kit = kit_of(3)
    kit.call("c1")
    kit.call("c2")
    assert kit.rings("c2") == ["dora"]
    kit.hang_up("c1")
    assert [kit.state(name) for name in ("anna", "boris", "clara")] == ["ready"] * 3
    assert [order.agent for order in kit.ordered(Withdraw)] == ["anna", "boris", "clara"]
    kit.call("c3")
    assert kit.rings("c3") == ["anna", "boris", "clara"]


def test_and_the_next_in_line_rings_them() -> None:
    kit = kit_of(2, *FOUR[:2])
    kit.calls("c1", "c2")
    kit.hang_up("c1")
    assert kit.offered_to("c2") == "anna"


def test_a_call_that_rings_cannot_be_passed_on_and_rings_on() -> None:
    kit = kit_of(3)
    kit.call("c1")
    kit.tell(CallTransferred(call="c1", queue="billing", fetched=True))
    assert kit.why_refused() == "call c1 is offered: transfer is not possible"
    assert kit.rings("c1") == ["anna", "boris", "clara"]


def test_who_must_confirm_by_key_rings_alone() -> None:
    kit = kit_of(3, confirming("keyed"), *FOUR)
    kit.call("c1")
    assert kit.rings("c1") == ["keyed"]


def test_and_is_not_rung_beside_others() -> None:
    kit = kit_of(3, FOUR[0], confirming("keyed"), FOUR[1])
    kit.call("c1")
    assert kit.rings("c1")[0] == "anna"
    assert "keyed" not in kit.rings("c1")
    assert kit.state("keyed") == "ready"


def test_in_a_queue_whose_calls_are_confirmed_everybody_rings_alone() -> None:
    kit = kit_of(3, confirm=True)
    kit.call("c1")
    assert kit.rings("c1") == ["anna"]


def test_a_call_for_one_certain_agent_rings_nobody_else() -> None:
    kit = kit_of(3)
    kit.call("c1")
    kit.answer("c1", by="anna")
    kit.tell(CallTransferred(call="c1", queue="billing", by="anna", agent="clara"))
    assert kit.rings("c1") == ["clara"]
