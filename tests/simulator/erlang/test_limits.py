"""The far ends: huge and tiny systems give numbers, and what is impossible gives a sentence."""

from collections.abc import Callable
from math import exp, inf, nan
from string import Formatter

import pytest

from simulator.erlang import Refused, delay, erlang_b, erlang_c, limited_queue, waiting_line
from simulator.erlang.words import EN, RU


def test_ten_thousand_agents_are_counted_without_overflow() -> None:
    assert erlang_b(10_000, 10_000) == pytest.approx(0.0079365, rel=1e-3)  # sqrt(2 / (pi c)) and smaller terms
    assert 0 < erlang_c(9_900, 10_000) < 1
    line = waiting_line(10_000 / 300, 300, 10_000, patience_s=300)
    assert line.p_wait == pytest.approx(0.5, abs=0.01)  # Poisson around its mean
    assert line.p_abandon == pytest.approx(0.00399, abs=1e-4)


def test_a_million_erlangs_on_one_line_are_lost_but_for_one() -> None:
    assert erlang_b(1e6, 1) == pytest.approx(1e6 / (1e6 + 1))
    assert erlang_b(1e300, 3) == 1


def test_hardly_a_call_hardly_ever_waits() -> None:
    assert erlang_b(1e-9, 2) == pytest.approx(5e-19)
    assert erlang_b(1e-300, 5) == 0
    assert waiting_line(1e-9, 1, 2, 10).p_wait == pytest.approx(5e-19)
    assert erlang_b(1, 1000) == 0  # 1e-2568, which no number holds


def test_no_call_at_all_waits_for_nothing() -> None:
    line = waiting_line(0, 180, 3, 60)
    assert (line.p_wait, line.mean_wait_s, line.p_abandon, line.occupancy, line.queue_length) == (0, 0, 0, 0, 0)
    assert line.service_level(20) == 1
    assert waiting_line(0, 180, 1, 60).occupancy == 0
    assert (erlang_b(0, 0), erlang_b(0, 1), erlang_c(0, 1)) == (1, 0, 0)
    assert limited_queue(0, 180, 3, 5).p_blocked == 0


def test_loads_need_not_be_whole() -> None:
    assert erlang_b(2.5, 1) == pytest.approx(2.5 / 3.5)
    assert erlang_c(0.75, 1) == pytest.approx(0.75)


def test_far_too_many_callers_keep_everybody_busy_and_the_others_hang_up() -> None:
    line = waiting_line(1e6, 1, 5, 1)
    assert line.p_abandon == pytest.approx(1 - 5e-6, rel=1e-12)
    assert line.occupancy == pytest.approx(1, rel=1e-9)
    assert 0 <= line.service_level(20) <= 1


def test_long_patience_and_twice_the_calls_that_can_be_served_wait_as_water_does() -> None:
    """The queue is so long that half of the callers leave: their wait is log(2) of a patience."""
    line = waiting_line(20, 100, 1000, patience_s=50_000)
    assert line.p_abandon == pytest.approx(0.5, abs=1e-6)
    assert line.wait_tail(30_000) == pytest.approx(exp(-0.6), abs=1e-6)
    assert line.wait_tail(40_000) == pytest.approx(0, abs=1e-6)


def test_percentiles_of_waits_are_where_the_tail_is() -> None:
    assert delay.wait_percentile_s(100 / 1800, 180, 14, 0.5) == 0
    p95 = delay.wait_percentile_s(100 / 1800, 180, 14, 0.95)
    assert delay.wait_tail(100 / 1800, 180, 14, p95) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (lambda: erlang_b(-1, 5), "the load is -1: expected a number of at least 0; give erlangs"),
        (lambda: erlang_b(nan, 5), "the load is nan"),
        (lambda: erlang_b(inf, 5), "the load is inf"),
        (lambda: erlang_b(5, -1), "the number of agents is -1: expected a whole number from 0 to 1000000"),
        (lambda: erlang_b(5, 2.5), "the number of agents is 2.5"),  # type: ignore[arg-type]
        (lambda: erlang_b(5, 2_000_000), "the number of agents is 2000000"),
        (lambda: erlang_c(5, 0), "the number of agents is 0: expected a whole number from 1"),
        (lambda: erlang_c(5, 5), "unstable: a load of 5 erlangs on 5 agents makes the queue grow for ever"),
        (lambda: delay.service_level(1, 6, 5, 20), "unstable: a load of 6 erlangs on 5 agents"),
        (lambda: delay.service_level(1, 1, 5, -1), "the threshold is -1: expected a number of at least 0; give seco"),
        (lambda: delay.occupancy(1, 0, 5), "the mean handling time is 0: expected a number above 0; give seconds"),
        (lambda: delay.wait_percentile_s(1, 1, 5, 1), "the target is 1: expected a share between 0 and 1"),
        (lambda: waiting_line(-1, 1, 5, 1), "the rate of arrivals is -1: expected a number of at least 0; give calls"),
        (
            lambda: waiting_line(1e-13, 1, 5, 1),
            "the rate of arrivals is 1e-13: expected from 1e-12 to 1e+12; give calls",
        ),
        (
            lambda: waiting_line(1, 1, 5, 1e300),
            "the mean patience is 1e+300: expected from 1e-12 to 1e+12; give seconds",
        ),
        (lambda: waiting_line(1, nan, 5, 1), "the mean handling time is nan"),
        (lambda: waiting_line(1, inf, 5, 1), "the mean handling time is inf"),
        (lambda: waiting_line(1, 1, 5, 0), "the mean patience is 0: expected a number above 0; give seconds"),
        (lambda: waiting_line(5, 1, 5), "unstable: a load of 5 erlangs on 5 agents"),
        (lambda: waiting_line(100, 1, 5, 1e9), "over 2000000 calls would wait; take a shorter patience"),
        (lambda: waiting_line(1e9, 1, 5, 1), "a load of 1e+09 erlangs: expected at most 1000000"),
        (lambda: waiting_line(1, 1, 5, 1).wait_tail(nan), "the time waited is nan"),
        (lambda: limited_queue(1, 1, 5, -1), "the number of places to wait is -1"),
    ],
)
def test_the_impossible_is_refused_in_one_sentence(question: Callable[[], object], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        question()
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
    assert refused.value.text("ru") != str(refused.value)


def test_both_languages_say_the_same() -> None:
    def blanks(phrase: str) -> set[str | None]:
        return {blank for _, blank, *_ in Formatter().parse(phrase) if blank}

    assert EN.keys() == RU.keys()
    assert {key: blanks(EN[key]) for key in EN} == {key: blanks(RU[key]) for key in EN}
