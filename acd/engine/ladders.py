"""Needs that relax, compiled: which groups of agents each rung of a ladder adds.

A ladder belongs to a queue and to what one kind of call asks. Its first rung is the need itself, each step adds a
rung. Agents are looked for from the first rung up, so a call that has relaxed still goes to whom it first asked for,
if one of them is free: a step is chosen by who is free, and not by who merely exists.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from acd.engine.queues import Queue
from acd.engine.rules import QueueRules
from agents.needs import ANYBODY, Expression, joined, meets, of_levels, parse_need, resolved, value_names
from agents.skills import SkillMatrix

if TYPE_CHECKING:
    from acd.engine.calls import Call
    from acd.engine.lines import Group


class Rung:
    """One need, the groups that it adds to those of the rungs below, and how well each of these fits."""

    __slots__ = ("fit", "groups", "need")

    def __init__(self, need: Expression, groups: list[int], fit: list[float]) -> None:
        self.need = need
        self.groups = groups
        self.fit = fit


class Ladder:
    """The rungs of one kind of call in one queue."""

    __slots__ = ("absent", "everybody", "queue", "rungs")

    def __init__(self, queue: Queue, rungs: tuple[Rung, ...], absent: tuple[str, ...]) -> None:
        self.queue = queue
        self.rungs = rungs
        self.absent = absent
        self.everybody = frozenset(number for rung in rungs for number in rung.groups)

    def groups(self, opened: int) -> list[int]:
        """Return the numbers of all groups that may serve with so many steps opened."""
        return [number for rung in self.rungs[: opened + 1] for number in rung.groups]

    def admit(self, number: int, profile: int, matrix: SkillMatrix) -> None:
        """Let a group that is new serve on the first rung whose need its profile meets, if there is one."""
        levels = matrix.levels_of(profile)
        for rung in self.rungs:
            if meets(rung.need, levels):
                rung.groups.append(number)
                rung.fit.append(float(matrix.fit(rung.need)[profile]))
                self.everybody |= {number}
                return


class QueueNeeds:
    """The needs of a queue as texts made ready: parsed once, with the names of the values they ask for.

    ``plain`` is the ladder of calls that ask nothing themselves and of which nothing is asked for.
    """

    __slots__ = ("asked_for", "needs", "plain", "queue")

    def __init__(self, rules: QueueRules) -> None:
        first = joined(of_levels(rules.needs), parse_need(rules.need))
        self.queue = Queue(rules)
        self.plain: Ladder | None = None
        self.needs = (first, *(parse_need(step.need) for step in rules.steps))
        self.asked_for = tuple(sorted({name for need in self.needs for name in value_names(need)}))

    def values_of(self, call: "Call") -> dict[str, str]:
        """Return what is known of ``call`` under the names that the queue's needs and its own ask for."""
        names = self.asked_for
        if "{" in call.asked_need:
            names = (*names, *value_names(parse_need(call.asked_need)))
        return {name: call.value(name) for name in names}

    def ladder(
        self, asked: Expression, values: Mapping[str, str], matrix: SkillMatrix, groups: "list[Group]"
    ) -> Ladder:
        """Compile the ladder of calls that ask this and of which these values are known."""
        rungs: list[Rung] = []
        absent: dict[str, None] = {}
        served = np.zeros(len(groups), dtype=bool)
        profiles = [group.profile for group in groups]
        for raw in self.needs:
            need, without = resolved(joined(raw, asked), values, matrix.skills)
            absent |= dict.fromkeys(without)
            meets = matrix.meeting(need)[profiles]
            added = np.flatnonzero(meets & ~served)
            served |= meets
            rungs.append(Rung(need, added.tolist(), matrix.fit(need)[profiles][added].tolist()))
        return Ladder(self.queue, tuple(rungs), tuple(absent))


NO_LADDER = Ladder(Queue(QueueRules(name="")), (Rung(ANYBODY, [], []),), ())
"""What a call has that does not wait yet."""
