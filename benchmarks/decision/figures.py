"""What the benchmark shows: percentiles of the decisions, how they grow with the centre, the weight of a call.

The same day is lived through several times, from the same seed, so that each decision is made again: same facts, same
state, and garbage is collected at the same moments. The least time of each is what the decision takes; what a round
takes longer is other programs on the machine. What the rounds showed as they were is told beside it.
"""

import gc
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from benchmarks.asterisk.figures import Target
from benchmarks.asterisk.measures import percentile
from benchmarks.decision.world import Fact, World

AGENTS, FEW, MANY = 1_000, 100, 10_000
"""The centre that is measured, and those by which its growth is."""


class Plan(NamedTuple):
    """How many ``decisions`` of each kind of fact in each round, after a fifth as many have warmed it up.

    The centre that is measured has ``rounds``; growth compares medians, for which ``rounds_of_others`` do.
    """

    decisions: int
    rounds: int
    rounds_of_others: int


FULL, QUICK = Plan(20_000, 5, 3), Plan(2_000, 3, 2)

TARGETS: dict[str, Target] = {
    "p99_us": Target("<=", 100.0),
    "growth": Target("<=", 2.0),
    "bytes_per_waiting_call": Target("<=", 8192.0),
}


Timed: TypeAlias = Mapping[Fact, Sequence[int]]
"""Nanoseconds of decisions by the kind of fact."""


class Spread(NamedTuple):
    """Percentiles of decisions, in microseconds."""

    p50_us: float
    p99_us: float


class Measured(NamedTuple):
    """A centre of so many agents: all decisions, a third of each kind; as all rounds were timed; each kind alone."""

    agents: int
    waiting: int
    decisions: int
    whole: Spread
    as_timed: Spread
    by_fact: dict[Fact, Spread]


class Figures(NamedTuple):
    """All that was measured."""

    usual: Measured
    few: Measured
    many: Measured
    bytes_per_waiting_call: float

    @property
    def growth(self) -> float:
        """How much longer a decision takes in the large centre than in the small one."""
        return self.many.whole.p50_us / self.few.whole.p50_us

    def values(self) -> dict[str, float]:
        """Return the figures by their names."""
        return {
            "p50_us": round(self.usual.whole.p50_us, 2),
            "p99_us": round(self.usual.whole.p99_us, 2),
            "growth": round(self.growth, 3),
            "bytes_per_waiting_call": round(self.bytes_per_waiting_call),
            "p50_as_timed_us": round(self.usual.as_timed.p50_us, 2),
            "p99_as_timed_us": round(self.usual.as_timed.p99_us, 2),
        }

    def missed(self) -> list[str]:
        """Return the names of the figures whose targets were not reached."""
        return [name for name, target in TARGETS.items() if not target.reached_by(self.values()[name])]

    def as_object(self) -> dict[str, Any]:
        """Return everything as plain data."""
        sizes = {str(size.agents): as_object(size) for size in (self.few, self.usual, self.many)}
        facts = {str(fact): rounded(spread) for fact, spread in self.usual.by_fact.items()}
        return {**self.values(), "missed": self.missed(), "by_fact": facts, "by_agents": sizes}


def as_object(size: Measured) -> dict[str, Any]:
    """Return a centre's figures as plain data."""
    return {**rounded(size.whole), "waiting": size.waiting, "decisions": size.decisions}


def rounded(spread: Spread) -> dict[str, float]:
    """Return percentiles by their names, with as many digits as there is any sense in."""
    return {name: round(value, 2) for name, value in spread._asdict().items()}


def spread(nanoseconds: Sequence[int]) -> Spread:
    """Return the percentiles of these decisions."""
    microseconds = [each / 1000 for each in nanoseconds]
    return Spread(percentile(microseconds, 50), percentile(microseconds, 99))


def judged(agents: int, waiting: int, rounds: Sequence[Timed], decisions: int) -> Measured:
    """Return what the first so many ``decisions`` of each kind show, all together and each kind by itself."""
    least = {fact: [min(each) for each in zip(*(timed[fact] for timed in rounds), strict=True)] for fact in Fact}
    return Measured(
        agents=agents,
        waiting=waiting,
        decisions=decisions * len(Fact),
        whole=spread([each for kind in least.values() for each in kind[:decisions]]),
        as_timed=spread([each for timed in rounds for kind in timed.values() for each in kind[:decisions]]),
        by_fact={fact: spread(least[fact][:decisions]) for fact in Fact},
    )


def measured(agents: int, decisions: int, rounds: int) -> Measured:
    """Let a centre of so many agents work, round after round, and measure it when it has warmed up."""
    timed: list[Timed] = []
    waiting = 0
    for _ in range(rounds):
        world = World(agents)
        world.let_wait()
        world.open()
        world.run(max(1, decisions // 5))
        gc.collect()  # each round begins to count its garbage here
        world.run(decisions)
        timed.append(world.timed)
        waiting = len(world.engine.centre.floor.everybody_waiting())
    return judged(agents, waiting, timed, decisions)


def bytes_per_waiting_call(agents: int) -> float:
    """Return what a waiting call adds to Python's memory, everything that is kept of it taken together."""
    world = World(agents)
    gc.collect()
    tracemalloc.start()
    try:
        world.let_wait()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / world.waiting
    finally:
        tracemalloc.stop()


def all_figures(plan: Plan, *, say: Callable[[str, int], object]) -> Figures:
    """Measure everything; ``say`` hears what comes next, and with how many agents."""
    say("weighing", AGENTS)
    weight = bytes_per_waiting_call(AGENTS)

    def size(agents: int, rounds: int) -> Measured:
        say("measuring", agents)
        return measured(agents, plan.decisions, rounds)

    usual, (few, many) = size(AGENTS, plan.rounds), (size(agents, plan.rounds_of_others) for agents in (FEW, MANY))
    return Figures(usual, few, many, weight)
