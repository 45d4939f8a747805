"""The figures of a simulation: what the JSON, the terminal, the comparison and the report show."""

from typing import Final, TypeAlias

import msgspec

MEASURES: Final = (
    "offered", "served", "abandoned", "blocked", "balked", "wait_mean_s", "wait_mean_served_s", "wait_mean_delayed_s",
    "p_wait", "answered_in_threshold", "service_level", "p_day_meets_target", "queue_length_mean", "occupancy",
)  # fmt: skip
"""Named everywhere, for the total, for types and for periods; counts are of a day, waits in seconds."""

MORE_MEASURES: Final = (
    "sent_away", "retried", "abandoned_quick", "wait_p50_s", "wait_p90_s", "wait_p95_s", "wait_p99_s", "aht_s",
)  # fmt: skip
"""Shown beside the others: ways out, calls of who had abandoned before, abandoned within S, percentiles of the waits
of all, and the mean handling time (talk and wrap-up)."""

GROUP_MEASURES: Final = (
    "served", "wait_mean_served_s", "answered_in_threshold", "aht_s", "handling_h", "ready_h", "occupancy",
)  # fmt: skip
"""Of a group of agents; hours are of a day, summed over its agents."""


class Figure(msgspec.Struct, frozen=True):
    """A mean and half the width of its 95 % interval; neither is ever NaN or infinite."""

    mean: float
    half_width: float


Figures: TypeAlias = dict[str, Figure]


class TypeResults(msgspec.Struct, frozen=True):
    """Figures of one type of call: of all its calls, and by period of arrival; and its own thresholds."""

    all: Figures
    periods: tuple[Figures, ...]
    threshold_s: float = 20.0
    quick_s: float = 20.0


class GroupResults(msgspec.Struct, frozen=True):
    """Figures of one group of agents, and by period."""

    all: Figures
    periods: tuple[Figures, ...]


class Waits(msgspec.Struct, frozen=True):
    """How the waits of all who entered are distributed: ``share[i]`` of them waited at most ``upto_s[i]`` seconds."""

    upto_s: tuple[float, ...]
    share: tuple[float, ...]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a simulation has found.

    ``days`` are the observations: days, or batches of a steady state. ``threshold_s`` and ``quick_s`` are those of the
    first type; each type has its own. ``service_levels`` is each day's service level,
    in the order of the days, which is the distribution that a planner is held to. ``edges_s`` are the borders of the
    periods in seconds after midnight.
    """

    scenario: str
    days: int
    seed: int
    steady: bool
    threshold_s: float
    quick_s: float
    target: float
    definition: str
    edges_s: tuple[float, ...]
    total: Figures
    periods: tuple[Figures, ...]
    types: dict[str, TypeResults]
    groups: dict[str, GroupResults]
    waits: Waits
    service_levels: tuple[float, ...]
