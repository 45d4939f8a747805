"""The skill matrix: equal skills are one profile, and a need is met level by level."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.skills import SkillMatrix, merged, need_of

SKILLS = ("billing", "english", "russian")
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 10))


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


def test_what_a_profile_lacks_is_said_by_skill() -> None:
    matrix = SkillMatrix(SKILLS)
    row = matrix.profile({"billing": 2, "english": 9})
    assert matrix.lacking(row, need_of({"billing": 3, "english": 9, "russian": 1})) == [
        ("billing", 2, 3),
        ("russian", 0, 1),
    ]


def test_a_level_above_the_highest_is_met_by_nobody() -> None:
    matrix = SkillMatrix(SKILLS)
    matrix.profile({"billing": 10})
    assert matrix.meeting((("billing", 1000),)) == ()


def test_equal_needs_have_one_form_and_level_zero_asks_nothing() -> None:
    assert need_of({"english": 2, "billing": 0}) == need_of({"english": 2}) == (("english", 2),)


def test_of_two_needs_the_higher_holds() -> None:
    assert merged({"billing": 3, "english": 1}, {"english": 4}) == {"billing": 3, "english": 4}


@settings(derandomize=True, max_examples=200)
@given(profiles=st.lists(LEVELS, min_size=1, max_size=8), asked=LEVELS)
def test_the_profiles_that_meet_a_need_are_those_that_lack_nothing(
    profiles: list[dict[str, int]], asked: dict[str, int]
) -> None:
    matrix = SkillMatrix(SKILLS)
    rows = {matrix.profile(levels) for levels in profiles}
    need = need_of(asked)
    assert set(matrix.meeting(need)) == {row for row in rows if not matrix.lacking(row, need)}
