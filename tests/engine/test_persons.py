"""The personal agent of a caller is waited for, for as long as what the agent does allows; then others serve."""

from typing import Any

import pytest

from acd.engine.facts import Miss
from acd.engine.orders import SendAway
from acd.engine.routing_rules import Patience, Personal
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

PEOPLE = (
    agent("anna", billing=3, deputy="boris"),
    agent("boris", billing=3, deputy="clara"),
    agent("clara", billing=3, deputy="anna"),
    agent("dora", billing=3),
    agent("eve", wrap_up_s=30.0, billing=3),
)
PATIENCE = Patience(ready_s=5.0, busy_s=60.0, wrap_up_s=40.0, paused_s=20.0, away_s=10.0)
ONLY_BUSY = Patience(ready_s=5.0, busy_s=60.0, wrap_up_s=0.0, paused_s=0.0, away_s=0.0)
DORAS = {"manager": "dora"}


def personal_kit(*names: str, patience: Patience = PATIENCE, **rules: Any) -> CentreKit:
    """Calls want their manager; these agents are here, idle in this order."""
    personal = Personal(data="manager", patience=patience)
    kit = CentreKit(queue("billing", personal=personal), queue("other"), agents=PEOPLE, **rules)
    kit.sign_in(*names)
    return kit


def talking_kit(*names: str, talker: str = "dora", patience: Patience = PATIENCE) -> CentreKit:
    """One agent talks since now; the others are idle."""
    kit = personal_kit(talker, *names, patience=patience)
    kit.call("c0", queue="other")
    kit.answer("c0")
    assert kit.talks_to("c0") == talker
    return kit


def hopes(kit: CentreKit, call_id: str = "c1") -> list[str]:
    """Whom the call waits for first, and why, so far."""
    notes = [note.split() for note in kit.notes() if note.startswith(f"{call_id}: waits_for")]
    return [f"{words[2].removeprefix('agent=')} {words[3].removeprefix('why=')}" for words in notes]


# ---- the personal agent ----


def test_a_call_goes_to_its_manager_though_others_are_idle_longer() -> None:
    kit = personal_kit("anna", "boris", "dora")
    kit.call("c1", data=DORAS)
    assert kit.offered_to("c1") == "dora"


def test_skills_do_not_matter_to_whose_manager_it_is() -> None:
    kit = personal_kit("anna", "dora")
    kit.call("c1", need="billing >= 9 or english", data=DORAS)
    assert kit.offered_to("c1") == "dora"


@pytest.mark.parametrize("name", ["", "nobody", "dora "])
def test_who_has_no_manager_on_the_roster_waits_for_nobody_in_particular(name: str) -> None:
    kit = personal_kit("anna", "dora")
    kit.call("c1", data={"manager": name})
    assert (kit.offered_to("c1"), hopes(kit)) == ("anna", [])


def test_a_busy_manager_is_waited_for_up_to_a_limit_and_then_anybody_serves() -> None:
    kit = talking_kit("anna")
    kit.call("c1", data=DORAS)
    kit.pass_time(59)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "anna"
    assert kit.notes() == ["c1: waits_for agent=dora why=personal seconds=60", "c1: alone_again agent=dora"]


def test_a_manager_who_is_free_again_within_the_limit_takes_the_call() -> None:
    kit = talking_kit("anna")
    kit.call("c1", data=DORAS)
    kit.pass_time(40)  # longer than the patience with a manager who is ready and does not take it
    kit.end_talk("c0")
    assert kit.offered_to("c1") == "dora"


def test_without_wrap_up_there_is_none_to_be_impatient_with() -> None:
    kit = talking_kit("anna", patience=ONLY_BUSY)
    kit.call("c1", data=DORAS)
    kit.pass_time(40)
    kit.end_talk("c0")
    assert kit.offered_to("c1") == "dora"


def test_a_wrap_up_has_a_patience_of_its_own() -> None:
    kit = talking_kit("anna", talker="eve")
    kit.call("c1", data={"manager": "eve"})
    kit.pass_time(5)
    kit.end_talk("c0")
    kit.pass_time(29)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "eve"


