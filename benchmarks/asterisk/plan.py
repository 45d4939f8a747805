"""What is run: some scenarios, each on both sides, in rounds.

A line is tried in two ways, because every caller in ``Queue()`` looks around once a second. When callers come evenly
and all talk for the same time, its figure is a beat between that second, the spacing and the length of a call: on one
machine 57 ms with 30 callers a second, and 975 ms with 60. ``line_60`` and ``line_300`` are of that kind. In
``line_300_mixed`` callers come and talk as unevenly as people do, and its figure is what an owner should expect.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple


class Route(StrEnum):
    """What a caller goes through before an agent: a prompt, nothing, or a line that is full of others."""

    IVR = "ivr"
    DIRECT = "direct"
    LINE = "line"


class SideName(StrEnum):
    """Who serves."""

    ACD = "acd"
    QUEUE = "app_queue"


class Scenario(NamedTuple):
    """Callers dial ``route`` at ``calls_per_s``, at most ``at_once`` of them are there, and ``agents`` serve.

    ``measured_s`` is the stretch that counts. A scenario that ``fills`` first waits until ``at_once`` callers are
    there and replaces whoever goes; the others see a steady stream of callers who each find a free agent. In one that
    is ``mixed`` nobody comes or talks in step with anybody else.
    """

    name: str
    route: Route
    agents: int
    calls_per_s: float
    at_once: int
    measured_s: float
    fills: bool
    mixed: bool = False


class Run(NamedTuple):
    """One scenario on one side, in one round (counted from 1)."""

    round: int
    scenario: Scenario
    side: SideName


RINGING_AGENTS, LINE_AGENTS = 50, 5
CALLS_PER_S = 15.0
FILL_60_PER_S, FILL_300_PER_S = 30.0, 60.0
"""Asterisk takes that many on two cores; both lines are there in a few seconds."""

MIXED = "line_300_mixed"

FULL_ROUNDS, QUICK_ROUNDS = 3, 1
RING_S, LINE_S = 20.0, 30.0


def scenarios(*, quick: bool) -> tuple[Scenario, ...]:
    """Return the scenarios of the benchmark; with ``quick`` nothing is mixed."""
    line_300 = Scenario("line_300", Route.LINE, LINE_AGENTS, FILL_300_PER_S, 300 + LINE_AGENTS, LINE_S, fills=True)
    whole = (
        Scenario("ring_ivr", Route.IVR, RINGING_AGENTS, CALLS_PER_S, 2000, RING_S, fills=False),
        Scenario("ring_direct", Route.DIRECT, RINGING_AGENTS, CALLS_PER_S, 2000, RING_S, fills=False),
        Scenario("line_60", Route.LINE, LINE_AGENTS, FILL_60_PER_S, 60 + LINE_AGENTS, LINE_S, fills=True),
        line_300,
        line_300._replace(name=MIXED, mixed=True),
    )
    return whole[:-1] if quick else whole


def interleaved(plan: Sequence[Scenario], rounds: int) -> Iterator[Run]:
    """Yield every run: side by side, and whoever was first in one round is second in the next.

    What drifts on a machine (heat, a neighbour's work) then meets both sides alike.
    """
    for number in range(1, rounds + 1):
        order = (SideName.ACD, SideName.QUEUE) if number % 2 else (SideName.QUEUE, SideName.ACD)
        for scenario in plan:
            for side in order:
                yield Run(number, scenario, side)
