"""What holds of every queue in equilibrium, whatever its numbers are."""

from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaincc, gammaln

from simulator.erlang import WaitingLine, delay, erlang_b, erlang_c, limited_queue, waiting_line

agents = st.integers(1, 300)
per_agent = st.floats(0.01, 3)
handling = st.floats(1, 1000)
patience = st.floats(0.001, 30)  # of a handling time
thresholds = st.floats(0, 500)


@st.composite
def lines(draw: st.DrawFn) -> WaitingLine:
    count, handling_s = draw(agents), draw(handling)
    return waiting_line(draw(per_agent) * count / handling_s, handling_s, count, draw(patience) * handling_s)


@st.composite
def stable(draw: st.DrawFn) -> tuple[float, float, int]:
    count, handling_s = draw(agents), draw(handling)
    return draw(st.floats(0.01, 0.99)) * count / handling_s, handling_s, count


@given(load=st.floats(0.01, 500), count=st.integers(1, 300))
def test_erlang_b_is_the_truncated_poisson_of_the_textbooks(load: float, count: int) -> None:
    full = exp(count * log(load) - load - gammaln(count + 1))
    if (not_more := float(gammaincc(count + 1, load))) > 1e-290 and full > 1e-290:
        assert erlang_b(load, count) == pytest.approx(full / not_more, rel=1e-9)


@given(load=st.floats(0.01, 500), count=agents)
def test_an_agent_more_loses_fewer_and_a_call_more_loses_more(load: float, count: int) -> None:
    lost = erlang_b(load, count)
    assert erlang_b(load, count + 1) < lost < erlang_b(load * 1.01, count) or lost < 1e-300


@given(stable())
def test_an_agent_more_lets_fewer_wait_and_a_call_more_lets_more(system: tuple[float, float, int]) -> None:
    rate, handling_s, count = system
    waits, wait_s = erlang_c(rate * handling_s, count), delay.mean_wait_s(rate, handling_s, count)
    assert erlang_c(rate * handling_s, count + 1) < waits or waits < 1e-300
    assert delay.mean_wait_s(rate * 0.99, handling_s, count) < wait_s or waits < 1e-300
    assert delay.service_level(rate, handling_s, count, 21) >= delay.service_level(rate, handling_s, count, 20)


@given(stable(), thresholds)
def test_endless_patience_is_erlang_c(system: tuple[float, float, int], t_s: float) -> None:
    rate, handling_s, count = system
    line = waiting_line(*system)
    assert line.p_wait == pytest.approx(erlang_c(rate * handling_s, count), rel=1e-9)
    assert line.mean_wait_s == pytest.approx(delay.mean_wait_s(*system), rel=1e-9)
    assert line.queue_length == pytest.approx(delay.queue_length(*system), rel=1e-9)
    assert line.mean_wait_delayed_s == pytest.approx(delay.mean_wait_delayed_s(*system), rel=1e-9)
    assert line.wait_tail(t_s) == pytest.approx(delay.wait_tail(*system, t_s), rel=1e-9, abs=1e-290)
    assert line.p_abandon == 0


@given(stable())
def test_patience_that_grows_leads_to_erlang_c_and_one_that_shrinks_to_erlang_b(
    system: tuple[float, float, int],
) -> None:
    rate, handling_s, count = system
    patient = waiting_line(*system, patience_s=1e9 * handling_s)
    assert patient.p_wait == pytest.approx(erlang_c(rate * handling_s, count), rel=1e-4, abs=1e-300)
    assert patient.mean_wait_s == pytest.approx(delay.mean_wait_s(*system), rel=1e-4, abs=1e-300)
    hasty = waiting_line(*system, patience_s=1e-9 * handling_s)
    assert hasty.p_abandon == pytest.approx(erlang_b(rate * handling_s, count), rel=1e-6)


@given(lines())
def test_who_hangs_up_is_theta_times_the_mean_wait_and_who_does_not_is_served(line: WaitingLine) -> None:
    assert line.p_abandon == pytest.approx(line.mean_wait_s / line.patience_s)
    assert line.occupancy * line.agents == pytest.approx(line.load * (1 - line.p_abandon))
    assert line.queue_length == pytest.approx(line.rate_per_s * line.mean_wait_s)


