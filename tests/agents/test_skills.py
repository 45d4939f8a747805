"""The skill matrix: equal skills are one profile, and whole columns say who meets a need and how well."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.needs import ANYBODY, Expression, meets, parse_need, text_of
from agents.skills import SkillMatrix, merged
from tests.agents.needs_kit import LEVELS, SKILLS, needs


def matrix_of(*profiles: dict[str, int]) -> SkillMatrix:
    matrix = SkillMatrix(SKILLS)
    for levels in profiles:
        matrix.profile(levels)
    return matrix


def test_agents_with_equal_skills_share_a_profile() -> None:
    matrix = SkillMatrix(SKILLS)
    assert matrix.profile({"english": 5, "billing": 2}) == matrix.profile({"billing": 2, "english": 5, "russian": 0})
    assert matrix.profile({"english": 6, "billing": 2}) == 1
    assert matrix.levels.tolist() == [[2, 5, 0], [2, 6, 0]]
    assert matrix.levels.dtype == np.int8


def test_an_unknown_skill_or_level_is_an_error() -> None:
    matrix = SkillMatrix(SKILLS)
    with pytest.raises(KeyError, match="chess"):
        matrix.profile({"chess": 1})
    with pytest.raises(ValueError, match="skill billing: level 11 is not within 0 to 10"):
        matrix.profile({"billing": 11})


def test_a_profile_is_read_back_without_the_skills_it_does_not_have() -> None:
    matrix = matrix_of({"english": 6, "billing": 0})
    assert matrix.levels_of(0) == {"english": 6}


@pytest.mark.parametrize(
    ("need", "who"),
    [
        ("", [True, True, True]),
        ("english >= 5", [True, False, False]),
        ("english or russian >= 9", [True, False, True]),
        ("not english", [False, True, True]),
        ("billing >= 3 and not english", [False, True, False]),
        ("billing > 10", [False, False, False]),
    ],
)
def test_whole_columns_say_who_meets_a_need(need: str, who: list[bool]) -> None:
    matrix = matrix_of({"english": 6, "billing": 2}, {"billing": 5}, {"russian": 9})
    assert matrix.meeting(parse_need(need)).tolist() == who


@pytest.mark.parametrize("need", ["chess >= 1", "{language} >= 5"])
def test_a_need_must_be_resolved_before_it_is_matched(need: str) -> None:
    with pytest.raises(KeyError):
        matrix_of({"english": 6}).meeting(parse_need(need))


@pytest.mark.parametrize(
    ("need", "fit"),
    [
        ("", [0, 0]),
        ("english >= 5", [6, 0]),
        ("english >= 5 and billing", [8, 5]),
        ("english >= 5 or english == 2", [6, 0]),
        ("english > 3 and not billing >= 9", [6, 0]),
        ("not (english < 3 and not billing)", [2, 5]),
        ("english < 3 or english == 0 or english != 2", [0, 0]),
    ],
)
def test_the_fit_is_the_sum_of_the_levels_that_are_asked_for(need: str, fit: list[float]) -> None:
    assert matrix_of({"english": 6, "billing": 2}, {"billing": 5}).fit(parse_need(need)).tolist() == fit


def test_what_a_profile_lacks_is_told_test_by_test() -> None:
    matrix = matrix_of({"billing": 2, "english": 9})
    lacks = matrix.lacking(0, parse_need("billing >= 3 and english >= 9 and russian"))
    assert [text_of(test) for test in lacks] == ["billing >= 3", "russian"]


def test_of_two_needs_the_higher_holds() -> None:
    assert merged({"billing": 3, "english": 1}, {"english": 4}) == {"billing": 3, "english": 4}


def test_without_profiles_nobody_is_asked() -> None:
    assert matrix_of().meeting(ANYBODY).tolist() == matrix_of().fit(ANYBODY).tolist() == []


@settings(derandomize=True, max_examples=200)
@given(profiles=st.lists(LEVELS, max_size=8), need=needs())
def test_the_matrix_agrees_with_one_profile_after_the_other(profiles: list[dict[str, int]], need: Expression) -> None:
    matrix = matrix_of(*profiles)
    rows = [matrix.levels_of(row) for row in range(len(matrix.levels))]
    assert matrix.meeting(need).tolist() == [meets(need, levels) for levels in rows]
    assert all(bool(matrix.lacking(row, need)) is not met for row, met in enumerate(matrix.meeting(need)))
