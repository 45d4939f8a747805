"""A small centre with three types of call and two groups of agents, about as busy as the one of the round's callers.

Salespeople and technicians each know one thing that the others do not, and both know the third. The day has rates by
the half-hour and its own busyness, a gamma factor; handling is lognormal, as it is in banks.
"""

from typing import Final

from acd.engine.rules import CentreRules
from benchmarks.simulator.single import agent, names_of, unlimited
from benchmarks.simulator.streams import DAY_S, PATIENCE_S, PERIODS
from simulator.days.world import CallType, Duty, World
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential, Gamma, Lognormal

GROUPS: Final = {
    "salespeople": (7, {"sales": 5, "service": 3}),
    "technicians": (6, {"technical": 5, "service": 5}),
}
"""How many agents there are of each group, and with which skills."""

TYPES: Final = {
    "sales": (1.4, Lognormal(130.0, 110.0)),
    "service": (1.6, Lognormal(90.0, 80.0)),
    "technical": (1.2, Lognormal(150.0, 160.0)),
}
"""How many calls of each type a minute come on average, and how long they take."""

SHAPE: Final = (0.6, 0.8, 1.0, 1.2, 1.3, 1.2, 1.1, 0.9, 0.8, 0.9, 1.1, 1.2, 1.2, 1.1, 0.9, 0.7)
"""How busy each half-hour is beside the mean, which is 1."""

BUSYNESS: Final = Gamma(1.0, 0.15)


def multiskill() -> World:
    """Return the world."""
    edges = tuple(period * DAY_S / PERIODS for period in range(PERIODS + 1))
    names = {group: names_of(group, agents) for group, (agents, _) in GROUPS.items()}
    return World(
        name="three types, two groups",
        rules=CentreRules(
            name="multiskill",
            skills={name: name.title() for name in TYPES},
            queues=tuple(unlimited(name, {name: 1}) for name in TYPES),
            agents=tuple(agent(name, GROUPS[group][1]) for group, members in names.items() for name in members),
        ),
        types=tuple(
            CallType(
                name=name,
                queue=name,
                arrivals=Poisson(edges, tuple(rate / 60 * each for each in SHAPE)),
                handling={"": (handling,)},
                patience=Exponential(PATIENCE_S),
            )
            for name, (rate, handling) in TYPES.items()
        ),
        groups=tuple(GROUPS),
        duties=tuple(Duty(agent=name, group=group) for group, members in names.items() for name in members),
        edges=edges,
        busyness=BUSYNESS,
    )
