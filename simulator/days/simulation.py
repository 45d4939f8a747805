"""One simulated day."""

from collections.abc import Iterator

from simulator.days.records import Records
from simulator.days.world import World


def records_of_day(world: World, *, seed: int, day: int) -> Iterator[Records]:
    """Simulate day number ``day`` of ``world`` and yield the records of its calls, in blocks.

    The same world, seed and day give the same records to the bit. Chance of each type of call, and of each purpose, has
    a stream of its own, so another world under the same seed serves the same callers.
    """
    raise NotImplementedError
