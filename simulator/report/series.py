"""What plots draw and sentences are made of: a measure by period, the load, the waits' and the days' distribution."""

from collections.abc import Sequence
from math import floor, isfinite
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from simulator.report.numbers import hours, seen
from simulator.statistics.results import Figure, Figures, GroupResults, Results, TypeResults

Points: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

MOST_GROUPS: Final = 6
"""So many groups are drawn at once; more lines could not be told apart."""

MOST_BARS: Final = 30
OF_DAYS: Final = "p_day_meets_target"
BAR_WIDTHS: Final = (0.002, 0.005, 0.01, 0.02, 0.05)


class Series(NamedTuple):
    """A measure by period: ``mean`` and ``half`` one for each period, NaN where nothing was measured."""

    mean: Points
    half: Points

    @property
    def known(self) -> bool:
        """Whether anything was measured."""
        return bool(np.isfinite(self.mean).any())

    def where(self, condition: Flags) -> list[int]:
        """Return the periods for which this holds."""
        return [int(place) for place in np.flatnonzero(condition)]


class Load(NamedTuple):
    """Agents by period: offered work in erlangs, and how many were on duty; NaN where it is not known."""

    erlangs: Points
    agents: Points


class Bars(NamedTuple):
    """Days counted by their service level: borders of the bars, how many days, and which bars reach the target."""

    edges: Points
    days: Points
    met: Flags


def by_period(periods: Sequence[Figures], name: str) -> Series:
    """Return a measure by period."""
    found = [seen(figures, name) for figures in periods]
    nothing = float("nan")
    return Series(
        np.array([each.mean if each else nothing for each in found], float),
        np.array([each.half_width if each else nothing for each in found], float),
    )


def honest(results: Results) -> Results:
    """Return results as they can be shown.

    Of one day nobody can tell how far chance led it, so it has no intervals. A steady state has no days to be met.
    """
    if results.days >= 2 and not results.steady:
        return results

    def bare(figures: Figures) -> Figures:
        known = {name: figure for name, figure in figures.items() if not results.steady or name != OF_DAYS}
        return {name: Figure(figure.mean, 0.0) for name, figure in known.items()} if results.days < 2 else known

    def part(of: TypeResults | GroupResults) -> Any:
        return type(of)(bare(of.all), tuple(map(bare, of.periods)))

    return msgspec.structs.replace(
        results,
        total=bare(results.total),
        periods=tuple(map(bare, results.periods)),
        types={name: part(each) for name, each in results.types.items()},
        groups={name: part(each) for name, each in results.groups.items()},
    )


def borders(results: Results) -> Points:
    """Return the borders of the periods in seconds after midnight; a steady state has none."""
    usable = not results.steady and len(results.edges_s) == len(results.periods) + 1 and len(results.periods) > 0
    edges = np.array(results.edges_s if usable else (), float)
    return edges if np.isfinite(edges).all() and (np.diff(edges) > 0).all() else np.array(())


def load(results: Results) -> Load:
    """Return erlangs and agents by period, worked out of calls, their handling time, and the agents' hours."""
    length_s = np.diff(borders(results))
    offered, handling = by_period(results.periods, "offered"), by_period(results.periods, "aht_s")
    work = np.where(offered.mean > 0, offered.mean * handling.mean, offered.mean * 0)
    at_work = [[hours(figures) for figures in group.periods] for group in results.groups.values()]
    agents = np.full(len(results.periods), np.nan)
    if at_work and all(len(group) == len(agents) for group in at_work):
        agents = np.array([[np.nan if each is None else each for each in group] for group in at_work]).sum(axis=0)
    return Load(work / length_s, agents * 3600 / length_s)


def largest_groups(results: Results) -> list[str]:
    """Return the groups that can be drawn: those whose agents work most, in their own order."""
    work = {name: hours(group.all) or 0.0 for name, group in results.groups.items()}
    largest = sorted(work, key=lambda name: -work[name])[:MOST_GROUPS]
    return [name for name in results.groups if name in largest and work[name] > 0]


def waits(results: Results) -> tuple[Points, Points]:
    """Return seconds, and the share that waited at most so long; as far as 99.5 % of all, where that is known."""
    pairs = zip(results.waits.upto_s, results.waits.share, strict=False)
    found = np.array([(upto, share) for upto, share in pairs if isfinite(upto) and isfinite(share)], float)
    if not len(found) or not found[:, 1].max() > 0:
        return np.array(()), np.array(())
    end = int(np.argmax(found[:, 1] >= min(0.995, found[:, 1].max()))) + 1
    least = int((found[:, 0] <= 1.5 * results.threshold_s).sum())
    return found[: max(end, least), 0], found[: max(end, least), 1]


def share_within(results: Results, upto_s: float) -> float | None:
    """Return the share that waited at most so long; None where that is not known."""
    upto, share = waits(results)
    return float(np.interp(upto_s, upto, share)) if len(upto) and upto[0] <= upto_s else None


def day_levels(results: Results) -> Points:
    """Return each day's service level; none where nobody called."""
    if seen(results.total, "service_level") is None:
        return np.array(())
    levels = np.array(results.service_levels, float)
    return np.asarray(levels[np.isfinite(levels)])


def day_bars(results: Results) -> Bars:
    """Count the days by service level, in bars one of which begins at the target."""
    levels = day_levels(results)
    if not len(levels):
        return Bars(np.array(()), np.array(()), np.array((), bool))
    spread = max(levels.max(), results.target) - min(levels.min(), results.target)
    width = next((width for width in BAR_WIDTHS if spread / width <= MOST_BARS - 2), BAR_WIDTHS[-1])
    places = [floor((level - results.target) / width + 1e-9) for level in levels]
    first, last = min(*places, -1), max(*places, 0)
    days = np.bincount(np.array(places) - first, minlength=last - first + 1)
    numbers = np.arange(first, last + 2)
    return Bars(results.target + numbers * width, days.astype(float), numbers[:-1] >= 0)
