"""Percentiles of waits, and their whole distribution, from the counts that the observations keep in sections."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from simulator.days.world import Seconds
from simulator.statistics.intervals import Estimate, divided, jackknifed
from simulator.statistics.observations import Observations, with_sums
from simulator.statistics.results import Waits
from simulator.statistics.waits import BINS, UPTO_S, quantiles

PERCENTILES: Final = {"wait_p50_s": 0.5, "wait_p90_s": 0.9, "wait_p95_s": 0.95, "wait_p99_s": 0.99}

POINTS: Final = 100
"""so many points of the distribution are shown, at most"""


def percentiles(seen: Observations) -> dict[str, Estimate]:
    """Estimate the percentiles of the waits of all who entered [T + 1, P + 1]."""
    by_type = [_of_cells(none, counts) for none, counts in _tables(seen)]
    return {
        name: Estimate(
            np.stack([each[place].mean for each in by_type]), np.stack([each[place].pulls for each in by_type], axis=1)
        )
        for place, name in enumerate(PERCENTILES)
    }


def distribution(seen: Observations) -> Waits:
    """Give how the waits of all who entered are distributed: from those of 0 s to the longest."""
    none = float(_none(seen)[:, -1, -1].sum())
    counts = sum((each.by_bin() for each in seen.sections), np.zeros(BINS))
    upto, used = none + np.cumsum(counts), np.flatnonzero(counts)
    points: list[int] = []
    if len(used):
        first, last = int(used[0]), int(used[-1])
        step = 1 + (last - first) // (POINTS - 3)
        points = sorted({max(first - 1, 0), *range(first, last, step), last})
    share = divided(np.array([none, *upto[points]]), upto[-1:])
    return Waits(upto_s=(0.0, *UPTO_S[points].tolist()), share=tuple(share.tolist()))


def _tables(seen: Observations) -> Iterator[tuple[Seconds, Seconds]]:
    """Yield each type's callers who did not wait [M, P + 1] and the others by bin [M, P + 1, bins]; the total last."""
    none, periods = _none(seen), seen.lasted_s.shape[1]
    bins = 1 + max(each.last_bin() for each in seen.sections)
    total = np.zeros((len(seen.sections), periods + 1, bins))
    for kind in range(len(seen.world.types)):
        own = [each.between(kind * periods, (kind + 1) * periods, -kind * periods) for each in seen.sections]
        counts = with_sums(np.stack([each.table(periods)[:, :bins] for each in own]), 1)
        total += counts
        yield none[:, kind], counts
    yield none[:, -1], total


def _none(seen: Observations) -> Seconds:
    """Give how many entered and did not wait [M, T + 1, P + 1], by section."""
    not_delayed = seen.of_calls("entered") - seen.of_calls("delayed")
    return np.add.reduceat(not_delayed, seen.section_starts(), axis=0)


def _of_cells(none: Seconds, counts: Seconds) -> list[Estimate]:
    """Estimate the percentiles [P + 1] of one type, by the jackknife over the sections."""
    shares = tuple(PERCENTILES.values())
    whole = quantiles(shares, none.sum(axis=0), counts.sum(axis=0))
    without = quantiles(shares, none.sum(axis=0) - none, counts.sum(axis=0) - counts)
    return [jackknifed(mean, others) for mean, others in zip(whole, without, strict=True)]
