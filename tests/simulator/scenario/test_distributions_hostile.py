"""Whatever stands in a file, a distribution is either read and draws finite times, or refused by a ValueError."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.days.world import Durations
from simulator.scenario.arrivals import Counted, Poisson
from simulator.scenario.distributions import busyness_from, distribution_from
from simulator.scenario.draws import Empirical, Gamma
from simulator.scenario.kinds import ALL, WORDS
from simulator.scenario.units import LONGEST_S, duration_s, rate_per_s, share

FIGURES = st.floats() | st.integers() | st.floats(0, 1e9).map(str) | st.sampled_from(["nan", "-0", "1e99", "0", ""])
UNITS = st.sampled_from([" s", " min", "h", " days", " per min", "/30 min", " per 0 s", " %", " parsecs", ""])
NUMBERS = st.builds(lambda figure, unit: f"{figure}{unit}", FIGURES, UNITS) | FIGURES
SCALARS = NUMBERS | st.none() | st.booleans() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3), max_leaves=6
)
SOME_WORDS = st.dictionaries(st.sampled_from([*WORDS, "file", "column", "unit"]), NUMBERS | ANYTHING, max_size=3)
MAPPINGS = st.dictionaries(st.sampled_from([*ALL, "none"]), SOME_WORDS | ANYTHING, min_size=1, max_size=1)
LINES = st.builds(
    lambda kind, parts: ", ".join([kind, *(f"{word} {number}" for word, number in parts)]),
    st.sampled_from(ALL),
    st.lists(st.tuples(st.sampled_from([*WORDS]), NUMBERS), max_size=3),
)


def read_or_refused(read: Any, raw: object) -> Any:
    """What is read, or None if it was refused in the proper way: by one printable sentence."""
    try:
        return read(raw)
    except ValueError as refused:
        assert str(refused).isprintable()
        assert 0 < len(str(refused)) < 400
        return None


@settings(max_examples=300)
@given(MAPPINGS | LINES | ANYTHING)
@example({"lognormal": {"median": "1e-9 s", "sd": "1e9 s"}})
@example({"exponential": {"rate": "1e-20 per day"}})
@example({"gamma": {"mean": "1e-9 s", "shape": 1e-6}})
@example({"empirical": {"file": "a\0b", "column": [], "unit": {}}})
def test_a_distribution_is_read_and_draws_finite_times_or_is_refused(raw: object) -> None:
    read = read_or_refused(lambda raw: distribution_from(raw, Path("tests")), raw)
    if read is not None:
        drawn = read.draw(np.random.default_rng(1), 50)
        assert np.all(np.isfinite(drawn))
        assert drawn.min() >= 0
        assert 0 <= read.mean_s <= 2000 * LONGEST_S


@settings(max_examples=100)
@given(
    st.builds(lambda words: {"gamma": words}, st.dictionaries(st.sampled_from(["sd", "variance", "shape"]), NUMBERS))
    | ANYTHING
)
def test_a_factor_of_the_day_is_read_with_mean_1_or_refused(raw: object) -> None:
    read = read_or_refused(busyness_from, raw)
    if read is not None:
        assert read.mean_s == 1
        assert np.all(np.isfinite(read.draw(np.random.default_rng(1), 50)))


@settings(max_examples=200)
@given(SCALARS | ANYTHING)
@example(16**5000)
@example("9" * 5000)
def test_a_number_with_its_unit_is_read_within_its_bounds_or_refused(raw: object) -> None:
    for read, most in ((duration_s, LONGEST_S), (rate_per_s, 1e6), (share, 1.0)):
        number = read_or_refused(read, raw)
        assert number is None or 0 <= number <= most


def test_another_process_draws_the_same() -> None:
    drawn_from: tuple[Durations, ...] = (Empirical(np.array([1.0, 2.0, 3.0])), Gamma(2.0, 1.0))
    for each in drawn_from:
        copy = pickle.loads(pickle.dumps(each))
        assert copy.draw(np.random.default_rng(1), 9).tolist() == each.draw(np.random.default_rng(1), 9).tolist()
    for arrivals in (Counted((0.0, 9.0), np.array([[5]])), Poisson((0.0, 9.0), (1.0,))):
        twin = pickle.loads(pickle.dumps(arrivals))
        (once,), (again,) = (list(each.times(np.random.default_rng(1), 1.0)) for each in (arrivals, twin))
        assert once.tolist() == again.tolist()
