"""Erlang A: callers wait until served or until their patience ends (M/M/c+M, first come first served).

Sources: C. Palm, "Research on telephone traffic carried by full availability groups" (1957); F. Baccelli and
G. Hebuterne, "On queues with impatient customers" (1981), for the density of the offered wait; A. Mandelbaum and
S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007), for the measures.

All of it comes from one integral. With c agents, mu = 1 / handling, theta = 1 / patience, the wait that a caller of
endless patience would meet is longer than t with probability

    rate * p(c - 1) * integral from t of exp(rate * (1 - exp(-theta u)) / theta - c mu u) du

where p(c - 1) is the share of time with c - 1 calls; the integral is a sum of positive terms (:func:`_sum`), so
nothing cancels. With endless patience theta is 0, the sum is a geometric series, and all measures are Erlang C's.
"""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, exp, expm1, inf, log, log1p, sqrt
from typing import Final, NamedTuple

import numpy as np

from simulator.erlang.blocking import erlang_b
from simulator.erlang.refused import Refused, above_zero, at_least_zero, load_of, whole

MOST_TERMS: Final = 2_000_000
"""How many calls may wait in the sum; a queue that is longer on average is no centre."""

BEYOND: Final = 42.0
"""The sum ends where terms are below exp(-42) of the greatest."""


@dataclass(frozen=True)
class WaitingLine:
    """A queue in equilibrium, made by :func:`waiting_line`; every measure is of all calls unless it says otherwise."""

    rate_per_s: float
    handling_s: float
    agents: int
    patience_s: float

    @property
    def load(self) -> float:
        """The offered load in erlangs."""
        return self.rate_per_s * self.handling_s

    @property
    def leaving_per_s(self) -> float:
        """The rate at which one waiting caller loses patience (theta)."""
        return 1.0 / self.patience_s

    @property
    def p_wait(self) -> float:
        """The probability to find every agent busy."""
        return self._p_longer(0.0, 0.0)

    @property
    def queue_length(self) -> float:
        """The mean number of waiting calls."""
        return self.p_wait * self._when_busy.mean

    @property
    def mean_wait_s(self) -> float:
        """The mean time in the queue of all calls, served or not, in seconds (Little's law)."""
        return self.queue_length / self.rate_per_s if self.rate_per_s else 0.0

    @property
    def p_abandon(self) -> float:
        """The share of calls that hang up before they are served: theta times the mean wait."""
        return min(1.0, self.leaving_per_s * self.mean_wait_s)

    @property
    def occupancy(self) -> float:
        """The share of the agents' time that is spent on calls."""
        # Calls found by who arrives at a free agent, other than the last one; nothing cancels when nearly all hang up.
        fewer = max(0.0, 1.0 - self.p_wait - exp(self._log_last_free))
        return min(1.0, self.p_wait + fewer * self.load / self.agents)

    @property
    def mean_wait_delayed_s(self) -> float:
        """The mean time in the queue, in seconds, of those who find every agent busy."""
        return self._when_busy.mean / self.rate_per_s if self.rate_per_s else 0.0

    def wait_tail(self, t_s: float) -> float:
        """Return the share of calls that are longer than ``t_s`` seconds in the queue, however they leave it."""
        t_s = at_least_zero("t_s", t_s)
        return self._p_longer(t_s, 0.0) * exp(-self.leaving_per_s * t_s)

    def answered_later(self, t_s: float) -> float:
        """Return the share of all calls that are answered, but later than after ``t_s`` seconds."""
        return self._p_longer(at_least_zero("t_s", t_s), self.leaving_per_s)

    def answered_within(self, threshold_s: float) -> float:
        """Return the share of all calls that are answered within ``threshold_s`` seconds: answered in T / offered."""
        late = self.answered_later(at_least_zero("threshold_s", threshold_s))
        return max(0.0, 1.0 - self.p_abandon - late)

    def abandoned_within(self, quick_s: float) -> float:
        """Return the share of all calls that hang up within ``quick_s`` seconds."""
        return max(0.0, self.p_abandon - self.wait_tail(quick_s) + self.answered_later(quick_s))

    def service_level(self, threshold_s: float, quick_s: float | None = None) -> float:
        """Return answered within T / (offered - abandoned within S), in seconds; S is T unless given."""
        quick_s = threshold_s if quick_s is None else quick_s
        served = self.occupancy * self.agents / self.load if self.load else 1.0
        counted = served + max(0.0, self.wait_tail(quick_s) - self.answered_later(quick_s))
        return min(1.0, self.answered_within(threshold_s) / counted)

    def _p_longer(self, t_s: float, more_per_s: float) -> float:
        """Integrate the offered wait's density from ``t_s``, discounted by exp(-more_per_s u)."""
        if self.rate_per_s == 0:
            return 0.0
        drain, leaving = self.agents / self.handling_s + more_per_s, self.leaving_per_s
        passed_s = t_s if leaving == 0 else -expm1(-leaving * t_s) / leaving
        rest = _sum(drain, self.rate_per_s * exp(-leaving * t_s), leaving)
        log_share = self._log_last_free + self.rate_per_s * passed_s - drain * t_s + rest.log
        return min(1.0, exp(log_share) * self.rate_per_s / drain)

    @cached_property
    def _when_busy(self) -> "_Sum":
        """How many wait while every agent is busy."""
        return _sum(self.agents / self.handling_s, self.rate_per_s, self.leaving_per_s)

    @cached_property
    def _log_last_free(self) -> float:
        """The logarithm of the share of time in which exactly one agent is free: p(c - 1)."""
        if self.load == 0:
            return 0.0 if self.agents == 1 else -inf
        all_busy = log(self.load / self.agents) + self._when_busy.log
        lost = erlang_b(self.load, self.agents - 1)
        return -float(np.logaddexp(-log(lost) if lost else inf, all_busy))