@given(lines())
def test_patience_loses_no_more_than_no_queue_at_all(line: WaitingLine) -> None:
    assert line.p_abandon <= erlang_b(line.load, line.agents) * (1 + 1e-9)
    assert line.p_abandon >= 1 - line.agents / line.load - 1e-9


@given(lines())
def test_an_agent_more_is_better_in_everything(line: WaitingLine) -> None:
    more = waiting_line(line.rate_per_s, line.handling_s, line.agents + 1, line.patience_s)
    for measure in ("p_wait", "p_abandon", "mean_wait_s", "queue_length", "occupancy"):
        assert getattr(more, measure) <= getattr(line, measure) * (1 + 1e-9)
    assert more.answered_within(20) >= line.answered_within(20) - 1e-9
    assert more.service_level(20) >= line.service_level(20) - 1e-9


@given(lines(), thresholds)
def test_every_call_is_answered_in_time_or_later_or_hangs_up(line: WaitingLine, t_s: float) -> None:
    assert line.answered_within(t_s) + line.answered_later(t_s) + line.p_abandon == pytest.approx(1)
    assert line.abandoned_within(t_s) <= line.p_abandon
    assert line.answered_within(t_s) + line.abandoned_within(t_s) + line.wait_tail(t_s) == pytest.approx(1)
    assert line.wait_tail(0) == pytest.approx(line.p_wait)
    assert line.answered_within(t_s) - 1e-9 <= line.service_level(t_s) <= 1


@given(count=agents, load=per_agent)
def test_patience_as_long_as_handling_makes_the_number_of_calls_poisson(count: int, load: float) -> None:
    """As if there were endless agents, of whom the first handle and the others wait."""
    load *= count
    line = waiting_line(load / 60, 60, count, patience_s=60)
    at_least = 1 - float(gammaincc(count, load))
    assert line.p_wait == pytest.approx(at_least, rel=1e-6, abs=1e-12)
    excess = load * (1 - float(gammaincc(count, load))) - count * (1 - float(gammaincc(count + 1, load)))
    assert line.queue_length == pytest.approx(excess, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("load", "count", "patience_s"), [(9, 10, 300), (14, 10, 60), (3, 10, 1000), (30, 10, 20)])
@pytest.mark.parametrize("t_s", [0.0, 5.0, 20.0, 120.0])
def test_the_waits_are_those_of_the_density_integrated_step_by_step(
    load: float, count: int, patience_s: float, t_s: float
) -> None:
    rate, line = load / 180, waiting_line(load / 180, 180, count, patience_s)

    def survival(u: float) -> float:
        return exp(rate * patience_s * (1 - exp(-u / patience_s)) - count * u / 180)

    whole = quad(survival, 0, inf)[0]
    rest = quad(survival, t_s, inf)[0]
    in_time = quad(lambda u: survival(u) * exp(-u / patience_s), t_s, inf)[0]
    assert line.wait_tail(t_s) == pytest.approx(line.p_wait * rest / whole * exp(-t_s / patience_s), rel=1e-6)
    assert line.answered_later(t_s) == pytest.approx(line.p_wait * in_time / whole, rel=1e-6)


@given(count=agents, load=per_agent, places=st.integers(0, 200))
def test_places_to_wait_lie_between_erlang_b_and_endless_ones(count: int, load: float, places: int) -> None:
    load *= count
    fewer, more = (limited_queue(load / 60, 60, count, number) for number in (places, places + 1))
    assert more.p_blocked <= fewer.p_blocked * (1 + 1e-12)
    assert limited_queue(load / 60, 60, count, 0).p_blocked == pytest.approx(
        erlang_b(load, count), rel=1e-6, abs=1e-300
    )
    entered = 1 - fewer.p_blocked
    assert fewer.occupancy == pytest.approx(load * entered / count, rel=1e-6)
    assert fewer.queue_length == pytest.approx(load / 60 * entered * fewer.mean_wait_s, rel=1e-6)


@given(stable())
def test_endless_places_to_wait_are_erlang_c(system: tuple[float, float, int]) -> None:
    rate, handling_s, count = system
    queue = limited_queue(rate, handling_s, count, 5000)
    assert queue.p_wait == pytest.approx(erlang_c(rate * handling_s, count), rel=1e-6)
    assert queue.mean_wait_s == pytest.approx(delay.mean_wait_s(*system), rel=1e-6)
