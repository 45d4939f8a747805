"""Many days on many processes: the same days, in the same order, however many work on them.

Days share nothing, so each is a task of its own, and what comes of them is put together in the order of the days. The
bytes of a result therefore do not depend on the number of processes, nor on which of them was quicker.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import BaseContext
from typing import Any, Final, TypeAlias, TypeVar

from simulator.days.world import World

T = TypeVar("T")

DayWork: TypeAlias = Callable[[World, int, int], T]
"""What is made of a day: given a world, the seed and the day's number. Processes find it by its name in its module."""

Progress: TypeAlias = Callable[[float], None]
"""Is told how many days are done, of a single long one which part."""

AHEAD: Final = 4
"""Days under way for each process: enough that none runs out of work, few enough that results never pile up."""

MOST_JOBS: Final = 256
"""Processes; each takes some 60 MB, and no machine that plans a centre has more cores."""


class DayFailed(RuntimeError):
    """A day could not be simulated; ``day`` is its number, the cause says why."""

    def __init__(self, day: int, why: BaseException) -> None:
        super().__init__(f"day {day}: {why or type(why).__name__}")
        self.day, self.why = day, why


class WorkerDied(RuntimeError):
    """A process that simulated days was ended from outside, as by a machine that is out of memory."""


def nobody_watches(_: float) -> None:
    """Show no progress."""


def simulate(
    world: World,
    work: DayWork[T],
    *,
    days: int,
    seed: int,
    jobs: int | None = None,
    progress: Progress = nobody_watches,
    executor: Executor | None = None,
) -> list[T]:
    """Simulate days 0 to ``days`` - 1 and return what ``work`` made of each, in the order of the days.

    ``jobs`` is the number of processes, all cores if not given; with 1 everything happens in this process. Days run in
    ``executor`` if one is passed in, which is left open.

    Raises:
        DayFailed: ``work`` raised an exception.
        WorkerDied: a process is gone.
        KeyboardInterrupt: the processes have been ended before.
    """
    one_day = partial(work, world, seed)
    count = min(jobs or os.cpu_count() or 1, days, MOST_JOBS)
    if executor is not None:
        return counted(shared_out(lambda day: executor.submit(one_day, day), days, AHEAD * count), progress)
    if count <= 1:
        return counted((done_here(one_day, day) for day in range(days)), progress)
    with processes(count, one_day) as pool:
        return counted(shared_out(lambda day: pool.submit(the_day, day), days, AHEAD * count), progress)


def counted(results: Iterator[T], progress: Progress) -> list[T]:
    """Collect the results, telling how many there are."""
    collected: list[T] = []
    for result in results:
        collected.append(result)
        progress(len(collected))
    return collected


def done_here(one_day: Callable[[int], T], day: int) -> T:
    """Simulate one day in this process."""
    try:
        return one_day(day)
    except Exception as fault:
        raise DayFailed(day, fault) from fault


def shared_out(submit: Callable[[int], Future[T]], days: int, most: int) -> Iterator[T]:
    """Submit the days, at most ``most`` of them under way at a time, and yield what comes of them in their order."""
    under_way: deque[tuple[int, Future[T]]] = deque()
    try:
        for day in range(days):
            if len(under_way) >= most:
                yield result_of(*under_way.popleft())
            under_way.append((day, submit(day)))
        while under_way:
            yield result_of(*under_way.popleft())
    except BrokenProcessPool as fault:
        raise WorkerDied(str(fault)) from fault
    finally:
        for _, future in under_way:
            future.cancel()


def result_of(day: int, future: Future[T]) -> T:
    """Wait for what came of a day."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as fault:
        raise DayFailed(day, fault) from fault


@contextmanager
def processes(count: int, one_day: Callable[[int], object]) -> Iterator[ProcessPoolExecutor]:
    """Keep ``count`` processes that know ``one_day``; if something is raised they are ended in mid-day."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=way_to_start(), initializer=settle_in_worker, initargs=(one_day,))
    try:
        yield pool
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def way_to_start() -> BaseContext:
    """Fork where that is safe: it takes no time, and a caller's script is not run again by each process."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def settle_in_worker(one_day: Callable[[int], object]) -> None:
    """Keep what is to be done; leave Ctrl+C to the parent, which ends its workers; end when it does, somehow."""
    _kept.append(one_day)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


_kept: list[Callable[[int], Any]] = []
"""In a worker: what is done with each day. The world is handed over once, and what is worked out of it is kept."""


def the_day(day: int) -> Any:
    """Do in a worker what it keeps."""
    return _kept[-1](day)
