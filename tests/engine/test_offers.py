"""Offers: ringing, misses, leases, and what becomes of call and agent."""

import pytest

from acd.engine.facts import AgentSignedIn, AlarmRang, Miss, OfferAnswered, OfferMissed
from acd.engine.orders import Offer, WakeAt, Withdraw
from agents.roster import AgentRules
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue


def test_an_answered_offer_connects_the_two() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.pass_time(4)
    kit.answer("c1")
    assert (kit.talks_to("c1"), kit.state("anna")) == ("anna", "talking")
    assert kit.counts().mean_wait_s() == 4.0


def test_a_missed_call_keeps_its_place_and_goes_to_the_next_agent() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.miss("c1")
    assert (kit.offered_to("c1"), kit.state("anna")) == ("boris", "ready")


def test_a_missed_call_stays_ahead_of_those_who_came_later() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.calls("c1", "c2", "c3")
    kit.miss("c1")  # anna gets c2 instead
    kit.sign_in("boris")
    assert (kit.offered_to("c1"), kit.offered_to("c2"), kit.offered_to("c3")) == ("boris", "anna", None)


def test_who_refused_a_call_is_never_offered_it_again() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1", Miss.REJECTED)
    kit.pass_time(600)
    assert (kit.state("c1"), kit.state("anna")) == ("waiting", "ready")
    kit.sign_out("anna")
    kit.tell(AgentSignedIn("anna"))
    assert len(kit.ordered(Offer)) == 1


def test_a_call_missed_by_the_only_agent_here_goes_on_waiting() -> None:
    kit = CentreKit(queue("billing", nobody_exit=exit_to("hangup")))
    kit.sign_in("anna")
    kit.call("c1")
    kit.miss("c1")
    assert kit.state("c1") == "waiting"


def test_who_missed_goes_to_the_end_of_the_idle_order() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.miss("c1")
    kit.answer("c1")
    kit.end_talk("c1")
    kit.pass_time(1)
    kit.call("c2")
    assert kit.offered_to("c2") == "anna"


@pytest.mark.parametrize("why", list(Miss))
def test_every_kind_of_miss_counts_and_the_last_names_the_reason_of_the_pause(why: Miss) -> None:
    kit = CentreKit(misses_to_pause=3)
    kit.sign_in("anna")
    for call_id in ("c1", "c2"):
        kit.call(call_id)
        kit.miss(call_id)
    assert kit.state("anna") == "ready"
    kit.call("c3")
    kit.miss("c3", why)
    assert kit.state("anna") == "paused"
    assert kit.the_agent("anna").pause_reason == f"missed:3:{why}"
    assert kit.notes() == [f"anna: paused reason=missed:3:{why}"]
    assert kit.counts().missed_offers == 3


def test_an_answer_sets_the_count_of_misses_back() -> None:
    kit = CentreKit(misses_to_pause=2)
    kit.sign_in("anna")
    for number in range(4):
        kit.call(f"missed{number}")
        kit.miss(f"missed{number}")
        kit.call(f"taken{number}")
        kit.answer(f"taken{number}")
        kit.end_talk(f"taken{number}")
    assert (kit.state("anna"), kit.the_agent("anna").misses) == ("ready", 0)


def test_after_the_pause_the_misses_start_anew() -> None:
    kit = CentreKit(misses_to_pause=2)
    kit.sign_in("anna")
    kit.calls("c1", "c2", "c3")
    kit.miss("c1")
    kit.miss("c2")
    kit.unpause("anna")
    kit.miss("c3")
    assert kit.state("anna") == "ready"


def test_who_wants_to_leave_and_misses_once_too_often_leaves_and_is_not_called_paused() -> None:
    kit = CentreKit(misses_to_pause=1)
    kit.sign_in("anna")
    kit.call("c1")
    kit.sign_out("anna")
    kit.miss("c1")
    assert (kit.state("anna"), kit.notes()) == ("signed_out", [])


