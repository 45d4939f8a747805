"""The language of needs: what a call asks of an agent, and what an agent lacks for it.

A need is read from a text (:func:`parse_need`), joined with other needs, gets the values that are known of the call
(:func:`resolved`), and is then met by levels or not. Pure: no IO, no clock.
"""

from collections.abc import Iterable, Mapping

from agents.need_tree import (
    ANYBODY,
    HIGHEST_LEVEL,
    OPERATORS,
    And,
    Expression,
    Not,
    Or,
    Test,
    Value,
    all_of,
    any_of,
    negated,
    tests_in,
    text_of,
)
from agents.needs_text import RESERVED, NeedError, level_of, parse_need

__all__ = [
    "ANYBODY", "HIGHEST_LEVEL", "OPERATORS", "RESERVED", "And", "Expression", "NeedError", "Not", "Or", "Test", "Value",
    "all_of", "any_of", "joined", "lacking", "meets", "negated", "of_levels", "opposite", "parse_need", "resolved",
    "skill_names", "tests_in", "text_of", "value_names",
]  # fmt: skip


def of_levels(levels: Mapping[str, int]) -> Expression:
    """Ask for at least these ``levels`` by skill; level 0 asks nothing, and nobody is above the highest."""
    return all_of(
        Test(skill, ">=", level) if level <= HIGHEST_LEVEL else Test(skill, ">", HIGHEST_LEVEL)
        for skill, level in levels.items()
        if level > 0
    )


def joined(*needs: Expression) -> Expression:
    """Join needs by and, without doubles; the same needs in another order give an equal one."""
    return all_of(needs)


def value_names(need: Expression) -> tuple[str, ...]:
    """Name the values that ``need`` asks for, sorted."""
    fields = (field for test, _ in tests_in(need) for field in (test.skill, test.level))
    return tuple(sorted({field.name for field in fields if isinstance(field, Value)}))


def skill_names(need: Expression) -> tuple[str, ...]:
    """Name the skills that ``need`` tests by their own name, sorted."""
    return tuple(sorted({test.skill for test, _ in tests_in(need) if isinstance(test.skill, str)}))


def resolved(need: Expression, values: Mapping[str, str], known: Iterable[str]) -> tuple[Expression, tuple[str, ...]]:
    """Put ``values`` into ``need``, and name what is absent: no value, no skill among the ``known``, no level.

    The tests of what is absent are left out and the rest holds: nobody is turned away because a value is missing.
    """
    absent: dict[str, None] = {}
    skills = known if isinstance(known, frozenset) else frozenset(known)
    return _without_absent(need, values, skills, absent) or ANYBODY, tuple(absent)


def _without_absent(
    need: Expression, values: Mapping[str, str], known: frozenset[str], absent: dict[str, None]
) -> Expression | None:
    if isinstance(need, Test):
        return _resolved_test(need, values, known, absent)
    if isinstance(need, Not):
        part = _without_absent(need.part, values, known, absent)
        return None if part is None else negated(part)
    parts = [_without_absent(part, values, known, absent) for part in need.parts]
    rest = [part for part in parts if part is not None]
    if not rest:
        return None
    return any_of(rest) if isinstance(need, Or) else all_of(rest)


def _resolved_test(
    test: Test, values: Mapping[str, str], known: frozenset[str], absent: dict[str, None]
) -> Test | None:
    skill = values.get(test.skill.name, "") if isinstance(test.skill, Value) else test.skill
    if skill not in known:
        absent[test.skill.name if isinstance(test.skill, Value) else skill] = None
    level = level_of(values.get(test.level.name, "")) if isinstance(test.level, Value) else test.level
    if isinstance(test.level, Value) and level is None:
        absent[test.level.name] = None
    return None if skill not in known or level is None else Test(skill, test.operator, level)


def meets(need: Expression, levels: Mapping[str, int]) -> bool:
    """Whether who has ``levels`` (by skill, 0 for any other) meets ``need``, in which no value stands any more."""
    if isinstance(need, Test):
        assert isinstance(need.skill, str), f"{need.skill} is not resolved"
        return bool(OPERATORS[need.operator](levels.get(need.skill, 0), need.level))
    if isinstance(need, Not):
        return not meets(need.part, levels)
    return (any if isinstance(need, Or) else all)(meets(part, levels) for part in need.parts)


def lacking(need: Expression, levels: Mapping[str, int]) -> tuple[Test, ...]:
    """Return the tests that would have to be different for ``levels`` to meet ``need``; none if they meet it.

    These are the tests that are to hold then: of an or those of the part with the fewest, under a not the opposite.
    """
    return tuple(dict.fromkeys(_lacking(need, levels, True)))


def _lacking(need: Expression, levels: Mapping[str, int], wanted: bool) -> tuple[Test, ...]:
    if isinstance(need, Test):
        return () if meets(need, levels) is wanted else (need if wanted else opposite(need),)
    if isinstance(need, Not):
        return _lacking(need.part, levels, not wanted)
    parts = [_lacking(part, levels, wanted) for part in need.parts]
    if isinstance(need, Or) is wanted:
        return min(parts, key=len, default=())
    return tuple(test for part in parts for test in part)


_OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def opposite(test: Test) -> Test:
    """Return the test that holds where ``test`` fails; of having a skill at all it is not having it."""
    if (test.operator, test.level) in ((">=", 1), (">", 0)):
        return Test(test.skill, "==", 0)
    return Test(test.skill, _OPPOSITE[test.operator], test.level)
