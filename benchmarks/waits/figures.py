"""What the benchmark shows: at each load every measure of ours, of app_queue at its best, and their difference.

Both sides serve the same callers on the same days, so differences are taken day by day. app_queue's best is the
configuration whose mean wait at that load came out least, which does it a favour: it is chosen after the fact. Beside
it stands the best of those that have the demo's wishes: who knows most first, and a need that relaxes in steps.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from benchmarks.waits.centre import DAY_S, Penalties, capacity_per_s, rules_of_demo, world_of_demo
from benchmarks.waits.measured import MEASURES, measured
from benchmarks.waits.sides import VARIANTS, Variant
from simulator.statistics.intervals import Estimate

SEED: Final = 1
BETTER_IF_MORE: Final = frozenset({"service_level", "fluent_share", "billing_level"})

Measured: TypeAlias = Mapping[str, Estimate]


class Plan(NamedTuple):
    """At which ``loads``, how many ``days`` of ``day_s`` seconds each, against which ``variants``."""

    loads: tuple[float, ...]
    days: int
    variants: tuple[Variant, ...] = VARIANTS
    day_s: float = DAY_S


FULL: Final = Plan((0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3), 40)
QUICK: Final = Plan((0.7, 1.0, 1.3), 5)


class Difference(NamedTuple):
    """Ours less app_queue's; ``significant``: its 95 % interval does not hold 0."""

    mean: float
    half_width: float
    significant: bool


class Row(NamedTuple):
    """One load: what was measured of ours and of every variant of app_queue."""

    load: float
    acd: Measured
    app_queue: Mapping[Variant, Measured]

    def best(self, *penalties: Penalties) -> Variant:
        """Return the variant of app_queue whose callers waited least, of those with these penalties (or of all)."""
        real = [each for each in self.app_queue if each.is_real and (not penalties or each.penalties in penalties)]
        return min(real, key=lambda variant: float(self.app_queue[variant]["wait_mean_s"].mean))

    def difference(self, measure: str, *penalties: Penalties) -> Difference:
        """Return by how much ours differs from the best variant of app_queue with these penalties."""
        apart = self.acd[measure].minus(self.app_queue[self.best(*penalties)][measure])
        mean, half_width = float(apart.mean), float(apart.half_width())
        return Difference(mean, half_width, abs(mean) > half_width)

    def as_object(self) -> dict[str, Any]:
        """Return the row of the JSON object; shares are from 0 to 1."""
        return {
            "load": self.load,
            "acd": as_object(self.acd),
            "app_queue": {"variant": self.best().name, **as_object(self.app_queue[self.best()])},
            "difference": {measure: self.difference(measure)._asdict() for measure in MEASURES},
            "app_queue_steps": {"variant": self.best("steps").name, **as_object(self.app_queue[self.best("steps")])},
            "difference_steps": {measure: self.difference(measure, "steps")._asdict() for measure in MEASURES},
            "variants": {variant.name: as_object(each) for variant, each in self.app_queue.items()},
        }


class Figures(NamedTuple):
    """All rows, in the order of their loads."""

    plan: Plan
    rows: tuple[Row, ...]
    capacity_calls_per_h: float

    def better_and_worse(self, measure: str, *penalties: Penalties) -> tuple[int, int]:
        """Return at how many loads ours is better for certain, and at how many worse."""
        seen = [difference for row in self.rows if (difference := row.difference(measure, *penalties)).significant]
        more = sum(difference.mean > 0 for difference in seen)
        return (more, len(seen) - more) if measure in BETTER_IF_MORE else (len(seen) - more, more)

    def as_object(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "days": self.plan.days,
            "seed": SEED,
            "capacity_calls_per_h": self.capacity_calls_per_h,
            "rows": [row.as_object() for row in self.rows],
        }


def as_object(found: Measured) -> dict[str, dict[str, float]]:
    """Return every measure with half its 95 % interval."""
    return {name: {"mean": float(each.mean), "half_width": float(each.half_width())} for name, each in found.items()}


def all_figures(plan: Plan, *, jobs: int | None, say: Callable[[float], None]) -> Figures:
    """Simulate everything; ``say`` is told which load is next."""
    rules, rows = rules_of_demo(), []
    for load in plan.loads:
        say(load)
        world = world_of_demo(load, rules, plan.day_s)
        ours = measured(world, None, days=plan.days, seed=SEED, jobs=jobs)
        theirs = {
            variant: measured(world, variant.queues(rules), days=plan.days, seed=SEED, jobs=jobs)
            for variant in plan.variants
        }
        rows.append(Row(load, ours, theirs))
    return Figures(plan, tuple(rows), 3600.0 * capacity_per_s(len(rules.agents)))
