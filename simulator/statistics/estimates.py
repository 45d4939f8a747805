"""The results of a simulation: every figure with its interval, as the JSON, the terminal and the report show them."""

from simulator.statistics.intervals import Estimate
from simulator.statistics.measures import daily_service_levels, of_calls, of_groups
from simulator.statistics.observations import Observations
from simulator.statistics.percentiles import distribution
from simulator.statistics.results import Figure, Figures, GroupResults, Results, TypeResults


def results_of(seen: Observations, *, seed: int) -> Results:
    """Make the results of what was observed; ``seed`` is only told.

    The threshold of the whole is that of the first type; each type has its own beside its figures.
    """
    world = seen.world
    calls, groups = _tables(of_calls(seen)), _tables(of_groups(seen))
    first = 1 if world.steady else 0
    edges = (world.edges[first], world.edges[-1]) if world.steady else world.edges
    return Results(
        scenario=world.name,
        days=len(seen),
        seed=seed,
        steady=world.steady,
        threshold_s=world.types[0].threshold_s,
        quick_s=world.types[0].quick_s,
        target=world.target,
        definition=world.definition,
        edges_s=tuple(world.opens_at_s + edge for edge in edges),
        total=calls[-1][-1],
        periods=calls[-1][:-1],
        types={
            kind.name: TypeResults(all=rows[-1], periods=rows[:-1], threshold_s=kind.threshold_s, quick_s=kind.quick_s)
            for kind, rows in zip(world.types, calls[:-1], strict=True)
        },
        groups={
            name: GroupResults(all=rows[-1], periods=rows[:-1])
            for name, rows in zip(world.groups, groups[:-1], strict=True)
        },
        waits=distribution(seen),
        service_levels=tuple(daily_service_levels(seen)[:, -1, -1].tolist()),
    )


def _tables(estimates: dict[str, Estimate]) -> list[tuple[Figures, ...]]:
    """Turn estimates [rows, P + 1] by measure into figures by row, by period."""
    means = {name: each.mean.tolist() for name, each in estimates.items()}
    halves = {name: each.half_width().tolist() for name, each in estimates.items()}
    rows, periods = next(iter(estimates.values())).mean.shape
    return [
        tuple(
            {name: Figure(means[name][row][period], halves[name][row][period]) for name in estimates}
            for period in range(periods)
        )
        for row in range(rows)
    ]
