"""Each reason for which a tree is refused, at its place."""

from typing import Any

import pytest

from ivr.check import check_tree
from ivr.problems import Path, Problem
from tests.ivr.trees import HOURS, LANGUAGES, QUEUES, RECORDED, SKILLS, demo, problems_of, tree_of

MENU: dict[str, Any] = {"menu": "main-menu", "keys": {1: "person"}}
COLLECT: dict[str, Any] = {"collect": "account", "ask": "enter-account", "digits": "6..8", "next": "person"}
BRANCH: dict[str, Any] = {"branch": "dialled", "cases": [{"prefix": 9, "next": "person"}]}
BYE = {"leave": "hang-up"}


def found(first: dict[str, Any], others: dict[str, Any] | None = None, **words: Any) -> list[tuple[Path, str]]:
    """List the places, from the steps on, and the keys of what is wrong."""
    problems = problems_of(tree_of({"first": first} | (others or {}), **words))
    return [(problem.path[1:], problem.key) for problem in problems]


def test_the_demo_has_no_fault() -> None:
    tree, hours = demo()
    assert check_tree(tree, QUEUES, SKILLS, set(hours), RECORDED, LANGUAGES) == []


@pytest.mark.parametrize("step", [MENU, COLLECT, BRANCH, {"say": "welcome", "next": "person"}, {"route": "sales"}, BYE])
def test_a_sound_step_is_let_through(step: dict[str, Any]) -> None:
    assert found(step) == []


@pytest.mark.parametrize(
    ("step", "place", "key"),
    [
        ({"say": "welcome", "next": "gone"}, ("next",), "unknown_step"),
        (MENU | {"keys": {1: "gone"}}, ("keys", "1"), "unknown_step"),
        (MENU | {"otherwise": "gone"}, ("otherwise",), "unknown_step"),
        (COLLECT | {"next": "gone"}, ("next",), "unknown_step"),
        ({"hours": "always", "open": "gone", "closed": "person"}, ("open",), "unknown_step"),
        ({"hours": "always", "open": "person", "closed": "gone"}, ("closed",), "unknown_step"),
        (BRANCH | {"cases": [{"prefix": 9, "next": "gone"}]}, ("cases", 0, "next"), "unknown_step"),
        ({"hours": "lunch", "open": "person", "closed": "person"}, ("hours",), "unknown_hours"),
        ({"route": "gone"}, ("route",), "unknown_queue"),
        ({"set": {"queue": "gone"}, "next": "person"}, ("set", "queue"), "unknown_queue"),
        ({"route": "sales", "needs": {"chess": 1}}, ("needs", "chess"), "unknown_skill"),
        ({"set": {"needs": {"chess": 1}}, "next": "person"}, ("set", "needs", "chess"), "unknown_skill"),
        ({"set": {"language": "de"}, "next": "person"}, ("set", "language"), "unknown_language"),
        ({"set": {"data": {"dialled": "1"}}, "next": "person"}, ("set", "data", "dialled"), "reserved_data"),
        (COLLECT | {"collect": "language"}, ("collect",), "reserved_data"),
        (BRANCH | {"branch": "card"}, ("branch",), "unknown_data"),
        ({"say": ["digits of card"], "next": "person"}, ("say",), "unknown_data"),
        (BRANCH | {"cases": [{"next": "person"}]}, ("cases", 0), "one_comparison"),
        (BRANCH | {"cases": [{"prefix": 1, "equals": 1, "next": "person"}]}, ("cases", 0), "one_comparison"),
        (BRANCH | {"cases": [{"range": "9..1", "next": "person"}]}, ("cases", 0, "range"), "inverted"),
        (COLLECT | {"digits": "8..6"}, ("digits",), "inverted"),
        (COLLECT | {"range": "900000..100000"}, ("range",), "inverted"),
        (COLLECT | {"range": "100000000..200000000"}, ("digits",), "never_satisfied"),
        (COLLECT | {"digits": 16, "range": "1..4", "checksum": "luhn"}, ("digits",), "never_satisfied"),
        (COLLECT | {"confirm": ["you-entered"]}, ("confirm",), "confirm_unread"),
        (MENU | {"keys": {1: "first"}, "otherwise": "first"}, (), "circle"),
        ({"say": "welcome", "next": "first"}, (), "circle"),
        (MENU | {"otherwise": "first"}, (), "silent_circle"),
    ],
)
def test_a_fault_in_a_step_is_found_once_at_its_place(step: dict[str, Any], place: Path, key: str) -> None:
    assert found(step) == [(("steps", "first", *place), key)]


