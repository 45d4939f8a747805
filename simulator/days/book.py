"""The book of a day: a row for each call whose story is over, handed out in blocks."""

import numpy as np

from simulator.days.callers import Caller
from simulator.days.records import Records

ROWS = 65_536
"""Rows of a block: a long run is counted as it goes, and never lies in memory as a whole."""


class Book:
    """Rows as they are written, column by column."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._type: list[int] = []
        self._outcome: list[int] = []
        self._agent: list[int] = []
        self._attempt: list[int] = []
        self._arrived_at: list[float] = []
        self._wait_ended_at: list[float] = []
        self._free_at: list[float] = []

    def write(self, caller: Caller, outcome: int, wait_ended_at: float, free_at: float) -> bool:
        """Write the row of ``caller``; True when the block is full."""
        self._type.append(caller.source.number)
        self._outcome.append(outcome)
        self._agent.append(caller.agent)
        self._attempt.append(caller.attempt)
        self._arrived_at.append(caller.arrived_at)
        self._wait_ended_at.append(wait_ended_at)
        self._free_at.append(free_at)
        return len(self._type) >= ROWS

    def take(self) -> Records:
        """Take out what was written so far."""
        records = Records(
            type=np.array(self._type, dtype=np.int64),
            outcome=np.array(self._outcome, dtype=np.int64),
            agent=np.array(self._agent, dtype=np.int64),
            attempt=np.array(self._attempt, dtype=np.int64),
            arrived_at=np.array(self._arrived_at, dtype=np.float64),
            wait_ended_at=np.array(self._wait_ended_at, dtype=np.float64),
            free_at=np.array(self._free_at, dtype=np.float64),
        )
        self._clear()
        return records
