"""Needs and levels drawn by lot, for the tests of the language of needs and of the skill matrix."""

from hypothesis import strategies as st

from agents.needs import OPERATORS, Expression, Test, Value, all_of, any_of, negated

SKILLS = ("billing", "english", "russian")
VALUES = ("language", "tier")

LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 10))
"""What somebody can do."""


def needs(with_values: bool = False) -> st.SearchStrategy[Expression]:
    """Any need about :data:`SKILLS`, perhaps with :data:`VALUES` in the place of skills and levels."""
    skills: st.SearchStrategy[str | Value] = st.sampled_from(SKILLS)
    levels: st.SearchStrategy[int | Value] = st.integers(0, 10)
    if with_values:
        values = st.sampled_from(VALUES).map(Value)
        skills, levels = skills | values, levels | values
    tests: st.SearchStrategy[Expression] = st.builds(Test, skills, st.sampled_from(list(OPERATORS)), levels)
    return st.recursive(
        tests,
        lambda some: (
            st.lists(some, max_size=3).map(all_of) | st.lists(some, max_size=3).map(any_of) | some.map(negated)
        ),
        max_leaves=12,
    )
