"""What the benchmark shows: each side is the median of its rounds, and a ratio is ours over the other's."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

from acd import compiled
from benchmarks.asterisk.figures import Target
from benchmarks.simulator.large import CALLS, large
from benchmarks.simulator.measured import Run, round_of, run_of_world
from benchmarks.simulator.multiskill import multiskill
from benchmarks.simulator.streams import drawn
from simulator.statistics.results import Results


class Plan(NamedTuple):
    """How many ``days`` of 2,000 calls each side serves in each of the ``rounds``; the large centre has its own."""

    days: int
    rounds: int
    rounds_of_large: int


FULL, QUICK = Plan(100, 5, 3), Plan(20, 5, 1)

TARGETS: dict[str, Target] = {
    "ratio_simpy": Target(">=", 1.0),
    "ratio_ciw": Target(">=", 1.4),
    "ratio_heap": Target(">=", 0.1),
    "ratio_multiskill": Target(">=", 0.6),
    "day_1000_s": Target("<=", 6.0),
}

SHOWN = ("offered", "served", "abandoned", "wait_mean_s", "service_level", "occupancy")
"""What is told of the worlds with callers of their own, so that everybody sees whether they are realistic."""

Say = Callable[..., object]
"""Hears the key of what comes next, and its blanks."""


class Figures(NamedTuple):
    """All that was measured: runs of every side by its name, one a round, and what came of our other two worlds."""

    plan: Plan
    sides: dict[str, list[Run]]
    large: list[Run]
    results: dict[str, Results]

    @property
    def engine(self) -> str:
        """Which engine has run: ``compiled`` or ``pure``."""
        return "compiled" if compiled.in_use() else "pure"

    def calls_per_s(self, side: str) -> float:
        """The median of a side's rounds."""
        return median(run.calls_per_s for run in self.sides[side])

    def values(self) -> dict[str, float]:
        """Return the figures by their names."""
        ours, simpy = self.calls_per_s("acd"), self.calls_per_s("simpy")
        return {
            "calls_per_s": round(ours),
            "ratio_simpy": round(ours / simpy, 3),
            "ratio_ciw": round(ours / self.calls_per_s("ciw"), 3),
            "ratio_heap": round(ours / self.calls_per_s("heap"), 4),
            "ratio_multiskill": round(self.calls_per_s("multiskill") / simpy, 3),
            "day_1000_s": round(median(run.seconds for run in self.large), 3),
            "ratio_lean_heap": round(ours / self.calls_per_s("lean_heap"), 4),
        }

    def missed(self) -> list[str]:
        """Return the names of the figures whose targets were not reached."""
        values = self.values()
        return [name for name, target in TARGETS.items() if not target.reached_by(values[name])]

    def as_object(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            **self.values(),
            "missed": self.missed(),
            "engine": self.engine,
            **self.plan._asdict(),
            "sides": {name: side_as_object(runs) for name, runs in self.sides.items()},
            "day_1000": side_as_object(self.large),
            "results": {name: results_as_object(results) for name, results in self.results.items()},
        }


def side_as_object(runs: Sequence[Run]) -> dict[str, Any]:
    """Return a side's rounds as plain data."""
    return {
        "calls_per_s": round(median(run.calls_per_s for run in runs)),
        "calls": [run.calls for run in runs],
        "mean_wait_s": [run.mean_wait_s for run in runs],
        "seconds": [round(run.seconds, 3) for run in runs],
    }


def results_as_object(results: Results) -> dict[str, float]:
    """Return what is told of a world, a day's means."""
    return {name: results.total[name].mean for name in SHOWN}


def all_figures(plan: Plan, *, say: Say) -> Figures:
    """Measure everything, side after side in each round; ``say`` hears what comes next."""
    sides: dict[str, list[Run]] = {}
    results: dict[str, Results] = {}
    round_of(drawn(1, seed=0))  # everybody has warmed up
    for number in range(1, plan.rounds + 1):
        say("round", number=number, rounds=plan.rounds)
        runs = round_of(drawn(plan.days, seed=number))
        runs["multiskill"], results["multiskill"] = run_of_world(multiskill(), days=plan.days, seed=number)
        for name, run in runs.items():
            sides.setdefault(name, []).append(run)
    days_of_large = []
    for number in range(1, plan.rounds_of_large + 1):
        say("large", number=number, rounds=plan.rounds_of_large)
        run, results["day_1000"] = run_of_world(large(CALLS), days=1, seed=number)
        days_of_large.append(run)
    return Figures(plan, sides, days_of_large, results)
