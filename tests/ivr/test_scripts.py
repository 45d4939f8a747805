"""Steps that run an owner's script: how they are written, checked, and gone through."""

from pathlib import Path
from typing import Any

import pytest

from acd.asterisk import truth
from acd.asterisk.gate import encode_fields
from ivr.actions import Failed, Keys, Ran, Result, Route, RunScript, Said
from ivr.interpreter import Interpreter
from ivr.model import ScriptStep
from ivr.position import LONGEST_DATA, Call
from ivr.reading import read_menus
from ivr.scripts import check_scripts, data_from, split_command
from ivr.words import sentence
from tests.ivr.trees import HOURS, NOON, problems_of, raw_tree, tree_of

LOOKUP: dict[str, Any] = {"script": ["python3", "lookup.py", "gold"], "next": "vip-or-not", "otherwise": "failed"}
STEPS: dict[str, Any] = {
    "lookup": LOOKUP,
    "vip-or-not": {"branch": "tier", "cases": [{"equals": "gold", "next": "sales"}]},
    "sales": {"route": "sales"},
    "failed": {"say": "wrong-key", "next": "person"},
}


def steps(**words: Any) -> dict[str, Any]:
    return STEPS | {"lookup": LOOKUP | words}


def begun(**words: Any) -> tuple[Interpreter, RunScript]:
    interpreter = Interpreter(tree_of(steps(**words)), HOURS, Call("100", "4711"))
    action = interpreter.begin(NOON)
    assert isinstance(action, RunScript)
    return interpreter, action


def test_a_script_is_read_with_its_limit_and_its_names() -> None:
    step = tree_of(steps(limit="2m", keep=["tier", "customer"])).steps["lookup"]
    assert isinstance(step, ScriptStep)
    assert step.script == ("python3", "lookup.py", "gold")
    assert (step.limit, step.keep) == (120.0, ("tier", "customer"))
    step = tree_of(steps(script="scripts/lookup.agi", keep="tier")).steps["lookup"]
    assert isinstance(step, ScriptStep)
    assert (step.script, step.limit, step.keep) == (("scripts/lookup.agi",), 10.0, ("tier",))


@pytest.mark.parametrize(
    ("word", "value", "key"),
    [
        ("limit", "6m", "bad_limit"),
        ("limit", "0s", "bad_limit"),
        ("limit", "soon", "bad_duration"),
        ("script", [], "bad_command"),
        ("script", ["a", ""], "bad_command"),
        ("script", ["a", "b\nc"], "bad_command"),
        ("script", ["a"] * 33, "bad_command"),
        ("script", {"a": 1}, "bad_command"),
        ("script", None, "nothing_written"),
        ("keep", ["Tier"], "bad_data_name"),
        ("keep", [f"a{number}" for number in range(17)], "too_many"),
        ("keeps", ["tier"], "unknown_word"),
        ("wait", "5s", "unknown_word"),
    ],
)
def test_what_is_written_wrong_is_refused_in_both_languages(word: str, value: object, key: str) -> None:
    tree, [problem] = read_menus(raw_tree(steps(**{word: value})))
    assert tree is None
    assert (problem.path[:4], problem.key) == (("menus", "steps", "lookup", word), key)
    assert all("?" not in sentence(problem, language) for language in ("en", "ru"))


def test_a_script_that_ran_leads_on_with_what_it_set() -> None:
    interpreter, action = begun(keep=["tier"])
    assert action.command == ("python3", "lookup.py", "gold")
    end = interpreter.heard(Ran({"TIER": "gold", "other": "x"}), NOON)
    assert isinstance(end, Route)
    assert (end.queue, end.data) == ("sales", {"tier": "gold"})


def test_a_script_that_failed_leads_otherwise_and_to_a_person_if_nothing_is_said() -> None:
    interpreter, _ = begun()
    assert interpreter.heard(Failed("it hung"), NOON).path[-1] == "failed"
    interpreter, _ = begun(otherwise="person")
    end = interpreter.heard(Failed("it hung"), NOON)
    assert isinstance(end, Route) and (end.queue, end.data) == ("support", {})


@pytest.mark.parametrize("answer", [Said(), Keys("1")])
def test_an_answer_that_is_none_of_a_script_leads_to_a_person(answer: Result) -> None:
    interpreter, _ = begun()
    assert interpreter.heard(answer, NOON).path[-1] == "person"


