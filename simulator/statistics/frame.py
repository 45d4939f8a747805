"""What counting needs to know of a world, worked out once: its periods, thresholds, and when its agents are there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simulator.days.world import Duty, Seconds, Spell, World

Places: TypeAlias = npt.NDArray[np.intp]
"""Row numbers, or the places of periods, types, groups, agents."""

Pieces: TypeAlias = Iterator[tuple[Places, Places, Seconds, Seconds]]
"""Of stretches of time cut at the borders of the periods: which stretches, in which period each, from when, to when."""

WORLDS_KEPT: Final = 8
"""so many worlds' frames are kept: as many variants may be counted in turns"""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """T types, P periods, G groups, A agents; all times in seconds of the day.

    ``edges`` [P + 1]; ``threshold_s`` and ``quick_s`` [T]; ``group`` [A] is each agent's place in ``World.groups``;
    ``available_s`` [G, P] is how long the agents of a group are there in a period, all together. ``knots`` and
    ``there`` tell how long an agent has been there until a moment, or are None where all are there all the time.
    """

    edges: Seconds
    threshold_s: Seconds
    quick_s: Seconds
    group: Places
    available_s: Seconds
    knots: tuple[Seconds, Seconds] | None

    @property
    def periods(self) -> int:
        """How many there are."""
        return len(self.edges) - 1

    def period_of(self, moments: Seconds) -> Places:
        """Give the period of each moment: before the first border it is the first, after the last one the last."""
        return np.searchsorted(self.edges[1:-1], moments, side="right")

    def cut(self, begins: Seconds, ends: Seconds) -> Pieces:
        """Cut stretches of time at the borders of the periods; what is outside of all periods falls away."""
        begins, ends = np.maximum(begins, self.edges[0]), np.minimum(ends, self.edges[-1])
        rows = np.flatnonzero(ends > begins)
        begins, ends = begins[rows], ends[rows]
        period = self.period_of(begins)
        while len(rows):
            border = self.edges[period + 1]
            yield rows, period, begins, np.minimum(ends, border)
            longer = np.flatnonzero(ends > border)
            rows, period, begins, ends = rows[longer], period[longer] + 1, border[longer], ends[longer]

    def there_s(self, agent: Places, begins: Seconds, ends: Seconds) -> Seconds:
        """How many seconds of each stretch (within the periods) its agent was on duty and had no break."""
        if self.knots is None:
            return ends - begins
        offset = agent * self._span - self.edges[0]
        until, since = np.interp(offset + ends, *self.knots), np.interp(offset + begins, *self.knots)
        return np.asarray(until - since)

    @property
    def _span(self) -> float:
        """Agents' days are laid out one after the other, so far apart."""
        return float(self.edges[-1] - self.edges[0]) + 1.0


def spells_there(duty: Duty, opens: float, closes: float) -> list[Spell]:
    """When an agent is there between opening and closing: on duty, without the breaks; ascending."""
    there: list[Spell] = []
    for begin, end in duty.spells:
        since = max(begin, opens)
        for gone, back in (*sorted(duty.breaks), (end, end)):
            there.append((since, min(gone, end, closes)))
            since = max(since, back)
    return [(begins, ends) for begins, ends in there if ends > begins]


def frame_of(world: World) -> Frame:
    """Give the frame of a world; those of the last few worlds are kept."""
    for known, frame in _kept:
        if known is world:
            return frame
    _kept[:] = [*_kept[-(WORLDS_KEPT - 1) :], (world, _frame(world))]
    return _kept[-1][1]


_kept: list[tuple[World, Frame]] = []


def _frame(world: World) -> Frame:
    place = {group: number for number, group in enumerate(world.groups)}
    there = [spells_there(duty, world.edges[0], world.edges[-1]) for duty in world.duties]
    always = all(spells == [(world.edges[0], world.edges[-1])] for spells in there)
    bare = Frame(
        edges=np.array(world.edges, float),
        threshold_s=np.array([each.threshold_s for each in world.types]),
        quick_s=np.array([each.quick_s for each in world.types]),
        group=np.array([place[duty.group] for duty in world.duties], np.intp),
        available_s=np.zeros((len(world.groups), len(world.edges) - 1)),
        knots=None if always else _knots(there, world.edges[0], world.edges[-1]),
    )
    spells = np.array([spell for each in there for spell in each]).reshape(-1, 2)
    group = np.repeat(bare.group, [len(each) for each in there])
    for rows, period, begins, ends in bare.cut(spells[:, 0], spells[:, 1]):
        np.add.at(bare.available_s, (group[rows], period), ends - begins)
    return bare


def _knots(there: list[list[Spell]], opens: float, closes: float) -> tuple[Seconds, Seconds]:
    """Where the time an agent has been there begins and ceases to grow, and how much all had been there by then."""
    moments, sums = [0.0], [0.0]
    for agent, spells in enumerate(there):
        for begins, ends in spells:
            offset = agent * (closes - opens + 1.0) - opens
            moments += [offset + begins, offset + ends]
            sums += [sums[-1], sums[-1] + ends - begins]
    return np.array(moments), np.array(sums)
