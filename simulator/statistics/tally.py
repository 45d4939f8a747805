"""Counts and sums of one day, or of a part of a run: made from the records of its calls, block by block.

A call belongs to the period in which it arrived (who comes after the last border to the last one); times are shared
out among the periods in which they passed, and what passes outside of all periods is in none.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.days.records import ABANDONED, OUTCOMES, SENT_AWAY, SERVED, Records
from simulator.days.world import Seconds, World
from simulator.statistics.frame import Frame, Places, frame_of
from simulator.statistics.waits import WaitCounts

OF_CALLS: Final = (
    *OUTCOMES, "retried", "answered_in_threshold", "abandoned_quick", "delayed",
    "wait", "wait_served", "handling", "waiting", "handled",
)  # fmt: skip
"""What is counted of calls, by type and period. Sums of seconds are: ``wait`` of all who entered the queue (served,
abandoned or sent away), ``wait_served`` and ``handling`` of the served, by period of arrival; ``waiting`` (calls in
the queue, over time) and ``handled`` (agents at work on calls of this type) by the period in which the time passed."""

OF_GROUPS: Final = ("served", "answered_in_threshold", "wait_served", "handling", "handled", "handled_on_duty")
"""What is counted of groups, by group and period; of what was handled, how much while on duty and without a break."""

NO_WAIT_S: Final = 1e-9
"""who waits longer than this has waited"""

SAME_S: Final = 1e-6
"""a wait that is longer than a threshold by this little is rounding: who has patience for 20 s leaves within 20 s"""

ENTERED: Final = np.isin(np.arange(len(OUTCOMES)), (SERVED, ABANDONED, SENT_AWAY))


@dataclass(kw_only=True)
class Tally:
    """``calls`` [OF_CALLS, T, P] and ``groups`` [OF_GROUPS, G, P]; ``waits`` in cells of type * P + period.

    Tallies of parts of one day are added with ``+``; a list of tallies is a sequence of days (or of runs).
    """

    calls: Seconds
    groups: Seconds
    waits: WaitCounts

    @classmethod
    def empty(cls, world: World) -> "Tally":
        """Nothing has happened yet."""
        periods = len(world.edges) - 1
        return cls(
            calls=np.zeros((len(OF_CALLS), len(world.types), periods)),
            groups=np.zeros((len(OF_GROUPS), len(world.groups), periods)),
            waits=WaitCounts(),
        )

    def add(self, world: World, records: Records) -> None:
        """Count a block of records."""
        if not len(records):
            return
        frame = frame_of(world)
        waits = np.maximum(records.wait_ended_at - records.arrived_at, 0.0)
        self._count_calls(frame, records, waits)
        self._count_waiting(frame, records)
        self._count_agents(frame, records, waits)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            calls=self.calls + other.calls,
            groups=self.groups + other.groups,
            waits=WaitCounts.sum((self.waits, other.waits)),
        )

    def _count_calls(self, frame: Frame, records: Records, waits: Seconds) -> None:
        cell = records.type * frame.periods + frame.period_of(records.arrived_at)
        cells = self.calls[0].size
        outcomes = np.bincount(records.outcome * cells + cell, minlength=len(OUTCOMES) * cells)
        self.calls[: len(OUTCOMES)] += outcomes.reshape(len(OUTCOMES), *self.calls[0].shape)
        served, left = records.outcome == SERVED, records.outcome == ABANDONED
        entered = np.where(ENTERED[records.outcome], waits, 0.0)
        delayed = np.flatnonzero(entered > NO_WAIT_S)
        self._more("retried", cell[records.attempt > 0])
        self._more("answered_in_threshold", cell[served & _within(waits, frame.threshold_s, records)])
        self._more("abandoned_quick", cell[left & _within(waits, frame.quick_s, records)])
        self._more("delayed", cell[delayed])
        self._more("wait", cell[delayed], entered[delayed])
        self.waits = WaitCounts.sum((self.waits, WaitCounts.of(cell[delayed], entered[delayed])))
        answered = np.flatnonzero(served)
        self._more("wait_served", cell[answered], waits[answered])
        self._more("handling", cell[answered], (records.free_at - records.wait_ended_at)[answered])

    def _count_waiting(self, frame: Frame, records: Records) -> None:
        waited = np.flatnonzero(ENTERED[records.outcome] & (records.wait_ended_at > records.arrived_at))
        begins, ends, kind = records.arrived_at[waited], records.wait_ended_at[waited], records.type[waited]
        for rows, period, begin, end in frame.cut(begins, ends):
            self._more("waiting", kind[rows] * frame.periods + period, end - begin)

    def _count_agents(self, frame: Frame, records: Records, waits: Seconds) -> None:
        rows = np.flatnonzero((records.outcome == SERVED) & (records.agent >= 0))
        kind, agent = records.type[rows], records.agent[rows]
        begins, ends, waits = records.wait_ended_at[rows], records.free_at[rows], waits[rows]
        group = frame.group[agent]
        cell = group * frame.periods + frame.period_of(records.arrived_at[rows])
        self._more_of_group("served", cell)
        self._more_of_group("answered_in_threshold", cell[waits <= frame.threshold_s[kind] + SAME_S])
        self._more_of_group("wait_served", cell, waits)
        self._more_of_group("handling", cell, ends - begins)
        for part, period, begin, end in frame.cut(begins, ends):
            cell = group[part] * frame.periods + period
            self._more("handled", kind[part] * frame.periods + period, end - begin)
            self._more_of_group("handled", cell, end - begin)
            self._more_of_group("handled_on_duty", cell, frame.there_s(agent[part], begin, end))

    def _more(self, name: str, cells: Places, amounts: Seconds | None = None) -> None:
        _increase(self.calls[OF_CALLS.index(name)], cells, amounts)

    def _more_of_group(self, name: str, cells: Places, amounts: Seconds | None = None) -> None:
        _increase(self.groups[OF_GROUPS.index(name)], cells, amounts)


def _increase(table: Seconds, cells: Places, amounts: Seconds | None) -> None:
    table += np.bincount(cells, amounts, table.size).reshape(table.shape)


def _within(waits: Seconds, limit_s: Seconds, records: Records) -> np.typing.NDArray[np.bool_]:
    return waits <= limit_s[records.type] + SAME_S
