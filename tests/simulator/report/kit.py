"""Results made by hand: a day of 24 half-hours, 3 types of call, 2 groups of agents, and days that are none."""

from math import exp, sin

import msgspec

from simulator.statistics.paired import Comparison, Difference, Differences
from simulator.statistics.results import Figure, Figures, GroupResults, Results, TypeResults, Waits

EDGES_S = tuple(8 * 3600.0 + 1800.0 * each for each in range(25))
TYPES = {"sales": 0.5, "billing": 0.3, "Español": 0.2}
AGENTS = {"generalists": 18, "bilingual": 6}
DAYS = 100


def figure(mean: float, relative: float = 0.02) -> Figure:
    return Figure(mean, abs(mean) * relative)


def load(period: int) -> float:
    """Calls of a half-hour: few in the morning, most before noon, a second hill at four."""
    return 60 + 100 * exp(-(((period - 7) / 3.2) ** 2)) + 75 * exp(-(((period - 16) / 2.5) ** 2))


def level(period: int, extra: float = 0.0) -> float:
    """The service level of a half-hour: the worse, the more calls."""
    return min(0.985, 0.97 + extra - 0.38 * max(0.0, (load(period) - 115) / 60))


def figures(offered: float, service_level: float, share: float = 1.0) -> Figures:
    """All measures of so many calls with such a service level."""
    abandoned = offered * 0.25 * (1 - service_level)
    mean_wait = 60 * (1 - service_level)
    counts = {
        "offered": offered,
        "served": offered - abandoned,
        "abandoned": abandoned,
        "answered_in_threshold": service_level * offered,
        "abandoned_quick": abandoned / 4,
        "retried": abandoned / 10,
        "sent_away": 0.0,
        "blocked": 0.0,
        "balked": 0.0,
    }
    others = {
        "wait_mean_s": mean_wait,
        "wait_mean_served_s": 0.9 * mean_wait,
        "wait_mean_delayed_s": 2.5 * mean_wait,
        "wait_p50_s": 0.1 * mean_wait,
        "wait_p90_s": 3.1 * mean_wait,
        "wait_p95_s": 4.2 * mean_wait,
        "wait_p99_s": 6.5 * mean_wait,
        "aht_s": 232.0,
        "queue_length_mean": share * mean_wait / 20,
        "occupancy": 1 - 0.6 * max(0.1, service_level - 0.4),
    }
    shares = {
        "p_wait": Figure(1.1 - service_level, 0.012),
        "service_level": Figure(service_level, 0.015 + 0.03 * (1 - service_level)),
        "p_day_meets_target": Figure(0.63, 0.095),
    }
    return {name: figure(mean, 0.02) for name, mean in counts.items()} | {
        name: figure(mean, 0.05) for name, mean in others.items()
    } | shares  # fmt: skip


def group(agents: int, extra: float) -> GroupResults:
    def of(hours: float, occupancy: float) -> Figures:
        return {
            "served": figure(hours * occupancy * 15.5),
            "wait_mean_served_s": figure(14.2, 0.1),
            "answered_in_threshold": figure(hours * occupancy * 12.0),
            "aht_s": figure(232.0),
            "handling_h": figure(hours * occupancy),
            "ready_h": figure(hours * (1 - occupancy)),
            "occupancy": figure(occupancy, 0.02),
        }

    periods = tuple(of(agents / 2, min(0.97, load(each) / 168 + extra)) for each in range(24))
    return GroupResults(of(12.0 * agents, 0.72 + extra), periods)


def results(name: str = "A busy Tuesday", extra: float = 0.0, days: int = DAYS) -> Results:
    """A day as planners know them; ``extra`` is how much better its service level is."""
    levels = tuple(min(1.0, 0.815 + extra + 0.09 * sin(12.9898 * (each + 1) ** 2)) for each in range(days))
    reached = sum(each >= 0.8 for each in levels) / days
    total = figures(sum(map(load, range(24))), 0.812 + extra, 24.0)
    total["p_day_meets_target"] = Figure(reached, 0.095)
    return Results(
        scenario=name,
        days=days,
        seed=7,
        steady=False,
        threshold_s=20.0,
        quick_s=5.0,
        target=0.8,
        definition="acd",
        edges_s=EDGES_S,
        total=total,
        periods=tuple(figures(load(each), level(each, extra)) for each in range(24)),
        types={
            kind: TypeResults(
                figures(share * total["offered"].mean, 0.83 + extra - 0.1 * (kind == "Español")),
                tuple(
                    figures(share * load(each), max(0.0, level(each, extra) - 0.1 * (kind == "Español")))
                    for each in range(24)
                ),
            )
            for kind, share in TYPES.items()
        },
        groups={kind: group(agents, 0.05 * (kind == "bilingual")) for kind, agents in AGENTS.items()},
        waits=waits(extra),
        service_levels=levels,
    )


def waits(extra: float = 0.0) -> Waits:
    upto = (0.0, *(float(each) for each in range(1, 301)))
    return Waits(upto, tuple(1 - (0.29 - extra) * exp(-each / 38) for each in upto))


def nothing(days: int = 3, periods: int = 4) -> Results:
    """Days on which nobody called and nobody worked: every figure is 0."""
    none = {name: Figure(0.0, 0.0) for name in figures(1.0, 0.5)}
    no_group = {name: Figure(0.0, 0.0) for name in group(1, 0.0).all}
    return msgspec.structs.replace(
        results(days=days),
        edges_s=tuple(3600.0 * each for each in range(periods + 1)),
        total=none,
        periods=(none,) * periods,
        types={"sales": TypeResults(none, (none,) * periods)},
        groups={"generalists": GroupResults(no_group, (no_group,) * periods)},
        waits=Waits((0.0,), (0.0,)),
        service_levels=(0.0,) * days,
    )


def bare() -> Results:
    """What has nothing in it at all, as no simulation would make it."""
    return msgspec.structs.replace(
        results(), edges_s=(), total={}, periods=(), types={}, groups={}, waits=Waits((), ()), service_levels=()
    )


def differences(base: Figures, other: Figures) -> Differences:
    """Pairs are twice as sharp as the figures alone."""
    found = {}
    for name, one in base.items():
        apart, half = other[name].mean - one.mean, one.half_width / 2
        found[name] = Difference(one.mean, other[name].mean, apart, half, abs(apart) > half)
    return found


def comparison(base: Results, other: Results) -> Comparison:
    return Comparison(
        base=base.scenario,
        other=other.scenario,
        days=base.days,
        total=differences(base.total, other.total),
        periods=tuple(map(differences, base.periods, other.periods)),
        types={name: differences(each.all, other.types[name].all) for name, each in base.types.items()},
        groups={name: differences(each.all, other.groups[name].all) for name, each in base.groups.items()},
    )
