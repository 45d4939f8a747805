"""Needs as expressions, with values of the call: who may serve it, and what is absent keeps nobody from everybody."""

import pytest

from acd.engine.facts import CallArrived, CallQueued, CallTransferred
from agents.needs import text_of
from tests.engine.centre_kit import CentreKit, agent, queue

ENGLISH_CLERK = agent("eve", english=5, billing=3)
RUSSIAN_CLERK = agent("ivan", russian=5, billing=3)
TRAINEE = agent("tom", english=5, billing=3, trainee=1)
LINGUIST = agent("lara", english=5, russian=5)
PEOPLE = (ENGLISH_CLERK, RUSSIAN_CLERK, TRAINEE, LINGUIST)
SKILLS = {"english": "", "russian": "", "billing": "", "cards": "", "trainee": ""}


def kit_of(need: str, *names: str, skills: dict[str, str] | None = None) -> CentreKit:
    """One queue with a need, and some of the people at work, idle in this order."""
    kit = CentreKit(queue("billing", need=need), agents=PEOPLE, skills=skills or SKILLS)
    kit.sign_in(*(names or [each.name for each in PEOPLE]))
    return kit


def may_serve(need: str) -> list[str]:
    """Who of all the people is offered calls with this need, one call after the other."""
    kit = kit_of(need)
    calls = [f"c{number}" for number in range(len(PEOPLE))]
    for call_id in calls:
        kit.call(call_id)
    return [name for call_id in calls if (name := kit.offered_to(call_id)) is not None]


@pytest.mark.parametrize(
    ("need", "names"),
    [
        ("", ["eve", "ivan", "tom", "lara"]),
        ("english", ["eve", "tom", "lara"]),
        ("english >= 6", []),
        ("english and not trainee", ["eve", "lara"]),
        ("russian >= 5 or trainee", ["ivan", "tom", "lara"]),
        ("english >= 5 and (billing >= 3 or russian >= 3) and not trainee", ["eve", "lara"]),
        ("not (english and billing)", ["ivan", "lara"]),
        ("not not english", ["eve", "tom", "lara"]),
        ("english == 5 and russian < 5", ["eve", "tom"]),
        ("russian != 0", ["ivan", "lara"]),
        ("cards", []),
    ],
)
def test_only_who_meets_the_whole_need_is_offered_the_call(need: str, names: list[str]) -> None:
    assert may_serve(need) == names


def test_what_the_queue_needs_and_what_the_menu_asks_hold_together() -> None:
    kit = kit_of("not trainee")
    kit.call("c1", need="russian or cards", needs={"billing": 2})
    assert kit.offered_to("c1") == "ivan"
    assert text_of(kit.the_call("c1").need) == "billing >= 2 and not trainee and (cards or russian)"


# ---- values of the call ----


def test_the_language_of_the_call_is_the_skill_that_is_needed() -> None:
    kit = kit_of("{language} >= 5", "eve", "ivan")
    kit.call("c1", language="russian")
    kit.call("c2", language="english")
    assert (kit.offered_to("c1"), kit.offered_to("c2")) == ("ivan", "eve")


def test_the_customers_data_says_how_much_of_a_skill_is_needed() -> None:
    people = (agent("three", billing=3), agent("seven", billing=7))
    kit = CentreKit(queue("billing", need="billing >= {level}"), agents=people)
    kit.sign_in("three", "seven")
    kit.call("hard", data={"level": "5"})
    kit.call("easy", data={"level": "2"})
    assert (kit.offered_to("hard"), kit.offered_to("easy")) == ("seven", "three")


def test_data_goes_before_what_is_known_of_every_call() -> None:
    kit = kit_of("{language}", "eve", "ivan")
    kit.call("c1", language="english", data={"language": "russian"})
    assert kit.offered_to("c1") == "ivan"


def test_the_menu_asks_with_values_too() -> None:
    kit = kit_of("", "eve", "ivan")
    kit.call("c1", need="{language} >= 5", language="russian")
    assert kit.offered_to("c1") == "ivan"
    assert kit.notes() == []


