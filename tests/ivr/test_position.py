"""Where a caller is, written into channel variables and read back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ivr.actions import Ask, Keys, Route
from ivr.interpreter import Interpreter
from ivr.position import Call, Place, read_position, write_position
from tests.ivr.trees import HOURS, NOON, tree_of

COLLECT = {"collect": "account", "ask": "enter-account", "digits": 6, "next": "again", "tries": 2}
TREE = tree_of({"first": COLLECT, "again": {"menu": "main-menu", "keys": {1: "first"}}})
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=64)


@given(PRINTABLE, PRINTABLE, st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), PRINTABLE.filter(len)))
def test_what_is_written_is_read_back(name: str, topic: str, data: dict[str, str]) -> None:
    call = Call("100", "+49 30 4711", name)
    need = "ru >= 5 and (billing or not {tier} >= 3)"
    place = Place("first", 1, 7, "ru", "sales", 5, topic, {"ru": 3}, data, ("first",), need, 120.5)
    assert read_position(write_position(call, place), 200) == (call, place)


@given(st.text(), st.text())
def test_nothing_in_a_position_can_break_a_line_or_a_quote(name: str, value: str) -> None:
    written = write_position(Call("100", value, name), Place(step="first", topic=value, data={"account": value}))
    assert all(re.fullmatch(r"[^\r\n\0\",;\\]*", text) for text in written.values())


def test_a_caller_is_asked_the_same_again_with_the_tries_that_are_left() -> None:
    interpreter = Interpreter(TREE, HOURS, Call("100"))
    interpreter.begin(NOON)
    interpreter.heard(Keys("1"), NOON)
    resumed = Interpreter.resume(TREE, HOURS, interpreter.position())
    question = resumed.begin(NOON)
    assert isinstance(question, Ask) and question.prompts[0].name == "enter-account"
    assert isinstance(resumed.heard(Keys("2"), NOON), Route)


def test_what_was_collected_survives() -> None:
    interpreter = Interpreter(TREE, HOURS, Call("100"))
    interpreter.begin(NOON)
    interpreter.heard(Keys("123456"), NOON)
    end = Interpreter.resume(TREE, HOURS, interpreter.position())
    end.begin(NOON)
    end.heard(Keys("9"), NOON)
    end.heard(Keys("9"), NOON)
    routed = end.heard(Keys("9"), NOON)
    assert isinstance(routed, Route) and routed.data == {"account": "123456"}


def test_a_step_that_is_gone_leads_to_a_person() -> None:
    end = Interpreter.resume(TREE, HOURS, {"step": "renamed", "language": "ru"}).begin(NOON)
    assert isinstance(end, Route) and (end.queue, end.language) == ("support", "ru")


def test_a_call_that_had_not_begun_begins_at_its_entry() -> None:
    tree = tree_of({"first": {"route": "sales"}}, entries={"7": "first", "default": "person"})
    end = Interpreter.resume(tree, HOURS, {"call": "dialled=7"}).begin(NOON)
    assert isinstance(end, Route) and end.queue == "sales"


def test_a_language_that_is_a_path_is_not_believed() -> None:
    _, place = read_position({"step": "first", "language": "../../etc", "needs": "en=99&x y=3"}, 200)
    assert place.language == "" and place.needs == {"en": 10}
    end = Interpreter.resume(TREE, HOURS, {"step": "person", "language": "../../etc"}).begin(NOON)
    assert isinstance(end, Route) and end.language == "en"
