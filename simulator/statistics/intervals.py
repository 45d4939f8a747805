"""Estimates and their 95 % intervals, from independent observations.

A mean of a count is the mean over days. Means over calls and ratios are totals over totals across days, never means of
daily means; their intervals come by the delta method: each observation's (y - r x) / mean(x) is how far it pulls the
ratio r, and the spread of these pulls is the spread of r. Percentiles are of all waits; their intervals come by the
jackknife over at most 20 sections of days. Student's quantile has as many degrees of freedom as there are
observations (or sections), less one. See S. Asmussen and P. Glynn, Stochastic Simulation, 2007, chapter III.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri, stdtrit

from simulator.days.world import Seconds

CONFIDENCE: Final = 0.95
UPPER: Final = 0.5 + CONFIDENCE / 2


@dataclass(frozen=True)
class Estimate:
    """``mean`` [...] of some cells, and how far each of M observations pulls it: ``pulls`` [M, ...], of mean 0."""

    mean: Seconds
    pulls: Seconds

    def half_width(self) -> Seconds:
        """Give half the width of the 95 % interval.

        One observation tells nothing of the spread, and nothing is all that can be said: the half width is then the
        mean's own size, that is 100 %.
        """
        observed = len(self.pulls)
        if observed < 2:
            return np.abs(self.mean)
        variance = np.square(self.pulls).sum(axis=0) / (observed - 1)
        return np.asarray(stdtrit(observed - 1, UPPER) * np.sqrt(variance / observed))

    def cell(self, row: int, period: int) -> "Estimate":
        """Give the estimate of one cell alone."""
        return Estimate(self.mean[row, period], self.pulls[:, row, period])

    def minus(self, other: "Estimate") -> "Estimate":
        """Give the difference of two estimates from pairs of observations: of the same days, with the same chance."""
        return Estimate(self.mean - other.mean, self.pulls - other.pulls)

    def times(self, factor: float) -> "Estimate":
        """Give the estimate in other units."""
        return Estimate(self.mean * factor, self.pulls * factor)


class ShareOfDays(Estimate):
    """How many of the days had something: a share of yes and no."""

    def half_width(self) -> Seconds:
        """Give the distance to the farther end of Wilson's interval, so all of 5 days is not taken for always."""
        observed, square = len(self.pulls), float(ndtri(UPPER)) ** 2
        middle = (self.mean + square / (2 * observed)) / (1 + square / observed)
        spread = self.mean * (1 - self.mean) / observed + square / (4 * observed**2)
        reach = np.sqrt(square * spread) / (1 + square / observed)
        return np.maximum(middle + reach - self.mean, self.mean - (middle - reach))


def mean_of(counts: Seconds) -> Estimate:
    """Estimate the mean over days of counts [N, ...]."""
    mean = counts.mean(axis=0)
    return Estimate(mean, counts - mean)


def ratio_of(parts: Seconds, wholes: Seconds) -> Estimate:
    """Estimate the total of ``parts`` [N, ...] over the total of ``wholes`` [N, ...]; 0 where there is nothing."""
    total = wholes.sum(axis=0)
    ratio = divided(parts.sum(axis=0), total)
    return Estimate(ratio, divided(len(parts) * (parts - ratio * wholes), total))


def jackknifed(mean: Seconds, without: Seconds) -> Estimate:
    """Estimate from what comes out ``without`` each of M sections [M, ...]."""
    pulls = (len(without) - 1) * (without.mean(axis=0) - without)
    return Estimate(mean, pulls)


def divided(parts: Seconds, wholes: Seconds) -> Seconds:
    """Divide; what is a share of nothing is 0."""
    wholes = np.broadcast_to(wholes, np.broadcast_shapes(parts.shape, wholes.shape))
    return np.divide(parts, wholes, out=np.zeros(wholes.shape), where=wholes > 0)
