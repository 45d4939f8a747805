"""What each measure is: which counts, through which, of which observations."""

from typing import Final

from simulator.days.world import Seconds
from simulator.statistics.definitions import added, definition_of
from simulator.statistics.intervals import Estimate, ShareOfDays, divided, mean_of, ratio_of
from simulator.statistics.observations import Observations
from simulator.statistics.percentiles import percentiles
from simulator.statistics.results import GROUP_MEASURES, MEASURES, MORE_MEASURES

RATIOS: Final = {
    "wait_mean_s": ("wait", "entered"),
    "wait_mean_served_s": ("wait_served", "served"),
    "wait_mean_delayed_s": ("wait", "delayed"),
    "p_wait": ("delayed", "entered"),
    "queue_length_mean": ("waiting", "lasted"),
    "occupancy": ("handled", "staffed"),
    "aht_s": ("handling", "served"),
}
"""Total over total. ``entered`` are all who neither balked nor were blocked. The queue's length is its mean over the
opening periods; an occupancy is the share of the agents' time at work and ready, of a type the share that it takes
(so the occupancies of all types make up the total's)."""

HOURS: Final = {"handling_h": "handled", "ready_h": "ready"}

ROUNDING: Final = 1e-12
"""a service level this little below the target is the target"""


def of_calls(seen: Observations) -> dict[str, Estimate]:
    """Estimate all measures [T + 1, P + 1]: the last type is the total, the last period the whole day."""
    of_waits = percentiles(seen)
    return {name: of_waits[name] if name in of_waits else _measure(seen, name) for name in (*MEASURES, *MORE_MEASURES)}


def of_groups(seen: Observations) -> dict[str, Estimate]:
    """Estimate all measures of groups [G + 1, P + 1]: the last group is all agents, the last period the whole day."""
    return {name: _measure_of_group(seen, name) for name in GROUP_MEASURES}


def daily_service_levels(seen: Observations) -> Seconds:
    """Give each observation's own service level [N, T + 1, P + 1]; 0 where no call counted."""
    return divided(*_service_level(seen))


def _measure(seen: Observations, name: str) -> Estimate:
    if name == "service_level":
        return ratio_of(*_service_level(seen))
    if name == "p_day_meets_target":
        meets = mean_of((daily_service_levels(seen) >= seen.world.target - ROUNDING).astype(float))
        return ShareOfDays(meets.mean, meets.pulls)
    if name in RATIOS:
        part, whole = RATIOS[name]
        return ratio_of(seen.of_calls(part), seen.of_calls(whole))
    return mean_of(seen.of_calls(name)).times(seen.per_run)


def _measure_of_group(seen: Observations, name: str) -> Estimate:
    if name in RATIOS:
        part, whole = RATIOS[name]
        return ratio_of(seen.of_groups(part), seen.of_groups(whole))
    if name in HOURS:
        return mean_of(seen.of_groups(HOURS[name])).times(seen.per_run / 3600.0)
    return mean_of(seen.of_groups(name)).times(seen.per_run)


def _service_level(seen: Observations) -> tuple[Seconds, Seconds]:
    definition = definition_of(seen.world.definition)
    return added(definition.good, seen.of_calls), added(definition.of, seen.of_calls)