def test_and_so_does_a_tier_to_which_a_call_is_passed_on() -> None:
    kit = CentreKit(queue("billing", tiers={"2": "{language} >= 5"}), agents=PEOPLE, skills=SKILLS)
    kit.sign_in("tom", "eve", "ivan")
    kit.call("c1", language="russian")
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="billing", by="tom", tier="2"))
    assert kit.offered_to("c1") == "ivan"


def test_calls_of_the_same_values_stand_in_one_line_and_others_in_their_own() -> None:
    kit = kit_of("{language}", "lara")
    kit.call("rings", language="russian")
    for call_id, language in (("c1", "english"), ("c2", "russian"), ("c3", "english")):
        kit.call(call_id, language=language)
    lines = [[call.call_id for call in line.waiting] for line in kit.engine.centre.floor.lines.values()]
    assert sorted(line for line in lines if line) == [["c1", "c3"], ["c2"]]
    assert kit.serve_all() == ["rings", "c1", "c2", "c3"]


# ---- absent values ----


@pytest.mark.parametrize("value", ["", "klingon", "9", "russian >= 5", "трудный", "a" * 5000])
def test_a_value_that_is_no_skill_is_absent_reported_and_the_call_still_reaches_somebody(value: str) -> None:
    kit = kit_of("{language} >= 5 and billing >= 3", "eve")
    kit.call("c1", data={"language": value})
    assert kit.offered_to("c1") == "eve"
    assert kit.notes() == ["c1: value_absent value=language queue=billing"]


@pytest.mark.parametrize("value", ["", "eleven", "11", "-1", "5.5", "1e1", "٣", "inf"])
def test_a_value_that_is_no_level_is_absent_too(value: str) -> None:
    kit = kit_of("billing >= {level}", "eve")
    kit.call("c1", data={"level": value})
    assert kit.offered_to("c1") == "eve"
    assert kit.notes() == ["c1: value_absent value=level queue=billing"]


def test_the_rest_of_the_need_holds_without_what_is_absent() -> None:
    kit = kit_of("{language} >= 5 and not trainee", "tom", "eve")
    kit.call("c1")
    assert kit.offered_to("c1") == "eve"


def test_what_is_absent_in_one_side_of_an_or_leaves_the_other_side() -> None:
    kit = kit_of("{language} or cards or russian", "eve", "ivan")
    kit.call("c1")
    assert kit.offered_to("c1") == "ivan"


def test_what_is_absent_under_a_not_excludes_nobody() -> None:
    kit = kit_of("not {language}", "eve")
    kit.call("c1")
    assert kit.offered_to("c1") == "eve"


def test_each_absent_value_is_reported_once_however_often_it_is_asked_for() -> None:
    kit = kit_of("{language} >= {level} or {language} >= 2 and {other}", "eve")
    kit.call("c1")
    assert sorted(kit.notes()) == [
        "c1: value_absent value=language queue=billing",
        "c1: value_absent value=level queue=billing",
        "c1: value_absent value=other queue=billing",
    ]


def test_a_need_of_the_menu_that_cannot_be_read_is_dropped_and_reported() -> None:
    kit = kit_of("not trainee", "tom", "eve")
    kit.call("c1", need="english >= ")
    assert kit.offered_to("c1") == "eve"
    assert kit.notes() == ["c1: need_dropped need=english >= "]


def test_a_skill_that_the_menu_asks_for_and_nobody_defines_is_left_out_and_reported() -> None:
    kit = kit_of("", "eve")
    kit.call("c1", need="juggling >= 3 and english")
    assert kit.offered_to("c1") == "eve"
    assert kit.notes() == ["c1: value_absent value=juggling queue=billing"]


def test_the_values_of_the_new_round_count_when_a_caller_is_back_in_the_menu() -> None:
    kit = kit_of("{language}", "eve")
    kit.call("c1", language="russian")
    assert kit.state("c1") == "leaving"  # nobody here speaks it
    kit.tell(CallArrived("c1"))
    kit.tell(CallQueued(call="c1", queue="billing", language="english"))
    assert kit.offered_to("c1") == "eve"
