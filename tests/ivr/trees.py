"""Trees for tests: the demo's, small ones written in place, and random ones that pass the check."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from ivr.actions import Action, Ask, Keys, Leave, Ran, Result, Route, RunScript, Said, Say
from ivr.check import check_tree
from ivr.hours import Hours
from ivr.interpreter import MOST_TAKEN, Interpreter
from ivr.model import Tree
from ivr.problems import Problem
from ivr.prompts import Sounds
from ivr.reading import read_hours, read_menus

QUEUES = {"sales", "billing", "support"}
SKILLS = {"en", "ru", "sales", "billing", "tech"}
LANGUAGES = ["en", "ru"]
RECORDED = Sounds().by_language(LANGUAGES)
CONFIGS = Path(__file__).parents[2] / "configs"
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOURS = read_hours(
    {"always": {"zone": "UTC", "week": {"mon-sun": "open"}}, "never": {"zone": "UTC", "week": {"mon-sun": "closed"}}}
)[0]

Caller = Callable[[Ask], Keys]


def demo() -> tuple[Tree, dict[str, Hours]]:
    part = CONFIGS / "demo-menus.part.yaml"
    text = (part if part.exists() else CONFIGS / "demo.yaml").read_text(encoding="utf-8")
    sections = yaml.safe_load(text)
    tree, problems = read_menus(sections["menus"])
    hours, hour_problems = read_hours(sections["hours"])
    assert tree is not None and not problems and not hour_problems
    return tree, hours


def raw_tree(steps: dict[str, Any], **words: Any) -> dict[str, Any]:
    first = next(iter(steps), "person")
    return {"entries": {"default": first}, "person": {"route": "support"}, "steps": steps} | words


def tree_of(steps: dict[str, Any], **words: Any) -> Tree:
    tree, problems = read_menus(raw_tree(steps, **words))
    assert tree is not None, problems
    return tree


def problems_of(tree: Tree) -> list[Problem]:
    return check_tree(tree, QUEUES, SKILLS, set(HOURS), RECORDED, LANGUAGES)


def call_through(interpreter: Interpreter, caller: Caller, now: dt.datetime = NOON) -> Route | Leave:
    """Let ``caller`` answer each question up to the end, which must come within the promised bound."""
    action: Action = interpreter.begin(now)
    for _ in range(2 * MOST_TAKEN + 2):
        if isinstance(action, Route | Leave):
            return action
        action = interpreter.heard(answered(action, caller), now)
    raise AssertionError("the call did not end")


def answered(action: Say | Ask | RunScript, caller: Caller) -> Result:
    """Answer as the telephone does when all goes well."""
    if isinstance(action, Ask):
        return caller(action)
    return Said() if isinstance(action, Say) else Ran({})


def silent(question: Ask) -> Keys:
    return Keys("")


def wrong(question: Ask) -> Keys:
    """Press what no random tree ever wants."""
    return Keys("*" if question.max_digits == 1 else "*" * question.max_digits)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A random tree. Ways that need no key lead onwards, keys lead anywhere: circles included."""
    count = draw(st.integers(1, 8))
    names = [f"s{number}" for number in range(count)]
    anywhere = st.sampled_from([*names, "bye", "person"])
    steps: dict[str, Any] = {"bye": {"say": "goodbye", "leave": "hang-up"}}
    for number, name in enumerate(names):
        onwards = st.sampled_from([*names[number + 1 :], "person"])
        steps[name] = draw(_steps(anywhere, onwards))
        if draw(st.booleans()):
            steps[name]["set"] = draw(_changes())
    tree = tree_of(steps, entries={"100": draw(anywhere), "default": names[0]}, wrong="wrong-key")
    assert not [problem for problem in problems_of(tree) if problem.severity == "error"]
    return tree


def _steps(anywhere: st.SearchStrategy[str], onwards: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """One step of any kind, with the shape that YAML would give."""
    mapped = st.fixed_dictionaries
    return st.one_of(
        mapped({"say": st.sampled_from(["welcome", "ru/welcome"]), "next": onwards}),
        mapped(
            {
                "menu": st.just(["main-menu"]),
                "keys": st.dictionaries(st.integers(0, 9), anywhere, min_size=1, max_size=5),
                "otherwise": onwards,
            },
            optional={"tries": st.integers(1, 3), "wait": st.just("4s")},
        ),
        mapped(
            {
                "collect": st.just("account"),
                "ask": st.just("enter-account"),
                "digits": st.sampled_from([4, "2..6"]),
                "next": anywhere,
                "otherwise": onwards,
            },
            optional={
                "finish": st.just("#"),
                "checksum": st.sampled_from(["luhn", "mod11", "mod97"]),
                "range": st.just("10..9999"),
                "confirm": st.just(["you-entered", "digits of account"]),
            },
        ),
        mapped(
            {
                "hours": st.sampled_from(["always", "never"]),
                "open": onwards,
                "closed": st.one_of(onwards, st.just("bye")),
            }
        ),
        mapped(
            {
                "branch": st.sampled_from(["dialled", "language", "caller_number"]),
                "cases": st.lists(mapped({"prefix": st.integers(1, 2), "next": onwards}), min_size=1, max_size=3),
                "otherwise": onwards,
            }
        ),
        mapped({"script": st.just("lookup.agi"), "next": onwards, "otherwise": onwards}),
        mapped({"route": st.sampled_from(["sales", "chosen"]), "needs": st.just({"sales": 3})}),
    )


def _changes() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "language": st.sampled_from(LANGUAGES),
            "queue": st.sampled_from(sorted(QUEUES)),
            "priority": st.integers(0, 100),
            "needs": st.dictionaries(st.sampled_from(sorted(SKILLS)), st.integers(0, 10)),
            "data": st.just({"tier": "gold & silver"}),
        },
    )
