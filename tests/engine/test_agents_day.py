"""An agent's day as the engine sees it: wrap-up, pauses, going home, and the phone."""

import pytest

from acd.engine.facts import AgentSignedIn, CallArrived, CallLeft, CallQueued, TalkEnded
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, queue

ANNA = (agent("anna", wrap_up_s=30.0, billing=3, english=5), agent("boris", wrap_up_s=0.0, billing=3))


def talking_kit() -> CentreKit:
    """Anna talks in c1, and c2 waits."""
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna")
    kit.calls("c1", "c2")
    kit.answer("c1")
    return kit


def test_wrap_up_follows_every_conversation_and_ends_by_itself() -> None:
    kit = talking_kit()
    kit.end_talk("c1")
    assert (kit.state("anna"), kit.offered_to("c2")) == ("wrap_up", None)
    kit.pass_time(30)
    assert kit.offered_to("c2") == "anna"


def test_wrap_up_is_the_agents_own_whatever_queue_the_call_came_from() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna", "boris")
    kit.call("c1", queue="support")
    kit.call("c2", queue="support")
    kit.answer("c1")
    kit.answer("c2")
    kit.end_talk("c1")
    kit.end_talk("c2")
    assert (kit.state("anna"), kit.state("boris")) == ("wrap_up", "ready")


def test_wrap_up_can_be_ended_early() -> None:
    kit = talking_kit()
    kit.end_talk("c1")
    kit.pass_time(10)
    kit.unpause("anna")
    assert kit.offered_to("c2") == "anna"
    kit.answer("c2")
    kit.end_talk("c2")
    kit.pass_time(20)  # the first wrap-up would have ended now
    assert kit.state("anna") == "wrap_up"
    kit.pass_time(10)
    assert kit.state("anna") == "ready"


def test_the_caller_hanging_up_leaves_wrap_up_to_the_agents_own_leg() -> None:
    kit = talking_kit()
    kit.hang_up("c1")
    assert kit.state("anna") == "talking"
    kit.tell(TalkEnded("c1", "anna"))
    assert kit.state("anna") == "wrap_up"


def test_a_leg_that_never_reports_its_end_is_taken_as_ended() -> None:
    kit = talking_kit()
    kit.hang_up("c1")
    kit.pass_time(10)
    assert kit.state("anna") == "wrap_up"
    assert kit.notes() == ["anna: leg_lost"]


def test_so_is_the_leg_of_a_caller_who_came_back_into_the_menu() -> None:
    kit = talking_kit()
    kit.tell(CallArrived("c1"))
    assert (kit.state("c1"), kit.state("anna")) == ("menu", "talking")
    kit.pass_time(10)
    assert kit.state("anna") == "wrap_up"


def test_a_caller_who_came_back_can_talk_to_another_while_the_old_leg_ends() -> None:
    kit = talking_kit()
    kit.hang_up("c2")
    kit.sign_in("boris")
    kit.tell(CallArrived("c1"))
    kit.tell(CallQueued(call="c1", queue="billing"))
    kit.answer("c1")
    kit.tell(TalkEnded("c1", "anna"))
    assert (kit.talks_to("c1"), kit.state("anna"), kit.state("boris")) == ("boris", "wrap_up", "talking")


def test_the_grace_for_an_old_leg_does_not_end_a_new_conversation() -> None:
    kit = talking_kit()
    kit.hang_up("c1")
    kit.tell(TalkEnded("c1", "anna"))
    kit.unpause("anna")
    kit.pass_time(1)
    kit.answer("c2")
    kit.tell(CallLeft("c2"))
    kit.pass_time(9)
    assert kit.state("anna") == "talking"
    kit.pass_time(1)
    assert kit.state("anna") == "wrap_up"


def test_an_agent_who_hangs_up_first_leaves_the_caller_on_the_pbx() -> None:
    kit = talking_kit()
    kit.end_talk("c1")
    assert (kit.state("c1"), kit.the_call("c1").agent) == ("leaving", None)


def test_pause_after_this_call() -> None:
    kit = talking_kit()
    kit.pause("anna", "lunch")
    assert kit.state("anna") == "talking"
    kit.end_talk("c1")
    kit.pass_time(30)
    assert (kit.state("anna"), kit.the_agent("anna").pause_reason) == ("paused", "lunch")
    assert kit.state("c2") == "waiting"


