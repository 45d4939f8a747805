"""Records made by hand, and a bare queue that makes them without the engine."""

import heapq
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from benchmarks.truth.worlds import agents, centre, kind
from simulator.days.records import SERVED, Records
from simulator.days.world import World
from simulator.scenario.draws import Exponential

COLUMNS = tuple(field.name for field in fields(Records))


def row(arrived_at: float, wait_ended_at: float, free_at: float | None = None, **more: Any) -> dict[str, Any]:
    """One call, served by the first agent unless it says something else."""
    ended = wait_ended_at if free_at is None else free_at
    served = {"type": 0, "outcome": SERVED, "agent": 0, "attempt": 0}
    return {**served, "arrived_at": arrived_at, "wait_ended_at": wait_ended_at, "free_at": ended, **more}


def records(rows: Sequence[dict[str, Any]]) -> Records:
    """Put calls together."""
    return Records(**{name: np.array([row[name] for row in rows]) for name in COLUMNS})


def world(edges: Sequence[float], *, steady: bool = False, types: int = 1, **more: Any) -> World:
    """A world with these periods: records are counted by them."""
    kinds = [kind(f"t{number}", 1.0, Exponential(1.0), edges) for number in range(types)]
    return centre(edges, agents(2), *kinds, steady=steady, **more)


def bare(arrive: float, handling_s: float, staff: int, *, until_s: float, seed: int = 1) -> Records:
    """M/M/c, first come first served, without any engine: who is free first takes the next call."""
    random = np.random.default_rng(seed)
    free = [0.0] * staff
    rows, now = [], 0.0
    while (now := now + random.exponential(1 / arrive)) < until_s:
        answered = max(now, heapq.heappop(free))
        ends = answered + random.exponential(handling_s)
        heapq.heappush(free, ends)
        rows.append(row(now, answered, ends))
    return records(rows)
