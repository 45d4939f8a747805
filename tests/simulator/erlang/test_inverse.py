"""What a target needs is the least that meets it: one agent fewer, or a little more load, misses it."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.erlang import Refused, erlang_b, erlang_c, waiting_line
from simulator.erlang.inverse import (
    Goal,
    answered_within_at_least,
    greatest_load,
    greatest_rate,
    least_agents,
    least_lines,
    mean_wait_at_most,
    occupancy_at_most,
    p_abandon_at_most,
    p_wait_at_most,
    service_level_at_least,
)
from simulator.erlang.staffing import beta_for_p_wait, p_wait_of_beta, square_root_staffing

RATE, HANDLING = 100 / 1800, 180.0
shares = st.floats(0.01, 0.99)
goals = st.one_of(
    st.builds(service_level_at_least, shares, st.floats(0, 300)),
    st.builds(answered_within_at_least, shares, st.floats(0, 300)),
    st.builds(mean_wait_at_most, st.floats(0.1, 300)),
    st.builds(p_wait_at_most, shares),
    st.builds(occupancy_at_most, shares),
)
patiences = st.one_of(st.just(inf), st.floats(1, 3000))


def test_eighty_percent_within_twenty_seconds_takes_fourteen_agents() -> None:
    assert least_agents(RATE, HANDLING, service_level_at_least(0.8, 20)) == 14
    assert least_agents(RATE, HANDLING, mean_wait_at_most(41)) == 12
    assert least_agents(RATE, HANDLING, p_wait_at_most(0.3)) == 13
    assert least_agents(RATE, HANDLING) == 11


def test_callers_who_hang_up_take_fewer_agents() -> None:
    assert least_agents(RATE, HANDLING, answered_within_at_least(0.9, 20), patience_s=300) == 14
    assert least_agents(RATE, HANDLING, answered_within_at_least(0.9, 20)) == 15


def test_several_goals_are_all_met() -> None:
    agents = least_agents(RATE, HANDLING, service_level_at_least(0.8, 20), occupancy_at_most(0.6))
    assert agents == 17


@settings(max_examples=60)
@given(load=st.floats(0.1, 200), goal=goals, patience_s=patiences)
def test_one_agent_fewer_would_miss_the_goal(load: float, goal: Goal, patience_s: float) -> None:
    agents = least_agents(load / HANDLING, HANDLING, goal, patience_s=patience_s)
    assert goal(waiting_line(load / HANDLING, HANDLING, agents, patience_s))
    if agents > 1 and (patience_s < inf or load < agents - 1):
        assert not goal(waiting_line(load / HANDLING, HANDLING, agents - 1, patience_s))


@settings(max_examples=60)
@given(agents=st.integers(1, 200), at_most=st.floats(0.01, 0.9), patience_s=st.floats(1, 3000))
def test_a_little_more_load_would_miss_the_goal(agents: int, at_most: float, patience_s: float) -> None:
    rate = greatest_rate(HANDLING, agents, p_abandon_at_most(at_most), patience_s=patience_s)
    assert waiting_line(rate, HANDLING, agents, patience_s).p_abandon <= at_most
    assert waiting_line(rate * 1.000001, HANDLING, agents, patience_s).p_abandon > at_most


def test_the_greatest_rate_of_patient_callers_is_below_what_the_agents_can_serve() -> None:
    rate = greatest_rate(HANDLING, 14, service_level_at_least(0.8, 20))
    assert least_agents(rate, HANDLING, service_level_at_least(0.8, 20)) == 14
    assert least_agents(rate * 1.001, HANDLING, service_level_at_least(0.8, 20)) == 15


@given(load=st.floats(0.01, 500), at_most=st.floats(0.0001, 0.9999))
def test_one_line_fewer_would_lose_too_many(load: float, at_most: float) -> None:
    lines = least_lines(load, at_most)
    assert erlang_b(load, lines) <= at_most
    assert lines == 0 or erlang_b(load, lines - 1) > at_most


@given(lines=st.integers(1, 300), at_most=st.floats(0.0001, 0.9999))
def test_a_little_more_load_would_lose_too_many(lines: int, at_most: float) -> None:
    load = greatest_load(lines, at_most)
    assert erlang_b(load, lines) <= at_most < erlang_b(load * 1.000001, lines)


def test_the_classic_table_of_lines_for_one_percent() -> None:
    assert [round(greatest_load(lines, 0.01), 2) for lines in (1, 5, 10, 50, 100)] == [0.01, 1.36, 4.46, 37.9, 84.06]
    assert least_lines(84.06, 0.01) == 100


@pytest.mark.parametrize(("beta", "p_wait"), [(0.5, 0.5046), (1.0, 0.2234), (1.5, 0.0847), (2.0, 0.0268)])
def test_the_square_root_rule_gives_the_limit_of_halfin_and_whitt(beta: float, p_wait: float) -> None:
    agents = 1_000_000
    assert p_wait_of_beta(beta) == pytest.approx(p_wait, rel=0.01)
    assert erlang_c(agents - beta * agents**0.5, agents) == pytest.approx(p_wait_of_beta(beta), rel=0.01)


@pytest.mark.parametrize("beta", [-2.0, -1.0, 0.0, 1.0, 2.0])
def test_with_patience_it_gives_the_limit_of_garnett_mandelbaum_and_reiman(beta: float) -> None:
    load, patience_s = 40_000.0, 300.0
    line = waiting_line(load / 180, 180, round(load + beta * load**0.5), patience_s)
    assert p_wait_of_beta(beta, 180, patience_s) == pytest.approx(line.p_wait, rel=0.02)


@given(target=st.floats(0.001, 0.999), patience_s=patiences)
def test_beta_is_the_least_that_meets_the_target(target: float, patience_s: float) -> None:
    beta = beta_for_p_wait(target, HANDLING, patience_s)
    assert p_wait_of_beta(beta, HANDLING, patience_s) == pytest.approx(target, rel=1e-6)


@pytest.mark.parametrize("patience_s", [inf, 300.0])
@pytest.mark.parametrize("load", [50, 200, 1000])
def test_the_square_root_rule_is_right_within_an_agent_or_two(load: float, patience_s: float) -> None:
    exact = least_agents(load / 180, 180, p_wait_at_most(0.2), patience_s=patience_s)
    assert abs(square_root_staffing(load / 180, 180, 0.2, patience_s) - exact) <= 1


def test_ten_thousand_agents_are_found() -> None:
    agents = least_agents(10_000 / 180, 180, p_abandon_at_most(0.01), patience_s=300)
    assert waiting_line(10_000 / 180, 180, agents, 300).p_abandon <= 0.01
    assert waiting_line(10_000 / 180, 180, agents - 1, 300).p_abandon > 0.01


def test_what_no_number_reaches_is_said() -> None:
    with pytest.raises(Refused, match="no number of agents up to 1000000 meets this target"):
        least_agents(1_000_000, 1, occupancy_at_most(0.5))
    with pytest.raises(Refused, match="3 agents meet this target at any rate"):
        greatest_rate(180, 3, mean_wait_at_most(100), patience_s=60)
    with pytest.raises(Refused, match="the target is 80: expected a share between 0 and 1"):
        service_level_at_least(80, 20)
    with pytest.raises(Refused, match="the greatest share is 1"):
        p_wait_at_most(1)
    with pytest.raises(Refused, match="beta is 0: expected a number from"):
        p_wait_of_beta(0)
    with pytest.raises(Refused, match="no number of agents up to 1000000"):
        least_lines(1e6, 0.000001)
