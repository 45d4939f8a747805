"""The agent of the last contact is waited for like a personal one, and deputies stand in for whoever is not here."""

import pytest

from acd.engine.facts import CallTransferred
from acd.engine.routing_rules import LastAgent, Personal
from tests.engine.centre_kit import CentreKit, queue
from tests.engine.test_persons import ONLY_BUSY, PATIENCE, PEOPLE, hopes, personal_kit, talking_kit

# ---- the last agent ----


def returning_kit(within_s: float, away_s: float) -> CentreKit:
    """The caller talked to dora, hung up, and is back after so many seconds; anna is idle longer."""
    kit = CentreKit(queue("billing", last_agent=LastAgent(within_s=within_s, patience=PATIENCE)), agents=PEOPLE)
    kit.sign_in("dora", "anna")
    kit.call("first", number="+74950000001")
    kit.answer("first")
    kit.end_talk("first")
    kit.hang_up("first")
    kit.pass_time(away_s)
    return kit


@pytest.mark.parametrize(("away_s", "offered_to"), [(600.0, "dora"), (601.0, "anna")])
def test_the_agent_of_the_last_contact_within_the_time_is_offered_the_call(away_s: float, offered_to: str) -> None:
    kit = returning_kit(600.0, away_s)
    kit.call("c1", number="+74950000001")
    assert kit.offered_to("c1") == offered_to


@pytest.mark.parametrize("who_hangs_up", ["agent", "caller"])
def test_the_time_counts_from_the_end_of_the_contact_however_long_it_was(who_hangs_up: str) -> None:
    kit = CentreKit(queue("billing", last_agent=LastAgent(within_s=600.0)), agents=PEOPLE)
    kit.sign_in("dora", "anna")
    kit.call("first", number="+74950000001")
    kit.answer("first")
    kit.pass_time(3600)
    if who_hangs_up == "agent":
        kit.end_talk("first")
    kit.hang_up("first")
    kit.pass_time(599)
    kit.call("c1", number="+74950000001")
    assert kit.offered_to("c1") == "dora"


@pytest.mark.parametrize("number", ["+74950000002", ""])
def test_another_number_or_none_has_no_last_agent(number: str) -> None:
    kit = returning_kit(600.0, 60.0)
    kit.call("c1", number=number)
    assert kit.offered_to("c1") == "anna"


def test_the_personal_manager_comes_before_the_last_agent() -> None:
    both = queue("billing", personal=Personal(data="manager", patience=ONLY_BUSY), last_agent=LastAgent(within_s=600.0))
    kit = CentreKit(both, agents=PEOPLE)
    kit.sign_in("dora", "eve", "anna")
    kit.call("first", number="+74950000001")
    kit.serve("first")
    kit.call("c1", number="+74950000001", data={"manager": "eve"})
    assert kit.offered_to("c1") == "eve"
    kit.miss("c1")
    assert (kit.offered_to("c1"), hopes(kit)) == ("dora", ["eve personal", "dora last_agent"])


# ---- deputies ----


def test_the_deputy_stands_in_for_a_manager_who_is_not_waited_for() -> None:
    kit = personal_kit("dora", "boris", patience=ONLY_BUSY)
    kit.call("c1", data={"manager": "anna"})
    assert (kit.offered_to("c1"), hopes(kit)) == ("boris", ["boris deputy"])


def test_and_when_the_patience_with_the_manager_is_over() -> None:
    kit = talking_kit("dora", "boris", talker="anna")
    kit.call("c1", data={"manager": "anna"})
    kit.pass_time(60)
    assert (kit.offered_to("c1"), hopes(kit)) == ("boris", ["anna personal", "boris deputy"])


def test_the_deputy_of_the_deputy_comes_when_both_are_away() -> None:
    kit = personal_kit("dora", "clara", patience=ONLY_BUSY)
    kit.call("c1", data={"manager": "anna"})
    assert (kit.offered_to("c1"), hopes(kit)) == ("clara", ["clara deputy"])


def test_deputies_in_a_circle_are_each_asked_once_and_then_anybody_serves() -> None:
    kit = personal_kit("dora", patience=ONLY_BUSY)
    kit.call("c1", data={"manager": "anna"})
    assert (kit.offered_to("c1"), hopes(kit)) == ("dora", [])


def test_each_of_a_circle_may_refuse_and_the_call_still_reaches_somebody() -> None:
    kit = personal_kit("dora", "anna", "boris", "clara")
    kit.call("c1", data={"manager": "anna"})
    for _ in range(3):
        kit.miss("c1")
    assert (kit.offered_to("c1"), hopes(kit)) == ("dora", ["anna personal", "boris deputy", "clara deputy"])


def test_whom_a_call_is_passed_on_to_has_a_deputy_too() -> None:
    kit = personal_kit("dora", "boris", "clara")
    kit.call("c1")
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="billing", by="dora", agent="anna"))
    assert (kit.offered_to("c1"), hopes(kit)) == ("boris", ["boris deputy"])
