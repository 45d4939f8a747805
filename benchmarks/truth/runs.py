"""All cases, simulated on one process or several, until enough is known of each."""

from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from functools import cache, partial
from math import ceil
from typing import Final, NamedTuple

from benchmarks.truth.case import Case, Observed, judge, observe, together
from benchmarks.truth.day_cases import day_cases, published_cases
from benchmarks.truth.judging import Judged
from benchmarks.truth.kind_cases import kind_cases
from benchmarks.truth.last_come import last_come
from benchmarks.truth.limit_cases import limit_cases
from benchmarks.truth.skill_cases import skill_cases
from benchmarks.truth.steady_cases import steady_cases
from simulator.running import processes

LONG: Final = tuple(published_cases())
"""With as many days as are laid down each of these takes as long as half of the others together."""

CASES: Final[tuple[Callable[[], Case], ...]] = (
    LONG[0],
    *day_cases(),
    last_come,
    *steady_cases(),
    *limit_cases(),
    *skill_cases(),
    *kind_cases(),
    *LONG[1:],
)
"""What makes each case, so ordered that two processes are busy to the end, and rows come soon."""

NEAR_ENOUGH: Final = 0.01
"""Half-width of the whole run, as a share of the truth."""

QUICKLY_NEAR: Final = 0.04
"""And of the quick one, in which each case has so many days that this is reached."""

MOST_CALLS: Final = 20_000_000
"""Of a case: whose half-width is wider then keeps it."""

AT_ONCE: Final = 4
"""By how much a run is lengthened at a time, at most."""


class Plan(NamedTuple):
    """How long to simulate: a ``quick`` run shows each figure to 4 %, the other one to 1 %."""

    quick: bool
    seed: int


@cache
def case_of(number: int) -> Case:
    """Return the case with this number; its truth is worked out once."""
    return CASES[number]()


def results(plan: Plan, jobs: int) -> Iterator[tuple[int, list[Judged]]]:
    """Yield the number and the rows of each case as soon as they are known, on so many processes.

    What comes of a case depends neither on the number of processes nor on their pace.
    """
    work = partial(study, plan)
    if jobs <= 1:
        yield from ((number, work(number)) for number in range(len(CASES)))
        return
    with processes(jobs, work) as pool:
        under_way = {pool.submit(work, number): number for number in range(len(CASES))}
        for done in as_completed(under_way):
            yield under_way[done], done.result()


def study(plan: Plan, number: int) -> list[Judged]:
    """Simulate one case for as long as it takes, and judge its rows."""
    case = case_of(number)
    if plan.quick:
        return judge(case, together(observe(case, plan.seed, day) for day in range(case.days)))
    return judge(case, until_known(case, plan.seed))


def until_known(case: Case, seed: int) -> Observed:
    """Simulate as many days as are laid down, or until the half-widths of all rows are near enough."""
    wanted = case.days_to_the_end or case.days
    seen: list[Observed] = []
    while len(seen) < wanted:
        seen.extend(observe(case, seed, day) for day in range(len(seen), wanted))
        if case.days_to_the_end is None:
            wanted = days_wanted(judge(case, together(seen)), len(seen))
    return together(seen)


def days_wanted(judged: list[Judged], days: int) -> int:
    """Return how many days would do, after so many: half-widths shrink with the root of the number."""
    widest = max(row.relative_half_width for row in judged)
    if widest <= NEAR_ENOUGH:
        return days
    affordable = int(MOST_CALLS / judged[0].calls * days)
    return max(days, min(affordable, AT_ONCE * days, ceil(1.1 * days * (widest / NEAR_ENOUGH) ** 2)))
