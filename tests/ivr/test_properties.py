"""What holds for every tree that passes the check, whatever the caller does."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.actions import Ask, Failed, Keys, Leave, Ran, Result, Route, RunScript, Said
from ivr.interpreter import MOST_TAKEN, Interpreter
from ivr.model import AskingStep, HoursStep, Tree
from ivr.position import Call
from tests.ivr.trees import HOURS, NOON, answered, call_through, silent, trees, wrong

SEEDS = st.integers(0, 2**32)


def interpreter_of(tree: Tree, dialled: str = "200") -> Interpreter:
    return Interpreter(tree, HOURS, Call(dialled, "4711"))


def was_sent_away_rightly(tree: Tree, end: Leave) -> bool:
    """Opening hours said so, or nothing was ever asked: the owner's tree simply ends."""
    met = [tree.step(name) for name in end.path]
    return any(isinstance(step, HoursStep) for step in met) or not any(isinstance(step, AskingStep) for step in met)


@settings(max_examples=60, deadline=None)
@given(trees(), SEEDS)
def test_any_keys_and_silences_end_in_a_queue_or_outside(tree: Tree, seed: int) -> None:
    dice = random.Random(seed)

    def caller(question: Ask) -> Keys:
        return Keys("".join(dice.choices("0123456789*#", k=dice.randint(0, question.max_digits))))

    assert isinstance(call_through(interpreter_of(tree), caller), Route | Leave)


@settings(max_examples=60, deadline=None)
@given(trees(), st.sampled_from([silent, wrong]), st.sampled_from(["100", "200"]))
def test_silence_and_wrong_keys_reach_a_person(tree: Tree, caller: object, dialled: str) -> None:
    end = call_through(interpreter_of(tree, dialled), silent if caller is silent else wrong)
    assert isinstance(end, Route) or was_sent_away_rightly(tree, end)


@settings(max_examples=60, deadline=None)
@given(trees(), SEEDS)
def test_any_answers_even_senseless_ones_end_within_the_bound(tree: Tree, seed: int) -> None:
    dice = random.Random(seed)
    answers: list[Result] = [
        Said(),
        Failed("no such file"),
        Ran({"\r\n": "x" * 500}),
        Keys("x" * 500),
        Keys("\r\n"),
        Keys("1"),
    ]
    interpreter = interpreter_of(tree)
    action = interpreter.begin(NOON)
    for _ in range(2 * MOST_TAKEN + 2):
        action = interpreter.heard(dice.choice(answers), NOON)
    assert isinstance(action, Route | Leave)


@settings(max_examples=60, deadline=None)
@given(trees(), SEEDS)
def test_a_resumed_caller_comes_to_the_same_end_from_every_step(tree: Tree, seed: int) -> None:
    def caller(question: Ask) -> Keys:
        """Always the same answer at the same step."""
        dice = random.Random(f"{seed} {question.path[-1]} {question.max_digits}")
        return Keys("".join(dice.choices("0123456789", k=dice.randint(0, question.max_digits))))

    original = interpreter_of(tree)
    positions = [original.position()]
    action = original.begin(NOON)
    while not isinstance(action, Route | Leave):
        if not isinstance(action, RunScript):  # which is never begun again
            positions.append(original.position())
        action = original.heard(answered(action, caller), NOON)
    for position in positions:
        end = call_through(Interpreter.resume(tree, HOURS, position), caller)
        assert without_path(end) == without_path(action)
        assert end.path[-1] == action.path[-1]


def without_path(end: Route | Leave) -> object:
    if isinstance(end, Leave):
        return end.extension
    return (end.queue, end.needs, end.priority, end.topic, end.language, end.data)


@settings(max_examples=100, deadline=None)
@given(
    trees(), st.dictionaries(st.sampled_from(["step", "tries", "needs", "data", "call", "path", "language"]), st.text())
)
def test_a_rubbish_position_still_comes_to_an_end(tree: Tree, position: dict[str, str]) -> None:
    assert isinstance(call_through(Interpreter.resume(tree, HOURS, position), silent), Route | Leave)
