"""The book of a day: a row for each call whose story is over, handed out in blocks."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.days.callers import Caller
from simulator.days.records import Records

ROWS = 65_536
"""Rows of a block: a long run is counted as it goes, and never lies in memory as a whole."""


def column(values: Sequence[float], kind: type[np.generic]) -> npt.NDArray[Any]:
    """Return values of one kind as an array; numpy need not find out first what they are."""
    return np.fromiter(values, kind, len(values))


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
            type=column(self._type, np.int64),
            outcome=column(self._outcome, np.int64),
            agent=column(self._agent, np.int64),
            attempt=column(self._attempt, np.int64),
            arrived_at=column(self._arrived_at, np.float64),
            wait_ended_at=column(self._wait_ended_at, np.float64),
            free_at=column(self._free_at, np.float64),
        )
        self._clear()
        return records
