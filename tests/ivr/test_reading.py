"""What an owner may write, and how a slip of the pen is refused with its place and a sentence."""

from typing import Any

import pytest

from ivr.fields import Span
from ivr.hours import Hours
from ivr.model import CollectStep, LeaveStep, MenuStep, SayStep, Tree
from ivr.problems import Path
from ivr.reading import read_hours, read_menus
from ivr.words import sentence
from tests.ivr.trees import raw_tree, tree_of

COLLECT: dict[str, Any] = {"collect": "account", "ask": "enter-account", "digits": "6..8", "next": "person"}
MENU: dict[str, Any] = {"menu": "main-menu", "keys": {1: "person"}}
SAY: dict[str, Any] = {"say": "welcome", "next": "person"}


def step_of(raw: dict[str, Any]) -> object:
    return tree_of({"first": raw}).steps["first"]


def refusals(raw: object) -> list[tuple[Path, str]]:
    tree, problems = read_menus(raw)
    assert tree is None and all(problem.path[0] == "menus" for problem in problems)
    return [(problem.path[1:], problem.key) for problem in problems]


def test_one_prompt_or_several_are_written_alike() -> None:
    one, several = step_of(SAY), step_of(SAY | {"say": ["welcome", "goodbye"]})
    assert isinstance(one, SayStep) and one.say == ("welcome",)
    assert isinstance(several, SayStep) and several.say == ("welcome", "goodbye")


def test_bare_numbers_are_keys_and_texts() -> None:
    menu = step_of(MENU | {"keys": {1: "person", "#": "person"}})
    assert isinstance(menu, MenuStep) and list(menu.keys) == ["1", "#"]
    assert tree_of({"first": SAY}, entries={100: "first", "default": "first"}).entry("100") == "first"


@pytest.mark.parametrize(
    ("written", "seconds"), [("5s", 5.0), (5, 5.0), (2.5, 2.5), ("500ms", 0.5), ("1m", 60.0), ("1.5s", 1.5)]
)
def test_waits_are_written_with_their_unit(written: object, seconds: float) -> None:
    menu = step_of(MENU | {"wait": written})
    assert isinstance(menu, MenuStep) and menu.wait == seconds


@pytest.mark.parametrize(("written", "span"), [(6, Span(6, 6)), ("6..8", Span(6, 8)), ("16", Span(16, 16))])
def test_lengths_are_a_number_or_a_range(written: object, span: Span) -> None:
    collect = step_of(COLLECT | {"digits": written})
    assert isinstance(collect, CollectStep) and collect.digits == span


def test_leaving_is_hanging_up_or_an_extension() -> None:
    gone, sent = step_of({"leave": "hang-up"}), step_of({"leave": 4711})
    assert isinstance(gone, LeaveStep) and gone.leave is None
    assert isinstance(sent, LeaveStep) and sent.leave == "4711"


@pytest.mark.parametrize(
    ("step", "place", "key"),
    [
        (COLLECT | {"digits": "many"}, ("digits",), "bad_digits_or_range"),
        (COLLECT | {"digits": 0}, ("digits",), "bad_digits"),
        (COLLECT | {"digits": 33}, ("digits",), "bad_digits"),
        (COLLECT | {"digits": True}, ("digits",), "bad_digits_or_range"),
        (COLLECT | {"range": "1-9"}, ("range",), "bad_range"),
        (COLLECT | {"finish": 5}, ("finish",), "bad_finish"),
        (COLLECT | {"checksum": "mod10"}, ("checksum",), "not_one_of_close"),
        (COLLECT | {"collect": "Account No"}, ("collect",), "bad_data_name"),
        (COLLECT | {"ask": "../../etc/passwd"}, ("ask",), "bad_prompt"),
        (COLLECT | {"ask": []}, ("ask",), "empty"),
        (COLLECT | {"tries": 0}, ("tries",), "too_small"),
        (COLLECT | {"tries": 11}, ("tries",), "too_large"),
        (COLLECT | {"tries": "often"}, ("tries",), "not_number"),
        (MENU | {"keys": {12: "person"}}, ("keys", 12), "bad_key"),
        (MENU | {"keys": {}}, ("keys",), "empty"),
        (MENU | {"keys": "1"}, ("keys",), "not_mapping"),
        (MENU | {"wait": "5 minutes"}, ("wait",), "bad_duration"),
        (MENU | {"wait": "5m"}, ("wait",), "bad_wait"),
        (MENU | {"wait": 0}, ("wait",), "bad_wait"),
        (MENU | {"wait": True}, ("wait",), "bad_duration"),
        (MENU | {"otherwise": "Not A Name"}, ("otherwise",), "bad_name"),
        (MENU | {"otherwise": True}, ("otherwise",), "not_text"),
        ({"leave": "a b"}, ("leave",), "bad_extension"),
        ({"route": "sales", "topic": "two\nlines"}, ("topic",), "bad_text"),
        ({"route": "sales", "needs": {"en": 11}}, ("needs", "en"), "too_large"),
        ({"say": "welcome"}, ("next",), "missing_word"),
        ({"next": "person"}, (), "no_kind"),
        ("welcome", (), "no_kind"),
        ({"branch": "dialled", "cases": {"prefix": 1}}, ("cases",), "not_list"),
    ],
)
def test_a_slip_in_a_step_is_refused_at_its_place(step: Any, place: Path, key: str) -> None:
    [(path, found)] = refusals(raw_tree({"first": step}))
    assert path == ("steps", "first", *place)
    assert found == ("bad_range" if key == "bad_digits_or_range" else key)


