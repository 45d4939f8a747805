"""How long things take of an agent: from what a planner wrote, by group and by period, to what a world holds."""

from collections.abc import Collection, Iterator, Sequence

from ivr.problems import Path as Place
from ivr.problems import Problem, closest
from simulator.days.world import Durations
from simulator.scenario.model import ByGroupPart, ByPeriodPart, Lasting, PerPeriod
from simulator.scenario.times import Times

ByGroup = dict[str, Sequence[Durations]]
"""By group ("" for every other) the durations by period."""


def durations_of(lasting: Lasting | None) -> ByGroup:
    """Return durations by group and period; of nothing written none."""
    if lasting is None:
        return {}
    if not isinstance(lasting, ByGroupPart):
        return {"": by_period(lasting)}
    named = {name: by_period(each) for name, each in lasting.by_group.items()}
    return named if lasting.otherwise is None else named | {"": by_period(lasting.otherwise)}


def by_period(each: PerPeriod) -> Sequence[Durations]:
    """Return the durations by period, one if they are the same all day."""
    return tuple(each.by_period) if isinstance(each, ByPeriodPart) else (each,)


def mean_s(durations: ByGroup, group: str, period: int) -> float:
    """Return the mean in seconds of what calls of this period take of this group; 0 where nothing is given."""
    given = durations.get(group) or durations.get("") or ()
    return given[min(period, len(given) - 1)].mean_s if given else 0.0


def check_durations(
    place: Place, lasting: Lasting | None, groups: Collection[str], times: Times, is_whole: bool
) -> Iterator[Problem]:
    """Return groups that are not there, groups of which nothing is said if all are meant, and wrong numbers of periods.

    ``is_whole``: there must be something for each group.
    """
    if isinstance(lasting, ByGroupPart):
        for name, each in lasting.by_group.items():
            if name not in groups:
                values = {"group": name, "known": closest(name, list(groups)) or "-"}
                yield Problem((*place, "by_group", name), "unknown_group", values)
            yield from check_periods((*place, "by_group", name), each, times)
        if lasting.otherwise is not None:
            yield from check_periods((*place, "otherwise"), lasting.otherwise, times)
        elif is_whole and (forgotten := [name for name in groups if name not in lasting.by_group]):
            yield Problem((*place, "by_group"), "group_forgotten", {"group": ", ".join(forgotten[:5])})
    elif lasting is not None:
        yield from check_periods(place, lasting, times)


def check_periods(place: Place, each: PerPeriod, times: Times) -> Iterator[Problem]:
    """Return that durations are given for more or fewer periods than there are."""
    if isinstance(each, ByPeriodPart):
        yield from check_count((*place, "by_period"), len(each.by_period), times)


def check_count(place: Place, count: int, times: Times) -> Iterator[Problem]:
    """Return that so many values do not fit the periods of the day."""
    if times.steady:
        yield Problem(place, "only_constant")
    elif count != times.periods:
        yield Problem(place, "wrong_periods", {"count": str(count), "periods": str(times.periods)})
