"""From a world to its figures: days are simulated, tallied on the way, and estimated from all together."""

from concurrent.futures import Executor

from simulator.days.simulation import records_of_day
from simulator.days.world import World
from simulator.running import Progress, nobody_watches, simulate
from simulator.statistics.estimates import results_of
from simulator.statistics.observations import Observations, observations
from simulator.statistics.results import Results
from simulator.statistics.tally import Tally


def tally_of_day(world: World, seed: int, day: int) -> Tally:
    """Simulate one day and count its calls as their stories end; no more of them than a block is in memory."""
    tally = Tally.empty(world)
    for records in records_of_day(world, seed=seed, day=day):
        tally.add(world, records)
    return tally


def observe(
    world: World,
    *,
    days: int,
    seed: int,
    jobs: int | None = None,
    progress: Progress = nobody_watches,
    executor: Executor | None = None,
) -> Observations:
    """Simulate days 0 to ``days`` - 1 on ``jobs`` processes; of a steady state, so many runs.

    Raises:
        DayFailed: a day cannot be simulated.
        WorkerDied: a process is gone.
    """
    tallies = simulate(world, tally_of_day, days=days, seed=seed, jobs=jobs, progress=progress, executor=executor)
    return observations(world, tallies)


def plan(world: World, *, days: int, seed: int, jobs: int | None = None) -> Results:
    """Simulate so many days and return every figure with its interval; see :func:`observe`."""
    return results_of(observe(world, days=days, seed=seed, jobs=jobs), seed=seed)
