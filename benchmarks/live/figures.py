"""What the benchmark shows: medians over rounds, each with clients next to without them."""

from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

from benchmarks.asterisk.figures import Target
from benchmarks.asterisk.measures import percentile
from benchmarks.live.pages import page_kb
from benchmarks.live.rounds import CLIENTS, Plan, Round, Say, rounds
from benchmarks.live.snapshot import snapshot_times

TARGETS: dict[str, Target] = {
    "update_p99_ms": Target("<=", 250.0),
    "cpu_per_client_percent": Target("<=", 0.05),
    "engine_lateness_p99_ms": Target("<=", 1.0),
    "snapshot_ms": Target("<=", 50.0),
    "page_kb": Target("<=", 300.0),
}


class Figures(NamedTuple):
    """All that was measured; ``page_kb`` is None of pages that were not built.

    ``update_p99_ms``: from the engine's change to the last client. ``cpu_per_client_percent`` of one core.
    ``engine_lateness_p99_ms``: how much later the loop comes to a timer with clients than without. ``late_without_ms``
    is that p99 without clients, ``kb_per_client_s`` what each client reads.
    """

    update_p50_ms: float
    update_p99_ms: float
    cpu_per_client_percent: float
    engine_lateness_p99_ms: float
    snapshot_ms: float
    page_kb: float | None
    late_without_ms: float
    cpu_without_percent: float
    kb_per_client_s: float
    calls: float
    lost: int

    def missed(self) -> list[str]:
        """Return the names of the figures whose targets were not reached; clients that were lost are none."""
        values = self._asdict()
        missed = [
            name for name, target in TARGETS.items() if values[name] is None or not target.reached_by(values[name])
        ]
        return missed + (["lost"] if self.lost else [])

    def as_object(self) -> dict[str, Any]:
        """Return everything as plain data."""
        values = {name: round(value, 4) if value is not None else None for name, value in self._asdict().items()}
        return {**values, "missed": self.missed()}


def judged(seen: Sequence[Round], snapshots: Sequence[float], kb: float | None) -> Figures:
    """Return what the rounds show."""

    def middle(values: Sequence[float]) -> float:
        return float(median(values))

    return Figures(
        update_p50_ms=middle([percentile(each.ages_ms, 50) for each in seen]),
        update_p99_ms=middle([percentile(each.ages_ms, 99) for each in seen]),
        cpu_per_client_percent=middle(
            [100 * (each.with_clients.cpu_s - each.without.cpu_s) / CLIENTS for each in seen]
        ),
        engine_lateness_p99_ms=middle([each.with_clients.late_p99_ms - each.without.late_p99_ms for each in seen]),
        snapshot_ms=middle(snapshots),
        page_kb=kb,
        late_without_ms=middle([each.without.late_p99_ms for each in seen]),
        cpu_without_percent=middle([100 * each.without.cpu_s for each in seen]),
        kb_per_client_s=middle([each.bytes_per_client_s / 1000 for each in seen]),
        calls=middle([each.with_clients.calls for each in seen]),
        lost=sum(each.lost for each in seen),
    )


def all_figures(plan: Plan, *, say: Say) -> Figures:
    """Measure everything; ``say`` hears what comes next.

    Raises:
        ProcessEnded: a part did not work.
    """
    say("snapshot")
    snapshots = snapshot_times(plan.snapshots)
    return judged(rounds(plan, say), snapshots, page_kb())
