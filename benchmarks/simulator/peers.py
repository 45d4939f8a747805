"""The same system as others model it: each takes a day's callers and returns what each waited, in order of arrival.

All serve who came first, all run until the last call is over, and none keeps any other figures. Waits are seconds, to
the answer or to the moment when patience ended.
"""

from collections import deque
from collections.abc import Callable, Generator
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any, Final, TypeAlias

import ciw
import simpy

from benchmarks.simulator.streams import AGENTS, Day


def by_simpy(day: Day) -> list[float]:
    """The usual SimPy model: agents are a resource, a call is a process, and patience is a race with a timeout."""
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    waits = [0.0] * len(day.gap)

    def call(number: int, patience: float, handling: float) -> Generator[simpy.Event, Any, None]:
        arrived_at = env.now
        with agents.request() as request:
            happened = yield request | env.timeout(patience)
            waits[number] = env.now - arrived_at
            if request in happened:
                yield env.timeout(handling)

    def source() -> Generator[simpy.Event, Any, None]:
        for number, (gap, patience, handling) in enumerate(zip(*(each.tolist() for each in day), strict=True)):
            yield env.timeout(gap)
            env.process(call(number, patience, handling))

    env.process(source())
    env.run()
    return waits


class ByCall(ciw.dists.Distribution):  # type: ignore[misc]  # Ciw has no types
    """Durations by the number of the call, which Ciw counts from 1."""

    def __init__(self, seconds: list[float]) -> None:
        super().__init__()
        self._seconds = seconds

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        """Return the duration of this individual."""
        return self._seconds[int(ind.id_number) - 1]


class Gaps(ciw.dists.Distribution):  # type: ignore[misc]  # Ciw has no types
    """The gaps between arrivals one after the other, then none ever again."""

    def __init__(self, seconds: list[float]) -> None:
        super().__init__()
        self._next = iter(seconds)

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        """Return the next gap."""
        return next(self._next, inf)


def by_ciw(day: Day) -> list[float]:
    """A Ciw network of one node, with reneging, and its records of all individuals."""
    gap, patience, handling = (each.tolist() for each in day)
    network = ciw.create_network(
        arrival_distributions=[Gaps(gap)],
        service_distributions=[ByCall(handling)],
        reneging_time_distributions=[ByCall(patience)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(inf)
    waits = [0.0] * len(gap)
    for record in simulation.get_all_records():
        waits[record.id_number - 1] = record.waiting_time
    return waits


ARRIVAL, PATIENCE_ENDS, HANDLING_ENDS = range(3)


def by_heap(day: Day) -> list[float]:
    """A bare event loop with the events of the SimPy model: a heap of (time, number, what, call), idle agents, a queue.

    As there, everybody's patience goes into the heap, whether they will wait or not.
    """
    gap, patience, handling = (each.tolist() for each in day)
    waits, arrived_at = [0.0] * len(gap), [0.0] * len(gap)
    waiting = [False] * len(gap)
    idle, queue, numbers = AGENTS, deque[int](), count()
    events = [(each, next(numbers), ARRIVAL, 0) for each in gap[:1]]
    while events:
        now, _, what, call = heappop(events)
        if what == ARRIVAL:
            arrived_at[call], waiting[call] = now, True
            queue.append(call)
            heappush(events, (now + patience[call], next(numbers), PATIENCE_ENDS, call))
            if call + 1 < len(gap):
                heappush(events, (now + gap[call + 1], next(numbers), ARRIVAL, call + 1))
        elif what == HANDLING_ENDS:
            idle += 1
        elif waiting[call]:
            waiting[call], waits[call] = False, now - arrived_at[call]
        while idle and queue:
            call = queue.popleft()
            if waiting[call]:  # who has lost patience is still in the queue
                waiting[call], waits[call] = False, now - arrived_at[call]
                idle -= 1
                heappush(events, (now + handling[call], next(numbers), HANDLING_ENDS, call))
    return waits


def by_lean_heap(day: Day) -> list[float]:
    """The least that can be called an event loop: who finds an idle agent never meets the queue or loses patience."""
    gap, patience, handling = (each.tolist() for each in day)
    waits = [-1.0] * len(gap)  # below 0: has not come, or waits
    arrived_at = [0.0] * len(gap)
    idle, queue = AGENTS, deque[int]()
    events = [(each, ARRIVAL, 0) for each in gap[:1]]
    while events:
        now, what, call = heappop(events)
        if what == ARRIVAL:
            if call + 1 < len(gap):
                heappush(events, (now + gap[call + 1], ARRIVAL, call + 1))
            if idle:
                idle -= 1
                waits[call] = 0.0
                heappush(events, (now + handling[call], HANDLING_ENDS, call))
            else:
                arrived_at[call] = now
                queue.append(call)
                heappush(events, (now + patience[call], PATIENCE_ENDS, call))
        elif what == PATIENCE_ENDS:
            if waits[call] < 0.0:
                waits[call] = now - arrived_at[call]
        else:
            idle += 1
            while queue:
                following = queue.popleft()
                if waits[following] < 0.0:
                    idle -= 1
                    waits[following] = now - arrived_at[following]
                    heappush(events, (now + handling[following], HANDLING_ENDS, following))
                    break
    return waits


Peer: TypeAlias = Callable[[Day], list[float]]

PEERS: Final[dict[str, Peer]] = {"simpy": by_simpy, "ciw": by_ciw, "heap": by_heap, "lean_heap": by_lean_heap}