class _Sum(NamedTuple):
    """The logarithm of a sum of terms, and the mean of their places, counted from 0."""

    log: float
    mean: float


def _sum(drain: float, rate: float, leaving: float) -> _Sum:
    """Add rate / (drain + leaving) * ... * rate / (drain + k leaving) over all k from 0, all of them per second.

    Term k is how often k calls wait, against none waiting while all agents are busy.
    """
    if leaving == 0:
        return _Sum(-log1p(-rate / drain), rate / (drain - rate))
    logs = np.zeros(_terms(drain, rate, leaving))
    places = np.arange(1, len(logs))
    if rate > 0:
        np.cumsum(np.log(rate / (drain + leaving * places)), out=logs[1:])
    else:
        logs[1:] = -inf
    greatest = float(logs.max())
    terms = np.exp(logs - greatest)
    total = float(terms.sum())
    return _Sum(greatest + log(total), float(terms[1:] @ places) / total)


def _terms(drain: float, rate: float, leaving: float) -> int:
    """Return how many terms matter: up to the greatest, and from there until they have all but vanished."""
    greatest, spread = max(0.0, (rate - drain) / leaving), BEYOND / 4 * sqrt(rate / leaving) + 100
    if 0 < rate < drain:
        spread = min(spread, BEYOND / log(drain / rate) + 1)
    if not greatest + spread < MOST_TERMS:
        raise Refused("too_long_queue", most=MOST_TERMS)
    return ceil(greatest + spread) + 1


def waiting_line(rate_per_s: float, handling_s: float, agents: int, patience_s: float = inf) -> WaitingLine:
    """Return an M/M/c+M in equilibrium; without a patience nobody hangs up, which is Erlang C.

    Args:
        rate_per_s: arrivals a second, at least 0.
        handling_s: mean handling time, seconds, exponential.
        agents: a whole number from 1.
        patience_s: mean patience, seconds, exponential; ``math.inf`` for callers who never hang up.

    Raises:
        Refused: an input is impossible, the system is unstable, or over two million calls would wait.
    """
    load, agents = load_of(rate_per_s, handling_s), whole("agents", agents, 1)
    patience_s = above_zero("patience_s", patience_s, endless=True)
    if patience_s == inf and load >= agents:
        raise Refused("unstable", load=load, agents=agents)
    line = WaitingLine(float(rate_per_s), float(handling_s), agents, patience_s)
    _ = line.queue_length  # where the sum is too long, it is said here
    return line
