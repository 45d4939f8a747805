"""Markov chains solved numerically: in the long run, and as they change during a day.

A distribution is a vector over states, generators have rates from rows to columns and rows that sum to 0. Rates are
per second, as everywhere.
"""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.linalg import expm
from scipy.sparse import coo_matrix, vstack
from scipy.sparse.linalg import spsolve

Vector: TypeAlias = npt.NDArray[np.float64]
Matrix: TypeAlias = npt.NDArray[np.float64]
Move: TypeAlias = tuple[int, int, float]
"""From which state to which, at what rate."""

MOST_STATES: Final = 50_000
"""A chain of more states is a slip of the pen: none here needs a tenth of them."""


def birth_death(births: Sequence[float], deaths: Sequence[float]) -> Vector:
    """Return the long-run distribution over 0 ... K: ``births[n]`` leads from n to n + 1, ``deaths[n]`` back."""
    with np.errstate(divide="ignore"):
        logs = np.concatenate(([0.0], np.cumsum(np.log(births) - np.log(deaths))))
    weights = np.exp(logs - logs.max())
    shares: Vector = weights / weights.sum()
    return shares


def stationary(states: int, moves: Iterable[Move]) -> Vector:
    """Return the long-run distribution of any chain with one class of states, by a sparse linear system."""
    if states > MOST_STATES:
        raise ValueError(f"{states} states are more than {MOST_STATES}: cut the chain where nothing happens any more")
    sources, targets, rates = (np.array(column) for column in zip(*moves, strict=True))
    shape = (states, states)
    inward = coo_matrix((rates, (targets, sources)), shape=shape)
    outward = coo_matrix((rates, (sources, sources)), shape=shape)
    # One balance equation says what the others say already; in its place all probabilities add up to 1.
    balance = vstack([(inward - outward).tocsr()[:-1], np.ones((1, states))]).tocsc()
    right = np.zeros(states)
    right[-1] = 1.0
    solved: Vector = spsolve(balance, right)
    return solved


def generator(states: int, moves: Iterable[Move]) -> Matrix:
    """Return the generator with these moves."""
    rates = np.zeros((states, states))
    for source, target, rate in moves:
        rates[source, target] += rate
        rates[source, source] -= rate
    return rates


def after(rates: Matrix, start: Vector, seconds: float) -> tuple[Vector, Vector]:
    """Return the distribution ``seconds`` later, and the seconds spent in each state until then.

    The Kolmogorov equations p' = p Q are solved together with their integral, as one matrix exponential.
    """
    states = len(start)
    joint = np.zeros((2 * states, 2 * states))
    joint[:states, :states], joint[:states, states:] = rates, np.eye(states)
    moved: Matrix = expm(joint * seconds)
    return start @ moved[:states, :states], start @ moved[:states, states:]
