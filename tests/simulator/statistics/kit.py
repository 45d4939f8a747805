"""Small worlds and hand-made records for the tests of the statistics."""

from collections.abc import Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np

from acd.engine.rules import CentreRules
from simulator.days.records import SERVED, Records
from simulator.days.world import Arrivals, CallType, Duty, World
from simulator.statistics.estimates import results_of
from simulator.statistics.observations import Observations, observations
from simulator.statistics.results import Results
from simulator.statistics.tally import Tally

NO_ARRIVALS: Arrivals = None  # type: ignore[assignment]
"""nobody is simulated here, so nobody asks when calls come"""

RULES = CentreRules(name="centre", skills={}, queues=(), agents=())


class Call(NamedTuple):
    """One row of the records, as a story: who came when, waited how long and was handled how long."""

    type: int = 0
    outcome: int = SERVED
    agent: int = -1
    arrives: float = 0.0
    waits: float = 0.0
    handled: float = 0.0
    attempt: int = 0


def records(*calls: Call) -> Records:
    def column(values: list[float], kind: type = np.int64) -> Any:
        return np.array(values, kind)

    ended = [call.arrives + call.waits for call in calls]
    return Records(
        type=column([call.type for call in calls]),
        outcome=column([call.outcome for call in calls]),
        agent=column([call.agent for call in calls]),
        attempt=column([call.attempt for call in calls]),
        arrived_at=column([call.arrives for call in calls], float),
        wait_ended_at=column(ended, float),
        free_at=column([end + call.handled for end, call in zip(ended, calls, strict=True)], float),
    )


def kind(name: str, threshold_s: float = 20.0, quick_s: float = 20.0) -> CallType:
    return CallType(name=name, queue="q", arrivals=NO_ARRIVALS, handling={}, threshold_s=threshold_s, quick_s=quick_s)


def duty(agent: str, group: str, *spells: tuple[float, float], breaks: Sequence[tuple[float, float]] = ()) -> Duty:
    return Duty(agent=agent, group=group, spells=spells or ((0.0, inf),), breaks=tuple(breaks))


def world(edges: Sequence[float] = (0.0, 60.0, 120.0), **more: Any) -> World:
    """Two minutes, two types, and two groups: a0 is always there, a1 has a break, a2 comes for the second minute."""
    own: dict[str, Any] = {
        "name": "small",
        "rules": RULES,
        "types": (kind("sales"), kind("help", threshold_s=10.0)),
        "groups": ("first", "second"),
        "duties": (
            duty("a0", "first"),
            duty("a1", "first", breaks=[(30.0, 50.0)]),
            duty("a2", "second", (60.0, inf)),
        ),
    }
    return World(edges=tuple(edges), **{**own, **more})


def one_type(edges: Sequence[float] = (0.0, 100.0), **more: Any) -> World:
    return world(edges, **{"types": (kind("sales"),), "groups": (), "duties": (), **more})


def tally_of(centre: World, *blocks: Records) -> Tally:
    tally = Tally.empty(centre)
    for block in blocks:
        tally.add(centre, block)
    return tally


def observed(centre: World, *days: Sequence[Call]) -> Observations:
    return observations(centre, [tally_of(centre, records(*day)) for day in days])


def results(centre: World, *days: Sequence[Call]) -> Results:
    return results_of(observed(centre, *days), seed=1)


def a_day() -> list[Call]:
    """A day in the small world in which everything happens, in the order in which the tests work it out."""
    sales, help_ = 0, 1
    abandoned, blocked, balked, sent_away = 1, 2, 3, 4
    return [
        Call(sales, agent=0, arrives=10, waits=0, handled=30),
        Call(sales, agent=0, arrives=20, waits=20, handled=30),  # answered at 40, until 70
        Call(sales, abandoned, arrives=50, waits=25),  # until 75
        Call(help_, abandoned, arrives=55, waits=3),  # soon
        Call(help_, blocked, arrives=70),
        Call(help_, balked, arrives=80),
        Call(help_, sent_away, arrives=90, waits=50),  # 20 s of it after the last border
        Call(help_, agent=2, arrives=100, waits=5, handled=40, attempt=1),  # answered at 105, until 145
        Call(help_, agent=2, arrives=150, waits=0, handled=10),  # after the last border
        Call(sales, agent=1, arrives=25, waits=0, handled=20),  # 15 s of it in the break
    ]
