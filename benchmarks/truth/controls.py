"""Control variates: what is known exactly of the callers takes out of a figure what is chance of the callers.

Half-widths of one in a hundred would take millions of calls in a busy centre, nearly all of them for chance that every
centre shares: whether these callers happened to come, and to talk, more than the mean. So the same callers also go
through systems whose means are known exactly: an endless number of agents (the calls in progress are Poisson) and one
agent who is as fast as all together (Lindley's recursion, Pollaczek and Khinchine's mean). By how much those are off
on each observation, the figure is corrected, by linear regression (Lavenberg and Welch 1981). The figure remains that
of the engine, and on the mean the correction is zero whatever the engine does.

So that a slip in the callers themselves cannot be corrected away, what they bring is judged uncorrected.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy.stats import poisson

from benchmarks.truth.chains import Matrix, Vector
from benchmarks.truth.measures import Day
from benchmarks.truth.queues import pollaczek_khinchine
from simulator.days.records import SERVED
from simulator.days.world import Durations

TOO_BUSY: Final = 0.97
"""Above this load one fast agent takes too long to reach the long run for its mean to be known."""

POINTS: Final = 2000
"""Of each period, at which the mean of the calls in progress is taken."""


@dataclass(frozen=True)
class Callers:
    """Poisson arrivals at this rate, each to be handled for so long (``mean_of_square`` in s^2), by so many agents.

    ``type`` takes the callers of one type only. Where groups are not equally fast, ``means`` are the mean handling
    times of the groups: each time is taken in units of its group's. What was never handled is drawn here, which is as
    good: nobody has seen it. Later attempts of the same caller are left out. Without ``waits`` those of one fast agent
    are no control: where there is but one agent, they would be the figure itself.
    """

    arrive: float
    handling: Durations
    mean_of_square: float
    agents: int
    type: int | None = None
    means: tuple[float, ...] = ()
    waits: bool = True

    def of(self, day: Day) -> Matrix:
        """Return what each observation (row) is off by: arrivals, work, busy times and waits of known systems.

        Of a finite day each period has controls of its own.
        """
        columns = self._by_period(day)
        return columns[1:] if day.world.steady else columns.reshape(1, -1)

    def _by_period(self, day: Day) -> Matrix:
        records, lengths = day.records, np.diff(day.edges)
        mine = (records.attempt == 0) & (True if self.type is None else records.type == self.type)
        order = np.flatnonzero(mine)[np.argsort(records.arrived_at[mine], kind="stable")]
        arrived, handled, period = records.arrived_at[order], self._handled(day)[order], day.period[order]
        busy, beyond = endless_agents(day.edges, arrived, handled, self.agents)
        usual_busy, usual_beyond = self._usual(day)
        columns = [
            np.bincount(period, minlength=len(lengths)) - self.arrive * lengths,
            np.bincount(period, handled - self.handling.mean_s, len(lengths)),
            busy - usual_busy,
            beyond - usual_beyond,
        ]
        if day.world.steady and self.waits and self._load < TOO_BUSY * self.agents:
            waits = np.bincount(period, one_fast_agent(arrived, handled / self.agents), len(lengths))
            columns.append(waits - self.arrive * lengths * self._fast_wait)
        return np.column_stack(columns)

    def _handled(self, day: Day) -> Vector:
        """How long each call was handled, or would have been."""
        records = day.records
        # Every day needs draws of its own; the moments of its arrivals are a seed that no other day has.
        seed = [len(records), *np.sort(records.arrived_at)[:2].view(np.uint64).tolist()]
        drawn = self.handling.draw(np.random.default_rng(seed), len(records))
        handled = records.free_at - records.wait_ended_at
        if self.means:
            groups = np.array([day.world.groups.index(duty.group) for duty in day.world.duties])
            handled = handled * self.handling.mean_s / np.array(self.means)[groups[records.agent]]
        return np.where(records.outcome == SERVED, handled, drawn)

    @cached_property
    def _load(self) -> float:
        return self.arrive * self.handling.mean_s

    @cached_property
    def _fast_wait(self) -> float:
        share = 1 / self.agents
        return pollaczek_khinchine(self.arrive, self.handling.mean_s * share, self.mean_of_square * share**2)

    def _usual(self, day: Day) -> tuple[Vector, Vector]:
        """Return the means of what :func:`endless_agents` returns; days begin empty, with exponential handling."""
        edges, lengths = day.edges, np.diff(day.edges)
        if day.world.steady:
            return lengths * poisson.sf(self.agents - 1, self._load), lengths * mean_beyond(self._load, self.agents)
        middles = edges[:-1, None] + lengths[:, None] * (np.arange(POINTS) + 0.5) / POINTS
        loads = self._load * -np.expm1(-middles / self.handling.mean_s)
        return (
            lengths * poisson.sf(self.agents - 1, loads).mean(axis=1),
            lengths * mean_beyond(loads, self.agents).mean(axis=1),
        )


def one_fast_agent(arrived: Vector, handled: Vector) -> Vector:
    """Return the waits with one agent, first come first served (Lindley 1952), as a walk above its least point."""
    steps = handled[:-1] - np.diff(arrived)
    walk = np.concatenate(([0.0], np.cumsum(steps)))
    waits: Vector = walk - np.minimum.accumulate(walk)
    return waits


def endless_agents(edges: Vector, arrived: Vector, handled: Vector, agents: int) -> tuple[Vector, Vector]:
    """Return for each period the time with at least so many calls in progress, and the integral of those beyond.

    There is an agent for every call, so each is in progress from its arrival on.
    """
    moments = np.concatenate((arrived, arrived + handled, edges))
    changes = np.concatenate((np.ones(len(arrived)), -np.ones(len(arrived)), np.zeros(len(edges))))
    order = np.argsort(moments, kind="stable")
    moments, calls = moments[order], np.cumsum(changes[order])
    lasted, calls = np.diff(moments), calls[:-1]
    period = np.searchsorted(edges, moments[:-1], side="right") - 1
    within = (period >= 0) & (period < len(edges) - 1)
    period, lasted, calls = period[within], lasted[within], calls[within]
    busy = np.bincount(period, lasted * (calls >= agents), len(edges) - 1)
    beyond = np.bincount(period, lasted * np.maximum(calls - agents, 0.0), len(edges) - 1)
    return busy.astype(float), beyond.astype(float)


def mean_beyond(load: Vector | float, agents: int) -> Vector:
    """Return the mean of how far Poisson numbers with these means are above ``agents``."""
    beyond: Vector = load * poisson.sf(agents - 2, load) - agents * poisson.sf(agents - 1, load)
    return beyond
