"""Two variants beside each other: differences on the same days, with the same callers.

Under the same seed a day of one variant and the same day of another have the same chance (common random numbers), so
they are compared day by day: each day pulls both figures, and what counts is by how much more it pulls one of them. Of
totals over totals it is the delta method on pairs, of percentiles the jackknife on pairs of sections.
"""

from typing import Final, TypeAlias

import msgspec

from simulator.statistics.intervals import Estimate
from simulator.statistics.measures import of_calls, of_groups
from simulator.statistics.observations import Observations

ROUNDING: Final = 1e-9
"""a difference that is so small a part of what is compared is rounding"""


class Difference(msgspec.Struct, frozen=True):
    """A measure of the base and of another variant; ``difference`` is the other less the base, ± ``half_width``.

    ``significant``: 0 is outside of the 95 % interval. Of twenty measures that are the same, one will seem not to be.
    """

    base: float
    other: float
    difference: float
    half_width: float
    significant: bool


Differences: TypeAlias = dict[str, Difference]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Differences of the total, by period, and of the types and groups that both variants have.

    Periods are compared only if both variants have the same ones.
    """

    base: str
    other: str
    days: int
    total: Differences
    periods: tuple[Differences, ...]
    types: dict[str, Differences]
    groups: dict[str, Differences]


class NotTheSameDays(ValueError):
    """The variants were not simulated on the same days; the message says what to do."""


def compare(base: Observations, other: Observations) -> Comparison:
    """Compare two variants that were simulated under the same seed.

    Raises:
        NotTheSameDays: one of them has more days (or batches) than the other.
    """
    if len(base) != len(other):
        raise NotTheSameDays(
            f"compare: {base.world.name!r} has {len(base)} days (or batches) and {other.world.name!r} has {len(other)};"
            " simulate as many of each, under the same seed"
        )
    calls, calls_of_other = of_calls(base), of_calls(other)
    groups, groups_of_other = of_groups(base), of_groups(other)
    places = range(len(base.world.edges) - 1 if base.world.edges == other.world.edges and not base.world.steady else 0)
    return Comparison(
        base=base.world.name,
        other=other.world.name,
        days=len(base),
        total=_differences(calls, calls_of_other, (-1, -1), (-1, -1)),
        periods=tuple(_differences(calls, calls_of_other, (-1, place), (-1, place)) for place in places),
        types={
            name: _differences(calls, calls_of_other, (place, -1), (other_place, -1))
            for name, place, other_place in _common(_types(base), _types(other))
        },
        groups={
            name: _differences(groups, groups_of_other, (place, -1), (other_place, -1))
            for name, place, other_place in _common(base.world.groups, other.world.groups)
        },
    )


def _types(seen: Observations) -> tuple[str, ...]:
    return tuple(kind.name for kind in seen.world.types)


def _common(names: tuple[str, ...], others: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Give the names that both have, with their places."""
    return [(name, place, others.index(name)) for place, name in enumerate(names) if name in others]


def _differences(
    base: dict[str, Estimate], other: dict[str, Estimate], cell: tuple[int, int], other_cell: tuple[int, int]
) -> Differences:
    return {name: _difference(base[name].cell(*cell), other[name].cell(*other_cell)) for name in base}


def _difference(base: Estimate, other: Estimate) -> Difference:
    apart = other.minus(base)
    difference, half_width = float(apart.mean), float(apart.half_width())
    size = max(abs(float(base.mean)), abs(float(other.mean)))
    return Difference(
        base=float(base.mean),
        other=float(other.mean),
        difference=difference,
        half_width=half_width,
        significant=abs(difference) > max(half_width, ROUNDING * size),
    )
