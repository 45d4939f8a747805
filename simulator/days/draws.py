"""The chance of a simulated day: streams of draws that never shift one another.

Each type of call has a stream for each purpose, and its name, the purpose, the seed and the day's number are all that a
stream depends on. So the n-th caller of a type has the same patience and the same handling time whatever the rules, the
staff or the other types are: variants serve the same callers.
"""

from zlib import crc32

import numpy as np

from simulator.days.world import Durations, Seconds

FIRST_BLOCK, LARGEST_BLOCK = 256, 8192
"""Draws made at once: few for a small day, many where that pays."""


class Chance:
    """All chance of one day."""

    def __init__(self, seed: int, day: int) -> None:
        self._seed = seed
        self._day = day

    def of(self, *names: str) -> np.random.Generator:
        """Return the generator that belongs to these names."""
        words = (self._day, *(crc32(name.encode()) for name in names))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=self._seed, spawn_key=words)))

    def seed(self, of: int) -> int:
        """Return the seed that belongs to this day where a seed for all days is ``of``."""
        return int(self.of("lots", str(of)).integers(2**31))


class Uniform:
    """Numbers from 0 up to 1; what has a probability comes true below it."""

    @property
    def mean_s(self) -> float:
        """The mean, which is no time."""
        return 0.5

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        """Draw ``size`` numbers."""
        return generator.random(size)


class Draws:
    """Draws of one stream, one after the other."""

    def __init__(self, durations: Durations, generator: np.random.Generator) -> None:
        self._durations = durations
        self._generator = generator
        self._size = FIRST_BLOCK
        self._place = 0
        self._block: list[float] = []

    def next(self) -> float:
        """Return the next draw."""
        if self._place == len(self._block):
            self._block = self._durations.draw(self._generator, self._size).tolist()
            self._place = 0
            self._size = min(2 * self._size, LARGEST_BLOCK)
        value = self._block[self._place]
        self._place += 1
        return value
