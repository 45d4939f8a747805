"""Distributions of durations, each drawn many at a time; all are :class:`simulator.days.world.Durations`.

The parameters are those a planner knows (mean and standard deviation), in seconds; of a factor without a dimension they
are plain numbers. Every draw is finite and not below 0.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from math import gamma, isfinite, log1p, sqrt

import numpy as np
import numpy.typing as npt

from simulator.days.world import Seconds
from simulator.scenario.notation_words import refuse

WIDEST = 1000.0
"""The largest standard deviation of a distribution, in means: of wider ones no simulation would ever see the mean."""
NARROWEST = 1e-6
"""A smaller one, in means, is none: below what a float tells apart in a gamma distribution."""
LEAST_SHAPE, MOST_SHAPE = WIDEST**-2, NARROWEST**-2
LEAST_WEIBULL, MOST_WEIBULL = 0.1, 1000.0
MOST_PHASES = 1000


class _Checked:
    """Refuses parameters that could not be drawn with, whoever gives them; files are refused earlier, by place."""

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]  # every kind below is a dataclass
            value = getattr(self, each.name)
            low, high = each.metadata.get("within", (0.0, float("inf")))
            if not (isfinite(value) and low <= value <= high):
                raise ValueError(f"{each.name} of {type(self).__name__} is {value}; {low:g} to {high:g} is expected")
        if getattr(self, "sd_s", 0.0) > WIDEST * getattr(self, "mean_s", 0.0):
            raise refuse("spread_too_wide", limit=f"{WIDEST:g}")


@dataclass(frozen=True)
class Fixed(_Checked):
    """Always the same."""

    mean_s: float

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Return the same ``size`` times; no chance is used up."""
        return np.full(size, self.mean_s)


@dataclass(frozen=True)
class Exponential(_Checked):
    """Without memory: what has lasted is no sign of what remains."""

    mean_s: float

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        return generator.standard_exponential(size) * self.mean_s


@dataclass(frozen=True)
class Lognormal(_Checked):
    """The logarithm is normal; handling times often are close to this."""

    mean_s: float
    sd_s: float

    @classmethod
    def by_median_and_sd(cls, median_s: float, sd_s: float) -> "Lognormal":
        """Make it from the median (above 0) and the standard deviation, in seconds."""
        # sd^2 = median^2 * v * (v - 1) with v = exp(sigma^2), solved for v; the mean is median * sqrt(v)
        spread = min(sd_s / median_s, WIDEST**2)
        return cls(median_s * sqrt((1 + sqrt(1 + 4 * spread**2)) / 2), sd_s)

    @classmethod
    def by_mean_and_median(cls, mean_s: float, median_s: float) -> "Lognormal":
        """Make it from the mean and the median (above 0, not above the mean), in seconds."""
        if median_s > mean_s:
            raise refuse("median_not_below", median=f"{median_s:g} s", mean=f"{mean_s:g} s")
        return cls(mean_s, mean_s * sqrt(min(mean_s / median_s, 2 * WIDEST) ** 2 - 1))

    @property
    def median_s(self) -> float:
        """The middle of all draws, in seconds."""
        return self.mean_s / sqrt(1 + self._spread**2)

    @property
    def _spread(self) -> float:
        return self.sd_s / self.mean_s if self.sd_s else 0.0

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        sigma = sqrt(log1p(self._spread**2))
        return self.median_s * np.exp(sigma * generator.standard_normal(size))


@dataclass(frozen=True)
class Gamma(_Checked):
    """Between fixed and exponential (``sd_s`` = ``mean_s``), and beyond."""

    mean_s: float
    sd_s: float

    @classmethod
    def by_shape(cls, mean_s: float, shape: float) -> "Gamma":
        """Make it from the mean in seconds and the shape, which is (mean / standard deviation) squared."""
        return cls(mean_s, mean_s / sqrt(shape))

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        if self.sd_s <= NARROWEST * self.mean_s:
            return np.full(size, self.mean_s)
        shape = (self.mean_s / self.sd_s) ** 2
        return generator.standard_gamma(shape, size) * (self.mean_s / shape)


@dataclass(frozen=True)
class Erlang(_Checked):
    """The sum of ``phases`` exponential durations of one mean; ``mean_s`` is that of the sum."""

    mean_s: float
    phases: int = field(metadata={"within": (1, MOST_PHASES)})

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        return generator.standard_gamma(self.phases, size) * (self.mean_s / self.phases)


@dataclass(frozen=True)
class Weibull(_Checked):
    """Below ``shape`` 1 the patient stay on, above it patience wears out."""

    mean_s: float
    shape: float = field(metadata={"within": (LEAST_WEIBULL, MOST_WEIBULL)})

    @classmethod
    def by_scale(cls, scale_s: float, shape: float) -> "Weibull":
        """Make it from its scale in seconds, which 63 % do not exceed."""
        return cls(scale_s * _mean_of_weibull(shape), shape)

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        return generator.weibull(self.shape, size) * (self.mean_s / _mean_of_weibull(self.shape))


def _mean_of_weibull(shape: float) -> float:
    """The mean where the scale is 1."""
    return gamma(1 + 1 / max(shape, LEAST_WEIBULL))


@dataclass(frozen=True)
class Uniform(_Checked):
    """Every duration between the two alike."""

    low_s: float
    high_s: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.low_s > self.high_s:
            raise refuse("wrong_way_round")

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return (self.low_s + self.high_s) / 2

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        return generator.uniform(self.low_s, self.high_s, size)


@dataclass(frozen=True, eq=False)
class Empirical:
    """What was observed, drawn with replacement; ``values`` in seconds, in any order."""

    values: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.values.ndim != 1 or not len(self.values):
            raise ValueError("values of Empirical are none; at least one is expected")
        if not np.all(np.isfinite(self.values)) or self.values.min() < 0:
            raise ValueError("values of Empirical hold one that is below 0, infinite or no number")

    @cached_property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return float(self.values.mean())

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` durations in seconds."""
        return self.values[generator.integers(0, len(self.values), size)]
