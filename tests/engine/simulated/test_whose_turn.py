"""Whose turn it is: it changes who waits, and never how much is waited in all, if agents and calls are alike.

Calls are as good as each other when they take as long and nobody hangs up, or all as readily. The n-th call to be
answered takes as long in every run, so the totals of all orders agree to the last digits, and not only on the mean.
"""

from functools import cache
from typing import Any

import pytest

from acd.engine.routing_rules import NEVER_S, Credit, Turns
from simulator.simpy_driver import Outcome, exponential
from tests.engine.simulated.kit import agent, centre, erlang_c_wait, from_one_stream, kind, mean_wait, queue, run

AGENTS = [agent(f"a{number}") for number in range(12)]
HIGH_RATE, LOW_RATE, TALK_S = 1.2, 3.0, 2.0
RATE = HIGH_RATE + LOW_RATE

ORDERS: dict[str, tuple[dict[str, Any], dict[str, Any], Turns]] = {
    "strict priority": ({"priority": 1}, {}, Turns(priority_worth_s=NEVER_S)),
    "priority with ageing": ({"priority": 3}, {}, Turns(priority_worth_s=0.2)),
    "weights": ({"weight": 5.0}, {}, Turns()),
    "closest to target": ({"answer_within_s": 0.1}, {"answer_within_s": 1.0}, Turns(order="closest-to-target")),
    "credits": ({"credits": (Credit(data={}, seconds=0.5),)}, {}, Turns()),
}
"""What the queue of the important calls says, what the other says, and how turns are compared."""


@cache
def served(order: str = "", *, calls: int = 5_000) -> Outcome:
    """M/M/12 with important calls and others."""
    high, low, turns = ORDERS[order] if order else ({}, {}, Turns())
    rules = centre(AGENTS, queue("high", **high), queue("low", **low), turns=turns)
    talk_s = from_one_stream(TALK_S)
    kinds = kind("high", HIGH_RATE, talk_s, in_queue="high"), kind("low", LOW_RATE, talk_s, in_queue="low")
    return run(rules, *kinds, until_s=calls / RATE)


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_changes_what_is_waited_in_all(order: str) -> None:
    assert mean_wait(served(order)) == pytest.approx(mean_wait(served()), rel=1e-9)
    assert served(order).waiting_area_s == pytest.approx(served().waiting_area_s, rel=1e-9)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_lets_the_important_wait_less_and_the_others_more(order: str) -> None:
    def waits(outcome: Outcome, name: str) -> float:
        return sum(outcome.waits_of[name])

    assert waits(served(order), "high") < 0.9 * waits(served(), "high")
    assert waits(served(order), "low") > waits(served(), "low")


@pytest.mark.parametrize(("name", "wait", "within"), [("high", 0.038310, 0.012), ("low", 0.127700, 0.0054)])
def test_strict_priority_waits_as_the_formula_says(name: str, wait: float, within: float) -> None:
    """Corrected by the mean of all, which is Erlang's whatever the order; ``within`` is three standard deviations."""
    seen = served("strict priority", calls=30_000)
    usual = erlang_c_wait(RATE, TALK_S, 12)
    assert usual == pytest.approx(0.102160, abs=1e-6)
    corrected = sum(seen.waits_of[name]) / len(seen.waits_of[name]) * usual / mean_wait(seen)
    assert corrected == pytest.approx(wait, abs=within)


@pytest.mark.parametrize("order", ["", "strict priority"])
def test_where_all_hang_up_as_readily_no_order_changes_how_many_do(order: str) -> None:
    """M/M/50+M: .030912 abandon, all wait 3.7095 s on the mean; runs vary by .0017 and .28 s, three of each allowed."""
    high, low, turns = ORDERS[order] if order else ({}, {}, Turns())
    agents = [agent(f"a{number}") for number in range(50)]
    rules = centre(agents, queue("high", **high), queue("low", **low), turns=turns)
    talk_s, patience_s = from_one_stream(60.0), exponential(120.0)
    kinds = [kind(name, 0.4, talk_s, in_queue=name, patience_s=patience_s) for name in ("high", "low")]
    seen = run(rules, *kinds, until_s=20_000 / 0.8)
    all_waits = [*seen.waits_s, *seen.unserved_waits_s]
    assert seen.abandoned / seen.offered == pytest.approx(0.030912, abs=0.0052)
    assert sum(all_waits) / len(all_waits) == pytest.approx(3.7095, abs=0.84)
