"""Days of one side, counted: calls as in every simulation, and how well who answered knew the matter."""

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from acd.engine.rules import CentreRules
from benchmarks.waits.centre import FLUENT, SKILL
from simulator.app_queue import Queues
from simulator.app_queue import records_of_day as day_of_app_queue
from simulator.days.records import SERVED, Records
from simulator.days.simulation import records_of_day
from simulator.days.world import Seconds, World
from simulator.running import simulate
from simulator.statistics.intervals import Estimate, ratio_of
from simulator.statistics.measures import of_calls
from simulator.statistics.observations import observations
from simulator.statistics.tally import Tally

MEASURES: Final = (
    "wait_mean_s", "wait_p90_s", "wait_worst_s", "abandoned_share", "service_level", "fluent_share", "billing_level",
)  # fmt: skip
SHARES: Final = ("abandoned_share", "service_level", "fluent_share")
"""``wait_worst_s``: the mean wait of the type of callers who wait longest. ``fluent_share``: of served calls of
support, answered by who speaks the language at level 9 or 10. ``billing_level``: the mean level of who answered."""


class Counted(NamedTuple):
    """A day: its tally, and calls and levels [2, 2] by (support, billing) and (sum of levels, calls)."""

    tally: Tally
    levels: Seconds


def measured(world: World, queues: Queues | None, *, days: int, seed: int, jobs: int | None) -> dict[str, Estimate]:
    """Simulate so many days, of the engine or with app_queue's ``queues``, and estimate every measure."""
    counted = simulate(world, partial(count_day, queues), days=days, seed=seed, jobs=jobs)
    seen = observations(world, [each.tally for each in counted])
    levels = np.stack([each.levels for each in counted])
    of_all = of_calls(seen)
    found = {name: of_all[name].cell(-1, -1) for name in ("wait_mean_s", "wait_p90_s", "service_level")}
    by_type = of_all["wait_mean_s"]
    found["wait_worst_s"] = by_type.cell(int(by_type.mean[:-1, -1].argmax()), -1)
    found["abandoned_share"] = ratio_of(seen.of_calls("abandoned"), seen.of_calls("offered")).cell(-1, -1)
    found["fluent_share"], found["billing_level"] = (ratio_of(levels[:, row, 0], levels[:, row, 1]) for row in (0, 1))
    return {name: found[name] for name in MEASURES}


def count_day(queues: Queues | None, world: World, seed: int, day: int) -> Counted:
    """Simulate one day and count it."""
    tally, levels, known = Tally.empty(world), np.zeros((2, 2)), levels_of(world)
    for records in blocks(queues, world, seed, day):
        tally.add(world, records)
        served = records.outcome == SERVED
        types, agents = records.type[served], records.agent[served]
        for row, queue in enumerate(("support", "billing")):
            asked = np.array([type_.queue == queue for type_ in world.types])[types]
            levels[row] += known[types[asked], agents[asked]].sum(), asked.sum()
    return Counted(tally, levels)


def blocks(queues: Queues | None, world: World, seed: int, day: int) -> Iterator[Records]:
    """Simulate one day of the engine, or of app_queue."""
    if queues is None:
        return records_of_day(world, seed=seed, day=day)
    return day_of_app_queue(world, queues, seed=seed, day=day)


def levels_of(world: World) -> Seconds:
    """Return by type of call and agent: in support whether the language is spoken well, elsewhere the skill's level."""
    skills = [skills_of(world.rules, duty.agent) for duty in world.duties]
    return np.array(
        [
            [
                float(each.get(type_.language, 0) >= FLUENT)
                if type_.queue == "support"
                else float(each.get(SKILL[type_.queue], 0))
                for each in skills
            ]
            for type_ in world.types
        ]
    )


def skills_of(rules: CentreRules, name: str) -> dict[str, int]:
    """Return an agent's skills."""
    return next(agent.skills for agent in rules.agents if agent.name == name)


def scale(measure: str) -> float:
    """Return by what a measure is multiplied to be shown: shares are shown in per cent."""
    return 100.0 if measure in SHARES else 1.0
