"""Who serves which queue by its plain need: what a call asks of an agent that asks nothing besides, unrelaxed."""

from acd.core import Core
from acd.engine.floor import Floor
from acd.engine.ladders import QueueNeeds
from acd.engine.lines import Group
from agents.needs import ANYBODY


class Crews:
    """The groups of agents who may serve each queue of ``core``.

    It is worked out when a queue is first asked for, and anew when rules or skills have changed the groups.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._floor: Floor | None = None
        self._known = 0
        self._groups: dict[str, list[Group]] = {}
        self._crews: list[frozenset[str]] | None = None
        self._crew_of: list[int] = []

    def groups(self, queue: str) -> list[Group]:
        """Return the groups that may serve the plain need of ``queue``; none if it is not known."""
        self._look()
        if (groups := self._groups.get(queue)) is None:
            groups = self._groups[queue] = self._worked_out(queue)
        return groups

    def at_work(self, queue: str) -> int:
        """Count the agents at work who may serve it."""
        return sum(group.at_work for group in self.groups(queue))

    def ready(self, queue: str) -> int:
        """Count the agents ready who may serve it."""
        return sum(len(group.idle["idle_since"]) for group in self.groups(queue))

    def at_work_by_crew(self) -> dict[frozenset[str], int]:
        """Count by sets of queues how many are at work who serve just these; those of whom nobody is are left out.

        Only queues are in it that somebody has asked for.
        """
        self._look()
        if self._crews is None:
            self._crews = self._crews_of_groups()
        counts = [0] * len(self._crews)
        for number, group in zip(self._crew_of, self._core.centre.floor.groups, strict=True):
            counts[number] += group.at_work
        return {crew: count for crew, count in zip(self._crews, counts, strict=True) if crew and count}

    def _look(self) -> None:
        floor = self._core.centre.floor
        if floor is not self._floor or len(floor.groups) != self._known:
            self._floor, self._known, self._groups, self._crews = floor, len(floor.groups), {}, None

    def _worked_out(self, queue: str) -> list[Group]:
        self._crews = None
        centre = self._core.centre
        if (rules := centre.queues.get(queue)) is None:
            return []
        needs = QueueNeeds(rules)
        plain = needs.ladder(ANYBODY, dict.fromkeys(needs.asked_for, ""), centre.roster.matrix, centre.floor.groups)
        return [centre.floor.groups[number] for number in plain.rungs[0].groups]

    def _crews_of_groups(self) -> list[frozenset[str]]:
        served: list[set[str]] = [set() for _ in self._core.centre.floor.groups]
        for queue, groups in self._groups.items():
            for group in groups:
                served[group.number].add(queue)
        numbers: dict[frozenset[str], int] = {}
        self._crew_of = [numbers.setdefault(frozenset(each), len(numbers)) for each in served]
        return list(numbers)
