"""Days that change: exact figures of finite days, from the Kolmogorov equations.

A day begins empty. Its arrivals and staffing are constant within each piece; after the last arrivals it goes on until
all calls have ended. Rates are per second, times in seconds; counts are per day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from benchmarks.truth.chains import Matrix, Move, Vector, after, generator
from benchmarks.truth.queues import Line

UNTIL_EMPTY_S = 1e6
"""Longer than any of these days lasts after its last arrival."""


@dataclass(frozen=True)
class DayOfLine:
    """What an M/M/c day with patience or a limit is expected to bring; counts are of calls."""

    offered: float
    blocked: float
    abandoned: float
    answered_in_time: float
    wait: float
    """the mean over all who were not blocked, in seconds"""
    wait_served: float


def day_of_line(arrive: float, line: Line, *, arrivals_s: float, threshold_s: float) -> DayOfLine:
    """Return what a day of one queue brings: what callers find is integrated over the time of arrivals.

    A call's own story after its arrival does not depend on when arrivals end, so nothing else is to be integrated.
    """
    births = [(n, n + 1, arrive) for n in range(line.most)]
    deaths = [
        (n, n - 1, min(n, line.agents) * line.serve + max(n - line.agents, 0) * line.leave)
        for n in range(1, line.most + 1)
    ]
    start = np.zeros(line.most + 1)
    start[0] = 1.0
    _, spent = after(generator(line.most + 1, births + deaths), start, arrivals_s)
    entering = arrive * spent
    blocked, entering[-1] = float(entering[-1]), 0.0
    served = float(entering @ line.served)
    entered = float(entering.sum())
    return DayOfLine(
        offered=arrive * arrivals_s,
        blocked=blocked,
        abandoned=entered - served,
        answered_in_time=float(entering @ line.within(threshold_s)),
        wait=float(entering @ line.wait) / entered,
        wait_served=float(entering @ line.wait_served) / served,
    )


@dataclass(frozen=True)
class Piece:
    """A part of a staffed day: so many seconds, so many arrivals a second, so many agents on duty."""

    seconds: float
    arrive: float
    agents: int


@dataclass(frozen=True)
class PieceOfDay:
    """What a piece brings on the mean: calls that arrive, have to wait and hang up, call-seconds in queue, work."""

    offered: float
    delayed: float
    abandoned: float
    queue_s: float
    busy_s: float


class StaffedDay:
    """M/M/c with patience whose agents come and go; who is to go finishes the call first.

    A state is (calls, last): the calls in the system but for the ``last`` ones of agents who are to go. When agents
    are to go, they are as likely these as those (the queue chooses at random), so how many of them are busy is
    hypergeometric. Agents who come are others than those who went, unless ``same``: then who had not yet gone stays.
    """

    def __init__(self, serve: float, leave: float, *, most: int, most_last: int, same: bool = False) -> None:
        self._serve, self._leave = serve, leave
        self._most, self._most_last, self._same = most, most_last, same

    def pieces(self, pieces: Sequence[Piece]) -> list[PieceOfDay]:
        """Return what each piece brings; the time until all is over, without arrivals, is one of them."""
        state = np.zeros((self._most + 1) * (self._most_last + 1))
        state[0] = 1.0
        seen, agents = [], pieces[0].agents
        for piece in pieces:
            state = state @ self._change(agents, piece.agents)
            state, spent = after(self._generator(piece), state, piece.seconds)
            seen.append(self._piece(piece, spent))
            agents = piece.agents
        return seen

    def _at(self, calls: int, last: int) -> int:
        return calls * (self._most_last + 1) + last

    def _states(self) -> Iterator[tuple[int, int]]:
        return ((calls, last) for calls in range(self._most + 1) for last in range(self._most_last + 1))

    def _generator(self, piece: Piece) -> Matrix:
        moves: list[Move] = []
        for calls, last in self._states():
            here, busy = self._at(calls, last), min(calls, piece.agents)
            if calls < self._most:
                moves.append((here, self._at(calls + 1, last), piece.arrive))
            if calls:
                ending = busy * self._serve + (calls - busy) * self._leave
                moves.append((here, self._at(calls - 1, last), ending))
            if last:
                moves.append((here, self._at(calls, last - 1), last * self._serve))
        return generator((self._most + 1) * (self._most_last + 1), moves)

    def _change(self, before: int, now: int) -> Matrix:
        size = (self._most + 1) * (self._most_last + 1)
        moved = np.zeros((size, size))
        for calls, last in self._states():
            here = self._at(calls, last)
            if now >= before:
                staying = min(last, now - before) if self._same else 0
                moved[here, min(self._at(calls + staying, last - staying), size - 1)] += 1.0
                continue
            busy = min(calls, before)
            for going in range(min(before - now, busy) + 1):
                chance = hypergeom.pmf(going, before, before - now, busy)
                moved[here, self._at(calls - going, min(last + going, self._most_last))] += chance
        return moved

    def _piece(self, piece: Piece, spent: Vector) -> PieceOfDay:
        table = spent.reshape(self._most + 1, self._most_last + 1)
        by_calls, calls = table.sum(axis=1), np.arange(self._most + 1)
        last = table.sum(axis=0) @ np.arange(self._most_last + 1)
        queue_s = float(by_calls @ np.maximum(calls - piece.agents, 0))
        return PieceOfDay(
            offered=piece.arrive * piece.seconds,
            delayed=piece.arrive * float(by_calls[piece.agents :].sum()),
            abandoned=self._leave * queue_s,
            queue_s=queue_s,
            busy_s=float(by_calls @ np.minimum(calls, piece.agents)) + float(last),
        )
