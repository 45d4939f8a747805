"""Days are shared out over processes and come back in their order, whatever happens on the way."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from acd.engine.rules import CentreRules
from simulator.days.world import World
from simulator.running import AHEAD, DayFailed, WorkerDied, simulate

WORLD = World(
    name="anywhere",
    rules=CentreRules(name="anywhere", skills={}, queues=(), agents=()),
    types=(),
    groups=(),
    duties=(),
    edges=(0.0, 60.0),
)


def drawn(world: World, seed: int, day: int) -> tuple[str, float]:
    """Something that only this seed and day give."""
    return world.name, float(np.random.default_rng([seed, day]).random())


class TheFirstIsLast:
    """Day 0 ends after day 1 has."""

    def __init__(self) -> None:
        self._second_is_done = threading.Event()

    def __call__(self, world: World, seed: int, day: int) -> int:
        if day == 0:
            assert self._second_is_done.wait(60)
        if day == 1:
            self._second_is_done.set()
        return day


def impossible(world: World, seed: int, day: int) -> int:
    if day == 3:
        raise ValueError("the third day never ends")
    return day


def deadly(world: World, seed: int, day: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return day


def interrupting(world: World, seed: int, day: int) -> int:
    """Do to the parent what Ctrl+C does, on a day that would never end."""
    if day == 1:
        os.kill(os.getppid(), signal.SIGINT)
    threading.Event().wait(1000)
    return day


class LateExecutor(Executor):
    """Runs a task when its result is asked for, and counts how many have been taken and not yet run."""

    def __init__(self) -> None:
        self.under_way = self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        executor = self

        class LateFuture(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                executor.under_way -= 1
                return fn(*args, **kwargs)

        return LateFuture()


def test_the_number_of_processes_changes_nothing_of_the_result() -> None:
    one, two, three = (simulate(WORLD, drawn, days=12, seed=5, jobs=jobs) for jobs in (1, 2, 3))
    assert one == two == three
    assert len(set(one)) == 12
    assert simulate(WORLD, drawn, days=12, seed=6, jobs=1) != one


def test_days_come_in_their_order_however_long_each_took() -> None:
    with ThreadPoolExecutor(3) as threads:
        assert simulate(WORLD, TheFirstIsLast(), days=12, seed=1, jobs=3, executor=threads) == list(range(12))


def test_an_executor_that_is_passed_in_stays_open() -> None:
    with ThreadPoolExecutor(1) as threads:
        simulate(WORLD, drawn, days=2, seed=1, executor=threads)
        assert threads.submit(abs, -1).result() == 1


def test_no_more_days_are_under_way_than_keep_the_processes_at_work() -> None:
    late = LateExecutor()
    assert simulate(WORLD, impossible, days=3, seed=1, jobs=2, executor=late) == [0, 1, 2]
    assert simulate(WORLD, drawn, days=500, seed=1, jobs=2, executor=late)
    assert late.most == 2 * AHEAD


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_after_each_day(jobs: int) -> None:
    told: list[float] = []
    simulate(WORLD, drawn, days=5, seed=1, jobs=jobs, progress=told.append)
    assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_on_a_day_is_told_with_the_day(jobs: int) -> None:
    with pytest.raises(DayFailed, match=r"^day 3: the third day never ends$") as failed:
        simulate(WORLD, impossible, days=6, seed=1, jobs=jobs)
    assert failed.value.day == 3
    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_ends_the_run_and_not_only_its_day() -> None:
    with pytest.raises(WorkerDied):
        simulate(WORLD, deadly, days=6, seed=1, jobs=2)


def test_ctrl_c_ends_at_once_and_leaves_no_process_behind() -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(WORLD, interrupting, days=6, seed=1, jobs=2)
    assert multiprocessing.active_children() == []


CHILDREN_OF_THE_KILLED = """
import os, threading
from simulator.running import simulate
from tests.simulator.test_running import WORLD

def told(world, seed, day):
    os.write(1, b"%d\\n" % os.getpid())
    threading.Event().wait(1000)

simulate(WORLD, told, days=2, seed=1, jobs=2)
"""


def test_processes_end_with_a_parent_that_was_killed() -> None:
    with subprocess.Popen((sys.executable, "-c", CHILDREN_OF_THE_KILLED), stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
        # The pipe has its end only when nobody is left who could write into it.
        assert parent.stdout.read() == b""
    assert len(set(workers)) == 2
