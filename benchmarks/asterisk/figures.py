"""What is compared: each side is the median of its rounds, and a figure is ours over app_queue's."""

import operator
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

from benchmarks.asterisk.measures import percentile
from benchmarks.asterisk.plan import MIXED, SideName
from benchmarks.asterisk.runs import Result


class Values(NamedTuple):
    """What a run showed, in the units that people read."""

    p50_ms: float
    p99_ms: float
    served: float
    asterisk_cpu_s: float
    service_cpu_ms_per_call: float


class Target(NamedTuple):
    """What a figure should be: at most or at least so much."""

    sign: str
    limit: float

    def reached_by(self, value: float) -> bool:
        """Whether ``value`` is as it should be."""
        compare: Callable[[float, float], bool] = operator.le if self.sign == "<=" else operator.ge
        return compare(value, self.limit)

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


class Ratio(NamedTuple):
    """One figure: a value of a scenario, ours over app_queue's."""

    name: str
    scenario: str
    value: str
    target: Target | None = None


RATIOS = (
    Ratio("ring_ratio_ivr", "ring_ivr", "p50_ms", Target("<=", 1.2)),
    Ratio("ring_p99_ratio_ivr", "ring_ivr", "p99_ms"),
    Ratio("ring_ratio_direct", "ring_direct", "p50_ms", Target("<=", 2.0)),
    Ratio("ring_p99_ratio_direct", "ring_direct", "p99_ms"),
    Ratio("idle_gap_ratio_60", "line_60", "p50_ms", Target("<=", 0.12)),
    Ratio("idle_gap_ratio_300", "line_300", "p50_ms", Target("<=", 0.03)),
    Ratio("idle_gap_p99_ratio_300", "line_300", "p99_ms"),
    Ratio("served_ratio_300", "line_300", "served", Target(">=", 1.3)),
    Ratio("asterisk_cpu_ratio_300", "line_300", "asterisk_cpu_s"),
    Ratio("idle_gap_ratio_300_mixed", MIXED, "p50_ms"),
    Ratio("served_ratio_300_mixed", MIXED, "served"),
)

CPU_SCENARIO = "ring_ivr"
LOST = Target("<=", 0)


class Comparison:
    """The results of all rounds, compared."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = tuple(results)

    def rounds(self, scenario: str, side: SideName) -> list[Values]:
        """Return what each round of a scenario showed on one side, in order."""
        return [values(r) for r in self.results if (r.run.scenario.name, r.run.side) == (scenario, side)]

    def median(self, scenario: str, side: SideName) -> Values:
        """Return the median of the rounds, value by value."""
        return Values(*(median(column) for column in zip(*self.rounds(scenario, side), strict=True)))

    def ratio(self, ratio: Ratio) -> float:
        """Return ours over app_queue's; not a number if app_queue's is none."""
        ours, theirs = (getattr(self.median(ratio.scenario, side), ratio.value) for side in SideName)
        return float(ours / theirs) if theirs else float("nan")

    @property
    def ratios(self) -> list[Ratio]:
        """The figures of the scenarios that were run: a quick benchmark leaves some out."""
        return [ratio for ratio in RATIOS if ratio.scenario in self.scenarios]

    @property
    def acd_cpu_ms_per_call(self) -> float:
        """The service's own work for a call that comes through the menu and finds an agent."""
        return self.median(CPU_SCENARIO, SideName.ACD).service_cpu_ms_per_call

    @property
    def lost(self) -> int:
        """Callers of our side, in all rounds, who got no agent and did not choose to leave."""
        return sum(r.lost for r in self.results if r.run.side is SideName.ACD)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that were run, in order."""
        return tuple(dict.fromkeys(r.run.scenario.name for r in self.results))

    def medians(self) -> dict[str, dict[SideName, Values]]:
        """Return what the plot shows: both sides' medians of every scenario."""
        return {name: {side: self.median(name, side) for side in SideName} for name in self.scenarios}

    def measured_s(self, scenario: str) -> float:
        """How long the stretch of a scenario was that counts."""
        return next(r.run.scenario.measured_s for r in self.results if r.run.scenario.name == scenario)

    def figures(self) -> dict[str, float]:
        """Return every figure by its name."""
        figures = {ratio.name: rounded(self.ratio(ratio)) for ratio in self.ratios}
        return {**figures, "acd_cpu_ms_per_call": rounded(self.acd_cpu_ms_per_call), "lost": self.lost}

    def missed(self) -> list[str]:
        """Return the names of the figures whose targets were not reached."""
        missed = [r.name for r in self.ratios if r.target is not None and not r.target.reached_by(self.ratio(r))]
        return missed if LOST.reached_by(self.lost) else [*missed, "lost"]

    def absolute(self) -> dict[str, dict[str, Any]]:
        """Return both sides' values of every scenario: the median, and round by round."""
        return {name: {str(side): self._absolute(name, side) for side in SideName} for name in self.scenarios}

    def _absolute(self, scenario: str, side: SideName) -> dict[str, Any]:
        rounds = [
            {name: rounded(value) for name, value in each._asdict().items()} for each in self.rounds(scenario, side)
        ]
        middle = {name: rounded(value) for name, value in self.median(scenario, side)._asdict().items()}
        return {**middle, "rounds": rounds}


def values(result: Result) -> Values:
    """Return what one run showed, in the units that people read."""
    return Values(
        1000 * percentile(result.gaps, 50),
        1000 * percentile(result.gaps, 99),
        result.served,
        result.asterisk_cpu_s,
        1000 * result.service_cpu_s / result.served if result.served else float("nan"),
    )


def rounded(value: float) -> float:
    """Return a value with as many digits as there is any sense in."""
    return round(value, 4)