def test_a_lease_ends_by_itself_when_the_pbx_says_nothing() -> None:
    kit = CentreKit(queue("billing", ring_s=20.0), lease_slack_s=5.0)
    kit.sign_in("anna")
    kit.call("c1")
    kit.pass_time(24.9)
    assert kit.offered_to("c1") == "anna"
    kit.pass_time(0.1)
    assert (kit.state("c1"), kit.state("anna")) == ("waiting", "ready")
    assert kit.ordered(Withdraw) == [Withdraw(1, "c1", "anna")]
    assert kit.notes() == ["c1: lease_over agent=anna"]


def test_when_the_engine_overslept_the_pbx_may_still_say_that_the_phone_was_answered() -> None:
    kit = CentreKit(queue("billing", ring_s=20.0), lease_slack_s=5.0)
    kit.sign_in("anna")
    kit.call("c1")
    kit.now += 60  # the process was stopped
    kit.tell(AlarmRang())
    assert kit.offered_to("c1") == "anna"
    kit.answer("c1")
    kit.pass_time(10)
    assert (kit.talks_to("c1"), kit.ordered(Withdraw)) == ("anna", [])


def test_but_not_for_ever() -> None:
    kit = CentreKit(queue("billing", ring_s=20.0), lease_slack_s=5.0)
    kit.sign_in("anna")
    kit.call("c1")
    kit.now += 60
    kit.tell(AlarmRang())
    kit.pass_time(5)
    assert (kit.state("c1"), kit.state("anna")) == ("waiting", "ready")


def test_an_answer_after_the_lease_is_refused() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.pass_time(30)
    kit.tell(OfferAnswered(1, "c1", "anna"))
    assert kit.why_refused() == "offer 1 of call c1 to anna is over"


def test_the_lease_of_an_old_offer_does_not_end_a_new_one() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.pass_time(10)
    kit.hang_up("c1")
    kit.call("c2")
    kit.pass_time(16)  # the first lease would have ended now
    assert kit.offered_to("c2") == "anna"


def test_the_engine_asks_to_be_woken_for_the_earliest_deadline_only() -> None:
    kit = CentreKit(queue("billing", ring_s=20.0, longest_wait_s=100.0))
    kit.sign_in("anna")
    kit.pass_time(9)
    kit.call("c1")
    assert kit.ordered(WakeAt) == [WakeAt(35.0)]
    kit.pass_time(25)
    assert kit.ordered(WakeAt) == [WakeAt(35.0), WakeAt(65.0)]


def test_a_busy_phone_of_ours_does_not_make_the_agent_busy_elsewhere() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.device("anna", Device.BUSY)
    kit.miss("c1", Miss.NO_ANSWER)
    assert kit.state("anna") == "ready"


def test_a_phone_that_answers_busy_is_believed_until_it_is_free() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.device("anna", Device.BUSY)
    kit.miss("c1", Miss.BUSY)
    assert kit.state("anna") == "busy_elsewhere"
    kit.device("anna", Device.FREE)
    assert kit.state("anna") == "ready"


def test_a_report_of_an_offer_to_somebody_else_is_refused() -> None:
    kit = CentreKit()
    kit.sign_in("anna", "boris")
    kit.call("c1")
    kit.tell(OfferMissed(1, "c1", "boris", Miss.BUSY))
    assert kit.why_refused() == "offer 1 of call c1 to boris is over"
    assert kit.offered_to("c1") == "anna"


def test_who_is_announced_or_must_confirm_has_time_to_listen_on_top_of_the_ringing() -> None:
    elsewhere = AgentRules(name="elsa", endpoint="Local/801@acd-outside", confirm=True)
    kit = CentreKit(
        queue("billing", ring_s=20), queue("sales", ring_s=20, announce="queue-sales"),
        agents=(elsewhere, agent("anna"), agent("boris")), listen_s=10, lease_slack_s=5,
    )  # fmt: skip
    kit.sign_in("elsa", "anna", "boris")
    kit.call("c1")
    kit.call("c2")
    kit.call("c3", queue="sales")
    heard = {offer.agent: (offer.listen_s, offer.until - kit.now) for offer in kit.ordered(Offer)}
    assert heard == {"elsa": (10, 35), "anna": (0, 25), "boris": (10, 35)}
