"""One simulated day, from its world to the records of its calls."""

from collections.abc import Iterator

from simulator.days.draws import Chance
from simulator.days.driver import Day
from simulator.days.journal import Journal
from simulator.days.records import Records
from simulator.days.world import World


def records_of_day(world: World, *, seed: int, day: int, journal: Journal | None = None) -> Iterator[Records]:
    """Simulate day number ``day`` of ``world`` and yield the records of its calls, in blocks.

    The same world, seed and day give the same records to the bit. Chance of each type of call, and of each purpose, has
    a stream of its own, so another world under the same seed serves the same callers. What is told to the engine is
    added to ``journal``, if there is one.
    """
    today = Day(world, Chance(seed, day), journal)
    while (records := today.run_block()) is not None:
        yield records
