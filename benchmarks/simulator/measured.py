"""Runs and the watch: each side serves the same days, one after the other, and what each took is processor time.

The simulator's run goes from the world to the finished figures, as a planner's does in one process. Processor time, not
the clock's: what else the machine does is not ours. Garbage is collected as Python does by default, on every side.
"""

import gc
from collections.abc import Sequence
from math import fsum, isclose
from time import process_time
from typing import NamedTuple

from benchmarks.simulator.peers import PEERS, Peer
from benchmarks.simulator.single import SingleSkill
from benchmarks.simulator.streams import Day
from simulator.days.journal import Journal
from simulator.days.simulation import records_of_day
from simulator.days.world import World
from simulator.statistics.estimates import results_of
from simulator.statistics.observations import observations
from simulator.statistics.results import Results
from simulator.statistics.tally import Tally

SAME = 1e-9
"""Mean waits that differ by less, relatively, are the same: sums in another order are not the same to the bit."""


class Unequal(RuntimeError):
    """The sides did not do the same, so there is nothing to compare."""


class Run(NamedTuple):
    """What one run of a side showed: calls, their mean wait in seconds (all of them), and seconds of processor time."""

    calls: int
    mean_wait_s: float
    seconds: float

    @property
    def calls_per_s(self) -> float:
        """How many calls were simulated in a second."""
        return self.calls / self.seconds


def run_of_peer(peer: Peer, days: Sequence[Day]) -> Run:
    """Let a peer serve the days."""
    gc.collect()
    begins = process_time()
    waits = [peer(day) for day in days]
    seconds = process_time() - begins
    calls = sum(map(len, waits))
    return Run(calls, fsum(map(fsum, waits)) / calls, seconds)


def run_of_single(days: Sequence[Day]) -> Run:
    """Let the simulator serve the days of the shared callers."""
    gc.collect()
    begins = process_time()
    single = SingleSkill()
    tallies = []
    for number, day in enumerate(days):
        single.begin(day)
        tallies.append(tally_of(single.world, seed=0, day=number))
    results = results_of(observations(single.world, tallies), seed=0)
    return run_of(results, process_time() - begins)


def run_of_world(world: World, *, days: int, seed: int) -> tuple[Run, Results]:
    """Let the simulator simulate days of a world with callers of its own."""
    gc.collect()
    begins = process_time()
    tallies = [tally_of(world, seed=seed, day=day) for day in range(days)]
    results = results_of(observations(world, tallies), seed=seed)
    return run_of(results, process_time() - begins), results


def tally_of(world: World, *, seed: int, day: int) -> Tally:
    """Simulate a day and count it, with its journal kept: the trace that gives every decision again."""
    tally = Tally.empty(world)
    for records in records_of_day(world, seed=seed, day=day, journal=Journal()):
        tally.add(world, records)
    return tally


def run_of(results: Results, seconds: float) -> Run:
    """Return the calls and waits of finished results."""
    return Run(round(results.total["offered"].mean * results.days), results.total["wait_mean_s"].mean, seconds)


def round_of(days: Sequence[Day]) -> dict[str, Run]:
    """Let every side serve the same days, in turn.

    Raises:
        Unequal: the calls did not wait the same time everywhere.
    """
    runs = {"acd": run_of_single(days)} | {name: run_of_peer(peer, days) for name, peer in PEERS.items()}
    check_same(runs)
    return runs


def check_same(runs: dict[str, Run]) -> None:
    """Raise :class:`Unequal` unless as many calls waited equally long on every side."""
    ours = runs["acd"]
    for name, run in runs.items():
        if run.calls != ours.calls or not isclose(run.mean_wait_s, ours.mean_wait_s, rel_tol=SAME):
            raise Unequal(
                f"{name} let {run.calls} calls wait {run.mean_wait_s!r} s on average, the simulator {ours.calls} calls"
                f" {ours.mean_wait_s!r} s; all sides must serve the same callers in the same order"
            )
