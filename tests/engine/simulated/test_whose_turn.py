"""Whose turn it is: it changes who waits, and never how much is waited in all, if calls take as long.

The n-th call to be answered takes as long in every run, so the totals of all orders agree to the last digits, and not
only on the mean. What strict priority makes of exponential calls exactly is held by ``tests/simulator/truth``.
"""

from functools import cache
from typing import Any

import pytest

from acd.engine.routing_rules import NEVER_S, Credit, Turns
from simulator.days.records import Records
from simulator.scenario.draws import Fixed
from tests.engine.simulated.kit import agent, centre, kind, queue, run, waits_of

AGENTS = [agent(f"a{number}") for number in range(12)]
HIGH_RATE, LOW_RATE, TALK_S = 1.2, 4.3, 2.0
HIGH, LOW = 0, 1

ORDERS: dict[str, tuple[dict[str, Any], dict[str, Any], Turns]] = {
    "strict priority": ({"priority": 1}, {}, Turns(priority_worth_s=NEVER_S)),
    "priority with ageing": ({"priority": 3}, {}, Turns(priority_worth_s=0.2)),
    "weights": ({"weight": 5.0}, {}, Turns()),
    "closest to target": ({"answer_within_s": 0.1}, {"answer_within_s": 1.0}, Turns(order="closest-to-target")),
    "credits": ({"credits": (Credit(data={}, seconds=0.5),)}, {}, Turns()),
}
"""What the queue of the important calls says, what the other says, and how turns are compared."""


@cache
def served(order: str = "") -> Records:
    """M/D/12 with important calls and others."""
    high, low, turns = ORDERS[order] if order else ({}, {}, Turns())
    rules = centre(AGENTS, queue("high", **high), queue("low", **low), turns=turns)
    until_s = 5_000 / (HIGH_RATE + LOW_RATE)
    kinds = [
        kind(name, rate, until_s, Fixed(TALK_S), queue=name) for name, rate in (("high", HIGH_RATE), ("low", LOW_RATE))
    ]
    return run(rules, *kinds, until_s=until_s)


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_changes_what_is_waited_in_all(order: str) -> None:
    assert waits_of(served(order)).sum() == pytest.approx(waits_of(served()).sum(), rel=1e-9)
    assert sorted(served(order).wait_ended_at) == pytest.approx(sorted(served().wait_ended_at))


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_lets_the_important_wait_less_and_the_others_more(order: str) -> None:
    assert waits_of(served(order), HIGH).sum() < 0.9 * waits_of(served(), HIGH).sum()
    assert waits_of(served(order), LOW).sum() > waits_of(served(), LOW).sum()