def test_a_script_may_ask_for_what_is_known() -> None:
    tree = tree_of({"first": {"set": {"data": {"account": "1"}}, "next": "lookup"}} | STEPS)
    action = Interpreter(tree, HOURS, Call("100")).begin(NOON)
    assert isinstance(action, RunScript) and action.data == {"account": "1"}


def test_a_script_is_never_run_again_for_a_caller_who_comes_back() -> None:
    interpreter, _ = begun()
    resumed = Interpreter.resume(tree_of(STEPS), HOURS, interpreter.position())
    assert resumed.begin(NOON).path[-1] == "failed"
    not_begun = Interpreter(tree_of(STEPS), HOURS, Call("100"))
    assert isinstance(Interpreter.resume(tree_of(STEPS), HOURS, not_begun.position()).begin(NOON), RunScript)


def test_names_are_taken_in_small_letters_and_only_if_they_can_name_data() -> None:
    variables = {"__Tier": "gold", "CDR(userfield)": "x", "1st": "x", "dialled": "666", "caller_number": "x", "a": ""}
    assert data_from(variables, None) == {"tier": "gold"}
    assert data_from(variables, ()) == {}
    assert data_from({f"a{number}": "x" for number in range(99)}, None) == {f"a{n}": "x" for n in range(16)}


def test_data_that_does_not_fit_is_left_out_and_harms_nothing_else() -> None:
    interpreter, _ = begun()
    flood = {f"a{number}": "ж" * 64 for number in range(15)} | {"tier": "gold"}
    end = interpreter.heard(Ran(flood), NOON)
    assert isinstance(end, Route)
    assert end.queue == "sales"
    assert sum(map(len, end.data.values())) < LONGEST_DATA
    assert len(encode_fields(interpreter.position())) < truth.LONGEST


@pytest.mark.parametrize(
    ("command", "script", "arguments"),
    [
        (["scripts/lookup.agi", "gold"], "scripts/lookup.agi", ["gold"]),
        (["python3", "lookup.py", "gold"], "lookup.py", ["gold"]),
        (["/usr/bin/php8.2", "lookup.php"], "lookup.php", []),
        (["sh", "-c", "exit 0"], "sh", ["-c", "exit 0"]),
        (["python3"], "python3", []),
    ],
)
def test_the_script_is_told_from_its_interpreter(command: list[str], script: str, arguments: list[str]) -> None:
    assert split_command(command) == (script, arguments)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (["sh", "here.sh"], None),
        (["./here.sh"], None),
        (["sh"], None),
        (["no-such-program"], "no_program"),
        (["./text"], "no_program"),
        (["./gone.sh"], "no_program"),
        (["python3 lookup.py"], "no_program"),
        (["sh", "gone.sh"], "no_script"),
    ],
)
def test_a_script_that_is_not_there_is_refused(tmp_path: Path, command: list[str], key: str | None) -> None:
    (tmp_path / "here.sh").write_text("#!/bin/sh\n")
    (tmp_path / "here.sh").chmod(0o755)
    (tmp_path / "text").write_text("text")
    problems = list(check_scripts(tree_of(steps(script=command)), tmp_path))
    assert [problem.key for problem in problems] == ([key] if key else [])
    assert all(problem.path == ("menus", "steps", "lookup", "script") for problem in problems)


def test_data_of_scripts_may_be_compared_and_data_of_nobody_may_not() -> None:
    assert problems_of(tree_of(steps(keep=["tier"]))) == []
    assert problems_of(tree_of(steps())) == []  # it may set anything
    [problem] = problems_of(tree_of(steps(keep=["customer"])))
    assert (problem.key, problem.values["data"]) == ("unknown_data", "tier")
    [problem] = problems_of(tree_of(steps(keep=["tier", "language"])))
    assert (problem.path, problem.key) == (("menus", "steps", "lookup", "keep", 1), "reserved_data")


def test_a_script_in_a_circle_needs_a_way_out() -> None:
    tree = tree_of({"lookup": {"script": "sh", "next": "lookup", "otherwise": "lookup"}})
    assert [problem.key for problem in problems_of(tree)] == ["circle"]
    tree = tree_of({"lookup": {"script": "sh", "next": "lookup"}})
    assert [problem.key for problem in problems_of(tree)] == ["silent_circle"]
