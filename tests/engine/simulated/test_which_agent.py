"""Which agent is chosen: it matters where agents differ, and only there.

Three agents take 1/1.5 and three 1/.75, five calls come in the time of one. What each choice makes of it exactly is
held by ``tests/simulator/truth``; here it is the same callers, choice by choice.
"""

from functools import cache
from typing import get_args

import numpy as np
import pytest

from acd.engine.routing_rules import Choice
from simulator.days.records import Records
from simulator.scenario.draws import Exponential
from tests.engine.simulated.kit import agent, centre, kind, queue, run, waits_of

FAST = [f"fast{number}" for number in range(3)]
SLOW = [f"slow{number}" for number in range(3)]


@cache
def served(choice: Choice, best: str = "fast", *, alike: bool = False, calls: int = 2_000) -> Records:
    """One kind of call, which the ``best`` agents can do better."""
    agents = [agent(name, a=9 if name.startswith(best) else 1) for name in (*FAST, *SLOW)]
    rules = centre(agents, queue(need="a", choice=choice))
    means = (1 / 1.125, 1 / 1.125) if alike else (1 / 1.5, 1 / 0.75)
    calls_of = kind("c", 5.0, calls / 5.0, *map(Exponential, means))
    return run(rules, calls_of, until_s=calls / 5.0, groups=[0, 0, 0, 0, 0, 0] if alike else [0, 0, 0, 1, 1, 1])


def mean_wait(choice: Choice, best: str = "fast") -> float:
    return float(waits_of(served(choice, best, calls=15_000)).mean())


def test_the_same_callers_tell_the_choices_apart() -> None:
    fastest, idle, slowest = mean_wait("best-level"), mean_wait("longest-idle"), mean_wait("best-level", "slow")
    assert fastest < idle < slowest


@pytest.mark.parametrize("choice", get_args(Choice))
def test_among_agents_who_are_alike_no_choice_changes_any_wait(choice: Choice) -> None:
    usual, other = served("longest-idle", alike=True), served(choice, alike=True)
    assert waits_of(other) == pytest.approx(waits_of(usual))
    assert waits_of(usual).max() > 0.5
    assert set(other.agent.tolist()) == set(range(6))


def test_choices_share_out_the_work_differently() -> None:
    def most_and_least(choice: Choice) -> float:
        calls = np.bincount(served(choice, alike=True).agent)
        return float(calls.max() / calls.min())

    assert most_and_least("fewest-calls") < 1.05 < most_and_least("random")
    assert most_and_least("random") < 1.3 < most_and_least("best-level")
