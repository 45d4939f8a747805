"""Which agent is chosen: it matters where agents differ, and only there.

Three agents talk for 1/1.5 and three for 1/.75, five calls come in the time of one. The waits of each choice are a
solved Markov chain; that longest idle and random wait the same is proved in arXiv 1305.6249. Every bound is three
standard deviations of runs of this length, taken from ten seeds.
"""

from functools import cache
from typing import get_args

import pytest

from acd.engine.routing_rules import Choice
from simulator.simpy_driver import Outcome, exponential
from tests.engine.simulated.kit import agent, centre, erlang_c_wait, kind, mean_wait, queue, run

CALLS = 30_000
FAST = {f"fast{number}": 1.5 for number in range(3)}
SLOW = {f"slow{number}": 0.75 for number in range(3)}
MEAN_SPEED = dict.fromkeys((*FAST, *SLOW), 1.125)
LONGEST_IDLE_WAIT = 0.240530


@cache
def served(choice: Choice, best: str = "fast", *, alike: bool = False, calls: int = CALLS) -> Outcome:
    """One kind of call, which the ``best`` agents can do better."""
    agents = [agent(name, a=9 if name.startswith(best) else 1) for name in (*FAST, *SLOW)]
    rules = centre(agents, queue(need="a", choice=choice))
    speeds = MEAN_SPEED if alike else FAST | SLOW
    return run(rules, kind("c", 5.0, exponential(1.0)), until_s=calls / 5.0, speeds=speeds)


def corrected(outcome: Outcome) -> float:
    """The mean wait, were the callers as they are on the mean; six agents who are all alike tell how they are."""
    return mean_wait(outcome) * erlang_c_wait(5.0, 1 / 1.125, 6) / mean_wait(served("longest-idle", alike=True))


def test_the_longest_idle_agent_first() -> None:
    assert corrected(served("longest-idle")) == pytest.approx(LONGEST_IDLE_WAIT, abs=0.010)


def test_at_random_calls_wait_as_with_the_longest_idle() -> None:
    assert corrected(served("random")) == pytest.approx(LONGEST_IDLE_WAIT, abs=0.010)


def test_the_fastest_first_is_better() -> None:
    assert corrected(served("best-level")) == pytest.approx(0.222412, abs=0.010)


def test_the_slowest_first_is_worse() -> None:
    assert corrected(served("best-level", best="slow")) == pytest.approx(0.253117, abs=0.010)


def test_the_same_callers_tell_the_choices_apart() -> None:
    fastest, idle, slowest = (
        mean_wait(each) for each in (served("best-level"), served("longest-idle"), served("best-level", best="slow"))
    )
    assert fastest < idle < slowest


@pytest.mark.parametrize("choice", get_args(Choice))
def test_among_agents_who_are_alike_no_choice_changes_any_wait(choice: Choice) -> None:
    usual, other = served("longest-idle", alike=True, calls=2_000), served(choice, alike=True, calls=2_000)
    assert other.waits_s == pytest.approx(usual.waits_s)
    assert other.load.keys() == usual.load.keys()


def test_choices_share_out_the_work_differently() -> None:
    def most_and_least(choice: Choice) -> float:
        calls = [calls for calls, _ in served(choice, alike=True, calls=2_000).load.values()]
        return max(calls) / min(calls)

    assert most_and_least("fewest-calls") < 1.05 < most_and_least("random")
    assert most_and_least("random") < 1.3 < most_and_least("best-level")
