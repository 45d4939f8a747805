"""The simulator's own run of the round's callers: one queue, twelve agents, the production engine, all statistics."""

from acd.engine.routing_rules import NEVER_S
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from benchmarks.simulator.streams import AGENTS, DAY_S, HANDLING_S, PATIENCE_S, PERIODS, Day, Handed, HandedArrivals
from simulator.days.world import CallType, Duty, World

QUEUE, GROUP, MOST_WAITING = "line", "agents", 1_000_000


def unlimited(name: str, needs: dict[str, int] | None = None) -> QueueRules:
    """Return a queue without limits of its own, as a scenario has it where nothing is said."""
    return QueueRules(name=name, needs=needs or {}, longest_wait_s=NEVER_S, most_waiting=MOST_WAITING)


def names_of(group: str, agents: int) -> tuple[str, ...]:
    """Name the agents of a group."""
    return tuple(f"{group}-{number:04}" for number in range(1, agents + 1))


def agent(name: str, skills: dict[str, int] | None = None) -> AgentRules:
    """Return an agent's rules; the phone is never rung."""
    return AgentRules(name=name, endpoint=f"PJSIP/{name}", skills=skills or {})


class SingleSkill:
    """The world of one skill, fed with a round's callers."""

    def __init__(self) -> None:
        self._arrivals, self._patience, self._handling = HandedArrivals(), Handed(PATIENCE_S), Handed(HANDLING_S)
        names = names_of(GROUP, AGENTS)
        self.world = World(
            name="M/M/12 with patience",
            rules=CentreRules(
                name="single",
                skills={},
                queues=(unlimited(QUEUE),),
                agents=tuple(map(agent, names)),
            ),
            types=(
                CallType(
                    name="calls",
                    queue=QUEUE,
                    arrivals=self._arrivals,
                    handling={"": (self._handling,)},
                    patience=self._patience,
                ),
            ),
            groups=(GROUP,),
            duties=tuple(Duty(agent=name, group=GROUP) for name in names),
            edges=tuple(period * DAY_S / PERIODS for period in range(PERIODS + 1)),
        )

    def begin(self, day: Day) -> None:
        """Let the callers of this day come next."""
        self._arrivals.begin(day.gap)
        self._patience.begin(day.patience)
        self._handling.begin(day.handling)
