"""How occupied an agent has been of late: a share that follows what they do and forgets what is long ago."""

import math

import pytest

from agents.occupancy import Doing, Occupancy

WINDOW_S = 100.0


def occupancy(*parts: tuple[Doing, float]) -> tuple[Occupancy, float]:
    """Someone who did these things one after the other, from 0 on, and when that ended."""
    one, at = Occupancy(WINDOW_S), 0.0
    for doing, seconds in parts:
        one.turn(doing, at)
        at += seconds
    return one, at


def test_who_only_waited_is_not_occupied_and_who_only_worked_is_as_good_as_wholly() -> None:
    idle, at = occupancy((Doing.READY, 1000.0))
    assert idle.share(at) == 0.0
    busy, at = occupancy((Doing.HANDLING, 1000.0))
    assert busy.share(at) == pytest.approx(1.0, abs=1e-4)


def test_a_steady_mixture_settles_at_its_share() -> None:
    parts = [(Doing.HANDLING, 3.0), (Doing.READY, 7.0)] * 100
    one, at = occupancy(*parts)
    assert one.share(at) == pytest.approx(0.3, abs=0.02)


def test_within_a_window_the_past_fades_by_the_factor_e() -> None:
    one, at = occupancy((Doing.HANDLING, 1000.0), (Doing.READY, WINDOW_S))
    assert one.share(at) == pytest.approx(math.exp(-1), abs=1e-4)


def test_a_pause_changes_nothing_however_long() -> None:
    one, at = occupancy((Doing.HANDLING, 50.0), (Doing.NEITHER, 5000.0))
    worked = 1.0 - math.exp(-0.5)
    assert one.share(at) == pytest.approx(worked)
    one.turn(Doing.READY, at)
    assert one.share(at) == pytest.approx(worked)


def test_the_share_is_never_outside_of_nothing_and_all() -> None:
    one, at = occupancy(*[(Doing.HANDLING, 0.0), (Doing.READY, 1e-9), (Doing.HANDLING, 1e9)] * 3)
    assert 0.0 <= one.share(at) <= 1.0


def test_the_order_of_those_who_are_idle_is_that_of_their_shares_and_stays_as_it_is() -> None:
    fresh, _ = occupancy((Doing.READY, 10.0))
    a_little, _ = occupancy((Doing.HANDLING, 10.0), (Doing.READY, 0.0))
    much, _ = occupancy((Doing.HANDLING, 80.0), (Doing.READY, 0.0))
    long_ago, _ = occupancy((Doing.HANDLING, 30.0), (Doing.READY, 60.0))
    everybody = [fresh, a_little, much, long_ago]
    for one in everybody:
        one.turn(Doing.READY, 90.0)
    by_order = sorted(everybody, key=lambda one: one.order)
    for at in (90.0, 100.0, 400.0):
        assert by_order == sorted(everybody, key=lambda one: one.share(at))
    assert by_order[0] is fresh and by_order[-1] is much
