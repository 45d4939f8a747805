"""From a world to its figures: days are simulated, tallied on the way, and estimated from all together."""

from concurrent.futures import Executor
from functools import partial

from simulator.days.simulation import records_of_day
from simulator.days.world import World
from simulator.running import Progress, nobody_watches, simulate
from simulator.statistics.estimates import results_of
from simulator.statistics.observations import Observations, observations
from simulator.statistics.results import Results
from simulator.statistics.tally import Tally


def tally_of_day(world: World, seed: int, day: int, progress: Progress = nobody_watches) -> Tally:
    """Simulate one day and count its calls as their stories end; no more of them than a block is in memory.

    ``progress`` is told which share of the day is over.
    """
    tally = Tally.empty(world)
    for records in records_of_day(world, seed=seed, day=day):
        tally.add(world, records)
        if len(records):
            progress(min(1.0, float(records.wait_ended_at[-1]) / world.ends_at))
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
    work = tally_of_day if days > 1 else partial(tally_of_day, progress=progress)
    tallies = simulate(world, work, days=days, seed=seed, jobs=jobs, progress=progress, executor=executor)
    return observations(world, tallies)


def plan(world: World, *, days: int, seed: int, jobs: int | None = None) -> Results:
    """Simulate so many days and return every figure with its interval; see :func:`observe`."""
    return results_of(observe(world, days=days, seed=seed, jobs=jobs), seed=seed)