@pytest.mark.parametrize(
    ("raw", "place", "known"),
    [
        (raw_tree({"first": MENU | {"othrwise": "person"}}), ("steps", "first", "othrwise"), "otherwise"),
        (raw_tree({"first": MENU | {"set": {"langage": "en"}}}), ("steps", "first", "set", "langage"), "language"),
        (
            raw_tree({"first": {"branch": "dialled", "cases": [{"prefixes": 1, "next": "person"}]}}),
            ("steps", "first", "cases", 0, "prefixes"),
            "prefix",
        ),
        (raw_tree({}, person={"route": "support", "need": {}}), ("person", "need"), "needs"),
        (raw_tree({}, entry={}), ("entry",), "entries"),
        (raw_tree({"set": SAY | {"nxt": "person"}}), ("steps", "set", "nxt"), "next"),
        (raw_tree({}, person={"route": "support", "set": {"prio": 1}}), ("person", "set", "prio"), "priority"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_likeliest(raw: dict[str, Any], place: Path, known: str) -> None:
    _, [problem] = read_menus(raw)
    assert problem.path == ("menus", *place) and problem.key == "unknown_word"
    assert problem.values["known"] == known


def test_a_section_in_which_nothing_is_written_is_refused() -> None:
    assert refusals(None) == [((), "nothing_written")]


@pytest.mark.parametrize("raw", [5, "menus", [], ["steps"]])
def test_a_section_that_is_no_mapping_is_refused(raw: object) -> None:
    assert refusals(raw) == [((), "not_mapping")]


def test_every_refusal_is_a_whole_sentence_in_both_languages() -> None:
    _, problems = read_menus(
        raw_tree({"a": COLLECT | {"tries": 0}, "b": {}, "c": MENU | {"x": 1}, "d": {"leave": " "}})
    )
    said = [sentence(problem, language) for problem in problems for language in ("en", "ru")]
    assert len(said) == 8 and not any("?" in text or "{" in text for text in said)


def test_an_editor_is_told_the_notation_and_each_kind_of_step_once() -> None:
    schema = Tree.model_json_schema()
    [step] = schema["properties"]["steps"]["patternProperties"].values()
    kinds = [kind["$ref"] for kind in step["oneOf"]]
    assert len(kinds) == len(set(kinds)) == 9
    assert schema["$defs"]["CollectStep"]["properties"]["digits"]["type"] == ["string", "integer"]
    assert Hours.model_json_schema()["properties"]["dates"]["type"] == "object"


def test_hours_are_read_one_by_one() -> None:
    good = {"zone": "UTC", "week": {}}
    read, problems = read_hours({"good": good, "Bad Name": good, "bad": {"zone": "UTC", "week": 5}})
    assert list(read) == ["good"]
    assert [(problem.path, problem.key) for problem in problems] == [
        (("hours", "Bad Name"), "bad_name"),
        (("hours", "bad", "week"), "not_mapping"),
    ]
    assert read_hours(None) == ({}, [])
    assert read_hours([])[1][0].path == ("hours",)
