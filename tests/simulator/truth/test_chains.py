"""Chains and days of theory: solved by one way and by another, or where they are known."""

import numpy as np
import pytest

from benchmarks.truth.chains import MOST_STATES, after, birth_death, generator, stationary
from benchmarks.truth.day_cases import EDGES, HANDLING_S, PUBLISHED, RATES, busy_s
from benchmarks.truth.days import UNTIL_EMPTY_S, Piece, StaffedDay, day_of_line
from benchmarks.truth.orbit import Orbit
from benchmarks.truth.queues import Line, found

MIN = 60.0


def test_the_long_run_is_the_same_by_a_product_and_by_equations() -> None:
    births, deaths = [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]
    moves = [(n, n + 1, rate) for n, rate in enumerate(births)] + [(n + 1, n, rate) for n, rate in enumerate(deaths)]
    assert stationary(4, moves) == pytest.approx(birth_death(births, deaths))


def test_a_chain_of_too_many_states_is_refused() -> None:
    with pytest.raises(ValueError, match="cut the chain"):
        stationary(MOST_STATES + 1, [(0, 1, 1.0)])


def test_a_chain_that_is_left_alone_comes_to_its_long_run() -> None:
    moves = [(0, 1, 1.0), (1, 2, 2.0), (2, 0, 3.0)]
    late, spent = after(generator(3, moves), np.array([1.0, 0.0, 0.0]), 1000.0)
    assert late == pytest.approx(stationary(3, moves))
    assert spent.sum() == pytest.approx(1000.0)


def test_a_chain_of_two_states_changes_as_the_formula_says() -> None:
    late, spent = after(generator(2, [(0, 1, 1.0), (1, 0, 1.0)]), np.array([1.0, 0.0]), 0.5)
    assert late[0] == pytest.approx((1 + np.exp(-1.0)) / 2)
    assert spent[0] == pytest.approx(0.25 + (1 - np.exp(-1.0)) / 4)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (Line(12, 0.5 / MIN, 0.0, 250), {"answered_in_time": 1816.158, "wait": 0.099 * MIN}),
        (Line(12, 0.5 / MIN, 1.0 / MIN, 100), {"abandoned": 58.609, "wait_served": 0.024 * MIN}),
        (Line(12, 0.5 / MIN, 0.0, 17), {"blocked": 18.655}),
    ],
    ids=PUBLISHED,
)
def test_exact_days_are_within_the_published_intervals(line: Line, values: dict[str, float]) -> None:
    day = day_of_line(4.2 / MIN, line, arrivals_s=480 * MIN, threshold_s=20.0)
    assert day.offered == pytest.approx(2016.0)
    within = {"answered_in_time": 3.5, "wait": 0.15, "abandoned": 0.95, "wait_served": 0.03, "blocked": 0.61}
    for name, value in values.items():
        assert getattr(day, name) == pytest.approx(value, abs=within[name])


def test_a_long_day_is_a_long_run() -> None:
    line = Line(10, 1 / MIN, 0.5 / MIN, 80)
    shares = found(9 / MIN, line)
    day = day_of_line(9 / MIN, line, arrivals_s=1e7, threshold_s=20.0)
    assert day.abandoned / day.offered == pytest.approx(1 - shares @ line.served, rel=1e-3)
    assert day.answered_in_time / day.offered == pytest.approx(shares @ line.within(20.0), rel=1e-3)


def test_a_day_with_the_same_agents_all_the_time_is_that_of_one_line() -> None:
    chain = StaffedDay(1 / 180, 1 / 300, most=40, most_last=1)
    pieces = chain.pieces([Piece(1000.0, 5 / 180, 6), Piece(800.0, 5 / 180, 6), Piece(UNTIL_EMPTY_S, 0.0, 6)])
    day = day_of_line(5 / 180, Line(6, 1 / 180, 1 / 300, 40), arrivals_s=1800.0, threshold_s=20.0)
    assert sum(piece.abandoned for piece in pieces) == pytest.approx(day.abandoned, rel=1e-6)
    assert sum(piece.busy_s for piece in pieces) == pytest.approx((day.offered - day.abandoned) * 180, rel=1e-6)


@pytest.mark.parametrize("same", [True, False])
def test_whoever_goes_the_work_that_was_begun_is_done(same: bool) -> None:
    """All calls are answered or hung up, and who is answered is handled for the mean time."""
    chain = StaffedDay(1 / 180, 1 / 300, most=45, most_last=3, same=same)
    numbers = (6, 3, 6)
    pieces = [*(Piece(1800.0, 4 / 180, number) for number in numbers), Piece(UNTIL_EMPTY_S, 0.0, 6)]
    seen = chain.pieces(pieces)
    offered, abandoned = sum(piece.offered for piece in seen), sum(piece.abandoned for piece in seen)
    assert sum(piece.busy_s for piece in seen) == pytest.approx((offered - abandoned) * 180, rel=1e-5)


def test_who_has_not_gone_before_the_others_come_back_makes_the_same_number_or_more() -> None:
    """After so short a break nobody has gone; other agents who come are more hands for the moment."""
    pieces = [Piece(1800.0, 6 / 180, 6), Piece(1e-3, 6 / 180, 4), Piece(1800.0, 6 / 180, 6)]
    stayed = StaffedDay(1 / 180, 1 / 300, most=45, most_last=3, same=True).pieces(pieces)
    through = StaffedDay(1 / 180, 1 / 300, most=45, most_last=3).pieces([Piece(3600.0, 6 / 180, 6)])
    others = StaffedDay(1 / 180, 1 / 300, most=45, most_last=3).pieces(pieces)
    assert sum(piece.queue_s for piece in stayed) == pytest.approx(through[0].queue_s, rel=1e-3)
    assert others[2].queue_s < 0.99 * stayed[2].queue_s


def test_work_of_callers_who_never_wait_adds_up() -> None:
    beyond = sum(
        rate * mean_s**2 * (np.exp(-(EDGES[-1] - end) / mean_s) - np.exp(-(EDGES[-1] - begin) / mean_s))
        for rate, mean_s, begin, end in zip(RATES, HANDLING_S, EDGES, EDGES[1:], strict=False)
    )
    whole = sum(rate * 1800.0 * mean_s for rate, mean_s in zip(RATES, HANDLING_S, strict=True))
    assert sum(map(busy_s, range(3))) + beyond == pytest.approx(whole, rel=1e-6)


def orbit(again: float) -> Orbit:
    return Orbit(10 / MIN, 1 / MIN, agents=10, leave=1 / MIN, again=again, back=0.5 / MIN, most=60, most_away=60)


def test_where_nobody_calls_again_it_is_erlang_a() -> None:
    line = Line(10, 1 / MIN, 1 / MIN, 60)
    shares = found(10 / MIN, line)
    assert orbit(0.0).abandoned / orbit(0.0).calls == pytest.approx(1 - shares @ line.served, rel=1e-6)
    assert orbit(0.0).delayed / orbit(0.0).calls == pytest.approx(shares[10:].sum(), rel=1e-6)


def test_who_comes_again_had_hung_up() -> None:
    chain = orbit(0.6)
    away = float(chain.shares.sum(axis=0) @ np.arange(61))
    assert chain.abandoned * 0.6 == pytest.approx(away * 0.5 / MIN, rel=1e-6)
    assert chain.abandoned > orbit(0.0).abandoned