@pytest.mark.parametrize("take_back", [CentreKit.unpause, lambda kit, name: kit.tell(AgentSignedIn(name))])
def test_a_wish_for_a_pause_can_be_taken_back(take_back: object) -> None:
    kit = talking_kit()
    kit.pause("anna")
    assert callable(take_back)
    take_back(kit, "anna")
    kit.end_talk("c1")
    kit.pass_time(30)
    assert kit.offered_to("c2") == "anna"


def test_a_pause_during_an_offer_comes_after_the_call() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna")
    kit.call("c1")
    kit.pause("anna")
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1")
    assert kit.state("anna") == "paused"


def test_a_pause_in_wrap_up_begins_at_once() -> None:
    kit = talking_kit()
    kit.end_talk("c1")
    kit.pause("anna")
    assert kit.state("anna") == "paused"
    kit.pass_time(30)
    assert kit.state("anna") == "paused"


def test_who_ends_a_pause_is_offered_the_waiting_call_at_once() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna")
    kit.pause("anna")
    kit.call("c1")
    kit.unpause("anna")
    assert kit.offered_to("c1") == "anna"


def test_who_ends_a_pause_goes_to_the_end_of_the_idle_order() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna", "boris")
    kit.pause("anna")
    kit.pass_time(1)
    kit.unpause("anna")
    kit.call("c1")
    assert kit.offered_to("c1") == "boris"


def test_going_home_during_a_conversation_waits_for_its_wrap_up() -> None:
    kit = talking_kit()
    kit.hang_up("c2")
    kit.sign_out("anna")
    kit.end_talk("c1")
    assert kit.state("anna") == "wrap_up"
    kit.pass_time(30)
    assert kit.state("anna") == "signed_out"


def test_the_wish_to_go_home_can_be_taken_back_even_in_wrap_up() -> None:
    kit = talking_kit()
    kit.sign_out("anna")
    kit.end_talk("c1")
    kit.tell(AgentSignedIn("anna"))
    kit.pass_time(30)
    assert kit.offered_to("c2") == "anna"


def test_signing_in_again_clears_an_old_pause() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna")
    kit.pause("anna")
    kit.sign_out("anna")
    kit.sign_in("anna")
    assert (kit.state("anna"), kit.the_agent("anna").pause_reason) == ("ready", None)


@pytest.mark.parametrize(
    ("device", "state"), [(Device.BUSY, "busy_elsewhere"), (Device.GONE, "unreachable"), (Device.FREE, "ready")]
)
def test_where_an_agent_rests_follows_the_phone(device: Device, state: str) -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna")
    kit.device("anna", device)
    assert kit.state("anna") == state
    kit.call("c1")
    assert kit.offered_to("c1") == ("anna" if device is Device.FREE else None)
    kit.device("anna", Device.FREE)
    assert kit.offered_to("c1") == "anna"


def test_a_free_phone_that_says_free_again_keeps_the_agents_turn() -> None:
    kit = CentreKit(agents=ANNA)
    kit.sign_in("anna", "boris")
    kit.device("anna", Device.FREE)
    kit.call("c1")
    assert kit.offered_to("c1") == "anna"


def test_the_phone_of_one_who_is_away_decides_where_they_rest_later() -> None:
    kit = CentreKit(agents=ANNA)
    kit.device("anna", Device.GONE)
    kit.sign_in("anna")
    assert kit.state("anna") == "unreachable"
    kit.pause("anna")
    kit.device("anna", Device.FREE)
    kit.unpause("anna")
    assert kit.state("anna") == "ready"


def test_a_phone_gone_during_a_conversation_matters_after_it() -> None:
    kit = talking_kit()
    kit.device("anna", Device.GONE)
    assert kit.state("anna") == "talking"
    kit.end_talk("c1")
    kit.pass_time(30)
    assert kit.state("anna") == "unreachable"


def test_the_busyness_of_our_own_leg_is_forgotten_with_it() -> None:
    kit = talking_kit()
    kit.device("anna", Device.BUSY)
    kit.end_talk("c1")
    kit.pass_time(30)
    assert kit.offered_to("c2") == "anna"


def test_a_pause_outlives_a_vanished_phone() -> None:
    kit = CentreKit(queue("billing"), agents=ANNA)
    kit.sign_in("anna")
    kit.pause("anna")
    kit.device("anna", Device.GONE)
    assert kit.state("anna") == "paused"
    kit.unpause("anna")
    assert kit.state("anna") == "unreachable"
