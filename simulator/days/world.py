"""What is simulated, compiled from a checked scenario: callers, agents' duty, and the rules of the centre.

Plain data, all times in seconds from the beginning of the simulated day. Nothing here decides: calls are routed by the
production engine with ``rules``, and chance comes from the generators that are passed in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from acd.engine.rules import CentreRules

Seconds: TypeAlias = npt.NDArray[np.float64]


class Durations(Protocol):
    """How long something takes."""

    @property
    def mean_s(self) -> float:
        """The mean in seconds; ``math.inf`` where it never ends."""

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds, none below 0."""


class Arrivals(Protocol):
    """When calls come."""

    def rate(self, period: int) -> float:
        """The mean number of arrivals a second in this period (the last one holds for later ones)."""

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        """Yield the moments of all arrivals of one day, ascending, in blocks; empty blocks are allowed.

        Of a long run the blocks come as they are needed, so no more than one is in memory. ``busyness`` is the day's
        factor.
        """


@dataclass(frozen=True, kw_only=True)
class Retrials:
    """Who abandons calls again with ``probability``, ``after`` some time, at most ``most`` times."""

    probability: float
    after: Durations
    most: int = 10


@dataclass(frozen=True, kw_only=True)
class CallType:
    """Callers of one kind: when they come, what they ask, how long they talk and how long they wait.

    ``handling`` and ``wrap_up`` map the name of a group of agents ("" for every other) to the durations by period of
    arrival; the last one holds for later periods. ``patience`` of None never ends. ``balking`` is the probability to
    leave at once when there is a wait. ``busyness`` draws this type's own factor of the day (mean 1), beside the
    world's. Answered within ``threshold_s`` counts for the service level, abandoned within ``quick_s`` does not
    count against it.
    """

    name: str
    queue: str
    arrivals: Arrivals
    handling: Mapping[str, Sequence[Durations]]
    wrap_up: Mapping[str, Sequence[Durations]] = field(default_factory=dict)
    patience: Durations | None = None
    balking: float = 0.0
    retrials: Retrials | None = None
    busyness: Durations | None = None
    needs: Mapping[str, int] = field(default_factory=dict)
    need: str = ""
    priority: int = 0
    language: str = ""
    topic: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    threshold_s: float = 20.0
    quick_s: float = 20.0


Spell: TypeAlias = tuple[float, float]
"""From when to when."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """When one agent (named as in the rules) works: spells ascending and apart, breaks within them; one duty each.

    At the end of a spell a call in progress is finished, wrap-up included, then the agent leaves; a break begins after
    the call, too, and ends when it was to end.
    """

    agent: str
    group: str
    spells: tuple[Spell, ...] = ((0.0, inf),)
    breaks: tuple[Spell, ...] = ()


@dataclass(frozen=True, kw_only=True)
class World:
    """One day to be simulated, again and again with other chance.

    ``edges`` are the borders of the periods (one more than there are periods); arrivals end at the last one, and the
    run goes on until all calls have ended. Of a steady state the first period is the warm-up and is not counted, and
    each of the others is a batch (``steady``). ``lines`` is how many calls there may be at a time, in menus, waiting or
    talking; one more is blocked. ``ring`` is how long an agent's phone rings (None: answered at once). ``busyness``
    draws the factor by which all types' arrivals of a day are multiplied (mean 1).
    ``types`` and ``groups`` are in the order in which they are shown; ``target`` is the share of calls to be answered
    in time, ``definition`` names the service level's formula (see :mod:`simulator.statistics.definitions`).
    """

    name: str
    rules: CentreRules
    types: tuple[CallType, ...]
    groups: tuple[str, ...]
    duties: tuple[Duty, ...]
    edges: tuple[float, ...]
    steady: bool = False
    lines: int | None = None
    ring: Durations | None = None
    busyness: Durations | None = None
    target: float = 0.8
    definition: str = "acd"
    opens_at_s: float = 0.0
    """the wall clock's time of second 0, after midnight, for labels only"""

    @property
    def ends_at(self) -> float:
        """When arrivals end."""
        return self.edges[-1]
