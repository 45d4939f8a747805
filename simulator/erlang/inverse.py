"""What a target needs: the least number of agents or lines, the greatest rate or load.

A goal is a question to a :class:`~simulator.erlang.patience.WaitingLine`; several of them must all be met. Every
measure gets better with each agent and worse with each call, so both are found by halving.

    least_agents(100 / 1800, 180, service_level_at_least(0.8, threshold_s=20))
"""

from collections.abc import Callable
from math import inf, nextafter
from typing import TypeAlias

from simulator.erlang.blocking import erlang_b
from simulator.erlang.patience import WaitingLine, waiting_line
from simulator.erlang.refused import MOST_AGENTS, Refused, above_zero, at_least_zero, load_of, share, whole
from simulator.erlang.search import border, least_whole

Goal: TypeAlias = Callable[[WaitingLine], bool]


def service_level_at_least(target: float, threshold_s: float, quick_s: float | None = None) -> Goal:
    """Answered within T / (offered - abandoned within S) is at least ``target``; S is T unless given; seconds."""
    share("target", target)
    return lambda line: line.service_level(threshold_s, quick_s) >= target


def answered_within_at_least(target: float, threshold_s: float) -> Goal:
    """At least the share ``target`` of all calls is answered within ``threshold_s`` seconds."""
    share("target", target)
    return lambda line: line.answered_within(threshold_s) >= target


def mean_wait_at_most(at_most_s: float) -> Goal:
    """All calls wait at most ``at_most_s`` seconds on average."""
    above_zero("at_most_s", at_most_s)
    return lambda line: line.mean_wait_s <= at_most_s


def p_wait_at_most(at_most: float) -> Goal:
    """At most the share ``at_most`` of calls has to wait."""
    share("at_most", at_most)
    return lambda line: line.p_wait <= at_most


def p_abandon_at_most(at_most: float) -> Goal:
    """At most the share ``at_most`` of calls hangs up before being served."""
    share("at_most", at_most)
    return lambda line: line.p_abandon <= at_most


def occupancy_at_most(at_most: float) -> Goal:
    """Agents spend at most the share ``at_most`` of their time on calls."""
    share("at_most", at_most)
    return lambda line: line.occupancy <= at_most


def least_agents(rate_per_s: float, handling_s: float, *goals: Goal, patience_s: float = inf) -> int:
    """Return the least number of agents that meets every goal; without a goal, the least that is stable.

    Args:
        rate_per_s: arrivals a second.
        handling_s: mean handling time, seconds.
        goals: what must hold.
        patience_s: mean patience, seconds; ``math.inf`` for callers who never hang up.

    Raises:
        Refused: an input is impossible, or a million agents are not enough.
    """
    load = load_of(rate_per_s, handling_s)
    above_zero("patience_s", patience_s, endless=True)
    below = int(load) if patience_s == inf else 0
    found = least_whole(lambda agents: _met(rate_per_s, handling_s, agents, patience_s, goals), below, MOST_AGENTS)
    if found is None:
        raise Refused("never", most=MOST_AGENTS)
    return found


def greatest_rate(handling_s: float, agents: int, *goals: Goal, patience_s: float = inf) -> float:
    """Return the greatest rate of arrivals, a second, at which ``agents`` still meet every goal; arguments as above.

    Raises:
        Refused: an input is impossible, or the goals are met at any rate.
    """
    whole("agents", agents, 1)
    fails = agents / above_zero("handling_s", handling_s)
    above_zero("patience_s", patience_s, endless=True)
    while patience_s < inf and _met(fails, handling_s, agents, patience_s, goals):
        fails *= 2
        if fails * handling_s > MOST_AGENTS:
            raise Refused("always", agents=agents)
    return border(lambda rate: _met(rate, handling_s, agents, patience_s, goals), 0.0, fails)


def _met(rate_per_s: float, handling_s: float, agents: int, patience_s: float, goals: tuple[Goal, ...]) -> bool:
    """Whether all goals are met; where the queue is endless, none is."""
    try:
        line = waiting_line(rate_per_s, handling_s, agents, patience_s)
    except Refused as refused:
        if refused.key in ("unstable", "too_long_queue"):
            return False
        raise
    return all(goal(line) for goal in goals)


def least_lines(load: float, at_most: float) -> int:
    """Return the least number of lines (or agents) at which at most the share ``at_most`` of calls is lost: Erlang B.

    Args:
        load: erlangs.
        at_most: a share between 0 and 1.

    Raises:
        Refused: an input is impossible, or over a million lines are needed.
    """
    load, at_most = at_least_zero("load", load), share("at_most", at_most)
    if load > MOST_AGENTS:
        raise Refused("too_large", load=load, most=MOST_AGENTS)
    lines, inverse = 0, 1.0
    while load and at_most * inverse < 1.0:
        lines += 1
        inverse = 1.0 + inverse * (lines / load)
    if lines > MOST_AGENTS:
        raise Refused("never", most=MOST_AGENTS)
    return lines


def greatest_load(lines: int, at_most: float) -> float:
    """Return the greatest load in erlangs of which ``lines`` lose at most the share ``at_most``: Erlang B.

    Args:
        lines: a whole number from 1.
        at_most: a share between 0 and 1.

    Raises:
        Refused: an input is impossible.
    """
    lines, at_most = whole("agents", lines, 1), share("at_most", at_most)
    # Of a load only what is carried, at most one erlang a line, is not lost.
    surely = nextafter(lines / (1.0 - at_most), inf) + 1.0
    return border(lambda load: erlang_b(load, lines) <= at_most, 0.0, surely)
