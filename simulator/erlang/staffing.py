"""Square-root staffing: load + beta * sqrt(load) agents, where beta says how good the service shall be.

Sources: S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers" (1981), without
hang-ups; O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers" (2002), with
them. Both are limits of large centres: :mod:`simulator.erlang.inverse` gives the exact number.
"""

from math import ceil, inf, pi, sqrt
from typing import Final

from scipy.special import erfcx

from simulator.erlang.refused import Refused, above_zero, load_of, share
from simulator.erlang.search import border

LEAST: Final = -1e6
MOST: Final = 30.0
"""Betas that are looked at. At the most, the probability to wait is below 1e-190."""


def p_wait_of_beta(beta: float, handling_s: float = 1.0, patience_s: float = inf) -> float:
    """Return the probability to wait in a large centre of load + beta * sqrt(load) agents.

    Args:
        beta: how many square roots of the load there are beyond it, at most 30; above 0 unless callers hang up.
        handling_s: mean handling time, seconds.
        patience_s: mean patience, seconds; ``math.inf`` for callers who never hang up.

    Raises:
        Refused: an input is impossible, or beta is not above 0 though nobody hangs up.
    """
    above_zero("handling_s", handling_s)
    endless = above_zero("patience_s", patience_s, endless=True) == inf
    if not LEAST <= beta <= MOST or (endless and beta <= 0):
        raise Refused("not_beta", value=beta, least=LEAST, most=MOST)
    if endless:
        return 1.0 / (1.0 + beta / hazard(-beta))
    ratio = sqrt(patience_s / handling_s)
    return 1.0 / (1.0 + hazard(beta * ratio) / (ratio * hazard(-beta)))


def beta_for_p_wait(target: float, handling_s: float = 1.0, patience_s: float = inf) -> float:
    """Return the least beta with which at most the share ``target`` of calls waits; arguments as above.

    Raises:
        Refused: an input is impossible.
    """
    share("target", target)
    worst = 1e-300 if patience_s == inf else LEAST
    return border(lambda beta: p_wait_of_beta(beta, handling_s, patience_s) <= target, MOST, worst)


def square_root_staffing(rate_per_s: float, handling_s: float, target: float, patience_s: float = inf) -> int:
    """Return how many agents let about the share ``target`` of calls wait; good for tens of agents and more.

    Args:
        rate_per_s: arrivals a second.
        handling_s: mean handling time, seconds.
        target: the share of calls that may have to wait, between 0 and 1.
        patience_s: mean patience, seconds; ``math.inf`` for callers who never hang up.

    Raises:
        Refused: an input is impossible.
    """
    load = load_of(rate_per_s, handling_s)
    return max(1, ceil(load + beta_for_p_wait(target, handling_s, patience_s) * sqrt(load)))


def hazard(x: float) -> float:
    """Return the standard normal density over its upper tail at ``x``; neither of them underflows on the way."""
    return sqrt(2 / pi) / float(erfcx(x / sqrt(2)))
