"""What a need is made of: tests of a skill's level, joined by and, or, not.

Needs are immutable and can be keys. :func:`all_of`, :func:`any_of` and :func:`negated` bring them into one form, so
that needs which ask the same in another order are equal: parts of parts are drawn up, doubles fall away, of two least
levels for one skill the one that matters stays, and parts stand in a fixed order.
"""

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Final, TypeAlias

import msgspec

HIGHEST_LEVEL: Final = 10

OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
"""How a level is compared, for one level and for a whole column of them."""


class Value(msgspec.Struct, frozen=True):
    """A value that is known of the call, by its name: it stands for a skill or for a level."""

    name: str

    def __str__(self) -> str:
        return f"{{{self.name}}}"


class Test(msgspec.Struct, frozen=True):
    """The level of one skill is compared with another level."""

    __test__: ClassVar[bool] = False  # pytest is to leave it alone

    skill: str | Value
    operator: str = ">="
    level: int | Value = 1


class And(msgspec.Struct, frozen=True):
    """All parts hold; without parts it asks nothing."""

    parts: tuple["Expression", ...] = ()


class Or(msgspec.Struct, frozen=True):
    """At least one of the parts holds."""

    parts: tuple["Expression", ...]


class Not(msgspec.Struct, frozen=True):
    """The part does not hold."""

    part: "Expression"


Expression: TypeAlias = And | Or | Not | Test

ANYBODY: Final = And()
"""The need that everybody meets."""


def all_of(parts: Iterable[Expression]) -> Expression:
    """Join ``parts`` by and: of several least levels for one skill the highest holds."""
    drawn_up = (each for part in parts for each in (part.parts if isinstance(part, And) else (part,)))
    kept = _arranged(drawn_up, max)
    return kept[0] if len(kept) == 1 else And(kept)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Join ``parts`` by or: of several least levels for one skill the lowest holds; if a part asks nothing, so do all.

    Without parts there is nothing to choose from, and nothing is asked.
    """
    drawn_up = [each for part in parts for each in (part.parts if isinstance(part, Or) else (part,))]
    if not drawn_up or ANYBODY in drawn_up:
        return ANYBODY
    kept = _arranged(drawn_up, min)
    return kept[0] if len(kept) == 1 else Or(kept)


def negated(part: Expression) -> Expression:
    """Ask for the opposite of ``part``; the opposite of asking nothing asks nothing."""
    if isinstance(part, Not):
        return part.part
    return part if part == ANYBODY else Not(part)


def _arranged(parts: Iterable[Expression], which: Callable[[int, int], int]) -> tuple[Expression, ...]:
    least: dict[str | Value, int] = {}
    others: set[Expression] = set()
    for part in parts:
        if isinstance(part, Test) and part.operator == ">=" and isinstance(part.level, int):
            least[part.skill] = which(part.level, least.get(part.skill, part.level))
        else:
            others.add(part)
    tests = {Test(skill, ">=", level) for skill, level in least.items()}
    return tuple(sorted(tests | others, key=_rank))


def _rank(part: Expression) -> tuple[int, str]:
    """The order among parts: tests first, and by text."""
    return (Test, Not, Or, And).index(type(part)), text_of(part)


def tests_in(expression: Expression, wanted: bool = True) -> Iterator[tuple[Test, bool]]:
    """Yield each test of ``expression`` in order, and whether it is to hold or, under a not, to fail."""
    if isinstance(expression, Test):
        yield expression, wanted
    elif isinstance(expression, Not):
        yield from tests_in(expression.part, not wanted)
    else:
        for part in expression.parts:
            yield from tests_in(part, wanted)


def text_of(expression: Expression) -> str:
    """Write ``expression`` as people do; what can be read from a text reads back as an equal expression."""
    if isinstance(expression, Test):
        bare = (expression.operator, expression.level) == (">=", 1)
        return str(expression.skill) if bare else f"{expression.skill} {expression.operator} {expression.level}"
    if isinstance(expression, Not):
        return f"not {_part_text(expression.part, (And, Or))}"
    if isinstance(expression, Or):
        return " or ".join(_part_text(part, (Or,)) for part in expression.parts)
    return " and ".join(_part_text(part, (And, Or)) for part in expression.parts)


def _part_text(part: Expression, in_brackets: tuple[type, ...]) -> str:
    return f"({text_of(part)})" if isinstance(part, in_brackets) else text_of(part)
