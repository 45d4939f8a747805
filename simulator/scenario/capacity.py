"""Whether work can be shared out among agents so that nobody has too much: the static planning problem.

Calls of type t come at a rate and take agents of kind k so many seconds. Shared out as well as can be, how busy are the
busiest agents? Above 1 the queue grows without end, whatever the rules. For every set of types this says at once that
the work of the set is less than the agents who can do some of it; the set for which it is closest comes with it, from
the problem's dual. Source: J. M. Harrison and M. J. Lopez, Heavy traffic resource pooling in parallel-server systems,
Queueing Systems 33 (1999).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, hstack

Numbers = npt.NDArray[np.float64]

ZERO = 1e-9


@dataclass(frozen=True)
class Bottleneck:
    """The narrowest place: the types and kinds of agents in it, by number, and how busy these would have to be."""

    busy: float
    types: tuple[int, ...]
    kinds: tuple[int, ...]


def bottlenecks(rates: Numbers, means_s: Numbers, agents: Numbers, busy: float) -> Iterator[Bottleneck]:
    """Yield the narrowest place, then the narrowest without the types and agents in it, as long as both are ``busy``.

    Parameters are as in :func:`bottleneck`.
    """
    rates, agents = rates.copy(), agents.copy()
    while (found := bottleneck(rates, means_s, agents)) is not None and found.busy >= busy and found.types:
        yield found
        rates[list(found.types)] = 0.0
        agents[list(found.kinds)] = 0.0


def bottleneck(rates: Numbers, means_s: Numbers, agents: Numbers) -> Bottleneck | None:
    """Share out the work as well as can be and return where it is narrowest; None if there is no work.

    ``rates`` are calls a second by type; ``means_s`` is, by type and kind of agent, how long a call takes, infinity
    where that kind cannot serve it; ``agents`` is how many there are of each kind. A type that nobody can serve is busy
    without end.
    """
    able = np.isfinite(means_s) & (agents > 0.0)[None, :] & (rates > 0.0)[:, None]
    stuck = np.flatnonzero((rates > 0.0) & ~able.any(axis=1))
    if len(stuck):
        return Bottleneck(float("inf"), tuple(stuck.tolist()), ())
    types, kinds = np.nonzero(able)
    if not len(types):
        return None
    return _solved(rates, means_s, agents, types, kinds)


def _solved(
    rates: Numbers, means_s: Numbers, agents: Numbers, types: npt.NDArray[np.intp], kinds: npt.NDArray[np.intp]
) -> Bottleneck:
    """Solve the linear program: the variables are the calls of each type that each kind serves, and how busy it is."""
    pairs = np.arange(len(types))
    work = coo_array((means_s[types, kinds], (kinds, pairs)), shape=(len(agents), len(types)))
    capacity = hstack([work, coo_array(-agents[:, None])])
    served = coo_array((np.ones(len(types)), (types, pairs)), shape=(len(rates), len(types)))
    demand = hstack([served, coo_array((len(rates), 1))])
    cost = np.zeros(len(types) + 1)
    cost[-1] = 1.0
    found = linprog(
        cost, A_ub=capacity, b_ub=np.zeros(len(agents)), A_eq=demand, b_eq=rates, bounds=(0.0, None), method="highs"
    )
    if not found.success:  # no optimum within HiGHS's own limits: nothing is said rather than something wrong
        return Bottleneck(0.0, (), ())
    of_types, of_kinds = found.eqlin.marginals * rates, -found.ineqlin.marginals * agents
    return Bottleneck(
        float(found.fun),
        tuple(np.flatnonzero(of_types > ZERO).tolist()),
        tuple(np.flatnonzero(of_kinds > ZERO).tolist()),
    )