@pytest.mark.parametrize(
    ("what", "seconds"), [("pauses", 20.0), ("goes home", 10.0), ("has no phone", 10.0), ("calls somebody", 60.0)]
)
def test_the_limit_depends_on_what_the_manager_does(what: str, seconds: float) -> None:
    kit = personal_kit("dora", "anna")
    {
        "pauses": lambda: kit.pause("dora"),
        "goes home": lambda: kit.sign_out("dora"),
        "has no phone": lambda: kit.device("dora", Device.GONE),
        "calls somebody": lambda: kit.device("dora", Device.BUSY),
    }[what]()
    kit.call("c1", data=DORAS)
    kit.pass_time(seconds - 0.1)
    assert kit.offered_to("c1") is None
    kit.pass_time(0.1)
    assert kit.offered_to("c1") == "anna"


def test_the_limit_is_that_of_what_the_manager_does_now_counted_from_the_beginning() -> None:
    kit = talking_kit("anna")
    kit.call("c1", data=DORAS)
    kit.pass_time(15)
    kit.pause("dora")  # after this call
    kit.end_talk("c0")
    assert (kit.state("dora"), kit.offered_to("c1")) == ("paused", None)
    kit.pass_time(4)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "anna"


def test_a_limit_that_is_over_by_what_the_manager_does_now_ends_the_waiting_at_once() -> None:
    kit = talking_kit("anna")
    kit.call("c1", data=DORAS)
    kit.pass_time(30)
    kit.pause("dora")
    kit.end_talk("c0")
    assert kit.offered_to("c1") == "anna"


def test_a_manager_who_goes_home_after_this_call_is_as_good_as_away() -> None:
    kit = talking_kit("anna")
    kit.sign_out("dora")
    kit.call("c1", data=DORAS)
    kit.pass_time(10)
    assert kit.offered_to("c1") == "anna"


def test_to_wait_for_a_manager_who_is_away_is_not_to_be_without_anybody() -> None:
    kit = personal_kit("anna")
    kit.call("c1", data=DORAS)  # dora is not here, and her patience is ten seconds
    assert kit.ordered(SendAway) == []
    kit.sign_in("dora")
    assert kit.offered_to("c1") == "dora"


def test_when_nobody_at_all_is_here_the_way_out_comes_after_the_patience() -> None:
    kit = personal_kit()
    kit.call("c1", data=DORAS)
    kit.pass_time(10)
    assert kit.ordered(SendAway) == [SendAway("c1", exit_to("hangup"), "nobody")]


def test_who_waits_for_the_manager_stands_in_turn_with_everybody_else() -> None:
    kit = talking_kit()
    kit.call("early")
    kit.pass_time(1)
    kit.call("c1", data=DORAS)
    kit.pass_time(1)
    kit.call("late")
    kit.end_talk("c0")
    assert kit.serve_all() == ["early", "c1", "late"]


def test_who_waits_for_one_manager_in_queues_of_different_weight_goes_by_weight() -> None:
    heavy = queue("heavy", weight=3.0, personal=Personal(data="manager", patience=PATIENCE))
    kit = CentreKit(queue("billing", personal=Personal(data="manager", patience=PATIENCE)), heavy, agents=PEOPLE)
    kit.sign_in("dora")
    kit.call("c0")
    kit.answer("c0")
    kit.call("light", data=DORAS)
    kit.pass_time(20)
    kit.call("heavy", queue="heavy", data=DORAS)
    kit.pass_time(11)
    kit.end_talk("c0")
    assert kit.offered_to("heavy") == "dora"


def test_a_manager_who_refuses_is_not_asked_again_and_others_serve() -> None:
    kit = personal_kit("dora", "anna")
    kit.call("c1", data=DORAS)
    kit.miss("c1", Miss.REJECTED)
    assert kit.offered_to("c1") == "anna"
    kit.miss("c1", Miss.REJECTED)
    kit.pass_time(60)
    assert (kit.state("dora"), kit.offered_to("c1")) == ("ready", None)
