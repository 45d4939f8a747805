"""The whole engine, simulated: every figure agrees with the truth, all judged together, and none is vague.

Each test is one system: its days are simulated once, and each of its figures is judged as one of all of them. If all
are right, all pass in 99 of 100 choices of seeds (Sidak); the seed is fixed, so here they always pass or never.
"""

from functools import cache

import pytest

from benchmarks.truth.figures import as_object
from benchmarks.truth.judging import Judged
from benchmarks.truth.runs import CASES, QUICKLY_NEAR, Plan, case_of, study

PLAN = Plan(quick=True, seed=1)
EVERY = range(len(CASES))


@cache
def judged(number: int) -> list[Judged]:
    return study(PLAN, number)


@cache
def rows() -> int:
    return sum(len(case_of(number).rows) for number in EVERY)


def name_of(number: int) -> str:
    """Name a system without working out its truth."""
    made = CASES[number]
    words = getattr(made, "args", ())
    return "-".join([getattr(made, "func", made).__name__, *(str(word).replace(" ", "_") for word in words)])


@pytest.mark.parametrize("number", EVERY, ids=name_of)
def test_every_figure_agrees_with_the_truth(number: int) -> None:
    assert [as_object(row, rows()) for row in judged(number) if not row.agrees(rows())] == []


@pytest.mark.parametrize("number", EVERY, ids=name_of)
def test_no_half_width_is_above_four_in_a_hundred(number: int) -> None:
    widths = {row.row: row.relative_half_width for row in judged(number)}
    assert {name: width for name, width in widths.items() if not 0.0 <= width <= QUICKLY_NEAR} == {}


def test_systems_have_names_of_their_own() -> None:
    names = [case_of(number).name for number in EVERY]
    assert len(set(names)) == len(names)
    for number in EVERY:
        figures = [row.name for row in case_of(number).rows]
        assert len(set(figures)) == len(figures)


def test_callers_of_one_system_are_not_those_of_another() -> None:
    """The names of types are what chance depends on."""
    names = [name for number in EVERY for name in {kind.name for kind in case_of(number).world.types}]
    assert len(set(names)) == len(names)
