"""Erlang B, where nobody can wait, and M/M/c/K, where only some can.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges" (1917); the recursion and M/M/c/K: L. Kleinrock, "Queueing Systems", volume 1 (1975), chapter 3.
"""

from dataclasses import dataclass
from math import exp, inf, log

import numpy as np

from simulator.erlang.refused import at_least_zero, load_of, whole


def erlang_b(load: float, agents: int) -> float:
    """Return the share of calls that find all ``agents`` (or lines) taken and are lost.

    The recursion 1/B(c) = 1 + (c / load) / B(c - 1) only adds what is positive, so it is exact to rounding for any
    load and any number of agents; where the share is below 1e-308 it is 0.

    Args:
        load: erlangs, at least 0; it may be larger than ``agents``.
        agents: a whole number from 0.

    Raises:
        Refused: an input is impossible.
    """
    load, agents = at_least_zero("load", load), whole("agents", agents, 0)
    if load == 0:
        return 0.0 if agents else 1.0
    inverse = 1.0
    for taken in range(1, agents + 1):
        inverse = 1.0 + inverse * (taken / load)
    return 1.0 / inverse


@dataclass(frozen=True)
class LimitedQueue:
    """An M/M/c/K in equilibrium; waits are those of calls that got in. None of them hangs up.

    ``p_blocked`` is the share of all calls that found no place; ``p_wait`` the share of those who got in that had to
    wait; ``mean_wait_s`` their mean wait in seconds, who waited not at all included; ``queue_length`` the mean number
    of waiting calls; ``occupancy`` the share of the agents' time that is spent on calls.
    """

    p_blocked: float
    p_wait: float
    mean_wait_s: float
    queue_length: float
    occupancy: float


def limited_queue(rate_per_s: float, handling_s: float, agents: int, places: int) -> LimitedQueue:
    """Return what happens where at most ``places`` calls may wait for ``agents``: M/M/c/K with K = agents + places.

    Any load is stable. With no place it is Erlang B.

    Args:
        rate_per_s: arrivals a second.
        handling_s: mean handling time, seconds, exponential.
        agents: a whole number from 1.
        places: a whole number from 0.

    Raises:
        Refused: an input is impossible.
    """
    load = load_of(rate_per_s, handling_s)
    agents, places = whole("agents", agents, 1), whole("places", places, 0)
    if load == 0:
        return LimitedQueue(0.0, 0.0, 0.0, 0.0, 0.0)
    # How often so many wait, against none waiting though all are busy: in logarithms, so nothing overflows.
    logs = np.arange(places + 1) * log(load / agents)
    lost = erlang_b(load, agents - 1)
    below = log(agents / load) - log(lost) if lost else inf
    most = max(float(logs.max()), below)
    if most == inf:  # nobody ever waits, as far as numbers can tell
        return LimitedQueue(0.0, 0.0, 0.0, 0.0, load / agents)
    busy, free = np.exp(logs - most), exp(below - most)
    waiting = busy / (busy.sum() + free)
    blocked, length = float(waiting[-1]), float(waiting @ np.arange(places + 1))
    entered = float((busy[:-1].sum() + free) / (busy.sum() + free))
    return LimitedQueue(
        p_blocked=blocked,
        p_wait=min(1.0, float(waiting[:-1].sum()) / entered),
        mean_wait_s=length / (rate_per_s * entered),
        queue_length=length,
        occupancy=min(1.0, load * entered / agents),
    )
