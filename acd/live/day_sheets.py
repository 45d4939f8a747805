"""Sums by minute: an hour at a time, made when there is something to write, so a night costs nothing.

A full day of one queue takes 54 kB; an hour is what is kept in one piece.
"""

import numpy as np
import numpy.typing as npt

HOUR_MIN = 60
MOST_HOURS = 26
"""A day has 25 hours where the clock is set back; one more for who sets it about midnight."""

Sums = npt.NDArray[np.float32]


class Sheet:
    """Sums by minute in ``width`` columns. ``touched`` are the hours that were written since somebody kept them."""

    __slots__ = ("hours", "touched", "width")

    def __init__(self, width: int) -> None:
        self.width = width
        self.hours: dict[int, Sums] = {}
        self.touched: set[int] = set()

    def add(self, minute: int, amounts: tuple[float, ...], first: int = 0) -> None:
        """Add ``amounts`` to the columns from ``first`` on of a minute after midnight."""
        hour, within = divmod(minute, HOUR_MIN)
        self._hour(hour)[within, first : first + len(amounts)] += amounts
        self.touched.add(hour)

    def between(self, begin: int, end: int) -> Sums:
        """Sum each column from minute ``begin`` up to, not including, ``end``."""
        total: Sums = np.zeros(self.width, dtype=np.float32)
        for hour in range(max(begin, 0) // HOUR_MIN, max(end - 1, 0) // HOUR_MIN + 1):
            if (block := self.hours.get(hour)) is not None:
                first = max(begin - hour * HOUR_MIN, 0)
                total += block[first : max(end - hour * HOUR_MIN, first)].sum(axis=0)
        return total

    def add_to(self, minutes: Sums) -> None:
        """Add everything to an array of whole hours by minute and column; what is beyond its end is left out."""
        for hour, block in list(self.hours.items()):  # the loop may add an hour while a thread reads
            row = hour * HOUR_MIN
            if row < len(minutes):
                minutes[row : row + HOUR_MIN] += block

    def total(self) -> list[float]:
        """Sum each column over the day."""
        blocks = [block.sum(axis=0, dtype=np.float64) for block in self.hours.values()]
        return [float(each) for each in sum(blocks)] if blocks else [0.0] * self.width

    def kept(self, hour: int) -> bytes:
        """Return an hour as it is kept."""
        return self.hours[hour].astype("<f4").tobytes()

    def restore(self, hour: int, kept: bytes) -> None:
        """Take over an hour as it was kept.

        Raises:
            ValueError: it is not one of this sheet.
        """
        block = np.frombuffer(kept, dtype="<f4")
        if block.size != HOUR_MIN * self.width or not 0 <= hour < MOST_HOURS or not np.isfinite(block).all():
            raise ValueError(f"hour {hour} of a sheet with {self.width} columns was expected, got {len(kept)} bytes")
        self.hours[hour] = block.reshape(HOUR_MIN, self.width).astype(np.float32)

    def _hour(self, hour: int) -> Sums:
        if (block := self.hours.get(hour)) is None:
            block = self.hours[hour] = np.zeros((HOUR_MIN, self.width), dtype=np.float32)
        return block
