"""How waits are distributed: counts in geometric bins, from which percentiles come.

Waits of 0 are counted elsewhere, exactly. The first bin is up to 10 ms, each next one 1 % wider than the one before,
up to 1,000,000 s (the last bin takes what is longer), so a percentile is right within 1 %; within its bin it is found
by its rank. Only bins with something in them are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, log
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simulator.days.world import Seconds
from simulator.statistics.frame import Places

FIRST_S: Final = 0.01
GROWTH: Final = 1.01
LONGEST_S: Final = 1e6
BINS: Final = 1 + ceil(log(LONGEST_S / FIRST_S) / log(GROWTH))

UPTO_S: Final = FIRST_S * GROWTH ** np.arange(BINS, dtype=float)
"""[BINS] where each bin ends."""

Counts: TypeAlias = npt.NDArray[np.int32]
"""half as wide as usual, for there is a set of them for every day; enough for a million cells"""


def bin_of(waits: Seconds) -> Places:
    """Give the bin of each wait above 0, in seconds."""
    place = np.ceil(np.log(np.maximum(waits, FIRST_S) / FIRST_S) * (1.0 / log(GROWTH)))
    return np.minimum(place, BINS - 1).astype(np.intp)


@dataclass(kw_only=True)
class WaitCounts:
    """How many waits fell into which bin of which cell, a type in a period.

    ``codes`` are cell * BINS + bin, ascending.
    """

    codes: Counts = field(default_factory=lambda: np.zeros(0, np.int32))
    counts: Counts = field(default_factory=lambda: np.zeros(0, np.int32))

    @classmethod
    def of(cls, cells: Places, waits: Seconds) -> "WaitCounts":
        """Count waits above 0, in seconds, each in its cell."""
        codes, counts = np.unique((cells * BINS + bin_of(waits)).astype(np.int32), return_counts=True)
        return cls(codes=codes, counts=counts.astype(np.int32))

    @classmethod
    def sum(cls, parts: Iterable["WaitCounts"]) -> "WaitCounts":
        """Add up."""
        kept = [cls(), *(part for part in parts if len(part.codes))]
        if len(kept) <= 2:
            return kept[-1]
        codes, place = np.unique(np.concatenate([part.codes for part in kept]), return_inverse=True)
        counts = np.bincount(place, np.concatenate([part.counts for part in kept]), len(codes))
        return cls(codes=codes, counts=counts.astype(np.int32))

    def between(self, first_cell: int, last_cell: int, moved: int = 0) -> "WaitCounts":
        """Give the cells from the first to before the last, their numbers ``moved`` by so many."""
        begin, end = np.searchsorted(self.codes, (first_cell * BINS, last_cell * BINS))
        return WaitCounts(codes=self.codes[begin:end] + moved * BINS, counts=self.counts[begin:end])

    def table(self, cells: int) -> Seconds:
        """Give the counts as [cells, BINS] of the first cells."""
        table = np.zeros(cells * BINS)
        table[self.codes] = self.counts
        return table.reshape(cells, BINS)

    def by_bin(self) -> Seconds:
        """Give the counts of all cells together [BINS]."""
        return np.asarray(np.bincount(self.codes % BINS, self.counts, BINS), float)

    def last_bin(self) -> int:
        """Give the bin of the longest wait, 0 where nobody waited."""
        return int((self.codes % BINS).max(initial=0))


def quantiles(shares: Sequence[float], none: Seconds, counts: Seconds) -> list[Seconds]:
    """Give the waits in seconds that these shares of callers did not exceed, by cell; 0 where nobody entered.

    ``none`` [...] is how many waited 0 s, ``counts`` [..., BINS or fewer] how many fell into each bin.
    """
    upto = np.cumsum(counts, axis=-1) + none[..., None]
    return [_quantile(share * upto[..., -1], none, counts, upto) for share in shares]


def _quantile(rank: Seconds, none: Seconds, counts: Seconds, upto: Seconds) -> Seconds:
    place = np.argmax(upto >= rank[..., None] * (1.0 - 1e-12), axis=-1)
    inside = np.take_along_axis(counts, place[..., None], -1)[..., 0]
    before = np.take_along_axis(upto, place[..., None], -1)[..., 0] - inside
    begins, ends = np.where(place > 0, UPTO_S[place - 1], 0.0), UPTO_S[place]
    part = np.divide(rank - before, inside, out=np.zeros(rank.shape), where=inside > 0)
    return np.where(rank > none, begins + np.clip(part, 0.0, 1.0) * (ends - begins), 0.0)