def test_entries_need_a_default_and_targets() -> None:
    assert found(BYE, entries={"100": "first"}) == [(("entries",), "no_default")]
    entries = {"100": "gone", "default": "first"}
    assert found(BYE, entries=entries) == [(("entries", "100"), "unknown_step")]


def test_no_step_can_be_called_person() -> None:
    assert (("steps", "person"), "reserved_step") in found(BYE, {"person": BYE})


def test_the_person_is_checked_like_a_step() -> None:
    person = {"route": "gone", "say": "never-recorded", "needs": {"chess": 1}}
    keys = [key for place, key in found(BYE, person=person) if place[0] == "person"]
    assert sorted(keys) == ["missing_prompt", "missing_prompt", "unknown_queue", "unknown_skill"]


def test_a_step_that_no_way_leads_to_is_only_warned_of() -> None:
    problems = problems_of(tree_of({"first": BYE, "forgotten": {"route": "sales"}}))
    assert problems == [
        Problem(("menus", "steps", "forgotten"), "unreachable", {"step": "forgotten"}, severity="warning")
    ]


def test_a_longer_circle_without_exit_is_found_once() -> None:
    others = {
        "second": {"say": "welcome", "next": "third"},
        "third": MENU | {"keys": {1: "first"}, "otherwise": "first"},
    }
    tree = tree_of({"first": {"say": "welcome", "next": "second"}} | others)
    assert [(p.key, p.values["steps"]) for p in problems_of(tree)] == [("circle", "first, second, third")]


def test_a_circle_with_a_key_to_a_person_is_let_through() -> None:
    assert found(MENU | {"keys": {1: "second"}}, {"second": {"say": "welcome", "next": "first"}}) == []


def test_a_menu_that_only_leads_outside_is_refused() -> None:
    keys = [key for _, key in found(MENU | {"keys": {1: "bye"}, "otherwise": "bye"}, {"bye": BYE})]
    assert keys == ["no_person", "silent_leave"]


def test_silence_that_leads_outside_is_refused_even_with_a_key_to_a_person() -> None:
    others = {"sorry": {"say": "closed", "next": "bye"}, "bye": BYE}
    assert found(MENU | {"otherwise": "sorry"}, others) == [(("steps", "first", "otherwise"), "silent_leave")]


def test_opening_hours_may_send_a_silent_caller_away() -> None:
    others = {"open-now": {"hours": "always", "open": "person", "closed": "bye"}, "bye": BYE}
    assert found(MENU | {"otherwise": "open-now"}, others) == []


@pytest.mark.parametrize("word", ["menu", "wrong", "silence"])
def test_a_prompt_must_be_recorded_in_every_language(word: str) -> None:
    tree = tree_of({"first": MENU | {word: ["new"]}})
    recorded = RECORDED | {"en": RECORDED["en"] | {"new"}}
    problems = check_tree(tree, QUEUES, SKILLS, HOURS, recorded, LANGUAGES)
    assert [(p.path[-1], p.key, p.values) for p in problems] == [
        (word, "missing_prompt", {"prompt": "new", "language": "ru"})
    ]


def test_a_prompt_of_one_language_must_be_recorded_in_that_language_only() -> None:
    tree = tree_of({"first": {"say": ["en/new", "ru/other"], "next": "person"}})
    recorded = RECORDED | {"en": RECORDED["en"] | {"new"}}
    problems = check_tree(tree, QUEUES, SKILLS, HOURS, recorded, LANGUAGES)
    assert [p.values for p in problems] == [{"prompt": "other", "language": "ru"}]


def test_prompts_of_the_whole_tree_are_checked_too() -> None:
    keys = found(BYE, wrong="new", silence="wrong-key")
    assert keys == [(("wrong",), "missing_prompt"), (("wrong",), "missing_prompt")]


def test_the_first_language_must_be_spoken() -> None:
    assert found(BYE, language="de") == [(("language",), "unknown_language")]
