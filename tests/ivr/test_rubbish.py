"""Whatever a file holds, reading and checking it gives problems, never an exception."""

import string
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.actions import Leave, Route
from ivr.interpreter import Interpreter
from ivr.model import (
    KINDS,
    BranchStep,
    Case,
    Changes,
    CollectStep,
    HoursStep,
    LeaveStep,
    MenuStep,
    RouteStep,
    SayStep,
    ScriptStep,
    Tree,
)
from ivr.position import Call
from ivr.reading import read_hours, read_menus
from ivr.words import sentence
from tests.ivr.trees import HOURS, NOON, call_through, problems_of, raw_tree, silent

STEPS = (BranchStep, CollectStep, HoursStep, LeaveStep, MenuStep, RouteStep, SayStep, ScriptStep)
MODELS = (*STEPS, Case, Changes, Tree)
WORDS = sorted({word for model in MODELS for word in model.model_fields} | {*KINDS, "person", "a", "b", "zone", "week"})
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100),
    st.floats(),
    st.dates(),
    st.text(string.printable, max_size=5),
    st.sampled_from([*WORDS, "6..8", "5s", "welcome", "sales", "digits of a", "always", "luhn", "09:00-18:00", "UTC"]),
)
KEYS = st.one_of(st.sampled_from(WORDS), st.integers(0, 9), st.none(), st.dates())
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=15,
)
# Likely enough to be read, and wrong in every other way: targets that are not there, circles, anything goes.
TARGET = st.sampled_from(["a", "b", "c", "gone", "person"])
READABLE = st.one_of(
    st.fixed_dictionaries({"script": st.just("gone"), "keep": st.just(["x"]), "next": TARGET, "otherwise": TARGET}),
    st.fixed_dictionaries({"say": st.just("welcome"), "next": TARGET}),
    st.fixed_dictionaries({"set": st.just({"language": "xx"}), "next": TARGET}),
    st.fixed_dictionaries({"menu": st.just("main-menu"), "keys": st.just({1: "a"}), "otherwise": TARGET}),
    st.fixed_dictionaries({"hours": st.sampled_from(["always", "gone"]), "open": TARGET, "closed": TARGET}),
    st.fixed_dictionaries(
        {
            "collect": st.just("x"),
            "ask": st.just("gone"),
            "digits": st.just("8..6"),
            "next": TARGET,
            "otherwise": TARGET,
        }
    ),
    st.fixed_dictionaries(
        {"branch": st.just("x"), "cases": st.just([{"prefix": 1, "range": "9..1", "next": "a"}]), "otherwise": TARGET}
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(ANYTHING, st.builds(lambda steps: raw_tree({"a": steps}), ANYTHING)))
def test_any_menus_are_read_or_refused_in_both_languages(raw: Any) -> None:
    tree, problems = read_menus(raw)
    assert (tree is None) == bool(problems)
    assert all(sentence(problem, language) for problem in problems for language in ("en", "ru"))


@settings(max_examples=100, deadline=None)
@example(raw={None: {"steps": None}})  # found at random: a word of another section
@given(ANYTHING)
def test_any_hours_are_read_or_refused_in_both_languages(raw: Any) -> None:
    _, problems = read_hours(raw)
    assert all(sentence(problem, language) for problem in problems for language in ("en", "ru"))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), READABLE, min_size=1))
def test_a_tree_that_was_never_checked_still_ends(steps: dict[str, Any]) -> None:
    tree, _ = read_menus(raw_tree(steps))
    assert tree is not None
    assert all(sentence(problem, "ru") for problem in problems_of(tree))
    assert isinstance(call_through(Interpreter(tree, HOURS, Call("100")), silent, NOON), Route | Leave)
