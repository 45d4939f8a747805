"""Who on the roster meets a need: profiles of skills instead of agents, and every value that a menu may set."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice, product
from operator import or_

import msgspec
import numpy as np
import numpy.typing as npt

from acd.config.model import CentrePart
from acd.config.queue_model import QueuePart
from agents.needs import Expression, joined, resolved, text_of, value_names
from agents.skills import SkillMatrix
from ivr.check_steps import keeps_anything
from ivr.model import CollectStep, ScriptStep, Tree
from ivr.needs import expression_of

MOST_TRIED = 256
"""Combinations of values that are tried for one need; a file with more is not looked at further."""

Profiles = npt.NDArray[np.bool_]
"""For each profile of skills on the roster whether it meets a need."""

Values = Mapping[str, Sequence[str]]
"""By name all values that a call can have, without the names of those that nobody can foresee."""


def values_of(part: CentrePart, tree: Tree) -> Values:
    """Return what a call's values can be, as far as the file says so."""
    steps = [*tree.steps.values(), tree.person]
    foreseen: dict[str, list[str]] = {"language": list(part.languages)}
    for step in steps:
        for name, value in step.set.data.items() if step.set is not None else ():
            foreseen.setdefault(name, []).append(value)
    entered = {step.collect for step in steps if isinstance(step, CollectStep)}
    entered |= {name for step in steps if isinstance(step, ScriptStep) for name in step.keep or ()}
    return {} if keeps_anything(tree) else {name: each for name, each in foreseen.items() if name not in entered}


class Asking(msgspec.Struct, frozen=True):
    """What a queue asks of agents, rung by rung, and who meets it."""

    text: str
    rungs: tuple[Profiles, ...]
    blanks: tuple[bool, ...]
    unmet_with: dict[str, str]

    @property
    def anybody_of(self) -> Profiles:
        """Who meets it at some step."""
        return reduce(or_, self.rungs)

    @property
    def anybody(self) -> bool:
        """Whether anybody meets it at some step."""
        return bool(self.anybody_of.any())

    def adding_nobody(self) -> Iterator[int]:
        """Number the steps by which nobody may serve who might not before; with blanks nobody can tell."""
        for number in range(1, len(self.rungs)):
            before = reduce(or_, self.rungs[:number])
            if not (self.rungs[number] & ~before).any() and not any(self.blanks[: number + 1]):
                yield number


class Staff:
    """The roster as profiles of skills, and what is asked of it."""

    def __init__(self, part: CentrePart, values: Values) -> None:
        self.matrix = SkillMatrix(part.skills)
        self.profiles = {name: self.matrix.profile(agent.skills) for name, agent in part.agents.items()}
        self._values = values

    def meet(self, needs: Mapping[str, int] | str) -> Profiles:
        """Say who meets ``needs`` when nothing is known of the call: what has a blank asks nothing then."""
        return self._met(expression_of(needs), {})

    def asking(self, queue: QueuePart, more: Mapping[str, int] | str = "") -> Asking:
        """Say who meets what ``queue`` asks, joined with ``more``."""
        added = expression_of(more)
        needs = [
            joined(expression_of(each), added) for each in (queue.first_need, *(step.needs for step in queue.steps))
        ]
        return Asking(
            text=text_of(needs[0]),
            rungs=tuple(self._met(need, {}) for need in needs),
            blanks=tuple(bool(value_names(need)) for need in needs),
            unmet_with=self._unmet_with(needs),
        )

    def _met(self, need: Expression, values: Mapping[str, str]) -> Profiles:
        return self.matrix.meeting(resolved(need, values, self.matrix.skills)[0])

    def _unmet_with(self, needs: Sequence[Expression]) -> dict[str, str]:
        """Return values with which nobody meets any of ``needs``; none if there are no such, or nobody can foresee."""
        names = sorted({name for need in needs for name in value_names(need)})
        if not names or not all(name in self._values for name in names):
            return {}
        for chosen in islice(product(*(self._values[name] for name in names)), MOST_TRIED):
            values = dict(zip(names, chosen, strict=True))
            if not any(self._met(need, values).any() for need in needs):
                return values
        return {}
