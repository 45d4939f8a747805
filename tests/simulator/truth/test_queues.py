"""The formulas of theory are those of the tables, and meet each other where they must."""

import numpy as np
import pytest

from benchmarks.truth.limit_cases import PATIENCE, outlasts_fixed, outlasts_seen
from benchmarks.truth.queues import Line, found, impatient, pollaczek_khinchine, priority_waits, within_md1
from benchmarks.truth.steady_cases import ERLANG_C, square
from simulator.scenario.draws import Empirical, Erlang, Exponential, Fixed, Gamma, Lognormal, Uniform, Weibull


@pytest.mark.parametrize("staff", ERLANG_C)
def test_erlang_c_is_the_one_of_the_tables(staff: int) -> None:
    p_wait, within, wait, _ = ERLANG_C[staff]
    line = Line(staff, 1 / 180, 0.0, 300)
    shares = found(100 / 1800, line)
    assert shares[staff:].sum() == pytest.approx(p_wait, abs=6e-7)
    assert shares @ line.within(20.0) == pytest.approx(within, abs=6e-7)
    assert shares @ line.wait == pytest.approx(wait, abs=6e-5)


def test_without_places_to_wait_the_chain_is_erlang_b() -> None:
    assert found(10.0, Line(12, 1.0, 0.0, 12))[-1] == pytest.approx(0.11973919, abs=1e-8)
    assert found(50.0, Line(55, 1.0, 0.0, 55))[-1] == pytest.approx(0.05374881, abs=1e-8)


def test_erlang_a_is_the_one_of_the_tables() -> None:
    line = Line(14, 1 / 180, 1 / 300, 200)
    shares = found(100 / 1800, line)
    assert shares[14:].sum() == pytest.approx(0.14526, abs=1e-6)
    assert 1 - shares @ line.served == pytest.approx(0.013984, abs=1e-6)
    assert shares @ line.wait / 60 == pytest.approx(0.069919, abs=1e-6)
    assert shares @ line.within(20.0) == pytest.approx(0.916792, abs=1e-6)


def test_who_is_as_patient_as_calls_are_long_makes_the_number_in_the_system_poisson() -> None:
    shares = found(8.0, Line(6, 1.0, 1.0, 100))
    assert shares[:3] == pytest.approx(np.exp(-8.0) * np.array([1.0, 8.0, 32.0]))


def test_littles_law_and_abandonment_by_the_mean_wait() -> None:
    line = Line(50, 1 / 60, 1 / 120, 400)
    shares = found(0.8, line)
    queue = shares @ np.maximum(np.arange(401) - 50, 0)
    assert 0.8 * (shares @ line.wait) == pytest.approx(queue)
    assert 1 - shares @ line.served == pytest.approx((shares @ line.wait) / 120)


def test_waits_of_the_served_are_part_of_the_waits_of_all() -> None:
    line = Line(3, 1.0, 0.5, 40)
    assert np.all(line.wait_served[3:] < line.wait[3:])
    assert np.all(line.wait_served[:3] == 0.0)
    patient = Line(3, 1.0, 0.0, 40)
    assert patient.wait_served == pytest.approx(patient.wait)


def test_patience_of_any_kind_is_erlang_a_where_it_is_exponential() -> None:
    true = impatient(100 / 1800, 1 / 180, 14, lambda times: np.exp(-times / 300), longest=3000.0, threshold=20.0)
    assert true.waits == pytest.approx(0.14526, abs=1e-6)
    assert true.abandon == pytest.approx(0.013984, abs=1e-6)
    assert true.wait / 60 == pytest.approx(0.069919, abs=1e-6)
    assert true.within == pytest.approx(0.916792, abs=1e-5)


def test_endless_patience_is_erlang_c() -> None:
    true = impatient(100 / 1800, 1 / 180, 14, np.ones_like, longest=3000.0, threshold=20.0)
    assert true.waits == pytest.approx(0.174132, abs=1e-5)
    assert true.abandon == pytest.approx(0.0, abs=1e-5)
    assert true.wait == pytest.approx(7.8359, rel=1e-4)


def test_with_a_fixed_patience_fewer_hang_up_than_were_simulated_elsewhere() -> None:
    """The reference says .0930 (simulated); the exact value is .0924."""
    true = impatient(10.5 / 60, 1 / 60, 10, outlasts_fixed, longest=600.0, threshold=20.0)
    assert true.abandon == pytest.approx(0.09244, abs=2e-5)
    assert true.abandon == pytest.approx(0.0930, abs=7e-4)


@pytest.mark.parametrize("name", PATIENCE)
def test_what_is_said_of_patience_is_what_is_drawn(name: str) -> None:
    patience, outlasts = PATIENCE[name]
    times = np.array([0.5, 5.0, 20.0, 59.0, 100.0])
    drawn = patience.draw(np.random.default_rng(1), 200_000)
    assert outlasts(times) == pytest.approx((drawn[:, None] > times).mean(axis=0), abs=0.005)


def test_empirical_patience_ends_at_what_was_seen() -> None:
    assert outlasts_seen(np.array([0.0, 1.0, 5.0, 240.0])).tolist() == [1.0, 0.875, 0.75, 0.0]


def test_pollaczek_khinchine_is_m_m_1_where_handling_is_exponential() -> None:
    assert pollaczek_khinchine(0.5, 1.0, 2.0) == pytest.approx(1.0)
    assert pollaczek_khinchine(0.5, 1.0, 1.0) == pytest.approx(0.5)


def test_waits_in_m_d_1_add_up_to_pollaczek_khinchines_mean() -> None:
    times = np.linspace(0.0, 30.0, 3001)
    longer = np.array([1 - within_md1(0.5, 1.0, time) for time in times])
    assert longer[0] == pytest.approx(0.5)
    assert np.trapezoid(longer, times) == pytest.approx(0.5, rel=1e-3)


def test_priority_is_cobhams_and_leaves_the_mean_alone() -> None:
    line = Line(12, 0.5, 0.0, 200)
    residual = found(4.2, line)[12:].sum() / (12 * 0.5)
    high, low = priority_waits(float(residual), 12, [2.4, 6.0])
    assert high == pytest.approx(0.038310, abs=1e-6)
    assert low == pytest.approx(0.127700, abs=1e-6)
    assert (1.2 * high + 3.0 * low) / 4.2 == pytest.approx(0.102160, abs=1e-6)


@pytest.mark.parametrize(
    "handling",
    [
        Fixed(180.0), Exponential(180.0), Erlang(180.0, 3), Gamma(180.0, 90.0), Lognormal(178.0, 60.0),
        Weibull(180.0, 1.5), Uniform(60.0, 300.0), Empirical(np.array([20.0, 45.0, 700.0])),
    ],
    ids=lambda handling: type(handling).__name__,
)  # fmt: skip
def test_mean_squares_are_those_of_the_draws(handling: Lognormal) -> None:
    drawn = handling.draw(np.random.default_rng(1), 400_000)
    assert square(handling) == pytest.approx((drawn**2).mean(), rel=0.01)


def test_of_an_unknown_distribution_no_mean_square_is_known() -> None:
    class Strange:
        mean_s = 1.0

        def draw(self, generator: np.random.Generator, size: int) -> np.ndarray:
            return np.ones(size)

    with pytest.raises(TypeError, match="no mean square"):
        square(Strange())
