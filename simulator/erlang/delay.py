"""Erlang C: everybody waits until served (M/M/c, first come first served).

Sources: A. K. Erlang (1917), as for Erlang B; the forms used here are in L. Kleinrock, "Queueing Systems", volume 1
(1975), chapter 3, and G. Koole, "Call Center Optimization" (2013), chapter 4. All take seconds and calls a second, and
refuse a load that is not below the number of agents: then the queue grows for ever.
"""

from math import exp, log

from simulator.erlang.blocking import erlang_b
from simulator.erlang.refused import Refused, above_zero, at_least_zero, load_of, whole


def erlang_c(load: float, agents: int) -> float:
    """Return the probability that a call has to wait.

    Args:
        load: erlangs, from 0 to below ``agents``.
        agents: a whole number from 1.

    Raises:
        Refused: an input is impossible, or the system is unstable.
    """
    load, agents = at_least_zero("load", load), whole("agents", agents, 1)
    if load >= agents:
        raise Refused("unstable", load=load, agents=agents)
    lost = erlang_b(load, agents)
    return lost / (1.0 - load / agents * (1.0 - lost))


def wait_tail(rate_per_s: float, handling_s: float, agents: int, t_s: float) -> float:
    """Return the probability to wait longer than ``t_s`` seconds."""
    t_s, p_wait = at_least_zero("t_s", t_s), erlang_c(load_of(rate_per_s, handling_s), agents)
    return p_wait * exp(-(agents / handling_s - rate_per_s) * t_s)


def service_level(rate_per_s: float, handling_s: float, agents: int, threshold_s: float) -> float:
    """Return the share of calls that are served within ``threshold_s`` seconds."""
    return 1.0 - wait_tail(rate_per_s, handling_s, agents, at_least_zero("threshold_s", threshold_s))


def mean_wait_s(rate_per_s: float, handling_s: float, agents: int) -> float:
    """Return the mean wait of all calls in seconds; who was served at once waited 0."""
    return erlang_c(load_of(rate_per_s, handling_s), agents) / (agents / handling_s - rate_per_s)


def mean_wait_delayed_s(rate_per_s: float, handling_s: float, agents: int) -> float:
    """Return the mean wait, in seconds, of the calls that wait at all."""
    erlang_c(load_of(rate_per_s, handling_s), agents)
    return 1.0 / (agents / handling_s - rate_per_s)


def queue_length(rate_per_s: float, handling_s: float, agents: int) -> float:
    """Return the mean number of waiting calls (Little's law)."""
    return rate_per_s * mean_wait_s(rate_per_s, handling_s, agents)


def occupancy(rate_per_s: float, handling_s: float, agents: int) -> float:
    """Return the share of the agents' time that is spent on calls."""
    load = load_of(rate_per_s, handling_s)
    erlang_c(load, agents)
    return load / agents


def wait_percentile_s(rate_per_s: float, handling_s: float, agents: int, share: float) -> float:
    """Return the seconds within which the ``share`` (from 0 to below 1) of calls is served."""

    p_wait = erlang_c(load_of(rate_per_s, handling_s), agents)
    if not 0 <= share < 1:
        raise Refused("not_share", name="target", value=share)
    if 1.0 - share >= p_wait:
        return 0.0
    return log(p_wait / (1.0 - share)) / (agents / above_zero("handling_s", handling_s) - rate_per_s)
