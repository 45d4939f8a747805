"""The longest-waiting call to the longest-idle agent: waits are those of the product form of Adan and Weiss (2014).

Every bound is three standard deviations of runs of this length, taken from ten seeds.
"""

from functools import cache

import pytest

from simulator.simpy_driver import Outcome, exponential
from tests.engine.simulated.kit import (
    centre,
    chance_to_wait,
    erlang_c,
    erlang_c_wait,
    kind,
    mean_wait,
    run,
    team,
)

CALLS = 30_000
ONE_SKILL = ("a", "a", "b", "b", "c", "c")
TWO_SKILLS = ("ab", "ab", "bc", "bc", "ca", "ca")
ALL_SKILLS = ("abc",) * 6
BILINGUAL = ("ab",) * 6


@cache
def three_kinds(skillsets: tuple[str, ...]) -> Outcome:
    """Three kinds of call, 1.6 of each in the time that one takes, and six agents."""
    kinds = [kind(skill, 1.6, exponential(1.0), needs={skill: 5}) for skill in "abc"]
    return run(centre(team(*skillsets)), *kinds, until_s=CALLS / 4.8)


@cache
def two_languages(skillsets: tuple[str, ...]) -> Outcome:
    """Two languages, 2.2 calls of each in the time that one takes, and six agents."""
    kinds = [kind(skill, 2.2, exponential(1.0), needs={skill: 5}) for skill in "ab"]
    return run(centre(team(*skillsets)), *kinds, until_s=CALLS / 4.4)


def corrected_wait(outcome: Outcome, everybody: Outcome, rate: float) -> float:
    """What ``outcome`` would be with callers as they are on the mean."""
    return mean_wait(outcome) * erlang_c_wait(rate, 1.0, 6) / mean_wait(everybody)


def corrected_chance(outcome: Outcome, everybody: Outcome, rate: float) -> float:
    return chance_to_wait(outcome) * erlang_c(rate, 6) / chance_to_wait(everybody)


@pytest.mark.parametrize(
    ("load", "agents", "chance"), [(10, 12, 0.44938822), (20, 25, 0.20910283), (50, 55, 0.38454732)]
)
def test_erlang_c_is_the_one_of_the_tables(load: float, agents: int, chance: float) -> None:
    assert erlang_c(load, agents) == pytest.approx(chance, abs=1e-8)


def test_agents_with_all_skills_are_a_plain_queue() -> None:
    everybody = three_kinds(ALL_SKILLS)
    assert erlang_c_wait(4.8, 1.0, 6) == pytest.approx(0.431477, abs=1e-6)
    assert erlang_c(4.8, 6) == pytest.approx(0.517772, abs=1e-6)
    assert mean_wait(everybody) == pytest.approx(0.431477, abs=0.18)
    assert chance_to_wait(everybody) == pytest.approx(0.517772, abs=0.06)


def test_with_one_skill_each_there_are_three_centres_of_two_agents() -> None:
    seen, everybody = three_kinds(ONE_SKILL), three_kinds(ALL_SKILLS)
    assert corrected_wait(seen, everybody, 4.8) == pytest.approx(1.777778, abs=0.34)
    assert corrected_chance(seen, everybody, 4.8) == pytest.approx(0.711111, abs=0.055)


def test_with_two_skills_each_calls_wait_as_the_product_form_says() -> None:
    seen, everybody = three_kinds(TWO_SKILLS), three_kinds(ALL_SKILLS)
    assert corrected_wait(seen, everybody, 4.8) == pytest.approx(0.496363, abs=0.028)
    assert corrected_chance(seen, everybody, 4.8) == pytest.approx(0.555264, abs=0.013)


def test_two_skills_of_three_recover_95_percent_of_what_all_give() -> None:
    one, two, all_three = map(mean_wait, map(three_kinds, (ONE_SKILL, TWO_SKILLS, ALL_SKILLS)))
    assert (one - two) / (one - all_three) == pytest.approx(0.95, abs=0.013)


def test_two_bilinguals_of_six_wait_as_the_product_form_says() -> None:
    seen, everybody = two_languages(("a", "a", "b", "b", "ab", "ab")), two_languages(BILINGUAL)
    assert corrected_wait(seen, everybody, 4.4) == pytest.approx(0.355075, abs=0.031)
    assert corrected_chance(seen, everybody, 4.4) == pytest.approx(0.465713, abs=0.018)
